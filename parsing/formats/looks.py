"""What a file that is no mail looks like, in words for the user."""

from __future__ import annotations

import re
from typing import Final

LOOKS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b".snd", "a sound"),
    (b"OggS", "a sound or a film"),
    (b"ID3", "a sound"),
    (b"%PDF-", "a PDF document"),
    (b"BZh", "a bzip2-compressed file"),
    (b"\xfd7zXZ\x00", "an xz-compressed file"),
    (b"\x28\xb5\x2f\xfd", "a zstd-compressed file"),
    (b"\x1f\x8b", "a gzip-compressed file inside another"),
    (b"\x7fELF", "an ELF program"),
    (b"MZ\x90\x00", "a Windows program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "a Java class or macOS program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"!BDN", "an Outlook data file (PST)"),
    (b"\xd0\xcf\x11\xe0", "an Outlook message (MSG) or old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"#!", "a script"),
)
UNPACKERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"LZIP", "lzip -d"),
    (b"7z\xbc\xaf\x27\x1c", "7z x"),
    (b"Rar!\x1a\x07", "unrar x"),
    (b"\x1f\x9d", "uncompress"),
    (b"\x04\x22\x4d\x18", "lz4 -d"),
)
"""What unpacks files that are not unpacked here, by their first bytes."""
HTML: Final = re.compile(rb"\s{0,40}<(?:!doctype html|html|head|body|!--|\?xml)", re.IGNORECASE)
CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1b\x0e\x0f"))


def unpacker_of(head: bytes) -> str | None:
    """Give the command that unpacks a file which begins like this, if it is packed in a way not known here.

    >>> unpacker_of(b"LZIP"), unpacker_of(b"Dear diary")
    ('lzip -d', None)
    """
    return next((command for magic, command in UNPACKERS if head.startswith(magic)), None)


def looks_like(head: bytes) -> str:
    """Say what a file that begins like this seems to be.

    >>> looks_like(b"%PDF-1.4"), looks_like(b"Dear diary, it rained."), looks_like(bytes(20))
    ('a PDF document', 'plain text without a mail header', 'binary data')
    """
    for magic, name in LOOKS:
        if head.startswith(magic):
            return name
    if head[257:262] == b"ustar":
        return "a tar archive"
    if HTML.match(head):
        return "an HTML page"
    if head[:1] in b"{[" and b'":' in head[:4_000]:
        return "JSON"
    sample = head[:4_000]
    if len(sample.translate(None, CONTROLS)) < len(sample) - len(sample) // 50:
        return "binary data"
    return "plain text without a mail header"
