"""Sessions, tables, diffs and drawings look quoted: where the stored parent lacks them they are own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsing.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

QUESTION = (
    "I do not understand what the mean of a column is, and how I may take it\n"
    "without the rows that have no value. Who can tell me?"
)
HEAD = "On 1 Nov 2007, Dan Ashby wrote:\n"
QUOTE = f"> {QUESTION.splitlines()[0]}\n"
SESSIONS = {
    "R": "> x <- c(1, 2, NA)\n> mean(x, na.rm = TRUE)\n[1] 1.5\n",
    "one line of R": "> mean(x)\n[1] 1.5\n",
    "R and lone names": "> library(lattice)\n> help(mean)\n> x\n[1] 1 2 3\n> y\n[1] 4\n",
    "R and its data": "> boards <- read.table('boards.txt')\n> boards\n1 12\n2 14\n> summary(boards)\n",
    "R over two lines": "> fit <- lm(y ~ x, data = boards,\n+           subset = x > 2)\n> anova(fit)\n",
    "a comment in R": "> # take the mean without missing values\n> mean(x, na.rm=TRUE)\n[1] 1.5\n",
    "Python": ">>> import os\n>>> os.getcwd()\n'/tmp'\n",
    "a loop in Python": ">>> for x in range(3):\n...     print(x)\n0\n1\n2\n",
    "names in Python": ">>> x\n3\n>>> y = 4\n",
    "a shell": "$ ls -l\ntotal 3\n$ cat boards\n",
    "a shell with a bare prompt": "> ls -l\n> cat boards\n> make install\n",
    "a debugger": "(gdb) bt\n#0  main () at barn.c:3\n#1  0x0804 in roof ()\n(gdb) quit\n",
    "a database": "mysql> select length from boards;\n+----+\n| 12 |\n+----+\n1 row in set\n",
    "a small database": "sqlite> select * from boards;\n1|two\n",
    "a table": "| name | value |\n|------|-------|\n| a    | 1     |\n",
    "a drawn table": "+------+-------+\n| name | value |\n+------+-------+\n",
    "a diff": "--- a/barn.c\n+++ b/barn.c\n@@ -1,2 +1,2 @@\n-> old\n+> new\n",
    "a diff without context": "3c3\n< old board\n---\n> new board\n",
    "lines added": "12a13,14\n> a new board for the roof\n> another board for it\n",
    "a drawing": "   ____\n  /    \\\n |  ()  |----->\n  \\____/\n",
    "an escaped line": "It was so.\n>From here on it was not.\n",
    "Haskell": "ghci> map (+1) [1,2]\n[2,3]\nPrelude> 1 + 1\n2\n",
    "Ruby": "irb> puts 'x'\nx\n=> nil\n",
    "DOS": "C:\\barn> dir\nC:\\barn> copy a b\n",
    "Octave": ">> x = [1 2 3]\nx =\n   1 2 3\n>> mean(x)\n",
    "Matlab": ">> help mean\n>> plot(x)\n",
    "a talk of mail servers": "> EHLO barn.example\n< 250 ok\n> MAIL FROM:<dan@ashby.example>\n< 250 ok\n",
}
PLACES = {
    "in a mail of its own": ("Look at this:\n\n{}\nIs it right?\n", ""),
    "in a reply without a quote": ("Try this:\n\n{}\nIt works here.\n", "a"),
    "below a quote": (HEAD + QUOTE + "\nTry this:\n\n{}\nIt works here.\n", "a"),
    "right below a quote": (HEAD + QUOTE + "{}\nIt works here.\n", "a"),
}
ANNOUNCED = (HEAD + "\n{}\nIt works here.\n", "a")
DRAWN = "a drawing"


def quoted(made: Any, text: str, session: str) -> list[str]:
    """Give the links and the quote blocks on the lines of a session."""
    start = text.index(session)
    end = start + len(session)
    first, last = text.count("\n", 0, start), text.count("\n", 0, end)
    links = [link for link in made.links(1) if link.span.start < end and link.span.end > start]
    blocks = [
        block
        for block in made.blocks(1)
        if block.kind is BlockKind.QUOTE and block.lines.first < last and block.lines.end > first
    ]
    return [*map(str, links), *map(str, blocks)]


@pytest.mark.parametrize("session", SESSIONS.values(), ids=SESSIONS.keys())
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_session_that_nobody_wrote_before_is_no_quote(
    session: str, place: tuple[str, str], mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """No link, no block of a quote, and no message is rebuilt of it."""
    text = place[0].format(session)
    tam = "Tam Wick <tam@wick.example>"
    made = engine(
        mail("a", f"Good morning,\n\n{QUESTION}\n\nDan\n"),
        mail("b", text, sender=tam, to=place[1], day=2, subject="farm" if place[1] else "cows"),
        study=True,
    )
    assert quoted(made, text, session) == []
    assert not made.rebuilt


@pytest.mark.parametrize(
    "session",
    [text for name, text in SESSIONS.items() if name != DRAWN],
    ids=[name for name in SESSIONS if name != DRAWN],
)
def test_a_session_right_under_an_announcement_is_no_quote_of_a_parent_that_lacks_it(
    session: str, mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """The parent is stored and is the one that is announced."""
    text = ANNOUNCED[0].format(session)
    made = engine(
        mail("a", f"Good morning,\n\n{QUESTION}\n\nDan\n"),
        mail("b", text, sender="Tam Wick <tam@wick.example>", to="a", day=2),
        study=True,
    )
    assert quoted(made, text, session) == []


@pytest.mark.parametrize("name", ["R", "Python", "a database", "Octave"])
def test_a_session_of_a_parent_that_is_not_stored_is_a_quote(
    name: str, mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Nothing says that it is not, right under the announcement."""
    marked = "".join(f"> {line}\n" for line in SESSIONS[name].splitlines())
    made = engine(mail("b", f"{HEAD}{marked}\nIt works.\n", sender="Eve <eve@marsh.example>", to="gone"))
    assert made.links(0)
