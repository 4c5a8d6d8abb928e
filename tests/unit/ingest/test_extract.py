"""What is found in a page. The pages are made up; how well it works on real ones is measured elsewhere."""

from __future__ import annotations

import json
from html import escape

import pytest

from services.ingest.core.extract import extract_page
from services.ingest.core.page import Extracted, Page
from shared.errors import RejectedError

PARAGRAPHS = (
    "The town of Lower Fenwick will get its ferry back after eleven years, the council decided on Thursday evening.",
    "Councillors voted by nine to four to buy a used vessel, which is to cross the river every half hour from May onwards.",
    "Opponents had argued that the bridge, four miles upstream, was near enough for the two thousand people of the town.",
    "A ticket is to cost two crowns. Children, and anybody who brings a bicycle before eight in the morning, rides free.",
)


def page_of(*inside: str, head: str = "", after: str = "") -> Page:
    """Wrap an article's body in the furniture that news sites have."""
    html = f"""<!DOCTYPE html><html lang="en-GB">
    <head><meta charset="utf-8"><title>Ferry returns | Fenwick Gazette</title>{head}</head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <main><article><h1>Ferry returns to Lower Fenwick</h1>{"".join(inside)}</article>{after}</main>
    <footer><p>Fenwick Gazette, all rights reserved.</p></footer></body></html>"""
    return Page(body=html.encode(), url="https://gazette.example.org/ferry?from=home")


def body_of(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def described(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **facts})}</script>'


def text_of(*inside: str, head: str = "", after: str = "") -> list[str]:
    return extract_page(page_of(*inside, head=head, after=after)).text.split("\n\n")


def test_paragraphs_of_the_article_are_found_and_nothing_else() -> None:
    found = text_of(body_of(*PARAGRAPHS))

    assert found == list(PARAGRAPHS)


def test_plain_text_is_its_own_article() -> None:
    found = extract_page(Page(body="Größe <b> & Maß".encode("latin-1"), content_type="text/plain", charset="iso-8859-1"))

    assert found == Extracted(text="Größe <b> & Maß")


@pytest.mark.parametrize("body", [b"", b"   ", b"<!-- nothing -->", b"<html></html>", b"\xff\xfe", b"<", b"<!DOCTYPE html>"])
def test_page_without_content_has_no_text(body: bytes) -> None:
    assert extract_page(Page(body=body)).text == ""


def test_extraction_does_not_remember_other_pages() -> None:
    page = page_of(body_of(*PARAGRAPHS))

    found = [extract_page(page) for _ in range(4)]

    assert found == found[:1] * 4


def test_posts_of_social_networks_are_not_the_article() -> None:
    post = (
        '<blockquote class="twitter-tweet"><p>So glad the ferry is back, see you all on board on May Day!</p></blockquote>'
    )

    found = text_of(body_of(*PARAGRAPHS[:2]), post, body_of(*PARAGRAPHS[2:]))

    assert found == list(PARAGRAPHS)


def test_paragraph_that_only_links_to_another_story_is_dropped() -> None:
    link = '<p><strong><a href="/bridge">BRIDGE OVER THE FEN CLOSED FOR REPAIRS UNTIL THE END OF THE SUMMER</a></strong></p>'

    found = text_of(body_of(*PARAGRAPHS[:2]), link, body_of(*PARAGRAPHS[2:]))

    assert found == list(PARAGRAPHS)


def test_article_made_of_links_keeps_them() -> None:
    linked = [f'<a href="/{number}">{paragraph}</a>' for number, paragraph in enumerate(PARAGRAPHS)]

    found = text_of(body_of(*linked))

    assert found == list(PARAGRAPHS)


def test_other_stories_after_the_article_are_cut_off() -> None:
    teasers = body_of("Mayor opens new library", "Flood wall to be raised by a foot", "Cricket: Fenwick lose again")

    found = text_of(body_of(*PARAGRAPHS), "<h2>More from the Gazette</h2>", teasers)

    assert found == list(PARAGRAPHS)


def test_heading_that_only_looks_like_other_stories_keeps_what_follows() -> None:
    found = text_of(body_of(*PARAGRAPHS[:3]), "<h2>More on this ferry</h2>", body_of(PARAGRAPHS[3], *PARAGRAPHS[:2]))

    assert PARAGRAPHS[3] in found


def test_portrait_of_the_author_after_the_article_is_dropped() -> None:
    portrait = "Nora Quill is a reporter for the Gazette. She covers rivers, canals and everything that floats on them."

    found = text_of(body_of(*PARAGRAPHS), body_of(portrait), head='<meta name="author" content="Nora Quill">')

    assert found == list(PARAGRAPHS)


def test_person_who_is_not_the_author_stays() -> None:
    last = "Nora Quill is the first captain. She has steered ships on the lake since she left school at sixteen."

    found = text_of(body_of(*PARAGRAPHS), body_of(last), head='<meta name="author" content="Piet Reed">')

    assert found == [*PARAGRAPHS, last]


def test_summary_that_readers_see_under_the_headline_is_kept() -> None:
    summary = "After eleven years without a boat, the town votes for a crossing every half hour."
    page = f"""<html><head><meta property="og:description" content="{summary}"></head><body>
    <header><h1>Ferry returns</h1><h2>{summary}</h2></header><article>{body_of(*PARAGRAPHS)}</article></body></html>"""

    found = extract_page(Page(body=page.encode())).text.split("\n\n")

    assert found == [summary, *PARAGRAPHS]


def test_description_that_readers_do_not_see_is_left_out() -> None:
    found = text_of(
        body_of(*PARAGRAPHS), head='<meta name="description" content="All the news from Fenwick, every morning at six.">'
    )

    assert found == list(PARAGRAPHS)


def test_declared_body_is_taken_where_readers_get_only_the_beginning() -> None:
    whole = " ".join(PARAGRAPHS * 2)

    found = text_of(
        body_of("The town of Lower Fenwick will get its ferry back."),
        head=described(**{"@type": "NewsArticle", "articleBody": whole}),
    )

    assert found == [whole]


def test_declared_body_is_not_taken_where_the_page_shows_as_much() -> None:
    found = text_of(body_of(*PARAGRAPHS), head=described(**{"@type": "NewsArticle", "articleBody": " ".join(PARAGRAPHS)}))

    assert found == list(PARAGRAPHS)


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


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", 'a{}="x y"', "a{} = 'b'"])
def test_tag_with_too_many_attributes_is_refused_before_parsing(attribute: str) -> None:
    attributes = " ".join(attribute.format(number) for number in range(100_000))

    with pytest.raises(RejectedError, match="attributes") as refused:
        extract_page(Page(body=f"<p {attributes}>x</p>".encode()))

    assert refused.value.reason == "too-large"


@pytest.mark.parametrize(
    "inside",
    [
        f'<p title="{"word " * 2_000}">',
        f"<script>if (a<b) {{ say('{'word ' * 2_000}') }}</script>",
        f"<!-- <p {'a ' * 2_000}> -->",
        f"<p>{escape('a < b ' * 2_000)}</p>",
    ],
)
def test_many_words_that_are_not_attributes_are_let_through(inside: str) -> None:
    found = extract_page(page_of(inside, body_of(*PARAGRAPHS)))

    assert found.title == "Ferry returns to Lower Fenwick"
