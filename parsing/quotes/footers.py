"""Signatures and list footers: RFC 3676 4.3 (`-- `), Mailman, Yahoo and Google groups, mobile clients.

Only where they begin is told; a signature ends with its run of lines, a footer with the text.
"""

from __future__ import annotations

import re

FOOTER_RULE = re.compile(r"(?:_{20,80}|-{20,80}|={20,80}|~-{2,4}~.{0,80})(?: [^\n]{0,60})?$")
FOOTER_WORDS = (
    "mailing list",
    "unsubscribe",
    "listinfo",
    "sourceforge.net",
    "to post to this group",
    "you received this message because",
    "yahoo! groups",
    "groups.google.com",
    "liste de diffusion",
    "lista de correo",
    "mailinglist",
    "majordomo",
    "list archives",
    "subscription options",
    "lists.",
    "http://mail.",
)
MORE_INFORMATION = re.compile(r"More information about the [\w.\-]{1,80} mailing\s?list")
MOBILE = (
    "sent from my ",
    "von meinem ",
    "envoyé de mon ",
    "inviato da ",
    "enviado desde mi ",
    "enviado do meu ",
    "verstuurd vanaf mijn ",
    "skickat från min ",
    "sendt fra min ",
    "lähetetty ",
    "отправлено с ",
    "wysłane z ",
    "get outlook for ",
    "gesendet von ",
)
FOOTER_LINES = 12


def is_signature_separator(text: str) -> bool:
    """Whether the line is `-- `, the `--` that a client made of it, or what a signed text has for it."""
    return text in {"-- ", "--", "--\xa0", "---- ", "- -- "}


def begins_footer(text: str, following: str) -> bool:
    """Whether a list footer begins here: a rule, and words of a list in the lines after it.

    >>> begins_footer("_" * 47, "Example-dev mailing list")
    True
    """
    if MORE_INFORMATION.match(text.strip()) is not None:
        return True
    if not text.startswith(("___", "---", "===", "~--")) or FOOTER_RULE.match(text.rstrip()) is None:
        return False
    lowered = f"{text}\n{following}".lower()
    return any(word in lowered for word in FOOTER_WORDS)


def is_list_line(text: str) -> bool:
    """Whether a line says nothing but which list it is: one of a footer's, wherever it stands.

    >>> (
    ...     is_list_line("Farm-talk mailing list"),
    ...     is_list_line("https://lists.farm.example/mailman/listinfo/farm"),
    ... )
    (True, True)
    >>> is_list_line("Ask on the mailing list, somebody has seen the ladder.")
    False
    """
    words = text.lower().split()
    if len(words) <= 1:
        word = "".join(words)
        is_page = "://" in word and ("listinfo" in word or "unsubscribe" in word)
        return is_page or ("@" in word and "lists." in word) or FOOTER_RULE.match(word) is not None
    if len(words) <= 3 and words[-1].startswith("lists.") and words[-2] == "at":
        return True
    is_named = len(words) <= 4 and " ".join(words[-2:]).endswith(("mailing list", "mailinglist"))
    return is_named or MORE_INFORMATION.match(text.strip()) is not None


def is_mobile_signature(text: str) -> bool:
    """Whether the line is what a telephone puts under a mail."""
    return len(text) <= 80 and text.lower().startswith(MOBILE)
