"""Plain texts that only stand in for the HTML beside them.

Programs that write HTML put something before it for readers that cannot show it: nothing, a sentence that
says so, or the first line of what was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.messages.part_text import part_text

if TYPE_CHECKING:
    from parsing.messages.mime import Part

SHARE: Final = 10
"""A plain text is a stub if the HTML says so many times as much."""
SENTENCE_BYTES: Final = 1_500
"""What a text that only says that there is HTML takes at most, as encoded."""
SAYS_SO: Final = re.compile(
    r"your (?:e-?mail |mail )?(?:client|program|reader|software|viewer|application)(?: software)?"
    r" (?:does(?: not|n[\'’]t)|is (?:not|un)able|cannot|can not|can[\'’]t|is not|may not)"
    r"|this (?:is an? |e-?mail |message |mail |newsletter )(?:is |was |has been |contains |uses |requires )?"
    r"(?:sent |written |formatted )?(?:an? |in |as )?(?:multi-?part )?html"
    r"|(?:html|multi-?part)[ -](?:enabled|capable|compatible|aware) (?:e-?mail|mail|client|viewer|program)"
    r"|(?:view|read|see|display) (?:this|the) (?:e-?mail|message|mail|newsletter)"
    r"[^.]{0,60} (?:browser|html|online)"
    r"|unterstützt kein html|kein html (?:anzeigen|darstellen)|nachricht (?:ist )?im html-format"
    r"|ne (?:supporte|prend) pas (?:en charge )?(?:le )?(?:format )?html|message (?:est )?au format html"
    r"|no (?:admite|soporta|puede mostrar) (?:el )?(?:formato )?html|mensaje (?:está )?en formato html"
    r"|не поддерживает html|в формате html",
    re.IGNORECASE,
)
BLANK: Final = re.compile("[\\s\u00a0\u200b-\u200f\u2060\ufeff]+")


def is_stub(plain: Part, html: Part) -> bool:
    """Tell whether a plain text says so little that the HTML that was sent with it is to be read instead."""
    short = len(plain.raw) * SHARE < len(html.raw)
    if not short and len(plain.raw) > SENTENCE_BYTES:
        return False
    text = BLANK.sub(" ", part_text(plain, {})).strip()
    says_so = len(plain.raw) <= SENTENCE_BYTES and SAYS_SO.search(text) is not None
    if not short and not says_so:
        return False
    meant = len(BLANK.sub("", part_text(html, {})))
    said = len(text) - text.count(" ")
    return meant > said * SHARE or (says_so and meant > said)
