"""mbox: mboxo and mboxrd (RFC 4155), mboxcl2 where its Content-Length is right; CRLF or LF."""

from __future__ import annotations

from typing import Final

from parsing.formats.cutting import cut_at_from_lines
from parsing.formats.eml import EML
from parsing.formats.format import Format
from parsing.formats.from_lines import (
    begins_with_dated_line,
    begins_with_dateless_line,
    header_of,
    without_from_line,
)


def knows(head: bytes) -> bool:
    """Tell whether a file begins with a From_ line; after one without a date a mail's header must follow."""
    return begins_with_dated_line(head) or (begins_with_dateless_line(head) and EML.knows(head))


MBOX: Final = Format("mbox", knows, cut_at_from_lines, without_from_line, header_of)
