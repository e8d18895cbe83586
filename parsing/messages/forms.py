"""One text in two forms: as it was sent, and as an archive kept it.

Archives lose characters (pipermail's months have `?` for every one beyond ASCII), hide addresses (`tam at
wick.example`, `tam@xxxxxxxxxxxx`), wrap lines anew, and put a notice in place of what was attached. Texts
that are the same but for that are one text. A `?` in place of a letter of ASCII is none of that: then it is
another.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

ADDRESS_HOST: Final = re.compile(r"@[\w.-]+| at (?=[\w-]+\.)[\w.-]+")
BLANKS: Final = re.compile(r"[ \t\n]+")
"""Those of ASCII: others may have been lost."""
NOTICE: Final = re.compile(r"^-{8,20} next part -{8,20}$", re.MULTILINE)
"""Pipermail's, before what it says of an attachment that it has put elsewhere."""
DOUBTFUL: Final = re.compile("[?\ufffd\x80-\U0010ffff]+")
"""Characters that one form may have lost, or has in place of lost ones."""
LOST: Final = frozenset("?\ufffd")
BYTES: Final = 4
"""What one lost character may have been replaced by, at most."""
HIDDEN: Final = re.compile(r"@x{4}|(?<=\S) at (?=[\w-]+\.)|^-{8,20} next part", re.MULTILINE)
"""What a poorer form has in place of an address or an attachment."""


class Folded:
    """A text without what forms differ in: blanks, ends of lines, hosts of addresses."""

    def __init__(self, text: str) -> None:
        self.text = BLANKS.sub("", ADDRESS_HOST.sub("@", text))

    @cached_property
    def certain(self) -> list[str]:
        """What stands between doubtful characters."""
        return DOUBTFUL.split(self.text)

    @cached_property
    def doubtful(self) -> list[str]:
        """Stretches of characters that one form may have lost."""
        return DOUBTFUL.findall(self.text)

    def is_like(self, other: Folded) -> bool:
        """Tell whether two texts are the same but for lost characters.

        >>> Folded("Caf? at noon?").is_like(Folded("Café at noon?")), Folded("C?fé").is_like(Folded("Café"))
        (True, False)
        """
        if self.text == other.text:
            return True
        alike = self.certain == other.certain
        return alike and all(map(may_be_lost, self.doubtful, other.doubtful))


class Form:
    """A text, as it is compared with others."""

    def __init__(self, text: str) -> None:
        self.whole = Folded(text)
        notice = NOTICE.search(text)
        self.without_notices = Folded(text[: notice.start()]) if notice else None

    def is_same(self, other: Form) -> bool:
        """Tell whether two forms are of one text."""
        if self.whole.is_like(other.whole):
            return True
        if self.without_notices is not None and other.without_notices is None:
            return self.without_notices.is_like(other.whole)
        if other.without_notices is not None and self.without_notices is None:
            return other.without_notices.is_like(self.whole)
        return False


def may_be_lost(one: str, other: str) -> bool:
    """Tell whether one stretch of characters is what is left of another.

    >>> may_be_lost("????", "Кафе"), may_be_lost("???????", "Кафе"), may_be_lost("?", "Кафе")
    (True, True, False)
    """
    if one == other:
        return True
    lost, kept = (one, other) if LOST.issuperset(one) else (other, one)
    return LOST.issuperset(lost) and len(kept) <= len(lost) <= BYTES * len(kept)


def worth_of(text: str) -> tuple[int, int]:
    """Give what a form has kept, the more the greater: characters beyond ASCII; and addresses as they were.

    >>> worth_of("Café, tam at wick.example"), worth_of("Caf?, tam@wick.example")
    ((1, -1), (0, 0))
    """
    kept = 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    return kept, -len(HIDDEN.findall(text))
