"""The lines of text that HTML becomes: blanks collapsed, a line or more to a block, quote marks in front."""

from __future__ import annotations

import re
from typing import Final

from parsing.limits import QUOTE_DEPTH

BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
BLANK: Final = " \t\n\r\f"
UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u200b\u200e\u200f\u2060\ufeff]|(?<![^\x00-\x7f])\u200c|\u200c(?![^\x00-\x7f])"
)
"""What HTML uses to tell where lines may break and which way they run, and to fill previews."""
LONGEST_INDENT: Final = 40
EMPTY_LINES: Final = 2


class Page:
    """Takes text and breaks in order and makes lines of them; breaks wait for the text after them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        """The line that is being written."""
        self.blank = False
        """A blank stands between the words so far and what comes."""
        self.gap = 0
        """What waits for the next words: 1 a line break, 2 an empty line."""
        self.quotes = 0
        self.quotes_before = 0
        """The quote depth of the last line written."""
        self.indents = [""]
        """What stands before a line, by depth of lists, the innermost last."""
        self.bullet = ""
        """Stands once in place of the last indent."""
        self.row = 0
        self.row_of_line = 0
        self.row_is_broken = False

    def text(self) -> str:
        """Return all lines."""
        self.break_line()
        self.settle()
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return "\n".join(self.lines)

    def add(self, text: str) -> None:
        """Take text whose blanks mean no more than a blank."""
        if not text.isascii():
            text = UNSEEN.sub("", text.replace("\u00a0", "\x00"))
        collapsed = BLANKS.sub(" ", text).strip(" ")
        if not collapsed:
            self.blank = self.blank or bool(text)
            return
        self.settle()
        if self.words and (self.blank or text[0] in BLANK) and not self.words[-1].endswith(" "):
            self.words.append(" ")
        self.words.append(collapsed.replace("\x00", " "))
        self.row_of_line = self.row
        self.blank = text[-1] in BLANK

    def add_verbatim(self, text: str) -> None:
        """Take text whose blanks and line ends count."""
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self.end_line()
            if line:
                self.settle()
                self.words.append(line.replace("\u00a0", " "))

    def break_line(self) -> None:
        """Put what follows on a new line."""
        self.gap = max(self.gap, 1)

    def break_paragraph(self) -> None:
        """Put an empty line before what follows."""
        self.gap = 2

    def settle(self) -> None:
        """Carry out the breaks that waited."""
        if self.gap == 0:
            return
        if self.words:
            self.write_line()
        if self.gap == 2 and self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self.quotes, self.quotes_before)).rstrip())
        self.gap = 0
        self.blank = False

    def finish_line(self) -> None:
        """Write the line that was begun, before what stands in front of lines changes."""
        if self.words:
            self.write_line()
        self.break_line()

    def end_line(self) -> None:
        """End the line, even an empty one."""
        self.settle()
        self.write_line()
        self.blank = False

    def write_line(self) -> None:
        """Write the line with its marks in front."""
        words = "".join(self.words).rstrip()
        self.words.clear()
        if self.row_of_line == self.row:
            self.row_is_broken = True
        marks = "> " * self.quotes
        if not words:
            self.write_empty(marks.rstrip())
            return
        indent = self.indents[-1]
        if self.bullet:
            indent = indent[: max(len(indent) - len(self.bullet), 0)] + self.bullet
            self.bullet = ""
        self.lines.append(f"{marks}{indent}{words}")
        self.quotes_before = self.quotes

    def write_empty(self, marks: str) -> None:
        """Write an empty line, unless enough of them stand here."""
        if self.lines and not all(line == marks for line in self.lines[-EMPTY_LINES:]):
            self.lines.append(marks)

    def open_quote(self) -> bool:
        """Begin a quote one level deeper, if that is not too deep; lists around it do not indent it."""
        self.finish_line()
        if self.quotes >= QUOTE_DEPTH:
            return False
        self.quotes += 1
        self.indents.append("")
        return True

    def close_quote(self) -> None:
        """End a quote."""
        self.finish_line()
        self.break_paragraph()
        self.quotes -= 1
        self.indents.pop()

    def open_indent(self, indent: str) -> None:
        """Indent what follows, if that is not too far."""
        self.finish_line()
        outer = self.indents[-1]
        self.indents.append(outer + indent if len(outer) < LONGEST_INDENT else outer)

    def close_indent(self) -> None:
        """End an indent."""
        self.finish_line()
        self.indents.pop()

    def start_row(self) -> None:
        """Begin a row of a table."""
        self.break_line()
        self.row += 1
        self.row_is_broken = False

    def start_cell(self) -> None:
        """Begin a cell: on the line of the row while the row is one line."""
        if self.words and self.row_of_line == self.row and not self.row_is_broken:
            self.gap = 0
            self.blank = False
            self.words.append("  ")
        else:
            self.break_line()
