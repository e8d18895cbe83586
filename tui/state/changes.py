"""What a quoter changed: the words of a quote against those of its source.

Words are compared, not lines and not blanks, so that wrapping anew is no change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from parsing.model import Found, Match, Rebuilt, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parsing.model import Resolution
    from tui.state.facts import Facts

WORDS_COMPARED = 300
"""Differences of words are quadratic: where more words than this differ at one place, all of them do."""
LINES_READ = 2_000
MARKS = ">|"
"""Words of nothing else may be what is left of quote marks."""


class Word(NamedTuple):
    """A word and the characters it takes."""

    start: int
    end: int
    text: str


class Difference(NamedTuple):
    """Words of a source, and the words of a quote that stand for them; one of the two may be empty."""

    first: int
    end: int
    quoted_first: int
    quoted_end: int


def is_edited(resolution: Resolution) -> bool:
    """Tell whether a quote has other words than its source.

    >>> from parsing.model import Missing
    >>> is_edited(Missing(None))
    False
    """
    return isinstance(resolution, Found | Rebuilt) and resolution.match is Match.EDITED


def words_of(facts: Facts, spans: Iterable[Span]) -> list[Word]:
    """Return the words of a passage, without quote marks wherever they stand, with their places."""
    words: list[Word] = []
    for span in spans:
        lines = facts.lines_of(span)
        for line in range(lines.first, min(lines.end, lines.first + LINES_READ)):
            at = max(facts.shown_from(line), span.start)
            end = min(facts.starts[line + 1] - 1, span.end)
            for text in facts.text[at:end].split():
                at = facts.text.index(text, at)
                if text.strip(MARKS):
                    words.append(Word(at, at + len(text), text))
                at += len(text)
    return words


def differences(source: Sequence[str], quoted: Sequence[str]) -> list[Difference]:
    """Return what the quoter changed, in order; a word that was only cut in two is not changed.

    >>> differences(["a", "b", "c"], ["a", "x", "c"])
    [Difference(first=1, end=2, quoted_first=1, quoted_end=2)]
    >>> differences(["its", "contents"], ["its", "con-", "tents"])
    []
    """
    found: list[Difference] = []
    first = quoted_first = 0
    for place, quoted_place in [*anchors(source, quoted), (len(source), len(quoted))]:
        found += _compared(source, quoted, Difference(first, place, quoted_first, quoted_place))
        first, quoted_first = place + 1, quoted_place + 1
    return [change for change in found if not _is_cut(source, quoted, change)]


def anchors(source: Sequence[str], quoted: Sequence[str]) -> list[tuple[int, int]]:
    """Return places of words that stand once in each of two texts, as many as are in one order in both."""
    once, there = Counter(quoted), Counter(source)
    places = {word: at for at, word in enumerate(quoted) if once[word] == there[word] == 1}
    ends: list[int] = []
    chains: list[tuple[int, int, int]] = []
    """Each: a place, its place in the quote, and the number of the one before it."""
    lasts: list[int] = []
    for at, word in enumerate(source):
        quoted_at = places.get(word)
        if quoted_at is None:
            continue
        length = bisect_left(ends, quoted_at)
        ends[length : length + 1] = [quoted_at]
        lasts[length : length + 1] = [len(chains)]
        chains.append((at, quoted_at, lasts[length - 1] if length else -1))
    found: list[tuple[int, int]] = []
    number = lasts[-1] if lasts else -1
    while number >= 0:
        at, quoted_at, number = chains[number]
        found.append((at, quoted_at))
    return found[::-1]


def _compared(source: Sequence[str], quoted: Sequence[str], whole: Difference) -> Iterator[Difference]:
    """Yield what differs between two anchors: word by word, or as a whole where that would take long."""
    one, other = source[whole.first : whole.end], quoted[whole.quoted_first : whole.quoted_end]
    if not one and not other:
        return
    if max(len(one), len(other)) > WORDS_COMPARED:
        yield whole
        return
    for kind, first, end, quoted_first, quoted_end in SequenceMatcher(None, one, other, False).get_opcodes():
        if kind != "equal":
            shift, quoted_shift = whole.first, whole.quoted_first
            yield Difference(
                shift + first, shift + end, quoted_shift + quoted_first, quoted_shift + quoted_end
            )


def _is_cut(source: Sequence[str], quoted: Sequence[str], change: Difference) -> bool:
    """Tell whether words are the same but for blanks in them, or a hyphen where a line was full."""
    one, other = source[change.first : change.end], quoted[change.quoted_first : change.quoted_end]
    return len(one) != len(other) and _joined(one) == _joined(other)


def _joined(words: Sequence[str]) -> str:
    return "".join([*(word.removesuffix("-") for word in words[:-1]), *words[-1:]])


def changed_spans(quote: Facts, span: Span, source: Facts, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the characters of a quote where its words are not those of the source, in order.

    Where words were only left out it is the blank between two words, at the end of a line the word before.
    """
    words = words_of(quote, (span,))
    written = [word.text for word in words_of(source, spans)]
    for change in differences(written, [word.text for word in words]):
        first, end = change.quoted_first, change.quoted_end
        if first < end:
            yield Span(words[first].start, words[end - 1].end)
        elif 0 < first < len(words):
            before, after = words[first - 1], words[first]
            near = quote.line_of(before.start) == quote.line_of(after.start)
            yield Span(before.end, after.start) if near else Span(before.start, before.end)
