"""Noise in the words of many outlets, taken out with nothing of the story; and prose that resembles it, left alone."""

from __future__ import annotations

import re

import pytest

from services.ingest.core.clean import clean
from tests.unit.ingest.noise_examples import NOISY
from tests.unit.ingest.prose_examples import PROSE

_BEFORE = "The town lies on a river in the north."
_AFTER = "It rained for a week."
_MARKED = re.compile(r"⟦[^⟧]*⟧")


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("marked", NOISY)
def test_marked_noise_goes_and_all_else_stays(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")

    cleaned = clean(text)

    assert _words(cleaned.text) == _words(_MARKED.sub(" ", marked))


@pytest.mark.parametrize("sentence", PROSE)
@pytest.mark.parametrize(
    "frame", ["{0}", f"{_BEFORE}\n\n{{0}}\n\n{_AFTER}", f"{_BEFORE} {{0}} {_AFTER}", f"{_BEFORE}\n\n{{0}}"]
)
def test_prose_that_resembles_noise_stays(frame: str, sentence: str) -> None:
    text = frame.format(sentence)

    assert sentence in clean(text).text
