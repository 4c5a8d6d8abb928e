"""Every rule's example and counter-example, and what holds for all rules."""

from __future__ import annotations

import re
import time

import pytest

from services.ingest.core.clean import RULES_VERSION, clean
from services.ingest.core.clean.end_tags import END_TAG_EXAMPLES
from services.ingest.core.clean.registry import RULES
from services.ingest.core.clean.rule import Rule

HOSTILE_PIECES = (
    " ", "a", "A", "(", "[", "a ", "A ", "\n", "a\n", ".", ". ", "1", "-", "- ", "—", "/", "|", "| ", ": ", "©", "@",
    "a@", "a.", "A.", "A, ", "# ", "## ", "Also Read | ", "Also Read: A ", "Read More ", "By A ", "By A. B, ", "Photo: ",
    "Photo by ", "(Photo", "(Photo: ", "/AP", "A/", "Reuters ", "(Reuters", "(AP) ", "click here ", "Follow us ",
    "Follow us on Facebook ", "on Twitter ", "Copyright ", "Copyright © ", "All rights reserved. ", "(This story ",
    "(not edited ", "Disclaimer: ", "reporting by ", "(Reporting by A; ", "inputs from ", "Published: ", "Updated May 4 ",
    "May 4, ", "4 min read ", "Share ", "tweet | ", "Related stories\n", "More\n", "continue reading",
    "story continues below ", "advertisement ", "sign up ", "newsletter ", "our Facebook page ", "for more ",
    "originally ", "This article was published ", "… ", "...", "[+1 chars", "pic.twitter.com/", "x@y.z ", "&", "\u00a0",
    "OSLO, ", "OSLO/", "OSLO (", "image caption ", "Image copyright A ", "date 2026-01-20 ", "’s ", "“", "cookies ",
    "the views expressed ", "contributed to this ", "Topics: ", "app ", "download ", "et ",
    "Get our: ", "read us: ", "If you a, ", "Do you a? ", "Want a? get ", "[READ: A ", "(also: A", "From A, ", "A, APX\n",
    "—\n", "our email ", "Published in A ", "Presented by A", "Read also\nA\n", "A http://", "Sign up here A", "(www.",
    "— A (@", "take a look at the post ", "Mara Lind / A ", "Click here A a ", "Read more: a b c A said ", "A covers a, ",
    "“A. We will have more on this story. ", "(watch the ", "undue reliance ", "Continue A a ", "Edited by A A a b c ",
    "/a/b", "OSLO, May 4 (", "OSLO - A - ", "OSLO | A | ", "A/A", "May 4, OSLO: ", "A, B & ", "for more news: ",
)  # fmt: skip


def _marked(example: str) -> tuple[str, str]:
    """Return the text of an example, and what should be left of it word by word."""
    return example.replace("⟦", "").replace("⟧", ""), " ".join(re.sub(r"⟦.*?⟧", " ", example, flags=re.DOTALL).split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_takes_the_noise_out_of_its_example(rule: Rule) -> None:
    text, left = _marked(rule.example)

    cleaned = clean(text)

    assert rule.id in {span.rule for span in cleaned.removed}
    assert " ".join(cleaned.text.split()) == left


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_leaves_its_look_alike_whole(rule: Rule) -> None:
    assert clean(rule.counter_example).text == rule.counter_example


@pytest.mark.parametrize(("example", "agency", "look_alike"), END_TAG_EXAMPLES)
def test_end_tag_names_the_agency(example: str, agency: str, look_alike: str) -> None:
    text, left = _marked(example)

    cleaned = clean(text)

    assert cleaned.text == left
    assert cleaned.agency == agency
    assert clean(look_alike).text == look_alike


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]

    assert len(ids) == len(set(ids))


def test_hints_are_lower_case_since_the_text_is_lowered() -> None:
    assert [rule.id for rule in RULES if any(hint != hint.lower() for hint in rule.hints)] == []


def test_rules_version_names_release_and_content() -> None:
    assert re.fullmatch(r"\d{4}\.\d{1,2}\.\d+\+[0-9a-f]{8}", RULES_VERSION)


def test_any_change_of_a_rule_changes_its_fingerprint() -> None:
    prints = {rule.fingerprint() for rule in RULES}

    assert len(prints) == len(RULES)


@pytest.mark.parametrize("piece", HOSTILE_PIECES)
def test_hostile_repeats_take_linear_time(piece: str) -> None:
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    began = time.process_time()

    clean(text)

    assert time.process_time() - began < 1


def test_hostile_mixture_takes_linear_time() -> None:
    text = ("".join(HOSTILE_PIECES) * 200)[:200_000]
    began = time.process_time()

    clean(text)

    assert time.process_time() - began < 3
