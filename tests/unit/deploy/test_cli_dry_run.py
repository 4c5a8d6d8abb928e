"""A dry run says of every document, in order, what the services would do."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Iterator, Sequence

import pytest
from rich.console import Console

from deploy.cli.ahead import Ahead
from deploy.cli.article_page import ArticlePage
from deploy.cli.documents import Document
from deploy.cli.dry_run import DryRun, Explanation
from services.ingest.core.page import Extracted, Page
from shared.contracts.events import Annotations, ArticleIngested, Entity, Model
from shared.errors import DependencyError, RejectedError, RetryableError

KEYS = ["id", "outcome", "reason", "ingested", "annotations"]
INGESTED = {
    "title", "byline", "language", "published_at", "url", "extracted_text", "text", "dateline", "agency", "removed",
    "related", "content_hash",
}  # fmt: skip
WIRE = "PORT ANSEL, Norland, March 3 (ANI): The ferry to Lakeside opened on Tuesday. (ANI)"


async def annotate(articles: Sequence[ArticleIngested]) -> list[Annotations | None]:
    return [
        Annotations(model=Model(name="m", version="1", config_hash="c"), keywords=(article.text[:5],))
        for article in articles
    ]


async def fetch(url: str) -> Page:
    raise RetryableError("fetch-failed", f"{url}: status 503")


async def extract(page: Page) -> Extracted:
    return Extracted(text=page.body.decode())


def document(**fields: object) -> Document:
    return Document("a.jsonl", json.dumps(fields).encode(), 1)


async def explained(*documents: Document, **ports: object) -> list[dict[str, object]]:
    dry_run = DryRun(**{"fetch": fetch, "extract": extract, "annotate": annotate, **ports})  # type: ignore[arg-type]
    return [json.loads(each.as_json()) for each in await dry_run.enrich(await dry_run.ingest(documents))]


async def test_every_key_is_there_whatever_becomes_of_a_document() -> None:
    answers = await explained(
        document(id="1", text=WIRE),
        document(id="2", text=WIRE, language="fr"),
        document(id="3", html="<p>"),
        document(id="4", source="a", status="withdrawn"),
        document(id="5", url="https://a.example/5"),
        document(id="6", text=WIRE, titel="typo"),
        Document("a.jsonl", b'{"id": "7", "text": '),
        Document("a.jsonl", b'{"id": "8", "text": "\xff"}'),
        Document("a.jsonl", b""),
        Document("a.jsonl", b"[]"),
    )

    assert all(list(answer) == KEYS for answer in answers)
    assert [answer["id"] for answer in answers] == ["1", "2", "3", "4", "5", "6", None, None, None, None]
    outcomes = [answer["outcome"] for answer in answers]
    assert outcomes == ["accepted"] * 4 + ["rejected"] * 6
    for answer in answers:
        accepted = answer["outcome"] == "accepted"
        assert (answer["reason"] is None) == accepted
        assert (set(answer["ingested"] or ()) == INGESTED) == accepted  # type: ignore[call-overload]
    assert [answer["reason"]["code"] for answer in answers[4:]] == [  # type: ignore[index]
        "fetch-failed", "bad-schema", "bad-json", "invalid-utf8", "bad-json", "bad-schema",
    ]  # fmt: skip


async def test_what_is_printed_is_what_ingest_makes_of_it() -> None:
    (answer,) = await explained(document(text=WIRE))

    ingested = answer["ingested"]
    assert ingested["text"] == "The ferry to Lakeside opened on Tuesday."  # type: ignore[index]
    assert ingested["dateline"]["place"] == "PORT ANSEL"  # type: ignore[index]
    assert ingested["agency"] == "ANI"  # type: ignore[index]
    assert set(ingested["removed"][0]) == {"rule", "start", "end", "text"}  # type: ignore[index]


async def test_without_annotation_annotations_are_null() -> None:
    (answer,) = await explained(document(text=WIRE), annotate=None)

    assert answer["outcome"] == "accepted"
    assert answer["annotations"] is None


async def test_document_that_a_handler_fails_on_is_rejected_alone() -> None:
    async def fragile(articles: Sequence[ArticleIngested]) -> list[Annotations | None]:
        if any("poison" in article.text for article in articles):
            raise ZeroDivisionError
        return await annotate(articles)

    answers = await explained(
        document(text=WIRE), document(id="p", text="poison here"), document(text=WIRE), annotate=fragile
    )

    assert [answer["outcome"] for answer in answers] == ["accepted", "rejected", "accepted"]
    assert answers[1]["id"] == "p"
    assert answers[1]["reason"]["code"] == "bug"  # type: ignore[index]


@pytest.mark.parametrize(
    ("error", "code"),
    [(RejectedError("timeout", "5 s"), "timeout"), (DependencyError("dns", "down"), "fetch-failed"), (ValueError(), "bug")],
)
async def test_failure_of_the_world_is_a_rejection_with_its_reason(error: Exception, code: str) -> None:
    async def failing(_: Page) -> Extracted:
        raise error

    (answer,) = await explained(document(html="<p>a"), extract=failing)

    assert answer["outcome"] == "rejected"
    assert answer["reason"]["code"] == code  # type: ignore[index]


def test_id_that_utf_8_cannot_hold_is_still_a_line_of_json() -> None:
    line = Explanation(document(), "a\ud800b").as_json()

    assert json.loads(line)["id"] == "a\ud800b"


def test_single_document_is_not_kept_waiting_for_company() -> None:
    answered = threading.Event()

    def slow() -> Iterator[Document]:
        yield document(text="first")
        assert answered.wait(10)
        yield document(text="second")

    ahead = Ahead(slow(), most=32, most_bytes=1_000)
    first = ahead.take()
    answered.set()
    second = ahead.take()

    assert [len(first), len(second), len(ahead.take())] == [1, 1, 0]


def test_reading_ahead_is_bounded_by_bytes() -> None:
    produced: list[int] = []

    def endless() -> Iterator[Document]:
        while True:
            produced.append(1)
            yield Document("big", b"x" * 100)

    ahead = Ahead(endless(), most=1_000, most_bytes=350)
    taken = [len(ahead.take()) for _ in range(5)]
    ahead.close()

    assert max(taken) <= 4
    assert len(produced) <= sum(taken) + 6


def test_what_reading_raises_comes_after_what_was_read() -> None:
    def broken() -> Iterator[Document]:
        yield document(text="fine")
        raise OSError("disk")

    ahead = Ahead(broken(), most=32, most_bytes=1_000)
    first = ahead.take()

    assert len(first) == 1
    with pytest.raises(OSError, match="disk"):
        ahead.take()


def test_page_shows_what_was_struck_out_in_its_place() -> None:
    dry_run = DryRun(fetch, extract, None)
    (explanation,) = asyncio.run(dry_run.ingest([document(text=WIRE)]))
    console = Console(file=io.StringIO(), width=120)
    assert explanation.article is not None

    console.print(ArticlePage.of(explanation.article, None))

    page = console.file.getvalue()  # type: ignore[attr-defined]
    assert "PORT ANSEL, Norland · " in page
    assert "[-PORT ANSEL, Norland, March 3 (ANI): -]The ferry" in page


def test_page_names_each_entity_once_with_its_other_forms() -> None:
    dry_run = DryRun(fetch, extract, None)
    (explanation,) = asyncio.run(dry_run.ingest([document(text=WIRE)]))
    entities = (
        Entity(key="1", name="Ministry of Harbours", label="ORG", aliases=("MoH", "Harbours"), mentions=3, salience=0.9),
        Entity(key="2", name="Mirela Oduya", label="PERSON", aliases=("Oduya",)),
        Entity(key="3", name="Ferry Act", label="LAW"),
    )
    annotations = Annotations(model=Model(name="m", version="1", config_hash="c"), entities=entities)
    console = Console(file=io.StringIO(), width=120)
    assert explanation.article is not None

    console.print(ArticlePage.of(explanation.article, annotations))

    rows = [line.split("  ") for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    found = {row[0]: [part.strip() for part in row[1:] if part.strip()] for row in rows}
    assert found["Organisations"] == ["Ministry of Harbours / MoH (3)"]
    assert found["Persons"] == ["Mirela Oduya"]
    assert found["Others"] == ["Ferry Act"]
    assert found["Topics"] == ["not known"]
