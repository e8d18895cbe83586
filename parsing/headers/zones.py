"""Zones of Date fields: RFC 5322, sections 3.3 and 4.3, and the names that clocks and lists really wrote.

A name that stands for several zones is read as most mail means it. Military letters other than Z carry
no information (section 4.3) and are read as UTC, as is what nobody knows.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from functools import lru_cache
from typing import Final

ZONE_MINUTES: Final = {
    name: minutes
    for minutes, names in (
        (0, "UT UTC GMT Z WET WEZ"),
        (60, "CET MET MEZ BST WEST WAT SWT FWT"),
        (120, "EET MEST CEST MESZ MESTZ CAT SAST SST_SE FST"),
        (180, "MSK EEST EAT TRT AST_AR IDT"),
        (240, "MSD GST SAMT"),
        (300, "PKT YEKT UZT"),
        (330, "IST"),
        (345, "NPT"),
        (360, "OMST ALMT BDT"),
        (420, "NOVT ICT WIB KRAT"),
        (480, "HKT SGT MYT AWST WST PHT IRKT CCT"),
        (540, "JST KST YAKT"),
        (570, "ACST"),
        (600, "AEST VLAT"),
        (630, "ACDT"),
        (660, "AEDT MAGT"),
        (720, "NZST NZT"),
        (780, "NZDT"),
        (-150, "NDT"),
        (-180, "ADT BRT ART CLST UYT ARST"),
        (-120, "BRST"),
        (-210, "NST NFT"),
        (-240, "AST EDT CLT BOT PYT"),
        (-300, "EST CDT COT PET ECT"),
        (-360, "CST MDT"),
        (-420, "MST PDT"),
        (-480, "PST AKDT"),
        (-540, "AKST"),
        (-600, "HST HAST"),
        (-660, "SST"),
    )
    for name in names.split()
}

OFFSET: Final = re.compile(r"(?:GMT|UTC|UT)?\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
TOO_FAR: Final = 24 * 60


@lru_cache(maxsize=1024)
def zone_of(text: str) -> timezone:
    """Return the zone that an offset or a name stands for; UTC for what is unknown or impossible.

    >>> zone_of("-0330"), zone_of("JST"), zone_of("MET DST"), zone_of("+9930")
    (datetime.timezone(datetime.timedelta(days=-1, seconds=73800)), ..., ..., datetime.timezone.utc)
    """
    text = text.strip()
    offset = OFFSET.match(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        minutes = -minutes if offset[1] == "-" else minutes
    else:
        words = text.upper().replace(".", "").split()
        minutes = ZONE_MINUTES.get(words[0], 0) if words else 0
        minutes += 60 if words[1:] == ["DST"] else 0
    return timezone(timedelta(minutes=minutes)) if minutes and abs(minutes) < TOO_FAR else UTC
