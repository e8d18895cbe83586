"""Which rows the thread pane shows: the order of the threads, what is folded, and the lines of the tree.

Nodes are those of a `ThreadTable`; rows are counted from 0 down the pane. An `Arrangement` never changes and
is made in a worker; `ThreadRows` holds the folds and is changed by the screen's handlers only.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from parsing.model import MessageKey, ThreadTable

NO_ROW = -1


class Sort(StrEnum):
    """In what order threads stand; inside a thread it is always the replies' own."""

    OLDEST = "oldest thread first"
    NEWEST = "newest thread first"
    LATEST = "latest reply first"
    LONGEST = "longest thread first"
    SUBJECT = "by subject"
    AUTHOR = "by author"

    @property
    def next(self) -> Sort:
        """The order that comes after this one, round and round."""
        orders = list(Sort)
        return orders[(orders.index(self) + 1) % len(orders)]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A table of threads in one order."""

    table: ThreadTable
    sort: Sort
    order: array[int]
    """Nodes, top to bottom, nothing folded."""
    place: array[int]
    """By node: where it stands in `order`; -1 where it does not stand there."""
    ghosts: tuple[MessageKey, ...] = ()
    """The ids of the nodes after the stored ones."""

    def roots(self) -> Iterator[int]:
        """Go through the roots in order, a step a thread."""
        index, order, size = 0, self.order, self.table.size
        while index < len(order):
            root = order[index]
            yield root
            index += size[root] + 1


def arrange(
    table: ThreadTable,
    ghosts: tuple[MessageKey, ...] = (),
    sort: Sort = Sort.OLDEST,
    time_of: Callable[[int], int] | None = None,
    name_of: Callable[[int], str] | None = None,
) -> Arrangement:
    """Put threads in order; `time_of` and `name_of` are asked for nodes where the order needs them."""
    natural = Arrangement(table, sort, table.order, places(table, table.order), ghosts)
    if sort is Sort.OLDEST:
        return natural
    roots = list(natural.roots())
    if sort is Sort.NEWEST:
        roots.reverse()
    elif sort is Sort.LONGEST:
        roots.sort(key=lambda root: -table.size[root])
    elif sort is Sort.LATEST and time_of is not None:
        latest = {root: max(map(time_of, subtree(natural, root))) for root in roots}
        roots.sort(key=lambda root: -latest[root])
    elif name_of is not None:
        names = {root: name_of(root) for root in roots}
        roots.sort(key=lambda root: (not names[root], names[root]))
    order = array(table.order.typecode)
    for root in roots:
        order.extend(subtree(natural, root))
    return Arrangement(table, sort, order, places(table, order), ghosts)


def subtree(arrangement: Arrangement, node: int) -> array[int]:
    """Return a node and all that stands below it, in order."""
    start = arrangement.place[node]
    return arrangement.order[start : start + arrangement.table.size[node] + 1]


def places(table: ThreadTable, order: array[int]) -> array[int]:
    """Turn an order round."""
    place = array("i", [NO_ROW]) * len(table)
    for index, node in enumerate(order):
        place[node] = index
    return place


class ThreadRows:
    """The rows that show: an arrangement, less what is folded away."""

    def __init__(self, arrangement: Arrangement, folded: Iterable[int] = ()) -> None:
        self.arrangement = arrangement
        self.folded = {node for node in folded if arrangement.place[node] >= 0}
        self.rows: array[int] = array("i")
        """Nodes, top to bottom."""
        self._show()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def table(self) -> ThreadTable:
        """The threads that are shown."""
        return self.arrangement.table

    def _show(self) -> None:
        """Lay the rows out anew: the order, with the folded stretches cut out."""
        order, place, size = self.arrangement.order, self.arrangement.place, self.table.size
        if not self.folded:
            self.rows = order[:]
            return
        rows, index = array(order.typecode), 0
        for start in sorted(place[node] for node in self.folded):
            if start < index:
                continue  # inside a fold
            rows.extend(order[index : start + 1])
            index = start + size[order[start]] + 1
        rows.extend(order[index:])
        self.rows = rows

    # Where something is

    def node(self, row: int) -> int:
        """Return the node of a row."""
        return self.rows[row]

    def row(self, node: int) -> int:
        """Return the row of a node, or of the fold that it is in; -1 where it stands nowhere."""
        if not 0 <= node < len(self.table) or self.arrangement.place[node] < 0:
            return NO_ROW
        fold = self._outermost_fold(node)
        return self._search(node if fold < 0 else fold)

    def _outermost_fold(self, node: int) -> int:
        """Return the folded ancestor that is nearest to the root, or -1."""
        found, parent = -1, self.table.parent[node]
        while parent >= 0 and self.folded:
            if parent in self.folded:
                found = parent
            parent = self.table.parent[parent]
        return found

    def _search(self, node: int) -> int:
        """Find a visible node: rows stand in the order of their places."""
        place, rows = self.arrangement.place, self.rows
        wanted, low, high = place[node], 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            if place[rows[middle]] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(rows) and rows[low] == node else NO_ROW

    def hidden(self, node: int) -> int:
        """Count what a fold at this node hides; 0 where it is open."""
        return self.table.size[node] if node in self.folded else 0

    # Folds

    def fold(self, node: int) -> bool:
        """Fold what stands below a node; False where nothing does, or it is folded already."""
        if self.table.size[node] == 0 or node in self.folded:
            return False
        row = self.row(node)
        visible = self._visible_below(row)
        self.folded.add(node)
        del self.rows[row + 1 : row + 1 + visible]
        return True

    def _visible_below(self, row: int) -> int:
        """Count the rows that show below a row and belong to it."""
        node = self.rows[row]
        end = self.arrangement.place[node] + self.table.size[node]
        place, rows = self.arrangement.place, self.rows
        low, high = row, len(rows) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if place[rows[middle]] <= end:
                low = middle
            else:
                high = middle - 1
        return low - row

    def unfold(self, node: int) -> bool:
        """Unfold a node; what is folded inside it stays so. False where it is open."""
        if node not in self.folded:
            return False
        self.folded.discard(node)
        row = self._search(node)
        if row != NO_ROW:
            below = self._laid_out_below(node)
            self.rows[row + 1 : row + 1] = below
        return True

    def _laid_out_below(self, node: int) -> array[int]:
        """Lay out what an unfolded node shows."""
        order, size = self.arrangement.order, self.table.size
        index = self.arrangement.place[node] + 1
        end = index + size[node]
        rows = array(order.typecode)
        while index < end:
            inner = order[index]
            rows.append(inner)
            index += size[inner] + 1 if inner in self.folded else 1
        return rows

    def toggle(self, node: int) -> bool:
        """Fold an open node, unfold a folded one; False where there is nothing to fold."""
        return self.unfold(node) or self.fold(node)

    def fold_all(self) -> None:
        """Fold every thread."""
        size = self.table.size
        self.folded.update(root for root in self.arrangement.roots() if size[root])
        self._show()

    def unfold_all(self) -> None:
        """Unfold everything."""
        self.folded.clear()
        self._show()

    def reveal(self, node: int) -> bool:
        """Unfold whatever hides a node; False where nothing did."""
        changed, parent = False, self.table.parent[node]
        while parent >= 0:
            changed |= parent in self.folded
            self.folded.discard(parent)
            parent = self.table.parent[parent]
        if changed:
            self._show()
        return changed

    # Ways through the tree

    def next_root(self, row: int, step: int) -> int:
        """Return the row of the next (+1) or previous (-1) thread; -1 where there is none.

        Backwards from inside a thread is its own first row.
        """
        root = self.table.root[self.rows[row]]
        if step < 0 and self.row(root) < row:
            return self.row(root)
        place, size, order = self.arrangement.place, self.table.size, self.arrangement.order
        index = place[root] + (size[root] + 1 if step > 0 else -1)
        if not 0 <= index < len(order):
            return NO_ROW
        return self.row(self.table.root[order[index]])

    def parent(self, node: int) -> int:
        """Return what a node hangs under, -1 at a root."""
        return self.table.parent[node]

    def first_reply(self, node: int) -> int:
        """Return the first node that hangs under this one, -1 where none does."""
        if self.table.size[node] == 0:
            return -1
        return self.arrangement.order[self.arrangement.place[node] + 1]

    def neighbour(self, node: int, step: int) -> int:
        """Return the next or previous message, folded away or not; -1 where there is none."""
        index = self.arrangement.place[node] + step
        order = self.arrangement.order
        return order[index] if 0 <= index < len(order) else -1

    def is_last(self, node: int) -> bool:
        """Say whether no sibling stands below a node."""
        parent = self.table.parent[node]
        if parent < 0:
            return True
        place, size = self.arrangement.place, self.table.size
        return place[node] + size[node] == place[parent] + size[parent]

    def branches(self, node: int, levels: int) -> tuple[bool, ...]:
        """Say for a node and its ancestors below the root, outermost first, whether each is a last one.

        At most the innermost `levels` of them.
        """
        lasts: list[bool] = []
        while self.table.parent[node] >= 0 and len(lasts) < levels:
            lasts.append(self.is_last(node))
            node = self.table.parent[node]
        return tuple(reversed(lasts))
