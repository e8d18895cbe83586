"""The links of a message, in order: those of its text, then those that its header names."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tui.state.choices import Choice, CopyLink, OfferLink, OpenLink
from tui.state.status import counted
from tui.state.urls import find_urls

if TYPE_CHECKING:
    from parsing.model import Message

LINK_FIELDS: Final = (
    "archived-at",
    "list-archive",
    "list-unsubscribe",
    "list-subscribe",
    "list-help",
    "list-post",
)
"""RFC 5064 and RFC 2369."""
CHARACTERS_SEARCHED: Final = 4 << 20
LINKS_LISTED: Final = 2_000


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link, and where it stands."""

    url: str
    place: str
    """Its first line, or its header field."""
    times: int = 1


def links_of(message: Message) -> list[PlacedLink]:
    """Return each link once, with its first place."""
    places: dict[str, str] = {}
    times: dict[str, int] = {}
    text = message.text[:CHARACTERS_SEARCHED]
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    for start, end in find_urls(text):
        url = text[start:end]
        if url not in places:
            if len(places) >= LINKS_LISTED:
                break
            places[url] = f"line {bisect_right(starts, start)}"
        times[url] = times.get(url, 0) + 1
    for name, value in message.headers:
        if name.lower() in LINK_FIELDS:
            for start, end in find_urls(value):
                places.setdefault(value[start:end], name)
    return [PlacedLink(url, place, times.get(url, 1)) for url, place in places.items()]


def link_choices(message: Message) -> tuple[Choice, ...]:
    """Offer the links of a message."""
    return tuple(
        Choice(
            link.url,
            link.place + (f" · {link.times}×" if link.times > 1 else ""),
            OfferLink(link.url),
            keys=(("y", CopyLink(link.url)), ("o", OfferLink(link.url))),
        )
        for link in links_of(message)
    )


def links_title(choices: tuple[Choice, ...]) -> str:
    """Say how many links there are, and what can be done with them."""
    return f"{counted(len(choices), 'link')} · a number or an arrow chooses, ↵ offers it, y copies it"


def offer(url: str, browser: str, width: int) -> tuple[str, tuple[Choice, ...]]:
    """Return a title and choices for one link: copy it, open it; and below, all of it.

    `browser` is the name of the program that would open it, "" where there is none.
    """
    keys = (("y", CopyLink(url)), ("o", OpenLink(url) if browser else None))
    actions = [Choice("Copy it", "y", CopyLink(url), keys=keys)]
    if browser:
        actions.append(Choice(f"Open it with {browser}", "o", OpenLink(url), keys=keys))
    else:
        actions.append(Choice("There is no program here that would open it"))
    room = max(width - 4, 1)
    whole = [Choice(url[at : at + room], keys=keys) for at in range(0, len(url), room)]
    return f"A link to {goal(url)}", (*actions, *whole)


def goal(url: str) -> str:
    """Return the host that a link leads to, or the address that it writes to.

    >>> goal("https://mill.example@weir.example:80/x"), goal("mailto:tam@wick.example?subject=x")
    ('weir.example', 'tam@wick.example')
    >>> goal("https://[mill")
    'an unreadable host'
    """
    try:
        parts = urlsplit(url)
        found = parts.path if parts.scheme == "mailto" else parts.hostname
    except ValueError:
        return "an unreadable host"
    return found or "no host"
