"""File names that we make: safe wherever they are written, and as near as can be to what was stated."""

from __future__ import annotations

import os
import random
import unicodedata

import pytest

from parsing.messages.clean import clean_line
from tui.state.file_names import LONGEST, mail_name, numbered_name, safe_name

HOSTILE = {
    "../../x": "x",
    "..\\..\\x": "x",
    "/etc/passwd": "passwd",
    "C:\\a\\b.txt": "b.txt",
    "C:b.txt": "C_b.txt",
    "a/": "attachment.pdf",
    "": "attachment.pdf",
    " ": "attachment.pdf",
    ".": "attachment.pdf",
    "..": "attachment.pdf",
    "...": "attachment.pdf",
    "~": "attachment.pdf",
    "-rf": "rf",
    "--help": "help",
    ".bashrc": "bashrc",
    "~root": "root",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "nul.tar.gz": "_nul.tar.gz",
    "com1": "_com1",
    "LPT9.pdf": "_LPT9.pdf",
    "console": "console",
    "a\u202egnp.exe": "a_gnp.exe",
    "a\x00b": "a_b",
    "a\x1b[2Jb": "a_[2Jb",
    "a\nb\tc": "a_b c",
    "a\ud800b": "a_b",
    "plan.pdf.": "plan.pdf",
    "plan.pdf   ": "plan.pdf",
    "plan.pdf                                     .exe": "plan.pdf .exe",
    "plan.pdf\u00a0\u00a0\u00a0.exe": "plan.pdf .exe",
    "plan.pdf.exe": "plan.pdf.exe",
    'a<b>:"|?*': "a_b______",
    "日本語.txt": "日本語.txt",
    "Übersicht (2).ods": "Übersicht (2).ods",
    "\u2426\u2426": "attachment.pdf",
    "plan\u200b.pdf": "plan_.pdf",
    "x:y::$DATA": "x_y__$DATA",
    "a;rm -rf ~": "a;rm -rf ~",
    "$(reboot).txt": "$(reboot).txt",
}


@pytest.mark.parametrize(("stated", "name"), HOSTILE.items(), ids=ascii)
def test_a_hostile_name_becomes_a_safe_one(stated: str, name: str) -> None:
    """It comes cleaned, as every text of a mail; and would be safe if it did not."""
    assert safe_name(clean_line(stated), "application/pdf") == name
    assert is_safe(safe_name(stated))


def test_a_long_name_keeps_its_ending() -> None:
    """In bytes, which is what disks count; no letter is cut in two."""
    for letter in ("x", "é", "語", "😀"):
        name = safe_name(letter * 4_000 + ".tar.gz")
        assert name.endswith(f"{letter}.tar.gz")
        assert LONGEST - 4 < len(name.encode()) <= LONGEST
        assert len(numbered_name(name, 999).encode()) < 255
        assert len(mail_name(letter * 4_000).encode()) <= LONGEST
    assert len(safe_name("a." + "x" * 4_000).encode()) <= LONGEST


def test_names_made_at_random_are_safe() -> None:
    """Of everything that has ever been in one."""
    chance = random.Random(7)  # noqa: S311 - the same names each time
    letters = "ab.-~/\\ :*\x00\x1b\n\u202e\u200d\ud800\U000e0041é語\u0301$&|\u2426CON"
    for _ in range(3_000):
        stated = "".join(chance.choice(letters) for _ in range(chance.randrange(12)))
        assert is_safe(safe_name(stated)), ascii(stated)
        assert is_safe(mail_name(stated)), ascii(stated)


def is_safe(name: str) -> bool:
    """Say whether a name is one part of a path, can be seen, and is no option, no hidden file, no device."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return (
        0 < len(os.fsencode(name)) <= LONGEST
        and not set(name) & set('/\\<>:"|?*')
        and name[0] not in ".-~ "
        and name[-1] not in ". "
        and not any(unicodedata.category(letter) in unseen for letter in name)
        and name.partition(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1"}
    )


def test_a_number_stands_before_the_ending() -> None:
    """So that the file is still of its kind."""
    assert [numbered_name("a.b.pdf", number) for number in (1, 2)] == ["a.b.pdf", "a.b (2).pdf"]
    assert numbered_name("README", 2) == "README (2)"
