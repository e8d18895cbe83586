"""Which lines of a message are quoted, or may be: the walk that finds its sections and regions.

A *soft* region bears no marks, or marks that count only with a source: the text below a copied header,
indented text, plain text under an announcement, lines that begin with `}` or `#`. It counts only as far as
the source has its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.quotes.attribution import (
    Announcement,
    announces,
    find_announcement,
    has_evidence,
    may_end_announcement,
    read_attribution,
)
from parsing.quotes.footers import begins_footer, is_signature_separator
from parsing.quotes.reply_headers import (
    bears_marks,
    ends_forward,
    find_reply_header,
    is_arrowed,
    is_original_rule,
    is_rule,
)
from parsing.sources.line_kinds import (
    ANNOUNCEMENT_ENDS,
    FOOTER_LINES,
    FOOTER_STARTS,
    HEADER_WINDOW,
    RULE_STARTS,
    SENTENCE_ENDS,
    begins_field,
    common_lines,
    copied_header,
    is_snip_line,
)
from parsing.sources.sections import Region, Section

if TYPE_CHECKING:
    from parsing.sources.squeeze import Squeezed

WRAPPED_FROM = 50
WRAPPED_TO = 64
"""A wrapped line and the word that no longer fits are at least this long."""
INDENT = ("\t", "  ")
DEEP_INDENT = ("\t", "    ")
INDENT_WINDOW = 80


def find_sections(squeezed: Squeezed) -> list[Section]:
    r"""Split a message's quoted lines into sections and regions; empty if it quotes nothing.

    >>> from parsing.sources.squeeze import Squeezed
    >>> [section] = find_sections(Squeezed("Dan Ashby wrote:\n> Is it open?\nYes."))
    >>> section.attribution.author.name, [(region.first, region.end) for region in section.regions]
    ('Dan Ashby', [(1, 2)])
    """
    if squeezed.sections is None:
        squeezed.sections = Sections(squeezed).find()
    return squeezed.sections


class Sections:
    """The walk over a message's lines."""

    def __init__(self, squeezed: Squeezed) -> None:
        self.squeezed = squeezed
        self.raws, self.keys = squeezed.raws, squeezed.keys
        self.depths = squeezed.depths
        """By line: its depth; 0 where a soft mark comes first."""
        if any(squeezed.softs):
            self.depths = [
                0 if depth and soft and squeezed.is_soft_line(line) else depth
                for line, (depth, soft) in enumerate(zip(squeezed.depths, squeezed.softs, strict=True))
            ]
        self.known_marks = ""
        """Soft marks that stood under an announcement."""
        self.found: list[Section] = []
        self.region: Region | None = None
        self.pieces_from = -1
        self.announced_to = 0
        """Lines before this are part of an announcement that was taken."""
        self.forwarded = False
        """Whether the last copied header is that of a forwarded message."""
        self.taken = bytearray(len(self.keys))
        """By line: whether a soft region has it."""

    def find(self) -> list[Section]:
        """Walk over the lines."""
        depths, keys = self.depths, self.keys
        line, count = 0, len(keys)
        while line < count:
            end = line + 1
            if self.taken[line]:
                self.close(line)
            elif depths[line]:
                end = self.quoted(line)
            elif self.squeezed.softs[line] and self.squeezed.is_soft_line(line):
                self.take_marked(line)
            elif keys[line] and (self.region is not None or self.may_begin(line)):
                end = self.own(line)
            line = end
        self.close(count)
        return [section for section in self.found if section.regions]

    def may_begin(self, line: int) -> bool:
        """Whether an own line has what an announcement or a copied header cannot be without."""
        raw = self.raws[line]
        return ":" in raw or "：" in raw or ">" in raw or self.keys[line][0] in RULE_STARTS

    def section(self) -> Section:
        """Give the section that is open."""
        if not self.found:
            self.found.append(Section(None))
        return self.found[-1]

    def quoted(self, line: int) -> int:
        """Take a marked line into a region, or a copied header; gives the line behind it."""
        if self.depths[line] == 1 and (end := self.marked_header_end(line)) > line:
            return end
        if self.region is None:
            announced = self.announce(line)
            self.region = Region(line, line + 1, announced=announced)
            self.pieces_from = line
        if is_snip_line(self.raws[line], self.squeezed.leads[line]):
            self.close(line)
            return line + 1
        if self.pieces_from < 0:
            self.pieces_from = line
        self.region.end = line + 1
        return line + 1

    def own(self, line: int) -> int:
        """Take an unmarked line: a tail, the beginning of a copied header, or own words.

        Gives the line behind what it took.
        """
        raw = self.raws[line]
        if self.region is not None and self.is_tail(line):
            self.end_piece(line)
            self.region.tails.append(line)
            self.region.end = line + 1
            return line + 1
        self.close(line)
        if (end := self.header_end(line, raw)) > line:
            return self.take_below(line, end)
        if raw.rstrip().endswith((":", "：")) and line >= self.announced_to:
            self.announce_soft(line)
        return line + 1

    def take_marked(self, first: int) -> None:
        """Take a run of lines that begin with the same soft mark: a quote where it is announced."""
        mark = self.squeezed.softs[first][0]
        self.close(first)
        pieces, tails, end = self.marked_run(first, mark)
        if end == first:  # no more than a sign that something was left out
            return
        self.taken[first:end] = b"\x01" * (end - first)
        announced = self.announce(first)
        if announced:
            self.known_marks += mark
        known = mark in self.known_marks
        if any(self.keys[first:end]):
            region = Region(first, end, soft=not known, announced=announced, optional=not known, shift=0)
            region.pieces, region.tails = pieces, tails
            region.common = common_lines(self.squeezed, first, end)
            self.section().regions.append(region)

    def marked_run(self, first: int, mark: str) -> tuple[list[tuple[int, int]], list[int], int]:
        """Give the pieces of a run of lines with this soft mark, the tails of its wrapped lines, its end."""
        pieces: list[tuple[int, int]] = []
        tails: list[int] = []
        begin = end = first
        while end < len(self.raws):
            if self.goes_on_marked(end, mark):
                end += 1
            elif begin < end and self.keys[end] and not self.depths[end] and self.is_wrapped(end):
                pieces.append((begin, end))
                tails.append(end)
                begin = end = end + 1
            else:
                break
        if begin < end:
            pieces.append((begin, end))
        return pieces, tails, end

    def goes_on_marked(self, line: int, mark: str) -> bool:
        """Whether a run of lines with this soft mark goes on with this line."""
        squeezed = self.squeezed
        if squeezed.softs[line][:1] != mark or not squeezed.is_soft_line(line):
            return False
        return not is_snip_line(self.raws[line], squeezed.leads[line])

    def is_tail(self, line: int) -> bool:
        """Whether an unmarked line right behind a long marked one may be the end of it."""
        if not self.depths[line - 1] and (self.region is None or line - 1 not in self.region.tails):
            return False
        return self.is_wrapped(line)

    def is_wrapped(self, line: int) -> bool:
        """Whether the line before this one is so long that a program may have wrapped it here."""
        before = self.raws[line - 1]
        if len(before) < WRAPPED_FROM or not self.keys[line - 1]:
            return False
        return len(before) + len(self.raws[line].split(maxsplit=1)[0]) >= WRAPPED_TO

    def end_piece(self, line: int) -> None:
        """End the piece of sure lines before this line."""
        if self.region is not None and 0 <= self.pieces_from < line:
            self.region.pieces.append((self.pieces_from, line))
        self.pieces_from = -1

    def close(self, line: int) -> None:
        """Close the open region before this line."""
        region = self.region
        if region is None:
            return
        self.end_piece(min(line, region.end))
        if region.pieces:
            region.common = common_lines(self.squeezed, region.first, region.end)
            self.section().regions.append(region)
        self.region = None

    def says_nothing(self, line: int) -> bool:
        """Whether a line is blank, or only says that something was left out."""
        return not self.keys[line] or is_snip_line(self.raws[line], self.squeezed.leads[line])

    def announce(self, line: int) -> bool:
        """Open a section if an announcement stands right above this first marked line; says whether."""
        last = line - 1
        while last >= max(self.announced_to, line - 3) and self.says_nothing(last):
            last -= 1
        if last < self.announced_to or self.depths[last] or not self.keys[last]:
            return False
        if not may_end_announcement(self.raws[last]):
            return False
        for first in (last, last - 1, last - 2):
            if first < self.announced_to or self.depths[first] or not self.keys[first]:
                break
            window = self.raws[first : last + 1]
            found = find_announcement(window, 0, before_quote=True)
            if found is not None and found.lines == len(window):
                wide = self.wider(first, last)
                self.found.append(Section((wide or found).attribution))
                self.announced_to = last + 1
                return True
        return False

    def wider(self, first: int, last: int) -> Announcement | None:
        """Read the announcement together with a line above, if it begins there."""
        if first - 1 < self.announced_to or last - first >= 2 or self.depths[first - 1]:
            return None
        above = self.raws[first - 1].strip()
        if not above or above.endswith(SENTENCE_ENDS):
            return None
        window = self.raws[first - 1 : last + 1]
        found = find_announcement(window, 0, before_quote=True)
        return found if found is not None and found.lines == len(window) else None

    def header_end(self, line: int, raw: str) -> int:
        """Give the line behind the copied header that begins here, or this line."""
        start = raw.lstrip()[:1]
        if start in RULE_STARTS or raw.endswith(":"):
            begins = is_original_rule(raw) or is_rule(raw) or begins_field(raw)
        elif start == ">":
            begins = is_arrowed(raw) and not self.is_marked_next(line)
        else:
            begins = begins_field(raw)
        if not begins:
            return line
        end = line
        while end < min(len(self.raws), line + HEADER_WINDOW) and not self.depths[end]:
            end += 1
        header = find_reply_header(self.raws[line:end], 0)
        if header is None:
            return line
        self.found.append(Section(header.attribution))
        self.forwarded = header.forwarded
        return line + header.lines

    def is_marked_next(self, line: int) -> bool:
        """Whether the next line that is not blank bears marks."""
        after = next((n for n in range(line + 1, len(self.keys)) if self.keys[n]), -1)
        return after >= 0 and self.depths[after] > 0

    def marked_header_end(self, line: int) -> int:
        """Open a section if a copied header begins at this marked line; gives the line behind it, or this.

        What stands below at the same depth was written by whom it names: so quotes Hotmail. The header itself
        is copied there, or quoted: then the message that is quoted so far has it.
        """
        header, end = copied_header(self.squeezed, line, len(self.raws))
        if header is None or end == line:
            return line
        announced = self.region is None and self.announce(line)
        self.close(line)
        self.region = Region(line, end, announced=announced, copied=True)
        self.pieces_from = line
        self.close(end)
        self.found.append(Section(header.attribution, (line, end)))
        self.announced_to = end
        return end

    def take_below(self, header: int, first: int) -> int:
        """Take the text below a copied header, but for a last footer, as a soft region, marks and all.

        Gives the line behind it: the end, or what follows the rule that ends a forwarded message.
        """
        below = range(first, len(self.raws)) if self.forwarded else ()
        stop = next((n for n in below if ends_forward(self.raws[n])), -1)
        end = stop if stop >= 0 else self.last_footer(first)
        marked = bears_marks(self.depths[:end], self.keys[:end], header, first)
        region = Region(first, end, soft=True, announced=not marked, shift=int(marked))
        self.region, self.pieces_from = region, first
        self.split_snips(first, end)
        if stop < 0:
            return len(self.raws)
        self.close(stop)
        return stop + 1

    def last_footer(self, first: int) -> int:
        """Give the line where the list's own footer begins at the very end, or the end."""
        end = len(self.raws)
        for line in range(end - 1, max(first, end - FOOTER_LINES), -1):
            if self.raws[line][:1] in FOOTER_STARTS and not is_signature_separator(self.raws[line]):
                following = "\n".join(self.raws[line + 1 : line + 5])
                return line if begins_footer(self.raws[line].strip(), following) else end
        return end

    def split_snips(self, first: int, end: int) -> None:
        """Divide the region at lines that only say that something was left out."""
        for line in range(first, end):
            if len(self.raws[line]) <= 60 and is_snip_line(self.raws[line], self.squeezed.leads[line]):
                region = self.region
                if region is None:
                    return
                region.end = line
                shift, announced = region.shift, region.announced
                self.close(line)
                self.region = Region(line + 1, end, soft=True, announced=announced, shift=shift)
                self.pieces_from = line + 1

    def announce_soft(self, line: int) -> None:
        """Take indented or plain text under an announcement as soft regions, if no marked line follows it."""
        below = range(line + 1, min(line + 4, len(self.keys)))
        following = next((n for n in below if not self.says_nothing(n)), -1)
        if following < 0 or (self.depths[following] and not self.is_indented(following)):
            return
        if self.squeezed.softs[following] and self.squeezed.is_soft_line(following):
            return  # the marked lines will look for it themselves
        if self.taken[following]:
            return
        if is_original_rule(self.raws[following]) or begins_field(self.raws[following]):
            return
        for before_quote in (False, True) if self.raws[following].startswith(INDENT) else (False,):
            first = self.announced_from(line, before_quote=before_quote)
            if first >= 0:
                window = " ".join(map(str.strip, self.raws[first : line + 1]))
                self.announced_to = line + 1
                self.found.append(Section(read_attribution(window)))
                self.take_soft(following, evident=has_evidence(window))
                return

    def announced_from(self, line: int, *, before_quote: bool) -> int:
        """Give the line where the announcement that ends with this one begins, -1 if none does."""
        for first in (line, line - 1, line - 2):
            if first < self.announced_to or self.depths[first] or not self.keys[first]:
                return -1
            window = self.raws[first : line + 1]
            found = find_announcement(window, 0, before_quote=before_quote)
            if found is not None and found.lines == len(window):
                return first
        return -1

    def is_indented(self, first: int) -> bool:
        """Whether a quote is indented, with marks only where its source has them."""
        if not self.raws[first].startswith(DEEP_INDENT) or self.raws[first].lstrip()[:1] != ">":
            return False
        rest = range(first, min(first + INDENT_WINDOW, len(self.raws)))
        return any(
            self.keys[line] and not self.depths[line] and self.raws[line].startswith(DEEP_INDENT)
            for line in rest
        )

    def take_soft(self, first: int, *, evident: bool) -> None:
        """Take the indented lines of the rest, or where none is, all of the rest."""
        raws, count = self.raws, len(self.raws)
        indented = raws[first].startswith(INDENT) or self.squeezed.leads[first] > 0
        through = evident and not indented and not any(self.depths[:first])
        line = first
        while line < count:
            if not indented and ((self.depths[line] and not through) or is_signature_separator(raws[line])):
                break
            if self.taken[line] or (indented and line > first and self.announces_next(line)):
                break
            if self.keys[line] and (
                not indented or raws[line].startswith(INDENT) or self.squeezed.leads[line]
            ):
                end = line
                while end < count and self.goes_on(end, indented=indented, through=through):
                    end += 1
                if end > line:
                    self.taken[line:end] = b"\x01" * (end - line)
                    region = Region(
                        line, end, soft=True, announced=evident and indented and line == first, shift=0
                    )
                    region.pieces.append((line, end))
                    region.common = common_lines(self.squeezed, line, end)
                    self.section().regions.append(region)
                line = max(end, line + 1)
            else:
                line += 1

    def announces_next(self, line: int) -> bool:
        """Whether an announcement of the next indented text ends with this unindented line."""
        raw = self.raws[line].rstrip()
        if not raw.endswith(ANNOUNCEMENT_ENDS[:2]) or raw[:1] in {" ", "\t"}:
            return False
        below = next((text for text in self.raws[line + 1 : line + 4] if text.strip()), "")
        if not below.startswith(INDENT):
            return False
        windows = (self.raws[max(0, first) : line + 1] for first in (line, line - 1, line - 2))
        return any(announces(" ".join(map(str.strip, window))) for window in windows)

    def goes_on(self, line: int, *, indented: bool, through: bool) -> bool:
        """Whether a soft region goes on with this line."""
        raw = self.raws[line]
        if is_snip_line(raw, self.squeezed.leads[line]) or is_signature_separator(raw):
            return False
        if not self.keys[line]:
            return True
        if not indented and self.depths[line]:
            return through
        return not indented or raw.startswith(INDENT) or self.squeezed.leads[line] > 0
