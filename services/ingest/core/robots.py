"""What a site's robots.txt asks of us (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from protego import Protego

_TOKEN: Final = re.compile(r"[A-Za-z_-]+")
_AGENT: Final = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^#]*)", re.IGNORECASE)
_RULE: Final = re.compile(r"\s*(?:allow|dis{1,2}al{1,2}ow|crawl[- ]delay)\s*[:\s]", re.IGNORECASE)
_US: Final = "us"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a page may be fetched, and the pause between visits that is asked for."""

    is_allowed: bool = True
    crawl_delay_s: float = 0.0


def product_token(user_agent: str) -> str:
    """
    Return the name by which robots.txt may call us: what `user_agent` begins with, without its version.

    >>> product_token("Dateline/0.1 (news ingest)")
    'Dateline'
    """
    found = _TOKEN.match(user_agent)
    return found[0] if found else "*"


def our_rules(robots_txt: str, token: str) -> str:
    """
    Return the lines of `robots_txt` that are for us: those of every group that names `token`, else those for all.

    The rest can be a hundred times as much to keep. And the library multiplies the agents of a group by its rules, which
    a hostile file can make billions of.
    """
    rules = list(_rules_for(token.lower(), robots_txt)) or list(_rules_for("*", robots_txt))
    return "\n".join(filter(None, rules))


def judge(rules: str, url: str) -> Verdict:
    """Say what our `rules` mean for `url`; the longest one that matches its path and query decides."""
    if not rules:
        return Verdict()
    parsed = Protego.parse(f"User-agent: {_US}\n{rules}")
    return Verdict(parsed.can_fetch(url, _US), parsed.crawl_delay(_US) or 0.0)


def _rules_for(token: str, robots_txt: str) -> Iterator[str]:
    """Iterate over the rules of the groups for `token`, each group begun by an empty string: it may have no rules."""
    is_ours = in_rules = False
    for line in robots_txt.splitlines():
        if agent := _AGENT.match(line):
            if in_rules:
                is_ours = in_rules = False
            if agent[1].partition("/")[0].strip().lower() == token:  # some write a version, too
                is_ours = True
                yield ""
        elif _RULE.match(line):
            in_rules = True
            if is_ours:
                yield line.strip()
