"""What HTML says of its own bytes: the charset in its `<meta>`, or in the XML declaration above it."""

from __future__ import annotations

import re
from typing import Final

DECLARED_CHARSET: Final = re.compile(
    rb"<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})"
    rb"|<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.-]{1,40})",
    re.IGNORECASE,
)
DECLARED_WITHIN: Final = 4_096


def html_charset(data: bytes) -> str | None:
    """Return the charset that the HTML names itself, for what has no label.

    >>> html_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    'koi8-r'
    """
    xml = None
    for found in DECLARED_CHARSET.finditer(data[:DECLARED_WITHIN]):
        if found[1]:
            return found[1].decode("ascii")
        xml = xml or found[2].decode("ascii")
    return xml
