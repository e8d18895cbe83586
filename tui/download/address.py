"""A URL that the user typed, taken apart: RFC 3986, http and https only.

A name and a password in it are sent to that server alone, and are shown and kept nowhere. The fragment is
for browsers and left out; so are host names beyond what Python's own `idna` codec reads (IDNA 2003).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from parsing.messages.clean import clean_line
from tui.download.errors import DownloadError

SCHEMES: Final = re.compile("https?://", re.IGNORECASE)
HOST: Final = re.compile(r"[a-z0-9_-][a-z0-9._-]*|[0-9a-f:.]+")
UNSAFE_IN_NAMES: Final = re.compile(r"[^\w.+@=-]+", re.ASCII)
KEPT_IN_PATHS: Final = "/%:@!$&'()*+,;=~"
LONGEST_NAME: Final = 100
STANDARD_PORTS: Final = {"http": 80, "https": 443}


def is_url(word: str) -> bool:
    """Tell whether a path that was typed is none, but a URL to fetch.

    >>> is_url("https://lists.example/2007-November.txt.gz"), is_url("2007-November.txt.gz")
    (True, False)
    """
    return SCHEMES.match(word) is not None and not os.path.lexists(word)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask, and for what."""

    scheme: str
    host: str
    """In ASCII, small letters, without brackets."""
    port: int
    target: str
    """Path and query, as they are sent."""
    secret: str | None = field(default=None, repr=False)
    """`name:password`, as typed."""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Take a URL apart; raises DownloadError.

        >>> Address.parse("HTTP://Lists.Example/a month.txt#top").url
        'http://lists.example/a%20month.txt'
        """
        try:
            parts = urlsplit(text)
            host = ascii_host(parts.hostname or "")
            port = parts.port or STANDARD_PORTS[parts.scheme]
        except (ValueError, KeyError):
            raise DownloadError(f"“{shown(text)}” is no URL that can be fetched.") from None
        target = quote(parts.path, safe=KEPT_IN_PATHS) or "/"
        if parts.query:
            target += "?" + quote(parts.query, safe=KEPT_IN_PATHS + "?")
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
        return cls(parts.scheme, host, port, target, secret)

    @property
    def server(self) -> str:
        """Host and port, the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == STANDARD_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL without name and password."""
        return f"{self.scheme}://{self.server}{self.target}"

    @property
    def quoted(self) -> str:
        """The URL as sentences name it."""
        return f"“{clean_line(self.url)}”"

    @property
    def path(self) -> str:
        """The path as it is sent."""
        return self.target.partition("?")[0]

    @property
    def file_name(self) -> str:
        """A safe name for the file, of the last word of the path; never hidden, never empty.

        >>> Address.parse("https://lists.example/list/%2e%2e%2f..%00x.txt").file_name
        '_.._x.txt'
        """
        words = [word for word in self.path.split("/") if word]
        name = UNSAFE_IN_NAMES.sub("_", unquote(words[-1])) if words else self.host
        return name.lstrip(".")[-LONGEST_NAME:].lstrip(".") or "mail"

    def at(self, target: str) -> Address:
        """Give another page of the same server."""
        return replace(self, target=target)

    def followed(self, location: str) -> Address:
        """Give where a redirection leads; raises DownloadError if that is no place to go.

        From https it never leads to http: anybody on the way could read that, or change it.
        """
        try:
            there = Address.parse(urljoin(self.url, utf_8(location)))
        except ValueError:
            raise DownloadError(f"{self.quoted} leads to what is no URL that can be fetched.") from None
        if self.scheme == "https" and there.scheme == "http":
            raise DownloadError(
                f"{self.quoted} leads to {there.quoted}, not encrypted; type that URL if you want it."
            )
        same = (self.scheme, self.host, self.port) == (there.scheme, there.host, there.port)
        return replace(there, secret=self.secret if same else None)


def ascii_host(host: str) -> str:
    """Give a host name in ASCII; raises ValueError if it is none."""
    host = host.lower() if host.isascii() else host.encode("idna").decode("ascii")
    if not HOST.fullmatch(host):
        raise ValueError("this is no host name")
    return host


def utf_8(field_value: str) -> str:
    """Give a field of an answer, which was read as Latin-1, as the UTF-8 that it may be."""
    try:
        return field_value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return field_value


def shown(text: str) -> str:
    """Give what was typed as it may be shown: without a name and a password, if it has them."""
    scheme, slashes, rest = text.partition("//")
    server, slash, path = rest.partition("/")
    return clean_line(scheme + slashes + server.rpartition("@")[2] + slash + path)
