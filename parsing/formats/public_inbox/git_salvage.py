"""What a damaged pack of a git repository still holds, up to the damage: gitformat-pack(5), version 2.

git opens no pack that is cut off, or whose index is gone. Its objects lie one after the other, so they can be
read from the beginning without either. Objects are kept in memory, up to a cap; deltas whose base is not
before them are left out, and so are packs of repositories with other hashes than SHA-1.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.formats.public_inbox.git import Object, tree_entries
from parsing.formats.source import open_regular, read_at
from parsing.limits import GIT_SALVAGED_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEADER: Final = re.compile(rb"PACK\0\0\0[\x02\x03].{4}", re.DOTALL)
TYPES: Final = {1: b"commit", 2: b"tree", 3: b"blob", 4: b"tag"}
TREE: Final = re.compile(rb"tree ([0-9a-f]{40})\n")
TREE_OF: Final = b"^{tree}"
OFFSET_DELTA: Final = 6
NAMED_DELTA: Final = 7
WINDOW: Final = 1 << 20
LEAST_TAKEN: Final = 1 << 10
"""Most objects are small: more is taken of those that are not."""
ID_BYTES: Final = 20
LONGEST_NUMBER: Final = 10
"""Bytes of a number."""


class Salvaged(NamedTuple):
    """An object of a pack."""

    id: bytes
    """In hexadecimal."""
    type: bytes
    content: bytes


class DamagedError(Exception):
    """Nothing can be read from here on."""


def salvaged(folder: str) -> dict[bytes, Salvaged]:
    """Give the readable objects of all packs of a repository by their ids; raises OSError."""
    found: dict[bytes, Salvaged] = {}
    room = GIT_SALVAGED_BYTES
    for pack in sorted(Path(folder, "objects", "pack").glob("*.pack")):
        descriptor = open_regular(str(pack))
        try:
            for each in Pack(descriptor, found):
                room -= len(each.content)
                if room < 0:
                    return found
                found[each.id] = each
        finally:
            os.close(descriptor)
    return found


class Pack:
    """Reads one pack from its beginning."""

    def __init__(self, descriptor: int, known: dict[bytes, Salvaged]) -> None:
        self.descriptor = descriptor
        self.known = known
        """The objects that were found so far, in any pack."""
        self.at: dict[int, Salvaged] = {}
        """Those of this pack by place."""
        self.base = 0
        self.data = read_at(descriptor, 0, WINDOW)
        self.place = 0

    def __iter__(self) -> Iterator[Salvaged]:
        """Give its objects up to the first that cannot be read; raises OSError."""
        header = HEADER.match(self.data)
        self.place = header.end() if header else 0
        while header:
            start = self.place
            try:
                found = self.next_object()
            except (DamagedError, zlib.error):
                return
            if found is not None:
                self.at[start] = found
                yield found

    def byte(self) -> int:
        """Take one byte."""
        if self.place - self.base >= len(self.data):
            self.base, self.data = self.place, read_at(self.descriptor, self.place, WINDOW)
            if not self.data:
                raise DamagedError
        self.place += 1
        return self.data[self.place - 1 - self.base]

    def next_object(self) -> Salvaged | None:
        """Read the object that begins here, None if the base of a delta is not known."""
        start = self.place
        first = byte = self.byte()
        for _ in range(LONGEST_NUMBER):  # the size, which the content tells too
            if not byte & 0x80:
                break
            byte = self.byte()
        kind = first >> 4 & 7
        base: Salvaged | None = None
        if kind == OFFSET_DELTA:
            base = self.at.get(start - self.distance())
        elif kind == NAMED_DELTA:
            base = self.known.get(bytes(self.byte() for _ in range(ID_BYTES)).hex().encode())
        elif kind not in TYPES:
            raise DamagedError
        content = self.unpacked()
        if kind in TYPES:
            return object_of(TYPES[kind], content)
        return object_of(base.type, changed(base.content, content)) if base is not None else None

    def distance(self) -> int:
        """Read how far before it the base of a delta lies."""
        byte = self.byte()
        value = byte & 0x7F
        for _ in range(LONGEST_NUMBER):
            if not byte & 0x80:
                break
            byte = self.byte()
            value = (value + 1 << 7) | byte & 0x7F
        return value

    def unpacked(self) -> bytes:
        """Unpack what begins here; raises zlib.error, and DamagedError if it is not all there."""
        unpacker = zlib.decompressobj()
        pieces: list[bytes] = []
        size, taken = 0, LEAST_TAKEN
        while not unpacker.eof:
            if self.place - self.base >= len(self.data):
                self.base, self.data = self.place, read_at(self.descriptor, self.place, WINDOW)
            begin, taken = self.place - self.base, min(2 * taken, WINDOW)
            packed = self.data[begin : begin + taken]
            piece = unpacker.decompress(packed, WINDOW)
            left = len(unpacker.unused_data) or len(unpacker.unconsumed_tail)
            self.place += len(packed) - left
            size += len(piece)
            if size > GIT_SALVAGED_BYTES or not (packed or piece):
                raise DamagedError
            pieces.append(piece)
        return b"".join(pieces)


class Salvage:
    """The readable objects of a repository's packs, to be asked for as `git.Repository` is."""

    def __init__(self, folder: str) -> None:
        self.found = salvaged(folder)

    def lines(self, *_: str, requests: Sequence[bytes] = ()) -> tuple[list[bytes], bool]:  # noqa: ARG002
        """Give nothing: only git prints."""
        return [], False

    def all_of_type(self, kind: bytes) -> list[bytes]:
        """Give the ids of all objects of a type, as they lie."""
        return [each.id for each in self.found.values() if each.type == kind]

    def objects(self, names: Sequence[bytes]) -> Iterator[Object | None]:
        """Give objects by their names, None for what is lost."""
        for name in names:
            found = self.named(name)
            yield None if found is None else in_a_stream(found)

    def named(self, name: bytes) -> Salvaged | None:
        """Give the object that is called by its id, `COMMIT^{tree}` or `COMMIT:PATH`."""
        commit, colon, path = name.removesuffix(TREE_OF).partition(b":")
        found = self.found.get(commit)
        if found is None or not (colon or name.endswith(TREE_OF)):
            return found
        stated = TREE.match(found.content)
        tree = self.found.get(stated[1]) if stated else None
        if tree is None or not colon:
            return tree
        entries = tree_entries(tree.content, ID_BYTES)
        return next((self.found.get(entry.id) for entry in entries if entry.name == path), None)


def in_a_stream(found: Salvaged) -> Object:
    """Give an object as git gives it."""
    line = b"%s %s %d\n" % (found.id, found.type, len(found.content))
    return Object(line, found.id, len(found.content), BytesIO(found.content + b"\n"))


def object_of(kind: bytes, content: bytes) -> Salvaged:
    """Give an object with the id that git has for it."""
    name = hashlib.sha1(b"%s %d\0" % (kind, len(content)), usedforsecurity=False)
    name.update(content)
    return Salvaged(name.hexdigest().encode(), kind, content)


def changed(base: bytes, delta: bytes) -> bytes:
    r"""Give what a delta makes of its base: pieces of it, and new bytes; raises DamagedError.

    >>> changed(b"good morning", b"\x0c\x0a" + b"\x90\x05" + b"\x05night")
    b'good night'
    """
    place = number_end(delta, number_end(delta, 0))
    pieces = []
    size = 0
    while place < len(delta):
        code = delta[place]
        place += 1
        if not code & 0x80:
            piece = delta[place : place + code]
            place += code
        else:
            numbers = [0] * 7
            for bit in range(7):
                if code >> bit & 1 and place < len(delta):
                    numbers[bit] = delta[place]
                    place += 1
            start, length = int.from_bytes(numbers[:4], "little"), int.from_bytes(numbers[4:], "little")
            piece = base[start : start + (length or 0x10000)]
        size += len(piece)
        if size > GIT_SALVAGED_BYTES or not piece:
            raise DamagedError
        pieces.append(piece)
    return b"".join(pieces)


def number_end(delta: bytes, place: int) -> int:
    """Give where a number ends: the last byte of it is below 128."""
    while place < len(delta) and delta[place] & 0x80:
        place += 1
    return place + 1
