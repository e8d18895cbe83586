"""Drive the reader over the sample archive, and write what README shows of it.

    python screenshots/make.py [FOLDER]

writes the pictures (SVG, as Textual exports them) beside this file, and puts the table of keys and the sample
of a link into README between their marks; with FOLDER it writes all that there instead. On the versions that
pyproject.toml pins for tests it writes the same bytes each time.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from rich.cells import cell_len

HERE: Final = Path(__file__).resolve().parent
README: Final = HERE.parent / "README.md"
SIZE: Final = (120, 36)
SETTINGS: Final = {
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_ANIMATIONS": "none",
}
"""What a terminal, a place or a taste could change in a picture."""
OUTSIDE: Final = re.compile(r",\s*url\(\"https://[^)]*\) format\(\"\w+\"\)")
"""A font that a viewer would fetch from elsewhere."""
MADE_ID: Final = re.compile(r"\bterminal-\d+")
WORDS: Final = re.compile(r"textLength=\"[\d.]+\"([^>]*)>([^<]*)</text>")
CELL: Final = 12.2
"""The width of a cell in a picture (Rich's export)."""
KEY_NAMES: Final = {"}": "right_curly_bracket", "?": "question_mark"}
"""How Textual calls a key."""
SAMPLE: Final = "8761fx4k1r.fsf@quayside.example"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is pressed on the way to a picture: down to a message of the list, then these keys."""

    name: str
    message: str
    keys: tuple[str, ...]
    size: tuple[int, int] = SIZE


PICTURES: Final = (
    Picture("overview", "20141008065502.GB1904@flapboard.example", ("enter", "}")),
    Picture("jump", "5433b0e4.7080205@haddad.example", ("enter", "}", "enter")),
    Picture("peek", "5433b0e4.7080205@haddad.example", ("enter", *"}}}}p")),
    Picture("folded", "000a01cfe1f3$b7c1d2e0$2745@pfeil.example", ("enter",)),
    Picture("rebuilt", "20141007194012.GA3317@tollefsen.example", ("enter",)),
    Picture("help", "20141006071231.GA2210@flapboard.example", ("?",)),
)


def settle() -> None:
    """Make the surroundings the same everywhere; before the program is imported."""
    for name in ("NO_COLOR", "COLUMNS", "LINES", "WROTE_THEME"):
        os.environ.pop(name, None)
    os.environ.update(SETTINGS)
    time.tzset()


def main() -> None:
    """Write everything."""
    settle()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for picture in PICTURES:
        svg = asyncio.run(drawn(picture))
        (folder / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
    readme = README if folder == HERE else folder / README.name
    readme.write_text(filled_readme(README.read_text(encoding="utf-8")), encoding="utf-8")


async def drawn(picture: Picture) -> str:
    """Return the picture, drawn by the reader itself."""
    from parsing import MessageKey, open_archive  # noqa: PLC0415 - after settle()
    from tui.app import ReaderApp  # noqa: PLC0415
    from tui.config import Settings  # noqa: PLC0415
    from tui.demo import DEMO_ARCHIVE  # noqa: PLC0415

    archive = open_archive(DEMO_ARCHIVE)
    listed = [archive.key(node) for node in archive.threads.order]
    keys = ("j",) * listed.index(MessageKey(picture.message)) + picture.keys
    app = ReaderApp(archive, Settings())
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(KEY_NAMES.get(key, key))
            await app.workers.wait_for_complete()
            await pilot.pause()
        return whole(app.export_screenshot(title="wrote"), picture.name)


def whole(svg: str, name: str) -> str:
    """Return the picture with nothing fetched from elsewhere, and wide characters as wide as they are.

    Rich gives each run of text a length in characters; two of a wide script would stand on each other.
    """
    svg = MADE_ID.sub(f"wrote-{name}", OUTSIDE.sub("", svg))
    return WORDS.sub(as_wide_as_it_is, svg)


def as_wide_as_it_is(found: re.Match[str]) -> str:
    """Return a run of text with its length in cells."""
    attributes, words = found.groups()
    return f'textLength="{CELL * cell_len(unescape(words)):g}"{attributes}>{words}</text>'


def filled_readme(text: str) -> str:
    """Return README with its made parts made anew."""
    from tui.state.keytext import readme_table  # noqa: PLC0415 - after settle()

    text = filled(text, "keys", f"\n{readme_table()}\n\n")
    return filled(text, "link", f"\n```json\n{sample_link()}\n```\n\n")


def filled(text: str, name: str, content: str) -> str:
    """Put the content between the two marks of that name."""
    marks = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    filled_text, count = marks.subn(lambda found: found[1] + content + found[2], text)
    if count != 1:
        sys.exit(f"README.md must have the marks of “{name}” once; it has them {count} times.")
    return filled_text


def sample_link() -> str:
    """Return a link of the sample archive as the command prints it."""
    command = [sys.executable, "-m", "tui", "quotes", str(HERE.parent / "tui/demo/flapboard.mbox")]
    run = subprocess.run([*command, "--id", SAMPLE, "--json"], capture_output=True, check=True)
    return json.dumps(json.loads(run.stdout)["links"][0], ensure_ascii=False)


if __name__ == "__main__":
    main()
