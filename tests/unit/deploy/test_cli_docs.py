"""The generated documentation says what the code does."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID, uuid5

import pytest
from jsonschema import Draft202012Validator

from deploy.cli.docs import ROOT, pages
from deploy.cli.identity_vectors import identity_vectors
from deploy.cli.json_schemas import json_schemas
from deploy.cli.main import VERBS
from shared.contracts.submission import ArticleSubmitted, read_submission
from shared.errors import RejectedError

FINE: tuple[dict[str, object], ...] = (
    {"text": "a"},
    {"html": "<p>a"},
    {"url": "https://a.example/1?x=ü"},
    {"url": "HTTP://a.example"},
    {"source": "a.b-c_1", "id": "é/1", "text": "a"},
    {"source": "a", "id": "1", "status": "withdrawn"},
    {"url": "https://a.example", "status": "withdrawn"},
    {"text": "a", "url": None, "id": None, "title": None},
    {"text": "a", "language": "zh-Hant-TW", "published_at": "2026-01-20T10:00:00.123456789+05:30"},
    {"text": "a", "modified_at": "2026-01-20t10:00:00z", "version": 2**53 - 1, "metadata": {"k": "v"}},
)
FAULTY: tuple[object, ...] = (
    {},
    [],
    {"url": None},
    {"text": ""},
    {"text": 1},
    {"text": "a", "titel": "b"},
    {"id": "1", "text": "a"},
    {"source": "A", "text": "a"},
    {"source": "a", "id": "a\nb", "text": "a"},
    {"source": "a", "id": "", "text": "a"},
    {"url": "ftp://a.example"},
    {"url": "/news/1"},
    {"text": "a", "language": "english language"},
    {"text": "a", "published_at": "2026-01-20"},
    {"text": "a", "published_at": "2026-01-20T10:00:00"},
    {"text": "a", "version": -1},
    {"text": "a", "version": 2**53},
    {"text": "a", "status": "deleted"},
    {"status": "withdrawn"},
    {"text": "a", "metadata": {"k": 1}},
    {"text": "a", "metadata": {"": "v"}},
    {"text": "a", "metadata": {str(n): "v" for n in range(33)}},
    {"text": "a", "title": "t" * 1001},
)


@pytest.fixture(scope="module")
def submission() -> Draft202012Validator:
    schema = json_schemas()["article.submitted.v1"]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("document", FINE)
def test_schema_accepts_what_ingest_accepts(document: dict[str, object], submission: Draft202012Validator) -> None:
    read_submission(json.dumps(document).encode())

    assert list(submission.iter_errors(document)) == []


@pytest.mark.parametrize("document", FAULTY)
def test_schema_refuses_what_ingest_refuses(document: object, submission: Draft202012Validator) -> None:
    with pytest.raises(RejectedError):
        read_submission(json.dumps(document).encode())

    assert not submission.is_valid(document)


def test_every_schema_is_one() -> None:
    for schema in json_schemas().values():
        Draft202012Validator.check_schema(schema)


def test_vectors_follow_from_the_published_rules_alone() -> None:
    published = identity_vectors()

    assert len(published["vectors"]) >= 30
    for vector in published["vectors"]:
        assert UUID(vector["article_id"]) == uuid5(UUID(published["namespace"]), vector["name"])
        kind, *rest = json.loads(vector["name"])
        document = vector["document"]
        if kind == "id":
            assert rest == [document["source"], document["id"]]
        elif kind == "text":
            body = document.get("text", document.get("html"))
            assert rest == [hashlib.sha256(body.encode()).hexdigest()]


def test_vectors_are_what_ingest_computes() -> None:
    for vector in identity_vectors()["vectors"]:
        submitted = ArticleSubmitted.model_validate({"status": "withdrawn", **vector["document"]})

        assert str(submitted.article_id) == vector["article_id"]


def test_spellings_of_one_address_are_one_article() -> None:
    names = {vector["document"].get("url"): vector["article_id"] for vector in identity_vectors()["vectors"]}

    assert names["HTTPS://Example.ORG/news/1"] == names["https://example.org/news/1?utm_source=feed&utm_medium=rss"]
    assert names["https://example.org/News/1"] != names["https://example.org/news/1"]
    assert names["https://example.org/news?a=1&b=2"] != names["https://example.org/news?b=2&a=1"]


def test_published_identity_never_changes() -> None:
    published = json.loads((ROOT / "docs/schemas/identity-vectors.json").read_text())

    assert identity_vectors()["vectors"] == published["vectors"]
    assert published["namespace"] == "5b4f1f0e-7c39-5d0f-9d9a-3f3c4e6a1d27"


def test_every_verb_and_setting_is_documented() -> None:
    generated = pages()

    assert all(f"## {verb}\n" in generated["docs/cli.md"] for verb in VERBS)
    for variable in ("DATELINE_REDIS_URL", "DATELINE_DATABASE_URL", "DATELINE_INGEST_WINDOW", "DATELINE_ENRICH_MODEL"):
        assert f"`{variable}`" in generated["docs/settings.md"]
