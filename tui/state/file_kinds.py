"""What kind of file an attachment is: in words, and whether another program may be given it.

Only kinds that are known to be looked at are ever handed out, under the ending that says so; a program, a
script, or what is unknown is only saved. The first bytes have a say too: a mail can call anything a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tui.state.file_names import ending_of, ending_of_type, safe_name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file."""

    words: str
    endings: frozenset[str]
    """Without dots, lower case."""


def kind(words: str, endings: str) -> Kind:
    """Make a row of the table."""
    return Kind(words, frozenset(endings.split()))


PICTURE: Final = kind("picture", "png jpg jpeg jpe gif webp bmp tif tiff heic heif avif ico pnm pbm pgm ppm")
DRAWING: Final = kind("drawing", "odg")
PAGE: Final = kind("web page", "html htm xhtml")
KINDS: Final = (
    PICTURE,
    DRAWING,
    PAGE,
    kind("PDF document", "pdf"),
    kind("document", "odt ott doc docx rtf pages ps eps djvu epub tex"),
    kind("spreadsheet", "ods xls xlsx csv tsv"),
    kind("presentation", "odp ppt pptx"),
    kind("patch", "patch diff"),
    kind("text", "txt text log md rst asc org conf cfg ini toml yaml yml json xml c h cc cpp hh rs go java"),
    kind("sound", "mp3 ogg oga opus flac wav m4a aac aiff"),
    kind("film", "mp4 m4v webm mkv mov avi mpg mpeg ogv"),
    kind("archive", "zip tar gz bz2 xz zst 7z tgz"),
    kind("calendar", "ics"),
    kind("contact", "vcf"),
    kind("mail", "eml"),
)
BY_ENDING: Final = {ending: row for row in KINDS for ending in row.endings}
"""What another program may be given."""
TYPES: Final = {
    "message/rfc822": "mail",
    "message/global": "mail",
    "message/news": "mail",
    "message/delivery-status": "delivery report",
    "text/calendar": "calendar",
    "text/vcard": "contact",
    "text/x-vcard": "contact",
    "application/pgp-signature": "PGP signature",
    "application/pgp-keys": "PGP key",
    "application/pgp-encrypted": "PGP-encrypted",
    "application/pkcs7-signature": "S/MIME signature",
    "application/x-pkcs7-signature": "S/MIME signature",
    "application/pkcs7-mime": "S/MIME-encrypted",
    "application/ms-tnef": "Outlook’s packed attachments",
    "application/octet-stream": "file",
    "application/x-msdownload": "program",
    "application/javascript": "script",
    "text/javascript": "script",
    "application/x-sh": "script",
    "text/x-patch": "patch",
    "text/x-diff": "patch",
}
FAMILIES: Final = {"image": "picture", "audio": "sound", "video": "film", "text": "text", "font": "font"}
PROGRAM: Final = kind(
    "program",
    "exe com bat cmd scr pif msi msp cpl dll sys vbs vbe js jse mjs ws wsf wsh ps1 psm1 hta lnk url "
    "reg jar class sh bash zsh fish csh ksh command tool app pkg dmg run bin out so desktop service "
    "appimage flatpakref snap deb rpm apk py pyw pyc rb pl pm php lua tcl awk scpt applescript "
    "action workflow terminal inetloc webloc docm dotm xlsm xltm xlam pptm ppsm sldm iso img vhd chm "
    "xpi crx",
)
"""Programs, scripts, starters, documents with macros, and disks."""
STARTS_OF_PROGRAMS: Final = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"[Desktop Entry]", b"L\x00\x00\x00\x01\x14\x02\x00"),
)


def kind_in_words(name: str, media_type: str) -> str:
    """Say what kind of file an attachment says it is: by its ending, which is what systems go by.

    >>> kind_in_words("plan.pdf", "application/octet-stream"), kind_in_words("", "image/png")
    ('PDF document', 'picture')
    >>> kind_in_words("plan.pdf.exe", "application/pdf"), kind_in_words("x", "application/x-mill")
    ('program', 'application/x-mill')
    """
    ending = last_ending(safe_name(name)) if name else ""
    if ending in PROGRAM.endings:
        return PROGRAM.words
    known = BY_ENDING.get(ending)
    if known is not None:
        return known.words
    said = TYPES.get(media_type)
    if said is None:
        by_type = BY_ENDING.get(ending_of_type(media_type).lstrip("."))
        said = by_type.words if by_type is not None else FAMILIES.get(media_type.partition("/")[0])
    return said or media_type or "file"


def last_ending(name: str) -> str:
    """Return the last ending of a file's name, lower case and without its dot."""
    return ending_of(name).rpartition(".")[2].lower()


def name_to_open(name: str, media_type: str) -> str:
    """Return the file name under which another program is given an attachment; "" if none ever is.

    >>> (
    ...     name_to_open("plan.pdf", ""),
    ...     name_to_open("plan", "application/pdf"),
    ...     name_to_open("plan.exe", "image/png"),
    ... )
    ('plan.pdf', 'plan.pdf', '')
    """
    safe = safe_name(name, media_type)
    if not ending_of(safe):
        safe += ending_of_type(media_type)
    return safe if last_ending(safe) in BY_ENDING else ""


def is_program(data: bytes) -> bool:
    """Tell whether a file begins as programs, scripts and starters do."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(STARTS_OF_PROGRAMS)


def is_page(name: str) -> bool:
    """Tell whether a file is a web page, which may have a browser fetch what it names."""
    return last_ending(name) in PAGE.endings


def is_picture(name: str, media_type: str) -> bool:
    """Tell whether an attachment says that it is a picture."""
    return kind_in_words(name, media_type) == PICTURE.words
