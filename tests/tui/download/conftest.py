"""A web server on this machine, as well or badly behaved as a test wants it."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tui.download import fetching
from tui.download.address import Address
from tui.download.fetching import Fetched, fetch
from tui.download.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@dataclass
class Page:
    """What lies at a path, and how it is sent."""

    body: bytes = b""
    status: int = 200
    fields: dict[str, str] = field(default_factory=dict)
    etag: str = '"first"'
    modified: str = ""
    ranges: bool = True
    """Whether it can be sent from a place on."""
    cuts: list[int] = field(default_factory=list)
    """Of each answer, the bytes after which it breaks off; those after the last are whole."""
    length: int | None = None
    """What `Content-Length` says, if it lies; -1: nothing."""
    chunked: bool = False
    gate: threading.Event | None = None
    """Half of the body is sent, the other half when this is set."""


class Site(ThreadingHTTPServer):
    """The server, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.scheme = "http"

    def url(self, path: str) -> str:
        """Give the URL of a page."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}{path}"

    def add(self, path: str, body: bytes = b"", **how: Any) -> str:
        """Put a page there; give its URL."""
        self.pages[path] = Page(body, **how)
        return self.url(path)

    def fields_asked(self) -> list[dict[str, str]]:
        """Give the header fields of each question."""
        return [fields for _, fields in self.asked]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients break off here."""


class Handler(BaseHTTPRequestHandler):
    """Answers from the pages."""

    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called there
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer."""
        fields = {name.title(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, fields))
        page = self.server.pages.get(self.path)
        if page is None:
            self.answer(404, {"Content-Length": "0"}, b"", Page())
        elif self.headers.get("If-None-Match") == page.etag != "" or (
            self.headers.get("If-Modified-Since") == page.modified != ""
        ):
            self.answer(304, {"ETag": page.etag}, b"", page)
        else:
            self.send_page(page)

    def send_page(self, page: Page) -> None:
        """Send a page, or the rest of it."""
        body, status, fields = page.body, page.status, dict(page.fields)
        fields |= {"ETag": page.etag} if page.etag else {}
        fields |= {"Last-Modified": page.modified} if page.modified else {}
        wanted = self.headers.get("Range", "")
        if page.ranges and wanted and self.headers.get("If-Range") in {page.etag, page.modified}:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            status = 206 if start < len(body) else 416
            fields["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body = body[start:]
        if page.chunked:
            fields["Transfer-Encoding"] = "chunked"
        elif page.length != -1:
            fields["Content-Length"] = str(len(body) if page.length is None else page.length)
        self.answer(status, fields, body, page)

    def answer(self, status: int, fields: dict[str, str], body: bytes, page: Page) -> None:
        """Send it, whole or not."""
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        cut = page.cuts.pop(0) if page.cuts and body else None
        half = len(body) // 2 if page.gate is not None else 0
        for piece in filter(None, (body[:cut][:half], body[:cut][half:])):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if page.chunked else piece)
            if page.gate is not None:
                page.gate.wait()
        if page.chunked and cut is None:
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = self.close_connection or cut is not None or page.length is not None


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Return a server that runs; nothing of this machine's proxies is known."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(fetching, "PAUSE_SECONDS", 0)
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    for page in server.pages.values():
        if page.gate is not None:
            page.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Fetcher:
    """Fetches into a folder, and notes what it was told."""

    downloads: Path
    told: list[tuple[int, int | None]] = field(default_factory=list)
    on_progress: Callable[[int, int | None], None] = lambda _size, _total: None

    def __call__(self, url: str) -> Fetched:
        """Fetch."""

        def report(size: int, total: int | None) -> None:
            self.told.append((size, total))
            self.on_progress(size, total)

        with Web() as web:
            return fetch(Address.parse(url), self.downloads, web, report)

    def part(self) -> bytes:
        """Give what there is of the one file that is not complete."""
        (part,) = self.downloads.glob("*/.part")
        return part.read_bytes()


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    """Return what fetches."""
    return Fetcher(tmp_path / "cache" / "downloads")


@pytest.fixture
def month() -> bytes:
    """Return a month of pipermail: two mails, one of which quotes the other."""
    return MONTH


@pytest.fixture
def packed_month() -> bytes:
    """Return it packed."""
    return gzip.compress(MONTH, mtime=0)


MONTH = b"""\
From ada at weir.example  Sat Mar  4 08:00:00 2006
From: ada at weir.example (Ada)
Date: Sat, 4 Mar 2006 08:00:00 +0000
Subject: [weir] The gate
Message-ID: <a@weir.example>

The gate was closed at six, and nobody knows by whom.

From bo at weir.example  Sat Mar  4 09:00:00 2006
From: bo at weir.example (Bo)
Date: Sat, 4 Mar 2006 09:00:00 +0000
Subject: [weir] The gate
In-Reply-To: <a@weir.example>
References: <a@weir.example>
Message-ID: <b@weir.example>

> The gate was closed at six, and nobody knows by whom.

By me.

"""
