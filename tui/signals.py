"""Leave the terminal as it was found, whichever way the program is asked to go.

On TERM, HUP, QUIT and INT the app is asked to leave; if it does not within a moment (it may hang on a
terminal that takes nothing any more), the terminal is put right from here and the process ends. A terminal
that is gone is noticed even where HUP is ignored: reading it would return at once, for ever.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

from tui.outside import take_away

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEAVING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)
PATIENCE: Final = 1.5
"""Seconds that an app has to leave by itself."""
RESTORE: Final = (
    b"\x18"  # end a sequence that was cut
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l"  # synchronised output, pasting, wrapping, size reports
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l"  # the mouse and the focus
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m"  # keyboard, screen, cursor, colours
)


@contextlib.contextmanager
def terminal_restored(leave: Callable[[int], None]) -> Iterator[None]:
    """While this holds, a signal calls `leave` with the exit status, and the terminal is safe."""
    guard = Guard(leave)
    before = {number: signal.signal(number, guard.on_signal) for number in LEAVING if not ignored(number)}
    watch_hang_up(guard)
    try:
        yield
    finally:
        guard.done.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def ignored(number: signal.Signals) -> bool:
    """Say whether whoever started us wants a signal ignored, as `nohup` does."""
    return signal.getsignal(number) is signal.SIG_IGN


class Guard:
    """Asks once to leave, and sees to it that it happens."""

    def __init__(self, leave: Callable[[int], None]) -> None:
        self.leave = leave
        self.done = threading.Event()
        self._asked = False
        self._modes = terminal_modes()

    def on_signal(self, number: int, _frame: object) -> None:
        """Ask to leave; at the second signal, or when nothing comes of it, just go."""
        self.go(128 + number)

    def go(self, status: int) -> None:
        """Leave with a status."""
        if self._asked:
            self.end(status)
        self._asked = True
        threading.Thread(target=self._wait, args=(status,), daemon=True).start()
        self.leave(status)

    def _wait(self, status: int) -> None:
        if not self.done.wait(PATIENCE):
            self.end(status)

    def end(self, status: int) -> None:
        """Put the terminal right and end the process here and now."""
        with contextlib.suppress(OSError):
            os.set_blocking(2, False)
            os.write(2, RESTORE)
        restore_modes(self._modes)
        take_away()
        os._exit(status)


def terminal_modes() -> list[object] | None:
    """Return how the terminal is set, None where there is none."""
    try:
        import termios  # noqa: PLC0415 - POSIX only

        return list(termios.tcgetattr(sys.__stdin__.fileno())) if sys.__stdin__ else None
    except (OSError, ValueError, ImportError, termios.error):
        return None


def restore_modes(modes: list[object] | None) -> None:
    """Set the terminal as it was."""
    if modes is None or sys.__stdin__ is None:
        return
    import termios  # noqa: PLC0415 - as above

    with contextlib.suppress(OSError, ValueError, termios.error):
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, modes)  # type: ignore[arg-type]


def watch_hang_up(guard: Guard) -> None:
    """Leave when the terminal is gone; waits in the kernel, costs nothing."""
    try:
        descriptor = sys.__stdin__.fileno() if sys.__stdin__ else -1
        poll = select.poll()
        poll.register(descriptor, 0)  # only what is always told: hang-up and errors
    except (OSError, ValueError, AttributeError):
        return

    def wait() -> None:
        if not os.isatty(descriptor):
            return
        with contextlib.suppress(OSError):
            if poll.poll():
                guard.go(128 + signal.SIGHUP)

    threading.Thread(target=wait, daemon=True, name="hang-up").start()
