"""What outlets do to wire copy before they print it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

_AGENCIES = ("HWN", "Coastal Press", "NNA")
_CITIES = ("Port Ansel", "Geneva", "New Delhi", "Lagos", "Lima")
_TEASERS = (
    "Also Read | Mayor Opens New Bridge Over Lake Torin After Long Delay",
    "READ MORE: Ten Dead As Bus Falls Into Gorge Near Halden",
    "Also Read | Cup Final Moved To Sunday: All You Need To Know",
)
_DISCLAIMER = (
    "(This is an unedited and auto-generated story from a syndicated news feed. Our staff may not have changed it.)"
)
_FILLERS = "also meanwhile currently reportedly nearly about however still then now rather".split()
_OTHER_WORDS = {
    "said": "stated", "wants": "seeks", "although": "though", "because": "as", "despite": "notwithstanding",
    "told": "informed", "may": "might", "before": "ahead of", "after": "following", "will": "is to", "most": "the majority",
    "people": "persons", "called": "appealed", "until": "till",
    "some": "about", "brought": "gave", "could": "may", "earlier": "previous",
}  # fmt: skip


def with_another_dateline(text: str, generator: random.Random) -> str:
    """Put another city and agency in front."""
    return f"{generator.choice(_CITIES).upper()}, March {generator.randint(1, 28)} ({generator.choice(_AGENCIES)}) - {text}"


def with_noise(text: str, generator: random.Random) -> str:
    """Add a dateline, links to other stories, an agency's tag and a disclaimer."""
    first, *others = text.split("\n\n")
    others.insert(min(1, len(others)), generator.choice(_TEASERS))
    others.insert(min(4, len(others)), generator.choice(_TEASERS))
    agency = generator.choice(_AGENCIES[::2])
    return "\n\n".join([f"New Delhi [India], March 4 ({agency}): {first}", *others]) + f" ({agency})\n\n{_DISCLAIMER}"


def cut_from_the_end(text: str, generator: random.Random) -> str:
    """Keep the first 70 % of the paragraphs."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: round(0.7 * len(paragraphs))])


def cut_anywhere(text: str, generator: random.Random) -> str:
    """Keep 70 % of the paragraphs, whichever."""
    paragraphs = text.split("\n\n")
    kept = sorted(generator.sample(range(len(paragraphs)), round(0.7 * len(paragraphs))))
    return "\n\n".join(paragraphs[index] for index in kept)


def cut_and_with_noise(text: str, generator: random.Random) -> str:
    """Do both."""
    return with_noise(cut_from_the_end(text, generator), generator)


def lightly_reworded(text: str, generator: random.Random) -> str:
    """Change one word in eight: a synonym, a filler, an article left out. Names and numbers stay."""
    words: list[str] = []
    for word in text.split(" "):
        if not word.isalpha() or not word.islower() or generator.random() > 1 / 8:
            words.append(word)
        elif word in _OTHER_WORDS:
            words.append(_OTHER_WORDS[word])
        elif word not in {"the", "a"}:
            words += [generator.choice(_FILLERS), word]
    return " ".join(words)


EDITS: Mapping[str, Callable[[str, random.Random], str]] = {
    "dateline changed": with_another_dateline,
    "interstitials, tag and disclaimer added": with_noise,
    "cut to the first 70 % of paragraphs": cut_from_the_end,
    "cut to any 70 % of paragraphs": cut_anywhere,
    "cut, and all of it added": cut_and_with_noise,
    "lightly reworded": lightly_reworded,
}
