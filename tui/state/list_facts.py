"""What the thread pane asks for its rows, out of an archive; remembered, for a row is drawn many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.threads.subjects import base_subject

if TYPE_CHECKING:
    from parsing.model import Envelope
    from tui.state.service import Service

REMEMBERED: Final = 20_000


class ListFacts:
    """Envelopes, changed subjects and counts of quoters, by node."""

    def __init__(self, archive: Service) -> None:
        self._archive = archive
        self._subjects: dict[int, str] = {}
        self._quoted: dict[int, int] = {}

    def forget(self) -> None:
        """Look everything up anew: the archive knows more than before."""
        self._subjects.clear()
        self._quoted.clear()

    def know_quoted(self, counts: dict[int, int]) -> None:
        """Take how many messages quote each of these nodes."""
        if len(self._quoted) > REMEMBERED:
            self._quoted.clear()
        self._quoted.update(counts)

    def envelope(self, node: int) -> Envelope:
        """Return what is known of a message."""
        return self._archive.envelope(node)

    def quoted(self, node: int) -> int:
        """Count the messages that quote it; 0 where that is not known."""
        return self._quoted.get(node, 0)

    def changed_subject(self, node: int) -> str:
        """Return the subject, empty where it is the parent's."""
        if node not in self._subjects:
            if len(self._subjects) > REMEMBERED:
                self._subjects.clear()
            self._subjects[node] = self._compare(node)
        return self._subjects[node]

    def _compare(self, node: int) -> str:
        subject = self._archive.envelope(node).subject or ""
        parent = self._archive.threads.parent[node]
        if parent < 0 or not subject:
            return subject
        above = self._archive.envelope(parent).subject
        return "" if above and base_subject(subject).text == base_subject(above).text else subject
