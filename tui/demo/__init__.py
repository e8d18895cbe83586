"""The built-in sample archive: thirty-one mails by invented people about a departures board.

It was written for this program and shows what mail does: interleaved, deep, re-wrapped and edited quotes,
top-posting, a message that only its quotes have kept, patches, format=flowed, six character sets. The file is
mboxrd (RFC 4155's From_ lines, `>From ` quoted); tests/tui/test_demo.py says what must come out of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

DEMO_ARCHIVE: Final = Path(__file__).with_name("flapboard.mbox")
