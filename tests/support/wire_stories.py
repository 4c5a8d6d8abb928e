"""
Stories of our own making, as two agencies would tell them, and reports by template: to find copies among.

Sentences are put together from clauses, so that two stories share no more wording than two reporters do.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

_FIRST = "Mirela Tomas Ana Rajesh Wenqi Amina Carlos Hanna Samuel Ingrid Farid Noor Pavel Lucia Kofi Yuki Dara Emil".split()
_LAST = "Oduya Berg Kalo Menon Zhao Diallo Prieto Lindqvist Okafor Strand Haddad Rahimi Novak Ferri Mensah Tanabe".split()
_STEM = "Ans Corr Hal Tor Vess Mar Lind Bren Kest Dov Sarn Quel Ost Pell Rav Jun".split()
_END = "holm ia mouth stad aven ovo by ton esk ara field isk".split()
_BODIES = (
    "Harbour Authority|Grain Board|Rail Council|Water Agency|Election Panel|Teachers' Union|Fisheries Office|Energy Fund"
).split("|")
_SUBJECTS = (
    "the plan for a second crossing|a ban on night flights|the strike at the smelter|the inquiry into the landslide|"
    "the sale of the old dockyard|a vaccine shortage in rural clinics|the recount in three districts|the new "
    "tariff on barley|"
    "the collapse of a school roof|a treaty on shared rivers|the leak at the chemical depot|the rescue of "
    "nineteen miners|"
    "a freeze on hospital wages|the extradition of a banker|the closure of the border market|a data breach at "
    "the tax office"
).split("|")
_VERBS = (
    "has divided|surprised|worries|angered|now occupies|was welcomed by|is opposed by|will cost|may yet unite|"
    "has embarrassed|"
    "caught out|was hidden for months from|could ruin|brought relief to|is being studied by|was first reported to"
).split("|")
_WHOM = (
    "farmers along the coast|the governing coalition|small traders|parents and nurses|two neighbouring provinces|"
    "investors abroad|"
    "the opposition benches|elderly residents|a generation of apprentices|lawyers for the victims|truck drivers|"
    "the diaspora|"
    "engineers who built it|members of the upper house|the city's poorest wards|scientists at the polar institute"
).split("|")
_REASONS = (
    "because nobody had budgeted for it|after years of quiet talks|although the figures were never published|"
    "while judges deliberate|"
    "despite a petition signed by thousands|since the monsoon arrived early|as winter fuel runs short|before any "
    "vote was held|"
    "without a word from the ministry|in spite of earlier promises|once the auditors had finished|until a court "
    "says otherwise|"
    "if the weather holds|unless parliament steps in|even though tests were clean|now that the subsidies have ended"
).split("|")
_SAID = (
    "said|told a news conference|wrote in a letter|admitted on the radio|argued before the committee|"
    "repeated in an interview"
).split("|")
_WANTS = (
    "wants the money back|called for calm|asked for another month|refused to name those responsible|promised "
    "free buses|"
    "ordered a second survey|will resign in spring|blamed a faulty pump|offered shelter to forty families|denied "
    "any delay|"
    "expects a smaller harvest|thanked the divers|rejected the offer outright|hopes to reopen by autumn"
).split("|")


@dataclass(frozen=True)
class Event:
    """What happened, in facts: any two reporters have the same ones."""

    place: str
    people: tuple[str, str, str]
    body: str
    numbers: tuple[int, ...]
    quotes: tuple[str, ...]


def an_event(generator: random.Random) -> Event:
    """Make something happen."""
    place = generator.choice(_STEM) + generator.choice(_END)
    people = [f"{generator.choice(_FIRST)} {generator.choice(_LAST)}" for _ in range(3)]
    body = f"the {place} {generator.choice(_BODIES)}"
    numbers = tuple(generator.randint(3, 9_999) for _ in range(8))
    quotes = tuple(f"{_clause(generator).capitalize()}, {generator.choice(_REASONS)}" for _ in range(3))
    return Event(place, (people[0], people[1], people[2]), body, numbers, quotes)


def a_story(event: Event, generator: random.Random, paragraphs: int = 8) -> str:
    """Tell the event as one reporter would; what was said is the same for all."""
    lead = f"{_clause(generator).capitalize()} in {event.place}, where {event.people[0]} {generator.choice(_WANTS)}."
    told = [lead, *(_paragraph(event, generator) for _ in range(paragraphs - 1))]
    for number, quote in enumerate(event.quotes):
        at = 1 + number * 2
        told[at] += f' "{quote}," {event.people[number % 3].split()[1]} {generator.choice(_SAID)}.'
    return "\n\n".join(told)


def _paragraph(event: Event, generator: random.Random) -> str:
    sentences = (
        lambda: f"{generator.choice(event.people)} {generator.choice(_WANTS)}, {generator.choice(_REASONS)}.",
        lambda: f"{_clause(generator).capitalize()}, {generator.choice(_REASONS)}.",
        lambda: f"Of {generator.choice(event.numbers)} letters sent to {event.body}, most said that {_clause(generator)}.",
        lambda: f"For {generator.choice(event.people)}, {_clause(generator)} and {_clause(generator)}.",
        lambda: f"Some {generator.choice(event.numbers)} people in {event.place} fear that {_clause(generator)}.",
    )
    return " ".join(generator.choice(sentences)() for _ in range(generator.randint(2, 4)))


def _clause(generator: random.Random) -> str:
    return f"{generator.choice(_SUBJECTS)} {generator.choice(_VERBS)} {generator.choice(_WHOM)}"


def a_market_report(generator: random.Random) -> str:
    """Write a stock exchange's day: the words of every other day's report."""
    name, day = generator.choice(_STEM) + "50", generator.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    n = [f"{generator.uniform(0.1, 99):.2f}" for _ in range(9)]
    firms = [f"{generator.choice(_STEM)}{generator.choice(_END)}".title() for _ in range(6)]
    return (
        f"The benchmark index {name} closed {n[0]} points higher on {day} as buyers returned to banking and "
        f"energy shares after a "
        f"weak start to the session. The broader market gained {n[1]} percent in volatile trade. {firms[0]} was "
        f"the top gainer, up "
        f"{n[2]} percent, followed by {firms[1]}, {firms[2]} and {firms[3]}. On the other hand, {firms[4]} and "
        f"{firms[5]} were "
        f"among the laggards and fell by up to {n[3]} percent.\n\nIn the currency market the crown settled at "
        f"{n[4]} against the "
        f"dollar. Foreign investors bought shares worth {n[5]} million crowns on a net basis, according to "
        f"exchange data. Brent "
        f"crude, the global oil benchmark, rose {n[6]} percent to {n[7]} dollars a barrel."
    )


def a_weather_report(generator: random.Random) -> str:
    """Write a day's forecast."""
    city, day = (
        generator.choice(_STEM) + generator.choice(_END),
        generator.choice(["Saturday", "Sunday", "Monday", "Tuesday"]),
    )
    n = [generator.randint(2, 98) for _ in range(7)]
    return (
        f"The minimum temperature in {city} settled at {n[0]}.{n[1] % 10} degrees Celsius on {day}, {n[2] % 5} "
        f"notches above the "
        f"season's average, the weather office said. The maximum temperature is likely to hover around {n[3]} "
        f"degrees. The relative "
        f"humidity stood at {n[4]} percent at 8.30 am. The weather office has forecast a generally cloudy sky "
        f"with light rain or "
        f"drizzle towards the evening. The air quality index was recorded at {n[5]}, in the moderate category, at "
        f"9 am, according "
        f"to the pollution control board. An index between {n[6]} and 100 is considered satisfactory by the board."
    )


def a_match_report(generator: random.Random) -> str:
    """Write a result as a machine does."""
    home, away = (f"{generator.choice(_STEM)}{generator.choice(_END)}" for _ in range(2))
    players = [generator.choice(_LAST) for _ in range(5)]
    n = [generator.randint(2, 44) for _ in range(9)]
    return (
        f"{players[0]} scored {n[0]} points as {home} beat {away} {60 + n[1]}-{50 + n[2]} on Tuesday night. "
        f"{players[0]} added "
        f"{n[3]} rebounds and three steals. {players[1]} scored {n[4]} points and shot 5 of 9 from the field. "
        f"{players[2]} "
        f"finished with {n[5]} points. {away} was led by {players[3]}, who had {n[6]} points and {n[7]} assists. "
        f"{players[4]} "
        f"put up {n[8]} points. {home} took the lead in the first half and did not give it up."
    )


TEMPLATES = (a_market_report, a_weather_report, a_match_report)
