"""What a fault of ours leaves behind: a log that only its owner reads, with no word of anybody's mail.

It has the kind of the error and where in the code it happened; no message of the error, no values of
variables, for both may hold text of a mail.
"""

from __future__ import annotations

import os
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPPED: Final = "wrote has made a mistake and had to stop. The archive is untouched."
FAILED: Final = "wrote has made a mistake and could not do this."
LARGEST: Final = 256 << 10
"""A log of more bytes begins anew."""


def log_path() -> Path:
    """Return where the log lies: `wrote/crash.log` in `$XDG_STATE_HOME` (or `~/.local/state`)."""
    home = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(home) / "wrote" / "crash.log"


def report(error: BaseException | None, sentence: str = STOPPED) -> str:
    """Write the log; return the sentence for the user, which says where it lies if it could be written."""
    try:
        path = log_path()
        write(path, "\n".join(lines(error)) + "\n\n")
    except (OSError, RuntimeError):
        return sentence
    return f"{sentence} What happened is in {path}; it has no text of a mail in it."


def write(path: Path, text: str) -> None:
    """Add to the log; 0600 in a folder 0700, never through a link."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        if os.fstat(descriptor).st_size > LARGEST:
            os.ftruncate(descriptor, 0)
        os.write(descriptor, text.encode("utf-8", "replace"))
    finally:
        os.close(descriptor)


def lines(error: BaseException | None) -> Iterator[str]:
    """Say when, with what, and where in the code."""
    yield f"{datetime.now(UTC).isoformat(timespec='seconds')} wrote {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()}, TERM={os.environ.get('TERM', '')[:40]}"
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__
