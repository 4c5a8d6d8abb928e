"""How a page's bytes become text."""

from __future__ import annotations

import codecs

import pytest

from services.ingest.core.charset import decode

WORDS = "Größe, naïve, coût"


def meta(label: str) -> bytes:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head>'.encode()


def test_byte_order_mark_wins_over_every_label() -> None:
    body = codecs.BOM_UTF8 + WORDS.encode()

    assert decode(body, "windows-1251", is_html=True) == WORDS


def test_label_of_the_sender_wins_over_the_one_in_the_page() -> None:
    body = meta("koi8-r") + WORDS.encode("cp1252")

    assert decode(body, "ISO-8859-1", is_html=True).endswith(WORDS)


def test_label_in_the_page_is_read() -> None:
    body = meta("windows-1251") + "Паром вернулся".encode("cp1251")

    assert decode(body, None, is_html=True).endswith("Паром вернулся")


def test_plain_text_has_no_label_inside() -> None:
    body = meta("windows-1251") + WORDS.encode()

    assert decode(body, None, is_html=False).endswith(WORDS)


@pytest.mark.parametrize(("body", "text"), [(WORDS.encode(), WORDS), (WORDS.encode("cp1252"), WORDS)])
def test_unlabelled_text_is_utf_8_if_it_can_be(body: bytes, text: str) -> None:
    assert decode(body, None, is_html=True) == text


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    assert decode(b"\x93quoted\x94 \x80 5", "latin1", is_html=True) == "“quoted” € 5"


def test_page_that_calls_itself_utf_16_in_ascii_is_utf_8() -> None:
    assert decode(meta("utf-16") + WORDS.encode(), None, is_html=True).endswith(WORDS)


@pytest.mark.parametrize(
    "label", ["utf-7", "idna", "punycode", "unicode_escape", "rot13", "hex", "zip", "mbcs", "x" * 10_000, "\x00", ""]
)
def test_labels_that_only_python_knows_are_ignored(label: str) -> None:
    assert decode(b"+AGE- \\u0041 xn--a", label, is_html=True) == "+AGE- \\u0041 xn--a"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("shift_jis", "cp932", "渡し船"),
        ("x-euc-jp", "euc-jp", "渡し船"),
        ("csiso2022jp", "iso2022-jp", "渡し船"),
        ("gb2312", "gb2312", "渡轮"),
        ("chinese", "gb18030", "渡轮"),
        ("big5", "big5", "渡輪"),
        ("ks_c_5601-1987", "euc-kr", "나룻배"),
        ("koi8-ru", "koi8-u", "їжак"),
        ("windows-1256", "cp1256", "عبارة"),
        ("tis-620", "cp874", "เรือ"),
        ("latin5", "cp1254", "ığdır"),
        ("macintosh", "mac-roman", "fähre"),
        ("utf-16be", "utf-16-be", "ferry"),
        ("iso-8859-16", "iso8859-16", "țară"),
        ("x-mac-ukrainian", "mac-cyrillic", "паром"),
        ("iso-8859-14", "iso8859-14", "ŵy"),
    ],
)
def test_encodings_of_the_web_are_read_by_their_labels(label: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), f" {label.upper()} ", is_html=True) == text


@pytest.mark.parametrize("label", ["utf-8", "shift_jis", "gb18030", "iso-2022-jp", "windows-1255", "utf-16"])
def test_bytes_that_do_not_fit_never_fail(label: str) -> None:
    broken = bytes(range(256)) * 4 + b"\x1b$B\xff"

    assert "\ufffd" in decode(broken, label, is_html=True)
