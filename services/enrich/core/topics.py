"""From the scores of a classifier to the topics that are worth showing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.contracts.events import Topic
from shared.contracts.iptc import TOPICS

_MOST: Final = 3


def topics_of(
    probabilities: Mapping[str, float],
    codes: Mapping[str, str | None],
    *,
    threshold: float,
    further_threshold: float,
) -> tuple[Topic, ...]:
    """
    Choose the topics of an article from its classes' probabilities, best first; none if not even the best one is likely.

    Classes with the same IPTC code are one topic, with the sum of their probabilities; those without a code can be none.
    """
    scores: dict[str, float] = {}
    for name, probability in probabilities.items():
        code = codes[name]
        if code is not None:
            scores[code] = scores.get(code, 0.0) + probability
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < threshold:
        return ()
    likely = [ranked[0], *(item for item in ranked[1:_MOST] if item[1] >= further_threshold)]
    return tuple(Topic(code=code, label=TOPICS[code], score=round(min(score, 1.0), 3)) for code, score in likely)
