"""What a fault of ours leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import crash

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WORDS = "Dear Tam, nobody else must read this"


def fault() -> BaseException:
    """Return an error that was raised while another was handled, both with words of a mail."""
    try:
        try:
            private = WORDS
            raise KeyError(private)  # noqa: TRY301 - that is the test
        except KeyError as error:
            raise ValueError(WORDS) from error
    except ValueError as error:
        return error


def test_the_log_says_what_and_where_and_no_word_of_a_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kinds of errors, files, lines, functions; no message, no value of a variable."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    sentence = crash.report(fault())
    log = tmp_path / "wrote" / "crash.log"
    text = log.read_text(encoding="utf-8")
    assert str(log) in sentence
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_crash.py" in text
    assert WORDS not in text
    assert (log.stat().st_mode & 0o777, log.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_link_in_its_place_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else is written to; the sentence comes all the same."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    target = tmp_path / "target"
    target.write_text("mine", encoding="utf-8")
    (tmp_path / "wrote").mkdir()
    (tmp_path / "wrote" / "crash.log").symlink_to(target)
    assert crash.report(fault()) == crash.STOPPED
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large one begins anew."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    crash.report(fault())
    log = tmp_path / "wrote" / "crash.log"
    log.write_bytes(b"x" * (crash.LARGEST + 1))
    crash.report(fault())
    assert log.stat().st_size < crash.LARGEST


def test_errors_in_a_circle_are_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever led to what."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert len([line for line in crash.lines(first) if line.startswith("builtins")]) == 2


def test_where_nothing_can_be_written_the_sentence_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in reporting a fault helps nobody."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert crash.report(fault(), crash.FAILED) == crash.FAILED
