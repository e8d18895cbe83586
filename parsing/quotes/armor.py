r"""Files and signatures written out as text: OpenPGP's ASCII armor (RFC 9580, section 6), uuencode, yEnc.

Only where they begin and end; nothing is decoded or verified.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

PGP_BEGIN: Final = re.compile(r"-----BEGIN (PGP [A-Z ,0-9/]{3,40}|PKCS7|CERTIFICATE)-----[ \t]*$")
PGP_LINE: Final = re.compile(
    r"[A-Za-z0-9+/]{1,100}={0,2}[ \t]*$|=[A-Za-z0-9+/]{4}[ \t]*$|[A-Z][A-Za-z]{1,20}: |[ \t]*$"
)
SIGNED_FIELD: Final = re.compile(r"(?:Hash|NotDashEscaped|Charset): ")
UU_BEGIN: Final = re.compile(r"begin [0-7]{3,4} (\S.*)$")
UU_LINE: Final = re.compile(r"[ -`]+$")
YENC_BEGIN: Final = re.compile(
    r"=ybegin (?=.{0,200}\bline=\d)(?=.{0,200}\bsize=\d{1,15}\b).{0,300} name=(.+)$"
)
YENC_SIZE: Final = re.compile(r"\bsize=(\d{1,15})\b")
FIRST_LETTERS: Final = ("-", "b", "=")


def armor_at(texts: Sequence[str], at: int) -> tuple[int, BlockKind]:
    """Give the line after what begins here and is no text, and its kind; the same line where nothing does.

    >>> armor_at(["begin 644 a", "#0V%T", "`", "end", "Yours"], 0)
    (4, <BlockKind.LITERAL: 'literal'>)
    """
    text = texts[at]
    if not text.startswith(FIRST_LETTERS):
        return at, BlockKind.TEXT
    if text[0] == "-":
        found = PGP_BEGIN.match(text)
        return pgp_end(texts, at, found[1]) if found else (at, BlockKind.TEXT)
    if text[0] == "b":
        return uu_end(texts, at) if UU_BEGIN.match(text) else at, BlockKind.LITERAL
    return yenc_end(texts, at) if YENC_BEGIN.match(text) else at, BlockKind.LITERAL


def pgp_end(texts: Sequence[str], at: int, what: str) -> tuple[int, BlockKind]:
    """Give the line after a part of OpenPGP's frame: of a signed text only what stands above it."""
    end = at + 1
    if what == "PGP SIGNED MESSAGE":
        while end < len(texts) and SIGNED_FIELD.match(texts[end]):
            end += 1
        return end, BlockKind.LITERAL
    while end < len(texts) and PGP_LINE.match(texts[end]):
        end += 1
    if end < len(texts) and texts[end].startswith(f"-----END {what}-----"):
        end += 1
    else:
        while end > at + 1 and not texts[end - 1].strip():
            end -= 1
    return end, BlockKind.SIGNATURE if what == "PGP SIGNATURE" else BlockKind.LITERAL


def uu_end(texts: Sequence[str], at: int) -> int:
    """Give the line after a uuencoded file, the same line where none follows."""
    end = at + 1
    while end < len(texts) and is_uu_line(texts[end]):
        end += 1
    if end == at + 1:
        return at
    return end + 1 if end < len(texts) and texts[end].rstrip() == "end" else end


def is_uu_line(text: str) -> bool:
    """Tell whether a line is as long as its first letter says; blanks at its end may have been lost."""
    if not text or UU_LINE.match(text) is None:
        return False
    wanted = 1 + ((ord(text[0]) - 32 & 63) + 2) // 3 * 4
    return len(text) <= wanted + 2 and len(text.ljust(wanted)) >= wanted and (len(text) * 2 > wanted)


def yenc_end(texts: Sequence[str], at: int) -> int:
    """Give the line after a yEncoded file; one that does not end takes no more than its size says."""
    size = YENC_SIZE.search(texts[at])
    left = 2 * int(size[1]) + 2_000 if size else 0
    end = at + 1
    while end < len(texts) and left >= 0 and not texts[end].startswith(("=yend ", "=ybegin ")):
        left -= len(texts[end]) + 1
        end += 1
    return end + 1 if end < len(texts) and texts[end].startswith("=yend ") else end


def armored(texts: Sequence[str]) -> tuple[str, int | None] | None:
    """Name what lines hold that begin a file or a frame, with its size in bytes if it is known; else None.

    >>> armored(["begin 644 plan.txt", "#0V%T", "`", "end"]), armored(["-----BEGIN PGP MESSAGE-----"])
    (('plan.txt, uuencoded', 3), ('PGP message', None))
    """
    if found := PGP_BEGIN.match(texts[0]):
        what = found[1]
        return (what[:4] + what[4:].lower() if what.startswith("PGP ") else what.lower()), None
    if found := UU_BEGIN.match(texts[0]):
        lines = (text for text in texts[1:] if is_uu_line(text))
        return f"{found[1].strip()}, uuencoded", sum(ord(text[0]) - 32 & 63 for text in lines)
    found, size = YENC_BEGIN.match(texts[0]), YENC_SIZE.search(texts[0])
    return (f"{found[1].strip()}, yEnc", int(size[1])) if found and size else None
