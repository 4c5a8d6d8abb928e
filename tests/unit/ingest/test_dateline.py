from __future__ import annotations

from datetime import date

import pytest

from services.ingest.core.dateline import find_dateline
from services.ingest.core.printed_dates import read_date
from shared.contracts.events import Dateline
from tests.unit.ingest.dateline_examples import DATELINES, LOOK_ALIKES, STORY
from tests.unit.ingest.world_examples import WORLD_DATELINES, WORLD_LOOK_ALIKES


@pytest.mark.parametrize(("lead", "place", "region", "country", "when", "agency"), DATELINES + WORLD_DATELINES)
def test_dateline_is_read_part_by_part(
    lead: str, place: str | None, region: str | None, country: str | None, when: str | None, agency: str | None
) -> None:
    text = lead + STORY

    found = find_dateline(text, [0])

    assert found is not None
    assert found.dateline == Dateline(place=place, region=region, country=country, date=when, agency=agency)
    assert text[found.end :] == STORY


@pytest.mark.parametrize("place", ["PORT ANSEL", "Port Ansel", "LONDON"])
@pytest.mark.parametrize("separator", [" - ", " — ", ": ", " ", " -- "])
def test_agency_and_place_of_no_list_need_no_certain_separator(place: str, separator: str) -> None:
    found = find_dateline(f"{place}, Jan 20 (HWN){separator}{STORY}", [0])

    assert found is not None
    assert found.dateline == Dateline(place=place, date="Jan 20", agency="HWN")


@pytest.mark.parametrize("prose", LOOK_ALIKES + WORLD_LOOK_ALIKES)
def test_prose_that_looks_like_a_dateline_is_left_alone(prose: str) -> None:
    assert find_dateline(prose, [0]) is None


@pytest.mark.parametrize(
    ("printed", "published_on", "when"),
    [
        ("Jan. 20", date(2026, 1, 20), "2026-01-20"),
        ("Jan. 20", date(2026, 1, 19), "2026-01-20"),
        ("Jan. 20", date(2026, 1, 18), "2025-01-20"),
        ("Dec. 31", date(2026, 1, 2), "2025-12-31"),
        ("Feb. 29", date(2026, 3, 1), "2024-02-29"),
        ("Jan. 20", None, "Jan. 20"),
        ("Jan. 20, 2019", date(2026, 1, 20), "2019-01-20"),
    ],
)
def test_year_that_is_not_printed_follows_from_the_day_of_publication(
    printed: str, published_on: date | None, when: str
) -> None:
    found = find_dateline(f"OSLO, {printed} (Reuters) - {STORY}", [0], published_on=published_on)

    assert found is not None
    assert found.dateline.date == when


def test_header_date_gives_the_year_before_the_day_of_publication() -> None:
    found = find_dateline(f"OSLO, May 4 (AP) - {STORY}", [0], header_date=date(2020, 5, 4), published_on=date(2026, 1, 1))

    assert found is not None
    assert found.dateline.date == "2020-05-04"


def test_header_date_is_the_date_of_a_dateline_that_prints_none() -> None:
    found = find_dateline(f"OSLO (AP) - {STORY}", [0], header_date=date(2020, 5, 4))

    assert found is not None
    assert found.dateline.date == "2020-05-04"


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("January 20, 2026", 2026, 1, 20),
        ("Jan. 20/2026", 2026, 1, 20),
        ("20th January 2026", 2026, 1, 20),
        ("20 de enero de 2026", 2026, 1, 20),
        ("Tuesday, Jan. 20, 2026, 7:32 AM IST", 2026, 1, 20),
        ("2026-01-20", 2026, 1, 20),
        ("01/20/26", 2026, 1, 20),
        ("20/01/2026", 2026, 1, 20),
        ("20.01.2026", 2026, 1, 20),
        ("Oct.18", None, 10, 18),
        ("4 mars", None, 3, 4),
    ],
)
def test_printed_date_is_read(text: str, year: int | None, month: int, day: int) -> None:
    found = read_date(text, 0, len(text))

    assert found is not None
    assert (found.year, found.month, found.day) == (year, month, day)
    assert found.end == len(text)


@pytest.mark.parametrize("text", ["February 30, 2026", "Mayor 5", "Mar 45", "31/31/2026", "on May 5"])
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert read_date(text, 0, len(text)) is None


def test_dateline_below_a_standfirst_needs_a_known_agency() -> None:
    text = f"The port has reopened\n\nOSLO, May 4 (AP) - {STORY}"

    found = find_dateline(text, [0, text.index("OSLO")])

    assert found is not None
    assert found.dateline.agency == "AP"


def test_place_and_dash_below_the_head_are_no_dateline() -> None:
    text = f"The port has reopened\n\nOSLO — {STORY}"

    assert find_dateline(text, [0, text.index("OSLO")]) is None


def test_dateline_below_a_headline_may_name_an_unknown_agency_if_all_else_is_there() -> None:
    text = f"The port has reopened\n\nENTEBBE, Uganda, May 5 (Lake Post) - {STORY}"

    found = find_dateline(text, [0, text.index("ENTEBBE")])

    assert found is not None
    assert found.dateline == Dateline(place="ENTEBBE", country="Uganda", date="May 5", agency="Lake Post")
