"""Measure the links of a real archive, by a simple check that knows nothing of how they were found.

    python tests/bench/real_lists.py list.mbox another/folder [--json] [--together]

Quoted is a line that begins with `>` or initials and `>`; headers that a program copied into a quote, quoted
signatures and quoted footers are left out. Of all lines only letters and digits count, and those of a quoted
line are cut into shingles of twenty. A shingle *is present* if an earlier message has it, and most of its
paragraph too, in lines that are not quoted; it is *linked* if a link leads from more than half of it to a
message that has it. Shorter lines are not judged, nor shingles of too few different characters.

*Parents* are found anew in a copy of the archive without In-Reply-To and References: of the replies in whose
quotes twenty characters of the stored parent stand, how many hang under it by `threads`, and how many have a
link that leads to it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing import ArchiveError, Found, Rebuilt, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing import Archive, Link, Message

SHINGLE: Final = 20
DIFFERENT: Final = 7
"""A shingle of fewer different characters is no evidence."""
QUOTED: Final = re.compile(r"[ \t]{0,4}[A-Za-z]{0,8}>")
MARKS: Final = re.compile(r"[ \t]{0,4}(?:[A-Za-z]{0,8}>[ \t]{0,8})*")
HOLDERS: Final = 24
"""Messages that are remembered to have a shingle."""
PARAGRAPH_SHARE: Final = 0.5
FIELD: Final = re.compile(
    r"[ \t*]{0,4}(?:From|To|Cc|Date|Sent|Subject|Reply-To|Message-ID|Organization|De|Para|Asunto|Fecha"
    r"|Enviado|Von|An|Betreff|Datum|Gesendet|-{3,20} ?Original Message ?-{3,20}) ?:?",
    re.IGNORECASE,
)
SIGNATURE: Final = re.compile(r"-- ?$|_{20,}$|-{40,}$")
SIGNATURE_LINES: Final = 10
ESCAPED: Final = re.compile(r"^(?=>*From )", re.MULTILINE)


@dataclass(slots=True)
class Shingle:
    """Some quoted characters of one line."""

    text: str
    weight: int
    """Characters that no shingle before it has."""
    places: list[int]
    """Where its characters stand in the message."""
    paragraph: int


@dataclass(slots=True)
class Mail:
    """One stored message as this check sees it."""

    node: int
    own: str
    """What it does not quote, squeezed."""
    ink: list[int] = field(default_factory=list)
    """The places of all quoted characters."""
    shingles: list[Shingle] = field(default_factory=list)


def squeezed(text: str) -> str:
    """Give the letters and digits of a text."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def look_at(message: Message, node: int) -> Mail:
    """Take a message apart."""
    own: list[str] = []
    mail = Mail(node, "")
    start = paragraph = 0
    lines = message.text.split("\n")
    left_out = left_out_lines(lines)
    for number, line in enumerate(lines):
        if QUOTED.match(line) is None:
            own.append(line)
            paragraph += 1
        elif number not in left_out:
            lead = lead_of(line)
            places = [place for place in range(lead, len(line)) if line[place].isalnum()]
            paragraph += not places
            text = "".join(line[place].lower()[0] for place in places)
            places = [start + place for place in places]
            mail.ink += [start + place for place in range(lead, len(line)) if is_ink(line[place])]
            mail.shingles += shingles_of(text, places, paragraph)
        start += len(line) + 1
    mail.own = squeezed("".join(own))
    return mail


def is_ink(letter: str) -> bool:
    """Whether a character is neither a blank nor a mark."""
    return not letter.isspace() and letter not in ">|"


def lead_of(line: str) -> int:
    """Give where the text behind the marks begins."""
    found = MARKS.match(line)
    return found.end() if found is not None else 0


def left_out_lines(lines: list[str]) -> set[int]:
    """Give the quoted lines that a program has written: copied headers, and footers with signatures."""
    left_out: set[int] = set()
    texts = [line[lead_of(line) :] if QUOTED.match(line) is not None else None for line in lines]
    for number, text in enumerate(texts):
        if text is None or number in left_out:
            continue
        end = number
        if SIGNATURE.match(text):
            while end < min(len(texts), number + SIGNATURE_LINES) and texts[end]:
                end += 1
        elif FIELD.match(text):
            while end < len(texts) and texts[end]:
                end += 1
            if sum(FIELD.match(each or "") is not None for each in texts[number:end]) < 3:
                end = number
        left_out.update(range(number, end))
    return left_out


def shingles_of(text: str, places: list[int], paragraph: int) -> Iterator[Shingle]:
    """Cut a line into shingles, the last of them flush with its end."""
    done = 0
    while len(text) >= SHINGLE and done < len(text):
        start = min(done, len(text) - SHINGLE)
        piece = text[start : start + SHINGLE]
        if len(set(piece)) >= DIFFERENT:
            yield Shingle(piece, start + SHINGLE - done, places[start : start + SHINGLE], paragraph)
        done = start + SHINGLE


def writers(mails: list[Mail]) -> dict[str, list[int]]:
    """Find the nodes that have a quoted shingle in their own words, the first of them."""
    found: dict[str, list[int]] = {shingle.text: [] for mail in mails for shingle in mail.shingles}
    for mail in mails:
        own = mail.own
        for piece in {own[at : at + SHINGLE] for at in range(len(own) - SHINGLE + 1)} & found.keys():
            if len(found[piece]) < HOLDERS:
                found[piece].append(mail.node)
    return found


def times_of(archive: Archive) -> list[float]:
    """Give each stored message's date in seconds, of one without the date before it."""
    times: list[float] = []
    for node in range(archive.threads.stored):
        day = archive.envelope(node).date
        if isinstance(day, datetime):
            times.append(day.timestamp())
        elif day is not None:
            times.append(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        else:
            times.append(times[-1] if times else 0.0)
    return times


def parent_of(archive: Archive, node: int) -> int:
    """Give the stored message that the headers of this one name, or -1."""
    named = archive.envelope(node).reply_to
    parent = archive.node(named) if named is not None else None  # type: ignore[arg-type]
    return parent if parent is not None and parent < archive.threads.stored and parent != node else -1


def studied(*paths: Path | str) -> Archive:
    """Open an archive and go over all its quotes."""
    archive = open_archive(*paths)
    for _ in archive.study():
        pass
    return archive


class Bench:
    """One archive under measure."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.count = archive.threads.stored
        self.times = times_of(archive)
        self.mails = [look_at(archive.message(archive.key(node)), node) for node in range(self.count)]
        self.by_key = {archive.key(mail.node): mail for mail in reversed(self.mails)}
        self.writers = writers(self.mails)
        self.total: Counter[str] = Counter()
        self.missed: list[tuple[int, Shingle]] = []
        """What is present and not linked."""
        self.lost: list[tuple[int, int]] = []
        """Replies whose parent is not found without headers, and that parent."""

    def is_copy(self, node: int) -> bool:
        """Whether an earlier message is the same."""
        return self.archive.envelope(node).duplicate_of is not None

    def links(self) -> None:
        """Count quoted characters, and those that are linked and present."""
        for mail in self.mails:
            if mail.ink and not self.is_copy(mail.node):
                links = self.archive.links(self.archive.key(mail.node))
                self.count_links(
                    mail, links, "answers" if parent_of(self.archive, mail.node) >= 0 else "others"
                )

    def count_links(self, mail: Mail, links: tuple[Link, ...], group: str) -> None:
        """Count one message's."""
        total = self.total
        found = [link for link in links if isinstance(link.resolution, Found)]
        rebuilt = [link for link in links if isinstance(link.resolution, Rebuilt)]
        total[f"{group} quoted"] += len(mail.ink)
        total[f"{group} found"] += len(covered(found, mail.ink))
        total[f"{group} rebuilt"] += len(covered(rebuilt, mail.ink))
        for shingle in self.present(mail):
            total[f"{group} present"] += shingle.weight
            if self.is_linked(shingle, found):
                total[f"{group} present and linked"] += shingle.weight
            else:
                self.missed.append((mail.node, shingle))

    def present(self, mail: Mail) -> Iterator[Shingle]:
        """Give the shingles that an earlier message has, with most of the paragraph."""
        whole = Counter(shingle.paragraph for shingle in mail.shingles)
        held = Counter(
            (shingle.paragraph, writer)
            for shingle in mail.shingles
            for writer in self.earlier(shingle, mail.node)
        )
        for shingle in mail.shingles:
            enough = PARAGRAPH_SHARE * whole[shingle.paragraph]
            if any(held[shingle.paragraph, writer] >= enough for writer in self.earlier(shingle, mail.node)):
                yield shingle

    def earlier(self, shingle: Shingle, node: int) -> list[int]:
        """Give the messages before this one, by place or by date, that have a shingle."""
        time = self.times[node]
        return [each for each in self.writers[shingle.text] if each < node or self.times[each] < time]

    def is_linked(self, shingle: Shingle, links: list[Link]) -> bool:
        """Whether more than half of a shingle is linked to a message that has it."""
        reached = 0
        for link in links:
            resolution = link.resolution
            if isinstance(resolution, Found) and shingle.text in self.by_key[resolution.passage.message].own:
                reached += len(covered([link], shingle.places))
        return 2 * reached > len(shingle.places)

    def parents(self) -> None:
        """Hide the headers, and count the parents that are found all the same."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "hidden.mbox"
            path.write_bytes(b"".join(map(self.without_parents, range(self.count))))
            with studied(path) as hidden:
                for mail in self.mails:
                    self.count_parent(mail, hidden)

    def count_parent(self, mail: Mail, hidden: Archive) -> None:
        """Count one reply, if it quotes enough of its parent."""
        parent = parent_of(self.archive, mail.node)
        if parent < 0 or self.is_copy(mail.node):
            return
        own = self.mails[parent].own
        if not any(shingle.text in own for shingle in mail.shingles):
            return
        right = self.archive.key(parent)
        key = self.archive.key(mail.node)
        node = hidden.node(key)
        above = -1 if node is None else hidden.threads.parent[node]
        self.total["replies"] += 1
        if above >= 0 and hidden.key(above) == right:
            self.total["parents"] += 1
        else:
            self.lost.append((mail.node, parent))
        self.total["led to"] += any(
            isinstance(link.resolution, Found) and link.resolution.passage.message == right
            for link in (hidden.links(key) if node is not None else ())
        )

    def without_parents(self, node: int) -> bytes:
        """Write a message anew, as one of an mbox, without what its headers say of its parent."""
        archive = self.archive
        key = archive.key(node)
        envelope, day = archive.envelope(node), datetime.fromtimestamp(self.times[node], UTC)
        sender = envelope.sender
        name = Header(sender.name if sender else "", "utf-8").encode()
        fields = (
            f"From: {name} <{sender.address if sender else ''}>",
            f"Subject: {Header(envelope.subject or '', 'utf-8', maxlinelen=10_000).encode()}",
            f"Date: {format_datetime(day)}",
            f"Message-ID: <{key}>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
        )
        text = ESCAPED.sub(">", archive.message(key).text)
        head = "\n".join((f"From hidden@lists.example {day:%a %b %d %H:%M:%S %Y}", *fields))
        return f"{head}\n\n{text}\n\n".encode("utf-8", "replace")


def covered(links: list[Link], places: list[int]) -> list[int]:
    """Give those of these places that links cover."""
    starts = [link.span.start for link in links]
    tops = list(accumulate((link.span.end for link in links), max))
    return [place for place in places if (at := bisect_right(starts, place)) and tops[at - 1] > place]


def share(part: int, whole: int) -> float:
    """Give a share in percent; 100 of nothing."""
    return round(100 * part / whole, 2) if whole else 100.0


def figures(bench: Bench) -> dict[str, float]:
    """Give what was counted: numbers, and shares in percent."""
    total = bench.total
    both = {
        name: total[f"answers {name}"] + total[f"others {name}"]
        for name in ("quoted", "found", "rebuilt", "present", "present and linked")
    }
    return {
        "messages": bench.count,
        "quoted": both["quoted"],
        "linked": share(both["found"] + both["rebuilt"], both["quoted"]),
        "of_present": share(both["present and linked"], both["present"]),
        "answers_quoted": total["answers quoted"],
        "answers_found": share(total["answers found"], total["answers quoted"]),
        "answers_linked": share(total["answers found"] + total["answers rebuilt"], total["answers quoted"]),
        "answers_of_present": share(total["answers present and linked"], total["answers present"]),
        "replies": total["replies"],
        "parents": share(total["parents"], total["replies"]),
        "led_to": share(total["led to"], total["replies"]),
    }


def measure(*paths: Path, hide: bool = True) -> Bench:
    """Measure an archive."""
    with studied(*paths) as archive:
        bench = Bench(archive)
        bench.links()
        if hide:
            bench.parents()
    return bench


def main() -> int:
    """Measure the archives that are named."""
    parser = argparse.ArgumentParser(description="Measure the links of real archives.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an archive: a file or a folder")
    parser.add_argument("--json", action="store_true", help="print one object a line")
    parser.add_argument("--together", action="store_true", help="measure all of them as one archive")
    parser.add_argument("--links-only", action="store_true", help="do not look for parents without headers")
    words = parser.parse_args()
    status = 0
    for paths in [words.paths] if words.together else [[path] for path in words.paths]:
        path = paths[0]
        try:
            found = figures(measure(*paths, hide=not words.links_only))
        except ArchiveError as error:
            print(error, file=sys.stderr)
            status = 2
            continue
        if words.json:
            print(json.dumps({"path": str(path), **found}))
        else:
            print(f"{path.name:40}", *(f"{name} {value:g}" for name, value in found.items()), sep="  ")
    return status


if __name__ == "__main__":
    sys.exit(main())
