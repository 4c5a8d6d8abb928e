"""Word lists of our own: countries, peoples, kinds of place, titles of persons."""

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_NATURAL = re.compile(
    r"\b(Rivers?|Sea|Ocean|Mount|Mt\.?|Mountains?|Lake|Islands?|Isles?|Valley|Desert|Gulf|Bay|Peninsula|Delta|Straits?|Basin|"
    r"Coast|Plateau|Forest|Hills?|Cape|Channel|Falls|Reef|Region|Horn|Pacific|Atlantic|Mediterranean|Arctic|Antarctica?|"
    r"Caribbean|Balkans?|Sahel|Sahara|Himalayas?|Amazon|Alps|Andes|Heights|Highlands|West Bank|Strip|Galaxy)\b"
)
_BUILT = re.compile(
    r"\b(Street|Avenue|Road|Highway|Square|Bridge|Airport|Stadium|Hospital|Palace|Prison|Mosque|Cathedral|Church|Temple|Tower|"
    r"Plaza|Dam|Museum|Market|Expressway|Arena|Station|Canal|Park|Jail|Hotel|Castle|Fort|Tunnel|Port of|Hall|Building)\b"
)
_CONTINENTAL = frozenset(
    "africa|asia|europe|middle east|latin america|south america|north america|central america|southeast asia|"
    "south asia|east asia|"
    "central asia|eastern europe|western europe|west africa|east africa|north africa|southern africa|"
    "sub-saharan africa|west|"
    "east|south|north|oceania|earth|mars|moon|americas|eurasia|scandinavia|near east|far east|asia-pacific|"
    "indo-pacific|levant|"
    "central europe|kashmir|darfur|sun|jupiter|venus|saturn".split("|")
)
_TITLE = re.compile(
    r"(?:(?:Prime|Foreign|Defen[cs]e|Finance|Interior|Deputy|Vice|Vice-|Former|Ex-|Chief|Senior|Acting|Assistant|"
    r"Attorney|Lieutenant|Lt\.?|Major|Brigadier|Rear|Secretary|Lance|Supreme|Union|Crown|Grand|Interim|Special|Executive|Managing|Speaker|State|"
    r"Prime minister|Associate|Under|Commanding|Transitional|Opposition)[\s-]+)*"
    r"(?:Ministers?|minister|President|president|Premier|Chancellor|Secretary|Secretary-General|Secretary General|"
    r"Senators?|Sen\.|"
    r"Governor|Gov\.|General|Gen\.|Colonel|Col\.|Captain|Capt\.|Major|Maj\.|Sergeant|Sgt\.|Admiral|Adm\.|Marshal|Commander|"
    r"Lieutenant|Lt\.|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Prof\.?|Professor|Judge|Justice|Mayor|King|Queen|Prince|Princess|Emir|Sultan|"
    r"Pope|Archbishop|Bishop|Cardinal|Ayatollah|Mullah|Rabbi|Reverend|Rev\.|Imam|Father|Sister|Sir|Lord|Lady|Ambassador|Envoy|"
    r"Representatives?|Rep\.|Congressman|Congresswoman|Chairman|Chairwoman|Chief|Director|Spokesman|Spokeswoman|Attorney|Adviser|"
    r"Coach|Officer|Inspector|Leader|Speaker|Commissioner|Deputy|Detective|Emperor|Private|Pvt\.|Cpl\.|Corporal|CEO)"
    r"(?:\s+of\s+(?:State|Defen[cs]e|Foreign Affairs|Staff|Treasury))?\s+(?=\S)"
)


@cache
def countries() -> frozenset[str]:
    """Give every country name, long and short."""
    return frozenset(name for names, _ in _country_rows() for name in names.split("|") if name != "-")


@cache
def demonyms() -> frozenset[str]:
    """Give words for peoples, faiths and parties, as adjective or noun; North Korean and the like in two words."""
    words = {word.replace("-", " ") for _, people in _country_rows() for word in people.split() if word != "-"}
    pairs = {f"{side} {word}" for side in ("North", "South") for word in ("Korean", "Koreans", "African", "Africans")}
    extra = {"Sri Lankan", "Sri Lankans", "Costa Rican", "Costa Ricans", "Puerto Rican", "Puerto Ricans", "South Sudanese"}
    return frozenset(words | pairs | extra | {"South American", "Latin American", "West African", "East African"})


def is_demonym(name: str) -> bool:
    """Say whether `name` means a people, a faith or a party's followers."""
    return name in demonyms()


def place_label(name: str) -> str:
    """
    Tell the kinds of place apart as far as a name shows it; the rest stays a choice.

    >>> place_label("Kenya"), place_label("Lake Chad"), place_label("Tahrir Square"), place_label("Kisumu")
    ('GPE', 'LOC', 'FAC', 'GPE|LOC|FAC')
    """
    if name in countries():
        return "GPE"
    if _BUILT.search(name):
        return "FAC"
    if name.lower().removeprefix("the ") in _CONTINENTAL or _NATURAL.search(name):
        return "LOC"
    return "GPE|LOC|FAC"


def title_length(name: str) -> int:
    """
    Count the characters of the titles before a person's name.

    >>> "Prime Minister Anwar Ibrahim"[title_length("Prime Minister Anwar Ibrahim"):]
    'Anwar Ibrahim'
    """
    at = 0
    while match := _TITLE.match(name, at):
        at = match.end()
    return at


def _country_rows() -> list[tuple[str, str]]:
    lines = (_DATA / "countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(names, people) for names, people in rows]
