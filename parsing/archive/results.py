"""What the study of an archive has found, kept from one run to the next.

The name of a file is a hash of what the archive is: the index of all its messages, which has a checksum of
the bytes of each, and of the code that links. So results never fit another archive, nor an archive that has
changed, nor another version of the program. Nothing is believed: a digest guards against damage, and all
numbers are checked when they are unpacked (see `parsing.sources.packing`).
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from array import array
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.archive.shelf import SUFFIX, read_file, write_file
from parsing.errors import Defect
from parsing.formats.spool import SpoolSource
from parsing.sources.packing import pack_study, unpack_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.archive.stored import Stored
    from parsing.sources.engine import Engine

MAGIC: Final = b"wrote results 1\n"
HEAD: Final = struct.Struct("<16s32sQ")
"""MAGIC, a digest of all that follows, and the size of the study; behind it come the defects."""
DETECTOR: Final = "chardet"
LEAST_MESSAGES: Final = 1_000
"""A smaller archive is studied again in less than a second."""


def place_of(stored: Stored, folder: Path | None) -> Path | None:
    """Give the file for an archive's results; None if they are not kept.

    They are not if the archive is small, or if it came in over a pipe or was packed: then what lies in the
    cache would be all that is left of it on the disk.
    """
    if folder is None or len(stored) < LEAST_MESSAGES:
        return None
    if any(isinstance(source, SpoolSource) for source, _ in stored.reading.sources):
        return None
    return folder / f"{fingerprint(stored)}{SUFFIX}"


def fingerprint(stored: Stored) -> str:
    """Give a hash of all that the results depend on."""
    columns = stored.columns
    found = hashlib.blake2b(digest_size=20)
    found.update(f"{MAGIC!r} {sys.byteorder} {array('I').itemsize} {len(stored)}".encode())
    found.update(code_digest())
    for column in (*columns.arrays(), columns.text_end, stored.reading.page_parents):
        found.update(len(column).to_bytes(8, "little"))
        found.update(column)
    found.update(columns.heap)
    return found.hexdigest()


@lru_cache(1)
def code_digest() -> bytes:
    """Give a hash of the code that reads, links, and guesses charsets: other code may find something else."""
    found = hashlib.blake2b(digest_size=20)
    room = Path(__file__).parents[1]
    for path in sorted(room.rglob("*.py")):
        found.update(f"{path.relative_to(room)}\0".encode())
        found.update(path.read_bytes())
    found.update(version_of(DETECTOR).encode())
    return found.digest()


def version_of(package: str) -> str:
    """Give a package's version, read off the name of its folder of facts; nothing is loaded for it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return ""
    return " ".join(sorted(path.name for path in Path(spec.origin).parents[1].glob(f"{package}-*.dist-info")))


def save(place: Path, stored: Stored, engine: Engine) -> None:
    """Keep what a study has found; if it cannot be, nobody is told."""
    save_packed(place, stored, pack_study(engine))


def save_packed(place: Path, stored: Stored, study: bytes) -> None:
    """Keep what is packed already, unless some of the mail could not be read as it was indexed."""
    if any(Defect.CHANGED_ON_DISK in defects for defects in stored.found_defects.values()):
        return
    defects = pack_defects(stored)
    digest = hashlib.blake2b(study, digest_size=32)
    digest.update(defects)
    write_file(place, (HEAD.pack(MAGIC, digest.digest(), len(study)), study, defects))


def load(place: Path, stored: Stored, engine: Engine) -> Iterator[None]:
    """Take in what an earlier study has found, in short steps; if there is nothing, nothing changes."""
    data = read_file(place)
    yield
    if data is None or len(data) < HEAD.size:
        return
    magic, digest, size = HEAD.unpack_from(data)
    body = memoryview(data)[HEAD.size :]
    if magic != MAGIC or size > len(body) or hashlib.blake2b(body, digest_size=32).digest() != digest:
        return
    yield
    try:
        defects = unpack_defects(bytes(body[size:]), stored)
        yield
        yield from unpack_study(bytes(body[:size]), engine)
    except ValueError:
        return
    stored.take_defects(*defects)


def pack_defects(stored: Stored) -> bytes:
    """Give which messages were read, and what was found wrong with them."""
    wrong = [[row, list(defects)] for row, defects in stored.found_defects.items()]
    return bytes(stored.was_read[: len(stored)]) + json.dumps(wrong).encode()


def unpack_defects(data: bytes, stored: Stored) -> tuple[bytes, dict[int, tuple[Defect, ...]]]:
    """Give again which messages were read and what was wrong with them; raises ValueError."""
    count = len(stored)
    read, noted = data[:count], data[count:]
    if len(read) != count or read.strip(b"\0\1"):
        raise ValueError("this does not say which messages were read")
    try:
        wrong = {int(row): tuple(map(Defect, names)) for row, names in json.loads(noted)}
    except (TypeError, RecursionError, OverflowError) as error:
        raise ValueError("these are no defects") from error
    if any(not 0 <= row < count for row in wrong):
        raise ValueError("there is no such message")
    return read, wrong
