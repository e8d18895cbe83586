"""Messages that other projects test their parsers with, read as they expect, or with a reason why not.

What they expect lies beside their messages where the real mail does; of it nothing stands here but the names
of files and counts. White space is not compared: what is shown is joined and folded for reading.
"""

from __future__ import annotations

import contextlib
import email
import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from parsing.formats import eml, format_of
from parsing.formats.source import Files, FileSource
from parsing.headers.addresses import parse_mailboxes
from parsing.headers.dates import parse_date
from parsing.headers.encoded_words import decode_words
from parsing.headers.fields import parse_header, split_message
from parsing.headers.message_ids import find_ids
from parsing.headers.parameters import parse_parametrized
from parsing.limits import SNIFF_BYTES
from parsing.messages.mime import read_parts
from parsing.messages.text import read_message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from parsing.headers.fields import Header

Parsed = dict[str, Any]
Tree = list[tuple[int, str]]
"""Depths and types of body parts."""

REFUSED: Final = "UTF-7 is refused: it hides text from whoever looks for it"
GUESSED: Final = "bytes that are no text in their charset are read as the letters that they are, not replaced"
OPENED: Final = "a message inside is opened where it stands, theirs is an attachment"
BOUNDARY: Final = "a boundary of an outer multipart ends the inner one, as RFC 2046 has it; theirs goes on"
UNCLOSED: Final = "text parts of a multipart without its end are shown; theirs are attachments"
LOST: Final = "the boundary stands nowhere: the text is shown as it is; theirs is an attachment"
ALTERNATIVE: Final = "one alternative is shown, theirs are all of equal worth"
PREAMBLE: Final = (
    "the first part has lost its boundary line, and is a preamble; theirs is a text with the rest in it"
)
BINARY: Final = "controls are shown as signs; theirs are bytes"
ENCODED: Final = "behind base64 that ends stands text, which is kept; theirs is decoded"
BOTH_SHOWN: Final = "every text part is shown in its place, theirs from the second on are attachments"
DECODED: Final = "uuencode is decoded; theirs is as it stands"
SIZED: Final = "sizes are of what lies there, CR and LF too"
NAMED: Final = "a name in RFC 2231's form is read though it is cut off"

STALWART: Final = {
    "subject": {
        "legacy/001": REFUSED, "legacy/005": REFUSED, "legacy/010": GUESSED, "legacy/020": GUESSED,
        "legacy/022": GUESSED, "legacy/027": GUESSED, "legacy/052": GUESSED,
    },
    "address": {
        "legacy/001": REFUSED, "legacy/005": REFUSED, "legacy/010": GUESSED, "legacy/017": GUESSED,
        "legacy/020": GUESSED, "legacy/022": GUESSED, "legacy/027": GUESSED, "legacy/052": GUESSED,
    },
    "date": {"malformed/019": "of two Date fields the first counts, theirs is the second"},
    "id": {},
    "text": {
        "legacy/001": REFUSED, "legacy/005": REFUSED, "legacy/034": REFUSED, "legacy/033": GUESSED,
        "legacy/052": GUESSED, "legacy/042": BOTH_SHOWN, "legacy/047": BOTH_SHOWN, "malformed/001": UNCLOSED,
        "malformed/002": LOST, "malformed/003": UNCLOSED, "malformed/004": LOST, "malformed/006": UNCLOSED,
        "malformed/008": UNCLOSED, "malformed/009": BOUNDARY, "malformed/010": OPENED,
        "malformed/011": BOUNDARY, "malformed/012": OPENED, "malformed/016": BOUNDARY,
        "malformed/019": LOST, "malformed/020": PREAMBLE, "malformed/021": PREAMBLE,
        "rfc/000": BOTH_SHOWN, "rfc/002": OPENED, "rfc/008": OPENED, "rfc/004": OPENED, "rfc/009": OPENED,
        "thirdparty/000": BINARY, "thirdparty/001": ALTERNATIVE, "thirdparty/002": ENCODED,
        "thirdparty/005": UNCLOSED, "thirdparty/007": OPENED, "thirdparty/008": OPENED,
        "thirdparty/012": OPENED, "thirdparty/015": OPENED, "malformed/022": OPENED,
    },
    "attachment": {
        "legacy/016": SIZED, "legacy/017": DECODED, "legacy/048": DECODED, "malformed/017": NAMED,
    },
}  # fmt: skip
"""By what is compared and by file: why it is another."""
COMPARED: Final = {"subject": 80, "address": 152, "date": 75, "id": 65, "text": 91, "attachment": 84}


@pytest.fixture(scope="module")
def small(real_mail: Path) -> Path:
    """Return the folder of other projects' fixtures."""
    return real_mail / "small"


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def test_stalwarts_messages_are_read_as_it_expects(small: Path) -> None:
    """Subjects, addresses, dates, ids, the text and the attachments of 107 messages."""
    folder = small / "stalwart" / "eml"
    counts = dict.fromkeys(COMPARED, 0)
    different: dict[str, set[str]] = {kind: set() for kind in COMPARED}
    for path in sorted(folder.rglob("*.eml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        expected = json.loads(path.with_suffix(".json").read_text())
        for kind, theirs, ours in pairs(expected, path.read_bytes()):
            counts[kind] += 1
            if theirs != ours:
                different[kind].add(name)
    assert counts == COMPARED
    assert different == {kind: set(reasons) for kind, reasons in STALWART.items()}


def pairs(expected: Parsed, raw: bytes) -> Iterator[tuple[str, object, object]]:
    """Give what is compared of a message: what kind it is, theirs, ours."""
    header = parse_header(split_message(raw)[0])
    shown = read_message(raw)
    for field in expected["parts"][0]["headers"]:
        name = field["name"].replace("_", "-") if isinstance(field["name"], str) else ""
        yield from field_pairs(name, field["value"], header)
    bodies = [expected["parts"][number]["body"] for number in expected["text_body"]]
    if all("Text" in body for body in bodies):
        yield "text", squeezed("".join(body["Text"] for body in bodies)), squeezed(shown.text)
    ours = [(part.name, part.type, part.size) for part in shown.attachments]
    for theirs in attachments(expected):
        yield "attachment", theirs, theirs if theirs in ours else ours


def field_pairs(name: str, value: Any, header: Header) -> Iterator[tuple[str, object, object]]:
    """Give what is compared of a header field."""
    stated = header.first(name) or ""
    if name == "subject":
        theirs = value["Text"] if isinstance(value, dict) else ""
        yield "subject", squeezed(theirs), squeezed(decode_words(stated))
    elif name == "date":
        yield "date", None if value == "Empty" else numbers(value["DateTime"]), numbers_of(parse_date(stated))
    elif name in ("from", "to", "cc", "bcc", "sender", "reply-to"):
        yield "address", boxes(value), [(squeezed(box.name), box.address) for box in parse_mailboxes(stated)]
    elif name == "message-id":
        yield "id", [value["Text"]], [*find_ids(stated)]


def numbers(stated: dict[str, int]) -> tuple[int, ...]:
    """Return a date of theirs as numbers, its zone in minutes."""
    minutes = stated["tz_hour"] * 60 + stated["tz_minute"]
    units = ("year", "month", "day", "hour", "minute", "second")
    return (*(stated[unit] for unit in units), -minutes if stated["tz_before_gmt"] else minutes)


def numbers_of(found: date | None) -> tuple[int, ...] | None:
    """Return a date of ours as numbers."""
    if not isinstance(found, datetime):
        return None if found is None else (found.year, found.month, found.day)
    away = found.utcoffset()
    assert away is not None
    return (*found.timetuple()[:6], round(away.total_seconds() / 60))


def boxes(value: Any) -> list[tuple[str, str]]:
    """Return the mailboxes of theirs, groups opened."""
    if not isinstance(value, dict):
        return []
    found = value.get("Address", value)
    listed = found.get("List") or [box for group in found.get("Group", ()) for box in group["addresses"]]
    return [(squeezed(box["name"] or ""), squeezed(box["address"] or "")) for box in listed]


def attachments(message: Parsed) -> Iterator[tuple[str, str, int]]:
    """Give name, type and size of what is no text, in messages inside too."""
    for part in message["parts"]:
        body = part["body"]
        if "Message" in body:
            yield from attachments(body["Message"])
        data = body.get("Binary") or body.get("InlineBinary")
        if data is None:
            continue
        stated = {
            field["name"]: field["value"] for field in part["headers"] if isinstance(field["name"], str)
        }
        kind = stated.get("content_type", {}).get("ContentType", {})
        place = stated.get("content_disposition", {})
        place = place.get("ContentType", {}) if isinstance(place, dict) else {}
        names = {
            each["name"]: each["value"] for each in (kind, place) for each in each.get("attributes") or ()
        }
        type_ = f"{kind.get('c_type')}/{kind.get('c_subtype')}".lower()
        yield names.get("filename") or names.get("name") or "", type_, len(data)


HEADERS: Final = {
    # Comments in a name stay where they stand; those in an address, `mailto:` and routes are taken off.
    "address": (60, 18),
    # Numbers without a month's name, a field that breaks off, one that is no date.
    "date": (40, 4),
    # An id with blanks in it is read without them; `m` is none.
    "id": (11, 2),
    # There is no `-language`; encoded-words are joined; what is no type is kept as it stands.
    "content_type": (103, 32),
    "unstructured": (30, 0),
}
"""How many fields there are, and how many of them we read otherwise on purpose."""


@pytest.mark.parametrize("kind", HEADERS)
def test_stalwarts_header_fields_are_read_as_it_expects(kind: str, small: Path) -> None:
    """But for those of which the table says why not."""
    cases = json.loads((small / "stalwart" / f"{kind}.json").read_text())
    different = sum(theirs != ours for theirs, ours in (case_pair(kind, case) for case in cases))
    assert (len(cases), different) == HEADERS[kind]


def case_pair(kind: str, case: Parsed) -> tuple[object, object]:
    """Return what they and we make of a field's value."""
    value = parse_header(b"X: " + case["header"].encode()).first("x") or ""
    expected = case["expected"]
    match kind:
        case "address":
            ours = [(squeezed(box.name), squeezed(box.address)) for box in parse_mailboxes(value)]
            return boxes(expected), ours
        case "date":
            return expected and numbers(expected), numbers_of(parse_date(value))
        case "id":
            return expected if isinstance(expected, list) else [expected] if expected else [], [
                *find_ids(value)
            ]
        case "content_type":
            found = parse_parametrized(value)
            kinds = [expected["c_type"], expected["c_subtype"]] if expected else []
            type_ = "/".join(each for each in kinds if each)
            return expected and (type_, dict(expected.get("attributes") or ())), (
                found.value,
                {**found.parameters},
            )
        case _:
            return squeezed(expected or ""), squeezed(decode_words(value))


@pytest.mark.parametrize(("name", "messages", "different"), [("content-length", 29, 4), ("issue1189", 4, 0)])
def test_mimekits_mboxes_hold_what_its_summaries_say(
    name: str, messages: int, different: int, small: Path
) -> None:
    """Where each message ends, its parts, sender, recipients, subject and date.

    Otherwise: two UUCP paths, a zone in small letters, and the comment of an empty group is kept.
    """
    folder = small / "mimekit" / "mbox"
    summaries = re.split(r"\n(?=From )", (folder / f"{name}-summary.txt").read_text())
    path = folder / f"{name}.mbox.txt"
    known = format_of(path.read_bytes()[:SNIFF_BYTES])
    assert known is not None
    with contextlib.closing(Files()) as files:
        source = FileSource(str(path), files)
        mails = [known.mail(source.read(cut.start, cut.end)) for cut in known.cut(source)]
    assert len(mails) == len(summaries) == messages
    pairs_ = [
        (line, ours)
        for summary, mail in zip(summaries, mails, strict=True)
        for line, ours in zip(theirs(summary), summary_of(mail), strict=True)
    ]
    assert sum(line != ours for line, ours in pairs_) == different


def theirs(summary: str) -> list[object]:
    """Return what a summary says."""
    fields = dict(line.split(": ", 1) for line in summary.split("\n") if re.match(r"[FTSD]\w+: ", line))
    tree = [line.lower() for line in summary.split("\n") if line.lstrip().startswith("Content-Type")]
    return [*read(fields), tree]


def summary_of(mail: bytes) -> list[object]:
    """Return the same of a message of ours."""
    header = parse_header(split_message(mail)[0])
    fields = {name: ", ".join(header.all(name)) for name in ("From", "To", "Subject", "Date")}
    tree = [f"{'   ' * depth}content-type: {kind}" for depth, kind in tree_of(mail)]
    return [*read(fields), tree]


def read(fields: dict[str, str]) -> list[object]:
    """Return the fields of a summary as what they mean."""
    sender, to = (parse_mailboxes(fields.get(name, "")) for name in ("From", "To"))
    return [sender, to, decode_words(fields.get("Subject", "")).strip(), parse_date(fields.get("Date", ""))]


def tree_of(raw: bytes) -> Tree:
    """Return the body parts of a message of ours."""
    start = split_message(raw)[1]
    waiting = [(read_parts(parse_header(split_message(raw)[0]), raw[start:])[0], 0)]
    tree = []
    while waiting:
        part, depth = waiting.pop()
        tree.append((depth, part.type))
        waiting += [(child, depth + 1) for child in reversed(part.children)]
    return tree


REPORT: Final = "the fields of a report are text to us, messages to it"
EXTERNAL: Final = "message/external-body is no message that is here"
SAME: Final = "a boundary that an outer and an inner multipart share belongs to the inner one"
WRONG: Final = "a boundary that stands nowhere is mended by the one that does"
PYTHON: Final = {
    "msg_15.txt": SAME, "msg_16.txt": REPORT, "msg_25.txt": WRONG, "msg_31.txt": WRONG,
    "msg_36.txt": EXTERNAL, "msg_37.txt": SAME, "msg_39.txt": SAME, "msg_43.txt": REPORT,
    "raw_email_with_mimepart_without_content_type.eml": REPORT, "multi_address_bounce1.eml": REPORT,
    "multi_address_bounce2.eml": REPORT, "multipart_report_multiple_status.eml": REPORT,
    "report_422.eml": REPORT, "report_530.eml": REPORT,
}  # fmt: skip


@pytest.mark.parametrize(("folder", "count"), [("cpython-test_email", 64), ("ruby-mail/emails", 105)])
def test_messages_of_python_and_ruby_have_the_parts_that_pythons_parser_finds(
    folder: str, count: int, small: Path
) -> None:
    """And every one of them opens, the erroneous ones too."""
    paths = [path for path in sorted((small / folder).rglob("*")) if path.is_file()]
    assert len(paths) == count
    different = set()
    for path in paths:
        raw = path.read_bytes()
        read_message(eml.mail(raw))
        if tree_of(eml.mail(raw)) != pythons(email.message_from_bytes(raw)):
            different.add(path.name)
    assert different == {name for name in PYTHON if any(path.name == name for path in paths)}


def pythons(message: Message) -> Tree:
    """Return the body parts of a message as Python's parser has it."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    tree = []
    while waiting:
        part, depth = waiting.pop()
        tree.append((depth, part.get_content_type()))
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting += [(child, depth + 1) for child in reversed(payload) if not isinstance(child, str)]
    return tree
