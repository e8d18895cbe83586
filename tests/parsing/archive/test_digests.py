"""Digests in an archive: their messages are those of the list, and what is around them is a message too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from parsing.archive import Archive

ASKED: Final = (
    "Is there oil in the sluice, or does the wheel run dry once more this week?\nFrom here on I ask daily."
)


def mail(number: int, text: str, more: str = "") -> str:
    """Return a mail of the list."""
    return (
        f"Date: Tue, 2 Mar 2004 12:{number:02}:00 +0100\nFrom: Ines Fontaine <ines@weir.example>\n"
        f"Subject: Oil\nMessage-ID: <{number}@weir.example>\n{more}\n{text}\n"
    )


ANSWER: Final = mail(
    2, "> Is there oil in the sluice, or does the wheel run dry once more this week?\n\nZoë, no."
)
DIGEST: Final = (
    "From: weir-request@weir.example\nSubject: Weir Digest, Vol 7, Issue 2\nMessage-ID: <7.2@weir.example>\n"
    "Date: Tue, 2 Mar 2004 13:00:00 +0100\nContent-Type: multipart/mixed; boundary=a\n\n"
    "--a\nContent-Type: text/plain\n\nToday's Topics:\n\n   1. Oil\n\n"
    f"--a\nContent-Type: multipart/digest; boundary=b\n\n--b\n\n{mail(1, ASKED)}\n--b\n\n{ANSWER}\n--b--\n\n"
    "--a--\n"
)
COMMENT: Final = mail(3, "What a digest.", "In-Reply-To: <7.2@weir.example>\n")
SEPARATOR: Final = "From x@weir.example Tue Mar  2 12:00:00 2004\n"


def mbox(*mails: str) -> str:
    """Return an mbox of mails."""
    return "".join(SEPARATOR + each.replace("\nFrom here", "\n>From here") + "\n" for each in mails)


def parents(archive: Archive) -> dict[str, str | None]:
    """Return the parent of each row that is no copy."""
    threads = archive.threads
    rows = [row for row in range(threads.stored) if archive.envelope(row).duplicate_of is None]
    return {
        archive.key(row): archive.key(threads.parent[row]) if threads.parent[row] >= 0 else None
        for row in rows
    }


def test_a_digest_in_an_mbox_is_threaded_as_the_list_is(tmp_path: Path) -> None:
    """Its messages among themselves, and what answers the digest below it."""
    (tmp_path / "weir.mbox").write_text(mbox(DIGEST, COMMENT), "utf-8")
    with open_archive(tmp_path / "weir.mbox") as archive:
        assert parents(archive) == {
            "7.2@weir.example": None,
            "1@weir.example": None,
            "2@weir.example": "1@weir.example",
            "3@weir.example": "7.2@weir.example",
        }
        assert archive.message(archive.key(0)).text == "Today's Topics:\n\n   1. Oil"
        assert archive.message(archive.key(1)).text == ASKED
        assert len(archive.links(archive.key(2))) == 1
        assert "1. Oil" in archive.raw(archive.key(0))
        assert "Is there oil" in archive.raw(archive.key(0))


def test_a_message_of_the_list_and_of_its_digest_is_one(tmp_path: Path) -> None:
    """Shown with the letters that a digest of plain text has lost; its masthead is seen as it lies."""
    rule, end = "-" * 70 + "\n\n", "\n" + "-" * 30 + "\n\n"
    plain = f"Topics:\n\n   1. Oil\n\n{rule}Message: 1\n{mail(1, ASKED)}{end}Message: 2\n{ANSWER}{end}"
    plain += "End of Weir Digest, Vol 7, Issue 2\n" + "*" * 34 + "\n"
    (tmp_path / "digest.txt").write_text(plain.replace("ë", "?"), "ascii")
    (tmp_path / "weir.mbox").write_text(mbox(mail(1, ASKED), ANSWER), "utf-8")
    with open_archive(tmp_path / "digest.txt", tmp_path / "weir.mbox") as archive:
        assert parents(archive) == {"1@weir.example": None, "2@weir.example": "1@weir.example"}
        assert archive.progress.messages == 4
        assert archive.message(archive.key(1)).text.endswith("Zoë, no.")
        assert archive.raw(archive.key(0)).startswith("Topics:")
