"""List tags (`[weir-devel]`): what a list puts before its subjects, and the thread pane leaves out.

A tag is told from a word in brackets that means something (`[PATCH 2/3]`) by how many threads begin with it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

TAG: Final = re.compile(r"(?:\w{1,4}: ?){0,3}(\[[^\[\]]{1,40}\]) ?(?=\S)")
MEANT: Final = re.compile(
    r"\[(?:patch|rfc|ann|announce|bug|security|solved|ot|off-topic|vote|result)\b", re.IGNORECASE
)
"""Tags that a writer chose."""
SHARE: Final = 0.2
"""Of the threads that are looked at: a list's tag is on nearly all of its threads."""
THREADS: Final = 4


def list_tags(subjects: Iterable[str]) -> frozenset[str]:
    """Return the tags that lists put before these subjects of threads.

    >>> list_tags(["[weir] One", "Re: [weir] Two", "[weir] Three", "[weir] [PATCH] Four", "Five"])
    frozenset({'[weir]'})
    """
    found = [TAG.match(subject) for subject in subjects]
    counts = Counter(match[1] for match in found if match and not MEANT.match(match[1]))
    return frozenset(tag for tag, count in counts.items() if count >= THREADS and count >= SHARE * len(found))


def without_list_tag(subject: str, tags: frozenset[str]) -> str:
    """Return a subject without the tag of its list.

    >>> without_list_tag("Re: [weir] Two", frozenset({"[weir]"}))
    'Re: Two'
    """
    match = TAG.match(subject) if tags else None
    if match is None or match[1] not in tags:
        return subject
    return subject[: match.start(1)] + subject[match.end() :]
