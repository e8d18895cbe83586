"""Body parts: RFC 2045, 2046, 1847, 2387, in one pass over the body, and one over each encoded message in it.

The boundaries of all open multiparts are looked for at once, so that an outer one ends inner ones that never
close, and time is linear however deep they nest. A multipart whose boundary is missing or wrong is given the
one that stands in the text; without any it is plain text. Nothing is decoded here but messages within the
message, which may not be encoded and sometimes are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.headers.fields import parse_header, split_message
from parsing.headers.parameters import Parametrized, parse_parametrized
from parsing.limits import MIME_DEPTH, MIME_PARTS
from parsing.messages.transfer import decode_transfer, encoding_of

if TYPE_CHECKING:
    from parsing.headers.fields import Header

PART_HEADER: Final = re.compile(
    rb"(?:(?!--)[!-9;-~]{1,997}[ \t]*:[^\n]*(?:\n|\Z)|[ \t]+[^\s][^\n]*(?:\n|\Z))*"
)
BLANK_LINE: Final = re.compile(rb"[ \t]*\r*(?:\n|\Z)")
LIKELY_BOUNDARY: Final = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200})\r?\n(?=Content-)", re.IGNORECASE)
BEFORE_MESSAGE: Final = re.compile(rb"[\r\n]*(?:>?From [^\n]*(?:\n|\Z))?")
BOUNDARY_BYTES: Final = 1_000
MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
PLAIN: Final = Parametrized("text/plain", {})


@dataclass(slots=True)
class Part:
    """One body part: where its body lies in a message's body, and the parts inside it."""

    body: bytes = field(repr=False)
    """The body of the message, or of the encoded message within it."""
    header: Header
    content: Parametrized
    disposition: Parametrized
    start: int
    depth: int
    end: int = -1
    encoding: str = ""
    children: list[Part] = field(default_factory=list)

    @property
    def type(self) -> str:
        """Return the media type."""
        return self.content.value

    @property
    def raw(self) -> bytes:
        """Return the part's body as it is encoded."""
        return self.body[self.start : self.end]

    @property
    def is_multipart(self) -> bool:
        """Tell whether the part is made of parts."""
        return self.content.value.startswith("multipart/")

    @property
    def name(self) -> str:
        """Return the file name that the part goes by, "" where it has none."""
        return self.disposition.parameters.get("filename") or self.content.parameters.get("name") or ""


def read_parts(header: Header, body: bytes) -> tuple[Part, tuple[Defect, ...]]:
    """Return the tree of a message's body parts, and what is wrong with it."""
    reader = PartReader(body)
    root = reader.read(header)
    if root.is_multipart and not root.children:
        likely = LIKELY_BOUNDARY.search(body)
        if likely:
            reader = PartReader(body, likely[1].rstrip())
            root = reader.read(header)
        reader.defects.pop(Defect.TRUNCATED, None)
        reader.defects[Defect.BAD_MULTIPART] = None
    read_encoded(root, reader)
    return root, tuple(reader.defects)


def read_encoded(root: Part, reader: PartReader) -> None:
    """Read the parts of the messages in a tree that are encoded as a whole, and of those within them."""
    waiting = [root]
    while waiting and reader.count < MIME_PARTS:
        part = waiting.pop()
        if part.type in MESSAGES and part.encoding and not part.children:
            raw, _ = decode_transfer(part.raw, part.encoding)
            raw = raw[message_start(raw, 0) :]
            block, start = split_message(raw)
            header = parse_header(block)
            if part.depth + 1 >= MIME_DEPTH:
                reader.defects[Defect.TOO_DEEP] = None
            elif header.items:
                reader = PartReader(
                    raw[start:], defects=reader.defects, count=reader.count, depth=part.depth + 1
                )
                part.children.append(reader.read(header))
        waiting += part.children


class PartReader:
    """Walks a body from one delimiter line to the next."""

    def __init__(
        self,
        body: bytes,
        boundary: bytes | None = None,
        *,
        defects: dict[Defect, None] | None = None,
        count: int = 0,
        depth: int = 0,
    ) -> None:
        self.body = body
        self.depth = depth
        """How deep the message lies whose body it is."""
        self.guessed = boundary
        self.open: list[Part] = []
        """The path from the root to the part that is being read."""
        self.boundaries: dict[bytes, list[int]] = {}
        """The places in `open` of the multiparts that a boundary belongs to, innermost last."""
        self.count = count
        self.defects: dict[Defect, None] = {} if defects is None else defects

    def read(self, header: Header) -> Part:
        """Return the root of the tree."""
        root = self.enter(header, 0, "text/plain")
        if self.holds_message(root):
            self.enter_at(message_start(self.body, 0), "text/plain")
        place = -1
        while self.boundaries:
            at, line_end, key = self.next_line(place)
            if at is None:
                break
            place = line_end
            self.meet(at, line_end, key)
        if self.boundaries:
            self.defects[Defect.TRUNCATED] = None
        self.leave(0, len(self.body))
        return root

    def next_line(self, place: int) -> tuple[int | None, int, bytes]:
        """Return the next line that `--` begins: where the text before it ends, where it ends, the rest."""
        if place < 0 and self.body.startswith(b"--"):
            at = -1
        else:
            at = self.body.find(b"\n--", max(place, 0))
            if at < 0:
                return None, 0, b""
        line_end = self.body.find(b"\n", at + 1)
        line_end = line_end if line_end >= 0 else len(self.body)
        return at, line_end, self.body[at + 3 : min(line_end, at + 3 + BOUNDARY_BYTES)].rstrip()

    def meet(self, at: int, line_end: int, key: bytes) -> None:
        """Take a line: it may end parts, and begin one."""
        places = self.boundaries.get(key)
        closes = False
        if places is None and key.endswith(b"--"):
            places = self.boundaries.get(key[:-2])
            closes = True
        if places is None:
            return
        place = places[-1]
        end = at - 1 if at > 0 and self.body[at - 1 : at] == b"\r" else max(at, 0)
        self.leave(place if closes else place + 1, end)
        if closes:
            return
        if self.count >= MIME_PARTS:
            self.defects[Defect.TOO_MANY_PARTS] = None
            self.leave(0, end)
            return
        default = "message/rfc822" if self.open[place].type == "multipart/digest" else "text/plain"
        self.enter_at(line_end + 1, default)

    def enter_at(self, start: int, default: str) -> None:
        """Begin a part whose header starts here; the messages inside messages begin with it."""
        while True:
            found = PART_HEADER.match(self.body, start)
            header_end = found.end() if found else start
            header = parse_header(self.body[start:header_end])
            blank = BLANK_LINE.match(self.body, header_end)
            part = self.enter(header, blank.end() if blank else header_end, default)
            if not self.holds_message(part):
                return
            start, default = message_start(self.body, part.start), "text/plain"

    def holds_message(self, part: Part) -> bool:
        """Tell whether a part's body is a message that can be read in place."""
        return part.type in MESSAGES and not part.encoding and not self.is_too_deep(part)

    def enter(self, header: Header, start: int, default: str) -> Part:
        """Put a part on the path."""
        content = content_of(header, default)
        disposition = parse_parametrized(header.first("content-disposition") or "")
        part = Part(self.body, header, content, disposition, start, self.depth + len(self.open))
        part.encoding, defect = encoding_of(header.first("content-transfer-encoding"))
        if defect:
            self.defects[defect] = None
        self.count += 1
        if self.open:
            self.open[-1].children.append(part)
        self.open.append(part)
        if part.is_multipart and not self.is_too_deep(part):
            place = len(self.open) - 1
            boundary = self.guessed if self.guessed and place == 0 else boundary_of(content)
            if boundary:
                self.boundaries.setdefault(boundary, []).append(place)
        return part

    def is_too_deep(self, part: Part) -> bool:
        """Tell whether a part may have no parts any more."""
        if part.depth < MIME_DEPTH:
            return False
        self.defects[Defect.TOO_DEEP] = None
        return True

    def leave(self, place: int, end: int) -> None:
        """End the parts of the path from a place on."""
        for part in self.open[place:]:
            part.end = max(end, part.start)
        ended = (
            [key for key, places in self.boundaries.items() if places[-1] >= place] if self.boundaries else ()
        )
        for boundary in ended:
            kept = [each for each in self.boundaries[boundary] if each < place]
            if kept:
                self.boundaries[boundary] = kept
            else:
                del self.boundaries[boundary]
        del self.open[place:]


def message_start(body: bytes, start: int) -> int:
    """Return where the header of a message inside a message starts."""
    found = BEFORE_MESSAGE.match(body, start)
    return found.end() if found else start


def content_of(header: Header, default: str) -> Parametrized:
    """Return a part's media type; what is none is plain text."""
    value = header.first("content-type")
    if value is None:
        return PLAIN if default == "text/plain" else Parametrized(default, {})
    content = parse_parametrized(value)
    kind, _, subtype = content.value.partition("/")
    if not kind or not subtype or content.value in ("plain/text", "text/ascii"):
        return Parametrized("text/plain", content.parameters)
    return content


def boundary_of(content: Parametrized) -> bytes:
    """Return the boundary of a multipart as it stands in the body."""
    return content.parameters.get("boundary", "").encode("utf-8", "surrogatepass").rstrip()[:BOUNDARY_BYTES]
