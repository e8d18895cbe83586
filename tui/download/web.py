"""HTTP: one question, one answer (RFC 9110), through urllib3; the only module that loads it.

Redirections are followed here, a few, to http and https only. The user's proxies are used as everywhere
(`https_proxy`, `no_proxy`, the system's settings). Nothing is sent but the question: no cookies, no referrer.
Bodies are given as they come, in whatever encoding the server says they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions
from urllib3.util import make_headers, parse_url

from parsing.limits import REDIRECTS
from parsing.messages.clean import clean_line
from tui import __version__
from tui.download.errors import BrokenOffError, DownloadError
from tui.download.troubles import CONNECT_SECONDS, READ_SECONDS, why_not

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from tui.download.address import Address

TIMEOUT = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
PIECE: Final = 256 << 10
REDIRECTING: Final = (301, 302, 303, 307, 308)
ASKED: Final = {"User-Agent": f"wrote/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers; its body is still to come."""

    address: Address
    """Who answered, after all redirections."""
    response: urllib3.BaseHTTPResponse

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status

    def field(self, name: str) -> str:
        """Give a header field, empty if it is not there."""
        return str(self.response.headers.get(name, ""))

    def pieces(self) -> Iterator[bytes]:
        """Give the body as it comes; raises BrokenOffError if it ends early."""
        try:
            while piece := self.response.read1(PIECE, decode_content=False):
                yield piece
        except exceptions.ReadTimeoutError:
            silent = f"{self.address.quoted} has sent nothing for {READ_SECONDS} seconds."
            raise BrokenOffError(silent) from None
        except (exceptions.HTTPError, OSError):
            raise BrokenOffError(f"{self.address.quoted} broke off.") from None

    def close(self) -> None:
        """Hear no more of it."""
        self.response.close()


class Web:
    """Asks servers; connections are kept as long as it is open."""

    def __init__(self) -> None:
        self.pools: dict[str, urllib3.PoolManager] = {}
        """By proxy; the empty one is none."""

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self.pools.values():
            pool.clear()

    def ask(self, address: Address, fields: Mapping[str, str]) -> Answer:
        """Ask, and follow where it leads; raises DownloadError if nobody answers."""
        here = address
        for _ in range(REDIRECTS + 1):
            answer = Answer(here, self.send(here, fields))
            location = answer.field("Location")
            if answer.status not in REDIRECTING or not location:
                return answer
            answer.close()
            here = here.followed(location)
        raise DownloadError(f"{address.quoted} leads on and on, more than {REDIRECTS} times.")

    def send(self, address: Address, fields: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Ask one server; raises DownloadError."""
        secret = make_headers(basic_auth=address.secret) if address.secret is not None else {}
        try:
            return self.pool(address).request(
                "GET",
                address.url,
                headers={**ASKED, **secret, **fields},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=TIMEOUT,
            )
        except (exceptions.HTTPError, OSError) as error:
            raise DownloadError(why_not(address, error)) from None

    def pool(self, address: Address) -> urllib3.PoolManager:
        """Give who connects: directly, or to the proxy that the user has set; raises DownloadError."""
        proxy = proxy_for(address)
        if proxy not in self.pools:
            self.pools[proxy] = proxied(proxy) if proxy else urllib3.PoolManager()
        return self.pools[proxy]


def proxy_for(address: Address) -> str:
    """Give the URL of the proxy that is set for a server, empty for none."""
    proxies = getproxies()
    proxy = proxies.get(address.scheme) or proxies.get("all") or ""
    if not proxy or proxy_bypass(f"{address.host}:{address.port}"):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def proxied(proxy: str) -> urllib3.PoolManager:
    """Give who connects through a proxy; raises DownloadError if it is of a kind that is not known."""
    try:
        parsed = parse_url(proxy)
        secret = make_headers(proxy_basic_auth=parsed.auth) if parsed.auth else None
        return urllib3.ProxyManager(proxy, proxy_headers=secret)
    except (exceptions.HTTPError, ValueError):
        place = clean_line(proxy.rpartition("@")[2])
        raise DownloadError(f"The proxy “{place}” is none of http or https, so nothing is fetched.") from None
