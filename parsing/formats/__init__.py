"""Container formats and kinds of folders: one a file, sniffed by content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.formats.digests.digest import DIGEST
from parsing.formats.digests.digest_mail import wrapping_of
from parsing.formats.eml import EML, has_field_of_mail
from parsing.formats.folders.any_folder import ANY_FOLDER
from parsing.formats.folders.maildir import MAILDIR
from parsing.formats.folders.mh import MH
from parsing.formats.folders.thunderbird import THUNDERBIRD, THUNDERBIRD_PROFILE
from parsing.formats.mbox import MBOX
from parsing.formats.pages.hypermail import HYPERMAIL
from parsing.formats.pages.mhonarc import MHONARC
from parsing.formats.pages.page_index import PAGE_INDEX
from parsing.formats.pages.page_pre import PAGE_PRE
from parsing.formats.pages.page_site import PAGE_SITE
from parsing.formats.pages.page_text import PAGE_TEXT
from parsing.formats.pages.pipermail_html import PIPERMAIL_HTML
from parsing.formats.pipermail_text import PIPERMAIL_TEXT
from parsing.formats.public_inbox.public_inbox import INBOX, PUBLIC_INBOX

if TYPE_CHECKING:
    from parsing.formats.folders.folder import Folder, FolderKind
    from parsing.formats.format import Format

FORMATS: Final[tuple[Format, ...]] = (
    *(PIPERMAIL_TEXT, MBOX, EML),
    *(PIPERMAIL_HTML, HYPERMAIL, MHONARC, PAGE_INDEX, PAGE_PRE, PAGE_TEXT, DIGEST),
    INBOX,
)
"""In sniffing order; a new format is one file and one name here."""
FOLDERS: Final[tuple[FolderKind, ...]] = (
    *(MAILDIR, PUBLIC_INBOX, MH, THUNDERBIRD, THUNDERBIRD_PROFILE),
    *(PAGE_SITE, ANY_FOLDER),
)
"""In sniffing order; a new kind is one file and one name here. The last is any folder."""
BY_NAME: Final = {known.name: known for known in (*FORMATS, *map(wrapping_of, FORMATS))}


def format_of(head: bytes, *, named: bool = False) -> Format | None:
    """Give the format of a file that begins with these bytes, None if it is no mail.

    Of a file that the user has named, one field of a mail is enough.
    """
    for known in FORMATS:
        if known.knows(head):
            return known
    return EML if named and has_field_of_mail(head) else None


def format_named(name: str) -> Format:
    """Give a format by its name; raises KeyError."""
    return BY_NAME[name]


def kind_of(folder: Folder) -> FolderKind:
    """Give the kind of a folder, by what is in it."""
    return next(kind for kind in FOLDERS if kind.knows(folder))
