"""A month of a list as text, as Mailman's pipermail writes it: an mbox with `user at host` for addresses.

Its From_ lines are `From user at host  Fri Nov 30 19:44:13 2007`; parts that the archiver took out stand as
`-------------- next part --------------`, which is left as text. Characters that it lost are `?`.
"""

from __future__ import annotations

import re
from typing import Final

from parsing.formats.cutting import cut_at_from_lines
from parsing.formats.format import Format
from parsing.formats.from_lines import beginning, begins_with_dated_line, header_of, without_from_line

HIDDEN_SENDER: Final = re.compile(rb"From \S{1,200} \S{1,10} \S{1,200} {1,4}\w{3,9} ")


def knows(head: bytes) -> bool:
    """Tell whether a file begins with a From_ line whose address is written in words."""
    return begins_with_dated_line(head) and HIDDEN_SENDER.match(head, beginning(head)) is not None


PIPERMAIL_TEXT: Final = Format("pipermail text", knows, cut_at_from_lines, without_from_line, header_of)
