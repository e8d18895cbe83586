"""Each mail in tests/corpus comes out as the table beside it says. A bug begins as a case there.

A case is `NAME.eml` (or `.mbox`) and `NAME.toml`. The table has `why`, a sentence, and a `[[message]]` for
each stored message, as `wrote threads` prints them, and then, if it will, for the rebuilt ones. What a table
leaves out is free:

    id subject from date parent parent_by reply_to duplicate_of rebuilt
                  as `wrote threads --json` prints it, "" where that is null
    defects       as `wrote show --json` prints them
    text          the whole displayed text; a newline at its start does not count
    length        of the displayed text, in characters
    has_lines     lines of the displayed text, in any order
    headers.NAME  one header field, decoded
    has, has_no   strings that stand, or do not, in the header fields or the displayed text
    blocks        "KIND DEPTH FIRST:END", all of them
    attachments   "NAME TYPE SIZE", all of them
    links         all of them, in text order, each with any of words, state, id, match and source;
                  `words` and `source` are the characters that the two spans hold
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

CORPUS: Final = Path(__file__).with_name("corpus")
CASES: Final = sorted(path.stem for path in CORPUS.glob("*.toml"))
Json = dict[str, Any]
Printed = Callable[..., list[Json]]
THREAD_FIELDS: Final = (
    *("id", "subject", "from", "date", "parent", "parent_by"),
    *("reply_to", "duplicate_of", "rebuilt"),
)


def mail_of(name: str) -> Path:
    """Return the mail that lies beside a table."""
    return next(path for path in CORPUS.glob(f"{name}.*") if path.suffix != ".toml")


def test_every_mail_has_its_table_and_every_table_its_mail() -> None:
    """A mail without a table would test nothing."""
    assert {path.stem for path in CORPUS.iterdir()} == set(CASES)
    for name in CASES:
        assert mail_of(name).is_file()


@pytest.mark.parametrize("name", CASES)
def test_a_mail_comes_out_as_its_table_says(name: str, printed: Printed) -> None:
    """The table's `why` says what is at stake."""
    mail = mail_of(name)
    expected = tomllib.loads((CORPUS / f"{name}.toml").read_text(encoding="utf-8"))["message"]
    rows = [row for row in printed("threads", mail) if row["row"] is not None or row["rebuilt"]]
    quotes = printed("quotes", mail)
    shown = {row["id"]: printed("show", mail, "--id", row["id"])[0] for row in rows}
    assert len(quotes) <= len(expected) <= len(rows)
    assert len(expected) in {len(quotes), len(rows)}
    for number, (row, wanted) in enumerate(zip(rows, expected, strict=False)):
        assert row_as_written(row, wanted) == {key: wanted[key] for key in wanted if key in THREAD_FIELDS}
        check_message(shown[row["id"]], wanted)
        if "links" in wanted:
            check_links(quotes[number]["links"], wanted["links"], row["id"], shown)


def row_as_written(row: Json, wanted: Json) -> Json:
    """Return the fields of `threads` that the table has; TOML knows no null."""
    return {key: "" if row[key] is None else row[key] for key in wanted if key in THREAD_FIELDS}


def check_message(shown: Json, wanted: Json) -> None:
    """Compare what `show` prints."""
    text, fields = shown["text"], shown["headers"]
    everything = "\n".join([*(value for _, value in fields), text])
    if "text" in wanted:
        assert text == wanted["text"].removeprefix("\n")
    assert len(text) == wanted.get("length", len(text))
    assert shown["defects"] == wanted.get("defects", shown["defects"])
    assert [line for line in wanted.get("has_lines", ()) if line not in text.split("\n")] == []
    assert [words for words in wanted.get("has", ()) if words not in everything] == []
    assert [words for words in wanted.get("has_no", ()) if words in everything] == []
    for name, value in wanted.get("headers", {}).items():
        assert [found for field, found in fields if field.lower() == name.lower()] == [value]
    if "blocks" in wanted:
        assert [block_as_written(block) for block in shown["blocks"]] == wanted["blocks"]
    if "attachments" in wanted:
        parts = shown["attachments"]
        assert [f"{part['name']} {part['type']} {part['size']}" for part in parts] == wanted["attachments"]


def block_as_written(block: Json) -> str:
    """Return a block as the table has it."""
    first, end = block["lines"]
    return f"{block['kind']} {block['depth']} {first}:{end}"


def check_links(links: list[Json], wanted: list[Json], key: str, shown: dict[str, Json]) -> None:
    """Compare each link in what the table says of it."""
    assert len(links) == len(wanted)
    for link, expected in zip(links, wanted, strict=True):
        found = {name: link[name] for name in ("state", "id", "match")}
        found["words"] = text_at(shown[key], link["span"])
        found["source"] = text_at(shown[link["id"]], link["source"]) if link["source"] else ""
        assert {name: found[name] for name in expected} == expected


def text_at(message: Json, span: list[int]) -> str:
    """Return the characters of the displayed text that a span holds."""
    text: str = message["text"]
    return text[span[0] : span[1]]
