"""
The countries of the world by the names that newspapers give them.

English short names follow Unicode CLDR and ISO 3166-1 (2026); the further names of each are those in common use.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from services.enrich.core.spelling import slug

_TABLE: Final = """
AD Andorra; AE United Arab Emirates/UAE/Emirates; AF Afghanistan/Islamic Emirate of Afghanistan; AG Antigua and
Barbuda/Antigua; AI Anguilla; AL Albania; AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT
Austria; AU Australia/Commonwealth of Australia; AW Aruba; AX Åland Islands; AZ Azerbaijan; BA Bosnia and
Herzegovina/Bosnia/Bosnia-Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria; BH Bahrain;
BI Burundi; BJ Benin; BM Bermuda; BN Brunei/Brunei Darussalam; BO Bolivia; BR Brazil; BS Bahamas; BT Bhutan; BW Botswana;
BY Belarus; BZ Belize; CA Canada; CD DR Congo/Democratic Republic of Congo/Democratic Republic of the
Congo/DRC/Congo-Kinshasa/Congo - Kinshasa; CF Central African Republic; CG Republic of the Congo/Republic of
Congo/Congo-Brazzaville; CH Switzerland/Swiss Confederation; CI Ivory Coast/Côte d’Ivoire/Cote d'Ivoire; CK Cook Islands;
CL Chile; CM Cameroon; CN China/People's Republic of China/PRC/Mainland China; CO Colombia; CR Costa Rica; CU Cuba; CV
Cape Verde/Cabo Verde; CW Curaçao; CY Cyprus; CZ Czech Republic/Czechia; DE Germany/Federal Republic of Germany; DJ
Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt/Arab Republic of
Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM
Micronesia/Federated States of Micronesia; FO Faroe Islands; FR France/French Republic; GA Gabon; GB United
Kingdom/UK/U.K./Britain/Great Britain/United Kingdom of Great Britain and Northern Ireland; GD Grenada; GE Georgia; GF
French Guiana; GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial
Guinea; GR Greece/Hellenic Republic; GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong; HN Honduras; HR
Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland/Republic of Ireland; IL Israel/State of Israel; IM Isle of Man;
IN India/Republic of India/Bharat; IQ Iraq; IR Iran/Islamic Republic of Iran; IS Iceland; IT Italy; JE Jersey; JM
Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; KN Saint Kitts and Nevis/St.
Kitts and Nevis; KP North Korea/DPRK/Democratic People's Republic of Korea; KR South Korea/Republic of Korea/ROK; KW
Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB Lebanon; LC Saint Lucia/St. Lucia; LI Liechtenstein; LK Sri Lanka;
LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova/Republic of
Moldova; ME Montenegro; MG Madagascar; MH Marshall Islands; MK North Macedonia/Macedonia; ML Mali; MM Myanmar/Burma; MN
Mongolia; MO Macau/Macao; MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX
Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; NG Nigeria; NI Nicaragua; NL
Netherlands/Holland; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French
Polynesia; PG Papua New Guinea; PH Philippines/Republic of the Philippines; PK Pakistan/Islamic Republic of Pakistan; PL
Poland; PR Puerto Rico; PS Palestine/State of Palestine/Palestinian Territories; PT Portugal; PW Palau; PY Paraguay; QA
Qatar; RE Réunion; RO Romania; RS Serbia; RU Russia/Russian Federation; RW Rwanda; SA Saudi Arabia/Kingdom of Saudi
Arabia/KSA; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG Singapore; SH Saint Helena; SI Slovenia; SK
Slovakia; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST São Tomé and Príncipe;
SV El Salvador; SX Sint Maarten; SY Syria/Syrian Arab Republic; SZ Eswatini/Swaziland; TC Turks and Caicos Islands; TD
Chad; TG Togo; TH Thailand; TJ Tajikistan; TL East Timor/Timor-Leste; TM Turkmenistan; TN Tunisia; TO Tonga; TR
Turkey/Türkiye/Turkiye; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan/Republic of China; TZ Tanzania; UA Ukraine; UG
Uganda; US United States/US/U.S./USA/U.S.A./United States of America/America; UY Uruguay; UZ Uzbekistan; VA Vatican
City/Vatican/Holy See; VC Saint Vincent and the Grenadines; VE Venezuela; VG British Virgin Islands; VI U.S. Virgin
Islands/US Virgin Islands; VN Vietnam/Viet Nam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; XK Kosovo; YE Yemen; ZA South
Africa/RSA; ZM Zambia; ZW Zimbabwe
"""

_NAMES: Final = {entry[:2]: entry[3:].split("/") for entry in " ".join(_TABLE.split()).split("; ")}
_CODE_OF: Final = {slug(name): code for code, names in _NAMES.items() for name in names}
_ALSO_PEOPLE: Final = frozenset({"chad", "georgia", "jordan", "jersey", "israel"})


def country_code(name: str) -> str | None:
    """
    Find the ISO 3166-1 code of a country by any of its names; case does not matter, except that "us" is a word.

    >>> country_code("United States"), country_code("U.S."), country_code("us"), country_code("Cote d’Ivoire")
    ('US', 'US', None, 'CI')
    """
    return None if name == "us" else _CODE_OF.get(slug(name))


def country_name(code: str) -> str:
    """
    Give a country's usual name.

    >>> country_name("US")
    'United States'
    """
    return _NAMES[code][0]


def country_of_key(key: str) -> str | None:
    """
    Say in which country an entity is, where its key leaves no doubt: a country itself, or a place whose name no other has.

    >>> country_of_key("gpe:us"), country_of_key("gpe:nairobi"), country_of_key("gpe:birmingham"), country_of_key("org:us")
    ('US', 'KE', None, None)
    """
    kind, _, name = key.partition(":")
    if kind != "gpe":
        return None
    return name.upper() if name.upper() in _NAMES else _cities().get(name)


@cache
def _cities() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("cities.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def may_be_a_person(name: str) -> bool:
    """
    Say whether a country's name is a given or family name too.

    >>> may_be_a_person("Jordan"), may_be_a_person("Japan")
    (True, False)
    """
    return slug(name) in _ALSO_PEOPLE
