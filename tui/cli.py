"""The command `wrote`: what is to be done, its exit status, and where sentences go.

0 if anything was opened or found; 2 if nothing could be opened or the words are wrong; 1 for a fault of ours;
130 when interrupted; 141, quietly, when nobody reads what is printed. Only what is needed is loaded: `--help`
answers in a blink, and no command that prints loads Textual.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from tui import __version__, output
from tui.arguments import READ, Arguments, UsageError, answer_for, parse_arguments
from tui.output import ClosedPipeError, OutputError, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.state.service import Service

DONE: Final = 0
OUR_FAULT: Final = 1
NOTHING: Final = 2
INTERRUPTED: Final = 130
CLOSED_PIPE: Final = 141

STDIN: Final = "-"
TERMINAL: Final = "/dev/tty"
SHARE_SECONDS: Final = 0.0005
"""A key waits no longer than this for a thread that reads mail."""
NO_PATH: Final = "Name a file or a folder of mail, as in “wrote list.mbox”; “wrote --demo” opens a sample."
NO_TERMINAL: Final = "There is no terminal to read in; “wrote threads PATH” prints who answers whom."


def run(words: list[str]) -> int:
    """Do what the words say; return the exit status."""
    output.speak_utf_8()
    try:
        return answer(words)
    except UsageError as wrong:
        say(str(wrong))
        return NOTHING
    except ClosedPipeError:
        output.abandon_output()
        return CLOSED_PIPE
    except OutputError as error:
        say(str(error))
        output.abandon_output()
        return OUR_FAULT
    except KeyboardInterrupt:
        output.abandon_output()
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: a fault of ours is one sentence and a log
        from tui import crash  # noqa: PLC0415 - as rarely as that

        say(crash.report(error, crash.FAILED))
        output.abandon_output()
        return OUR_FAULT


def answer(words: list[str]) -> int:
    """Answer what needs no archive, or open one and go on."""
    match answer_for(words):
        case None:
            return with_archive(parse_arguments(words))
        case "version":
            output.print_all([f"wrote {__version__}\n"])
        case asked:
            from tui import usage  # noqa: PLC0415 - the table of keys is loaded for this

            output.print_all([usage.help_text() if asked == "help" else usage.keymap_text()])
    return DONE


def with_archive(arguments: Arguments) -> int:
    """Find out what to open, and read it or print from it."""
    paths = named_paths(arguments)
    if arguments.command == READ:
        return read(paths, arguments)
    from parsing.archive import open_archive  # noqa: PLC0415 - loads all that reads mail
    from parsing.errors import ArchiveError  # noqa: PLC0415
    from tui.asked import print_from  # noqa: PLC0415

    try:
        with (
            fetched(paths, arguments) as found,
            open_archive(*found, cache=cache_of(arguments)) as archive,
        ):
            for complaint in archive.complaints:
                say(complaint)
            print_from(archive, arguments)
    except ArchiveError as error:
        say(str(error))
        return NOTHING
    return DONE


@contextlib.contextmanager
def fetched(paths: Sequence[str], arguments: Arguments) -> Iterator[Sequence[str]]:
    """Give what is to be opened with a file for each URL, as long as this holds; raises ArchiveError."""
    if not any_url(paths):
        yield paths
        return
    from tui.download.typed import downloads_in, gathered  # noqa: PLC0415 - only for who typed a URL

    with downloads_in(cache_of(arguments)) as downloads:
        found = gathered(paths, downloads)
        for complaint in found.complaints:
            say(complaint)
        yield found.paths


def any_url(paths: Sequence[str]) -> bool:
    """Tell whether anything that was typed is to be downloaded."""
    from tui.download.address import is_url  # noqa: PLC0415 - loads what names hosts

    return any(map(is_url, paths))


def named_paths(arguments: Arguments) -> list[str]:
    """Give what is to be opened: paths, the sample, or what is piped in; raises UsageError without any."""
    paths = list(arguments.paths)
    if arguments.demo:
        from tui.demo import DEMO_ARCHIVE  # noqa: PLC0415

        paths.append(str(DEMO_ARCHIVE))
    if not paths and is_open(0) and not os.isatty(0):
        paths.append(STDIN)
    if not paths or (STDIN in paths and not is_open(0)):
        raise UsageError(NO_PATH)
    return paths


def is_open(descriptor: int) -> bool:
    """Tell whether there is such a stream."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def cache_of(arguments: Arguments) -> Path | None:
    """Give the folder in which what is found is kept for the next time, None if it is not to be."""
    if not arguments.cache or os.environ.get("WROTE_NO_CACHE"):
        return None
    from parsing.archive.shelf import cache_folder  # noqa: PLC0415 - as above

    return cache_folder(os.environ, sys.platform)


def read(paths: list[str], arguments: Arguments) -> int:
    """Open the reader; the screen is loaded while the first messages are read.

    What cannot be opened is said before it is said that there is no terminal.
    """
    from parsing.archive import begin_archive  # noqa: PLC0415 - as above
    from parsing.errors import ArchiveError  # noqa: PLC0415

    sys.setswitchinterval(SHARE_SECONDS)
    drawable = can_draw()
    if drawable:
        threading.Thread(target=load_screen, daemon=True).start()
    if any_url(paths):
        return read_downloads(paths, arguments, drawable=drawable)
    try:
        archive = begin_archive(*paths, cache=cache_of(arguments))
    except ArchiveError as error:
        say(str(error))
        leave_now(NOTHING)
    if not drawable:
        archive.close()
        raise UsageError(NO_TERMINAL)
    return show(archive, arguments)


def read_downloads(paths: list[str], arguments: Arguments, *, drawable: bool) -> int:
    """Open the reader at once, on what is still to be downloaded."""
    if not drawable:
        raise UsageError(NO_TERMINAL)
    from tui.download.awaited import Awaited  # noqa: PLC0415 - only for who typed a URL
    from tui.download.typed import downloads_in  # noqa: PLC0415

    cache = cache_of(arguments)
    stdin = os.fdopen(os.dup(0), "rb") if STDIN in paths else None  # keys will come where it came
    with downloads_in(cache) as downloads:
        archive = Awaited(paths, downloads, cache, stdin)
        status = show(archive, arguments)
    if archive.failure:
        say(archive.failure)
    return status


def show(archive: Service, arguments: Arguments) -> int:
    """Show an archive in the reader until the user leaves it; return the exit status."""
    if not os.isatty(0):
        take_keys_from_terminal()
    from tui.app import run as run_reader  # noqa: PLC0415 - Textual is loaded only here

    status = run_reader(archive, arguments.theme)
    output.settle_streams()
    return status


def load_screen() -> None:
    """Load the screen ahead of time; what fails here fails again where it is told."""
    with contextlib.suppress(ImportError):
        import_module("tui.app")


def leave_now(status: int) -> NoReturn:
    """End the process without waiting for what is still being loaded."""
    sys.stderr.flush()
    os._exit(status)


def can_draw() -> bool:
    """Tell whether there is a terminal to draw on and to take keys from."""
    if not os.isatty(1) or os.environ.get("TERM") == "dumb":
        return False
    return (is_open(0) and os.isatty(0)) or Path(TERMINAL).exists()


def take_keys_from_terminal() -> None:
    """Make the terminal standard input, which was the mail; raises UsageError if there is none."""
    try:
        descriptor = os.open(TERMINAL, os.O_RDWR)
    except OSError:
        raise UsageError(NO_TERMINAL) from None
    os.dup2(descriptor, 0)
    os.close(descriptor)
    if sys.stdin is None:
        terminal = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for good
        sys.stdin = sys.__stdin__ = terminal  # type: ignore[misc]
