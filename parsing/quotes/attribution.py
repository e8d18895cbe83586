"""The lines that announce a quote: `On …, … wrote:` and its kin, in the languages of the table.

An announcement is told from at most three joined lines and 400 characters. What remains of it when the verb,
the date and the address are taken away is the author's name. Reply headers (`From: … Sent: …`) are in
`reply_headers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from parsing.headers.encoded_words import decode_words
from parsing.model import Attribution, Mailbox
from parsing.quotes.dates import find_date
from parsing.quotes.languages import DATE_WORDS, LOST_DATE_WORDS, VERBS, lower_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

JOINED_LINES = 3
JOINED_CHARACTERS = 400
SHORT_CHARACTERS = 60
"""An announcement with neither date nor address is no longer than this."""

ATTRIBUTIONS_KEPT = 1_024
"""One announcement is read for the blocks and for the sources, and again where a reply quotes it."""

SPACED_VERBS = tuple(verb for verb in VERBS if verb.isascii() or verb[-1] < "\u0600")
JOINED_VERBS = tuple(verb for verb in VERBS if verb not in SPACED_VERBS)
"""Verbs of scripts that put no blank between words."""
VERB = re.compile(
    r"(?<![\w/.-])(?:"
    + "|".join(re.escape(verb).replace(r"\?", r"\?{1,2}") for verb in SPACED_VERBS)
    + r")(?!\w)"
    "|" + "|".join(re.escape(verb) for verb in JOINED_VERBS)
)
LAST_WORDS = tuple(frozenset(verb.split()[-1] for verb in VERBS))
FIRST_WORDS = frozenset(re.split(r"[ (?/]", verb)[0] for verb in SPACED_VERBS)
ADDRESS = re.compile(r"[\w.+\-=]{1,64}(?:@| at )[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}")
BRACKETED = re.compile(r"<(?:mailto:)?([^<>\s]{1,64}(?:@| at )[^<>\s]{1,128})>")
MESSAGE_ID = re.compile(r"<([^<>\s@]{1,200}@[^<>\s@]{1,200})>")
AT_ADDRESS = re.compile(
    r"([\w.+\-=]{1,64}) at ([^\W\d][\w\-]{0,62}(?:\.[\w\-]{1,63}){0,5}\.[^\W\d_]{2,24})(?![\w.])"
)
"""An address as an archive's page writes it."""
QUOTED_NAME = re.compile(r'"([^"]{2,80})"|== ([^<>=]{2,80}) (?:<|writes)')
EXCERPTS = re.compile(r"Excerpts from (.{2,80}?)(?:'s|’s|') message of ")
VIA = " via "
"""Before the name of the list that sent the mail in somebody's place, with an address of its own."""
HIDDEN = "\u2426"
"""What became of a sign that only turns the direction of writing."""
WITHOUT_BLANKS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
"""Letters of scripts that put no blank between words: nor does a line that ends there."""
NOT_NAME = re.compile(r"[^\w.'’\-]+|(?<!\w)['’.\-]+")
DATE_HINT = re.compile(r"\d{4}|\d{1,2}[:./h-]\d{2}")
NAME_BREAK = re.compile(r"([,，、،();\[\]])")
GIVEN_NAMES = frozenset(
    ("jan", "may", "april", "june", "august", "sun", "sam", "ian", "per", "dom", "mar", "van", "de")
)
"""Words of dates that are people's names as well."""
NOBODY = frozenset(("you", "your", "i", "he", "she", "they", "we", "it", "someone", "somebody", "message"))
"""What remains of `You wrote:` and the like."""
PARTICLES = frozenset(
    (
        "d",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "la",
        "las",
        "le",
        "los",
    )
)
"""Words of dates that stand inside people's names."""
NAMING = ("According to ", "Thus spake ")
LEADING = re.compile(r"[ \t*|#>:\[\-]{0,12}")
ENDS = (":", "：", ">>>", "]]")
LAST_SIGNS = (":", "：", ">>>", "]")
"""What the last line of an announcement ends with, if not with a word for `wrote`."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement and how many lines it takes."""

    lines: int
    attribution: Attribution


def find_announcement(texts: Sequence[str], at: int, *, before_quote: bool = False) -> Announcement | None:
    """Read the announcement that begins at this line, of at most three lines.

    `before_quote` says that a deeper quote follows; then less is asked of the line.
    """
    joined = ""
    unclosed: Announcement | None = None
    for count in range(1, JOINED_LINES + 1):
        if at + count > len(texts):
            return unclosed
        part = texts[at + count - 1].replace(HIDDEN, "").strip()
        if not part or (count > 1 and len(joined) < 20 and not joined.endswith((",", ">"))):
            return unclosed
        joined = join_lines(joined, part)
        if len(joined) > JOINED_CHARACTERS:
            return unclosed
        if announces(joined, before_quote=before_quote):
            found = Announcement(count, read_attribution(joined))
            if joined.endswith(ENDS):
                return found
            unclosed = unclosed or found
        elif part.endswith((".", "!", "?", ":")) and count > 1:
            return unclosed
    return unclosed


def join_lines(before: str, part: str) -> str:
    """Join a wrapped line to what comes before it.

    >>> join_lines("On 3 Nov 2007, Dan Ashby", "wrote:"), join_lines("王小明寫", "道：")
    ('On 3 Nov 2007, Dan Ashby wrote:', '王小明寫道：')
    """
    if not before:
        return part
    tight = before[-1] == "<" or (WITHOUT_BLANKS.match(before[-1]) and WITHOUT_BLANKS.match(part))
    return before + part if tight else f"{before} {part}"


def may_end_announcement(line: str) -> bool:
    """Whether a line has what the last line of every announcement has, whatever stands above it.

    >>> may_end_announcement("he wrote:"), may_end_announcement("a écrit"), may_end_announcement("Yes.")
    (True, True, False)
    """
    text = line.strip()
    return text.endswith(LAST_SIGNS) or lower_letters(text).rstrip(" :：").endswith(LAST_WORDS)


def announces(text: str, *, before_quote: bool = False) -> bool:
    """Whether the text is an announcement.

    >>> announces("On Fri, 30 Nov 2007, Dan Ashby wrote:")
    True
    >>> announces("She said so, and wrote a book.")
    False
    """
    closed = text.endswith(ENDS) and text.count("(") <= text.count(")")
    if before_quote and is_heading(text):
        return True
    if not closed and not (before_quote and verb_at_end(text)):
        return False
    has_date = DATE_HINT.search(text) is not None
    has_address = "@" in text or (" at " in text and AT_ADDRESS.search(text) is not None)
    if not closed or text.endswith(">>>"):
        return has_date or (has_address and not closed)
    verb = has_verb(text)
    if verb and (has_date or has_address or '"' in text or len(text) <= SHORT_CHARACTERS):
        evident = has_date or has_address or '"' in text
        return evident or before_quote or (verb_at_end(text) and is_full_name(text.split()[:-1]))
    if has_date and "@" in text and ("<" in text or "(" in text or "[" in text) and len(text) <= 160:
        return True
    return text.startswith(("Quoting ", "Quoth ", "Excerpts from ")) and len(text) <= 100


def is_heading(text: str) -> bool:
    """Whether a line right above a quote names somebody without a verb.

    >>> is_heading("* Dan Ashby [2009-03-01 10:00]:"), is_heading("[Dan Ashby]"), is_heading("Like this:")
    (True, True, False)
    """
    if len(text) > 2 * SHORT_CHARACTERS:
        return False
    if text.startswith(NAMING):
        return text.endswith(":") and is_full_name(text[:-1].split()[2:])
    if text.startswith("["):
        return text.endswith("]") and is_full_name(text[1:-1].split())
    if not text.endswith(("]:", "):")) or DATE_HINT.search(text) is None:
        return False
    return is_full_name(text.lstrip("*-# ").partition("[")[0].partition("(")[0].split())


def is_full_name(words: Sequence[str]) -> bool:
    """Whether these words may be somebody's full name: two to four, with capitals.

    >>> is_full_name(["Dan", "Ashby"]), is_full_name(["POSIX"]), is_full_name(["The", "manual"])
    (True, False, False)
    """
    return 2 <= len(words) <= 4 and all(word[0].isupper() and not word.isupper() for word in words)


def has_evidence(text: str) -> bool:
    """Whether an announcement has a date or an address, so that it can be nothing else."""
    return DATE_HINT.search(text) is not None or "@" in text


def has_verb(text: str) -> bool:
    """Whether a word for `wrote` stands in the text."""
    lowered = lower_letters(text)
    if not FIRST_WORDS.isdisjoint(lowered.rstrip(":").split()):
        return VERB.search(lowered) is not None
    words = (word.partition("(")[0].strip(":,)") for word in lowered.split())
    if not any(word in FIRST_WORDS or not word.isascii() or "?" in word for word in words):
        return False
    return VERB.search(lowered) is not None


def verb_at_end(text: str) -> bool:
    """Whether the text ends with a word for `wrote`, but for a colon."""
    tail = lower_letters(text).rstrip(" :：")
    return tail.endswith(VERBS)


@lru_cache(ATTRIBUTIONS_KEPT)
def read_attribution(text: str) -> Attribution:
    """Read author, date and message id out of an announcement.

    >>> read_attribution("On Fri, 30 Nov 2007, Dan Ashby wrote:").author
    Mailbox(name='Dan Ashby', address='')
    """
    identifier = message_id(text)
    address = author_address(text, identifier)
    name = shown_author(author_name(text, address, identifier))
    author = Mailbox(name, address) if name or address else None
    english = any(word in text for word in ("On ", "wrote", "AM", "PM", "writes"))
    return Attribution(text, author, find_date(text, month_first=english), identifier)


def shown_author(name: str) -> str:
    """Give an author's name, its encoded-words decoded; empty if it is no name.

    >>> (
    ...     shown_author("=?iso-8859-1?Q?J=F6rg_Ashby?="),
    ...     shown_author("your"),
    ...     shown_author("secrets flag: FALSE"),
    ... )
    ('Jörg Ashby', '', '')
    """
    if ": " in name or name.lower() in NOBODY:
        return ""
    return decode_words(name) if "=?" in name else name


def message_id(text: str) -> str | None:
    """Give the id that the announcement names: `In message <id>, … writes:`."""
    found = MESSAGE_ID.search(text)
    if found is None:
        return None
    before = text[: found.start()].rstrip().lower()
    return found.group(1) if before.endswith(("message", "article", "in", "news:", "id")) else None


def author_address(text: str, identifier: str | None) -> str:
    """Give the author's address as it is written, `at` made `@`; empty where none stands there."""
    rest = text.replace(f"<{identifier}>", " ") if identifier else text
    if VIA in rest:
        return ""
    found = BRACKETED.search(rest)
    if found is not None:
        return found.group(1).replace(" at ", "@")
    if "@" in rest:
        bare = ADDRESS.search(rest)
        return bare.group() if bare is not None and "@" in bare.group() else ""
    written = AT_ADDRESS.search(rest) if " at " in rest else None
    return "@".join(written.groups()) if written is not None else ""


def author_name(text: str, address: str, identifier: str | None) -> str:
    """Give what remains of an announcement without verb, date, address and the small words around them."""
    excerpts = EXCERPTS.match(text)
    if excerpts is not None:
        return excerpts.group(1)
    quoted = QUOTED_NAME.search(text)
    if quoted is not None and (quoted.group(2) or "@" not in quoted.group(1)):
        named = quoted.group(2) or quoted.group(1)
        if "==" not in text or quoted.group(2):
            return named.strip()
        after = text[quoted.end() :].partition("==")[2].partition("<")[0]
        return name_words(VERB.sub(" ", after)) or named
    rest = LEADING.sub("", text, count=1)
    written = address.replace("@", " at ")
    known = f"<{identifier}>" if identifier else ""
    for piece in (known, f"<{address}>", f"<mailto:{address}>", address, written):
        rest = rest.replace(piece, " ") if piece.strip("<>") else rest
    rest = BRACKETED.sub(" ", rest.partition(VIA)[0] if VIA in rest else rest)
    return name_words(VERB.sub(" ", rest) if rest.isascii() else remove_verbs(rest))


def remove_verbs(text: str) -> str:
    """Blank the words for `wrote`, whatever their case."""
    lowered = lower_letters(text)
    for found in VERB.finditer(lowered):
        text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    return text


def is_date_word(word: str, after: str, before: Sequence[str]) -> bool:
    """Whether a word belongs to the date; `Jan Fenley` does not, nor the `P.` of `Daniel P. Fenley`."""
    lowered = lower_letters(word).strip(".")
    if lowered not in DATE_WORDS:
        return False
    capital_after = after[:1].isupper() and after.lower().strip(".,") not in DATE_WORDS
    if len(lowered) == 1:
        return not (before and word[0].isupper() and capital_after)
    return not (lowered in GIVEN_NAMES and word[0].isupper() and capital_after)


def is_particle(words: Sequence[str], number: int) -> bool:
    """Whether a word is the `de` or the `la` of `Ana de la Vega`: small words, then one that is a name."""
    for word in words[number : number + 3]:
        if word not in PARTICLES:
            return (
                word is not words[number] and word[0].isupper() and word.lower().strip(".,") not in DATE_WORDS
            )
    return False


def name_words(text: str) -> str:
    """Give the longest run of words that may be a name: no digits, no word of a date.

    >>> name_words("Am Mittwoch, den 5. Dezember 2007, Dan Ashby :")
    'Dan Ashby'
    >>> name_words("El martes, 3 de marzo de 2009, Ana de la Vega")
    'Ana de la Vega'
    >>> name_words("Le 16 f?vrier 2009, moulin")
    'moulin'
    """
    runs: list[list[str]] = [[]]
    words = NAME_BREAK.sub(r" \1 ", text).split()
    for number, word in enumerate(words):
        bare, after = NOT_NAME.sub("", word), words[number + 1] if number + 1 < len(words) else ""
        if runs[-1] and is_particle(words, number):
            runs[-1].append(bare)
        elif (
            not bare
            or any(letter.isdigit() for letter in bare)
            or is_date_word(bare, after, runs[-1])
            or ("?" in word and bare.lower() in LOST_DATE_WORDS)
        ):
            runs.append([])
        else:
            runs[-1].append(bare)
    best = max(runs, key=lambda run: (sum(word[0].isupper() or not word.isascii() for word in run), len(run)))
    return " ".join(best[:6]).strip("'’")
