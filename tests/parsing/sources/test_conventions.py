"""Every convention of quoting, as a mail of its own: the quote leads to the words it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ORIGINAL = """Good morning,

the compilers on the three old machines are two releases behind, and I would like
to bring them up to date before the end of the month.

Is anybody still using the second disk of the build machine?

--
Dan Ashby
Ashby & Fenley, builders
"""
LONG = (
    "the compilers on the three old machines are two releases behind, and I would like to bring them"
    " up to date before the end of the month."
)
SHORT = "Is anybody still using the second disk of the build machine?"

CONVENTIONS = {
    "the usual mark": f"On 1 Nov 2007, Dan Ashby wrote:\n\n> {SHORT}\n\nI am.\n",
    "a mark without a blank": f"Dan Ashby writes:\n>{SHORT}\nI am.\n",
    "a blank before the mark": f"Dan Ashby wrote:\n > {SHORT}\n\nI am.\n",
    "initials before the mark": f"Dan Ashby wrote:\n\n    DA> {SHORT}\n\nI am.\n",
    "initials at the edge": f"Dan Ashby wrote:\n\nDA> {SHORT}\n\nI am.\n",
    "initials with no blank behind them": f"[Dan Ashby]\nDA>{SHORT}\n\nI am.\n",
    "a bar": f"Dan Ashby wrote:\n| {SHORT}\n\nI am.\n",
    "a colon": f"Dan Ashby wrote:\n: {SHORT}\n\nI am.\n",
    "a hash": f"Dan Ashby wrote:\n# {SHORT}\n\nI am.\n",
    "a brace": f"Dan Ashby wrote:\n}} {SHORT}\n\nI am.\n",
    "a percent sign": f"Dan Ashby wrote:\n% {SHORT}\n\nI am.\n",
    "a colon without a blank": (
        "Dan Ashby wrote:\n:Is anybody using\n:the second disk of the build machine?\n\nI am.\n"
    ),
    "a name": f"Dan Ashby wrote:\nDan> {SHORT}\n\nI am.\n",
    "a tab": f"On 1 Nov 2007, Dan Ashby wrote:\n\t{SHORT}\n\nI am.\n",
    "a tab below no more than a name": f"According to Dan Ashby:\n\t{SHORT}\n\nI am.\n",
    "four blanks": f"On 1 Nov 2007, Dan Ashby wrote:\n    {SHORT}\n\nI am.\n",
    "no mark at all": f"On 1 Nov 2007, Dan Ashby wrote:\n\n{SHORT}\n\nI am.\n",
    "below an Outlook header": (
        "I am.\n\n-----Original Message-----\nFrom: Dan Ashby [mailto:dan@ashby.example]\n"
        f"Sent: Thursday, November 1, 2007 12:00\nTo: list@farm.example\nSubject: farm\n\n{SHORT}\n"
    ),
    "below a rule and a header": (
        "I am.\n\n________________________________\nFrom: Dan Ashby <dan@ashby.example>\n"
        f"Sent: Thursday, November 1, 2007 12:00\nTo: list@farm.example\nSubject: farm\n\n{SHORT}\n"
    ),
    "below a German header": (
        "Ich.\n\n-----Ursprüngliche Nachricht-----\nVon: Dan Ashby\nGesendet: 1. November 2007 12:00\n"
        f"An: list@farm.example\nBetreff: farm\n\n{SHORT}\n"
    ),
    "below a Turkish header": (
        "Ben.\n\n-----Özgün İleti-----\nKimden: Dan Ashby\nGönderilen: 1 Kasım 2007 12:00\n"
        f"Kime: list@farm.example\nKonu: farm\n\n{SHORT}\n"
    ),
    "below a header of Lotus Notes": (
        "I am.\n\n          To: list@farm.example\n          cc: \n          From: Dan Ashby\n"
        f"          Date: 11/01/2007 12:00 PM\n          Subject: farm\n\n{SHORT}\n"
    ),
    "below the arrows of GroupWise": (
        f"I am.\n\n>>> Dan Ashby <dan@ashby.example> 11/01/07 12:00 PM >>>\n{SHORT}\n"
    ),
    "below a starred header": (
        "I am.\n\n*From:* Dan Ashby\n*Sent:* Thursday, November 1, 2007\n*To:* list@farm.example\n"
        f"*Subject:* farm\n\n{SHORT}\n"
    ),
    "below a telephone's header": (
        "I am.\n\n------Original Message------\nFrom: Dan Ashby\nTo: list@farm.example\nSubject: farm\n"
        f"Sent: Nov 1, 2007 12:00\n\n{SHORT}\n"
    ),
    "wrapped again": (
        "Dan Ashby wrote:\n> Is anybody still using the\n> second disk of the build\n> machine?\n\nI am.\n"
    ),
    "a wrap that lost its mark": (
        f"Dan Ashby wrote:\n> Good morning,\n>\n> {LONG[:81]}\nto bring them up to date before the\n"
        f"> end of the month.\n>\n> {SHORT}\n\nI am.\n"
    ),
    "a word changed": f"Dan Ashby wrote:\n> {SHORT.replace('still', 'stil')}\n\nI am.\n",
    "dots for what was left out": "Dan Ashby wrote:\n> ...the second disk of the build machine?\n\nI am.\n",
}


@pytest.mark.parametrize("reply", CONVENTIONS.values(), ids=CONVENTIONS.keys())
def test_a_quote_leads_to_the_words_it_quotes(
    reply: str, engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Whatever the mark, the last link ends in the question of the original."""
    made = engine(mail("a", ORIGINAL), mail("b", reply, sender="Tam Wick <tam@wick.example>", to="a", day=2))
    found = origins(made, 1)
    assert found
    assert found[-1][1] == "a"
    assert found[-1][2].endswith("the second disk of the build machine?")


def test_a_question_mark_stands_for_a_lost_letter(
    engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """An archive that lost its umlauts still quotes one that has them."""
    made = engine(
        mail("a", "Guten Morgen!\n\nWer benutzt noch die größere Platte?\n"),
        mail("b", "> Wer benutzt noch die gr??ere Platte?\n\nIch.\n", to="a", day=2),
    )
    quote, source = "Wer benutzt noch die gr??ere Platte?", "Wer benutzt noch die größere Platte?"
    assert origins(made, 1) == [(quote, "a", source)]


PROMPTS = {
    "R": "> x <- c(1, 2, 3)\n> mean(x)\n[1] 2\n",
    "Python": ">>> import os\n>>> os.getcwd()\n'/tmp'\n",
    "a database": "mysql> select count(*) from boards;\nmysql> quit\n",
    "a diff": "--- a/barn.c\n+++ b/barn.c\n@@ -1,2 +1,2 @@\n-> old\n+> new\n",
    "a table": "| name | value |\n|------|-------|\n| a    | 1     |\n",
    "an escaped line": "It was so.\n>From here on it was not.\n",
}


@pytest.mark.parametrize("own", PROMPTS.values(), ids=PROMPTS.keys())
def test_what_only_looks_quoted_is_somebodys_own_words(
    own: str, engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """A reply that quotes a session leads to the message that has it."""
    text = f"This is what I get:\n\n{own}\nIs it right?\n"
    reply = "Dan Ashby wrote:\n" + "\n".join(f"> {line}" for line in text.split("\n")) + "\nIt is.\n"
    made = engine(mail("a", text), mail("b", reply, to="a", day=2))
    assert origins(made, 0) == []
    assert {key for _, key, _ in origins(made, 1)} == {"a"}
    assert sum(len(words) for _, _, words in origins(made, 1)) >= 0.8 * len(" ".join(text.split()))


ANNOUNCEMENTS = {
    "English": "On Thu, 1 Nov 2007 at 12:00, Dan Ashby <dan@ashby.example> wrote:",
    "German": "Am 1. November 2007 um 12:00 schrieb Dan Ashby <dan@ashby.example>:",
    "French": "Le 1 novembre 2007 à 12:00, Dan Ashby <dan@ashby.example> a écrit :",
    "Spanish": "El 1 de noviembre de 2007, Dan Ashby <dan@ashby.example> escribió:",
    "Italian": "Il giorno 1 novembre 2007 12:00, Dan Ashby ha scritto:",
    "Portuguese": "Em 1 de novembro de 2007 12:00, Dan Ashby escreveu:",
    "Dutch": "Op 1 november 2007 12:00 schreef Dan Ashby:",
    "Swedish": "Den 1 november 2007 12:00 skrev Dan Ashby:",
    "Danish": "Den 1. nov. 2007 kl. 12.00 skrev Dan Ashby:",
    "Finnish": "Dan Ashby kirjoitti 1.11.2007 kello 12.00:",
    "Polish": "W dniu 1 listopada 2007 12:00 użytkownik Dan Ashby napisał:",
    "Czech": "Dne 1. listopadu 2007 12:00 Dan Ashby napsal(a):",
    "Slovak": "Dňa 1. novembra 2007 12:00 Dan Ashby napísal(a):",
    "Hungarian": "Dan Ashby írta 2007. november 1., csütörtök dátummal 12:00-kor:",
    "Russian": "1 ноября 2007 г., 12:00 пользователь Dan Ashby <dan@ashby.example> написал:",
    "Ukrainian": "1 листопада 2007 р. 12:00 Dan Ashby <dan@ashby.example> пише:",
    "Romanian": "Pe 1 noiembrie 2007, 12:00, Dan Ashby a scris:",
    "Turkish": "Dan Ashby, 1 Kas 2007 12:00 tarihinde şunu yazdı:",
    "Greek": "Στις 1 Νοεμβρίου 2007 12:00 μ.μ., ο χρήστης Dan Ashby έγραψε:",
    "Croatian": "Dana 1. studenoga 2007. 12:00 Dan Ashby je napisao/la:",
    "Chinese": "在 2007年11月1日 12:00，Dan Ashby <dan@ashby.example> 写道：",
    "Japanese": "2007年11月1日 12:00 Dan Ashby <dan@ashby.example>:",
    "Korean": "2007년 11월 1일 오후 12:00, Dan Ashby <dan@ashby.example>님이 작성:",
    "mutt": "* Dan Ashby <dan@ashby.example> [20071101 12:00]:",
    "Gnus": '>>>>> "Dan" == Dan Ashby <dan@ashby.example> writes:',
    "a web form": "Quoting Dan Ashby <dan@ashby.example>:",
    "wrapped": "On Thursday, 1st of November 2007, at 12:00, Dan Ashby\n<dan@ashby.example> wrote:",
}


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS.values(), ids=ANNOUNCEMENTS.keys())
def test_an_announcement_names_the_author_in_many_languages(
    announcement: str, engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Without any header, two short words lead to the message of the author whom the announcement names."""
    made = engine(
        mail("other", "Which one?\n", sender="Ann Fenley <ann@fenley.example>"),
        mail("a", "Which one?\n"),
        mail(
            "b",
            f"{announcement}\n\n> Which one?\n\nThe old one.\n",
            sender="Tam Wick <tam@wick.example>",
            day=2,
        ),
    )
    assert origins(made, 2) == [("Which one?", "a", "Which one?")]


BARN = "The roof of the long barn has to be mended before the first snow comes down."
YARD = "The wood for it lies in the yard since August, and half of it is wet by now."


@pytest.mark.parametrize("mark", ["} ", "# ", "% ", ": ", "| ", "}", "ÅT> ", "> "])
@pytest.mark.parametrize("outer", ["> ", ">", "TW> ", ">TW> ", "| "])
def test_a_quote_of_a_quote_is_seen_through_whatever_marks_are_mixed(
    mark: str, outer: str, mail: Callable[..., Any], engine: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Both marks go, and the words lead to whom wrote them first, not to the copy between."""
    second = f"{mark}{BARN}\n{mark}{YARD}\n\nI will do that on Monday, if it does not rain again.\n"
    third = "".join(f"{outer}{line}\n" for line in second.split("\n")[:4]) + "\nThat is good news.\n"
    made = engine(
        mail("a", f"Hello,\n\n{BARN}\n{YARD}\n\nDan\n"),
        mail("b", f"According to Dan Ashby:\n{second}", sender="Tam Wick <tam@wick.example>", to="a", day=2),
        mail("c", f"[Tam Wick]\n{third}", sender="Ann Fenley <ann@fenley.example>", to="b", day=3),
    )
    assert [key for _, key, _ in origins(made, 1)] == ["a"]
    assert [key for _, key, _ in origins(made, 2)] == ["a", "b"]


def test_lines_with_a_soft_mark_that_nobody_wrote_before_are_own_words(
    mail: Callable[..., Any], engine: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """A shell script's remarks are no evidence against the quote beside them."""
    script = "# build it first\nmake all\n# then install it as root\nmake install\n"
    made = engine(
        mail("a", f"Hello,\n\n{BARN}\n"),
        mail("b", f"> {BARN}\n\nRun this:\n\n{script}", sender="Tam Wick <tam@wick.example>", to="a", day=2),
    )
    assert origins(made, 1) == [(BARN, "a", BARN)]
    assert len(made.links(1)) == 1


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[Zoë Ashby]", "Zoë Ashby"),
        ("According to Zoë Ashby:", "Zoë Ashby"),
        ("* Zoë Ashby [2009-03-01 10:00]:", "Zoë Ashby"),
        ("--- Zoë Ashby <zoe@ashby.example> wrote:", "Zoë Ashby"),
        ("Zoë Ashby, 01.03.2009 22:05 tarihinde yazdı:", "Zoë Ashby"),
        ("2009-03-01 22:05 keltezéssel, Zoë Ashby írta:", "Zoë Ashby"),
        ("Dne 01. 03. 2009 v 22:05 Zoë Ashby napsal(a):", "Zoë Ashby"),
    ],
)
def test_more_ways_to_name_whom_one_quotes(
    line: str, name: str, mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Right above a quote a name is enough."""
    made = engine(mail("a", f"{line}\n> {BARN}\n\nYes.\n", to="gone"))
    attributions = [block.attribution for block in made.blocks(0) if block.attribution is not None]
    assert {known.author.name for known in attributions if known.author is not None} == {name}


def test_words_of_a_missing_message_are_nobody_elses_however_often_they_are_copied(
    mail: Callable[..., Any], engine: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Copied without marks twice, and quoted with one the third time: never the copier's own."""
    below = "-----Original Message-----\nFrom: {}\nSent: Thursday, November 1, 2007 12:00\n"
    below += "To: list@farm.example\nSubject: farm\n\n"
    first = f"{YARD}\n\n{below.format('Zed Marsh <zed@marsh.example>')}{BARN}\n"
    second = f"So it is.\n\n{below.format('Tam Wick <tam@wick.example>')}{first}"
    made = engine(
        mail("b", first, sender="Tam Wick <tam@wick.example>", day=2),
        mail("c", second, sender="Ann Fenley <ann@fenley.example>", to="b", day=3),
        mail("d", f"Ann Fenley wrote:\n> {BARN}\n\nIndeed.\n", to="c", day=4),
    )
    assert [(key, YARD in words, BARN in words) for words, key, _ in origins(made, 1)] == [("b", True, False)]
    assert origins(made, 2) == []
