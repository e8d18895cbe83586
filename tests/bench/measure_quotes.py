"""What finding the sources of quotes costs: one message opened cold, a whole archive studied, its memory.

    python tests/bench/measure_quotes.py                        # 100,000 messages, made from a seed
    python tests/bench/measure_quotes.py --messages 20000       # fewer of them
    python tests/bench/measure_quotes.py list.mbox other.mbox   # any archive

Seconds are those of the processor. *Cold* is a message with its links in an archive that is indexed, with
nothing of it or of any other message read before. Memory is how much the process has grown by the study.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from make_archive import make_archive

from parsing import open_archive
from parsing.sources.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing import Archive

MESSAGES: Final = 100_000
SAMPLE: Final = 2_000
PAGE: Final = 4_096


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description="Measure what quotes cost.")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--sample", type=int, default=SAMPLE, help="messages that are opened cold")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wrote-bench-") as folder:
        paths = words.paths
        if not paths:
            paths = [Path(folder) / "archive.mbox"]
            make_archive(paths[0], words.messages, words.seed)
        with open_archive(*paths) as archive:
            measure(archive, words.sample, random.Random(words.seed))  # noqa: S311 - a sample, not a secret


def measure(archive: Archive, sample: int, chance: random.Random) -> None:
    """Print the figures of one archive."""
    count = len(archive.stored)
    print(f"messages        {count:>10,}")
    archive.stored.describe_now()
    before = resident()
    began = time.process_time()
    archive.engine = Engine(archive.stored)
    for _ in archive.engine.study():
        pass
    spent = time.process_time() - began
    print(f"study           {count / spent:>10,.0f} messages a second of one processor ({spent:.1f} s)")
    print(f"memory          {(resident() - before) / count:>10,.0f} bytes a message")
    links = len(archive.engine.table.numbers) // 13
    print(f"links           {links / count:>10.2f} a message")
    rows = chance.sample(range(count), min(sample, count))
    times = sorted(cold(archive, row) for row in rows)
    for share in (50, 95, 99, 100):
        print(f"cold, p{share:<3}      {percentile(times, share) * 1000:>10.2f} ms")


def cold(archive: Archive, row: int) -> float:
    """Open a message with its links as if it were the first; gives the seconds it took."""
    archive.engine = Engine(archive.stored)
    archive.stored.last_displayed.forget()
    archive.messages.forget()
    archive.envelopes.forget()
    key = archive.key(row)
    began = time.process_time()
    archive.message(key)
    archive.links(key)
    return time.process_time() - began


def percentile(times: Sequence[float], share: int) -> float:
    """Give the value that so many percent of ascending values do not exceed."""
    return times[min(len(times) - 1, len(times) * share // 100)]


def resident() -> int:
    """Give how many bytes of memory this process has now."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
    except OSError:  # not Linux: the most it ever had
        import resource  # noqa: PLC0415

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
