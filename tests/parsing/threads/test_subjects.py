"""Base subjects."""

from __future__ import annotations

import pytest

from parsing.threads.subjects import FORWARD_PREFIXES, REPLY_PREFIXES, base_subject


@pytest.mark.parametrize("prefix", REPLY_PREFIXES)
@pytest.mark.parametrize("shape", ["{}: ", "{} : ", "{}:", "{}[2]: ", "{}^3: ", "{}(4): ", "{}.: ", "{}： "])
def test_a_reply_prefix_of_any_language_is_removed(prefix: str, shape: str) -> None:
    """In small and capital letters, with a counter or a wide colon, once and twice."""
    for word in (prefix, prefix.upper(), prefix.capitalize()):
        for subject in (shape.format(word) + "The weir", shape.format(word) * 2 + "The weir"):
            base = base_subject(subject)
            assert (base.text, base.answers) == ("The weir", True)


@pytest.mark.parametrize("prefix", FORWARD_PREFIXES)
def test_a_forward_prefix_is_removed_and_answers_nothing(prefix: str) -> None:
    """A forward is about the same thing, but no reply to it."""
    base = base_subject(f"{prefix.upper()}: The weir")
    assert (base.text, base.answers) == ("The weir", False)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [weir-list] The weir",
        "[weir-list] Re: The weir",
        "Re: [weir-list] Re: The weir",
        "[a][b] AW: [c] Re: The weir",
        "Re [weir-list]: The weir",
        "RE: FW: The\t weir (fwd) (FWD)",
        "Re: [Fwd: The weir]",
        "[fwd: Re: [Fwd: [weir-list] The weir]] (fwd)",
        "  Re:\n  The\n weir ",
    ],
)
def test_tags_and_forward_marks_come_off_wherever_they_stand(subject: str) -> None:
    """RFC 5256 takes them off until nothing changes any more."""
    base = base_subject(subject)
    assert (base.text, base.answers) == ("The weir", True)


@pytest.mark.parametrize(
    "subject",
    [
        "Reading: a list",
        "Reply needed",
        "2: two",
        "The weir (re: the mill)",
        "Regards",
        "I am: here",
        "[x]",
        "",
    ],
)
def test_what_is_no_prefix_stays(subject: str) -> None:
    """A word that only begins like a prefix is part of the subject."""
    assert base_subject(subject).text == subject
    assert not base_subject(subject).answers


def test_a_subject_of_prefixes_alone_has_no_base() -> None:
    """Nothing is left, and it answers all the same."""
    base = base_subject("Re: AW: ")
    assert (base.text, base.answers) == ("", True)


def test_subjects_are_compared_without_case() -> None:
    """A mail program that capitalises does not begin another thread."""
    assert base_subject("Re: STRASSE am Wehr").key == base_subject("Straße am wehr").key


@pytest.mark.parametrize("piece", ["Re: ", "[fwd:", "[", "[a]", "(fwd)", "Re[", "Re [[", " "])
def test_a_subject_of_a_megabyte_of_prefixes_is_cut_and_read(piece: str) -> None:
    """Only its first characters are used."""
    base_subject(piece * (1_000_000 // len(piece)))
