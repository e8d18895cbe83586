"""Threads by headers, quotes and subjects, drawn as trees."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

import pytest

from parsing.model import ParentBy
from parsing.threads.containers import Containers
from parsing.threads.jwz import Hints, RebuiltNode, Threads, threading

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tests.parsing.threads.conftest import FewMails


def test_replies_hang_under_the_last_of_their_references(mails: FewMails) -> None:
    """Siblings stand by date, threads too."""
    mails.add("late", day=9)
    mails.add("a", day=1)
    mails.add("a.2", "a", day=4)
    mails.add("a.1", "a", day=2)
    mails.add("a.1.1", "a a.1", day=3)
    assert mails.drawn() == ["a", "  a.1", "    a.1.1", "  a.2", "late"]
    assert set(mails.threads().table.parent_by) == {None, ParentBy.REFERENCES}


def test_a_parent_may_come_later_in_the_archive_and_be_dated_later(mails: FewMails) -> None:
    """Headers outrank dates and the order of files."""
    mails.add("answer", "question", day=1)
    mails.add("question", day=2)
    assert mails.drawn() == ["question", "  answer"]


def test_in_reply_to_serves_where_there_are_no_references(mails: FewMails) -> None:
    """Of several ids the one that is stored counts."""
    mails.add("a")
    mails.add("b", in_reply_to="nobody@here.example a")
    assert mails.parents() == {"b": "a by in-reply-to"}


def test_in_reply_to_is_believed_against_references_if_it_is_stored(mails: FewMails) -> None:
    """Old programs put wrong ids last into References, never into In-Reply-To."""
    mails.add("a")
    mails.add("b", "a")
    mails.add("c", "a b", in_reply_to="a")
    mails.add("d", "a b", in_reply_to="lost@here.example")
    parents = mails.parents()
    assert parents["c"] == "a by in-reply-to"
    assert parents["d"] == "b by references"


def test_the_archives_own_pages_hang_up_what_headers_do_not(mails: FewMails) -> None:
    """A header that names a stored message outranks them; one that names a lost one does not."""
    mails.add("a")
    mails.add("b")
    mails.add("c", "a")
    mails.add("d", "lost")
    mails.add("e", "lost")
    mails.add("f")
    hints = Hints(page_parents=[-1, 0, 1, 1, -1, 99, 0])
    assert mails.parents(hints) == {
        "b": "a by page",
        "c": "a by references",
        "(lost)": "b by page",
        "d": "(lost) by references",
        "e": "(lost) by references",
    }
    assert len(mails.parents(Hints(page_parents=[1, 0]))) == len(mails.parents()) + 1


def test_a_message_that_names_itself_is_its_own_root(mails: FewMails) -> None:
    """Itself among its references is passed over."""
    mails.add("a", "a", in_reply_to="a")
    mails.add("b", "a b", in_reply_to="b")
    assert mails.drawn() == ["a", "  b"]


def test_a_circle_of_references_is_cut_once(mails: FewMails) -> None:
    """Nobody is lost, and nobody is an own ancestor."""
    mails.add("a", "c")
    mails.add("b", "a")
    mails.add("c", "b")
    assert sorted(line.strip() for line in mails.drawn()) == ["a", "b", "c"]
    assert len(mails.parents()) == 2


def test_a_lost_parent_of_one_reply_is_left_out(mails: FewMails) -> None:
    """Its reply takes its place, under whatever stands above."""
    mails.add("a")
    mails.add("c", "a lost")
    mails.add("d", "gone")
    assert mails.drawn() == ["a", "  c", "d"]


def test_a_lost_parent_of_two_replies_holds_them_together(mails: FewMails) -> None:
    """It stands as a ghost, at the root or inside, dated as the earliest of them."""
    mails.add("x", day=2)
    mails.add("b", "lost", day=3)
    mails.add("c", "lost", day=1)
    mails.add("e", "x inner", day=5)
    mails.add("f", "x inner", day=6)
    mails.add("g", "x", day=4)
    assert mails.drawn() == ["(lost)", "  c", "  b", "x", "  g", "  (inner)", "    e", "    f"]
    assert mails.threads().ghosts == ("lost", "inner")


def test_ghosts_above_ghosts_are_left_out_too(mails: FewMails) -> None:
    """Of a chain of lost ancestors only the one with two replies stays."""
    mails.add("m", "g.1 g.2 g.3")
    mails.add("n", "g.1 g.2 g.3")
    mails.add("o", "h.1 h.2")
    assert mails.drawn() == ["(g.3)", "  m", "  n", "o"]


def test_references_of_others_hang_up_a_message_whose_own_are_lost(mails: FewMails) -> None:
    """If its subject agrees; who answers two threads at once does not make one of them."""
    mails.add("a", subject="The weir")
    mails.add("b", subject="Re: The weir")
    mails.add("other", subject="The mill")
    mails.add("c", "a b other", subject="Re: The mill")
    assert mails.drawn() == ["a", "  b", "other", "  c"]


def test_the_order_of_files_changes_nothing(mails: FewMails) -> None:
    """Every parent is the same in ten shuffles of sixty mails."""
    dice = random.Random(7)  # noqa: S311 - the same at every run is what is wanted
    names = [f"m{number}" for number in range(60)]
    for number, name in enumerate(names):
        chain = [names[dice.randrange(number)] for _ in range(dice.randrange(3))] if number else []
        mails.add(name, " ".join(chain), day=number)
    expected = mails.parents()
    for _ in range(10):
        dice.shuffle(mails.rows)
        mails.forget()
        assert mails.parents() == expected


def test_a_copy_hangs_where_its_original_hangs_and_is_not_shown(mails: FewMails) -> None:
    """References of either serve both."""
    mails.add("a")
    original = mails.add("b")
    mails.add("c", "b")
    copy = mails.add("b", "a")
    hints = Hints(copies={copy: original})
    assert mails.drawn(hints) == ["a", "  b", "    c"]
    table = mails.threads(hints).table
    assert table.parent[copy] == table.parent[original] == 0
    assert (table.depth[copy], table.root[copy]) == (1, 0)


def test_another_text_under_a_known_id_has_its_own_place(mails: FewMails) -> None:
    """Replies by that id belong to the first."""
    mails.add("a")
    mails.add("a")
    mails.add("b", "a")
    table = mails.threads().table
    assert list(table.order) == [0, 2, 1]


def test_a_loose_reply_hangs_under_the_nearest_earlier_message_of_its_subject(mails: FewMails) -> None:
    """Prefixes and list tags do not count."""
    mails.add("a", subject="[list] The weir", day=1)
    mails.add("b", subject="Re: The weir", day=2)
    mails.add("c", subject="AW: [list] the weir", day=3)
    mails.add("d", subject="The weir", day=4)
    assert mails.parents() == {"b": "a by subject", "c": "b by subject"}


def test_a_reply_whose_parent_is_lost_hangs_by_subject_with_all_of_its_thread(mails: FewMails) -> None:
    """The lost parent's other replies come along."""
    mails.add("a", subject="The weir")
    mails.add("b", "lost", subject="Re: The weir")
    mails.add("c", "lost", subject="Re: The weir")
    assert mails.drawn() == ["a", "  (lost)", "    b", "    c"]
    assert mails.parents()["(lost)"] == "a by subject"


def test_a_subject_that_comes_back_makes_no_chain_of_years(mails: FewMails) -> None:
    """More than two months before is another thread; a reply without a subject is alone."""
    mails.add("old", subject="Meeting", day=1)
    mails.add("new", subject="Re: Meeting", day=80)
    mails.add("empty", subject="Re: ", day=81)
    mails.add("empty too", subject="Re:", day=82)
    assert mails.parents() == {}


def test_a_first_message_with_a_clock_that_was_ahead_is_still_the_parent(mails: FewMails) -> None:
    """By up to a day, if it is no reply itself."""
    mails.add("reply", subject="Re: The weir", day=1)
    mails.add("another", subject="Re: The weir", day=1.2)
    mails.add("first", subject="The weir", day=1.5)
    mails.add("much later", subject="The mill", day=9)
    mails.add("reply too", subject="Re: The mill", day=1)
    assert mails.parents() == {"reply": "first by subject", "another": "reply by subject"}


def test_quotes_adopt_who_has_no_parent_by_headers(mails: FewMails) -> None:
    """They outrank the subject, and never a stored parent that a header names."""
    mails.add("a", subject="The weir")
    mails.add("b", subject="The mill")
    loose = mails.add("c", subject="Re: The weir")
    lost = mails.add("d", "lost", subject="Re: The weir")
    good = mails.add("e", "a", subject="Re: The weir")
    parents = mails.parents(Hints(adopted={loose: 1, lost: 1, good: 1}))
    assert parents == {"c": "b by quotes", "d": "b by quotes", "e": "a by references"}


def test_quotes_move_nothing_that_headers_have_put_in_its_place(mails: FewMails) -> None:
    """A lost parent moves with the reply that quotes, unless it has its own place, or answers to another."""
    mails.add("other")
    mails.add("x")
    under_known = mails.add("c", "x gone")
    mails.add("a", "lost")
    mails.add("b", "lost")
    below_stored = mails.add("d", "lost a")
    moved = mails.add("m", "away")
    mails.add("n", "away")
    parents = mails.parents(Hints(adopted={under_known: 0, below_stored: 0, moved: 0}))
    assert parents == {
        "c": "x by references",
        "a": "(lost) by references",
        "b": "(lost) by references",
        "d": "a by references",
        "m": "(away) by references",
        "n": "(away) by references",
        "(away)": "other by quotes",
    }


def test_a_page_tells_the_parent_where_headers_do_not(mails: FewMails) -> None:
    """The archive's own index knows more than quotes, and less than headers."""
    mails.add("a")
    child = mails.add("b")
    good = mails.add("c", "b")
    parents = mails.parents(Hints(page_parents=[-1, 0, 0], adopted={child: good}))
    assert parents == {"b": "a by page", "c": "b by references"}


def test_a_rebuilt_message_stays_where_its_id_stands(mails: FewMails) -> None:
    """Though it has a single reply; one that no header names stands above those who quote it."""
    mails.add("a", day=1)
    mails.add("c", "a lost", day=3)
    quoter = mails.add("q", day=5)
    rebuilt = {"lost": RebuiltNode(None, None), "made": RebuiltNode(0, 4 * 86_400)}
    hints = Hints(adopted={quoter: "made"}, rebuilt=rebuilt)
    assert mails.drawn(hints) == ["a", "  (lost)", "    c", "  (made)", "    q"]
    assert mails.parents(hints) == {
        "c": "(lost) by references",
        "(lost)": "a by references",
        "(made)": "a by quotes",
        "q": "(made) by quotes",
    }


def test_size_counts_what_stands_below(mails: FewMails) -> None:
    """A fold hides that many rows."""
    mails.add("a")
    mails.add("b", "a")
    mails.add("c", "a b")
    mails.add("d", "a lost")
    mails.add("e", "a lost")
    table = mails.threads().table
    assert [table.size[node] for node in table.order] == [5, 1, 0, 2, 0, 0]


def outcome(steps: Generator[None, None, Threads]) -> Threads:
    """Take all steps, and return what comes of them."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            threads: Threads = done.value
            return threads


def test_an_archive_that_grows_is_threaded_as_if_it_were_read_at_once(mails: FewMails) -> None:
    """With the containers of the time before, parents that come later are found all the same."""
    mails.add("b", "a lost", subject="Re: The weir")
    mails.add("c", "lost", subject="Re: The weir")
    containers = Containers()
    for _ in threading(mails, Hints(), containers):
        pass
    mails.add("a", subject="The weir")
    mails.add("lost", "a", subject="Re: The weir")
    copy = mails.add("c", "lost")
    hints = Hints(copies={copy: 1})
    expected = mails.drawn(hints)
    assert outcome(threading(mails, hints, containers)) == mails.threads(hints)
    assert expected == ["a", "  lost", "    b", "    c"]


def test_no_mail_makes_an_empty_table(mails: FewMails) -> None:
    """Nothing to thread is no error."""
    assert mails.drawn() == []


def chain(mails: FewMails, count: int) -> None:
    """Each answers the one before and names only that."""
    for number in range(count):
        mails.add(f"m{number}", f"m{number - 1}")


def chain_backwards(mails: FewMails, count: int) -> None:
    """Each answers the one after it in the archive."""
    for number in range(count):
        mails.add(f"m{number}", f"m{number + 1}")


def circles(mails: FewMails, count: int) -> None:
    """Everybody answers everybody in one great circle, and itself."""
    for number in range(count):
        mails.add(f"m{number}", f"m{number} m{(number + 1) % count} m{number}")


def ghost_ladder(mails: FewMails, count: int) -> None:
    """Ghosts hang under ghosts, as deep as there are mails."""
    for number in range(count):
        mails.add(f"m{number}", f"g{number} g{number + 1}")


def ghost_fan(mails: FewMails, count: int) -> None:
    """Every mail names the same hundred ghosts in an order of its own."""
    names = [f"g{number}" for number in range(100)]
    for number in range(count // 10):
        mails.add(f"m{number}", " ".join(names[number % 100 :] + names[: number % 100]))


def one_id(mails: FewMails, count: int) -> None:
    """All have one id and answer it."""
    for _ in range(count):
        mails.add("m", "m x m")


def one_subject(mails: FewMails, count: int) -> None:
    """All are replies without a parent, with one subject and one date."""
    for number in range(count):
        mails.add(f"m{number}", subject="Re: The weir", day=1)


def one_subject_one_tree(mails: FewMails, count: int) -> None:
    """One tree, whose root looks in vain for a parent among its own replies."""
    for number in range(count):
        mails.add(f"m{number}", f"m{number - 1}", subject="Re: The weir", day=2)


SHAPES = [
    chain,
    chain_backwards,
    circles,
    ghost_ladder,
    ghost_fan,
    one_id,
    one_subject,
    one_subject_one_tree,
]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_mail_takes_about_twice_the_steps(
    shape: Callable[[FewMails, int], None], mails: FewMails
) -> None:
    """Counted in lines of our code that run, on what makes other programs quadratic."""
    counts = []
    for number in (500, 1000):
        mails.rows.clear()
        mails.forget()
        shape(mails, number)
        counts.append(lines_run(mails))
    assert counts[1] / counts[0] < 2.6


def lines_run(mails: FewMails) -> int:
    """Count the lines of `parsing.threads` that run while an archive is threaded."""
    lines = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal lines
        if event == "line":
            lines += 1
        return trace if frame.f_globals["__name__"].startswith("parsing.threads.") else None

    sys.settrace(trace)
    try:
        table = mails.threads().table
    finally:
        sys.settrace(None)
    assert sorted(table.order) == list(range(len(table)))
    return lines
