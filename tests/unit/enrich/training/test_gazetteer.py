import pytest

from services.enrich.training.gazetteer import countries, demonyms, place_label, title_length


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Prime Minister Narendra Rao", "Narendra Rao"),
        ("Secretary of State Ama Kouame", "Ama Kouame"),
        ("Lt. Gen. Musa Danso", "Musa Danso"),
        ("Mr. King", "King"),
        ("Stephen King", "Stephen King"),
        ("Major", "Major"),
    ],
)
def test_titles_are_cut_but_names_are_not(name: str, bare: str) -> None:
    assert name[title_length(name) :] == bare


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ivory Coast", "GPE"),
        ("Volta River", "LOC"),
        ("Kotoka Airport", "FAC"),
        ("Middle East", "LOC"),
        ("Ho", "GPE|LOC|FAC"),
    ],
)
def test_kinds_of_place_are_told_apart_where_the_name_shows_it(name: str, label: str) -> None:
    assert place_label(name) == label


def test_peoples_are_no_countries() -> None:
    assert {"Kenyan", "North Korean", "Sri Lankans"} <= demonyms()
    assert not countries() & demonyms()
