"""Quote marks: how deep a line is quoted and where its own text begins (RFC 3676 4.5, and what clients do).

Told from the line alone: `>`, `> >`, `>>>`, ` > `, and once a line is marked also `>|` and `> : `.
Told from its neighbours: supercite's initials (`AB>`, `    AB> `) and names (`Name>`), which count when they
recur or when `>` follows. Not told here: `|`, `:`, `#`, `}`, `%`, a tab, indentation, no mark at all; they
count only under an announcement or where the parent has the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsing.limits import QUOTE_DEPTH
from parsing.model import Line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MARK = re.compile(r"[ ]{0,4}>(?:[ \t]{0,8}(?:[^\W\d_]{1,4})?[>|])*[ ]?")
"""One or more `>`; after the first, initials and bars too. `>` needs no blank after it.

Each repeat consumes a `>` or `|`, and blanks before it are bounded: linear.
"""
INNER_MARK = re.compile(r"(?:[ \t]{0,8}(?:(?:[^\W\d_]{1,4})?>|\|))+[ ]?")
"""What may follow a mark of another kind: `>`, bars, and initials before a `>`."""
NAMED_MARK = re.compile(
    r"[ \t]{0,8}([^\W\d_][\w.\-]{0,15})>(?=[ \t>|]|$)(?:[ \t]{0,8}(?:[^\W\d_]{1,4})?[>|])*[ ]?"
)
TIGHT_MARK = re.compile(r"[ \t]{0,8}([^\W\d_]{2,4})>(?:[ \t]{0,8}(?:[^\W\d_]{1,4})?[>|])*(?=[^ \t>|])")
"""Initials with the text right behind them."""
FROM_ESCAPE = re.compile(r">{1,8}From ")
PROMPT_NAMES = (
    "in|out|mysql|sql|sqlite|ghci|gdb|db|irb|pry|sh|bash|csh|zsh|ksh|ftp|telnet|lftp|scheme|guile|perl|python|"
    "lisp|prolog|r|cmd|dos|psql|mongo|redis|hive|spark|scala|iex|erl|ocaml|smb|imap|SQL|R|MariaDB|Octave|In|Out"
)
"""Words before `>` that are a program's prompt, not a writer's initials."""
OTHER_MARKS = ">|:#}%*~! \t"
"""What marks are made of that may stand before a name."""
NAME_WINDOW = 18
SHORT_NAME = 4
"""Initials no longer than this are a mark behind every other."""
NAMES_TRIED = 8
NAME_SEEN = 2
"""Lines that must bear the same initials before they count as a mark."""


def split_line(raw: str) -> Line:
    """Split a raw line into its quote depth, its mark and its text, by the line alone.

    >>> split_line("> > two deep")
    Line(depth=2, mark='> > ', text='two deep')
    >>> split_line(">|bar")
    Line(depth=2, mark='>|', text='bar')
    """
    found = MARK.match(raw)
    if found is None:
        return Line(0, "", raw)
    mark = without_announcement(without_table(found.group(), raw), raw)
    return Line(depth_of(mark), mark, raw[len(mark) :])


def without_announcement(mark: str, raw: str) -> str:
    """Cut a mark before the `>>>>>` or `>>>` that belongs to an announcement.

    >>> without_announcement("> >>>>> ", '> >>>>> "Dan" == Dan Ashby <dan@ashby.example> writes:')
    '> '
    >>> without_announcement(">>> ", ">>> Dan Ashby 12/03/07 10:14 AM >>>")
    ''
    """
    if mark.endswith(">>>>> ") and raw.startswith('"', len(mark)) and "==" in raw:
        return mark[:-6]
    if mark.endswith(">>> ") and raw.rstrip().endswith(" >>>"):
        return mark[:-4]
    return mark


def without_table(mark: str, raw: str) -> str:
    """Cut a mark before the `|` that is the edge of a quoted table.

    >>> without_table("> | ", "> | a | b |")
    '> '
    """
    if "|" in mark and raw.rstrip().endswith("|"):
        return mark[: mark.index("|")]
    return mark


def depth_of(mark: str) -> int:
    """Count the levels of a mark; deeper than the cap counts as the cap."""
    return min(mark.count(">") + mark.count("|"), QUOTE_DEPTH)


def split_lines(text: str) -> tuple[Line, ...]:
    """Split displayed text into its lines; `mark + text` of each is the line as it stands."""
    raws = text.split("\n")
    names = recurring_names(raws) if ">" in text else frozenset()
    lines: list[Line] = []
    for number, raw in enumerate(raws):
        if ">" not in raw:
            lines.append(Line(0, "", raw))
        elif (named := named_line(raw, names)) is not None:
            lines.append(named)
        elif FROM_ESCAPE.match(raw) and not is_marked_around(raws, number):
            lines.append(Line(0, "", raw))
        else:
            lines.append(split_line(raw))
    return tuple(lines)


def named_line(raw: str, names: frozenset[str]) -> Line | None:
    """Split a line that begins with a writer's initials, if they are known to be that."""
    if not names:
        return None
    mark = named_mark(raw, names)
    if not mark:
        return None
    mark = without_table(mark, raw)
    return Line(depth_of(mark), mark, raw[len(mark) :])


def named_mark(raw: str, names: Collection[str], at: int = 0) -> str:
    """Give the mark that begins here if it is that of a writer who is known; empty if it is not.

    >>> named_mark("PD> > two", {"PD"}), named_mark("PD>two", {"PD"}), named_mark("in> x", {"PD"})
    ('PD> > ', 'PD>', '')
    """
    found = NAMED_MARK.match(raw, at) or TIGHT_MARK.match(raw, at)
    return found.group() if found is not None and found.group(1) in names else ""


def recurring_names(raws: Sequence[str]) -> frozenset[str]:
    """Give the words before `>` at the start of lines that are somebody's initials or name.

    >>> recurring_names(["PD> one", "PD> two", "mysql> select", "mysql> quit"])
    frozenset({'PD'})
    """
    seen: dict[str, int] = {}
    tight: dict[str, int] = {}
    for raw in raws:
        if ">" not in raw:
            continue
        if raw[0] in OTHER_MARKS and raw[0] > " ":
            rest = raw.lstrip(OTHER_MARKS) if raw.find(">", 2, 2 * NAME_WINDOW) > 0 else ""
            if ">" in rest[:NAME_WINDOW] and (found := NAMED_MARK.match(rest)) is not None:
                name = found.group(1)
                seen[name] = seen.get(name, 0) + (len(name) > SHORT_NAME and not is_prompt(name))
        elif (found := NAMED_MARK.match(raw)) is not None:
            name = found.group(1)
            seen[name] = seen.get(name, 0) + (not is_prompt(name))
        elif (found := TIGHT_MARK.match(raw)) is not None and is_initials(found.group(1)):
            tight[found.group(1)] = tight.get(found.group(1), 0) + 1
    for name in list(tight)[:NAMES_TRIED]:
        if name in seen or are_initials_of_named(name, raws):
            seen[name] = seen.get(name, 0) + tight[name]
    known = {name for name, count in seen.items() if count >= NAME_SEEN or (count and is_initials(name))}
    single = [name for name, count in seen.items() if count == 1 and name not in known]
    return frozenset(known.union(name for name in single[:NAMES_TRIED] if is_named(name, raws)))


def is_named(name: str, raws: Sequence[str]) -> bool:
    """Whether somebody of this name is spoken of in another line: in the announcement, for one."""
    if len(name) < 3 or not name[0].isupper():
        return False
    return any(name in raw and not raw.lstrip().startswith(f"{name}>") for raw in raws)


def are_initials_of_named(name: str, raws: Sequence[str]) -> bool:
    """Whether words with these initials stand in a line: in the announcement, for one."""
    words = re.compile(r"(?<!\w)" + r"\w{0,30}[ .-]{1,3}".join(map(re.escape, name)) + r"(?!>)")
    return any(words.search(raw) is not None for raw in raws if not raw.lstrip().startswith(f"{name}>"))


def is_prompt(name: str) -> bool:
    """Whether a word before `>` is a program's prompt."""
    return f"|{name}|" in f"|{PROMPT_NAMES}|"


def is_initials(name: str) -> bool:
    """Whether this looks like a person's initials."""
    return 2 <= len(name) <= 4 and name.isupper() and name.isalpha()


def is_marked_around(raws: Sequence[str], number: int) -> bool:
    """Whether the line before or after is quoted, so that `>From ` is a quoted line and no escape."""
    before = raws[number - 1] if number else ""
    after = raws[number + 1] if number + 1 < len(raws) else ""
    return any(MARK.match(raw) is not None and not FROM_ESCAPE.match(raw) for raw in (before, after))
