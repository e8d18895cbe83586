"""The names of charsets: RFC 2978, and the labels that real mail carries.

Only names in the tables here are ever looked up: a charset name comes from the mail, and some of Python's
codecs turn text into terminal commands (`unicode_escape`, `utf-7`) or raise (`idna`, `undefined`). Charsets
are read as the WHATWG Encoding Standard reads them: a label names the superset that its writers really used.
UTF-7 is not read: it is refused like an unknown name.
"""

from __future__ import annotations

import re
from typing import Final

UNLABELLED: Final = "unlabelled"
LATIN: Final = "latin"

CHARSETS: Final = {
    LATIN: "iso88591 latin1 l1 cp819 ibm819 isoir100 windows1252 cp1252 xcp1252",
    "utf-8": "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8mb4 cp65001 utf8n",
    "utf-16": "utf16 ucs2 iso10646ucs2 unicode csunicode",
    "utf-16-le": "utf16le unicodefeff",
    "utf-16-be": "utf16be unicodefffe",
    "utf-32": "utf32 ucs4 iso10646ucs4",
    "utf-32-le": "utf32le",
    "utf-32-be": "utf32be",
    "iso8859_2": "iso88592 latin2 l2 isoir101",
    "iso8859_3": "iso88593 latin3 l3 isoir109",
    "iso8859_4": "iso88594 latin4 l4 isoir110",
    "iso8859_5": "iso88595 cyrillic isoir144",
    "iso8859_6": "iso88596 iso88596i iso88596e arabic ecma114 asmo708 isoir127",
    "iso8859_7": "iso88597 greek greek8 ecma118 elot928 isoir126",
    "iso8859_8": "iso88598 iso88598i iso88598e hebrew logical visual isoir138",
    "iso8859_10": "iso885910 latin6 l6 isoir157",
    "iso8859_13": "iso885913 latin7 l7",
    "iso8859_14": "iso885914 latin8 l8 isoceltic",
    "iso8859_15": "iso885915 latin9 latin0 l9",
    "iso8859_16": "iso885916 latin10 l10",
    "cp1250": "windows1250 cp1250 xcp1250",
    "cp1251": "windows1251 cp1251 xcp1251 win1251",
    "cp1253": "windows1253 cp1253 xcp1253",
    "cp1254": "windows1254 cp1254 xcp1254 iso88599 latin5 l5 isoir148",
    "cp1255": "windows1255 cp1255 xcp1255",
    "cp1256": "windows1256 cp1256 xcp1256",
    "cp1257": "windows1257 cp1257 xcp1257",
    "cp1258": "windows1258 cp1258 xcp1258",
    "cp874": "windows874 cp874 iso885911 tis620 tis62025291 dos874",
    "koi8-r": "koi8r koi8 koi",
    "koi8-u": "koi8u koi8ru",
    "koi8-t": "koi8t",
    "ptcp154": "ptcp154 pt154 cp154",
    "kz1048": "kz1048 strk1048 rk1048",
    "cp437": "cp437 ibm437 437",
    "cp737": "cp737",
    "cp775": "cp775 ibm775",
    "cp850": "cp850 ibm850 850",
    "cp852": "cp852 ibm852 852",
    "cp855": "cp855 ibm855 855",
    "cp857": "cp857 ibm857 857",
    "cp858": "cp858 ibm858 ibm00858",
    "cp860": "cp860 ibm860 860",
    "cp861": "cp861 ibm861 861",
    "cp862": "cp862 ibm862 862",
    "cp863": "cp863 ibm863 863",
    "cp864": "cp864 ibm864",
    "cp865": "cp865 ibm865 865",
    "cp866": "cp866 ibm866 866",
    "cp869": "cp869 ibm869 869",
    "cp1006": "cp1006",
    "cp1125": "cp1125 cp866u",
    "hp-roman8": "hproman8 roman8 r8",
    "mac_roman": "macintosh macroman xmacroman xmacwestern mac",
    "mac_latin2": "macce xmacce xmaccentraleurroman maccentraleurope",
    "mac_cyrillic": "maccyrillic xmaccyrillic xmacukrainian",
    "mac_greek": "macgreek xmacgreek",
    "mac_turkish": "macturkish xmacturkish",
    "mac_iceland": "maciceland xmacicelandic",
    "gb18030": (
        "gb18030 gbk xgbk gb2312 gb231280 cngb gb cp936 ms936 windows936 euccn xeuccn chinese isoir58 936"
    ),
    "hz": "hzgb2312 hz hzgb",
    "cp950": "big5 cnbig5 xxbig5 big5eten cp950 windows950 950",
    "big5hkscs": "big5hkscs big5hk",
    "cp932": (
        "shiftjis sjis xsjis mskanji windows31j cswindows31j cp932 ms932 windows932 shiftjisx0213 "
        "shiftjis2004"
    ),
    "euc_jp": "eucjp xeucjp ujis eucjpms cp51932 eucjisx0213 eucjis2004",
    "iso2022_jp_2": (
        "iso2022jp csiso2022jp iso2022jp1 iso2022jp2 iso2022jpms cp50220 cp50221 cp50222 jis "
        "iso2022jpext iso2022jp3 iso2022jp2004 iso2022jpesc"
    ),
    "iso2022_kr": "iso2022kr csiso2022kr",
    "cp949": (
        "euckr cp949 windows949 ms949 uhc korean ksc5601 ksc56011987 ksc56011989 ksc56011992 isoir149 949"
    ),
    "johab": "johab cp1361",
    UNLABELLED: (
        "usascii ascii ansix341968 ansix341986 iso646us iso646irv1991 us usasci usasii iso8859 "
        "xunknown unknown8bit unknown 8bit 7bit default defaultcharset xuserdefined none binary "
        "text plain ansi isoir6"
    ),
}
"""A codec of Python's, and the labels that are read by it, lower-case and without `-`, `_`, `.`, `:`."""

CODECS: Final = {label: codec for codec, labels in CHARSETS.items() for label in labels.split()}
SECOND_CHOICE: Final = {
    "cp950": ("big5hkscs",),
    "cp932": ("shift_jis_2004",),
    "euc_jp": ("euc_jis_2004",),
    "iso2022_jp_2": ("iso2022_jp_3", "iso2022_jp_ext"),
}
"""Codecs that know a few characters more, tried where the first meets one it does not know."""

ESCAPING: Final = {"hz", "iso2022_jp_2", "iso2022_kr"}
OF_TWO_BYTES: Final = {"gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949", "johab"}
WIDE: Final = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
LABEL_NOISE: Final = re.compile(r"[^a-z0-9]+")
LABEL_LENGTH: Final = 64


def codec_of(label: str | None) -> str | None:
    """Return the codec that a label stands for, UNLABELLED, or None where the label is not known.

    >>> codec_of("KS_C_5601-1987"), codec_of("unknown-8bit"), codec_of("unicode_escape")
    ('cp949', 'unlabelled', None)
    """
    if not label:
        return UNLABELLED
    return CODECS.get(LABEL_NOISE.sub("", label[:LABEL_LENGTH].lower()))
