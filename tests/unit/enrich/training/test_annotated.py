from pathlib import Path

import pytest

from services.enrich.training.annotated import Sentence, Span, join_words, read_jsonl, tag_runs, write_jsonl
from services.enrich.training.corpora.own import parse_inline


def test_longest_of_overlapping_spans_is_kept() -> None:
    spans = [Span(0, 5, "GPE"), Span(0, 18, "ORG"), Span(22, 27, "GPE")]

    sentence = Sentence.of("Kenya Ports Agency in Ghana", spans, "own")

    assert sentence.spans == (Span(0, 18, "ORG"), Span(22, 27, "GPE"))


@pytest.mark.parametrize(
    ("tags", "runs"),
    [
        (["B-ORG", "B-ORG", "I-ORG"], [(0, 1, "ORG"), (1, 3, "ORG")]),
        (["I-PER", "I-LOC"], [(0, 1, "PER"), (1, 2, "LOC")]),
        (["O", "B-LOC", "I-LOC"], [(1, 3, "LOC")]),
        ([], []),
    ],
)
def test_both_kinds_of_tags_are_read(tags: list[str], runs: list[tuple[int, int, str]]) -> None:
    found = list(tag_runs(tags))

    assert found == runs


def test_offsets_of_joined_words_point_at_the_words() -> None:
    words = ["(", "Reuters", ")", "-", "``", "No", ",", "''", "she", "said", "."]

    text, offsets = join_words(words)

    assert text == '(Reuters) - "No," she said.'
    assert [text[start:end] for start, end in offsets] == ["(", "Reuters", ")", "-", '"', "No", ",", '"', "she", "said", "."]


def test_sentences_survive_writing_and_reading(tmp_path: Path) -> None:
    sentences = [Sentence("São Tomé votes", (Span(0, 8, "GPE|LOC|FAC"),), "own"), Sentence("Nothing", (), "gmb")]

    write_jsonl(tmp_path / "some.jsonl", sentences)

    assert read_jsonl(tmp_path / "some.jsonl") == sentences


def test_inline_marks_become_spans_of_the_plain_text() -> None:
    sentence = parse_inline("[GPE Dubai] [[GPE UAE]]: [ORG Air Arabia]'s profit rose")

    assert sentence.text == "Dubai [UAE]: Air Arabia's profit rose"
    assert [sentence.text[span.start : span.end] for span in sentence.spans] == ["Dubai", "UAE", "Air Arabia"]


def test_unknown_inline_label_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown label"):
        parse_inline("[ORGANISATION Air Arabia] flies")
