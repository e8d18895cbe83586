"""Why a server could not be asked: an error of urllib3 as a sentence."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final, TypeVar

from urllib3 import exceptions

from parsing.messages.clean import clean_line

if TYPE_CHECKING:
    from tui.download.address import Address

CONNECT_SECONDS: Final = 15
READ_SECONDS: Final = 60
"""As long as bytes come, however slowly, they are waited for."""
CAUSES: Final = 30
"""Errors that are looked at for the one that says most."""
SENTENCES: Final = (
    (exceptions.ProxyError, "The proxy for {server} cannot be used: {reason}."),
    (
        ssl.SSLCertVerificationError,
        "{server} has a certificate that cannot be trusted ({untrusted}); nothing was fetched from it.",
    ),
    (exceptions.SSLError, "{server} cannot be reached over https: {reason}."),
    (exceptions.NameResolutionError, "The name {server} has no address; is it right, and are you online?"),
    (exceptions.NewConnectionError, "{server} cannot be reached: {reason}."),
    (exceptions.LocationValueError, "{server} is no name of a server."),
    (exceptions.ConnectTimeoutError, f"{{server}} has not answered for {CONNECT_SECONDS} seconds."),
    (exceptions.ReadTimeoutError, f"{{server}} has sent nothing for {READ_SECONDS} seconds."),
    (exceptions.ProtocolError, "{server} closed the connection, or does not speak HTTP."),
)
"""The first kind of error that is found among the causes says what is wrong."""

Caught = TypeVar("Caught", bound=BaseException)


def why_not(address: Address, error: Exception) -> str:
    """Say why a server could not be asked."""
    sentence = next(
        (sentence for kind, sentence in SENTENCES if cause_of(error, kind) is not None),
        "{server} cannot be asked: {reason}.",
    )
    return sentence.format(
        server=f"“{clean_line(address.server)}”", reason=reason(error), untrusted=untrusted(error)
    )


def reason(error: BaseException) -> str:
    """Give the system's own word for what went wrong, else the kind of error."""
    found = cause_of(error, OSError)
    words = found.strerror if found is not None else None
    return clean_line(words or type(found or error).__name__)


def untrusted(error: BaseException) -> str:
    """Say what is wrong with a certificate."""
    found = cause_of(error, ssl.SSLCertVerificationError)
    return clean_line(found.verify_message) if found is not None else ""


def cause_of(error: BaseException, kind: type[Caught]) -> Caught | None:
    """Find an error of a kind among those that led to another one, or that it carries."""
    waiting: list[object] = [error]
    for _ in range(CAUSES):
        if not waiting:
            break
        found = waiting.pop()
        if isinstance(found, kind):
            return found
        if isinstance(found, BaseException):
            carried = getattr(found, "original_error", None)
            waiting += [*found.args, carried, found.__cause__, found.__context__]
    return None
