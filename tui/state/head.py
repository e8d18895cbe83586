"""The head of a message and what follows its text: who, when, parent; attachments and defects.

The address is always visible: where room is short the name is cut first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from parsing.headers.addresses import parse_mailboxes
from parsing.limits import ADDRESSES_USED, FIELD_BYTES_USED
from tui.state.cells import fit
from tui.state.names import address_of, long_date, short_date, suspicion
from tui.state.pieces import Piece, Pieces, Role, flow, one_line

if TYPE_CHECKING:
    from parsing.model import Envelope, Mailbox
    from tui.state.glyphs import Glyphs
    from tui.state.page import Page

ADDRESS_FIELDS = {
    *("from", "to", "cc", "bcc", "reply-to", "sender", "mail-followup-to", "mail-reply-to"),
    *("resent-from", "resent-to", "resent-cc", "resent-sender"),
}
SIZES = ("bytes", "kB", "MB", "GB")


def head(page: Page, width: int, glyphs: Glyphs, *, all_headers: bool = False) -> list[Pieces]:
    """Return the rows above the text, the last one blank."""
    envelope = page.message.envelope
    subject = one_line(envelope.subject or "").strip() or "(no subject)"
    rows = flow([Piece(subject, Role.SUBJECT)], width)
    rows += _who_and_when(page, width, glyphs)
    rows += _parent(page, width, glyphs)
    if all_headers:
        for name, value in page.message.headers:
            field = [Piece(f"{name}: ", Role.FIELD), Piece(field_text(name, value), Role.DIM)]
            rows += flow(field, width, hang=4)
    elif envelope.rebuilt:
        rows += flow([Piece(_rebuilt_says(page), Role.NOTE)], width)
    elif envelope.ghost:
        rows += flow([Piece("This message is not in the archive; others name it.", Role.NOTE)], width)
    return [*rows, ()]


def field_text(name: str, value: str) -> str:
    """Return a header field's value as one reads it: addresses that a list has spelled out are addresses.

    >>> field_text("To", "tam at wick.example (Tam Wick)"), field_text("Subject", "Lunch at noon")
    ('Tam Wick <tam@wick.example>', 'Lunch at noon')
    >>> field_text("To", "Everybody at the mill")
    'Everybody at the mill'
    """
    value = value.strip()
    if name.lower() not in ADDRESS_FIELDS or "@" in value or len(value) > FIELD_BYTES_USED:
        return value
    boxes = parse_mailboxes(value)
    spelled = bool(boxes) and len(boxes) < ADDRESSES_USED and all("@" in box.address for box in boxes)
    return ", ".join(map(str, boxes)) if spelled else value


def _rebuilt_says(page: Page) -> str:
    quoters = {key for witnesses in page.message.witnesses for key in witnesses}
    quoters |= {quote.message for quote in page.quoted_by}
    many = f"{len(quoters)} messages that quote" if len(quoters) != 1 else "the one message that quotes"
    return f"This message is not in the archive. It is put together from {many} it."


def _who_and_when(page: Page, width: int, glyphs: Glyphs) -> list[Pieces]:
    """Return who wrote it, when, and how many replies; on one row where that fits."""
    envelope = page.message.envelope
    who = sender(envelope.sender, width, glyphs)
    replies = f"{page.replies} {'reply' if page.replies == 1 else 'replies'}" if page.replies else ""
    rest = f" {glyphs.dot} ".join(part for part in (long_date(envelope.date), replies) if part)
    taken = sum(cell_len(piece.text) for piece in who)
    if not rest:
        return flow(who, width)
    if taken + 3 + cell_len(rest) <= width:
        return [(*who, Piece(f" {glyphs.dot} {rest}", Role.DIM))]
    return [*flow(who, width), *flow([Piece(rest, Role.DIM)], width)]


def sender(mailbox: Mailbox | None, width: int, glyphs: Glyphs) -> list[Piece]:
    """Return a sender's name and address in so many cells; the name is cut, never the address."""
    if mailbox is None:
        return [Piece("(no sender)", Role.NAME)]
    address = f"<{address_of(mailbox)}>" if mailbox.address else ""
    doubt = suspicion(mailbox)
    warning = f" ({doubt})" if doubt else ""
    name = one_line(mailbox.name).strip()
    if not name or not address:
        return [Piece(name or address, Role.NAME), *([Piece(warning, Role.WARNING)] if warning else [])]
    room = max(width - cell_len(address) - cell_len(warning) - 1, 0)
    pieces = [Piece(fit(name, room, glyphs.ellipsis) + " ", Role.NAME)] if room > 1 else []
    pieces.append(Piece(address, Role.DIM))
    return [*pieces, Piece(warning, Role.WARNING)] if warning else pieces


def _parent(page: Page, width: int, glyphs: Glyphs) -> list[Pieces]:
    """Return the line that says what the message answers."""
    parent = page.parent
    if parent is None:
        return []
    said = f"{glyphs.parent} {_parent_name(parent)}"
    if parent.rebuilt:
        quotes = f" from {page.parent_quotes} quotes" if page.parent_quotes > 1 else " from its quotes"
        said += f" (not in this archive: rebuilt{quotes})"
    elif parent.ghost:
        said += " (not in this archive)"
    elif parent.date is not None:
        said += f" {glyphs.dot} {short_date(parent.date)} {parent.date.year}"
    return flow([Piece(said, Role.DIM)], width, hang=2)


def _parent_name(parent: Envelope) -> str:
    if parent.sender is not None:
        return one_line(parent.sender.name).strip() or address_of(parent.sender)
    return f"<{parent.key}>"


def foot(page: Page, width: int, glyphs: Glyphs) -> list[Pieces]:
    """Return the rows below the text: attachments with their sizes, the other form, defects as sentences."""
    rows: list[Pieces] = []
    for attachment in page.message.attachments:
        said = [
            Piece(one_line(attachment.name) or "(no name)", Role.NAME),
            Piece(
                f" {glyphs.dot} {one_line(attachment.type)} {glyphs.dot} {said_size(attachment.size)}",
                Role.DIM,
            ),
        ]
        rows += flow([Piece(f"{glyphs.attachment} ", Role.NOTE), *said], width, hang=2)
    if page.message.other_form:
        form = Piece(f"It was sent in {said_form(page.message.other_form)} too.", Role.DIM)
        rows += flow([form], width)
    defects = dict.fromkeys((*page.message.envelope.defects, *page.message.defects))
    for defect in defects:
        rows += flow([Piece(defect.sentence, Role.NOTE)], width)
    return [(), *rows] if rows else []


def said_form(media_type: str) -> str:
    """Return the form of a text as people say it.

    >>> said_form("text/html"), said_form("text/plain"), said_form("text/enriched")
    ('HTML', 'plain text', 'text/enriched')
    """
    return {"text/html": "HTML", "text/plain": "plain text"}.get(media_type, one_line(media_type))


def said_size(size: int) -> str:
    """Return a size as people say it.

    >>> said_size(1), said_size(999), said_size(12_345), said_size(7_800_000)
    ('1 byte', '999 bytes', '12 kB', '7.8 MB')
    """
    if size == 1:
        return "1 byte"
    scale, amount = 0, float(size)
    while amount >= 999.5 and scale < len(SIZES) - 1:
        amount, scale = amount / 1000, scale + 1
    return f"{amount:.1f} {SIZES[scale]}" if scale and amount < 9.95 else f"{amount:.0f} {SIZES[scale]}"
