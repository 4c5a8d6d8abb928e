import random

import pytest

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.augment import augmented, recase, regions, swap_names
from services.enrich.training.corpora.all_names import own


@pytest.mark.parametrize("seed", range(8))
def test_swapped_names_lie_where_their_spans_say(seed: int) -> None:
    choose = random.Random(seed)

    for sentence in own("train")[:80]:
        swapped = swap_names(sentence, choose.choice(regions()), choose)
        kept = [swapped.text[: span.start] for span in swapped.spans]
        assert [span.label for span in swapped.spans] == [span.label for span in sentence.spans]
        assert all(swapped.text[span.start : span.end].strip() for span in swapped.spans)
        assert between(swapped) == between(sentence), kept


def between(sentence: Sentence) -> list[str]:
    edges = [0, *(edge for span in sentence.spans for edge in (span.start, span.end)), len(sentence.text)]
    return [sentence.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def test_equal_names_stay_equal() -> None:
    sentence = Sentence("Osei said Osei left", (Span(0, 4, "PERSON"), Span(10, 14, "PERSON")), "own")

    swaps = [swap_names(sentence, regions()[0], random.Random(seed)) for seed in range(30)]

    both = [{swap.text[span.start : span.end] for span in swap.spans} for swap in swaps]
    assert any(names != {"Osei"} for names in both)
    assert all(len(names) == 1 or "Osei" in names for names in both)


@pytest.mark.parametrize(
    ("style", "text"),
    [("upper", "BANK OF GHANA CUTS RATES."), ("title", "Bank of Ghana Cuts Rates"), ("lower", "bank of ghana cuts rates.")],
)
def test_recased_text_keeps_its_spans(style: str, text: str) -> None:
    sentence = Sentence("Bank of Ghana cuts rates.", (Span(0, 13, "ORG"),), "own")

    recased = recase(sentence, style)

    assert recased.text == text
    assert recased.spans == sentence.spans


def test_letters_that_change_length_are_left_alone() -> None:
    sentence = Sentence("Straße in Köln", (Span(10, 14, "GPE"),), "own")

    assert recase(sentence, "upper") == sentence


def test_augmenting_is_repeatable_and_never_joins_sources() -> None:
    sentences = [*own("train")[:40], *(Sentence(f"Item {number}", (), "gmb") for number in range(40))]

    first, second = (list(augmented(sentences, 0.5, seed=7)) for _ in range(2))

    assert first == second
    assert all("Item" not in sentence.text for sentence in first if sentence.source == "own")
