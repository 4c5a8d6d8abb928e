import numpy as np

from services.enrich.core.decoding import Odds
from services.enrich.core.letter_case import CLASSES, case_class
from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.labels import TAG_INDEX, TAGS
from services.enrich.training.pieces import Word, word_tags
from services.enrich.training.scoring import score
from services.enrich.training.tagger import decode


def words_of(text: str) -> list[Word]:
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        found.append(Word(word, start, at))
    return found


def odds_of(*rows: dict[str, float]) -> Odds:
    matrix = np.full((len(rows), len(TAGS)), 0.001, np.float32)
    for row, chosen in enumerate(rows):
        for tag, share in chosen.items():
            matrix[row, TAG_INDEX[tag]] = share
    return matrix


def test_name_is_not_split_where_two_labels_compete() -> None:
    words = words_of("Burkina Faso votes")
    odds = odds_of({"B-GPE": 0.9}, {"I-GPE": 0.4, "I-ORG": 0.5}, {"O": 0.9})

    assert decode(words, odds) == (Span(0, 12, "GPE"),)


def test_two_names_side_by_side_stay_two() -> None:
    words = words_of("Asha Rao Accra")
    odds = odds_of({"B-PERSON": 0.9}, {"I-PERSON": 0.9}, {"B-GPE": 0.8, "I-PERSON": 0.1})

    assert decode(words, odds) == (Span(0, 8, "PERSON"), Span(9, 14, "GPE"))


def test_empty_text_has_no_names() -> None:
    assert decode([], odds_of()) == ()


def test_every_case_class_has_an_embedding() -> None:
    classes = {case_class(word) for word in ("and", "2026", "And", "AND", "aNd", "É", "中国", "U.S.")}

    assert classes == set(range(CLASSES))


def test_open_annotation_leaves_tags_open() -> None:
    sentence = Sentence("Volta dam fair", (Span(0, 9, "GPE|FAC"),), "ewt")

    first, second, outside = word_tags(sentence, words_of(sentence.text))

    assert first == {"B-GPE", "B-FAC"}
    assert second == {"I-GPE", "I-FAC"}
    assert "O" in outside
    assert "B-EVENT" in outside
    assert "B-PERSON" not in outside


def test_complete_annotation_decides_every_word() -> None:
    sentence = Sentence("Accra votes", (Span(0, 5, "GPE"),), "own")

    tags = word_tags(sentence, words_of(sentence.text))

    assert tags == [{"B-GPE"}, {"O"}]


def test_adjacent_spans_each_begin() -> None:
    sentence = Sentence("Kenya Ghana", (Span(0, 5, "GPE"), Span(6, 11, "GPE")), "own")

    tags = word_tags(sentence, words_of(sentence.text))

    assert tags == [{"B-GPE"}, {"B-GPE"}]


def test_score_counts_exact_spans_and_merged_types() -> None:
    gold = [
        Sentence("Asha Rao of Accra Bank in Tema", (Span(0, 8, "PERSON"), Span(12, 22, "ORG"), Span(26, 30, "GPE")), "own")
    ]
    found = [[Span(0, 8, "PERSON"), Span(12, 17, "GPE"), Span(26, 30, "FAC"), Span(9, 11, "MISC")]]

    rows = score(gold, found)

    assert (rows["all"].right, rows["all"].found, rows["all"].wanted) == (2, 3, 3)
    assert rows["ORG"].f1 == 0
    assert rows["LOC"].precision == 0.5


def test_open_labels_count_if_all_choices_merge_into_one() -> None:
    gold = [Sentence("Tema", (Span(0, 4, "GPE|LOC|FAC"),), "pud")]

    rows = score(gold, [[Span(0, 4, "LOC")]])

    assert rows["LOC"].f1 == 1
