"""File names that we make of what a mail says: one part of a path, and nothing that a system takes otherwise.

Windows' names and characters are left out too, for folders are shared. Which letters are used is not touched,
except those that cannot be seen or turn the line round; the name comes cleaned, so their signs go as well.
"""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 180
"""Bytes of a name in UTF-8; the usual limit is 255, and a number may come behind it."""
LONGEST_ENDING: Final = 24
READ: Final = 4_096
"""Characters of a stated name that are looked at, from its end: there the ending is."""
SEPARATORS: Final = re.compile(r"[/\\]")
UNSAFE: Final = re.compile('[<>:"|?*\u2400-\u2426\ufffd\x7f-\x9f]')
BLANKS: Final = re.compile(r"\s+")
ENDING: Final = re.compile(r"(?:\.tar)?\.[0-9A-Za-z_~+-]{1,16}\Z")
"""The last ending, and `.tar` before it."""
RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|\Z)", re.IGNORECASE
)


def safe_name(stated: str, media_type: str = "", otherwise: str = "attachment") -> str:
    r"""Return a file name that is safe to make, as near as can be to the one that is stated.

    >>> safe_name("../../etc/passwd"), safe_name("-rf"), safe_name("C:\\temp\\.CON.txt")
    ('passwd', 'rf', '_CON.txt')
    >>> safe_name("a\u2426gnp.exe"), safe_name("", "image/png"), safe_name("holiday.jpg            .exe")
    ('a_gnp.exe', 'attachment.png', 'holiday.jpg .exe')
    """
    last = SEPARATORS.split(stated[-READ:])[-1]
    seen = "".join("_" if is_unseen(letter) else letter for letter in UNSAFE.sub("_", last))
    name = BLANKS.sub(" ", seen).lstrip(" .-~").rstrip(" .")
    if not name.strip("_ .-"):
        return otherwise + ending_of_type(media_type)
    if RESERVED.match(name):
        name = f"_{name}"
    return shortened(name)


def is_unseen(letter: str) -> bool:
    """Tell whether a character is a control, a format, a separator of lines, or none at all."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}


def shortened(name: str) -> str:
    """Return a name of no more than so many bytes; what is cut is before its ending.

    >>> len(shortened("x" * 4000 + ".tar.gz")), shortened("x" * 4000 + ".tar.gz")[-8:]
    (180, 'x.tar.gz')
    """
    if len(name.encode("utf-8", "replace")) <= LONGEST:
        return name
    ending = ending_of(name)
    room = LONGEST - len(ending)
    start = name[: len(name) - len(ending)].encode("utf-8", "replace")[:room]
    return start.decode("utf-8", "ignore").rstrip(" .") + ending


def ending_of(name: str) -> str:
    """Return the ending of a file's name with its dot, of a packed file both; "" where it has none.

    >>> ending_of("a.tar.gz"), ending_of("plan.pdf"), ending_of("README"), ending_of(".profile")
    ('.tar.gz', '.pdf', '', '')
    """
    found = ENDING.search(name[-LONGEST_ENDING:])
    return found.group() if found and (found.start() or len(name) > LONGEST_ENDING) else ""


def numbered_name(name: str, number: int) -> str:
    """Return the name for the second, third … file of a name.

    >>> numbered_name("plan.pdf", 1), numbered_name("plan.tar.gz", 2), numbered_name("README", 3)
    ('plan.pdf', 'plan (2).tar.gz', 'README (3)')
    """
    if number <= 1:
        return name
    ending = ending_of(name)
    return f"{name[: len(name) - len(ending)]} ({number}){ending}"


def mail_name(subject: str) -> str:
    """Return the file name for a whole mail.

    >>> mail_name("Re: [farm] a/b?"), mail_name("")
    ('Re_ [farm] a_b_.eml', 'message.eml')
    """
    name = safe_name(SEPARATORS.sub("_", subject), otherwise="message")
    return f"{name.encode('utf-8', 'replace')[: LONGEST - 4].decode('utf-8', 'ignore')}.eml"


def ending_of_type(media_type: str) -> str:
    """Return the usual ending of files of a media type, "" where none is known."""
    return "" if media_type == "application/octet-stream" else known_types().guess_extension(media_type) or ""


@lru_cache(maxsize=1)
def known_types() -> mimetypes.MimeTypes:
    """Return Python's own table, the same on every system."""
    return mimetypes.MimeTypes()
