"""How often links that say 0.9 are right: a table for any labelled folder, through the public surface.

`python tests/bench/calibration.py FOLDER…`. A folder holds `archive.mbox`, `messages.jsonl` (bodies) and
`truth.jsonl` (which characters were written where). A link is right if half of its ink or more was written in
the message it names, and the rivals of an ambiguous quote are counted each by its own confidence.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from parsing import open_archive
from parsing.model import Ambiguous, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from parsing.model import Link

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97, 0.99, 0.997)
"""Where each bin of said confidence begins; the last ends at 1."""
LEAST_INK = 4
BLANK = frozenset(" \t\n\r>|\u00a0")


class Said(NamedTuple):
    """One place a quote was said to come from: how sure, whether it is, and whether it was the only one."""

    confidence: float
    right: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The links of about one confidence: how many, what they say on average, and the share that is right."""

    first: float
    count: int
    said: float
    right: float


def bins_of(said: Sequence[Said]) -> list[Bin]:
    """Put what was said into bins; those without a link are left out."""
    members: dict[float, list[Said]] = defaultdict(list)
    for one in said:
        members[max(low for low in BINS if low <= one.confidence)].append(one)
    return [
        Bin(
            low,
            len(found),
            sum(one.confidence for one in found) / len(found),
            sum(one.right for one in found) / len(found),
        )
        for low, found in sorted(members.items())
    ]


def read_folder(folder: Path) -> Iterator[Said]:
    """Give what an archive's links say, each with the truth about it."""
    bodies = {row["id"]: row["body"] for row in rows_of(folder / "messages.jsonl")}
    truth: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(folder / "truth.jsonl"):
        truth[row["msg"]].append(row)
    archive = open_archive(folder / "archive.mbox")
    try:
        list(archive.study())
        for row in range(archive.threads.stored):
            key = archive.key(row)
            text = archive.message(key).text
            if text.rstrip("\n") != bodies.get(key, "").rstrip("\n"):
                continue  # the truth's numbers are those of another text
            ink = list(accumulate((letter not in BLANK for letter in text), initial=0))
            for link in archive.links(key):
                yield from judged(link, truth[key], ink)
    finally:
        archive.close()


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def judged(link: Link, truth: Sequence[dict[str, Any]], ink: Sequence[int]) -> Iterator[Said]:
    """Compare what a link says with the truth of its message."""
    start, end = link.span.start, link.span.end
    ignored = sum(shared(row["ignore"], start, end, ink) for row in truth if "ignore" in row)
    total = ink[end] - ink[start] - ignored
    if total < LEAST_INK:
        return
    match link.resolution:
        case Found(passage, _, confidence):
            yield Said(confidence, is_right(passage.message, truth, (start, end), ink, total), alone=True)
        case Ambiguous(rivals):
            for rival in rivals:
                right = is_right(rival.passage.message, truth, (start, end), ink, total)
                yield Said(rival.confidence, right, alone=False)
        case _:
            return


def is_right(
    origin: str, truth: Sequence[dict[str, Any]], span: tuple[int, int], ink: Sequence[int], total: int
) -> bool:
    """Whether half of a stretch or more was written in this message."""
    written = (row["span"] for row in truth if row.get("src") == origin)
    return 2 * sum(shared(place, *span, ink) for place in written) >= total


def shared(place: Sequence[int], start: int, end: int, ink: Sequence[int]) -> int:
    """Count the ink that two stretches share."""
    low, high = max(place[0], start), min(place[1], end)
    return ink[high] - ink[low] if low < high else 0


def table_of(said: Sequence[Said]) -> str:
    """Give the table as text: said, counted, right."""
    lines = ["from     links   said  right"]
    lines += [f"{one.first:<6} {one.count:7} {one.said:6.3f} {one.right:6.3f}" for one in bins_of(said)]
    return "\n".join(lines)


def main() -> None:
    """Print a table a folder, and one of all."""
    everything: list[Said] = []
    for name in sys.argv[1:]:
        said = list(read_folder(Path(name)))
        everything += said
        print(f"{Path(name).name}\n{table_of(said)}\n")
    print(f"all\n{table_of(everything)}")


if __name__ == "__main__":
    main()
