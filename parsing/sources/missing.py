"""Quoted lines without a source: which they are, and which message that is not stored they come from.

A missing message is known by the id that the headers give for that distance, else by the announcement's
author, day and the base subject; its key is then made of these (never of a place or a path).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.model import MessageKey
from parsing.sources.corpus import author_keys, name_key
from parsing.sources.evidence import announced_above
from parsing.sources.relate import same_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.model import Attribution, Mailbox
    from parsing.sources.corpus import Corpus
    from parsing.sources.joining import Stretch
    from parsing.sources.resolved import Resolved
    from parsing.sources.sections import Region
    from parsing.sources.squeeze import Squeezed

MADE = "@wrote.invalid"


@dataclass(frozen=True, slots=True)
class Opening:
    """A run of quoted lines of one depth whose source is not stored: lines of the quoting message."""

    first: int
    end: int
    depth: int
    """How many levels above the quoting message they were written; 1 is the message it answers."""
    attribution: Attribution | None
    ghost: MessageKey | None
    """The missing message, where it is known which."""
    section: int


def find_openings(row: int, resolved: Resolved, corpus: Corpus) -> list[Opening]:
    """Give the quoted lines of a message that no piece touches, in order."""
    return [
        opening(row, resolved, corpus, number, lines)
        for number, region, low, high in resolved.quoted
        for lines in open_runs(resolved, region, low, high)
    ]


def outside(openings: list[Opening], quoting: Squeezed, found: Sequence[Stretch]) -> list[Opening]:
    """Leave out the openings that lie inside a found stretch: what somebody put in or changed there."""
    starts = quoting.starts
    ends = [stretch.end for stretch in found]
    kept: list[Opening] = []
    for opening in openings:
        at = bisect_right(ends, starts[opening.first])
        if at == len(found) or found[at].start >= starts[opening.end]:
            kept.append(opening)
    return kept


def open_runs(resolved: Resolved, region: Region, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give the runs of lines of one depth that have no source, signatures and footers left out."""
    squeezed, pieces = resolved.squeezed, resolved.pieces
    begin = -1
    for line in range(first, last + 1):
        is_open = False
        if line < last and squeezed.keys[line] and line not in region.common:
            start, end = squeezed.starts[line], squeezed.starts[line + 1]
            at = bisect_right(resolved.ends, start)
            is_open = at == len(pieces) or pieces[at].start >= end
        elif line < last and not squeezed.keys[line] and begin >= 0:
            continue
        same = line in region.tails or (line < last and squeezed.depths[line] == squeezed.depths[begin])
        if begin >= 0 and not (is_open and same):
            yield begin, trimmed(resolved, begin, line)
            begin = -1
        if is_open and begin < 0:
            begin = line


def trimmed(resolved: Resolved, first: int, end: int) -> int:
    """Give the end of a run without the blank lines at its end."""
    while end > first + 1 and not resolved.squeezed.keys[end - 1]:
        end -= 1
    return end


def opening(row: int, resolved: Resolved, corpus: Corpus, number: int, lines: tuple[int, int]) -> Opening:
    """Say of a run of lines which missing message they come from."""
    section = resolved.sections[number]
    squeezed = resolved.squeezed
    soft = section.regions[0].shift == 0
    depth = max(1, squeezed.depths[lines[0]] + soft)
    named = announced_above(squeezed, section, lines[0])
    ghost = ghost_of(row, resolved, corpus, number, depth, named)
    return Opening(lines[0], lines[1], depth, named, ghost, number)


def ghost_of(
    row: int, resolved: Resolved, corpus: Corpus, number: int, depth: int, named: Attribution | None
) -> MessageKey | None:
    """Give the key of the missing message that lines at this depth come from."""
    if named is not None and named.message_id and corpus.row_of(named.message_id) < 0:
        return MessageKey(named.message_id)
    references = corpus.references(row)
    base = resolved.bases[number] if number < len(resolved.bases) else -1
    if references and corpus.row_of(references[-1]) < 0:
        if len(references) >= depth and corpus.row_of(references[-depth]) < 0:
            return MessageKey(references[-depth])
    elif depth > 1 and base >= 0:
        above = corpus.references(base)
        if len(above) >= depth - 1 and corpus.row_of(above[1 - depth]) < 0:
            return MessageKey(above[1 - depth])
    if (
        depth == 1
        and base >= 0
        and same_person(named.author if named else None, corpus.sender(base)) is not False
    ):
        return None
    if named is None or (named.date is None and not is_known(named.author, corpus)):
        return None
    return made_key(named, corpus.base_subject(row))


def is_known(author: Mailbox | None, corpus: Corpus) -> bool:
    """Whether the archive has mail of somebody; a name without a day that nobody bears may be any words."""
    return any(corpus.rows_by_author(key) for key in author_keys(author))


def made_key(named: Attribution | None, base_subject: str) -> MessageKey | None:
    """Make a key of an announcement's author and day and the base subject; None where no author is named."""
    if named is None or named.author is None:
        return None
    author = name_key(named.author.name) or named.author.address.lower() or named.author.name
    day = named.date.isoformat()[:10] if named.date is not None else ""
    digest = hashlib.sha256(f"{author}\n{day}\n{base_subject}".encode()).hexdigest()
    return MessageKey(digest[:32] + MADE)
