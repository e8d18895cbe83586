"""What must not change an origin, over generated threads: wrapping, marks, headers, copies, order."""

from __future__ import annotations

import random
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing.model import Ambiguous, Found

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SMALL = settings(
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = (  # noqa: SIM905 - they are read as words
    "barn roof snow wood yard fence board carpenter key shed lamp river mill wheel rope tower bell garden"
    " ladder stone bridge ferry oven bread cellar window goat orchard hammer rain winter market"
).split()
WRITERS = ("Dan Ashby", "Tam Wick", "Ann Fenley", "Eve Marsh", "Ivo Sedge")


class Post(NamedTuple):
    """A message: its number in the thread, whom it answers, the paragraphs it writes and those it quotes."""

    parent: int
    seed: int
    quoted: tuple[bool, bool]
    mark: str


def paragraph(seed: int) -> str:
    """Return a sentence of invented words; another seed has another one."""
    chosen = random.Random(seed)  # noqa: S311 - words, no secrets
    return f"{' '.join(chosen.choices(WORDS, k=14))} number {seed}.".capitalize()


@st.composite
def threads(draw: st.DrawFn) -> list[Post]:
    """Make a thread: at most four levels deep, with several answers to one mail."""
    posts = [Post(-1, draw(st.integers(0, 10_000)) * 100, (True, True), "> ")]
    depth = [0]
    for number in range(1, draw(st.integers(2, 6))):
        parent = draw(st.sampled_from([at for at in range(number) if depth[at] < 4]))
        quoted = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
        mark = draw(st.sampled_from(["> ", ">", "| "]))
        posts.append(Post(parent, posts[0].seed + 10 * number, quoted, mark))
        depth.append(depth[parent] + 1)
    return posts


def body(posts: list[Post], number: int, width: int = 70, mark: str = "") -> list[str]:
    """Return a post's lines: each paragraph that it quotes, with what that quotes, and an answer."""
    post = posts[number]
    own = [textwrap.wrap(paragraph(post.seed + at), width) for at in range(2)]
    if post.parent < 0:
        return [*own[0], "", *own[1]]
    above = paragraphs(body(posts, post.parent))
    lines: list[str] = []
    for at, wanted in enumerate(post.quoted):
        if wanted:
            lines += [(mark or post.mark) + line for line in above[-1 - at]]
            lines += ["", *own[at], ""]
    return lines[:-1]


def paragraphs(lines: list[str]) -> list[list[str]]:
    """Return the own paragraphs of a text, each with the quote right above it, if any."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


def mails_of(posts: list[Post], mail: Callable[..., Any], width: int = 70, mark: str = "") -> list[Any]:
    """Return the mails of a thread; the last one wrapped and marked as asked for."""
    last = len(posts) - 1
    made = []
    for number, post in enumerate(posts):
        lines = body(posts, number, *((width, mark) if number == last else ()))
        author = WRITERS[number % len(WRITERS)]
        above = WRITERS[post.parent % len(WRITERS)]
        if post.parent >= 0:
            lines = [f"On Thu, {post.parent + 1} Nov 2007, {above} wrote:", "", *lines]
        name = author.split()[1].lower()
        made.append(
            mail(
                f"m{number}",
                "\n".join(lines) + "\n",
                sender=f"{author} <{name}@{name}.example>",
                to=f"m{post.parent}" if post.parent >= 0 else "",
                day=number + 1,
            )
        )
    return made


def origins(made: Any) -> dict[str, set[tuple[str, str]]]:
    """Return by message what it quotes, squeezed, and where that was written; the first of copies counts."""
    found: dict[str, set[tuple[str, str]]] = {}
    for row in range(len(made.corpus)):
        key, text = made.corpus.key(row), made.corpus.text(row)
        for link in made.links(row):
            words = "".join(text[link.span.start : link.span.end].split())
            words = words.replace(">", "").replace("|", "")
            match link.resolution:
                case Found(passage):
                    found.setdefault(key, set()).add((words, passage.message))
                case Ambiguous():
                    found.setdefault(key, set()).add((words, "?"))
                case _:
                    pass
    return found


def truth(posts: list[Post]) -> dict[str, str]:
    """Return who wrote each paragraph, by its last word."""
    return {f"number{post.seed + at}.": f"m{number}" for number, post in enumerate(posts) for at in range(2)}


def strangers(mail: Callable[..., Any]) -> list[Any]:
    """Return an archive that has nothing to do with the thread."""
    first = mail("s0", paragraph(-1) + "\n\n" + paragraph(-2) + "\n", subject="cat")
    answer = f"> {paragraph(-1)}\n\n{paragraph(-3)}\n"
    return [first, mail("s1", answer, sender="Una Brook <una@brook.example>", to="s0", subject="cat", day=2)]


CHANGES: dict[str, Callable[[list[Any], Any], list[Any]]] = {
    "shuffled": lambda mails, _: random.Random(1).sample(mails, len(mails)),  # noqa: S311 - no secret
    "the other way round": lambda mails, _: mails[::-1],
    "no headers": lambda mails, _: [replace(each, to="", references=()) for each in mails],
    "an unrelated archive": lambda mails, mail: [*strangers(mail), *mails],
    "every message twice": lambda mails, _: [*mails, *mails],
    "trailing blanks": lambda mails, _: [replace(m, text=m.text.replace("\n", "  \n")) for m in mails],
}


@SMALL
@given(posts=threads())
def test_every_paragraph_leads_to_who_wrote_it(
    posts: list[Post], mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """However deep it is quoted."""
    writers = truth(posts)
    for quotes in origins(engine(*mails_of(posts, mail))).values():
        for words, origin in quotes:
            for ending, writer in writers.items():
                if words.endswith(ending):
                    assert origin == writer


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@SMALL
@given(posts=threads())
def test_what_changes_no_word_changes_no_origin(
    change: Callable[[list[Any], Any], list[Any]],
    posts: list[Post],
    mail: Callable[..., Any],
    engine: Callable[..., Any],
) -> None:
    """The same words lead to the same places, before the study and after."""
    mails = mails_of(posts, mail)
    expected = origins(engine(*mails, study=True))
    found = origins(engine(*change(mails, mail), study=True))
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize("mark", ["> ", ">", "| "])
@pytest.mark.parametrize("width", [50, 76])
@SMALL
@given(posts=threads())
def test_other_marks_and_widths_change_no_origin(
    width: int, mark: str, posts: list[Post], mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Of the last message."""
    last = f"m{len(posts) - 1}"
    expected = origins(engine(*mails_of(posts, mail)))
    assert origins(engine(*mails_of(posts, mail, width, mark))).get(last) == expected.get(last)


@SMALL
@given(posts=threads(), at=st.integers(0, 5))
def test_the_links_of_a_removed_message_lead_to_no_other(
    posts: list[Post], at: int, mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """They turn rebuilt or missing; all others stay."""
    mails = mails_of(posts, mail)
    gone = f"m{at % len(posts)}"
    expected = {
        key: {quote for quote in quotes if quote[1] != gone}
        for key, quotes in origins(engine(*mails, study=True)).items()
        if key != gone
    }
    left = [each for each in mails if each.id != gone]
    found = origins(engine(*left, study=True))
    for key, quotes in expected.items():
        assert {origin for _, origin in found.get(key, set())} <= {origin for _, origin in quotes}
