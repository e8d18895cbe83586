"""What is known of the nodes of the threads that are shown, out of an archive that may know more by now.

Stored messages keep their numbers; ghosts come after them and move when more is read. So ghosts are looked up
by their ids, which the table that is shown came with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.model import Envelope, MessageKey
from parsing.threads.subjects import base_subject
from tui.state.list_tags import list_tags, without_list_tag
from tui.state.threads import NO_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.state.service import Service
    from tui.state.threads import Arrangement

SUBJECTS_KEPT: Final = 20_000
THREADS_LOOKED_AT: Final = 60
"""For the tags that lists put before subjects."""


class Nodes:
    """Ids, envelopes, changed subjects and counts of quoters, by node of the arrangement that is shown."""

    def __init__(self, archive: Service, arrangement: Arrangement) -> None:
        self._archive = archive
        self._subjects: dict[int, str] = {}
        self._quoted: Sequence[int] = ()
        self.show(arrangement)

    def show(self, arrangement: Arrangement) -> None:
        """Answer for the nodes of another arrangement from now on."""
        self.arrangement = arrangement
        self._stored = arrangement.table.stored
        self._ghosts = {key: self._stored + number for number, key in enumerate(arrangement.ghosts)}
        self._subjects.clear()
        self._tags: frozenset[str] | None = None

    @property
    def tags(self) -> frozenset[str]:
        """What lists put before the subjects that are shown; told from threads throughout the archive."""
        if self._tags is None:
            table = self.arrangement.table
            roots = [
                node for node in table.order[:: max(1, len(table.order) // 2_000)] if table.parent[node] < 0
            ]
            some = roots[:: max(1, len(roots) // THREADS_LOOKED_AT)]
            self._tags = list_tags(self.envelope(node).subject or "" for node in some)
        return self._tags

    def key(self, node: int) -> MessageKey:
        """Return the id of a node's message."""
        if node < self._stored:
            return self._archive.key(node)
        return self.arrangement.ghosts[node - self._stored]

    def node(self, key: MessageKey) -> int:
        """Return the node of a message, -1 where the threads that are shown do not have it."""
        if key in self._ghosts:
            return self._ghosts[key]
        node = self._archive.node(key)
        return NO_ROW if node is None or node >= self._stored else node

    def envelope(self, node: int) -> Envelope:
        """Return what is known of a message."""
        if node < self._stored:
            return self._archive.envelope(node)
        key = self.key(node)
        now = self._archive.node(key)
        return Envelope(key, None, ghost=True) if now is None else self._archive.envelope(now)

    def know_quoted(self, counts: Sequence[int]) -> None:
        """Take how many messages quote each node."""
        self._quoted = counts

    def quoted(self, node: int) -> int:
        """Count the messages that quote it; 0 where that is not known."""
        return self._quoted[node] if node < len(self._quoted) else 0

    def changed_subject(self, node: int) -> str:
        """Return the subject without its list's tag, empty where it is the parent's."""
        if node not in self._subjects:
            if len(self._subjects) >= SUBJECTS_KEPT:
                self._subjects.clear()
            self._subjects[node] = without_list_tag(self._compare(node), self.tags)
        return self._subjects[node]

    def _compare(self, node: int) -> str:
        subject = self.envelope(node).subject or ""
        parent = self.arrangement.table.parent[node]
        if parent < 0 or not subject:
            return subject
        above = self.envelope(parent).subject
        return "" if above and base_subject(subject).key == base_subject(above).key else subject
