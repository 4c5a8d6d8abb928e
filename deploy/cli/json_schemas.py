"""JSON Schemas of what travels: the submission, for publishers' tools, and the events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from shared.contracts import streams
from shared.contracts.events import ArticleEnriched, ArticleIngested, ArticleSettled
from shared.contracts.submission import ArticleSubmitted

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_EVENTS: Final[Mapping[str, type[BaseModel]]] = {
    streams.INGESTED: ArticleIngested,
    streams.ENRICHED: ArticleEnriched,
    streams.SETTLED: ArticleSettled,
}
_MOMENT: Final = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,30})?([Zz]|[+-]\d\d:\d\d)$"


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return each stream's schema by the stream's name."""
    return {streams.SUBMITTED: _submission()} | {name: _schema(name, kind) for name, kind in _EVENTS.items()}


def _schema(name: str, kind: type[BaseModel]) -> dict[str, Any]:
    return {"$schema": _DIALECT, "$id": f"{name}.json", **kind.model_json_schema()}


def _submission() -> dict[str, Any]:
    """
    Add to the model's schema what its validators check and JSON Schema can say.

    Limits in bytes and dates that do not exist are beyond it: `dateline validate` has the last word.
    """
    schema = _schema(streams.SUBMITTED, ArticleSubmitted)
    fields = schema["properties"]
    _string(fields["id"]).update(maxLength=512, pattern=r"^[^\u0000-\u001f\u007f-\u009f]+$")
    _string(fields["url"]).update(pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#\\]+[^\s\\]*$")
    _string(fields["language"]).update(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")
    for name in ("published_at", "modified_at"):
        _string(fields[name]).update(pattern=_MOMENT)
    schema["if"] = _with("id")
    schema["then"] = _with("source")
    schema["anyOf"] = [_with("url"), _with("html"), _with("text"), _withdrawn()]
    return schema


def _string(field: dict[str, Any]) -> dict[str, Any]:
    """Find the part of a field's schema that is about a given value, not about null."""
    found: dict[str, Any] = next(part for part in field["anyOf"] if part["type"] == "string")
    return found


def _with(name: str) -> dict[str, Any]:
    return {"properties": {name: {"type": "string"}}, "required": [name]}


def _withdrawn() -> dict[str, Any]:
    withdrawn = {"status": {"const": "withdrawn"}, "id": {"type": "string"}}
    return {"properties": withdrawn, "required": ["status", "id"]}
