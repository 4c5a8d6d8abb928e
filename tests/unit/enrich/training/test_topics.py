import json
from pathlib import Path

import numpy as np
import pytest

from services.enrich.training.corpora.all_names import DATA
from services.enrich.training.topics.files import read_topics, write_topics
from services.enrich.training.topics.model import TopicModel, calibration_error, terms
from services.enrich.training.topics.words import evidence, topics, word_articles


@pytest.fixture
def model() -> TopicModel:
    """Two topics, decided by one word each."""
    return TopicModel(
        ("medtop:15000000", "medtop:17000000"),
        ("goal", "rain"),
        np.ones(2, np.float32),
        np.array([[3, -3], [-3, 3]], np.float32),
        np.zeros(2, np.float32),
        1.0,
    )


def test_words_decide_the_topic(model: TopicModel) -> None:
    scores = model.scores(["A late GOAL", "Rain and more rain", "Nothing known"])

    assert scores.argmax(axis=1)[:2].tolist() == [0, 1]
    assert scores[2].tolist() == [0.5, 0.5]
    assert np.allclose(scores.sum(axis=1), 1)


def test_topics_survive_writing_and_reading(tmp_path: Path, model: TopicModel) -> None:
    write_topics(model, tmp_path)

    read = read_topics(tmp_path)

    assert read.codes == model.codes
    assert np.allclose(read.scores(["goal rain"]), model.scores(["goal rain"]), atol=1e-3)


def test_accents_and_case_are_folded() -> None:
    assert terms("Élysée ELYSEE") == ["elysee", "elysee", "elysee elysee"]


def test_perfectly_calibrated_scores_have_no_error() -> None:
    scores = np.array([[0.75, 0.25]] * 4)

    error = calibration_error(scores, np.array([True, True, True, False]))

    assert error == 0


def test_every_topic_has_words_and_is_told_by_them() -> None:
    assert len(topics()) == 17
    for text, code in word_articles(1, seed=5):
        assert evidence(text, code) >= 6


def test_labelled_articles_cover_every_topic() -> None:
    rows = [json.loads(line) for line in (DATA / "topics_eval.jsonl").read_text(encoding="utf-8").splitlines()]
    codes = {code for row in rows for code in row["topics"]}

    assert len(rows) >= 150
    assert codes == {topic.code for topic in topics()}
    assert all(row["title"] and len(row["lead"].split()) >= 20 for row in rows)


def test_gold_entities_are_in_their_articles() -> None:
    rows = [json.loads(line) for line in (DATA / "articles.jsonl").read_text(encoding="utf-8").splitlines()]

    assert len(rows) == 40
    for row in rows:
        for entity in row["entities"]:
            assert all(name in row["text"] for name in (entity["name"], *entity["aliases"])), (row["id"], entity)
