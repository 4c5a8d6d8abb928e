"""Wire-like articles of our own making: names, places, numbers and quotes in the density of news."""

from __future__ import annotations

import random

_PEOPLE = [
    "Mirela Oduya",
    "Tomas Berg",
    "Ana Kalo",
    "Rajesh Menon",
    "Li Wenqi",
    "Amina Diallo",
    "Carlos Prieto",
    "Hanna Lindqvist",
    "Sam Okafor",
]
_PLACES = [
    "Port Ansel",
    "Norland",
    "Corran Island",
    "Geneva",
    "Lagos",
    "Chennai",
    "Osaka",
    "Lima",
    "Lakeside",
    "Brussels",
    "Ankara",
    "Nairobi",
]
_BODIES = [
    "the Harbour Authority",
    "the central bank",
    "the European Commission",
    "Norland Energy",
    "the transport ministry",
    "Berg & Sons",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "last week", "on March 3", "in January"]
_FRAMES = (
    "{person}, who leads {body}, said {day} that the plan for {place} would cost ${n} million over {m} years.",
    "Officials in {place} told reporters that {n} people had left their homes since {day}.",
    '"We have waited {m} years for this decision, and the people of {place} deserve an answer," said {person}.',
    "According to a report by {body}, exports from {place} rose {m}.{n} percent compared with the year before.",
    "{person} will meet {other} in {place} {day} to discuss the future of the agreement between {body} and its partners.",
    "Shares of the company fell {m} percent after {body} announced that it would close {n} branches in {place}.",
    "The court in {place} is expected to hear the case of {person} against {body} {day}, a spokesman said.",
    "Critics of the proposal, among them {other}, argue that {body} has ignored the warnings of scientists and engineers.",
)
_PLAIN = (
    "Nobody expected the talks to take so long, and few of those who took part were willing to speak about them.",
    "Prices have risen sharply since then, and many families say that they can no longer pay for heating and food.",
    "The measure still has to be approved by a committee, which has asked for more information about its likely effects.",
    "Residents complain that the road is often closed after heavy rain and that repairs are put off from year to year.",
    "A spokeswoman declined to comment on the figures, but said that a report would be published when the audit is over.",
    "It was not clear whether the workers would return before an agreement on pay and safety had been reached.",
    "Experts warn that without further investment the old pipes will not last, and that the costs of delay are growing.",
    "The weather is expected to improve towards the evening, which should help those who are still searching the hills.",
)


_SHARE_WITH_NAMES = 0.5


def article(generator: random.Random, words: int = 400) -> str:
    """Write one article with a dateline, an interstitial, an end tag and a disclaimer."""
    place = generator.choice(_PLACES)
    paragraphs = [f"{place.upper()}, Jan {generator.randint(1, 28)} (HWN): {_paragraph(generator)}"]
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        paragraphs.append(_paragraph(generator))
    paragraphs.insert(
        2, f"Also Read | {generator.choice(_PEOPLE)} Visits {generator.choice(_PLACES)}: All You Need To Know."
    )
    paragraphs[-1] += " (HWN)"
    paragraphs.append("(This story has not been edited by our staff and is auto-generated from a syndicated feed.)")
    return "\n\n".join(paragraphs)


def _paragraph(generator: random.Random) -> str:
    """Mix sentences full of names with plain ones, to the ten names and numbers in a hundred words that news has."""
    return " ".join(
        _sentence(generator) if generator.random() < _SHARE_WITH_NAMES else generator.choice(_PLAIN)
        for _ in range(generator.randint(2, 4))
    )


def _sentence(generator: random.Random) -> str:
    person, other = generator.sample(_PEOPLE, 2)
    return generator.choice(_FRAMES).format(
        person=person,
        other=other,
        place=generator.choice(_PLACES),
        body=generator.choice(_BODIES),
        day=generator.choice(_DAYS),
        n=generator.randint(12, 900),
        m=generator.randint(2, 40),
    )
