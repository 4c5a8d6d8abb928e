"""What is found in a page. The pages are made up; how well it works on real ones is measured elsewhere."""

from __future__ import annotations

from html import escape

import pytest

from services.ingest.core.extract import extract_page
from services.ingest.core.page import Extracted, Page
from shared.errors import RejectedError
from tests.unit.ingest.pages import PARAGRAPHS, body_of, described, page_of


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


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", 'a{}="x y"', "a{} = 'b'"])
def test_tag_with_too_many_attributes_is_refused_before_parsing(attribute: str) -> None:
    attributes = " ".join(attribute.format(number) for number in range(100_000))

    with pytest.raises(RejectedError, match="attributes") as refused:
        extract_page(Page(body=f"<p {attributes}>x</p>".encode()))

    assert refused.value.reason == "too-large"


@pytest.mark.parametrize("depth", [257, 300, 1_000, 2_000])
@pytest.mark.parametrize("tag", ["div", "b", "blockquote"])
def test_nothing_is_lost_however_deep_it_is_nested(tag: str, depth: int) -> None:
    deep = f"<{tag}>" * depth + body_of(PARAGRAPHS[1]) + f"</{tag}>" * depth

    found = text_of(body_of(PARAGRAPHS[0]), deep, body_of(*PARAGRAPHS[2:]))

    assert found == list(PARAGRAPHS)


@pytest.mark.parametrize("depth", [2_100, 5_000, 50_000])
def test_page_that_is_nested_too_deep_to_be_read_whole_is_refused(depth: int) -> None:
    with pytest.raises(RejectedError, match="deep") as refused:
        extract_page(page_of(body_of(*PARAGRAPHS[:2]), "<div>" * depth, body_of(*PARAGRAPHS[2:])))

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
