"""Nodes of the threads that are shown, while the archive knows more by now."""

from __future__ import annotations

from array import array
from typing import Any

import pytest

from parsing.model import Envelope, MessageKey, ThreadTable
from tui.state.nodes import Nodes
from tui.state.threads import arrange


def flat(stored: int, ghosts: int) -> ThreadTable:
    """Make a table of messages and ghosts that stand side by side; message 1 hangs under message 0."""
    count = stored + ghosts
    zeros, places = array("i", [0] * count), array("i", range(count))
    parent = array("i", [-1] * count)
    parent[1] = 0
    return ThreadTable(stored, parent, [None] * count, zeros, places, zeros, places)


class Growing:
    """An archive with some messages; ghosts come after them."""

    def __init__(self, subjects: list[str], ghosts: list[str]) -> None:
        self.subjects, self.ghosts = subjects, ghosts

    def key(self, node: int) -> MessageKey:
        return MessageKey([*map(str, range(len(self.subjects))), *self.ghosts][node])

    def node(self, key: MessageKey) -> int | None:
        keys = [*map(str, range(len(self.subjects))), *self.ghosts]
        return keys.index(key) if key in keys else None

    def envelope(self, node: int) -> Envelope:
        if node < len(self.subjects):
            return Envelope(self.key(node), node, self.subjects[node])
        return Envelope(self.key(node), None, ghost=True)


@pytest.fixture
def archive() -> Growing:
    return Growing(["The weir", "Re: The weir"], ["lost", "gone"])


@pytest.fixture
def nodes(archive: Any) -> Nodes:
    return Nodes(archive, arrange(flat(2, 2), (MessageKey("lost"), MessageKey("gone"))))


def test_a_ghost_is_looked_up_by_its_id(archive: Growing, nodes: Nodes) -> None:
    """Though it has another number in the archive by now."""
    archive.subjects.append("More")
    archive.ghosts.insert(0, "new")
    assert (nodes.key(2), nodes.key(3)) == ("lost", "gone")
    assert nodes.envelope(3).key == "gone"
    assert nodes.node(MessageKey("gone")) == 3


def test_what_the_archive_has_and_the_list_not_yet_is_nowhere(archive: Growing, nodes: Nodes) -> None:
    """Its row comes with the next table."""
    archive.subjects.append("More")
    assert nodes.node(MessageKey("2")) == -1
    assert nodes.node(MessageKey("unheard of")) == -1


def test_a_ghost_that_came_to_life_is_shown_as_what_it_is(archive: Growing, nodes: Nodes) -> None:
    """Or, if it is nowhere any more, as a ghost."""
    archive.ghosts.remove("lost")
    assert nodes.envelope(2).ghost
    assert nodes.envelope(2).key == "lost"


def test_a_subject_is_said_where_it_changes(archive: Growing, nodes: Nodes) -> None:
    """Compared without Re: and its like."""
    assert (nodes.changed_subject(0), nodes.changed_subject(1)) == ("The weir", "")
    archive.subjects[1] = "The mill (was: the weir)"
    nodes.show(nodes.arrangement)
    assert nodes.changed_subject(1) == "The mill (was: the weir)"


def test_how_often_a_message_is_quoted_is_not_known_at_first(nodes: Nodes) -> None:
    """Then it is."""
    assert nodes.quoted(0) == 0
    nodes.know_quoted([3, 0, 0, 1])
    assert (nodes.quoted(0), nodes.quoted(3)) == (3, 1)


def test_the_tag_of_a_list_is_left_out_and_what_a_writer_put_in_brackets_is_not() -> None:
    """Eight threads, all with the tag; one is a patch."""
    archive: Any = Growing([f"[weir] Gate {number}" for number in range(7)] + ["[weir] [PATCH] Oil it"], [])
    zeros, places, roots = array("i", [0] * 8), array("i", range(8)), array("i", [-1] * 8)
    nodes = Nodes(archive, arrange(ThreadTable(8, roots, [None] * 8, zeros, places, zeros, places), ()))
    assert nodes.changed_subject(3) == "Gate 3"
    assert nodes.changed_subject(7) == "[PATCH] Oil it"
