"""What is read of what a page declares about itself."""

from __future__ import annotations

import pytest

from services.ingest.core.extract import extract_page
from tests.unit.ingest.pages import PARAGRAPHS, body_of, described, page_of


def test_structured_data_is_read() -> None:
    head = described(
        **{
            "@type": ["NewsArticle"],
            "headline": "Ferry is back &amp; cheap",
            "author": [{"@type": "Person", "name": "Nora Quill"}, {"@type": "Person", "name": "By Piet Reed"}],
            "datePublished": "2026-03-05T18:30:00+01:00",
            "dateModified": "2026-03-05T19:00:00.250Z",
            "inLanguage": "en-IE",
        }
    )

    found = extract_page(page_of(body_of(*PARAGRAPHS), head=head + '<link rel="canonical" href="/ferry">'))

    assert found.title == "Ferry is back & cheap"
    assert (found.byline, found.authors) == ("Nora Quill, Piet Reed", ("Nora Quill", "Piet Reed"))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-05T18:30:00+01:00"
    assert found.published_precision == "second"
    assert found.modified_at is not None
    assert found.modified_at.isoformat() == "2026-03-05T19:00:00+00:00"
    assert found.language == "en-IE"
    assert found.canonical_url == "https://gazette.example.org/ferry"


def test_author_that_is_described_elsewhere_in_the_graph_is_found() -> None:
    graph = [
        {"@type": "WebPage", "name": "Fenwick Gazette"},
        {"@type": "Article", "headline": "Ferry", "author": {"@id": "#nora"}},
        {"@type": "Person", "@id": "#nora", "name": "Nora Quill"},
    ]

    found = extract_page(page_of(body_of(*PARAGRAPHS), head=described(**{"@graph": graph})))

    assert found.authors == ("Nora Quill",)


def test_open_graph_is_read_where_there_is_no_structured_data() -> None:
    head = """<meta property="og:title" content="Ferry is back"><meta property="article:published_time" content="2026-03-05">
    <meta name="author" content="Nora Quill and Piet Reed"><meta property="og:url" content="https://gazette.example.org/f">"""

    found = extract_page(page_of(body_of(*PARAGRAPHS), head=head))

    assert (found.title, found.authors) == ("Ferry is back", ("Nora Quill", "Piet Reed"))
    assert (str(found.published_at), found.published_precision) == ("2026-03-05 00:00:00+00:00", "day")
    assert found.canonical_url == "https://gazette.example.org/f"


def test_headline_on_the_page_is_the_title_where_nothing_is_declared() -> None:
    found = extract_page(page_of(body_of(*PARAGRAPHS)))

    assert (found.title, found.language, found.authors, found.published_at) == (
        "Ferry returns to Lower Fenwick",
        "en-GB",
        (),
        None,
    )


@pytest.mark.parametrize(
    "nonsense",
    [
        "{",
        "[" * 100_000,
        "null",
        '"text"',
        '{"@type": 7, "headline": {"a": [[]]}}',
        '{"@type": "Article", "headline": 12, "author": [[["x"]], 3, null, {}], "datePublished": [{"a": 1}, "0001-01-01"]}',
        '{"@type": "Article", "@id": {"a": 1}, "author": {"@id": ["b"]}, "url": "http://[", "mainEntityOfPage": "mailto:x"}',
    ],
)
def test_nonsense_in_structured_data_is_ignored(nonsense: str) -> None:
    found = extract_page(page_of(body_of(*PARAGRAPHS), head=f'<script type="application/ld+json">{nonsense}</script>'))

    assert found.title == "Ferry returns to Lower Fenwick"
    assert found.text.split("\n\n") == list(PARAGRAPHS)
    assert (found.authors, found.published_at, found.canonical_url) == ((), None, None)


@pytest.mark.parametrize(
    "inside",
    [
        r'<script type="application/ld+json">{"@type": "Article", "headline": "Ferry \ud83d"}</script>',
        "<p>Ferry &#xD83D; &#0;</p>",
    ],
)
def test_half_a_character_is_not_passed_on(inside: str) -> None:
    found = extract_page(page_of(inside, body_of(*PARAGRAPHS)))

    assert f"{found.title} {found.text}".encode()
