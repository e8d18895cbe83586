"""ZIP (PKWARE's APPNOTE 6.3): members by the table of contents at its end, or without it if that is lost.

A member is unpacked to its own end, whatever sizes are stated for it; that size or checksum do not fit is
said afterwards. Stored, deflated, bzip2, xz and zstd members are read, encrypted ones are not. Of an archive
that is split over several files only the last can be read.
"""

from __future__ import annotations

import stat
import struct
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.formats.folders.folder import StreamEntry
from parsing.formats.packed.packed import PackedFolder, Tree
from parsing.formats.packed.zip_members import LOCAL_BYTES, ZipMember, stream_of
from parsing.formats.source import CHUNK, Blocks
from parsing.limits import FOLDER_FILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsing.formats.folders.folder import Stream
    from parsing.formats.packed.compressed import Meter
    from parsing.formats.source import Measured, Source

LOCAL: Final = struct.Struct("<4s5H3L2H")
LOCAL_MAGIC: Final = b"PK\x03\x04"
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
CENTRAL_MAGIC: Final = b"PK\x01\x02"
END: Final = struct.Struct("<4s4H2LH")
END_MAGIC: Final = b"PK\x05\x06"
END_64: Final = struct.Struct("<4sQ2H2L4Q")
END_64_MAGIC: Final = b"PK\x06\x06"
LOCATOR_64: Final = struct.Struct("<4sLQL")
LOCATOR_64_MAGIC: Final = b"PK\x06\x07"
LONGEST_COMMENT: Final = 65_535
DESCRIPTOR_MAGIC: Final = b"PK\x07\x08"
DESCRIPTOR_BYTES: Final = 16
EXTRA_64: Final = 1
BEYOND_32: Final = 0xFFFFFFFF
ENCRYPTED: Final = 1
SIZES_FOLLOW: Final = 8
UTF_8: Final = 0x800
UNIX: Final = 3
LOST: Final = "has lost its table of contents, or some of it"


class Contents(NamedTuple):
    """Where the table of contents lies."""

    start: int
    end: int
    shift: int
    """Bytes that were put before the archive: places in it are counted without them."""
    listed: int
    """How many members it says it lists."""


class Table(NamedTuple):
    """What a table of contents lists."""

    members: dict[int, ZipMember]
    """By where they begin."""
    is_whole: bool


def knows(head: bytes) -> bool:
    """Tell whether a file begins like a ZIP archive, or is an empty one."""
    return head.startswith((LOCAL_MAGIC, END_MAGIC))


def list_zip(source: Measured, meter: Meter) -> Tree:
    """List the members of a ZIP archive; raises OSError."""
    tree = Tree(PackedFolder(source.name))
    end = source.length()
    contents = contents_of(source, end)
    table = Table({}, is_whole=False)
    if contents is not None:
        end = contents.start
        table = by_contents(source, contents)
    members = table.members
    if not table.is_whole:
        tree.trouble = LOST
        members = by_headers(source, end) | members
    for member in members.values():
        if member.is_regular:
            opened = partial(stream_of, source, member, end, meter)
            size = max(0, min(member.packed, end - member.header_at)) if source.base is None else 0
            tree.add(text_of(member), partial(entry_of, opened, size))
    return tree


def entry_of(opened: Callable[[], Stream], size: int, path: str) -> StreamEntry:
    """Give a member as an entry of its folder."""
    return StreamEntry(path, size, opened)


def text_of(member: ZipMember) -> str:
    """Give a member's name; Windows separates folders by backslashes, and has names of code page 437."""
    try:
        name = member.name.decode("utf-8")
    except UnicodeDecodeError:
        name = member.name.decode("utf-8" if member.is_text else "cp437", "surrogateescape")
    return name if "/" in name else name.replace("\\", "/")


def contents_of(source: Source, length: int) -> Contents | None:
    """Find the table of contents, None if the end of the archive is lost."""
    tail_at = max(0, length - END.size - LONGEST_COMMENT - LOCATOR_64.size)
    tail = source.read(tail_at, length)
    at = tail.rfind(END_MAGIC)
    if at < 0 or len(tail) - at < END.size:
        return None
    *_, count, size, offset, _ = END.unpack_from(tail, at)
    end = tail_at + at
    end_64 = end_64_of(source, tail, at)
    if end_64 is not None:  # some writers put it there though 32 bits are enough
        end, count, size, offset = end_64
    start = end - size
    if start < 0 or offset > start:
        return None
    return Contents(start, end, start - offset, count)


def end_64_of(source: Source, tail: bytes, at: int) -> tuple[int, int, int, int] | None:
    """Give where the table ends, and count, size and offset of it, where 32 bits are too few."""
    if at < LOCATOR_64.size:
        return None
    magic, _, place, _ = LOCATOR_64.unpack_from(tail, at - LOCATOR_64.size)
    block = source.read(place, place + END_64.size) if magic == LOCATOR_64_MAGIC else b""
    if len(block) < END_64.size or not block.startswith(END_64_MAGIC):
        return None
    *_, count, size, offset = END_64.unpack(block)
    return place, count, size, offset


def by_contents(source: Source, contents: Contents) -> Table:
    """Give the members that the table lists; of two at one place the first."""
    blocks = Blocks(source)
    members: dict[int, ZipMember] = {}
    place = contents.start
    listed = 0
    while place + CENTRAL.size <= contents.end and listed < FOLDER_FILES:
        fixed = blocks.read(place, place + CENTRAL.size)
        if len(fixed) < CENTRAL.size or not fixed.startswith(CENTRAL_MAGIC):
            break
        _, made, _, flags, method, _, _, checksum, packed, size, name, extra, comment, *rest = CENTRAL.unpack(
            fixed
        )
        attributes, offset = rest[-2:]
        texts = blocks.read(place + CENTRAL.size, place + CENTRAL.size + name + extra)
        size, packed, offset = wide(texts[name:], size, packed, offset)
        is_regular = made >> 8 != UNIX or stat.S_IFMT(attributes >> 16) in (0, stat.S_IFREG)
        at = offset + contents.shift
        member = member_of(texts[:name], flags, method, at, packed, is_regular, size, checksum)
        members.setdefault(at, member)
        place += CENTRAL.size + name + extra + comment
        listed += 1
    return Table(members, is_whole=place >= contents.end or listed >= contents.listed)


def wide(extra: bytes, *numbers: int) -> list[int]:
    """Give numbers, those that need more than 32 bits from the extra field in their order."""
    place = 0
    found = list(numbers)
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        place += 4
        if kind == EXTRA_64:
            for number, value in enumerate(found):
                if value == BEYOND_32 and length >= 8 and place + 8 <= len(extra):
                    (found[number],) = struct.unpack_from("<Q", extra, place)
                    place, length = place + 8, length - 8
        place += length
    return found


def member_of(
    name: bytes, flags: int, method: int, at: int, packed: int, is_regular: bool, *stated: int | None
) -> ZipMember:
    """Put together what is known of a member."""
    size, checksum = stated
    return ZipMember(
        name=name,
        is_text=bool(flags & UTF_8),
        is_encrypted=bool(flags & ENCRYPTED),
        is_regular=is_regular and not name.endswith(b"/"),
        method=method,
        header_at=at,
        packed=packed,
        size=size,
        checksum=checksum,
    )


def by_headers(source: Source, end: int) -> dict[int, ZipMember]:
    """Give the members that are found by their own headers, by where they begin."""
    blocks = Blocks(source)
    members: dict[int, ZipMember] = {}
    place = next_header(source, 0, end)
    while place is not None and len(members) < FOLDER_FILES:
        fixed = blocks.read(place, place + LOCAL_BYTES)
        if len(fixed) < LOCAL_BYTES:
            break
        _, _, flags, method, _, _, checksum, packed, size, name, extra = LOCAL.unpack(fixed)
        texts = blocks.read(place + LOCAL_BYTES, place + LOCAL_BYTES + name + extra)
        size, packed = wide(texts[name:], size, packed)
        begin = place + LOCAL_BYTES + name + extra
        follows = bool(flags & SIZES_FOLLOW) and not packed
        stated = (None, None) if follows else (size, checksum)
        packed = stored_length(blocks, begin, next_header(source, begin, end) or end) if follows else packed
        if 0 < name == len(texts[:name]):
            members[place] = member_of(texts[:name], flags, method, place, packed, True, *stated)
        after = begin if follows else begin + packed
        if after > end or (after < end and blocks.read(after, after + 4) not in (LOCAL_MAGIC, CENTRAL_MAGIC)):
            after = begin
        place = next_header(source, after, end)
    return members


def stored_length(blocks: Blocks, begin: int, following: int) -> int:
    """Give how long a member is at most if only what follows it tells: its sizes may stand between."""
    descriptor = blocks.read(max(begin, following - DESCRIPTOR_BYTES), following)
    return following - begin - (DESCRIPTOR_BYTES if descriptor.startswith(DESCRIPTOR_MAGIC) else 0)


def next_header(source: Source, place: int, end: int) -> int | None:
    """Give where the next local header begins."""
    while place < end:
        chunk = source.read(place, min(place + CHUNK, end))
        at = chunk.find(LOCAL_MAGIC)
        if at >= 0:
            return place + at
        if len(chunk) < len(LOCAL_MAGIC):
            break
        place += len(chunk) - len(LOCAL_MAGIC) + 1
    return None
