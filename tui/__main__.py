"""The start of the program: the command line only; the screen is loaded when it is to run."""

from __future__ import annotations

import sys

from tui.cli import run


def main() -> None:
    """Run the command and end with its status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
