"""Header fields, from well-formed to what archives really hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.headers.fields import (
    decoded_text,
    field_text,
    parse_header,
    raw_charset,
    scan_fields,
    split_message,
)
from parsing.limits import FIELD_BYTES_USED, HEADER_BLOCK_BYTES


def fields_of(raw: bytes) -> list[tuple[str, str]]:
    return [*parse_header(split_message(raw)[0]).items]


def body_of(raw: bytes) -> bytes:
    return raw[split_message(raw)[1] :]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_any_line_end_separates_fields_and_body(end: bytes) -> None:
    """CRLF, LF, a lone CR, and what a careless conversion made of CRLF."""
    raw = end.join([b"From: Ada <ada@loom.example>", b"Subject: Two", b" ends", b"", b"Text"])
    assert fields_of(raw) == [("From", "Ada <ada@loom.example>"), ("Subject", "Two ends")]
    assert body_of(raw) == b"Text"


def test_line_ends_may_be_mixed_in_one_header() -> None:
    """A gateway that appended its own fields kept its own line ends."""
    raw = b"Subject: One\r\nTo: b@loom.example\nX-Gate: yes\rX-Last: 1\r\n\r\nText"
    assert [name for name, _ in fields_of(raw)] == ["Subject", "To", "X-Gate", "X-Last"]
    assert body_of(raw) == b"Text"


def test_a_fold_is_one_blank_whatever_it_was_made_of() -> None:
    """Blanks and tabs around the line end go, an empty continuation counts for nothing."""
    assert field_text(b"one \n\t two\r\n   three\n \n four") == "one two three four"


def test_blanks_inside_a_line_stay() -> None:
    """Only folding is undone."""
    assert field_text(b"one   two\tthree") == "one   two\tthree"


def test_a_name_keeps_its_case_and_is_found_in_any() -> None:
    """RFC 5322: names are not case-sensitive; a blank before the colon is its obsolete syntax."""
    header = parse_header(b"SUBJECT : x\nmessage-Id:<a@b>")
    assert header.items == (("SUBJECT", "x"), ("message-Id", "<a@b>"))
    assert header.first("Subject") == "x"
    assert header.first("Message-ID") == "<a@b>"
    assert header.first("Date") is None
    assert header.defects == ()


def test_all_gives_every_field_of_a_name_in_order() -> None:
    """Received occurs many times."""
    header = parse_header(b"Received: one\nTo: a\nreceived: two")
    assert header.all("Received") == ("one", "two")
    assert header.first("Received") == "one"
    assert header.all("Cc") == ()


def test_lines_that_are_no_fields_are_left_out_where_known_fields_follow() -> None:
    """A `From ` line and text without its fold are told as a defect; the fields after them are read."""
    raw = b"Subject: x\n>From ada Thu Jan  1 00:00:00 2004\nlost its fold\nDate: today\n\nText"
    header = parse_header(split_message(raw)[0])
    assert [name for name, _ in header.items] == ["Subject", "Date"]
    assert header.defects == (Defect.BAD_HEADER,)
    assert body_of(raw) == b"Text"


def test_text_after_the_last_field_is_the_body_when_the_blank_line_is_missing() -> None:
    """Nothing of the text is lost, and `Note:` at the head of a line is no field."""
    raw = b"Subject: x\r\nDear all,\r\nNote: bring tea.\r\n\r\nBye"
    assert fields_of(raw) == [("Subject", "x")]
    assert body_of(raw) == b"Dear all,\r\nNote: bring tea.\r\n\r\nBye"


def test_a_message_that_is_all_text_has_no_header() -> None:
    """Its first line is no field, so everything is the body."""
    assert split_message(b"Just text.\n\nMore.") == (b"", 0)


def test_a_blank_line_at_the_start_ends_an_empty_header() -> None:
    """The body is what follows it."""
    assert split_message(b"\nText") == (b"", 1)
    assert split_message(b"\r\nText") == (b"", 2)


def test_blank_lines_before_the_first_field_do_not_count() -> None:
    """Some archives put one between the separator and the header."""
    raw = b"\n\nSubject: x\n\nText"
    assert fields_of(raw) == [("Subject", "x")]
    assert body_of(raw) == b"Text"


def test_a_header_without_a_body_is_read_to_its_end() -> None:
    """With and without a line end."""
    assert fields_of(b"Subject: x") == [("Subject", "x")]
    assert body_of(b"Subject: x\n") == b""
    assert split_message(b"") == (b"", 0)


def test_bytes_above_127_are_utf_8_where_they_can_be_and_else_windows_1252() -> None:
    """Both occur unlabelled in one archive."""
    assert parse_header(b"Subject: caf\xc3\xa9").first("subject") == "café"
    assert parse_header(b"Subject: caf\xe9 \x96 noon").first("subject") == "café – noon"


def test_unlabelled_japanese_of_seven_bits_is_read() -> None:
    """ISO-2022-JP as it stands, which needed no label once."""
    assert parse_header(b"Subject: \x1b$B$3$s\x1b(B!\nTo: a").items == (("Subject", "こん!"), ("To", "a"))


def test_a_field_is_used_up_to_its_cap() -> None:
    """The rest is told as a defect."""
    header = parse_header(b"Subject: " + b"x" * (FIELD_BYTES_USED + 1))
    assert len(header.first("subject") or "") == FIELD_BYTES_USED
    assert header.defects == (Defect.HEADER_TOO_LONG,)


def test_a_header_is_used_up_to_its_cap() -> None:
    """A megabyte of fields is enough for anybody."""
    header = parse_header(b"X: y\n" * (HEADER_BLOCK_BYTES // 5 + 10))
    assert Defect.HEADER_TOO_LONG in header.defects


def test_scanning_finds_the_first_of_each_name_still_folded() -> None:
    """The index decodes only what it keeps."""
    scanned = scan_fields(b"X-Subject: no\nSUBJECT: a\n b\nSubject: c\nFrom: ada\nreferences: <1@x>\n\t<2@x>")
    assert scanned.subject == b"a\n b"
    assert scanned.sender == b"ada"
    assert scanned.references == b"<1@x>\n\t<2@x>"
    assert scanned.message_id is None


def test_decoded_text_unfolds_and_decodes() -> None:
    """What a list of messages shows."""
    assert decoded_text(b"=?utf-8?Q?Caf=C3=A9?=\r\n at noon") == "Café at noon"


NAMES = st.sampled_from(["Subject", "from", "DATE", "References", "message-id", "X-Other", "In-Reply-To"])
VALUES = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=30)


@settings(max_examples=200)
@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=8), st.sampled_from([b"\n", b"\r\n"]))
def test_scanning_and_parsing_agree(pairs: list[tuple[str, str]], end: bytes) -> None:
    """The fast path reads the same values as the whole parser."""
    block = end.join(f"{name}: {value}".encode("ascii") for name, value in pairs)
    header, scanned = parse_header(block), scan_fields(block)
    assert [value for _, value in header.items] == [value.strip() for _, value in pairs]
    names = ("message-id", "in-reply-to", "references", "subject", "from", "date")
    for name, value in zip(names, scanned, strict=True):
        assert header.first(name) == (None if value is None else field_text(value))


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_every_byte_string_is_a_message(raw: bytes) -> None:
    """The body is a part of the bytes, and no field has a line end in it."""
    block, start = split_message(raw)
    assert 0 <= start <= len(raw)
    for name, value in parse_header(block).items:
        assert name
        assert not {"\n", "\r"} & {*name, *value}


@settings(max_examples=300)
@given(st.lists(st.sampled_from([b"A: b", b"\n", b"\r", b" ", b"junk", b"Subject:", b"From ", b":"])))
def test_every_pile_of_header_pieces_is_a_message(pieces: list[bytes]) -> None:
    """Pieces that matter to the parser, in any order."""
    block, start = split_message(b"".join(pieces))
    assert start <= len(b"".join(pieces))
    assert all("\n" not in value for _, value in parse_header(block).items)


def test_raw_bytes_of_a_header_are_read_in_the_charset_of_its_body() -> None:
    """Index and reader agree; UTF-8 needs no hint, and without one all fields are guessed together."""
    stated = b"\nContent-Type: text/plain;\n charset=koi8-r"
    for hint in (
        stated,
        stated + b"\nX-Place: caf\xc3\xa9",
        b"\nX-Note: " + "Встреча у старой мельницы".encode("koi8-r"),
    ):
        block = "From: Инна Лесная <inna@weir.example>\nSubject: мост".encode("koi8-r") + hint
        header = parse_header(block)
        assert header.first("subject") == "мост"
        assert header.first("from") == "Инна Лесная <inna@weir.example>"
        assert decoded_text(scan_fields(block).subject or b"", raw_charset(block)) == "мост"
        assert (Defect.CHARSET_GUESSED in header.defects) == (stated not in block)
        if b"caf" in hint:
            assert header.first("x-place") == "café"
