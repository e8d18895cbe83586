"""The last few things that were made, so that they need not be made again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key, the least recently asked for forgotten first; any thread may ask."""

    def __init__(self, most: int, make: Callable[[Key], Value]) -> None:
        self.most = most
        self.make = make
        self.values: OrderedDict[Key, Value] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Key) -> Value:
        """Give the value, made outside the lock if it is not there; what `make` raises is raised."""
        with self.lock:
            if key in self.values:
                self.values.move_to_end(key)
                return self.values[key]
        value = self.make(key)
        with self.lock:
            self.values[key] = value
            if len(self.values) > self.most:
                self.values.popitem(last=False)
        return value

    def kept(self, key: Key) -> Value | None:
        """Give the value if it is there; nothing is made, and it is forgotten no later for this."""
        with self.lock:
            return self.values.get(key)

    def forget(self) -> None:
        """Forget everything: it may be different now."""
        with self.lock:
            self.values.clear()
