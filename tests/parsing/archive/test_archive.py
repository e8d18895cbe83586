"""An archive as a library opens it: rows, keys, threads, messages, links and their reverse."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Final

import pytest

import parsing
from parsing import (
    Archive,
    ArchiveError,
    Found,
    LineRange,
    MessageKey,
    NotFoundError,
    NotMailError,
    ParentBy,
    Rebuilt,
    UnknownMessageError,
    begin_archive,
    open_archive,
)

if TYPE_CHECKING:
    from pathlib import Path

WORDS: Final = "The gate was closed at six in the evening, and nobody at the mill knows by whom."
MORE: Final = "Whoever it was has taken the long lever with him, and we have no other one here."


def mail(
    key: str = "",
    text: str = WORDS,
    *,
    subject: str = "The gate",
    sender: str = "Ada <ada@weir.example>",
    **fields: str,
) -> str:
    """Write a mail of an mbox."""
    lines = [
        "From x@weir.example Sat Mar  4 08:00:00 2006",
        f"From: {sender}",
        f"Subject: {subject}",
        f"Date: {fields.pop('date', 'Sat, 4 Mar 2006 08:00:00 +0100')}",
        *([f"Message-ID: <{key}>"] if key else []),
        *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items()),
        "",
        text,
        "",
        "",
    ]
    return "\n".join(lines)


def opened(folder: Path, *mails: str) -> Archive:
    """Open an mbox of some mails."""
    path = folder / "gate.mbox"
    path.write_text("".join(mails), encoding="utf-8")
    return open_archive(path)


def quoted(text: str, mark: str = "> ") -> str:
    """Quote a text, and answer it."""
    return "\n".join([*(mark + line for line in text.split("\n")), "", "It was me, and here it is."])


# Opening


def test_everything_public_can_be_imported_from_the_package() -> None:
    """The names in `__all__` are there."""
    assert all(getattr(parsing, name) is not None for name in parsing.__all__)
    with pytest.raises(AttributeError):
        _ = parsing.nothing


def test_an_archive_knows_its_name_and_its_progress(tmp_path: Path) -> None:
    """What the title shows, and that all is read."""
    with opened(tmp_path, mail("a@x"), mail("b@x")) as archive:
        assert archive.name == "gate.mbox"
        assert archive.progress.finished
        assert (archive.progress.messages, archive.complaints) == (2, ())


def test_what_cannot_be_opened_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The errors are those of the package."""
    with pytest.raises(NotFoundError, match=r"none\.mbox"):
        open_archive(tmp_path / "none.mbox")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(NotMailError, match=r"picture\.png"):
        open_archive(picture)
    with pytest.raises(ArchiveError):
        open_archive()


def test_one_bad_path_of_two_is_a_complaint(tmp_path: Path) -> None:
    """The rest is there, under a name that says how much was named."""
    good = tmp_path / "a.mbox"
    good.write_text(mail("a@x"))
    archive = open_archive(good, tmp_path / "none")
    assert archive.threads.stored == 1
    assert len(archive.complaints) == 1
    assert archive.name == "a.mbox and 1 more"


def test_standard_input_may_be_any_stream() -> None:
    """Of the system's or of Python's own."""
    archive = open_archive(stdin=io.BytesIO(mail("a@x").encode()))
    assert archive.key(0) == "a@x"


def large(folder: Path, count: int = 1000) -> Path:
    """Write an mbox that is read by another process: each mail answers one, and quotes a line of it."""
    path = folder / "large.mbox"
    filler = "\n".join([WORDS] * 40)
    path.write_text(
        "".join(
            mail(
                f"{n}@x",
                f"{filler}\nNumber {n} is all mine, {n * 7919} times over.",
                References=f"<{n - 1}@x>",
            )
            if n % 3
            else mail(
                f"{n}@x",
                f"> Number {n - 1} is all mine, {(n - 1) * 7919} times over.\n\n{filler}\nYes, {n}.",
                References=f"<{n - 1 if n % 9 else f'lost.{n}'}@x>",
            )
            for n in range(count)
        )
    )
    return path


def test_a_large_archive_begins_with_its_first_rows_and_is_whole_in_the_end(tmp_path: Path) -> None:
    """Another process reads; each step has more, and in the end nothing is missing."""
    path = large(tmp_path)
    assert path.stat().st_size > 3 << 20
    archive = begin_archive(path)
    assert 0 < archive.threads.stored <= 1000
    counts = [progress.messages for progress in archive.follow()]
    assert counts == sorted(counts)
    assert archive.progress.finished
    assert archive.threads.stored == len(archive.threads.order) == 1000
    assert max(archive.threads.depth) == 8
    archive.close()


def test_a_study_in_another_process_finds_what_one_here_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same threads, links and quoters, though the index went there in pieces."""
    monkeypatch.setattr("parsing.archive.studying.ROWS_SENT", 150)
    path = large(tmp_path, 700)
    here, apart = open_archive(path), begin_archive(path)
    assert apart.polite
    monkeypatch.setattr(apart.engine, "study", None)  # it is not this process that studies
    for archive in (here, apart):
        for _ in archive.follow():
            pass
        assert [progress.finished for progress in archive.study()][-1]
    assert apart.threads == here.threads
    keys = [here.key(node) for node in range(len(here.threads))]
    assert [apart.key(node) for node in range(len(apart.threads))] == keys
    for node, key in enumerate(keys):
        assert apart.envelope(node) == here.envelope(node)
        assert apart.message(key) == here.message(key)
        assert apart.links(key) == here.links(key)
        assert apart.quoted_by(key) == here.quoted_by(key)
    assert sum(len(here.links(key)) for key in keys) > 100
    apart.close()
    here.close()


def test_an_archive_that_is_closed_ends_its_study(tmp_path: Path) -> None:
    """No process is left, and no thread waits for it."""
    archive = begin_archive(large(tmp_path, 700))
    for _ in archive.follow():
        pass
    study = archive.study()
    next(study)
    archive.close()
    assert not any(progress.finished for progress in study)


def test_a_study_whose_process_dies_is_made_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer, and is the same."""
    monkeypatch.setattr("parsing.archive.studying.PROGRAM", "raise SystemExit")
    archive = begin_archive(large(tmp_path, 700))
    for _ in archive.follow():
        pass
    assert [progress.finished for progress in archive.study()][-1]
    assert archive.engine.studied
    archive.close()


def test_what_trickles_in_is_shown_before_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow pipe's rows stand in the threads though the archive has not grown much."""
    monkeypatch.setattr("parsing.archive.pacing.SHORTEST_PAUSE", 0)
    monkeypatch.setattr("parsing.archive.pacing.PAUSE_SHARE", 0)
    archive = begin_archive(large(tmp_path, 3_000))
    for progress in archive.follow():
        assert archive.threads.stored == progress.messages
    archive.close()


# Keys


def test_a_copy_keeps_its_row_and_another_text_its_number(tmp_path: Path) -> None:
    """Only the first of equal texts stands in the thread."""
    archive = opened(
        tmp_path,
        mail("top@x"),
        mail("a@x", "One.", References="<top@x>"),
        mail("a@x", "One."),
        mail("a@x", "Two."),
        mail("a@x", "Two."),
        mail("b@x", "Three.", References="<a@x>"),
    )
    assert [archive.key(row) for row in range(6)] == ["top@x", "a@x", "a@x", "a@x#2", "a@x#2", "b@x"]
    copies = [archive.envelope(row).duplicate_of for row in range(6)]
    assert copies == [None, None, "a@x", None, "a@x#2", None]
    table = archive.threads
    assert list(table.order) == [0, 1, 5, 3]
    assert table.parent[2] == table.parent[1] == 0
    assert table.parent[5] == 1
    assert archive.message(MessageKey("a@x#2")).text == "Two."
    assert archive.node(MessageKey("a@x#2")) == 3
    assert archive.node(MessageKey("a@x#3")) is None


def test_an_id_with_a_number_sign_of_its_own_is_itself(tmp_path: Path) -> None:
    """`#2` at the end of a real id is no second text."""
    archive = opened(tmp_path, mail("a@x#2", "One."), mail("a@x", "Two."))
    assert archive.message(MessageKey("a@x#2")).text == "One."


def test_no_two_texts_have_one_key(tmp_path: Path) -> None:
    """A number that would make another message's id is passed over."""
    archive = opened(tmp_path, mail("a@x#2", "One."), mail("a@x", "Two."), mail("a@x", "Three."))
    keys = [archive.key(row) for row in range(3)]
    assert keys == ["a@x#2", "a@x", "a@x#3"]
    assert [archive.message(key).text for key in keys] == ["One.", "Two.", "Three."]


def test_many_texts_under_one_id_are_told_apart_in_few_steps(tmp_path: Path) -> None:
    """Each is found by its key at once."""
    archive = opened(tmp_path, *(mail("a@x", f"Text {number}.") for number in range(500)))
    assert archive.key(499) == "a@x#500"
    asked = 0
    told = archive.stored.message_id

    def counted(row: int) -> str:
        nonlocal asked
        asked += 1
        return told(row)

    archive.stored.message_id = counted  # type: ignore[method-assign]
    assert all(archive.node(archive.key(row)) == row for row in range(500))
    assert asked < 500 * 5


def test_an_id_that_is_made_depends_on_the_mail_alone(tmp_path: Path) -> None:
    """Not on the file, the place in it or the mails around."""
    first = opened(tmp_path, mail("", "Nameless."))
    second = opened(tmp_path, mail("a@x"), mail("", "Nameless."), mail("b@x"))
    assert first.key(0) == second.key(1)
    assert first.key(0).endswith("@wrote.invalid")


def test_the_same_mail_in_two_files_is_one_and_its_copy(tmp_path: Path) -> None:
    """However the containers differ."""
    (tmp_path / "a.mbox").write_text(mail("a@x", "Line one.\nFrom here on."))
    (tmp_path / "b.eml").write_bytes(
        b"From: Ada <ada@weir.example>\r\nMessage-ID: <a@x>\r\n\r\nLine one.\r\nFrom here on.\r\n"
    )
    archive = open_archive(tmp_path / "a.mbox", tmp_path / "b.eml")
    assert archive.envelope(1).duplicate_of == "a@x"


# Envelopes and messages


def test_an_envelope_has_nothing_that_steers_a_terminal(tmp_path: Path) -> None:
    """Subject, name, address and key are cleaned; so are headers, texts and raw bytes."""
    bad = "=?utf-8?B?G10wO3RpdGxlB+KArmFiYw==?="
    archive = opened(
        tmp_path,
        mail("a\x1b\u202e@x", "\x1b[2J\u202etext\x07", subject=bad, sender=f"{bad} <a\x9b@weir.example>"),
    )
    envelope, message = archive.envelope(0), archive.message(archive.key(0))
    shown = [envelope.key, envelope.subject, str(envelope.sender), message.text, archive.raw(envelope.key)]
    shown += [part for field in message.headers for part in field]
    for text in shown:
        assert text is not None
        assert not set(text) & set("\x1b\x07\x9b\u202e")


def test_reply_to_is_the_id_that_the_headers_name(tmp_path: Path) -> None:
    """Present or not; of two that differ, the stored one of In-Reply-To."""
    archive = opened(
        tmp_path,
        mail("a@x"),
        mail("b@x", "B.", References="<a@x> <gone@x>"),
        mail("c@x", "C.", In_Reply_To="<gone@x>"),
        mail("d@x", "D.", References="<gone@x>", In_Reply_To="<a@x>"),
        mail("e@x", "E.", References="<gone@x>", In_Reply_To="<lost@x>"),
        mail("f@x", "F.", In_Reply_To="<lost@x> <a@x>"),
        mail("g@x", "G.", References="<a@x> <g@x>", In_Reply_To="<g@x>"),
    )
    answers = [archive.envelope(row).reply_to for row in range(7)]
    assert answers == [None, "gone@x", "gone@x", "a@x", "gone@x", "a@x", "a@x"]


def test_a_ghost_has_an_empty_message_and_an_unknown_id_none(tmp_path: Path) -> None:
    """What is known of it is its id."""
    archive = opened(
        tmp_path, mail("b@x", "B.", References="<gone@x>"), mail("c@x", "C.", References="<gone@x>")
    )
    (ghost,) = range(archive.threads.stored, len(archive.threads))
    message = archive.message(archive.key(ghost))
    assert archive.key(ghost) == "gone@x"
    assert message.envelope.ghost
    assert (message.text, message.blocks, message.lines) == ("", (), ())
    with pytest.raises(UnknownMessageError, match="nobody@x"):
        archive.message(MessageKey("nobody@x"))
    with pytest.raises(UnknownMessageError):
        archive.links(MessageKey("nobody@x"))


# Quotes


def test_a_quote_leads_to_its_source_and_back(tmp_path: Path) -> None:
    """The spans hold the very words."""
    archive = opened(
        tmp_path, mail("a@x", f"Dear all,\n\n{WORDS}\n{MORE}"), mail("b@x", quoted(WORDS), References="<a@x>")
    )
    (link,) = archive.links(MessageKey("b@x"))
    assert isinstance(link.resolution, Found)
    passage = link.resolution.passage
    assert passage.message == "a@x"
    assert passage.lines == LineRange(2, 3)
    text = archive.message(MessageKey("a@x")).text
    assert text[passage.spans[0].start : passage.spans[-1].end] == WORDS
    (quoter,) = archive.quoted_by(MessageKey("a@x"))
    assert (quoter.message, quoter.span, quoter.source) == ("b@x", link.span, passage.spans[0])
    assert archive.quoted_by(MessageKey("a@x"), LineRange(2, 3)) == (quoter,)
    assert archive.quoted_by(MessageKey("a@x"), LineRange(0, 2)) == ()
    assert archive.quoted_by(MessageKey("a@x"), LineRange(3, 900)) == ()


def test_quotes_give_a_parent_to_a_message_without_one(tmp_path: Path) -> None:
    """Headers go before them."""
    archive = opened(
        tmp_path,
        mail("a@x"),
        mail("b@x", MORE),
        mail("c@x", quoted(WORDS), sender="Bo <bo@weir.example>"),
        mail("d@x", quoted(WORDS), sender="Bo <bo@weir.example>", References="<b@x>"),
    )
    table = archive.threads
    assert (table.parent[2], table.parent_by[2]) == (0, ParentBy.QUOTES)
    assert (table.parent[3], table.parent_by[3]) == (1, ParentBy.REFERENCES)


def test_a_copy_of_the_source_or_of_the_quoting_mail_changes_no_link(tmp_path: Path) -> None:
    """No quote leads to the copy, and nobody quotes twice."""
    source, reply = mail("a@x"), mail("b@x", quoted(WORDS), References="<a@x>")
    expected = opened(tmp_path, source, reply)
    archive = opened(tmp_path, source, reply, source, reply)
    for key in (MessageKey("a@x"), MessageKey("b@x")):
        assert archive.links(key) == expected.links(key)
        assert archive.quoted_by(key) == expected.quoted_by(key)
    loose = mail("b@x", quoted(WORDS), sender="Bo <bo@weir.example>")
    archive = opened(tmp_path, source, source, loose, loose)
    assert list(archive.stored.rows_by_subject("the gate")) == [0, 2]
    assert list(archive.stored.rows_by_author("bo@weir.example")) == [2]
    assert archive.links(MessageKey("b@x")) == expected.links(MessageKey("b@x"))
    assert len(archive.quoted_by(MessageKey("a@x"))) == 1


def test_a_lost_message_is_rebuilt_in_its_place(tmp_path: Path) -> None:
    """Its id, its witnesses, and its quotes lead to it."""
    announced = "On Sat, 4 Mar 2006, Cy Reed wrote:\n"
    archive = opened(
        tmp_path,
        mail("top@x", "Who was it?"),
        mail("b@x", announced + quoted(f"{WORDS}\n{MORE}"), References="<top@x> <gone@x>"),
        mail("c@x", announced + quoted(MORE), References="<top@x> <gone@x>"),
    )
    node = archive.node(MessageKey("gone@x"))
    assert node is not None
    table = archive.threads
    assert table.parent[node] == 0
    assert table.parent[1] == table.parent[2] == node
    message = archive.message(MessageKey("gone@x"))
    assert message.envelope.rebuilt
    assert not message.envelope.ghost
    assert message.text == f"{WORDS}\n{MORE}"
    assert message.witnesses[1] == ("b@x", "c@x")
    (link,) = archive.links(MessageKey("c@x"))
    assert isinstance(link.resolution, Rebuilt)
    assert {quoter.message for quoter in archive.quoted_by(MessageKey("gone@x"))} == {"b@x", "c@x"}
    assert archive.raw(MessageKey("gone@x")) == message.text
    assert archive.links(MessageKey("gone@x")) == ()


def test_a_rebuilt_message_that_nobody_answers_hangs_in_the_thread_that_quotes_it(tmp_path: Path) -> None:
    """Known by a quote of a quote alone: under the nearest message above its quoter that is older."""
    deep = f"On Sunday, Di Moor wrote:\n> On Thu, 9 Mar 2006, Cy Reed wrote:\n{quoted(MORE, '> > ')}"
    archive = opened(
        tmp_path,
        mail("top@x", "Who was it?"),
        mail("b@x", "I can not say.", References="<top@x>", date="Wed, 8 Mar 2006 08:00:00 +0100"),
        mail("c@x", "Nor can I.", References="<top@x> <b@x>", date="Fri, 10 Mar 2006 08:00:00 +0100"),
        mail("d@x", deep, References="<top@x> <b@x> <c@x>", date="Sat, 11 Mar 2006 08:00:00 +0100"),
    )
    nodes = range(archive.threads.stored, len(archive.threads))
    (node,) = [node for node in nodes if str(archive.envelope(node).sender) == "Cy Reed"]
    assert archive.key(archive.threads.parent[node]) == "b@x"


def test_what_is_quoted_deep_in_the_first_mail_of_a_thread_stands_above_it(tmp_path: Path) -> None:
    """The thread then begins with the words that it is about."""
    deep = f"Somebody has sent me this:\n\n> > On Thu, 2 Mar 2006, Cy Reed wrote:\n{quoted(MORE, '> > > ')}"
    archive = opened(tmp_path, mail("top@x", "Other.", subject="Frogs"), mail("b@x", deep))
    node = archive.node(MessageKey("b@x"))
    assert node is not None
    above = archive.threads.parent[node]
    assert str(archive.envelope(above).sender) == "Cy Reed"
    assert archive.threads.parent_by[node] is ParentBy.QUOTES


def test_a_lost_message_without_a_date_stands_where_it_is_quoted(tmp_path: Path) -> None:
    """Not before all that has a date, though its only answer is lost as well."""
    early, late = "Wed, 1 Mar 2006 08:00:00 +0100", "Fri, 10 Mar 2006 08:00:00 +0100"
    text = f"On Thu, 9 Mar 2006, Cy Reed wrote:\n{quoted(WORDS)}\n\n{quoted(MORE, '> > ')}"
    archive = opened(
        tmp_path,
        mail("a@x", "Hello.", subject="Frogs", date=early),
        mail("b@x", text, References="<older@x> <gone@x>", date=late),
    )
    order = [archive.key(node) for node in archive.threads.order]
    assert order == ["a@x", "older@x", "gone@x", "b@x"]


def test_a_name_that_nobody_bears_and_no_day_make_no_message(tmp_path: Path) -> None:
    """It may be any words before a colon."""
    archive = opened(tmp_path, mail("b@x", f"Following that link wrote:\n{quoted(MORE)}"))
    assert len(archive.threads) == 1


def test_a_rebuilt_message_without_an_id_has_the_same_one_in_any_archive(tmp_path: Path) -> None:
    """A hash of author, date and base subject."""
    text = "On Sat, 4 Mar 2006, Cy Reed wrote:\n" + quoted(f"{WORDS}\n{MORE}")
    first = opened(tmp_path, mail("b@x", text, subject="Re: The gate"))
    second = opened(tmp_path, mail("z@x", "Other."), mail("q@x", text, subject="[list] The gate"))
    keys = [archive.key(len(archive.threads) - 1) for archive in (first, second)]
    assert keys[0] == keys[1]
    assert keys[0].endswith("@wrote.invalid")


def test_any_thread_may_ask_while_another_reads_on(tmp_path: Path) -> None:
    """Nothing is torn: every answer is one of the right ones."""
    archive = begin_archive(large(tmp_path))
    faults: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                table = archive.threads
                node = table.order[len(table.order) // 2]
                assert archive.envelope(node).key == f"{node}@x"
                assert f" {node}" in archive.message(archive.key(node)).text
        except BaseException as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)

    asking = threading.Thread(target=ask)
    asking.start()
    for _ in archive.follow():
        pass
    done.set()
    asking.join()
    archive.close()
    assert faults == []
