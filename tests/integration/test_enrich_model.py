"""The model that comes with Dateline, on an article: what must be right is right, and every offset is true."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.enrich.adapters.model_files import SHIPPED, ModelFiles
from services.enrich.adapters.pipeline import RULES, load_pipeline, spans_of
from services.enrich.adapters.spacy_annotator import SpacyAnnotator
from services.enrich.settings import EnrichSettings
from services.enrich.training.corpora.all_names import own
from services.enrich.training.pieces import PieceEncoder
from services.enrich.training.tagger import Tagger
from shared.contracts.events import Annotations, Entity
from tests.unit.enrich.articles import WIRE_COPY, an_article

ROOT = Path(__file__).parents[2]
_COUNTRIES = {
    "gpe:au": "Australia",
    "gpe:ca": "Canada",
    "gpe:fr": "France",
    "gpe:de": "Germany",
    "gpe:in": "India",
    "gpe:it": "Italy",
    "gpe:jp": "Japan",
    "gpe:mx": "Mexico",
    "gpe:kr": "South Korea",
    "gpe:gb": "United Kingdom",
    "gpe:us": "United States",
}


@pytest.fixture(scope="module")
def annotator() -> Iterator[SpacyAnnotator]:
    with SpacyAnnotator(EnrichSettings()) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def found(annotator: SpacyAnnotator) -> Annotations:
    (annotations,) = annotator.annotate([an_article()])
    assert annotations is not None
    return annotations


def _by_label(annotations: Annotations, label: str) -> dict[str, Entity]:
    return {entity.key: entity for entity in annotations.entities if entity.label == label}


def test_persons_are_one_entity_each_by_any_title(found: Annotations) -> None:
    persons = _by_label(found, "PERSON")

    assert persons.keys() == {
        "person:daniel-okafor",
        "person:helen-marsh",
        "person:priya-raghavan",
        "person:peter-lindqvist",
    }
    assert persons["person:daniel-okafor"].aliases == ("Okafor",)
    assert persons["person:helen-marsh"].mentions == 2


def test_institutions_are_one_entity_each(found: Annotations) -> None:
    organisations = _by_label(found, "ORG")

    assert organisations.keys() == {
        "org:us-department-of-energy",
        "org:us-treasury-department",
        "org:export-import-bank",
        "org:european-union",
    }
    assert organisations["org:us-department-of-energy"].aliases == ("Energy Department",)


def test_countries_are_one_entity_each_by_their_usual_name(found: Annotations) -> None:
    named = {key: entity.name for key, entity in _by_label(found, "GPE").items()}

    assert named == _COUNTRIES | {"gpe:washington": "Washington"}


def test_dates_are_reckoned_from_the_day_of_publication(found: Annotations) -> None:
    values = {date.text: date.value for date in found.dates}

    assert values == {"Tuesday": "2026-01-20", "February 4": "2026-02-04", "Last week": "2026-W03", "2024": "2024"}


def test_numbers_are_found(found: Annotations) -> None:
    numbers = {(mention.text, mention.label) for mention in found.mentions if mention.label in {"MONEY", "PERCENT"}}

    assert numbers == {("$2.5 billion", "MONEY"), ("12 per cent", "PERCENT")}


def test_article_read_to_its_end_is_not_truncated(found: Annotations) -> None:
    assert not found.truncated


def test_topics_are_of_the_story(found: Annotations) -> None:
    assert {topic.code for topic in found.topics} & {"medtop:11000000", "medtop:04000000"}


@pytest.mark.parametrize("text", ["Hello", "Parliament votes today", "?"])
def test_text_of_few_words_has_no_topic(annotator: SpacyAnnotator, text: str) -> None:
    (annotations,) = annotator.annotate([an_article(text)])

    assert annotations is not None
    assert annotations.topics == ()


def test_name_is_told_by_its_capitals(annotator: SpacyAnnotator) -> None:
    texts = ["Investors in Apple and Shell met.", "She bought an apple and a shell."]

    names, words = annotator.annotate([an_article(text) for text in texts])

    assert names is not None
    assert [mention.text for mention in names.mentions] == ["Apple", "Shell"]
    assert words is not None
    assert words.mentions == ()


def test_speech_has_its_speaker_and_the_phrase_that_recurs_is_a_keyword(found: Annotations) -> None:
    assert found.quotes[0].text.startswith("On February 4, Secretary Okafor")
    assert found.quotes[0].speaker == "US Department of Energy"
    assert "hydrogen supply chains" in found.keywords


def test_training_measures_what_the_service_finds() -> None:
    texts = [sentence.text for sentence in own("dev")[::10]]
    files = ModelFiles.read(SHIPPED)
    tagger = Tagger(SHIPPED / files.manifest.ner.model, PieceEncoder(SHIPPED / files.manifest.ner.tokenizer))

    nlp = load_pipeline(EnrichSettings())
    with nlp.select_pipes(disable=[RULES]):
        found = [[(span.start, span.end, span.label) for span in spans_of(doc)] for doc in nlp.pipe(texts)]

    assert [[(span.start, span.end, span.label) for span in spans] for spans in tagger.tag(texts)] == found
    assert sum(map(len, found)) > len(texts)


def test_article_has_the_same_annotations_whatever_stands_beside_it(annotator: SpacyAnnotator, found: Annotations) -> None:
    others = [an_article(f"Report {number}. {WIRE_COPY[:number]}") for number in range(1, 900, 150)]

    together = annotator.annotate([*others, an_article(), *others])

    assert together[len(others)] == found


@given(
    text=st.text(min_size=1, max_size=400)
    | st.lists(st.sampled_from([*"🙂東é \n\"“”'’.-", "Ann Roe ", "U.S. ", "said ", "Tuesday ", "4 May ", "$5m "])).map(
        "".join
    )
)
@example(text="x" * 100_000)
@example(text="東京都知事は" * 3_000)
@example(text="((((" * 20_000)
@example(text="👩‍👩‍👧 Ann Roe said: “We go to Leeds on Tuesday, all of us.” 🙂" * 40)
@settings(max_examples=200, deadline=None)
def test_every_part_is_the_text_at_its_offsets(annotator: SpacyAnnotator, text: str) -> None:
    (annotations,) = annotator.annotate([an_article(text)])

    for part in (*annotations.mentions, *annotations.dates, *annotations.quotes) if annotations else ():
        assert part.text == text[part.start : part.end] != ""


def test_mentions_of_later_pieces_have_offsets_into_the_whole_text() -> None:
    text = "\n\n".join(f"Report {number}. Ann Halloran went to Japan." for number in range(60))
    with SpacyAnnotator(EnrichSettings(piece_characters=1_000)) as annotator:
        (annotations,) = annotator.annotate([an_article(text)])

    assert annotations is not None
    japan = [mention for mention in annotations.mentions if mention.entity == "gpe:jp"]
    assert len(japan) == 60
    assert {text[mention.start : mention.end] for mention in japan} == {"Japan"}


def test_text_beyond_the_budget_is_not_annotated_and_says_so() -> None:
    text = "Japan " * 400
    with SpacyAnnotator(EnrichSettings(document_characters=1_000)) as annotator:
        (annotations,) = annotator.annotate([an_article(text)])

    assert annotations is not None
    assert annotations.truncated
    assert max(mention.end for mention in annotations.mentions) <= 1_000


def test_text_that_takes_too_long_is_read_no_further_and_delays_no_other() -> None:
    long, short = "Japan waits. " * 400, "Ann Halloran went to Japan."
    with SpacyAnnotator(EnrichSettings(piece_characters=1_000, document_seconds=1e-9)) as annotator:
        cut, whole = annotator.annotate([an_article(long), an_article(short)])

    assert cut is not None
    assert whole is not None
    assert (cut.truncated, whole.truncated) == (True, False)
    assert 900 < max(mention.end for mention in cut.mentions) <= 1_000
    assert [mention.text for mention in whole.mentions] == ["Ann Halloran", "Japan"]


async def test_event_loop_runs_on_while_the_model_does(annotator: SpacyAnnotator) -> None:
    working = asyncio.create_task(_annotate(annotator, 4))
    beats = 0
    while not working.done():
        await asyncio.sleep(0)
        beats += 1

    assert beats > 1
    assert await working == 4


def test_words_never_seen_before_leave_nothing_in_memory(annotator: SpacyAnnotator) -> None:
    annotator.annotate([an_article()])
    before = set(annotator._nlp.vocab.strings)

    annotator.annotate([an_article(" ".join(f"word{number}x{batch}" for number in range(200))) for batch in range(3)])

    assert set(annotator._nlp.vocab.strings) == before


def test_closed_annotator_leaves_no_thread() -> None:
    before = set(threading.enumerate())

    with SpacyAnnotator(EnrichSettings()) as annotator:
        asyncio.run(_annotate(annotator, 1))
        during = set(threading.enumerate())

    assert len(during - before) == 1
    assert set(threading.enumerate()) == before


async def _annotate(annotator: SpacyAnnotator, articles: int) -> int:
    return len(await annotator([an_article() for _ in range(articles)]))


def test_the_model_reports_to_nobody_and_writes_nowhere(tmp_path: Path) -> None:
    code = (
        "from services.enrich.adapters.spacy_annotator import SpacyAnnotator\n"
        "from services.enrich.settings import EnrichSettings\n"
        "SpacyAnnotator(EnrichSettings()).close()\n"
    )
    home = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}

    subprocess.run([sys.executable, "-P", "-c", code], env=home, cwd=tmp_path, check=True)

    assert list(tmp_path.rglob("*")) == []
