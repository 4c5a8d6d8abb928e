"""Articles of our own making, as many as needed and each one different."""

from __future__ import annotations

import json

_PLACES = ("Lisbon", "Oslo", "Nairobi", "Montreal", "Osaka", "Lima", "Warsaw")
_PEOPLE = ("Ana Duarte", "Erik Solberg", "Grace Wanjiru", "Louis Tremblay", "Keiko Mori", "Rosa Quispe", "Jan Kowalski")


def document(source: str, number: int, text: str | None = None) -> str:
    """One submission, as JSON on one line."""
    place, person = _PLACES[number % len(_PLACES)], _PEOPLE[number // len(_PLACES) % len(_PEOPLE)]
    body = text or (
        f"{place.upper()} (Example Wire) - The city council of {place} approved budget number {number} on Tuesday.\n\n"
        f'"We will build {number} new homes," said {person}, who leads the housing department.\n\n'
        f"Construction starts in March, and the government of the country pays a third of the costs."
    )
    return json.dumps({"source": source, "id": f"{source}/{number}", "text": body, "title": f"Budget {number} of {place}"})


def documents(source: str, number: int, **fields: object) -> list[str]:
    """Several of them, each with these `fields`, too."""
    return [json.dumps({**json.loads(document(source, one)), **fields}) for one in range(number)]
