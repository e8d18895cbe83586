"""Other programs: started only after asking, with one file or one link, and nothing of our terminal.

The system's own opener is used (`open` on a Mac, `xdg-open` elsewhere), for links the browser named in
`$BROWSER`, if it draws its own window. No shell; the target is one argument, and begins with `/` or a scheme.
Files lie in a folder of their own that only we may enter, and that goes when the reader does.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.saving import SaveError, save

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPENERS: Final = {"darwin": "open"}
OPENER: Final = "xdg-open"
SCHEMES: Final = ("http://", "https://", "mailto:")
IN_TERMINAL: Final = frozenset(
    {"lynx", "w3m", "links", "elinks", "links2", "www-browser", "browsh", "carbonyl"}
)
"""Browsers that would draw over the reader."""
FAILS_WITHIN: Final = 1.5
"""Seconds in which an opener that finds nothing to open a thing with has said so."""


FOLDERS: Final[set[Path]] = set()
"""Those that are to go when the process ends, however it ends."""


class OutsideError(Exception):
    """Nothing was opened; the message is a sentence that says why."""


def opener() -> str:
    """Return the system's program that opens things, as a whole path; "" where there is none."""
    return whole_path(OPENERS.get(sys.platform, OPENER))


def browser(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the command that a link is put behind, or into where it has a `%s`; empty where there is none.

    `$BROWSER` may name several, with colons between them.
    """
    wanted = (os.environ if environment is None else environment).get("BROWSER", "")
    for each in wanted.split(os.pathsep):
        try:
            words = shlex.split(each)
        except ValueError:
            continue
        if words and Path(words[0]).name not in IN_TERMINAL and (program := whole_path(words[0])):
            return [program, *words[1:]]
    found = opener()
    return [found] if found else []


def whole_path(program: str) -> str:
    """Return where a program lies; "" where it does not, or in no folder that has a whole path."""
    found = shutil.which(program)
    return found if found and Path(found).is_absolute() else ""


def program_name(command: Sequence[str]) -> str:
    """Return what a command is called in a sentence."""
    return Path(command[0]).name


def with_target(command: Sequence[str], target: str) -> list[str]:
    """Return a command for a target: in the place of `%s`, else behind it.

    >>> with_target(["/bin/b", "--url=%s"], "https://a.example/"), with_target(["/bin/b"], "/tmp/x")
    (['/bin/b', '--url=https://a.example/'], ['/bin/b', '/tmp/x'])
    """
    head, *rest = command
    if any("%s" in word for word in rest):
        return [head, *(word.replace("%s", target) for word in rest)]
    return [*command, target]


class Outside:
    """What was handed out while the reader ran."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.ended = False

    def open_link(self, url: str) -> str:
        """Open a link; return the name of the program. Raises OutsideError."""
        if not url.lower().startswith(SCHEMES) or not url.isascii() or not url.isprintable():
            raise OutsideError("Not opened: only http, https and mailto links are.")
        command = browser()
        if not command:
            raise OutsideError("Not opened: there is no program here that opens links.")
        start(with_target(command, url))
        return program_name(command)

    def open_file(self, name: str, data: bytes) -> str:
        """Write a file where only we may read it, and open it; return the name of the program.

        Raises OutsideError.
        """
        command = opener()
        if not command:
            raise OutsideError("Not opened: there is no program here that opens files; s saves it.")
        try:
            path = save(self.private_folder() / name, data)
        except (OSError, SaveError) as error:
            raise OutsideError(str(error).replace("Not saved", "Not opened")) from None
        start([command, str(path)])
        return program_name([command])

    def private_folder(self) -> Path:
        """Return the folder for files that are handed out; it is made when it is first needed."""
        if self.ended:
            raise SaveError("Not opened: the reader is closing.")
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="wrote-"))  # 0700
            FOLDERS.add(self.folder)
            atexit.register(take_away)
        return self.folder

    def close(self) -> None:
        """Take away what was written."""
        self.ended = True
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            FOLDERS.discard(self.folder)
            self.folder = None


def take_away() -> None:
    """Take away whatever was handed out and is still there."""
    for folder in tuple(FOLDERS):
        shutil.rmtree(folder, ignore_errors=True)
        FOLDERS.discard(folder)


def start(command: Sequence[str]) -> None:
    """Start a program that outlives us, with nothing of our terminal; raises OutsideError if it fails."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell, a program that was looked up
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise OutsideError(f"Not opened: {program_name(command)} could not be started.") from error
    try:
        status = process.wait(FAILS_WITHIN)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()  # nobody is left unburied
        return
    if status:
        raise OutsideError(f"{program_name(command)} knows no program to open it with (status {status}).")
