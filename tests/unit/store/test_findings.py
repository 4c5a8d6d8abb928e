from __future__ import annotations

from pydantic_core import from_json, to_json

from services.store.core.findings import (
    annotation_set_rows,
    article_entity_rows,
    article_topic_rows,
    counted_entities,
    entity_id,
    entity_rows,
    findings,
    topic_rows,
)
from services.store.core.rollups import Place
from shared.contracts.events import Topic
from tests.integration.store_fixtures.articles import CORRAN, NOON, ODUYA, TRANSPORT, an_article, some_annotations

PLACE = Place(NOON, "ansel-courier.example")


def test_an_entitys_id_never_changes() -> None:
    assert entity_id("person:mirela oduya") == "ca7d0a28-9404-523c-ba7c-f46f3495eb60"


def test_what_is_listed_twice_is_one_with_the_mentions_of_both() -> None:
    again = ODUYA.model_copy(update={"name": "Ms Oduya", "aliases": (), "mentions": 3, "salience": 0.9})
    article = findings(an_article(annotations=some_annotations(entities=[ODUYA, CORRAN, again])), PLACE)

    rows = {row["entity_id"]: row for row in article_entity_rows(article)}

    assert rows[entity_id(ODUYA.key)]["mentions"] == 5
    assert rows[entity_id(ODUYA.key)]["salience"] == 0.9
    assert [(one.cell.subject, one.mentions) for one in counted_entities(article)] == [
        (entity_id(ODUYA.key), 5),
        (entity_id(CORRAN.key), 1),
    ]
    assert next(row for row in entity_rows([article]) if row["key"] == ODUYA.key)["aliases"] == ["Ms Oduya", "Oduya"]


def test_a_topic_that_is_listed_twice_keeps_its_best_score() -> None:
    weaker = TRANSPORT.model_copy(update={"score": 0.1})
    article = findings(an_article(annotations=some_annotations(topics=[TRANSPORT, weaker])), PLACE)

    assert [row["score"] for row in article_topic_rows(article)] == [0.81]


def test_entities_of_a_batch_are_one_row_each_in_the_order_of_their_ids() -> None:
    other_form = ODUYA.model_copy(update={"name": "M. Oduya", "aliases": ("Chair Oduya",)})
    articles = [
        findings(an_article("a"), PLACE),
        findings(an_article("b", annotations=some_annotations(entities=[other_form])), PLACE),
    ]

    rows = entity_rows(articles)

    assert [row["id"] for row in rows] == sorted({str(row["id"]) for row in rows})
    assert [(row["name"], row["aliases"]) for row in rows if row["key"] == ODUYA.key] == [
        ("Mirela Oduya", ["Chair Oduya", "M. Oduya", "Oduya"])
    ]


def test_topics_of_a_batch_are_one_row_each() -> None:
    new = Topic(code="medtop:20000002", label="ferry traffic", score=0.5)
    articles = [findings(an_article(name, annotations=some_annotations(topics=[new, TRANSPORT])), PLACE) for name in "ab"]

    assert [row["code"] for row in topic_rows(articles)] == ["medtop:04000000", "medtop:20000002"]


def test_numbers_and_dates_stay_in_the_annotation_set() -> None:
    (row,) = from_json(to_json(annotation_set_rows(findings(an_article(), PLACE))))

    assert row["is_current"] is True
    assert row["keywords"] == ["ferry", "harbour"]
    assert row["dates"] == [{"start": 44, "end": 50, "text": "Friday", "value": "2026-03-13", "granularity": "day"}]


def test_an_article_without_annotations_has_no_rows() -> None:
    article = findings(an_article(annotated=False), PLACE)

    assert annotation_set_rows(article) == []
    assert entity_rows([article]) == article_entity_rows(article) == article_topic_rows(article) == []
