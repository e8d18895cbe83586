"""Bytes whose label is missing or wrong: read as they were meant where that can be known."""

from __future__ import annotations

import subprocess
import sys

import pytest

from parsing.errors import Defect
from parsing.headers import charset_guess
from parsing.headers.charset_guess import guess_codec, sample
from parsing.headers.charset_names import LATIN
from parsing.headers.charsets import decode, decode_unguessed
from parsing.limits import CHARSET_SAMPLE_BYTES

WRITTEN = {
    "ru": "Добрый день! Завтра в лесу мы поставим новый мост, приходите с лопатами и пилами.",
    "uk": "Доброго дня! Завтра ми їдемо до річки, щоб перевірити нові човни та весла.",
    "bg": "Утре ще отидем до старата мелница и ще поправим колелото преди дъжда.",
    "pl": "Jutro pójdziemy nad rzekę i naprawimy młyn; proszę zabrać łopaty, piły i ciepłą odzież.",
    "cs": "Zítra půjdeme k řece a opravíme starý mlýn; přineste si prosím lopaty a teplé oblečení.",
    "tr": "Yarın ırmağa gidip eski değirmeni onaracağız; lütfen kürek ve kışlık giysi getirin.",
    "el": "Αύριο θα πάμε στο ποτάμι και θα επισκευάσουμε τον παλιό μύλο πριν από τη βροχή.",
    "he": "מחר נלך אל הנהר ונתקן את הטחנה הישנה לפני הגשם. נא להביא אתים ומסורים.",
    "ar": "سنذهب غدا إلى النهر لإصلاح الطاحونة القديمة قبل المطر، أحضروا معكم المجارف.",
    "th": "พรุ่งนี้เราจะไปที่แม่น้ำเพื่อซ่อมโรงสีเก่าก่อนฝนตก",
    "ja": "明日は川へ行って、雨が降る前に古い水車を直します。シャベルを持ってきてください。",
    "zh": "明天我们要到河边去,在下雨之前把旧水车修好。请大家带上铁锹和锯子。",
    "tw": "明天我們要到河邊去,在下雨之前把舊水車修好。請大家帶上鐵鍬和鋸子。",
    "ko": "내일 우리는 강가에 가서 비가 오기 전에 낡은 물레방아를 고칩니다. 삽을 가져오세요.",
    "de": "Morgen gehen wir zum Fluß und reparieren die alte Mühle; bringt bitte Schaufeln für alle.",
    "fr": "Demain nous irons à la rivière réparer le vieux moulin ; apportez des pelles, s’il vous plaît.",
    "es": "Mañana iremos al río a reparar el viejo molino; ¡traigan palas y un poco de leña seca!",
    "sv": "I morgon går vi till ån och lagar den gamla kvarnen; ta gärna med er spadar åt alla.",
    "en": "Meet Zoë at the café – it’s £5 a head, and don’t forget the naïve drawings.",
}

CHARSETS_OF = [
    *(("ru", name) for name in ("koi8-r", "windows-1251", "iso-8859-5", "cp866")),
    *(("uk", name) for name in ("koi8-u", "windows-1251")),
    ("bg", "windows-1251"),
    *(("pl", name) for name in ("iso-8859-2", "windows-1250")),
    *(("cs", name) for name in ("iso-8859-2", "windows-1250")),
    ("tr", "windows-1254"),
    *(("el", name) for name in ("iso-8859-7", "windows-1253")),
    *(("he", name) for name in ("windows-1255", "iso-8859-8")),
    ("ar", "windows-1256"),
    ("th", "windows-874"),
    *(("ja", name) for name in ("shift_jis", "euc-jp", "iso-2022-jp")),
    *(("zh", name) for name in ("gb2312", "gb18030")),
    ("tw", "big5"),
    *(("ko", name) for name in ("euc-kr", "iso2022_kr")),
    *((language, "windows-1252") for language in ("de", "fr", "es", "sv", "en")),
]


def in_charset(language: str, charset: str) -> tuple[bytes, str]:
    """Give a text's bytes, and the text without what the charset has no letter for."""
    charset = {"windows-874": "cp874"}.get(charset, charset)
    data = WRITTEN[language].encode(charset, "ignore")
    return data, data.decode(charset)


@pytest.mark.parametrize(("language", "charset"), CHARSETS_OF)
def test_a_sentence_without_a_label_is_read(language: str, charset: str) -> None:
    """Each in a charset that mail in its language came in; also behind a reply's English lines."""
    data, text = in_charset(language, charset)
    assert decode(data, None)[0] == text
    assert decode(b"On Monday Ida wrote:\n> See you there.\n\n" + data, "unknown-8bit")[0].endswith(text)
    assert decode(data, "us-ascii")[0] == text
    assert decode(data, "yes") == (text, Defect.UNKNOWN_CHARSET)


@pytest.mark.parametrize("language", ["ru", "el", "he", "ar", "th", "ja", "zh", "ko"])
def test_whole_words_of_another_script_are_not_latin_whatever_the_label(language: str) -> None:
    """Mailers were set to Latin-1 and left there."""
    charset = dict(CHARSETS_OF)[language]
    data, text = in_charset(language, charset)
    assert decode(data, "iso-8859-1") == (text, Defect.CHARSET_GUESSED)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("label", ["iso-8859-1", "us-ascii", "koi8-r", "gb2312", "shift_jis", "iso-8859-2"])
def test_utf_8_is_known_under_any_label(language: str, label: str) -> None:
    """A text that is valid UTF-8 over and over is that by no accident."""
    text = WRITTEN[language]
    assert decode(text.encode(), label) == (
        text,
        None if label == "us-ascii" else Defect.CHARSET_GUESSED,
    )


@pytest.mark.parametrize(("language", "charset"), CHARSETS_OF)
def test_a_right_label_is_believed(language: str, charset: str) -> None:
    """No guess goes before it."""
    data, text = in_charset(language, charset)
    assert decode(data, charset) == (text, None)


def test_a_capital_before_a_mark_is_no_utf_8() -> None:
    """By accident one such pair of Windows-1252 is valid."""
    for text in ("CAFÉ» SANTÉ…", "OLÉ™"):
        assert decode(text.encode("cp1252"), "iso-8859-1") == (text, None)


def test_mojibake_that_is_encoded_rightly_stays() -> None:
    """It is what the message says; its quotes say the same."""
    text = "Zürich".encode().decode("cp1252")
    assert decode(text.encode(), "utf-8") == (text, None)


def test_a_few_letters_among_english_ones_stay_western() -> None:
    """Too few to be sure of anything else."""
    for text in ("spam ® spam", "à la carte", "© 2004 Ida", "Señor Núñez", "° C", "naïve", "Müller schrieb:"):
        assert decode(text.encode("cp1252"), None)[0] == text


def test_a_second_of_two_chinese_charsets_is_read_by_the_label_of_the_first() -> None:
    """GB18030 under `gb2312`, Windows' characters under `shift_jis`."""
    assert decode("镕€".encode("gb18030"), "gb2312") == ("镕€", None)
    assert decode("①髙".encode("cp932"), "shift_jis") == ("①髙", None)


def test_a_label_that_fits_nowhere_is_not_believed() -> None:
    """French under `gb2312`, Japanese of Unix under that of Windows."""
    data, text = in_charset("fr", "windows-1252")
    assert decode(data, "gb2312") == (text, Defect.CHARSET_GUESSED)
    data, text = in_charset("ja", "euc-jp")
    assert decode(data, "utf-8") == (text, Defect.CHARSET_GUESSED)


def test_lines_of_8_bits_under_a_label_of_7_are_read_by_themselves() -> None:
    """ISO-2022-JP, with a signature in Shift-JIS."""
    data = "こんにちは\n".encode("iso2022_jp") + WRITTEN["ja"].encode("cp932")
    assert decode(data, "iso-2022-jp") == ("こんにちは\n" + WRITTEN["ja"], Defect.CHARSET_GUESSED)


def test_an_id_is_read_the_same_wherever_it_stands() -> None:
    """Nothing around it may decide how."""
    name = "имя".encode("koi8-r")
    assert decode_unguessed(WRITTEN["ru"].encode("koi8-r") + name).endswith(decode_unguessed(name))


def test_the_sample_is_capped_and_has_the_bytes_that_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even on one long line, and behind much English; nothing is looked at twice."""
    russian = WRITTEN["ru"].encode("koi8-r")
    for data in (b"x" * 100_000 + russian, b"plain\n" * 50_000 + russian, b"x " * 50_000 + russian * 5_000):
        assert len(sample(data)) <= CHARSET_SAMPLE_BYTES
        assert guess_codec(data) == "koi8-r"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 5_000,
        b"\x81\x8d" * 5_000,
        bytes(range(256)) * 20,
        b"\xe9",
        b"\xa0" * 50,
        b"<meta charset=utf-7>\xe9",
    ],
)
def test_what_is_no_text_is_read_all_the_same(data: bytes) -> None:
    """Binary data, and HTML that names a charset which is refused."""
    text, defect = decode(data, None)
    assert text
    assert defect == Defect.CHARSET_GUESSED


def test_nothing_is_loaded_for_mail_that_needs_no_guess() -> None:
    """ASCII, UTF-8, a right label, a lone Western letter."""
    program = """
import sys
from parsing.headers.charsets import decode
for data, label in ((b"x", None), ("é".encode(), None), (b"caf\\xe9", "iso-8859-1"), (b"M\\xfcller", None)):
    decode(data, label)
sys.exit("chardet" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_guess_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the index, and again for the screen."""
    charset_guess.kept_guess.cache_clear()
    data = WRITTEN["pl"].encode("iso8859_2")
    assert guess_codec(data) == guess_codec(data) == "iso8859_2"
    assert charset_guess.kept_guess.cache_info().misses == 1
    assert guess_codec(b"M\xfcller") == LATIN
    assert charset_guess.kept_guess.cache_info().misses == 1
