"""The sample archive shows everything that the program can do; here it is asked whether it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest

from tui.demo import DEMO_ARCHIVE

Json = dict[str, Any]
Printed = Callable[..., list[Json]]

MYSTERY: Final = "20141006071231.GA2210@flapboard.example"
SERVICE_PORT: Final = "8761fx4k1r.fsf@quayside.example"
NIGHT: Final = "CAF7qk0217night@mail.ferris.example"
SESSION: Final = "CAF7qk0958tea@mail.ferris.example"
ASCII: Final = "5433.8a21.4000@wisniewski.example"
NEW_CHIP: Final = "000a01cfe1f3$b7c1d2e0$2745@pfeil.example"
BLANKET: Final = "87wq8c2v9d.fsf@quayside.example"
LAMPS: Final = "5433b0e4.7080205@haddad.example"
LOST: Final = "20141007194012.GA3317@tollefsen.example"
STANDING_UP: Final = "20141008065502.GB1904@flapboard.example"
RIPPLE: Final = "5434.f1c3.4001@wisniewski.example"
NUMBER_44: Final = "20141009.073019.4471@sayama.example"
MAIL_FORM: Final = "CAF7qk2247phone@mail.ferris.example"
PATCH: Final = "1412785214-771-1-git-send-email-bartek@wisniewski.example"
REVIEW: Final = "87mw961k0q.fsf@quayside.example"
RUSSIAN: Final = "E1Xc0aT-0007Qk-9P@lapina.example"
PLACES: Final = "20141009.080245.4472@sayama.example"
SECOND_PATCH: Final = "5436.b0aa.4003@wisniewski.example"
APPLIED: Final = "87d29xz1te.fsf@quayside.example"
LUNCH: Final = "CAF7qk1231lunch@mail.ferris.example"
OPENING: Final = "20141013063000.GA7781@flapboard.example"
WELCOME: Final = "543b8a10.3030906@haddad.example"
MAYOR: Final = "8f2c61f0b7@ville.example"
TOMORROW: Final = "CAF7qk1240sandwich@mail.ferris.example"
ONE_IDEA: Final = "87a94wk2bc.fsf@quayside.example"
ELSE: Final = "20141020180216.GA0871@tollefsen.example"
CUSHION: Final = "20141021070000.GA9120@flapboard.example"
STAIRS: Final = "5456089c.2080400@haddad.example"


@pytest.fixture(scope="module")
def rows(printed: Printed) -> dict[str, Json]:
    """Return what `threads` prints, by id."""
    return {row["id"]: row for row in printed("threads", DEMO_ARCHIVE) if not row["duplicate_of"]}


@pytest.fixture(scope="module")
def quotes(printed: Printed) -> dict[str, Json]:
    """Return what `quotes` prints, by id."""
    return {message["id"]: message for message in printed("quotes", DEMO_ARCHIVE, "--with-text")}


@pytest.fixture(scope="module")
def lost(printed: Printed) -> Json:
    """Return the message that is not in the archive."""
    return printed("show", DEMO_ARCHIVE, "--id", LOST)[0]


def kinds(message: Json) -> list[str]:
    """Return the kinds of a message's blocks."""
    return [block["kind"] for block in message["blocks"]]


def targets(message: Json) -> list[tuple[int, str, str, str | None]]:
    """Return depth, state, id and match of each link."""
    return [(link["depth"], link["state"], link["id"], link["match"]) for link in message["links"]]


def test_nobody_and_nothing_in_it_is_real() -> None:
    """Every address ends in `.example`."""
    addresses = re.findall(rb"[\w.+-]+@([\w.-]+)|https?://([\w.-]+)", DEMO_ARCHIVE.read_bytes())
    hosts = {(mail or web).decode() for mail, web in addresses}
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_it_is_thirty_one_mails_in_three_threads(printed: Printed) -> None:
    """Nothing is wrong with any of them, and one stands in it twice."""
    rows = printed("threads", DEMO_ARCHIVE)
    stored = [row for row in rows if row["row"] is not None]
    assert len(stored) == 31
    assert {row["thread"] for row in rows} == {MYSTERY, PATCH, OPENING}
    assert [row["defects"] for row in stored if row["defects"]] == []
    assert [row["duplicate_of"] for row in stored if row["duplicate_of"]] == [APPLIED]


def test_the_lost_message_stands_in_its_place(rows: dict[str, Json]) -> None:
    """Three replies hang under it, and it hangs under the message that it answered."""
    assert [row["id"] for row in rows.values() if row["rebuilt"]] == [LOST]
    assert rows[LOST]["row"] is None
    assert rows[LOST]["parent"] == MYSTERY
    assert rows[LOST]["from"] == "Ansgar Tollefsen <ansgar@tollefsen.example>"
    assert {row["id"] for row in rows.values() if row["parent"] == LOST} == {STANDING_UP, RIPPLE, NUMBER_44}


def test_the_lost_message_is_told_in_its_order_with_its_gap(lost: Json) -> None:
    """Five paragraphs of six are kept; each line has its witnesses."""
    words = " ".join(lost["text"].split())
    told = [
        words.index(beginning)
        for beginning in (
            "I am afraid that this is my doing.",
            "What does one do with sixty bytes?",
            "My wife cleaned the hall",
            "hanging up there with nothing to say.",
            "There is no clock.",
            "always did the stairs first.",
            "If the sixty bytes are wanted",
        )
    ]
    assert told == sorted(told)
    assert words.count("nobody had noticed") == words.count("did the stairs first") == 1
    assert len(lost["gaps"]) == 1
    assert lost["text"].split("\n")[lost["gaps"][0]].startswith("There is no clock.")
    witnesses = {line: set(ids) for line, ids in lost["witnesses"]}
    assert {STANDING_UP, NUMBER_44} <= witnesses[0]


def test_quotes_of_the_lost_message_lead_to_it(quotes: dict[str, Json]) -> None:
    """One of them stands in another thread, under somebody else's announcement."""
    for key in (STANDING_UP, RIPPLE, NUMBER_44):
        assert {(state, target) for _, state, target, _ in targets(quotes[key])} == {("rebuilt", LOST)}
    assert targets(quotes[CUSHION])[1][1:3] == ("rebuilt", LOST)


def test_four_levels_lead_to_four_writers(quotes: dict[str, Json]) -> None:
    """Each quote, re-wrapped by format=flowed, leads to where it was written; the nearest was edited."""
    assert [target[:3] for target in targets(quotes[LAMPS])] == [
        (4, "found", SERVICE_PORT),
        (3, "found", NIGHT),
        (2, "found", ASCII),
        (1, "found", BLANKET),
    ]
    assert targets(quotes[LAMPS])[-1][3] == "edited"


def test_a_narrow_quote_is_found_in_wide_lines(quotes: dict[str, Json]) -> None:
    """Three levels, re-wrapped by hand."""
    found = targets(quotes[BLANKET])
    assert [target[:3] for target in found] == [
        (3, "found", SERVICE_PORT),
        (2, "found", NIGHT),
        (1, "found", ASCII),
        (1, "found", ASCII),
    ]
    assert found[3][3] == "re-wrapped"


def test_what_a_top_poster_left_below_is_a_quote(quotes: dict[str, Json]) -> None:
    """The header under `Original Message` is told apart, and what Bartek wrote leads to Bartek."""
    assert kinds(quotes[NEW_CHIP])[:4] == ["text", "forwarded-header", "quote", "attribution"]
    found = [target[1:3] for target in targets(quotes[NEW_CHIP])]
    assert found[:2] == [("found", ASCII), ("found", SERVICE_PORT)]
    assert ("found", NIGHT) in found


def test_a_session_with_prompts_is_no_quote(quotes: dict[str, Json]) -> None:
    """What Tom typed at the service port is nobody's quote, and no link leads from it."""
    lines = quotes[SESSION]["text"].split("\n")
    blocks = [slice(*block["lines"]) for block in quotes[SESSION]["blocks"] if block["kind"] == "literal"]
    prompts = [line for block in blocks for line in lines[block] if line.startswith(">")]
    assert prompts == ["> show status", "> show clock", "> show memory 0fc4 12", "> show owner"]
    assert quotes[SESSION]["links"] == []


def test_signature_footer_and_patch_are_told_apart(quotes: dict[str, Json]) -> None:
    """Each is a block of its own."""
    assert kinds(quotes[MYSTERY]) == ["text", "signature", "footer"]
    assert kinds(quotes[PATCH]) == ["text", "diff", "signature"]
    assert {target[:3] for target in targets(quotes[REVIEW])} == {(1, "found", PATCH)}


def test_one_quote_of_two_writers_is_two_links(quotes: dict[str, Json]) -> None:
    """Ruth put Tom and Leila together."""
    assert [target[1:3] for target in targets(quotes[ONE_IDEA])] == [("found", TOMORROW), ("found", WELCOME)]


def test_a_reply_without_headers_finds_its_place(rows: dict[str, Json], quotes: dict[str, Json]) -> None:
    """It quotes Ingrid, so it hangs under her message."""
    assert (rows[MAIL_FORM]["reply_to"], rows[MAIL_FORM]["parent"]) == (None, STANDING_UP)
    assert rows[MAIL_FORM]["parent_by"] == "quotes"
    assert [target[1:3] for target in targets(quotes[MAIL_FORM])] == [("found", STANDING_UP)]


@pytest.mark.parametrize("key", [LUNCH, ELSE], ids=["bar", "name"])
def test_marks_of_other_readers_are_marks(key: str, quotes: dict[str, Json]) -> None:
    """`|` and `Tom>` quote, where the parent has the words."""
    assert {target[1] for target in targets(quotes[key])} == {"found"}
    assert {target[2] for target in targets(quotes[key])} == {APPLIED if key == LUNCH else TOMORROW}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (NEW_CHIP, "Mit freundlichen Grüßen aus dem Süden"),
        (NUMBER_44, "もったいない"),
        (RUSSIAN, "и никто не пожаловался"),
        (PLACES, "終点 (the end of the line), 回送"),
        (PATCH, "Ł, Ń, Ś and Ż."),
        (WELCOME, "أهلاً وسهلاً"),
        (SECOND_PATCH, "It did set off."),
        (PATCH, "\nFrom now on the table"),
        (STAIRS, "She had always done the stairs last."),
    ],
    ids=[
        "cp1252",
        "base64",
        "koi8-r",
        "iso-2022-jp",
        "utf-8",
        "right-to-left",
        "multipart",
        "From_",
        "flowed",
    ],
)
def test_every_encoding_is_read(key: str, words: str, quotes: dict[str, Json]) -> None:
    """Whatever the bytes were, the words are there."""
    assert words in quotes[key]["text"]


def test_html_becomes_text_and_its_quote_a_quote(quotes: dict[str, Json]) -> None:
    """The mayor's office quotes Ingrid."""
    assert "<p>" not in quotes[MAYOR]["text"]
    assert "\n> It has to be something that a child can read out aloud.\n" in quotes[MAYOR]["text"]
    assert [target[1:3] for target in targets(quotes[MAYOR])] == [("found", OPENING)]


def test_attachments_have_their_names(printed: Printed) -> None:
    """A patch and a picture, the picture's name in RFC 2231's clothes."""
    parts = [printed("show", DEMO_ARCHIVE, "--id", key)[0]["attachments"] for key in (SECOND_PATCH, STAIRS)]
    assert [[(part["name"], part["type"]) for part in few] for few in parts] == [
        [("0001-the-drum-as-it-hangs.patch", "text/x-patch")],
        [("Zwei Uhr siebzehn (für Else).png", "image/png")],
    ]


def test_every_quote_in_it_leads_somewhere(quotes: dict[str, Json]) -> None:
    """Nothing is missing or ambiguous: all that is quoted is here, or was rebuilt."""
    states = {target[1] for message in quotes.values() for target in targets(message)}
    assert states == {"found", "rebuilt"}
