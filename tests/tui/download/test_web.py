"""Asking a server: redirections, names and passwords, proxies, certificates, and servers that are none."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from urllib3 import Timeout

from parsing.limits import REDIRECTS
from tui.download import web
from tui.download.address import Address
from tui.download.errors import DownloadError
from tui.download.web import proxy_for

if TYPE_CHECKING:
    from collections.abc import Iterator

CERTIFICATE: Final = Path(__file__).with_name("loopback.pem")
"""Of 127.0.0.1, signed by itself, with its key; good until 2126."""


def leading(site: Any, path: str, location: str, **how: Any) -> str:
    """Put a redirection there."""
    return str(site.add(path, b"moved", **{"status": 302, "fields": {"Location": location}} | how))


# Where it leads


@pytest.mark.parametrize("status", web.REDIRECTING)
def test_a_redirection_is_followed(site: Any, fetcher: Any, status: int) -> None:
    """The file has the name that was typed, not the one of wherever it lies."""
    site.add("/mirror/file?id=7", b"mail")
    url = leading(site, "/2006-March.txt", "mirror/file?id=7", status=status)
    found = fetcher(url)
    assert (found.path.name, found.path.read_bytes()) == ("2006-March.txt", b"mail")


def test_a_redirection_in_a_circle_ends(site: Any, fetcher: Any) -> None:
    """After a few steps."""
    url = leading(site, "/a", "/a")
    with pytest.raises(DownloadError, match=f"leads on and on, more than {REDIRECTS} times"):
        fetcher(url)
    assert len(site.asked) == REDIRECTS + 1


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:text/plain,x", "http://[::1/", "http://a:b"]
)
def test_only_http_and_https_are_led_to(site: Any, fetcher: Any, location: str) -> None:
    """Nothing else is opened, whatever a server says."""
    with pytest.raises(DownloadError, match="is no URL that can be fetched"):
        fetcher(leading(site, "/a", location))


def test_a_redirection_to_a_name_in_utf_8_is_followed(site: Any, fetcher: Any) -> None:
    """Servers send it raw, though they should not."""
    site.add("/m%C3%A4rz.txt", b"mail")
    assert fetcher(leading(site, "/a", "/märz.txt".encode().decode("latin-1"))).path.read_bytes() == b"mail"


def test_a_redirection_that_leads_nowhere_is_no_file(site: Any, fetcher: Any) -> None:
    """A server that says 302 and not where."""
    with pytest.raises(DownloadError, match="the server says 302"):
        fetcher(site.add("/a", b"", status=302))


# Names and passwords


def test_a_password_goes_to_its_server_alone(site: Any, fetcher: Any) -> None:
    """And to the server that it leads to only if that is the same; no sentence and no file has it."""
    other = type(site)()
    threading.Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
    other.add("/b", b"mail")
    leading(site, "/here", "/there")
    leading(site, "/there", other.url("/b"))
    found = fetcher(site.url("/here").replace("//", "//ada:s%40crt@"))
    other.shutdown()
    other.server_close()
    assert [fields.get("Authorization") for fields in site.fields_asked()] == ["Basic YWRhOnNAY3J0"] * 2
    assert [fields.get("Authorization") for fields in other.fields_asked()] == [None]
    assert not any(b"crt" in path.read_bytes() for path in found.path.parent.iterdir())
    with pytest.raises(DownloadError, match=r"“http://127\.0\.0\.1:\d+/gone” is not there"):
        fetcher(site.url("/gone").replace("//", "//ada:s%40crt@"))


# Proxies


def test_the_proxy_that_is_set_is_asked(site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its own password, which no one else gets."""
    monkeypatch.setenv("http_proxy", site.url("").replace("//", "//ada:secret@"))
    site.add("http://lists.example/a", b"mail")
    assert fetcher("http://lists.example/a").path.read_bytes() == b"mail"
    (asked,) = site.fields_asked()
    assert (asked["Host"], asked["Proxy-Authorization"]) == ("lists.example", "Basic YWRhOnNlY3JldA==")


def test_no_proxy_is_asked_for_what_is_excepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `no_proxy` says."""
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", "near.example,127.0.0.1")
    asked = {host: proxy_for(Address.parse(f"https://{host}/a")) for host in ("far.example", "near.example")}
    assert asked == {"far.example": "http://proxy.example:3128", "near.example": ""}


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://127.0.0.1:port", "nonsense://x"])
def test_a_proxy_of_another_kind_is_said(
    site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    """The server is not asked without it: that would not be what the user wants."""
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(DownloadError, match="proxy"):
        fetcher(site.add("/a", b"mail"))
    assert site.asked == []


def test_a_proxy_that_is_not_there_is_said(site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the proxy that is wrong, not the server."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(DownloadError, match=r"^The proxy for “.*” cannot be used: Connection refused\.$"):
        fetcher(site.add("/a", b"mail"))


# Certificates


@pytest.fixture
def safe_site(site: Any) -> Iterator[Any]:
    """Return the server with a certificate that it has signed itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.scheme = "https"
    return site


def test_a_certificate_that_is_not_trusted_is_said(safe_site: Any, fetcher: Any) -> None:
    """Nothing is fetched."""
    url = safe_site.add("/a", b"mail")
    with pytest.raises(DownloadError, match=r"has a certificate that cannot be trusted \(self.signed"):
        fetcher(url)
    assert safe_site.asked == []


def test_a_certificate_that_the_user_trusts_is_good(
    safe_site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `SSL_CERT_FILE` says; and from https nothing leads to http."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert fetcher(safe_site.add("/a", b"mail")).path.read_bytes() == b"mail"
    url = leading(safe_site, "/b", "http://lists.example/b")
    with pytest.raises(DownloadError, match=r"leads to “http://lists.example/b”, not encrypted; type"):
        fetcher(url)


def test_a_server_without_https_is_said(site: Any, fetcher: Any) -> None:
    """It is not asked over http instead."""
    url = site.add("/a", b"mail").replace("http:", "https:")
    with pytest.raises(DownloadError, match=r"cannot be reached over https: "):
        fetcher(url)
    assert site.asked == []


# Servers that are none


def closed_port() -> int:
    """Give a port at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def answering(words: bytes | None) -> Iterator[str]:
    """Give the URL of a server that says the same to everything; with None, nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def answer() -> None:
            with contextlib.suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    if words is None:
                        done.wait()
                    connection.recv(10_000)
                    connection.sendall(words or b"")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/a"
        done.set()
        thread.join()


@pytest.mark.parametrize(
    "words", [b"", b"220 mail.weir.example ESMTP\r\n", b"\0" * 1_000, b"HTTP/1.1 x\r\n\r\n"]
)
def test_a_server_that_speaks_something_else_is_said(fetcher: Any, words: bytes, site: Any) -> None:
    """Mail servers, noise, nothing at all."""
    with answering(words) as url, pytest.raises(DownloadError, match="or does not speak HTTP"):
        fetcher(url)


def test_header_fields_without_end_are_given_up(fetcher: Any, site: Any) -> None:
    """More than a hundred are no answer."""
    fields = b"".join(b"X-%d: x\r\n" % number for number in range(1_000))
    with answering(b"HTTP/1.1 200 OK\r\n" + fields + b"\r\nmail") as url, pytest.raises(DownloadError):
        fetcher(url)


def test_a_server_that_says_nothing_is_given_up(
    fetcher: Any, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while."""
    monkeypatch.setattr(web, "TIMEOUT", Timeout(connect=5, read=0.01))
    with answering(None) as url, pytest.raises(DownloadError, match="has sent nothing for 60 seconds"):
        fetcher(url)


def test_a_server_that_stops_in_the_middle_is_given_up(
    fetcher: Any, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the same while."""
    monkeypatch.setattr(web, "TIMEOUT", Timeout(connect=5, read=0.05))
    url = site.add("/a", b"mail", etag="", gate=threading.Event())
    with pytest.raises(DownloadError, match="has sent nothing for 60 seconds"):
        fetcher(url)


def test_a_name_without_an_address_is_said(fetcher: Any, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be wrong, or the network is off."""

    def unknown(*_words: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(DownloadError, match=r"The name “lists\.example” has no address; is it right"):
        fetcher("http://lists.example/a")


def test_a_name_that_is_none_is_said(fetcher: Any, site: Any) -> None:
    """Longer than names may be."""
    with pytest.raises(DownloadError, match=r"“x{70}\.example” is no name of a server\.$"):
        fetcher(f"http://{'x' * 70}.example/a")


def test_a_port_at_which_nobody_answers_is_said(fetcher: Any, site: Any) -> None:
    """With the system's word for it."""
    with pytest.raises(DownloadError, match=r"^“127.0.0.1:\d+” cannot be reached: Connection refused\.$"):
        fetcher(f"http://127.0.0.1:{closed_port()}/a")
