"""Names of institutions: the words that many share, and the institutions that are known everywhere by several names."""

from __future__ import annotations

from typing import Final

_GENERIC = """
administration agency air airport army assembly association authority bank bay board brands bridge bureau cabinet canal
center central centre chamber church circuit club coast college commission committee company conference congress council
court department east exchange federal federation first force forum forums foundation fund general government group high
hospital house institute international island islands league ministry mountains national navy new north ocean office
organisation organization park parliament party police reserve river school sea senate service services society south
square stadium state station strait street supreme tower treasury tribunal union united university valley west world
"""
GENERIC: Final = frozenset(_GENERIC.split())
"""Words that many names share: one of them alone says which only where the article gives the name in full."""

_KNOWN_AS = """
european-union: eu; united-nations: un, uno; north-atlantic-treaty-organization: nato,
north-atlantic-treaty-organisation; world-health-organization: who, world-health-organisation;
international-monetary-fund: imf; world-trade-organization: wto, world-trade-organisation; european-central-bank: ecb;
african-union: au; asean: association-of-southeast-asian-nations; opec:
organization-of-the-petroleum-exporting-countries; oecd: organisation-for-economic-co-operation-and-development;
international-criminal-court: icc; international-atomic-energy-agency: iaea; unicef: united-nations-childrens-fund;
unesco: united-nations-educational-scientific-and-cultural-organization; world-economic-forum: wef; us-state-department:
state-department, us-department-of-state, department-of-state, united-states-department-of-state; us-treasury-department:
us-treasury, treasury-department, us-department-of-the-treasury, department-of-the-treasury; us-defense-department:
us-department-of-defense, department-of-defense, defense-department, pentagon; us-justice-department:
us-department-of-justice, department-of-justice, justice-department, doj; us-department-of-homeland-security:
department-of-homeland-security, dhs; federal-bureau-of-investigation: fbi; central-intelligence-agency: cia;
us-federal-reserve: federal-reserve, fed, us-fed; us-supreme-court: united-states-supreme-court; us-congress:
united-states-congress; us-senate: united-states-senate; nasa: national-aeronautics-and-space-administration;
us-securities-and-exchange-commission: securities-and-exchange-commission; food-and-drug-administration: fda,
us-food-and-drug-administration; reserve-bank-of-india: rbi; bharatiya-janata-party: bjp; bank-of-england: boe;
british-broadcasting-corporation: bbc
"""
INSTITUTIONS: Final = {
    form: name
    for entry in " ".join(_KNOWN_AS.split()).split("; ")
    for name, _, forms in [entry.partition(": ")]
    for form in (name, *forms.split(", "))
}
"""By the slug of each name that it goes by, the slug of an institution: across articles these are one entity."""
