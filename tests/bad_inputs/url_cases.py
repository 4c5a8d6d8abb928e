"""Addresses: what is none, what may not be fetched however it is spelled, and what is only odd."""

from __future__ import annotations

import json
from typing import Final

from tests.bad_inputs.case import CANARY, Case, Dead, Stored, document, refused

_C: Final = CANARY
_NOT_AN_ADDRESS: Final = refused("url", "url")

_UNFIT: Final = {
    "no scheme": f"news.example/{_C}",
    "relative": f"/a/{_C}",
    "scheme of the page": f"//news.example/{_C}",
    "file": f"file:///etc/{_C}",
    "ftp": f"ftp://news.example/{_C}",
    "javascript": f"javascript:alert('{_C}')",
    "data": f"data:text/html,{_C}",
    "gopher": f"gopher://127.0.0.1:6379/_{_C}",
    "empty": "",
    "no host": "http://",
    "no host but a path": f"https:///{_C}",
    "no host but a query": f"https://?{_C}",
    "leading space": f" https://news.example/{_C}",
    "trailing space": f"https://news.example/{_C} ",
    "space in the host": f"https://news example/{_C}",
    "space in the path": f"https://news.example/a {_C}",
    "tab": f"https://news.example/\t{_C}",
    "line break and a header": f"https://news.example/\r\nX-{_C}: y",
    "NUL": f"https://news.example/\0{_C}",
    "backslash before the host": f"https://news.example\\@127.0.0.1/{_C}",
    "backslash in the path": f"https://news.example\\{_C}",
    "IPv6 that never ends": f"http://[::1/{_C}",
    "IPv6 that is none": f"http://[{_C}]/",
    "non-breaking space in the host": f"https://news\u00a0.example/{_C}",
}

_NOT_FETCHED: Final = {
    "loopback": f"http://127.0.0.1/?{_C}",
    "loopback by name": f"http://localhost/?{_C}",
    "loopback as one number": f"http://2130706433/?{_C}",
    "loopback in octal": f"http://0177.0.0.1/?{_C}",
    "loopback in hexadecimal": f"http://0x7f.1/?{_C}",
    "loopback in short": f"http://127.1/?{_C}",
    "loopback in full-width digits": f"http://１２７.０.０.１/?{_C}",
    "loopback in circled digits": f"http://①②⑦.⓪.⓪.①/?{_C}",
    "loopback in IPv6": f"http://[::1]/?{_C}",
    "loopback mapped into IPv6": f"http://[::ffff:127.0.0.1]/?{_C}",
    "metadata service": f"http://169.254.169.254/?{_C}",
    "metadata service behind NAT64": f"http://[64:ff9b::a9fe:a9fe]/?{_C}",
    "private network": f"http://10.0.0.1/?{_C}",
    "every address": f"http://0.0.0.0/?{_C}",
    "link-local IPv6 with a zone": f"http://[fe80::1%25eth0]/?{_C}",
    "user and password": f"http://{_C}:secret@news.example/",
    "user like a host": f"http://news.example@127.0.0.1/?{_C}",
    "port of Redis": f"http://192.0.2.1:6379/?{_C}",
    "port 0": f"http://192.0.2.1:0/?{_C}",
    "port 99999": f"http://192.0.2.1:99999/?{_C}",
    "port that is no number": f"http://192.0.2.1:a/?{_C}",
    "local domain": f"http://printer.local/?{_C}",
    "internal domain": f"http://metadata.internal/?{_C}",
    "onion": f"http://a.onion/?{_C}",
    "percent in the host": f"http://127.0.0.1%2f.news.example/?{_C}",
}

_ODD: Final = {
    "2,048 characters": "https://news.example/" + "a" * 2_027,
    "capitals, port and fragment": f"HTTPS://NEWS.example:8443/a?b=c#{_C}",
    "IDN": f"https://zeitüng.example/{_C}",
    "IPv6": f"https://[2001:db8::1]/{_C}",
    "right-to-left": f"https://news.example/שלום/{_C}",
    "bidi override": f"https://news.example/\u202egpj.{_C}",
    "nothing but dots": f"https://.../{_C}",
    "escaped NUL": f"https://news.example/%00{_C}",
    "SQL": f"https://news.example/?q=';DROP%20TABLE%20{_C};--",
}


def _only(url: str) -> bytes:
    return json.dumps({"url": url}).encode()


URL_CASES: Final = (
    *(Case(f"address: {name}", document(url=url), _NOT_AN_ADDRESS) for name, url in _UNFIT.items()),
    *(Case(f"not fetched: {name}", _only(url), Dead("fetch-refused")) for name, url in _NOT_FETCHED.items()),
    *(Case(f"odd address: {name}", document(url=url), Stored({"url": url})) for name, url in _ODD.items()),
    Case(
        "address of 2,049 characters", document(url="https://news.example/" + "a" * 2_028), refused("url", "string_too_long")
    ),
    Case("address is a list", document(url=[f"https://news.example/{_C}"]), refused("url", "string_type")),
)
