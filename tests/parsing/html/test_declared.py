"""The charset that HTML states for itself."""

from __future__ import annotations

from parsing.html.declared import html_charset


def test_html_names_its_own_charset() -> None:
    """In `<meta>`, which outranks the XML declaration; words in the text are none."""
    assert html_charset(b"<meta http-equiv=x content='text/html; charset=KOI8-R'>") == "KOI8-R"
    assert html_charset(b'<meta charset="utf-8">') == "utf-8"
    assert html_charset(b'<?xml version="1.0" encoding="iso-8859-2"?><html>') == "iso-8859-2"
    assert html_charset(b'<?xml version="1.0" encoding="utf-8"?><meta charset="koi8-r">') == "koi8-r"
    assert html_charset(b"<p>charset=x</p>") is None
