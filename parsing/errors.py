"""What can go wrong: errors for what cannot be opened, defects for what is readable but wrong."""

from __future__ import annotations

from enum import StrEnum


class ArchiveError(Exception):
    """Nothing can be opened; the message is a sentence for the user: what, where, what now."""


class NotFoundError(ArchiveError):
    """The path does not exist, or may not be read."""


class NotMailError(ArchiveError):
    """The file is readable and no mail; the sentence says what it looks like."""


class UnknownMessageError(ArchiveError):
    """No message of the archive has the id that was asked for."""


class Defect(StrEnum):
    """What is wrong with a message that was read all the same."""

    NO_DATE = "no-date"
    NO_FROM = "no-from"
    NO_MESSAGE_ID = "no-message-id"
    BAD_DATE = "bad-date"
    BAD_HEADER = "bad-header"
    HEADER_TOO_LONG = "header-too-long"
    BAD_ENCODED_WORD = "bad-encoded-word"
    UNKNOWN_CHARSET = "unknown-charset"
    UNDECODABLE_TEXT = "undecodable-text"
    BAD_TRANSFER_ENCODING = "bad-transfer-encoding"
    BAD_MULTIPART = "bad-multipart"
    TOO_MANY_PARTS = "too-many-parts"
    TOO_DEEP = "too-deep"
    TRUNCATED = "truncated"
    BAD_FROM_LINE = "bad-from-line"
    CHANGED_ON_DISK = "changed-on-disk"
    CHARSET_GUESSED = "charset-guessed"

    @property
    def sentence(self) -> str:
        """Say what is wrong, for the screen."""
        return SENTENCES[self]


SENTENCES = {
    Defect.NO_DATE: "It has no date.",
    Defect.NO_FROM: "It does not say who wrote it.",
    Defect.NO_MESSAGE_ID: "It has no Message-ID; wrote made one from its bytes.",
    Defect.BAD_DATE: "Its date cannot be read.",
    Defect.BAD_HEADER: "Some of its header lines are no header fields.",
    Defect.HEADER_TOO_LONG: "Its header is too long; the rest of it is not read.",
    Defect.BAD_ENCODED_WORD: "A header field is wrongly encoded; it is shown as it stands.",
    Defect.UNKNOWN_CHARSET: "It names a character set that is not known here.",
    Defect.UNDECODABLE_TEXT: "Some of its bytes are no text in its character set.",
    Defect.BAD_TRANSFER_ENCODING: "Some of its base64 or quoted-printable text is damaged.",
    Defect.BAD_MULTIPART: "Its parts are not where it says.",
    Defect.TOO_MANY_PARTS: "It has too many parts; the rest of them is not read.",
    Defect.TOO_DEEP: "Its parts are nested too deeply; the innermost are not read.",
    Defect.TRUNCATED: "It ends early.",
    Defect.BAD_FROM_LINE: "The line that separates it from the one before is damaged.",
    Defect.CHANGED_ON_DISK: "Its file has changed or is gone; open the archive again to read it.",
    Defect.CHARSET_GUESSED: "Its character set is missing or wrong; what it is read in was guessed.",
}
