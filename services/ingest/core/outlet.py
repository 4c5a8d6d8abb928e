"""Which outlet an address belongs to: its registrable domain, by the Public Suffix List that tldextract brings along."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from tldextract import TLDExtract

_SPLIT: Final = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def outlet_of(url: str | None) -> str | None:
    """
    Name the registrable domain of `url`; None if it has none (an IP address, a bare host name).

    Suffixes that hosts of blogs registered for their users count, so that two blogs on one host are two outlets.

    >>> outlet_of("https://www.news.example.co.uk/a")
    'example.co.uk'
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return (_SPLIT.extract_str(host).top_domain_under_public_suffix or None) if host else None
