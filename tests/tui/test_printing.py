"""The objects that `--json` prints: every field, its type, and how they fit together."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from parsing import BlockKind, Defect, Match, ParentBy
from tui.cli import run
from tui.demo import DEMO_ARCHIVE

Json = dict[str, Any]
Printed = Callable[..., list[Json]]

CORPUS: Final = Path(__file__).parents[1] / "corpus"
ARCHIVES: Final = [DEMO_ARCHIVE, *sorted(path for path in CORPUS.iterdir() if path.suffix != ".toml")]
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?")
TEXT: Final = (str,)
MAYBE_TEXT: Final = (str, type(None))
MAYBE_SPAN: Final = (list, type(None))

THREAD: Final = {
    "row": (int, type(None)),
    "id": TEXT,
    "parent": MAYBE_TEXT,
    "parent_by": MAYBE_TEXT,
    "reply_to": MAYBE_TEXT,
    "depth": (int,),
    "thread": TEXT,
    "ghost": (bool,),
    "rebuilt": (bool,),
    "duplicate_of": MAYBE_TEXT,
    "subject": MAYBE_TEXT,
    "from": MAYBE_TEXT,
    "date": MAYBE_TEXT,
    "defects": (list,),
}
SHOW: Final = {
    "id": TEXT,
    "headers": (list,),
    "text": TEXT,
    "lines": (int,),
    "blocks": (list,),
    "attachments": (list,),
    "defects": (list,),
}
REBUILT: Final = SHOW | {"gaps": (list,), "witnesses": (list,)}
QUOTES: Final = {"id": TEXT, "blocks": (list,), "links": (list,)}
BLOCK: Final = {"kind": TEXT, "lines": (list,), "depth": (int,), "attribution": (dict, type(None))}
ATTRIBUTION: Final = {"author": MAYBE_TEXT, "date": MAYBE_TEXT, "id": MAYBE_TEXT}
LINK: Final = {
    "span": (list,),
    "depth": (int,),
    "state": TEXT,
    "id": MAYBE_TEXT,
    "source": MAYBE_SPAN,
    "match": MAYBE_TEXT,
    "confidence": (float, int, type(None)),
    "rivals": (list,),
}
QUOTED_BY: Final = {
    "id": TEXT,
    "span": (list,),
    "lines": (list,),
    "depth": (int,),
    "via": MAYBE_TEXT,
    "source": (list,),
    "match": TEXT,
    "confidence": (float, int),
}


@pytest.fixture(scope="module")
def printed() -> Printed:
    """Return a function that gives back what the command prints, run in this process: it is asked often."""

    def ask(*words: object) -> list[Json]:
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            assert run([*map(str, words), "--json"]) == 0
        return [json.loads(line) for line in shown.getvalue().split("\n") if line]

    return ask


def check_fields(found: Json, fields: dict[str, tuple[type, ...]]) -> None:
    """Compare an object with its fields: these, no others, in this order, of these types."""
    assert list(found) == list(fields)
    for name, types in fields.items():
        assert isinstance(found[name], types), name
        assert not isinstance(found[name], bool) or bool in types, name


def check_range(found: list[int], end: int) -> None:
    """Check a half-open range that is not empty and ends by `end`."""
    assert all(type(number) is int for number in found)
    first, last = found
    assert 0 <= first < last <= end


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.name)
def test_threads_are_a_forest_of_all_messages(archive: Path, printed: Printed) -> None:
    """Rows without a gap, then ghosts; parents exist; depth and thread follow from them."""
    rows = printed("threads", archive)
    stored = [row for row in rows if row["row"] is not None]
    assert [row["row"] for row in stored] == list(range(len(stored)))
    assert rows[: len(stored)] == stored
    by_id = {row["id"]: row for row in reversed(rows)}
    for row in rows:
        check_fields(row, THREAD)
        parent = by_id[row["parent"]] if row["parent"] is not None else None
        assert row["depth"] == (parent["depth"] + 1 if parent else 0)
        assert row["thread"] == (parent["thread"] if parent else by_id[row["id"]]["id"])
        assert (row["parent_by"] is None) == (parent is None)
        assert row["parent_by"] in {None, *ParentBy}
        assert row["ghost"] == (row["row"] is None)
        assert set(row["defects"]) <= set(Defect)
        assert row["date"] is None or DATE.fullmatch(row["date"])
        assert row["from"] is None or re.fullmatch(r"[^<>]*(<[^<>]*>)?", row["from"])
        assert "<" not in row["id"]
        if row["duplicate_of"] is not None:
            original = by_id[row["duplicate_of"]]
            assert (original["parent"], original["depth"]) == (row["parent"], row["depth"])
            assert original["duplicate_of"] is None


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.name)
def test_a_ghost_is_needed_or_rebuilt(archive: Path, printed: Printed) -> None:
    """An empty one has two replies or more; nothing else is known of it."""
    rows = printed("threads", archive)
    for ghost in (row for row in rows if row["row"] is None and not row["rebuilt"]):
        assert sum(row["parent"] == ghost["id"] and not row["duplicate_of"] for row in rows) >= 2
        assert (ghost["subject"], ghost["from"], ghost["date"], ghost["defects"]) == (None, None, None, [])


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.name)
def test_every_line_is_in_one_block_and_every_link_within_the_texts(archive: Path, printed: Printed) -> None:
    """Blocks lie end to end; spans hold characters of the texts that they are of."""
    shown = {row["id"]: show(archive, row, printed) for row in printed("threads", archive) if known(row)}
    texts = {key: message["text"] for key, message in shown.items()}
    messages = printed("quotes", archive, "--with-text")
    plain = printed("quotes", archive)
    assert [message["id"] for message in messages] == [message["id"] for message in plain]
    for message, without in zip(messages, plain, strict=True):
        check_fields(message, QUOTES | {"text": TEXT})
        check_fields(without, QUOTES)
        assert message["text"] == texts[message["id"]]
        assert message["blocks"] == without["blocks"] == shown[message["id"]]["blocks"]
        check_blocks(message["blocks"], message["text"])
        for link in message["links"]:
            check_link(link, message["text"], texts)
        spans = [link["span"] for link in message["links"]]
        assert spans == sorted(spans)


def known(row: Json) -> bool:
    """Whether there is a text of a row."""
    return row["row"] is not None or row["rebuilt"]


def show(archive: Path, row: Json, printed: Printed) -> Json:
    """Return what `show` prints of a row, checked."""
    (shown,) = printed("show", archive, "--id", row["id"])
    check_fields(shown, REBUILT if row["rebuilt"] else SHOW)
    assert shown["id"] == row["id"]
    assert all(len(field) == 2 and all(isinstance(part, str) for part in field) for field in shown["headers"])
    assert shown["lines"] == (shown["text"].count("\n") + 1 if shown["text"] else 0)
    assert not shown["text"].endswith("\n")
    assert "\r" not in shown["text"]
    check_blocks(shown["blocks"], shown["text"])
    for part in shown["attachments"]:
        check_fields(part, {"name": TEXT, "type": TEXT, "size": (int,)})
    if row["rebuilt"]:
        assert all(0 <= line <= shown["lines"] for line in shown["gaps"])
        assert [line for line, _ in shown["witnesses"]] == list(range(shown["lines"]))
    return shown


def check_blocks(blocks: list[Json], text: str) -> None:
    """Check that blocks lie end to end over all lines of a text."""
    lines = text.count("\n") + 1 if text else 0
    ends = [0]
    for block in blocks:
        check_fields(block, BLOCK)
        assert block["kind"] in set(BlockKind)
        assert block["lines"][0] == ends[-1] < block["lines"][1]
        assert (block["depth"] > 0) == (block["kind"] == "quote") or block["kind"] not in {"quote", "text"}
        if block["attribution"] is not None:
            check_fields(block["attribution"], ATTRIBUTION)
        ends.append(block["lines"][1])
    assert ends[-1] == lines


def check_link(link: Json, text: str, texts: dict[str, str]) -> None:
    """Check that a link has what its state says."""
    check_fields(link, LINK)
    check_range(link["span"], len(text))
    assert not text[slice(*link["span"])].isspace()
    match link["state"]:
        case "found" | "rebuilt":
            check_range(link["source"], len(texts[link["id"]]))
            assert link["match"] in set(Match)
            assert 0 <= link["confidence"] <= 1
            assert link["rivals"] == []
        case "ambiguous":
            assert (link["id"], link["source"]) == (None, None)
            assert len(link["rivals"]) > 1
            for rival in link["rivals"]:
                check_fields(rival, {"id": TEXT, "source": (list,), "confidence": (float, int)})
                check_range(rival["source"], len(texts[rival["id"]]))
        case state:
            assert state == "missing"
            assert (link["source"], link["match"], link["rivals"]) == (None, None, [])


def test_quoted_by_is_the_inverse_of_quotes(printed: Printed) -> None:
    """Each found or rebuilt link stands once in its source's list, and nothing else does."""
    rows = printed("threads", DEMO_ARCHIVE)
    forward = {
        (message["id"], *link["span"], link["id"], *link["source"])
        for message in printed("quotes", DEMO_ARCHIVE)
        for link in message["links"]
        if link["state"] in {"found", "rebuilt"}
    }
    backward = set()
    for row in filter(known, rows):
        for quoter in printed("quoted-by", DEMO_ARCHIVE, "--id", row["id"]):
            check_fields(quoter, QUOTED_BY)
            assert quoter["via"] != row["id"]
            backward.add((quoter["id"], *quoter["span"], row["id"], *quoter["source"]))
    assert forward == backward
    assert len(forward) > 20


def test_quoted_by_lines_is_a_part_of_quoted_by(printed: Printed) -> None:
    """Line by line it gives all that touches the line."""
    source = next(link for each in printed("quotes", DEMO_ARCHIVE) for link in each["links"] if link["id"])[
        "id"
    ]
    (shown,) = printed("show", DEMO_ARCHIVE, "--id", source)
    every = printed("quoted-by", DEMO_ARCHIVE, "--id", source)
    starts = [0]
    for line in shown["text"].split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for line in range(shown["lines"]):
        words = ("quoted-by", DEMO_ARCHIVE, "--id", source, "--lines", f"{line}:{line + 1}")
        touching = [
            q for q in every if q["source"][0] < starts[line + 1] - 1 and q["source"][1] > starts[line]
        ]
        assert printed(*words) == touching


def test_one_message_of_quotes_is_the_same_alone(printed: Printed) -> None:
    """With `--id` there is that object and no other."""
    for message in printed("quotes", DEMO_ARCHIVE, "--with-text")[:5]:
        assert printed("quotes", DEMO_ARCHIVE, "--id", message["id"], "--with-text") == [message]
