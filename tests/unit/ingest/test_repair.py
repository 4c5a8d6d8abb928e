from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.core.repair import repair

HOSTILE = {
    "spaces": " " * 200_000,
    "letters": "a" * 200_000,
    "ampersands": "&" * 200_000 + ";",
    "entities": "&amp;" * 40_000,
    "entity encoded 50,000 times": "&" + "amp;" * 50_000,
    "entities inside entities": "&#3" * 30_000 + "&#56;" + ";" * 30_000,
    "semicolons": ";" * 200_000,
    "mojibake": "Ã©" * 100_000,
    "mojibake lead bytes": "Ã" * 200_000,
    "marks": "a" + "\u0301" * 200_000,
    "marks of several classes": "a" + "\u0338\u0321\u0301\u05b0" * 50_000,
    "marks that decompose": "\u0f73" * 200_000,
    "joiners": "\u200d" * 200_000,
    "blank lines": " \n" * 100_000,
    "surrogates": "\ud83d" * 200_000,
}


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("a &amp; b", "a & b"),
        ("a &amp;amp;amp; b", "a & b"),
        ("a&nbsp;b", "a b"),
        ("a &amp;amp;nbsp; b", "a b"),
        ("&am&#112;;c", "&c"),
        ("&#8220;Yes&#8221;", "“Yes”"),
        ("on quot;Monday quot; it #39;s", 'on "Monday " it\'s'),
        ("â€” he said", "— he said"),
        ("â€œYesâ€\x9d and “no”", "“Yes” and “no”"),
        ("cafÃ©", "café"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"),
        ("\x93Yes\x94", "“Yes”"),
        ("Cafe\u0301", "Café"),
        ("co\u00adop\u200b\ufeff", "coop"),
        ("a\x00b\x1bc", "abc"),
        ("a\ud800b", "ab"),
        ("\ud83d\ude00", "😀"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\u2029three", "one\ntwo\n\nthree"),
        ("one \n\n\n \n two", "one\n\ntwo"),
        ("\t one\u00a0\u3000two  ", "one two"),
    ],
)
def test_damage_is_undone(raw: str, repaired: str) -> None:
    assert repair(raw) == repaired


@pytest.mark.parametrize(
    "right",
    [
        "“Yes,” she said. ‘No’",
        "ﬁne",
        "ＡＢＣ",
        "naïve Ångström Ââ Ã",
        "https://river.example/?a=1&copy=2",
        "AT&T; R&D",
        "क्‍ष",
        "می‌خواهم",
        "👩‍👩‍👧",
        "x < y; y > x",
        "One line.\nThe next.\n\nA paragraph.",
        "",
    ],
)
def test_what_is_right_stays_as_it_is(right: str) -> None:
    assert repair(right) == right


@given(st.text())
def test_repairing_twice_changes_nothing(raw: str) -> None:
    once = repair(raw)

    assert repair(once) == once


@given(
    st.text(
        alphabet=[
            "&",
            "#",
            ";",
            "a",
            "m",
            "p",
            "l",
            "t",
            "3",
            "8",
            " ",
            "\n",
            "\u00ad",
            "\u200d",
            "Ã",
            "©",
            "â",
            "€",
            "\x9d",
            "\u0301",
        ]
    )
)
def test_repairing_damaged_text_twice_changes_nothing(raw: str) -> None:
    once = repair(raw)

    assert repair(once) == once


@given(
    st.lists(st.text(alphabet="abcdefghij", min_size=1), min_size=1),
    st.sampled_from([" ", "  ", "\u00a0", "\n", "\r\n", "\n\n\n", "\t"]),
)
def test_no_word_is_added_or_lost(words: list[str], separator: str) -> None:
    assert repair(separator.join(words)).split() == words


@given(st.text())
def test_repaired_text_can_be_stored(raw: str) -> None:
    repaired = repair(raw)

    assert "\x00" not in repaired
    assert repaired.encode("utf-8").decode("utf-8") == repaired
    assert repaired == repaired.strip()
    assert "\n\n\n" not in repaired
    assert "  " not in repaired


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    began = time.process_time()

    repair(HOSTILE[name])

    assert time.process_time() - began < 1


def test_marks_beyond_any_writing_are_dropped_and_nothing_else_of_the_text() -> None:
    letter, more = "e" + "\u0323\u0338" * 15, "\u0338\u0323" * 50_000

    assert repair(f"a {letter} b") == unicodedata.normalize("NFC", f"a {letter} b")
    assert repair(f"a {letter}{more} b") == repair(f"a {letter} b")
