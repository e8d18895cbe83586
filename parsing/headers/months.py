"""Names of months by how they begin, in the languages that mail is dated in."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    "jan|ene|gen|янв|led|sty|січ|oca|ιαν|tammi|ian|sij|ocak",
    "feb|fév|fev|fevr|f?v|lut|úno|фев|лют|şub|helmi|φεβ|velj",
    "mar|mär|mrz|maa|mrt|bře|бер|мар|μαρ|ožu|már",
    "apr|avr|abr|ápr|апр|kwi|dub|квіт|nis|huhti|απρ",
    "may|mai|mei|maj|mag|май|мая|kvě|touko|μαΐ|máj|svib",
    "jun|juin|giu|cze|июн|kesä|ιουν|jún|haz|черв",
    "jul|juil|lug|lip|июл|heinä|ιουλ|júl|tem|červenc|лип",
    "aug|ago|aoû|aou|ao?|sie|авг|elo|αυγ|ağu|серп|srp|kolo",
    "sep|set|wrz|zář|szept|syys|σεπ|eyl|сен|вер|ruj",
    "oct|okt|ott|out|paź|říj|жовт|loka|οκτ|eki|окт",
    "nov|lis|marras|νοε|kas|ноя|ное|лист",
    "dec|dez|dic|déc|d?c|gru|pro|груд|joulu|δεκ|ara|дек|des",
)
"""January to December; `?` stands where an archive lost an accent."""

MONTH_NUMBERS: Final = {prefix: number for number, row in enumerate(MONTHS, 1) for prefix in row.split("|")}


def month_number(name: str) -> int | None:
    """Return the month whose name begins like this.

    >>> month_number("décembre"), month_number("Kinderen")
    (12, None)
    """
    lowered = name.lower()
    for length in (7, 6, 5, 4, 3):
        if (number := MONTH_NUMBERS.get(lowered[:length])) is not None:
            return number
    return None
