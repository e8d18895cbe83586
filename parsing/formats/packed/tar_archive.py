"""tar: POSIX ustar and pax, GNU's long names, and what was before them; a member is a stretch of the file.

Members that are no regular files (links, devices, sparse files) are left out. A header that is damaged is
passed over, up to the next one that is sound; archives may stand one behind the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.folders.folder import PartEntry
from parsing.formats.packed.packed import PackedFolder, Tree
from parsing.formats.source import Blocks, PartSource
from parsing.limits import TAR_NAME_BYTES

if TYPE_CHECKING:
    from parsing.formats.packed.compressed import Meter
    from parsing.formats.source import Measured

BLOCK: Final = 512
REGULAR: Final = b"\x0007"
LONG_NAME: Final = b"L"
EXTENDED: Final = b"x"
DATALESS: Final = b"123456"
"""Links, devices and folders, which have no data whatever size they state."""
CHECKSUM: Final = slice(148, 156)
MAGIC: Final = b"ustar"
MAGIC_AT: Final = 257
OCTAL: Final = re.compile(rb"[ \0]*([0-7]{1,12})[ \0]*")
BLANK_BYTES: Final = 1 << 20
"""After so many NULs no other archive follows."""


def knows(head: bytes) -> bool:
    """Tell whether a file begins with a tar header: its checksum is right."""
    block = head[:BLOCK]
    return len(block) == BLOCK and block[0] != 0 and is_sound(block)


def is_sound(block: bytes) -> bool:
    """Tell whether a header has the checksum that it states, of bytes or of signed ones."""
    stated = octal(block[CHECKSUM])
    if stated is None:  # nearly always, where a file is no tar
        return False
    unsigned = sum(block) - sum(block[CHECKSUM]) + 8 * ord(" ")
    return stated == unsigned or stated == unsigned - 256 * sum(byte > 127 for byte in block)


def octal(field: bytes) -> int | None:
    """Give a number as tar writes it: octal, or GNU's base 256; None if it is none."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    found = OCTAL.fullmatch(field)
    return int(found[1], 8) if found else None


def list_tar(source: Measured, _: Meter) -> Tree:
    """List the members of a tar file; raises OSError."""
    listing = Listing(source)
    while not listing.tree.is_full and listing.step():
        pass
    return listing.tree


class Listing:
    """Goes from header to header."""

    def __init__(self, source: Measured) -> None:
        self.source = source
        self.blocks = Blocks(source)
        self.tree = Tree(PackedFolder(source.name))
        self.place = 0
        self.blank = 0
        """NULs since the last member: with some of them an archive ends."""
        self.stated: dict[bytes, bytes] = {}
        """What was said of the next member before its header."""

    def step(self) -> bool:
        """Take in one header; tell whether there may be more."""
        block = self.blocks.read(self.place, self.place + BLOCK)
        if len(block) < BLOCK:
            if not self.blank:
                self.say(f"ends early at byte {self.source.length():,}")
            return False
        if not block.strip(b"\0"):
            self.blank += BLOCK
            self.place += BLOCK
            return self.blank < BLANK_BYTES
        self.blank = 0
        size = octal(block[124:136])
        if size is None or not is_sound(block):
            self.say(f"is damaged at byte {self.place:,}")
            return self.skip_to_header()
        self.take(block, size)
        return True

    def take(self, block: bytes, size: int) -> None:
        """Take in a sound header."""
        kind = block[156:157]
        start = self.place + BLOCK
        if kind == LONG_NAME:
            self.stated[b"path"] = self.blocks.read(start, start + min(size, TAR_NAME_BYTES)).split(b"\0")[0]
        elif kind == EXTENDED:
            self.stated.update(records(self.source.read(start, start + min(size, TAR_NAME_BYTES))))
        else:
            stated = self.stated.get(b"size", b"")
            size = int(stated) if stated.isdigit() and len(stated) < 20 else size
            if kind in REGULAR:
                self.add(self.stated.get(b"path") or name_of(block), start, size)
            if kind != b"g":
                self.stated = {}
        self.place = start + (0 if kind in DATALESS else -(-size // BLOCK) * BLOCK)

    def add(self, name: bytes, start: int, size: int) -> None:
        """Add a regular file; one whose name ends in a slash was a folder once."""
        text = name.decode("utf-8", "surrogateescape")
        if not text.endswith("/"):
            self.tree.add(text, lambda path: self.member(path, start, size))

    def member(self, path: str, start: int, size: int) -> PartEntry:
        """Give a member as an entry of its folder."""
        counted = size if self.source.base is None else 0
        return PartEntry(path, counted, PartSource(path, self.source, start, start + size))

    def say(self, trouble: str) -> None:
        """Remember the first thing that is wrong."""
        self.tree.trouble = self.tree.trouble or trouble

    def skip_to_header(self) -> bool:
        """Go on to the next sound header; tell whether there is one."""
        while len(block := self.blocks.read(self.place + BLOCK, self.place + 2 * BLOCK)) == BLOCK:
            self.place += BLOCK
            if block.startswith(MAGIC, MAGIC_AT) and is_sound(block):
                return True
        return False


def name_of(block: bytes) -> bytes:
    """Give the name that stands in a header."""
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[MAGIC_AT : MAGIC_AT + 6] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def records(data: bytes) -> dict[bytes, bytes]:
    r"""Give the path and the size that a pax header states.

    >>> records(b"13 path=weir\n22 mtime=1078128000.5\n11 size=99\n")
    {b'path': b'weir', b'size': b'99'}
    """
    found = {}
    place = 0
    while (space := data.find(b" ", place, place + 8)) > 0:
        length = data[place:space]
        if not length.isdigit() or int(length) <= space - place:
            break
        key, _, value = data[space + 1 : place + int(length) - 1].partition(b"=")
        if key in (b"path", b"size"):
            found[key] = value
        place += int(length)
    return found
