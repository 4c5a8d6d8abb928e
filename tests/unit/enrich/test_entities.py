"""Mentions of one thing are one entity; a name that could be anyone's is nobody's."""

from __future__ import annotations

import pytest

from services.enrich.core.entities import Joined, join_mentions
from services.enrich.core.organisations import Named, join_organisations
from services.enrich.core.persons import join_persons
from tests.unit.enrich.articles import marked_names


def _joined(marked: str, **facts: str) -> Joined:
    """Join the mentions of a text in which names stand as ``[Ann Roe:PERSON]``."""
    text, spans = marked_names(marked, confidence=0.9)
    return join_mentions(text, spans, article="7", **facts)


def _entities(marked: str, **facts: str) -> dict[str, tuple[str, ...]]:
    return {entity.key: entity.aliases for entity in _joined(marked, **facts).entities}


def test_surname_joins_the_full_name() -> None:
    assert _entities("[Ann Roe:PERSON] left. [Roe:PERSON] said") == {"person:ann-roe": ("Roe",)}


def test_surname_taken_for_an_organisation_is_the_person_that_the_article_names() -> None:
    joined = _joined("[Ann Roe:PERSON] left. [Roe:ORG] said")

    assert [span.label for span in joined.spans] == ["PERSON", "PERSON"]
    assert joined.keys == ("person:ann-roe", "person:ann-roe")


def test_lone_surname_is_an_entity_of_its_article_alone() -> None:
    joined = _joined("[Roe:PERSON] said that [Roe:PERSON] had met [Ann Halloran:PERSON]")

    assert joined.keys == ("person:roe@7", "person:roe@7", "person:ann-halloran")
    assert {entity.key: entity.name for entity in joined.entities}["person:roe@7"] == "Roe"


@pytest.mark.parametrize(
    ("marked", "labels"),
    [
        ("[Ann Roe:PERSON] left. [Roe:GPE] said", ["PERSON", "PERSON"]),
        ("[Jack London:PERSON] lived in [London:GPE]", ["PERSON", "GPE"]),
        ("[Ann Israel:PERSON] met [Israel:GPE]", ["PERSON", "GPE"]),
        ("the [Nurses Organisation:ORG] ([Nuror:GPE]) met [Nuror:GPE]", ["ORG", "ORG", "ORG"]),
        ("the [Leeds Court:ORG] ([Leeds:GPE])", ["ORG", "GPE"]),
    ],
)
def test_label_follows_what_the_article_explains(marked: str, labels: list[str]) -> None:
    assert [span.label for span in _joined(marked).spans] == labels


def test_short_form_in_brackets_joins_the_name_before_it_in_any_case() -> None:
    assert _entities("the [Nurses Organisation:ORG] ([Nuror:GPE])") == {"org:nurses-organisation": ("Nuror",)}


def test_monarch_needs_no_second_name() -> None:
    assert _entities("Pope [Leo:PERSON] prayed. [Leo:PERSON] left") == {"person:pope-leo": ("Leo",)}


@pytest.mark.parametrize("name", ["US", "U.S.", "United States", "America", "USA"])
def test_country_has_one_key_by_any_of_its_names(name: str) -> None:
    assert list(_entities(f"in [{name}:GPE]")) == ["gpe:us"]


def test_country_is_named_as_usual_and_its_spellings_are_aliases() -> None:
    (entity,) = _joined("The [US:GPE], the [U.S.:GPE] and the [United States:GPE]").entities

    assert (entity.name, entity.aliases, entity.mentions) == ("United States", ("US", "U.S."), 3)


def test_agency_is_no_part_of_the_story() -> None:
    assert _entities("[Ann Roe:PERSON] told [XNA:ORG]", agency="XNA") == {"person:ann-roe": ()}


def test_numbers_and_dates_are_no_entities() -> None:
    joined = _joined("[41:CARDINAL] on [Tuesday:DATE]")

    assert joined.entities == ()
    assert joined.keys == (None, None)


def test_mentions_that_are_spelt_the_same_share_the_label_that_most_have() -> None:
    joined = _joined("[Vortex:ORG] and [Vortex:ORG] and [Vortex:PERSON]")

    assert {span.label for span in joined.spans} == {"ORG"}
    assert [entity.key for entity in joined.entities] == ["org:vortex"]


def test_acronym_in_brackets_joins_the_name_before_it() -> None:
    assert _entities("the [Export-Import Bank:ORG] ([EXIM:ORG])") == {"org:export-import-bank": ("EXIM",)}


def test_what_comes_first_often_and_in_the_title_is_most_salient() -> None:
    marked = "[Acme Mining:ORG] sued. " + "Later " * 40 + "[Ann Roe:PERSON] and [Acme Mining:ORG] agreed."

    first, second = _joined(marked, title="Acme Mining sues").entities

    assert (first.key, second.key) == ("org:acme-mining", "person:ann-roe")
    assert 0 < second.salience < first.salience <= 1


@pytest.mark.parametrize(
    ("names", "targets"),
    [
        (["Ann Roe", "Roe", "A. Roe", "Ann B. Roe"], [3, 3, 3, 3]),
        (["J.D. Vance", "JD Vance", "Vance"], [0, 0, 0]),
        (["Ursula von der Leyen", "von der Leyen", "Leyen"], [0, 0, 0]),
        (["Xi Jinping", "Xi"], [0, 0]),
        (["Robert Kennedy Jr.", "Kennedy"], [0, 0]),
        (["Ann Roe", "Bob Roe", "Roe"], [0, 1, 1]),
        (["Ann Roe", "Carl Smith"], [0, 1]),
        (["Roe", "Ann Roe"], [1, 1]),
        (["Ana Maria Lita de Roe", "Lita"], [0, 0]),
        (["Smith", "Ann Roe"], [None, 1]),
    ],
)
def test_short_forms_join_the_fullest_name_of_their_person(names: list[str], targets: list[int | None]) -> None:
    assert join_persons(names) == targets


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("State Department", "US Department of State"),
        ("US Treasury", "US Department of the Treasury"),
        ("Ministry of Defence", "Defence Ministry"),
        ("IMF", "International Monetary Fund"),
        ("NPC", "Norland Petroleum Company"),
        ("DoE", "Department of Energy"),
        ("Acme", "Acme Corp."),
        ("Goldman", "Goldman Sachs"),
        ("Commission", "European Commission"),
    ],
)
def test_organisation_is_one_under_its_short_and_its_full_name(short: str, full: str) -> None:
    joined = join_organisations([Named(full), Named(short)])

    assert joined[short] == joined[full]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US Department of Health", "UK Department of Health"),
        ("World Bank", "World Health Organization"),
        ("Bank of India", "Bank of England"),
        ("BBC", "Bharat Coal"),
        ("Norlin", "Norlin 400 Jet"),
        ("Norlin", "Norlin India"),
        ("Japan Bank", "Coastal Savings Bank"),
    ],
)
def test_different_organisations_stay_apart(one: str, other: str) -> None:
    joined = join_organisations([Named(one), Named(other)])

    assert joined[one] != joined[other]


def test_short_name_that_fits_several_joins_none() -> None:
    joined = join_organisations([Named("Tata Steel"), Named("Tata Motors"), Named("Tata")])

    assert joined["Tata"] == "Tata"


def test_place_of_two_letters_is_not_the_country_with_that_code() -> None:
    assert _entities("[LA:GPE] and [Laos:GPE]") == {"gpe:place-la": (), "gpe:la": ()}


def test_place_has_a_country_only_where_its_name_leaves_no_doubt() -> None:
    joined = _joined(
        "[Nairobi:GPE], [Birmingham:GPE], [Kenya:GPE], [Washington DC:GPE], [Kenya Airways:ORG], [Victoria:GPE]"
    )

    assert {entity.name: entity.country for entity in joined.entities} == {
        "Nairobi": "KE", "Birmingham": None, "Kenya": "KE", "Washington DC": "US", "Kenya Airways": None, "Victoria": None,
    }  # fmt: skip
