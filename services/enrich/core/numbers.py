"""Numbers by rule, where rules beat the model: money, percentages, quantities, times of day, counts and ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.enrich.core.spans import Span

_ONES = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TENS = r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|crore|lakh|dozen)s?\b"
_IN_WORDS = rf"\b(?:{_TENS}(?:-(?:{_ONES}))?|{_ONES}|half an?|an?(?= {_SCALE}))\b"
_IN_DIGITS = r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_RANGE = rf"(?:\s?[-–—]\s?{_IN_DIGITS}|\sto\s{_IN_DIGITS})?"
_COUNT = rf"(?:(?<![\w.,/$-]){_IN_DIGITS}{_RANGE}|{_IN_WORDS})(?:[ -]{_SCALE})*"
_SIGN = (
    r"(?:(?<!\w)(?:US|A|AU|C|CA|NZ|HK|S|R|NT|Z)?[$£€¥₹₩₦₽₱₺฿₫₪]"
    r"|\b(?:Rs\.?|INR|USD|EUR|GBP|JPY|CNY|RMB|CHF|AUD|CAD|HKD|SGD|AED|SAR|PKR|BDT|NGN|KES|ZAR)(?=\s?\d))"
)
_CURRENCY = (
    r"(?:(?:US|U\.S\.|British|Swiss|Hong Kong|Singapore|[a-z]+(?:an|ese|i)) )?"
    r"(?:dollars?|euros?|pounds?(?: sterling)?|yen|yuan|renminbi|rupees?|roubles?|rubles?|rupiah|ringgit|francs?|pesos?|rand"
    r"|lira|riyals?|dirhams?|shekels?|baht|taka|naira|krona|kroner?|shillings?|cedis?|birr|(?<=ion )won|reais|dinars?|kwacha"
    r"|zloty|dong|forints?|kyat|afghanis?|cents?|pence|paise|USD|EUR|GBP|INR)\b"
)
_UNIT = (
    r"(?:(?:square|cubic|nautical|metric)[ -])?(?:(?:kilo|centi|milli)?met(?:er|re)s?|kms?|cm|mm|miles?|yards?|feet|foot"
    r"|inch(?:es)?|hectares?|acres?|tonnes?|tons?|(?:kilo)?gram(?:me)?s?|kilos?|kgs?|mg|ounces?|lbs?|barrels?|lit(?:er|re)s?|gallons?"
    r"|(?:kilo|mega|giga)?watts?|[kmg]wh?|mph|km/h|kph|knots|(?:giga|mega|tera)bytes?|[gmt]b|[gm]hz|bpd|cusecs"
    r"|degrees?(?: (?:celsius|fahrenheit))?|°\s?[cf])\b"
)
_ZONE = r"(?:\s(?:GMT|UTC|IST|EST|EDT|PST|PDT|CET|BST|JST|ET|PT|local time)\b)?"
_HALF_DAY = r"\s?[ap](?:\.m\.|m\b)"
_NUMBER: Final = re.compile(
    rf"(?P<TIME>\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?:(?:{_HALF_DAY}){_ZONE}|(?<=:\d\d)(?![:\d]){_ZONE})"
    rf"|\b(?:1[0-2]|[1-9]){_HALF_DAY}{_ZONE}|\b(?:[01]\d|2[0-3])[0-5]\d\s?(?:GMT|UTC|hours|hrs)\b)"
    rf"|(?P<ORDINAL>\b\d+(?:st|nd|rd|th)\b|\b(?:{_TENS}-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)\b)"
    rf"|(?P<sum>{_SIGN}\s?{_IN_DIGITS}{_RANGE}(?:[ -]?{_SCALE}|\s?(?:bn|mn|tn|cr|k|m|b)\b)*(?:\s?{_CURRENCY})?)"
    rf"|(?P<count>{_COUNT})(?:(?P<PERCENT>\s?(?:%|per ?cent\b|percentage[- ]points?\b))|(?P<MONEY>[ -](?:{_CURRENCY}))"
    rf"|(?P<QUANTITY>[ -]?{_UNIT})|(?P<duration>[ -](?:hours?|hrs?|minutes?|mins?|seconds?)\b))?",
    re.IGNORECASE,
)
_LABEL_OF: Final = {"sum": "MONEY", "duration": "TIME", "count": "CARDINAL"}
_WORD: Final = re.compile(r"[^\W\d_]+|\d|[$£€¥₹₩₦₽₱₺฿₫₪]")
_BEGINNINGS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety half a an first second third fourth fifth sixth seventh eighth ninth
tenth twelfth rs us c ca au nz hk r nt z s inr usd eur gbp jpy cny rmb chf aud cad hkd sgd aed sar pkr bdt ngn kes zar
$ £ € ¥ ₹ ₩ ₦ ₽ ₱ ₺ ฿ ₫ ₪ 0 1 2 3 4 5 6 7 8 9
"""
_MAY_BEGIN: Final = frozenset(_BEGINNINGS.split())
"""Trying the expression only where a number may begin is ten times faster than searching with it."""
_NO_COUNT: Final = frozenset({"one"})  # more often a pronoun


def numbers(text: str) -> Iterator[Span]:
    """
    Find the numbers of a text and say of what, in text order.

    >>> text = "About 40 ships paid $5.2 billion, or 3.5 per cent, on the second leg at 9:30 am."
    >>> [(text[found.start : found.end], found.label) for found in numbers(text)]
    [('40', 'CARDINAL'), ('$5.2 billion', 'MONEY'), ('3.5 per cent', 'PERCENT'), ('second', 'ORDINAL'), ('9:30 am', 'TIME')]
    """
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end or word.group().lower() not in _MAY_BEGIN:
            continue
        found = _NUMBER.match(text, word.start())
        if found is None:
            continue
        end = found.end()
        label = found.lastgroup or "count"
        if found.group().lower() not in _NO_COUNT:
            yield Span(found.start(), end, _LABEL_OF.get(label, label))
