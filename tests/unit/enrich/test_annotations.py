"""Whatever the text and whatever a model says of it, every offset is true."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.enrich.core.annotations import annotations_of
from services.enrich.core.cleanup import clean_names
from services.enrich.core.merge import with_numbers_and_dates
from services.enrich.core.spans import Span, without_overlaps
from shared.contracts.events import Annotations, Dateline, Model
from tests.unit.enrich.articles import an_article

_MODEL = Model(name="fake", version="1", config_hash="0")
_FRAGMENTS = [
    "Ann Roe", "Roe", "U.S.", "the Bank of Leeds", "Secretary of State", "’s", "“", "”", '"', " said ", "Tuesday", " ", ". ",
    "4 May 2026", "$5 million", "last week", "🙂", "👩‍👩‍👧", "東京", "é", "\n\n", "\n", "(", ")", "-", "the ", "12%",
    "\u2028", "ﬁ", "İ",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=6), min_size=1, max_size=40).map("".join).filter(str.strip)
_LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "MISC", "DATE", "MONEY", "NORP"])


@st.composite
def _annotated(draw: st.DrawFn) -> tuple[str, Annotations]:
    text = draw(_TEXTS)
    borders = st.integers(0, len(text))
    raw = draw(st.lists(st.tuples(borders, borders, _LABELS, st.floats(0, 1)), max_size=12))
    spans = without_overlaps(Span(min(a, b), max(a, b), label, sure) for a, b, label, sure in raw)
    cleaned = with_numbers_and_dates(text, clean_names(text, spans))
    return text, annotations_of(an_article(text, title=text[:20]), cleaned, (), _MODEL)


@given(_annotated())
def test_every_mention_quote_and_date_is_the_text_at_its_offsets(annotated: tuple[str, Annotations]) -> None:
    text, annotations = annotated

    for part in (*annotations.mentions, *annotations.dates, *annotations.quotes):
        assert part.text == text[part.start : part.end] != ""


@given(_annotated())
def test_every_key_of_a_mention_is_an_entity_and_the_counts_agree(annotated: tuple[str, Annotations]) -> None:
    _, annotations = annotated
    keys = [mention.entity for mention in annotations.mentions if mention.entity]

    assert {entity.key: entity.mentions for entity in annotations.entities} == {key: keys.count(key) for key in keys}
    assert all(0 <= entity.salience <= 1 for entity in annotations.entities)


@given(_annotated())
def test_mentions_are_in_order_never_overlap_and_hide_misc(annotated: tuple[str, Annotations]) -> None:
    _, annotations = annotated
    mentions = annotations.mentions

    assert all(before.end <= after.start for before, after in pairwise(mentions))
    assert "MISC" not in {mention.label for mention in mentions}


def test_dates_are_reckoned_from_the_dateline_where_the_article_has_no_date() -> None:
    article = an_article("It closed on Tuesday.", published_at=None, dateline=Dateline(date="2025-06-12"))

    annotations = annotations_of(article, [Span(13, 20, "DATE")], (), _MODEL)

    assert [found.value for found in annotations.dates] == ["2025-06-10"]


def test_dateline_without_a_year_dates_nothing() -> None:
    article = an_article("It closed on Tuesday.", published_at=None, dateline=Dateline(date="June 12"))

    annotations = annotations_of(article, [Span(13, 20, "DATE")], (), _MODEL)

    assert annotations.dates == ()


def test_speaker_is_named_by_the_full_name_of_the_entity() -> None:
    text = 'Ann Roe spoke. "We are all in favour of it," Roe said.'
    spans = [Span(0, 7, "PERSON", 0.9), Span(45, 48, "PERSON", 0.9)]

    annotations = annotations_of(an_article(text, published_at=datetime(2026, 1, 1, tzinfo=UTC)), spans, (), _MODEL)

    assert [(quote.text, quote.speaker) for quote in annotations.quotes] == [("We are all in favour of it,", "Ann Roe")]
