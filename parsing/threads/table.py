"""From containers to the table of threads: ghosts pruned, all in order of date.

Trees are walked by loops: a thread may be as deep as the archive is long.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

from parsing.model import ThreadTable
from parsing.threads.containers import NOBODY, STEPS, WAYS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from parsing.model import ParentBy
    from parsing.threads.containers import Containers

UNDATED: Final = -(1 << 62)


class TableMaker:
    """The columns of a table while it is made. Nodes are the stored rows, then the ghosts that stay."""

    def __init__(self, containers: Containers, kept: Mapping[int, int | None]) -> None:
        self.containers = containers
        self.kept = kept
        """By container of a rebuilt message: its time, where it is known."""
        self.stored = len(containers.of_row)
        self.node_of: array[int] = array("i", containers.row)
        """By container: its node; NOBODY for a ghost that is left out."""
        self.ghosts: list[int] = []
        """Containers, by node from `stored` on."""
        self.parent: array[int] = array("i")
        self.way: list[ParentBy | None] = []
        self.time: array[int] = array("q")
        """By node; UNDATED for a ghost without a date that has no child yet."""

    def prune(self) -> Iterator[None]:
        """Keep the ghosts that hold two or more together, and those that were rebuilt.

        A ghost that has lost all its children is gone, and counts no longer where it hung; one with a single
        child gives its place to it, which changes no count.
        """
        parents = self.containers.parent
        children: dict[int, int] = {
            ghost: 0 for ghost, row in enumerate(self.containers.row) if row == NOBODY
        }
        yield
        for number, parent in enumerate(parents):
            if parent in children:
                children[parent] += 1
            if not number % STEPS:
                yield
        empty = [ghost for ghost, count in children.items() if not count and ghost not in self.kept]
        while empty:
            parent = parents[empty.pop()]
            if parent in children:
                children[parent] -= 1
                if not children[parent] and parent not in self.kept:
                    empty.append(parent)
        for ghost, count in children.items():
            if count > 1 or ghost in self.kept:
                self.node_of[ghost] = self.stored + len(self.ghosts)
                self.ghosts.append(ghost)
        yield

    def fill(self) -> Iterator[None]:
        """Give each node its parent, past the ghosts that are left out; copies have their original's."""
        self.time = self.containers.time[:]
        for ghost in self.ghosts:
            time = self.kept.get(ghost)
            self.time.append(UNDATED if time is None else time)
        for node, number in enumerate(chain(self.containers.of_row, self.ghosts)):
            above, way = self.above(number)
            self.parent.append(above)
            self.way.append(way)
            if not node % STEPS:
                yield

    def above(self, number: int) -> tuple[int, ParentBy | None]:
        """Find the next container above that is a node, and how the last step to it was known."""
        parents, ways = self.containers.parent, self.containers.way
        way = ways[number]
        above = parents[number]
        while above != NOBODY and self.node_of[above] == NOBODY:
            way = ways[above]
            above = parents[above]
        if above == NOBODY:
            return NOBODY, None
        return self.node_of[above], WAYS[way]

    def by_time(self) -> list[int]:
        """Give the nodes that are shown by time; a ghost without one comes just before its first child."""
        time = self.time
        containers = self.containers
        shown = [row for row in containers.by_time if containers.row[containers.of_row[row]] == row]
        dated = [*shown, *(node for node in range(self.stored, len(time)) if time[node] != UNDATED)]
        if len(dated) > len(shown):
            dated.sort(key=time.__getitem__)
        for node in dated:
            above = self.parent[node]
            while above != NOBODY and time[above] == UNDATED:
                time[above] = time[node]
                above = self.parent[above]
        if self.ghosts:
            shown = [*range(self.stored, len(self.parent)), *shown]
            shown.sort(key=time.__getitem__)
        return shown


def make_table(
    containers: Containers, kept: Mapping[int, int | None]
) -> Generator[None, None, tuple[ThreadTable, tuple[int, ...]]]:
    """Make the table, and give the containers of the ghosts in it."""
    maker = TableMaker(containers, kept)
    yield from maker.prune()
    yield from maker.fill()
    shown = maker.by_time()
    yield
    order = yield from preorder(shown, maker.parent)
    depth, root, size = yield from measure(order, maker.parent)
    yield from measure_copies(maker, depth, root)
    table = ThreadTable(
        stored=maker.stored,
        parent=maker.parent,
        parent_by=maker.way,
        depth=depth,
        order=order,
        size=size,
        root=root,
    )
    return table, tuple(maker.ghosts)


def preorder(shown: Sequence[int], parent: Sequence[int]) -> Generator[None, None, array[int]]:
    """Give each tree as it is read, children in the order in which they are shown."""
    first_child = array("i", [NOBODY]) * len(parent)
    next_sibling = array("i", [NOBODY]) * len(parent)
    first_root = NOBODY
    for step, node in enumerate(reversed(shown)):
        above = parent[node]
        if above == NOBODY:
            next_sibling[node], first_root = first_root, node
        else:
            next_sibling[node], first_child[above] = first_child[above], node
        if not step % STEPS:
            yield
    order = array("i")
    waiting = [first_root]
    while waiting:
        node = waiting.pop()
        while node != NOBODY:
            order.append(node)
            if next_sibling[node] != NOBODY:
                waiting.append(next_sibling[node])
            node = first_child[node]
            if not len(order) % STEPS:
                yield
    return order


def measure(
    order: Sequence[int], parent: Sequence[int]
) -> Generator[None, None, tuple[array[int], array[int], array[int]]]:
    """Give depth, root and size by node."""
    depth = array("i", [0]) * len(parent)
    root = array("i", range(len(parent)))
    size = array("i", [0]) * len(parent)
    for step, node in enumerate(order):
        above = parent[node]
        if above != NOBODY:
            depth[node] = depth[above] + 1
            root[node] = root[above]
        if not step % STEPS:
            yield
    for step, node in enumerate(reversed(order)):
        if parent[node] != NOBODY:
            size[parent[node]] += size[node] + 1
        if not step % STEPS:
            yield
    return depth, root, size


def measure_copies(maker: TableMaker, depth: array[int], root: array[int]) -> Iterator[None]:
    """Give copies, which stand in no order, what their originals have."""
    containers = maker.containers
    for row, number in enumerate(containers.of_row):
        original = containers.row[number]
        if original != row:
            depth[row], root[row] = depth[original], root[original]
        if not row % STEPS:
            yield
