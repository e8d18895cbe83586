"""Parents by subject, the last resort: RFC 5256's REFERENCES step 5, made careful.

Only a message whose subject says that it is a reply, and whose tree has no stored message above it, is hung
up. It goes under the nearest earlier message with the same base subject: where headers tell the truth, that
is the parent in 45 to 87 of 100 cases (the oldest message: 27 to 47). Earlier means by at most `WINDOW`, so
that a subject which comes back (`Digest`, `hello`) does not chain years together; of 100 replies 99 come
within it. A first message whose clock was wrong may be later by `SKEW`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.model import ParentBy
from parsing.threads.containers import NOBODY, STEPS
from parsing.threads.subjects import base_subject

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from parsing.threads.containers import Containers, ThreadedMail

WINDOW: Final = 62 * 86_400
SKEW: Final = 86_400
NEIGHBOURS: Final = 8
"""How many messages of one subject are looked at for one reply."""


def hang_by_subject(containers: Containers, mail: ThreadedMail) -> Iterator[None]:
    """Hang loose replies under the nearest earlier message of the same subject."""
    keys = yield from loose_replies(containers, mail)
    if not keys:
        return
    groups = yield from rows_by_subject(containers, mail, set(keys.values()))
    places = {row: place for rows in groups.values() for place, row in enumerate(rows)}
    for step, row in enumerate(sorted(keys, key=containers.time.__getitem__)):
        top = containers.root_of(containers.of_row[row])
        for parent in candidates(groups[keys[row]], places[row], containers.time, mail):
            if containers.hang(top, containers.of_row[parent], ParentBy.SUBJECT):
                break
        if not step % STEPS:
            yield


def loose_replies(containers: Containers, mail: ThreadedMail) -> Generator[None, None, dict[int, str]]:
    """Give the subject by row of the replies that stand at the top of their trees, below ghosts at most.

    Of several below one ghost the earliest speaks for the tree.
    """
    speakers: dict[int, int] = {}
    for step, row in enumerate(containers.by_time):
        number = containers.of_row[row]
        top = containers.root_of(number)
        if containers.row[top] in (NOBODY, row):
            speakers.setdefault(top, row)
        if not step % STEPS:
            yield
    loose = {}
    for row in speakers.values():
        subject = mail.subject(row) or ""
        base = base_subject(subject) if ":" in subject or "：" in subject else None
        if base and base.answers and base.text:
            loose[row] = base.key
    return loose


def rows_by_subject(
    containers: Containers, mail: ThreadedMail, wanted: set[str]
) -> Generator[None, None, dict[str, list[int]]]:
    """Give the rows that have one of the subjects, by date."""
    groups: dict[str, list[int]] = {key: [] for key in wanted}
    for step, row in enumerate(containers.by_time):
        if containers.row[containers.of_row[row]] == row:
            group = groups.get(base_subject(mail.subject(row) or "").key)
            if group is not None:
                group.append(row)
        if not step % STEPS:
            yield
    return groups


def candidates(group: Sequence[int], place: int, time: Sequence[int], mail: ThreadedMail) -> Iterator[int]:
    """Give the rows that may be the parent of the one at a place in its group, the likeliest first."""
    own_time = time[group[place]]
    for earlier in range(place - 1, max(-1, place - 1 - NEIGHBOURS), -1):
        if own_time - time[group[earlier]] > WINDOW:
            break
        yield group[earlier]
    for later in group[place + 1 : place + 1 + NEIGHBOURS]:
        if time[later] - own_time > SKEW:
            break
        if not base_subject(mail.subject(later) or "").answers:
            yield later
