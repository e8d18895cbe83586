"""Measure what README says of how well quotes are followed, and write it there.

    WROTE_SHARED=FOLDER python tests/bench/figures.py MAIL QUOTES [--write]

MAIL is the folder of real mail and QUOTES that of the labelled archives, both unpacked; each figure comes
from another script beside this one, or from `score-quotes` of the shared folder. Without `--write` the tables
are only printed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
README: Final = HERE.parents[1] / "README.md"
BLOCK: Final = re.compile(r"(<!-- figures: [^\n]*-->\n).*?(\n<!-- end of figures -->)", re.DOTALL)
LABELLED: Final = {
    "dev-1": "labelled archive 1",
    "dev-2": "labelled archive 2",
    "dev-3": "labelled archive 3",
    "dev-no-headers": "labelled archive 4, without threading headers",
}
LISTS: Final = {
    "pipermail-fedora-devel-2010-01/*/2010-January.txt.gz": "a month of a distribution's list, mbox",
    "pipermail-ion-general/*.txt": "a window manager's list, pipermail",
    "pipermail-fetchmail-users/*": "a mail program's list, pipermail",
    "public-inbox-apparmor": "a security module's list, git",
    "mbox-tboot-devel.mbox": "a boot loader's list, mbox",
    "mbox-cygwin-patches-2000-2001.mbox": "a list of patches, mbox",
    "mhonarc-srfi": "two discussions of a standard, MHonArc",
    "hypermail-cf": "a convention's list, hypermail",
    "pipermail-jelix-fr": "a French list, pipermail",
    "pipermail-genaro-es": "a Spanish list, pipermail",
}


OF_LABELLED: Final = "Archives made of known parts, so that the source of each quote is known:"
OF_LISTS: Final = """\
Real lists. *Linked*: of the quoted words that stand in an earlier mail, those that lead to it. *Parents*:
found with the threading headers taken away. *Recovered*: of the quoted words of mails that were taken out,
those that came back in a rebuilt one, and how much of that is *right*."""


def output_of(script: str, *words: str | Path) -> str:
    """Run a script beside this one."""
    argv: list[str | Path] = [sys.executable, "-P", HERE / script, *words]
    return subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True).stdout


def scores_of(folder: Path) -> dict[str, Any]:
    """Score the links of a labelled archive."""
    tool = Path(os.environ["WROTE_SHARED"]) / "tools" / "score-quotes"
    command = Path(sys.executable).with_name("wrote")
    argv = [sys.executable, tool, folder, "--command", command, "--json"]
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True)
    scores: dict[str, Any] = json.loads(done.stdout)["overall"]
    return scores


def labelled_table(quotes: Path) -> str:
    """Give the table of the archives whose every quote's source is known."""
    lines = [
        "| percent | right message | right words | wrong links | lost source, left alone |",
        "|---|---|---|---|---|",
    ]
    for name, words in LABELLED.items():
        found = scores_of(quotes / name)
        shares = (
            found[figure] for figure in ("right_message", "right_span", "false_links", "absent_kept_unlinked")
        )
        lines.append(f"| {words} | {' | '.join(f'{share:.1f}' for share in shares)} |")
    return "\n".join(lines)


def lists_table(mail: Path) -> str:
    """Give the table of real lists."""
    lines = [
        "| percent | mails | linked | parents | recovered | right |",
        "|---|---|---|---|---|---|",
    ]
    for pattern, words in LISTS.items():
        paths = sorted(mail.glob(pattern))
        links = json.loads(output_of("real_lists.py", *paths, "--together", "--json"))
        back = json.loads(output_of("rebuilding.py", *paths))
        shares = (links["of_present"], links["parents"], back["recovered"], back["right"])
        lines.append(
            f"| {words} | {links['messages']:,} | {' | '.join(f'{share:.1f}' for share in shares)} |"
        )
    return "\n".join(lines)


def text_of(mail: Path, quotes: Path) -> str:
    """Give all that README says in figures."""
    return f"{OF_LABELLED}\n\n{labelled_table(quotes)}\n\n{OF_LISTS}\n\n{lists_table(mail)}"


def main() -> None:
    """Measure, print, and write if that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("mail", type=Path, metavar="MAIL")
    parser.add_argument("quotes", type=Path, metavar="QUOTES")
    parser.add_argument("--write", action="store_true", help="put the tables into README")
    words = parser.parse_args()
    text = text_of(words.mail, words.quotes)
    print(text)
    if words.write:
        readme = README.read_text(encoding="utf-8")
        README.write_text(
            BLOCK.sub(lambda block: f"{block[1]}\n{text}\n{block[2]}", readme), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
