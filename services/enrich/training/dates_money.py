"""Dates and sums of money by pattern, for corpora that do not mark them."""

import re

from services.enrich.training.annotated import Sentence, Span

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.|Feb\\.|Mar\\.|Apr\\.|Jun\\.|Jul\\.|Aug\\.|Sept?\\.|Oct\\.|Nov\\.|Dec\\.)"
)
_SURE_MONTH = "(?:January|February|June|July|August|September|October|November|December|April)"
_WEEKDAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DATE = re.compile(
    rf"\b(?:{_WEEKDAY},?\s{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}})?"
    rf"|{_MONTH},?\s\d{{4}}|{_WEEKDAY}\b|{_SURE_MONTH}\b|(?:1[89]|20)\d\ds?\b)"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion|crore|lakh|bn|m|k)"
_AMOUNT = r"\d[\d,.]*\d?|\d"
_UNIT = (
    r"(?:(?:U\.?S\.?|Australian|Canadian|Hong Kong|Singapore)\s)?"
    r"(?:dollars?|euros?|pounds?|yen|yuan|rupees?|pesos?|rubles?|roubles?|"
    r"baht|won|cents|francs?|shekels?|naira|shillings?|rand|riyals?|dinars?|dirhams?|lira|reais|cedis?|birr|taka|ringgit)"
)
_MONEY = re.compile(
    rf"(?:(?:US|A|C|HK|NZ|S|R)?[$£€¥₹₡₦]|\b(?:USD|EUR|GBP|Rs\.?|Tk|SR|AED|KSh|INR|CNY|JPY))\s?(?:{_AMOUNT})(?:\s?{_SCALE}\b)?"
    rf"|\b(?:{_AMOUNT})\s(?:{_SCALE}\s)?{_UNIT}\b"
)


def mark_dates_and_money(sentence: Sentence) -> Sentence:
    """Add what the patterns find outside the spans that are there."""
    found = [Span(*match.span(), "DATE") for match in _DATE.finditer(sentence.text)]
    found += [Span(*match.span(), "MONEY") for match in _MONEY.finditer(sentence.text)]
    free = [span for span in found if all(span.end <= o.start or o.end <= span.start for o in sentence.spans)]
    return Sentence.of(sentence.text, (*sentence.spans, *free), sentence.source)
