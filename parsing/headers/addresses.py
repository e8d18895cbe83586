"""Senders and recipients: RFC 5322, sections 3.4 and 4.4, as written in real archives.

Tolerated: `addr (Name)`, `user at host` as Mailman writes it, encoded-words inside quotation marks, quotes
and comments that never close, commas in bare names, routes, empty groups. One pass over the value; comments
nest without recursion.
"""

from __future__ import annotations

import re
from typing import Final

from parsing.headers.comments import without_comments
from parsing.headers.encoded_words import decode_words
from parsing.limits import ADDRESSES_USED, FIELD_BYTES_USED
from parsing.model import Mailbox

ATOMS: Final = r"[^\s\"(),:;<>@\\\[\]]{1,250}"
SIMPLE: Final = re.compile(rf'("?)([^"(),:;<>@\\]{{0,250}}?)\1\s{{0,3}}<({ATOMS}@{ATOMS})>')
NAME_AFTER: Final = re.compile(rf"({ATOMS}(?:@| at ){ATOMS})\s{{1,3}}\(([^()\"\\]{{0,250}})\)")
"""The two forms that nearly all mail has."""

AT_WORDS: Final = r"at|en|à|em|bei|a|op|på|на|w|AT|@"
SPELLED: Final = re.compile(rf"(\S{{1,250}}) (?:{AT_WORDS}) (\S{{1,250}})")
"""Mailman hides an address as `user at host`, in the language of the list."""
HIDDEN: Final = re.compile(r"\s*(?:\[at\]|\(at\)|\{at\}|<at>|\[AT\]|_at_)\s*")
PIECE: Final = re.compile(r"[^\"(),:;<>\\]+|.", re.DOTALL)
QUOTED: Final = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
COMMENT_EDGE: Final = re.compile(r"[()\\]")
ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
AROUND_DOTS: Final = re.compile(r" ?([.@]) ?")
BLANKS: Final = re.compile(r"\s+")
"""`PIECE` and `QUOTED` never give characters back: each is matched where the last one ended."""


def parse_mailbox(value: str) -> Mailbox | None:
    """Return the (first) mailbox of a From field, None where there is none.

    >>> parse_mailbox("tam at wick.example (Tam Wick)")
    Mailbox(name='Tam Wick', address='tam@wick.example')
    >>> parse_mailbox("Wick, Tam <tam@wick.example>")
    Mailbox(name='Wick, Tam', address='tam@wick.example')
    """
    simple = simple_mailbox(value)
    if simple:
        return simple
    found = parse_mailboxes(value)
    if len(found) > 1 and not found[0].address:
        addressed = next((place for place, box in enumerate(found) if box.address and box.name), 0)
        if addressed:
            name = ", ".join(box.name for box in found[: addressed + 1])
            return Mailbox(name, found[addressed].address)
    return found[0] if found else None


def simple_mailbox(value: str) -> Mailbox | None:
    """Return the mailbox of a value in one of the usual forms."""
    value = value.strip()
    match = SIMPLE.fullmatch(value)
    if match:
        return Mailbox(shown_name(match[2]), match[3])
    match = NAME_AFTER.fullmatch(value)
    if match:
        return Mailbox(shown_name(match[2]), spelled_out(match[1]))
    return None


def parse_mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Return the mailboxes of an address list, groups opened.

    >>> [str(box) for box in parse_mailboxes("A <a@x.example>, Team: b@x.example, c@x.example;")]
    ['A <a@x.example>', '<b@x.example>', '<c@x.example>']
    """
    return Reader(value[:FIELD_BYTES_USED]).mailboxes()


class Reader:
    """Reads an address list from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.phrase: list[str] = []
        """What stands before the angle bracket, or all there is."""
        self.comments: list[str] = []
        self.address: str | None = None
        self.quoted = False
        """The phrase has a quoted-string in it."""
        self.no_more: set[str] = set()
        """Openers that are literal from here on: nothing closes them."""
        self.found: list[Mailbox] = []

    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Return all mailboxes."""
        while self.place < len(self.text) and len(self.found) < ADDRESSES_USED:
            match = PIECE.match(self.text, self.place)
            if match is None:
                break
            self.place = match.end()
            self.take(match.group())
        self.finish()
        return tuple(self.found[:ADDRESSES_USED])

    def take(self, piece: str) -> None:
        """Take a piece: a special character, or a run of others."""
        if piece == '"' and '"' not in self.no_more:
            self.take_quoted()
        elif piece == "(" and "(" not in self.no_more:
            self.take_comment()
        elif piece == "<" and "<" not in self.no_more:
            self.take_angle()
        elif piece in ",;":
            self.finish()
        elif self.address is not None:
            return  # nothing belongs behind the angle brackets
        elif piece == ":" and not any("@" in each or "[" in each for each in self.phrase[-1:]):
            self.phrase.clear()  # the name of a group
            self.comments.clear()
        else:
            self.phrase.append(piece)

    def take_quoted(self) -> None:
        """Take a quoted-string; a mark that nothing closes stands for itself."""
        match = QUOTED.match(self.text, self.place)
        if match is None:
            self.no_more.add('"')
            self.phrase.append('"')
            return
        self.place = match.end()
        inner = match.group()[:-1]
        self.quoted = True
        self.phrase.append(ESCAPE.sub(r"\1", inner) if "\\" in inner else inner)

    def take_comment(self) -> None:
        """Take a comment, however deeply nested."""
        start = place = self.place
        depth = 1
        while depth:
            edge = COMMENT_EDGE.search(self.text, place)
            if edge is None:
                self.no_more.add("(")
                self.phrase.append("(")
                return
            place = edge.end() + (edge.group() == "\\")
            depth += {"(": 1, ")": -1}.get(edge.group(), 0)
        self.place = place
        comment = ESCAPE.sub(r"\1", self.text[start : place - 1])
        self.comments.append(comment)
        if self.address is None:
            self.phrase.append(f"({comment})")

    def take_angle(self) -> None:
        """Take an address in angle brackets; the first one counts."""
        end = self.text.find(">", self.place)
        if end < 0:
            self.no_more.add("<")
            end = len(self.text)
        inner = self.text[self.place : end]
        opened = inner.rfind("<")
        if opened >= 0:  # `<<a@b>`
            inner = inner[opened + 1 :]
        self.place = end + 1
        if self.address is None:
            self.address = bare_address(inner)

    def finish(self) -> None:
        """Close the mailbox that was being read."""
        phrase = "".join(self.phrase).strip()
        if self.address is not None:
            only_comment = len(self.comments) == 1 and phrase == f"({self.comments[0]})"
            name = self.comments[0] if self.comments and (not phrase or only_comment) else phrase
            self.keep(name, self.address)
        elif phrase:
            self.keep_bare(phrase)
        self.phrase.clear()
        self.comments.clear()
        self.address = None
        self.quoted = False

    def keep_bare(self, phrase: str) -> None:
        """Keep what has no angle brackets: an address, perhaps with a comment, or only a name."""
        for comment in self.comments:
            phrase = phrase.replace(f"({comment})", " ", 1)
        phrase = BLANKS.sub(" ", phrase).strip()
        name = self.comments[0] if self.comments else ""
        spelled = spelled_out(phrase)
        if "@" in spelled and " " not in spelled and not spelled.startswith("@"):
            self.keep(name, bare_address(spelled))
            return
        before, opened, inner = phrase.rpartition("[")
        if opened and inner.endswith("]"):  # `Tam Wick [mailto:tam@wick.example]`, as Outlook quotes it
            address = bare_address(inner[:-1].removeprefix("SMTP:"))
            if "@" in address:
                self.keep(before, address)
                return
        before, _, last = phrase.rpartition(" ")
        if "@" in last:  # `Tam Wick tam@wick.example`
            self.keep(before, bare_address(last))
        elif "@" in phrase and " " not in (together := AROUND_DOTS.sub(r"\1", phrase)):
            self.keep(name, together)  # `tam @ wick . example`, as RFC 5322, section 4.4, has it
        else:
            self.keep(f"{phrase} ({name})" if name and phrase else phrase or name, "")

    def keep(self, name: str, address: str) -> None:
        """Keep a mailbox unless it is empty."""
        shown = shown_name(name)
        if shown or address:
            self.found.append(Mailbox(shown, address))


def shown_name(name: str) -> str:
    """Return a display-name decoded, its blanks made single."""
    if "=?" in name:
        name = decode_words(name)
    return " ".join(name.split()).strip('" ')


def bare_address(inner: str) -> str:
    """Return an address without route, blanks and `mailto:`; `user at host` becomes `user@host`."""
    if "(" in inner:
        inner = without_comments(inner)
    address = spelled_out(BLANKS.sub(" ", inner).strip())
    if address.startswith("@") and ":" in address:
        address = address.rpartition(":")[2]
    if address[:7].lower() == "mailto:":
        address = address[7:]
    return address.replace(" ", "")


def spelled_out(text: str) -> str:
    """Return `user at host` as `user@host`, anything else as it is.

    >>> spelled_out("tam at wick.example"), spelled_out("Bob at Work")
    ('tam@wick.example', 'Bob at Work')
    """
    match = SPELLED.fullmatch(text)
    if match and ("." in match[2] or match[2] == "localhost"):
        return f"{match[1]}@{match[2]}"
    if "@" not in text and HIDDEN.search(text):
        return HIDDEN.sub("@", text, count=1)
    return text
