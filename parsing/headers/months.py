"""Names of months by how they begin, in the languages that mail is dated in."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    "jan|ene|gen|янв|led|sty|січ|oca|ιαν|tammi|ian|sij|ocak|ינו|בינו|ينا|جان|ژان",
    "feb|fév|fev|fevr|f?v|lut|úno|фев|лют|şub|helmi|φεβ|velj|פבר|בפבר|فبر|فور",
    "mar|mär|mrz|maa|mrt|bře|бер|мар|μαρ|ožu|már|מרץ|במרץ|מרס|במרס|مار",
    "apr|avr|abr|ápr|апр|kwi|dub|квіт|nis|huhti|απρ|אפר|באפר|أبر|ابر|آور",
    "may|mai|mei|maj|mag|май|мая|kvě|touko|μαΐ|máj|svib|מאי|במאי|ماي",
    "jun|juin|giu|cze|июн|kesä|ιουν|jún|haz|черв|יונ|ביונ|يوني|ژوئن",
    "jul|juil|lug|lip|июл|heinä|ιουλ|júl|tem|červenc|лип|יול|ביול|يولي|ژوئی",
    "aug|ago|aoû|aou|ao?|sie|авг|elo|αυγ|ağu|серп|srp|kolo|אוג|באוג|أغس|اغس",
    "sep|set|wrz|zář|szept|syys|σεπ|eyl|сен|вер|ruj|ספט|בספט|سبت|سپت",
    "oct|okt|ott|out|paź|říj|жовт|loka|οκτ|eki|окт|אוק|באוק|أكت|اكت|اکت",
    "nov|noi|lis|marras|νοε|kas|ноя|ное|лист|נוב|בנוב|نوف|نوا|stu",
    "dec|dez|dic|déc|d?c|gru|pro|груд|joulu|δεκ|ara|дек|des|דצמ|בדצמ|ديس|دسا",
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
