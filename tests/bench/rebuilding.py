"""Take messages out of an archive, and see how much of them comes back from those who quote them.

    python tests/bench/rebuilding.py ARCHIVE… [--seed 7] [--count 100] [--show]

Messages whose own words somebody quotes are chosen by a seed, never one with its answer; the rest is written
as an mbox of its own, opened and studied. A folder of labelled quotes (`truth.jsonl`, `hidden.jsonl`) has its
messages left out already. What is counted is ink: characters without blanks and marks. What was quoted, and
what has come back, is told by stretches of sixteen characters and by whole lines, not by the program.

recovered   of the quoted ink of the removed messages, what stands in a rebuilt message that is theirs: one
            with their id, or one that has more of theirs than of anything else
right       of the ink of these rebuilt messages, what the removed ones have as their own words
order       of the neighbours among their lines, those in the order of the removed message
author      of those that name an author, the right ones
false       of all rebuilt messages, those that are not missing: an older stored one has their words
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, formataddr
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from parsing import MessageKey, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from parsing import Archive, Mailbox, Message

SHINGLE: Final = 16
QUOTED: Final = 40
"""A message may be removed if one other quotes so many characters of it."""
CANDIDATES: Final = 4
"""How many messages are looked at for each that is to be removed."""
MARK: Final = re.compile(r"[ \t]{0,4}(?!>From )(?:[>|][ \t]?){1,20}")
TAIL: Final = re.compile(r"-- ?$|_{20,}|-----+ ?Original Message|-----+ ?Forwarded")
"""From here on nothing is the writer's own text: signature, footer, copied mail."""
MOST: Final = 0.8
"""A stored message that has so much of a rebuilt one is what was quoted."""
LINE: Final = 15
"""Lines of so many characters are told apart."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One stored message: its own words and the words it quotes, as ink."""

    key: str
    sender: Mailbox | None
    parent: str | None
    copied: bool
    own: str
    """Without signature and footer."""
    whole: str
    """With them, and with the attachments that lie there as text."""
    quoted: str
    """Runs of quoted lines at one depth, a line end between."""
    thread: int
    """The node of its root."""


@dataclass(slots=True)
class Removed:
    """One message that is not in the archive."""

    key: str
    sender: tuple[str, str]
    own: str
    whole: str
    quoted: bytearray
    """By character of `own`: whether somebody quotes it."""
    found: bytearray = field(default_factory=bytearray)
    rebuilt: int = 0
    """The messages that were rebuilt of it."""


@dataclass(slots=True)
class Score:
    """Counts of one archive; see the head of this file."""

    removed: int = 0
    rebuilt: int = 0
    in_pieces: int = 0
    quoted: int = 0
    recovered: int = 0
    ink: int = 0
    right: int = 0
    pairs: int = 0
    ordered: int = 0
    named: int = 0
    authors: int = 0
    all_rebuilt: int = 0
    false: int = 0

    def shares(self) -> dict[str, float]:
        """Give the figures in percent, and how many messages were removed."""
        pairs = {
            "recovered": (self.recovered, self.quoted),
            "right": (self.right, self.ink),
            "order": (self.ordered, self.pairs),
            "author": (self.authors, self.named),
            "false": (self.false, self.all_rebuilt),
            "rebuilt": (self.rebuilt, self.removed),
            "in_pieces": (self.in_pieces, self.removed),
        }
        return {"removed": self.removed} | {
            name: round(100 * part / whole, 2) if whole else 100.0 for name, (part, whole) in pairs.items()
        }


# What stands in a message


def ink_of(text: str) -> str:
    """Give the characters of a text without blanks and marks, small."""
    return "".join(text.split()).replace(">", "").replace("|", "").lower()


def read_mail(archive: Archive, node: int) -> Mail:
    """Read one stored message."""
    envelope, message = archive.envelope(node), archive.message(archive.key(node))
    own: list[str] = []
    quoted: list[str] = []
    tail: list[str] = []
    depth_before, in_tail = 0, False
    for line in message.text.split("\n"):
        found = MARK.match(line)
        ink = ink_of(line)
        depth = found.group().count(">") + found.group().count("|") if found else 0
        in_tail = in_tail or (not depth and TAIL.match(line) is not None)
        if depth:
            quoted.append(ink if depth == depth_before else "\n" + ink)
        else:
            (tail if in_tail else own).append(ink)
        depth_before = depth if depth or ink else depth_before
    copied = envelope.duplicate_of is not None
    mine = "".join(own)
    whole = mine + "".join(tail)
    if message.attachments:
        raw = archive.raw(envelope.key).split("\n")
        whole += "".join(ink_of(line) for line in raw if not MARK.match(line))
    return Mail(
        envelope.key,
        envelope.sender,
        envelope.reply_to,
        copied,
        mine,
        whole,
        "".join(quoted),
        archive.threads.root[node],
    )


def places(text: str, index: dict[str, list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Give the (number, place) of every stretch of a text that an index has."""
    for at in range(len(text) - SHINGLE + 1):
        yield from index.get(text[at : at + SHINGLE], ())


def index_of(texts: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Give the places of every stretch of some texts."""
    index: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, text in enumerate(texts):
        for at in range(len(text) - SHINGLE + 1):
            index[text[at : at + SHINGLE]].append((number, at))
    return index


def mark(covered: bytearray, places: Iterable[int], length: int = SHINGLE) -> None:
    """Mark stretches that begin at these places."""
    for place in places:
        covered[place : place + length] = b"\x01" * length


# Which messages are removed


def choose(mails: Sequence[Mail], seed: int, count: int) -> list[Removed]:
    """Choose messages whose own words are quoted by others, and say what of them is."""
    ids = Counter(mail.key for mail in mails)
    candidates = [
        row
        for row, mail in enumerate(mails)
        if not mail.copied and ids[mail.key] == 1 and len(mail.own) >= QUOTED
    ]
    random.Random(seed).shuffle(candidates)  # noqa: S311 - nothing is secret here
    del candidates[CANDIDATES * count :]
    index = index_of(mails[row].own for row in candidates)
    quoted: list[dict[int, set[int]]] = [defaultdict(set) for _ in candidates]
    written: list[dict[int, set[int]]] = [defaultdict(set) for _ in candidates]
    for row, mail in enumerate(mails):
        if mail.copied:
            continue
        for text, into in ((mail.quoted, quoted), (mail.whole, written)):
            for number, place in places(text, index):
                other = candidates[number]
                if other != row and (into is written or mails[other].thread == mail.thread):
                    into[number][row].add(place)
    gone: dict[str, int] = {}
    parents: set[str | None] = set()
    for number, row in enumerate(candidates):
        mail = mails[row]
        most = max((ink_in(mail, each) for each in quoted[number].values()), default=0)
        if most >= QUOTED and len(gone) < count and mail.parent not in gone and mail.key not in parents:
            gone[mail.key] = number
            parents.add(mail.parent)
    rows = {candidates[number] for number in gone.values()}
    removed = [
        removed_mail(mails[candidates[number]], quoted[number], written[number], rows)
        for number in gone.values()
    ]
    return [each for each in removed if any(each.quoted)]


def ink_in(mail: Mail, found: Iterable[int]) -> int:
    """Count the characters of a message that stretches cover."""
    covered = bytearray(len(mail.own))
    mark(covered, found)
    return sum(covered)


def removed_mail(
    mail: Mail, quoted: dict[int, set[int]], written: dict[int, set[int]], rows: set[int]
) -> Removed:
    """Say what of a message is quoted in what remains; what somebody else wrote as well does not count."""
    known = {place for row, found in written.items() if row not in rows for place in found}
    wanted = bytearray(len(mail.own))
    for row, found in quoted.items():
        if row not in rows:
            mark(wanted, found - known)
    sender = (mail.sender.name, mail.sender.address) if mail.sender else ("", "")
    return Removed(mail.key, sender, mail.own, mail.whole, wanted)


# The archive without them


def cut(archive: Archive, seed: int, count: int, path: Path) -> list[Removed]:
    """Write an archive as an mbox, without the messages that are chosen."""
    nodes = range(archive.threads.stored)
    mails = [read_mail(archive, node) for node in nodes]
    removed = choose(mails, seed, count)
    gone = {each.key for each in removed}
    with path.open("wb") as file:
        for node in nodes:
            if mails[node].key not in gone:
                file.write(mbox_of(archive, node).encode("utf-8", "replace"))
    return removed


def mbox_of(archive: Archive, node: int) -> str:
    """Write a message as one of an mbox: what is shown of it, under the header fields that threads go by."""
    envelope, message = archive.envelope(node), archive.message(archive.key(node))
    key = re.sub(r"#\d+$", "", envelope.key)
    fields = [
        ("Message-ID", "" if key.endswith("@wrote.invalid") else f"<{key}>"),
        ("From", formataddr((envelope.sender.name, envelope.sender.address)) if envelope.sender else ""),
        ("Date", stamp(envelope.date)),
        ("Subject", envelope.subject or ""),
    ]
    fields += [
        (name, value) for name, value in message.headers if name.lower() in {"in-reply-to", "references"}
    ]
    head = "".join(f"{name}: {value}\n" for name, value in fields if value)
    body = re.sub(r"(?m)^(>*From )", r">\1", message.text)
    return (
        "From cut@mail.invalid Thu Jan  1 00:00:00 1970\n"
        f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{body}\n\n"
    )


def stamp(day: date | None) -> str:
    """Write a date as a header has it."""
    return format_datetime(day) if hasattr(day, "hour") else ""  # type: ignore[arg-type]


def labelled(folder: Path) -> list[Removed]:
    """Read which messages a labelled archive lacks, and what is quoted of them."""
    hidden = {line["id"]: line for line in read_lines(folder / "hidden.jsonl")}
    shown = {line["id"]: ink_of(line["body"]) for line in read_lines(folder / "messages.jsonl")}
    removed: dict[str, Removed] = {}
    for line in read_lines(folder / "truth.jsonl"):
        mail = hidden.get(line.get("hidden") or "")
        if mail is None:
            continue
        body = mail["body"]
        if mail["id"] not in removed:
            ink = ink_of(body)
            removed[mail["id"]] = Removed(mail["id"], (mail["author"], ""), ink, ink, bytearray(len(ink)))
        first, end = line["src_span"]
        low, high = len(ink_of(body[:first])), len(ink_of(body[:end]))
        whole, text = removed[mail["id"]], shown[line["msg"]]
        if high - low < SHINGLE:
            mark(whole.quoted, [low], high - low)
        mark(
            whole.quoted,
            (at for at in range(low, high - SHINGLE + 1) if whole.own[at : at + SHINGLE] in text),
        )
    return list(removed.values())


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read the objects of a file, one a line."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


# What has come back


def compare(archive: Archive, removed: Sequence[Removed], *, show: bool = False) -> Score:
    """Study an archive, and compare what it rebuilds with what is not in it."""
    for _ in archive.study():
        pass
    nodes = range(archive.threads.stored, len(archive.threads))
    rebuilt = [archive.message(archive.key(node)) for node in nodes if archive.envelope(node).rebuilt]
    score = Score(removed=len(removed))
    index = index_of(each.own for each in removed)
    for message in rebuilt:
        whose = owner_of(message, removed, index)
        if whose is not None:
            count_message(score, message, whose, index, removed.index(whose))
    for each in removed:
        each.found = each.found or bytearray(len(each.own))
        got = sum(one and two for one, two in zip(each.quoted, each.found, strict=True))
        score.quoted += sum(each.quoted)
        score.recovered += got
        score.rebuilt += each.rebuilt > 0
        score.in_pieces += each.rebuilt > 1
        if show and got < 0.9 * sum(each.quoted):
            print(f"  {each.key}: {got} of {sum(each.quoted)} in {each.rebuilt}", file=sys.stderr)
    count_false(score, archive, rebuilt, show=show)
    return score


def count_false(score: Score, archive: Archive, rebuilt: Sequence[Message], *, show: bool) -> None:
    """Count the rebuilt messages whose words an older stored message has."""
    texts = [ink_of(message.text) for message in rebuilt]
    since = [
        min((time_of(archive, key) for line in message.witnesses for key in line), default=0.0)
        for message in rebuilt
    ]
    index, false = index_of(texts), set[int]()
    for node in range(archive.threads.stored):
        mail = read_mail(archive, node)
        time, held = time_of(archive, mail.key), defaultdict[int, set[int]](set)
        for number, place in places(mail.own, index):
            if time < since[number]:
                held[number].add(place)
        for number, found in held.items():
            covered = bytearray(len(texts[number]))
            mark(covered, found)
            if sum(covered) >= MOST * len(covered):
                false.add(number)
    score.all_rebuilt, score.false = len(rebuilt), len(false)
    for number in false if show else ():
        print(f"  not missing: {rebuilt[number].envelope.key}", file=sys.stderr)


def time_of(archive: Archive, key: str) -> float:
    """Give a stored message's date in seconds; 0 where it has none."""
    node = archive.node(MessageKey(key))
    day = archive.envelope(node).date if node is not None else None
    return day.timestamp() if isinstance(day, datetime) else 0.0


def owner_of(
    message: Message, removed: Sequence[Removed], index: dict[str, list[tuple[int, int]]]
) -> Removed | None:
    """Say which removed message a rebuilt one is, if any."""
    for each in removed:
        if each.key == message.envelope.key:
            return each
    text = ink_of(message.text)
    covered: dict[int, bytearray] = defaultdict(lambda: bytearray(len(text)))
    for at in range(len(text) - SHINGLE + 1):
        for number, _ in index.get(text[at : at + SHINGLE], ()):
            mark(covered[number], [at])
    most = max(covered, key=lambda number: sum(covered[number]), default=-1)
    return removed[most] if most >= 0 and 2 * sum(covered[most]) >= len(text) else None


def count_message(
    score: Score, message: Message, whose: Removed, index: dict[str, list[tuple[int, int]]], own_number: int
) -> None:
    """Count one rebuilt message that is a removed one."""
    whose.rebuilt += 1
    whose.found = whose.found or bytearray(len(whose.own))
    text = ink_of(message.text)
    mark(whose.found, (place for number, place in places(text, index) if number == own_number))
    right, lines, start = bytearray(len(text)), list(map(ink_of, message.text.split("\n"))), 0
    for at in range(len(text) - SHINGLE + 1):
        if text[at : at + SHINGLE] in whose.whole:
            mark(right, [at])
    for line in lines:
        if line and line in whose.whole:
            mark(right, [start], len(line))
            place = whose.own.find(line)
            mark(whose.found, [place] if place >= 0 else [], len(line))
        start += len(line)
    score.ink += len(text)
    score.right += sum(right)
    known = [line for line in lines if len(line) >= LINE and line in whose.whole]
    for one, two in pairwise(known):
        score.pairs += 1
        score.ordered += whose.whole.find(two, max(0, whose.whole.find(one))) >= 0
    if message.envelope.sender is not None and any(whose.sender):
        score.named += 1
        score.authors += is_same(whose.sender, message.envelope.sender)


def is_same(sender: tuple[str, str], named: Mailbox) -> bool:
    """Whether a name or an address is somebody's: all words of the shorter name are in the other one."""
    name, address = sender
    if address and address.lower() == named.address.lower():
        return True
    ours, theirs = (set(re.findall(r"\w{2,}", each.lower())) for each in (name, named.name))
    theirs = theirs or set(re.findall(r"\w{2,}", named.address.partition("@")[0].lower()))
    ours |= set(re.findall(r"\w{2,}", address.partition("@")[0].lower()))
    return bool(theirs) and (theirs <= ours or ours <= theirs or len(ours & theirs) >= 2)


def measure(paths: Sequence[Path], seed: int, count: int, *, show: bool = False) -> Score:
    """Measure one archive, or one labelled folder."""
    if len(paths) == 1 and (paths[0] / "truth.jsonl").is_file():
        with open_archive(paths[0] / "archive.mbox") as archive:
            return compare(archive, labelled(paths[0]), show=show)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.mbox"
        with open_archive(*paths) as archive:
            removed = cut(archive, seed, min(count, max(3, archive.threads.stored // 12)), path)
        with open_archive(path) as archive:
            return compare(archive, removed, show=show)


def main() -> None:
    """Measure the archive that the command line names, and print its figures as a JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="ARCHIVE")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--count", type=int, default=100, help="messages to take out, at most a twelfth of all"
    )
    parser.add_argument("--show", action="store_true", help="name on stderr what did not come back")
    words = parser.parse_args()
    score = measure(words.paths, words.seed, words.count, show=words.show)
    print(json.dumps(score.shares()))


if __name__ == "__main__":
    main()
