"""Which article a submission is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.identity import article_id, normal_url, outcome_id
from shared.contracts.submission import read_submission


@pytest.mark.parametrize(
    "spelling",
    [
        "https://news.example/a?id=7",
        "http://news.example/a?id=7",
        "HTTPS://News.Example/a?id=7",
        "https://news.example:443/a?id=7",
        "http://news.example:80/a?id=7",
        "https://news.example./a?id=7",
        "https://news.example/a/?id=7",
        "https://news.example/a?id=7#top",
        "https://news.example/a?utm_source=feed&id=7&fbclid=x",
        "https://news.example/a?id=7&UTM_Campaign=y",
    ],
)
def test_spellings_of_one_address_name_one_article(spelling: str) -> None:
    assert normal_url(spelling) == "https://news.example/a?id=7"


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/A?id=7",
        "https://news.example/a?id=8",
        "https://news.example/a?id=7&page=2",
        "https://www.news.example/a?id=7",
        "https://news.example:8443/a?id=7",
        "https://news.example/a/b?id=7",
    ],
)
def test_other_addresses_name_other_articles(other: str) -> None:
    assert article_id(url=other) != article_id(url="https://news.example/a?id=7")


@given(st.from_regex(r"https?://[a-z]{1,9}\.example(/[a-z]{0,5}){0,3}(\?[a-z]=[0-9&]{0,5})?(#[a-z]{0,3})?", fullmatch=True))
def test_a_normal_address_is_its_own_normal_form(url: str) -> None:
    once = normal_url(url)

    assert normal_url(once) == once


def test_the_publishers_id_wins_over_the_address_and_that_over_the_text() -> None:
    by_id = read_submission(b'{"source": "a", "id": "1", "url": "https://news.example/x", "text": "t"}')
    by_url = read_submission(b'{"source": "a", "url": "https://news.example/x", "text": "t"}')
    by_text = read_submission(b'{"source": "b", "text": "t"}')

    assert by_id.article_id == article_id(source="a", id="1")
    assert by_url.article_id == article_id(url="https://news.example/x")
    assert by_text.article_id == article_id(body="t")


def test_two_publishers_may_use_the_same_id() -> None:
    assert article_id(source="a", id="1") != article_id(source="b", id="1")


def test_parts_cannot_be_shifted_between_source_and_id() -> None:
    assert article_id(source="a", id='b","c') != article_id(source='a","b', id="c")


def test_identities_never_change() -> None:
    assert str(article_id(source="harbour-wire", id="hw-2026-0117")) == GOLDEN_ID
    assert str(outcome_id("1768896001000-0")) == GOLDEN_OUTCOME


GOLDEN_ID = "bed22f0e-9572-5648-8042-cdd30d49e311"
GOLDEN_OUTCOME = "67958158-627d-5d80-95fd-e0592006e79e"
