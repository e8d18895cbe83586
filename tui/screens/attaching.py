"""Attachments and links: listed, looked at in place, saved, copied, and opened after asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on

from parsing.quotes.blocks import find_blocks
from parsing.quotes.marks import split_lines
from tui import outside, saving
from tui.keys import Where
from tui.outside import OutsideError
from tui.saving import SaveError
from tui.screens.finding import Finding
from tui.screens.news import FileRead, LinksRead, Said
from tui.state import attachments as files
from tui.state.attachments import THE_MAIL, name_to_save, shown_name
from tui.state.choices import (
    AskToOpen,
    CopyLink,
    LookAt,
    OfferLink,
    OpenFile,
    OpenLink,
    SaveAs,
)
from tui.state.file_kinds import is_program, name_to_open
from tui.state.head import said_size
from tui.state.links import link_choices, links_title, offer
from tui.state.page import text_page
from tui.widgets.message_pane import MessagePane

if TYPE_CHECKING:
    from pathlib import Path

    from textual.worker import Worker

    from parsing.model import Message
    from tui.state.choices import Attached, Meaning

CHARACTERS_SHOWN: Final = 1 << 20
"""Of a text that is looked at; the rest is told of."""


class Attaching(Finding):
    """What a message brings with it, and where it points."""

    _saving: Attached | None = None
    """The file whose path is being typed."""

    # Lists

    def action_attachment_list(self) -> None:
        """List the attachments of the message."""
        if self.page is None:
            return
        choices = files.attachment_choices(self.page.message)
        if choices:
            self.chooser.open(files.attachments_title(len(choices)), choices, numbered=True)
        else:
            self.say("This message has no attachments; s saves the message itself.")

    def action_link_list(self) -> None:
        """List the links of the message."""
        if self.page is not None:
            message = self.page.message
            self.work_on("links", lambda worker: self._read_links(worker, message))

    def _read_links(self, worker: Worker[None], message: Message) -> None:
        choices = link_choices(message)
        if not worker.is_cancelled:
            self.post_message(LinksRead(message.envelope.key, choices))

    @on(LinksRead)
    def links_read(self, event: LinksRead) -> None:
        """Offer them, if the message is still the one that is shown."""
        if self.page is None or self.page.message.envelope.key != event.message:
            return
        if event.choices:
            self.chooser.open(links_title(event.choices), event.choices, numbered=True)
        else:
            self.say("There is no link in this message.")

    def do_with_file(self, meaning: Meaning) -> None:
        """Do what was chosen for an attachment or a link."""
        match meaning:
            case LookAt(file):
                self.work_on("look", lambda worker: self._read_file(worker, file))
            case SaveAs(file):
                self.ask_where(file)
            case AskToOpen(file):
                self.ask_to_open(file)
            case OpenFile(file):
                self.work_on(f"hand out {file.number}", lambda _: self._open_file(file))
            case OfferLink(url):
                self.offer_link(url)
            case CopyLink(url):
                self.app.copy_to_clipboard(url)
                self.say(f"Copied {url}")
            case OpenLink(url):
                self.work_on(f"hand out {url}", lambda _: self._open_link(url))
            case _:
                pass

    # Links

    @on(MessagePane.LinkActivated)
    def link_activated(self, event: MessagePane.LinkActivated) -> None:
        """Offer a link whose letter was typed."""
        event.stop()
        self.offer_link(event.url)

    def offer_link(self, url: str) -> None:
        """Show a link whole: to copy it, or to open it."""
        command = outside.browser()
        name = outside.program_name(command) if command else ""
        title, choices = offer(url, name, self.size.width)
        self.chooser.open(title, choices)

    def _open_link(self, url: str) -> None:
        try:
            self.post_message(Said(f"Given to {self.outside.open_link(url)}: {url}"))
        except OutsideError as error:
            self.post_message(Said(str(error)))

    # Look

    def _read_file(self, worker: Worker[None], file: Attached) -> None:
        found = self.archive.attached(file.message, file.number)
        if worker.is_cancelled:
            return
        if found.text is None:
            self.post_message(FileRead(file, None))
            return
        text = found.text[:CHARACTERS_SHOWN]
        lines = split_lines(text)
        page = text_page(text, lines, find_blocks(lines))
        self.post_message(FileRead(file, page, cut=len(text) < len(found.text)))

    @on(FileRead)
    def file_read(self, event: FileRead) -> None:
        """Show it in place of the message, or say why not."""
        if self.page is None or self.page.message.envelope.key != event.file.message:
            return
        if event.page is None:
            self.ask_to_open(event.file)
            return
        self.activate(Where.MESSAGE)
        self.message_pane.show_instead(event.page, event.file)
        self.tell_place()
        cut = (
            " Only its beginning is shown; s saves all of it."
            if event.cut
            else " Esc goes back to the message."
        )
        self.say(f"“{shown_name(event.file)}”, an attachment.{cut}")

    def close_instead(self) -> bool:
        """Go back from what is shown in place of the message; False where nothing is."""
        closed = self.message_pane.show_instead(None)
        if closed:
            self.tell_place()
        return closed

    # Open

    def ask_to_open(self, file: Attached) -> None:
        """Ask whether to give a file to the system's program."""
        program = outside.opener()
        if not name_to_open(file.name, file.type):
            self.say(files.never_opened(file))
        elif not program:
            self.say("There is no program here that opens files; s saves it.")
        else:
            title, choices = files.open_question(file, outside.program_name([program]))
            self.chooser.open(title, choices)

    def _open_file(self, file: Attached) -> None:
        found = self.archive.attached(file.message, file.number)
        if is_program(found.data):
            self.post_message(
                Said(f"“{name_to_save(file)}” is a program, whatever its name says: not opened.")
            )
            return
        try:
            program = self.outside.open_file(name_to_open(file.name, file.type), found.data)
        except OutsideError as error:
            self.post_message(Said(str(error)))
        else:
            self.post_message(
                Said(f"Given to {program}: “{name_to_save(file)}”. The copy goes when wrote ends.")
            )

    # Save

    def action_save(self) -> None:
        """Save what is looked at, the only attachment, or what is chosen."""
        page = self.page
        if page is None:
            return
        if page.message.envelope.row is None:
            self.say("This message is not in the archive: there is nothing of it to save.")
            return
        looked_at = self.message_pane.instead
        choices = files.save_choices(page.message)
        if looked_at is not None:
            self.ask_where(looked_at)
        elif len(choices) > 1:
            self.chooser.open("Save what?", choices, numbered=True)
        else:
            self.ask_where(files.whole_mail(page.message))

    def ask_where(self, file: Attached) -> None:
        """Ask for the path to save a file under; a safe one is proposed."""
        self._saving = file
        name = name_to_save(file)
        self.path_bar.open("save as:", str(saving.proposed_path(name, self.archive.folders)))
        self.path_bar.tell("↵ saves, Esc does not")

    def press_in_path(self, pressed: str, character: str | None) -> None:
        """Take a key while a path is being typed."""
        if pressed == "escape":
            self.path_bar.close()
            self.say("Not saved.")
        elif pressed == "enter":
            self.path_bar.close()
            self._save_as(self.path_bar.edit.text)
        elif (edited := self.path_bar.edit.take(pressed, character)) is not None:
            self.path_bar.type(edited)

    def _save_as(self, typed: str) -> None:
        """Save the file under the path that was typed."""
        file = self._saving
        if file is None:
            return
        try:
            path = saving.chosen_path(typed, name_to_save(file))
        except SaveError as error:
            self.say(str(error))
            return
        self.say(f"Saving {saving.shown(path)} …")
        self.work_on(f"save {path}", lambda _: self._save(file, path))

    def _save(self, file: Attached, path: Path) -> None:
        archive = self.archive
        data = (
            archive.mail(file.message)
            if file.number == THE_MAIL
            else archive.attached(file.message, file.number).data
        )
        try:
            saved = saving.save(path, data, archive.folders)
        except SaveError as error:
            self.post_message(Said(str(error)))
        else:
            other = f" ({saving.shown(path)} was there already)" if saved != path else ""
            self.post_message(Said(f"Saved {saving.shown(saved)}, {said_size(len(data))}{other}"))

    @on(Said)
    def said(self, event: Said) -> None:
        """Say what came of something."""
        self.say(event.sentence)
