"""One URL fetched into the cache: from where the last time ended, or only if the server has another text.

What is kept is what the server sent, packed or not: whether it says `Content-Encoding: gzip` of a file that
is packed anyway, or packs one on the way, it can be opened. Only what was packed twice is unpacked once.
"""

from __future__ import annotations

import os
import re
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from parsing.formats.packed.packings import packing_of
from parsing.limits import COMPRESSION_RATIO, DOWNLOAD_BYTES, SPOOL_CHECK_BYTES
from parsing.messages.clean import clean_line
from tui.download.errors import BrokenOffError, DownloadError
from tui.download.store import Entry, Part, Stated, is_field, remove_oldest
from tui.state.arriving import bytes_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui.download.address import Address
    from tui.download.web import Answer, Web

FRUITLESS_TRIES: Final = 3
"""How often in a row an answer may break off without bringing anything that can be used."""
PAUSE_SECONDS: Final = 1.0
CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,18})-\d{1,18}/(?:(\d{1,18})|\*)", re.ASCII)
NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)
OPENABLE: Final = ("", "identity", "gzip", "x-gzip", "zstd")
"""Encodings as they may be kept: what they make of a file can be opened as it is."""
UNPACKING: Final = 16 + zlib.MAX_WBITS
PIECE: Final = 256 << 10

Report = Callable[[int, int | None], None]
"""Is told how many bytes are there, and of how many if that is known."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that a URL led to."""

    path: Path
    notice: str = ""
    """A sentence, if it may not be what the server has now."""


def fetch(address: Address, downloads: Path, web: Web, report: Report) -> Fetched:
    """Give the file behind a URL; `report` is told how many bytes are there, and of how many.

    The copy of an earlier time is given, with a notice, where the server has none to give. Raises
    DownloadError, with a sentence, if there is no file.
    """
    try:
        entry = Entry.of(address, downloads)
        part = Part.open(entry)
    except OSError as error:
        raise DownloadError(not_kept(address, downloads, error)) from None
    try:
        Fetching(address, entry, part, web, report).bring_up_to_date()
    except DownloadError as error:
        if entry.kept() is None:
            raise
        since = datetime.fromtimestamp(entry.used()).astimezone()
        return Fetched(entry.path, f"{error} Showing the copy of {since:%Y-%m-%d %H:%M}.")
    finally:
        part.close()
    entry.used()
    remove_oldest(downloads, {entry.folder})
    return Fetched(entry.path)


def not_kept(address: Address, folder: Path, error: OSError) -> str:
    """Say that there is no place for a file."""
    return f"{address.quoted} cannot be kept in {clean_line(str(folder))}: {error.strerror}."


class Fetching:
    """Asks until the file is complete."""

    def __init__(self, address: Address, entry: Entry, part: Part, web: Web, report: Report) -> None:
        self.address = address
        self.entry = entry
        self.part = part
        self.web = web
        self.report = report
        self.fruitless = 0

    def bring_up_to_date(self) -> None:
        """See to it that the file is what the server has now; raises DownloadError."""
        try:
            self.run()
        except OSError as error:
            raise DownloadError(not_kept(self.address, self.entry.folder, error)) from None

    def run(self) -> None:
        """Ask until the file is complete; raises DownloadError and OSError."""
        while True:
            size = self.part.size
            try:
                complete = self.ask()
            except BrokenOffError as error:
                gained = self.part.size > size and self.part.asked_from
                self.fruitless = 0 if gained else self.fruitless + 1
                if self.fruitless >= FRUITLESS_TRIES:
                    raise DownloadError(self.how_far(error)) from None
                time.sleep(PAUSE_SECONDS)
            else:
                if complete:
                    return

    def how_far(self, error: BrokenOffError) -> str:
        """Say what is to be done after the bytes have stopped."""
        if not self.part.size or not self.part.asked_from or not self.part.is_shared:
            return str(error)
        return f"{error} There are {bytes_text(self.part.size)}; open it again to go on from there."

    def ask(self) -> bool:
        """Ask once, and take what comes; tell whether the file is complete; raises DownloadError, OSError."""
        answer = self.web.ask(self.address, self.question())
        try:
            return self.take(answer)
        finally:
            answer.close()

    def question(self) -> dict[str, str]:
        """Give the header fields that ask for the rest, or for a newer text (RFC 9110, 13 and 14)."""
        if (same := self.part.asked_from) != "":
            return {"Range": f"bytes={self.part.size}-", "If-Range": same}
        kept = self.entry.kept() or Stated()
        fields = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified}
        return {name: value for name, value in fields.items() if value}

    def take(self, answer: Answer) -> bool:
        """Take an answer; tell whether the file is complete."""
        match answer.status:
            case 304 if self.entry.kept() is not None:
                self.entry.current()
                return True
            case 206 if self.fits(answer):
                pass
            case 200:
                self.part.begin(self.stated(answer))
            case 206 | 416:  # the part is not of this text any more
                if not self.part.size:
                    raise DownloadError(f"{self.address.quoted} gives only a part of the file.")
                self.part.begin(Stated())
                return False
            case _:
                raise DownloadError(refused(self.address, answer))
        self.take_body(answer)
        self.entry.keep(self.part)
        return True

    def stated(self, answer: Answer) -> Stated:
        """Give what a server says of the whole file; raises DownloadError if that cannot be opened."""
        encoding = answer.field("Content-Encoding").strip().lower()
        if encoding not in OPENABLE:
            raise DownloadError(f"{self.address.quoted} is sent in a form that cannot be opened here.")
        length = NUMBER.fullmatch(answer.field("Content-Length"))
        fields = [answer.field(name) for name in ("ETag", "Last-Modified")]
        etag, modified = (field if is_field(field) else "" for field in fields)
        return Stated(etag, modified, encoding, int(length.group()) if length else -1)

    def fits(self, answer: Answer) -> bool:
        """Tell whether an answer goes on where the part ends."""
        found = CONTENT_RANGE.fullmatch(answer.field("Content-Range"))
        if found is None or not self.part.size or self.part.said is None:
            return False
        total = int(found[2]) if found[2] else -1
        return int(found[1]) == self.part.size and self.part.said.size in {-1, total}

    def take_body(self, answer: Answer) -> None:
        """Add the body to the part; raises BrokenOffError, DownloadError, OSError."""
        part = self.part
        size = part.said.size if part.said is not None else -1
        total = size if size >= 0 else None
        if size > DOWNLOAD_BYTES:
            raise DownloadError(too_large(self.address))
        if size - part.size > part.room():
            raise DownloadError(f"{self.address.quoted} has {bytes_text(size)}, and the disk has less room.")
        self.report(part.size, total)
        for piece in answer.pieces():
            if part.size + len(piece) > DOWNLOAD_BYTES:
                part.begin(Stated())
                raise DownloadError(too_large(self.address))
            part.add(piece)
            self.report(part.size, total)
        if total is not None and part.size < total:
            raise BrokenOffError(f"{self.address.quoted} broke off.")
        if not part.size:
            raise DownloadError(f"{self.address.quoted} is empty.")
        if part.said is not None and part.said.encoding in {"gzip", "x-gzip"}:
            unpack_once(part)


def too_large(address: Address) -> str:
    """Say that a file is larger than may be."""
    most = bytes_text(DOWNLOAD_BYTES)
    return f"{address.quoted} is larger than {most}; fetch it with another program and open the file."


def refused(address: Address, answer: Answer) -> str:
    """Say what a status code means to who wants to read (RFC 9110, 15; RFC 6585)."""
    where, status = address.quoted, answer.status
    match status:
        case 404 | 410:
            return f"{where} is not there (the server says {status})."
        case 401 | 403 | 407:
            return f"{where} may not be read without being somebody the server knows (it says {status})."
        case 429 | 503:
            wait = answer.field("Retry-After").strip()
            after = f" Try again in {int(wait):,} seconds." if NUMBER.fullmatch(wait) else " Try again later."
            return f"The server of {where} is asked too much now (it says {status}).{after}"
        case _ if status >= 500:
            return f"The server of {where} has a fault (it says {status}); try again later."
        case _:
            return f"{where} cannot be fetched: the server says {status}."


def unpack_once(part: Part) -> None:
    """Unpack a part that was packed on the way although it was packed already; raises OSError."""
    head = zlib.decompressobj(UNPACKING)
    try:
        begins = head.decompress(os.pread(part.descriptor, PIECE, 0), PIECE)
    except zlib.error:
        return
    if packing_of(begins) is None:
        return
    path = part.path.with_name(f"{part.path.name}-unpacked")
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        path.chmod(0o600)
        try:
            for piece in unpacked(part):
                file.write(piece)
        except zlib.error:  # what can be read of it is found out by who opens it
            path.unlink()
            return
    path.replace(part.path)


def unpacked(part: Part) -> Iterator[bytes]:
    """Give what a gzip part unpacks to; raises zlib.error if it is damaged or a bomb, and OSError."""
    machine = zlib.decompressobj(UNPACKING)
    place = given = 0
    while not machine.eof and (packed := os.pread(part.descriptor, PIECE, place)):
        place += len(packed)
        while packed:
            piece = machine.decompress(packed, PIECE)
            packed = machine.unconsumed_tail
            given += len(piece)
            if given > max(SPOOL_CHECK_BYTES, COMPRESSION_RATIO * part.size):
                raise zlib.error
            yield piece
    if not machine.eof or machine.unused_data:
        raise zlib.error
