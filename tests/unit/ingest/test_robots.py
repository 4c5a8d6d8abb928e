from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies

from services.ingest.core.robots import judge, our_rules, product_token

TOKEN = "Dateline"
SITE = "https://news.test"
_TWICE = "User-agent: Dateline\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n\nUser-agent: dateline\nDisallow: /c"


def allowed(robots_txt: str, path: str) -> bool:
    return judge(our_rules(robots_txt, TOKEN), SITE + path).is_allowed


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [
        ("Dateline/0.1 (news ingest)", "Dateline"),
        ("my-news_bot", "my-news_bot"),
        ("Bot (+https://a.test)", "Bot"),
        ("9", "*"),
    ],
)
def test_product_token_is_the_name_without_its_version(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


@pytest.mark.parametrize(
    ("robots_txt", "path", "verdict"),
    [
        ("", "/a", "allowed"),
        ("<!doctype html><title>Not found: allow</title>", "/a", "allowed"),
        ("User-agent: *\nDisallow: /", "/a", "refused"),
        ("User-agent: *\nDisallow:", "/a", "allowed"),
        ("USER-AGENT: DATELINE\ndisallow: /a", "/a", "refused"),
        ("User-agent: Dateline/2.0\nDisallow: /a", "/a", "refused"),
        ("User-agent: DatelineBot\nDisallow: /a", "/a", "allowed"),
        ("User-agent: date\nDisallow: /a", "/a", "allowed"),
        ("User-agent: Other\nDisallow: /", "/a", "allowed"),
        ("User-agent: Other\nUser-agent: Dateline\nDisallow: /a", "/a", "refused"),
        ("User-agent: Other\n\n# a comment\nUser-agent: Dateline # ours\n\nDisallow: /a # too", "/a", "refused"),
        ("User-agent: Other\nDisallow: /b\nUser-agent: Dateline\nDisallow: /a", "/b", "allowed"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nAllow: /", "/a", "allowed"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\n", "/a", "allowed"),
        (_TWICE, "/c", "refused"),
        (_TWICE, "/b", "allowed"),
        ("User-agent: *\nDisallow: /a\nSitemap: https://news.test/map\nDisallow: /b", "/b", "refused"),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", "allowed"),
        ("User-agent: *\nAllow: /news\nDisallow: /news", "/news", "allowed"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", "refused"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?page=2", "allowed"),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", "refused"),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", "refused"),
        ("User-agent: *\nDisallow: /", "/robots.txt", "allowed"),
        ("Disallow: /", "/a", "allowed"),
    ],
)
def test_rules_are_read_as_the_standard_says(robots_txt: str, path: str, verdict: str) -> None:
    assert allowed(robots_txt, path) is (verdict == "allowed")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    assert not allowed(end.join(["User-agent: *", "Disallow: /a"]), "/a")


@pytest.mark.parametrize(("line", "seconds"), [("Crawl-delay: 10", 10), ("crawl-delay: 0.5", 0.5), ("Crawl-delay: soon", 0)])
def test_crawl_delay_is_what_is_asked_of_us(line: str, seconds: float) -> None:
    robots_txt = f"User-agent: Other\nCrawl-delay: 99\n\nUser-agent: *\n{line}\nDisallow: /a"

    assert judge(our_rules(robots_txt, TOKEN), SITE).crawl_delay_s == seconds


def test_only_what_is_for_us_is_kept() -> None:
    others = "".join(f"User-agent: bot{number}\nDisallow: /{number}\n\n" for number in range(1000))

    assert our_rules(f"{others}User-agent: *\nDisallow: /a\n", TOKEN) == "Disallow: /a"


@pytest.mark.parametrize(
    "hostile",
    [
        "User-agent: *\n" + "".join(f"User-agent: a{number}\n" for number in range(15_000)) + "Disallow:/b\n" * 20_000,
        "User-agent: *\n" + f"Disallow: /{'*a' * 120}z\n" * 2_000,
        "User-agent: *\nDisallow: /" + "*a" * 200_000 + "z",
        "User-agent: *\nuser-agent" + " " * 400_000 + "\nDisallow: /b",
    ],
    ids=["agents times rules", "many stars", "one long rule", "blanks"],
)
def test_hostile_file_costs_no_more_than_its_length(hostile: str) -> None:
    began = time.process_time()

    assert allowed(hostile, "/" + "a/" * 900)

    assert time.process_time() - began < 5  # a tenth of a second; a product of its parts takes minutes


@given(strategies.text(alphabet="aA-*$%:/#\n\r\t éUser-agent:Disallow:Allow: Dateline", max_size=300))
def test_no_file_breaks_the_reader(robots_txt: str) -> None:
    assert allowed(robots_txt, "/a") in {True, False}
