"""The attachments of a message as a list to choose from, and the questions about one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.messages.clean import clean_line
from tui.state.choices import AskToOpen, Attached, Choice, LookAt, OpenFile, SaveAs
from tui.state.file_kinds import is_page, kind_in_words, name_to_open
from tui.state.file_names import mail_name, safe_name
from tui.state.head import said_size
from tui.state.status import counted

if TYPE_CHECKING:
    from parsing.model import Attachment, Message

THE_MAIL = -1
"""Stands for the message itself among its attachments."""
MAIL_TYPE = "message/rfc822"


def attached_files(message: Message) -> list[Attached]:
    """Return a message's attachments."""
    key = message.envelope.key
    return [Attached(key, number, part.name, part.type) for number, part in enumerate(message.attachments)]


def whole_mail(message: Message) -> Attached:
    """Return the message itself as a file."""
    subject = message.envelope.subject or ""
    return Attached(message.envelope.key, THE_MAIL, mail_name(subject), MAIL_TYPE)


def shown_name(file: Attached) -> str:
    """Return what a file is called: as its sender did, every character of it to be seen."""
    return clean_line(file.name).strip() or "(no name)"


def name_to_save(file: Attached) -> str:
    """Return a safe name for a file."""
    return safe_name(file.name, file.type)


def attachment_choices(message: Message) -> tuple[Choice, ...]:
    """Offer the attachments of a message: to look at, save, or open."""
    return tuple(map(attachment_choice, attached_files(message), message.attachments))


def attachment_choice(file: Attached, part: Attachment) -> Choice:
    """Offer one attachment."""
    kind = kind_in_words(part.name, part.type)
    return Choice(
        shown_name(file),
        f"{kind} · {said_size(part.size)}",
        LookAt(file),
        keys=(("s", SaveAs(file)), ("o", AskToOpen(file))),
    )


def attachments_title(count: int) -> str:
    """Say how many attachments there are, and what can be done with them."""
    return f"{counted(count, 'attachment')} · ↵ looks at it, s saves it, o opens it with another program"


def save_choices(message: Message) -> tuple[Choice, ...]:
    """Offer what can be saved of a message: its attachments, then the message itself."""
    parts = [
        Choice(
            shown_name(file), f"{kind_in_words(part.name, part.type)} · {said_size(part.size)}", SaveAs(file)
        )
        for file, part in zip(attached_files(message), message.attachments, strict=True)
    ]
    return (*parts, Choice("The message itself", "mail", SaveAs(whole_mail(message))))


def open_question(file: Attached, opener: str) -> tuple[str, tuple[Choice, ...]]:
    """Return the question whether another program may be given a file, with its answers."""
    name = name_to_open(file.name, file.type)
    keys = (("y", OpenFile(file)), ("n", None))
    fetches = ", which may then fetch what it names from the network" if is_page(name) else ""
    return (
        f"Open it with {opener}?",
        (
            Choice(f"Yes, give “{name}” to {opener}{fetches}", "y", OpenFile(file), keys=keys),
            Choice("No", "n", None, keys=keys),
        ),
    )


def never_opened(file: Attached) -> str:
    """Say that a file is not given to another program."""
    kind = kind_in_words(file.name, file.type)
    return f"“{name_to_save(file)}” ({kind}) is no kind of file that wrote opens; s saves it."
