"""What a publisher puts on the queue, and the strict reading of it: the front door of Dateline."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal, NoReturn, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from shared.contracts import identity
from shared.errors import Fault, RejectedError

MAX_ENTRY_BYTES: Final = 8 * 1024 * 1024
MAX_BODY_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 16
_MAX_DIGITS = 20

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_URL = re.compile(r"https?://[^\s\x00-\x20\x7f\\/?#]+(?:[/?#][^\x00-\x20\x7f\\]*)?", re.IGNORECASE)
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,30}))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1600, 2200  # outside it is a mistake of units, not news


def _no_control(value: str) -> str:
    if _CONTROL.search(value):
        raise PydanticCustomError("control_character", "holds a control character")
    return value


def _no_nul(value: str) -> str:
    if "\x00" in value:  # Postgres can store no NUL, and metadata is carried untouched
        raise PydanticCustomError("control_character", "holds a NUL character")
    return value


def _within_bytes(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value.encode()) > limit:
            raise PydanticCustomError("too_long", "is longer than its limit")
        return value

    return AfterValidator(check)


def _web_address(value: str) -> str:
    if not _URL.fullmatch(value):
        raise PydanticCustomError("url", "is not an absolute http(s) address")
    try:
        identity.normal_url(value)
    except ValueError as error:
        raise PydanticCustomError("url", "is not an absolute http(s) address") from error
    return value


def _language_tag(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise PydanticCustomError("language", "is not a BCP 47 tag")
    return value


def _date_time(value: object) -> datetime:
    """Read RFC 3339 with a zone; a fraction of any length is cut to microseconds, a leap second to its last one."""
    if isinstance(value, datetime):
        return value
    found = _DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("date_time", "is not an RFC 3339 date-time with a zone")
    day, clock, fraction, zone = found.groups()
    clock = clock[:-2] + "59" if clock.endswith(":60") else clock
    zone = "+00:00" if zone in "Zz" else zone
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{zone}")
    except ValueError as error:
        raise PydanticCustomError("date_time", "is not an RFC 3339 date-time with a zone") from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticCustomError("date_range", "is not a plausible year")
    return moment


Moment = Annotated[datetime, BeforeValidator(_date_time, json_schema_input_type=str)]
Source = Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,64}$")]
PublisherId = Annotated[str, Field(min_length=1), AfterValidator(_no_control), _within_bytes(512)]
Url = Annotated[str, Field(max_length=2048), AfterValidator(_web_address)]
Text = Annotated[str, Field(min_length=1, max_length=1_000_000)]
Html = Annotated[str, Field(min_length=1), _within_bytes(MAX_BODY_BYTES)]
Language = Annotated[str, Field(max_length=35), AfterValidator(_language_tag)]
Key = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_no_nul)]
Value = Annotated[str, Field(max_length=1024), AfterValidator(_no_nul)]


class ArticleSubmitted(BaseModel):
    """
    One document as a publisher submits it. Unknown fields are refused by name: a typo must not be silence.

    What the publisher states (title, byline, language, dates) wins over what extraction finds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    source: Source | None = Field(default=None, description="Who publishes; required with id.")
    id: PublisherId | None = Field(default=None, description="The publisher's own id: 1-512 bytes, opaque.")
    url: Url | None = Field(default=None, description="Where the article is; fetched when neither html nor text is given.")
    html: Html | None = Field(default=None, description="The page, instead of a fetch; at most 4 MiB of UTF-8.")
    text: Text | None = Field(default=None, description="The plain text, instead of a fetch.")
    title: Annotated[str, Field(max_length=1000)] | None = None
    byline: Annotated[str, Field(max_length=500)] | None = None
    language: Language | None = Field(default=None, description="BCP 47.")
    published_at: Moment | None = Field(default=None, description="RFC 3339 with a zone.")
    modified_at: Moment | None = Field(default=None, description="RFC 3339 with a zone.")
    version: Annotated[int, Field(ge=0, le=2**53 - 1)] = Field(
        default=0, description="A greater one replaces a smaller one, never the other way round."
    )
    status: Literal["usable", "withdrawn"] = Field(
        default="usable", description="withdrawn: texts and annotations are erased, the row stays as a tombstone."
    )
    metadata: Annotated[dict[Key, Value], Field(max_length=32)] = Field(
        default_factory=dict, description="Carried through to the row untouched."
    )

    @model_validator(mode="after")
    def _is_complete(self, info: ValidationInfo) -> Self:
        needs_source = not (info.context or {}).get("id_without_source")
        if self.id is not None and self.source is None and needs_source:
            raise PydanticCustomError("source_required", "id is given without source")
        if self.status == "usable" and not (self.url or self.html or self.text):
            raise PydanticCustomError("content_required", "one of url, html and text is required")
        if not (self.id or self.url or self.html or self.text):
            raise PydanticCustomError("identity_required", "nothing says which article is withdrawn")
        return self

    @property
    def article_id(self) -> UUID:
        """The article that this document is about (`shared.contracts.identity`)."""
        return identity.article_id(source=self.source, id=self.id, url=self.url, body=self.text or self.html)


def read_submission(data: bytes, *, id_without_source: bool = False) -> ArticleSubmitted:
    """
    Read one submission, strictly.

    Cheap checks of size and depth run before any parser; byte order marks before the document are skipped. Raises
    RejectedError with a reason of `too-large`, `invalid-utf8`, `bad-json` or `bad-schema` and one fault per field; neither
    repeats what the document says. `id_without_source` is for dry runs, where nothing is stored.
    """
    if len(data) > MAX_ENTRY_BYTES:
        raise RejectedError(
            "too-large", f"{len(data)} bytes, at most {MAX_ENTRY_BYTES} are allowed", (Fault("$", "too_large"),)
        )
    try:
        text = data.decode().lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise RejectedError("invalid-utf8", f"byte {error.start} is not UTF-8", (Fault("$", "invalid_utf8"),)) from None
    if _is_deep(data):
        raise _bad_json("too_deep", f"nested deeper than {MAX_DEPTH}")
    try:
        fields = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise _bad_json("json_invalid", f"not JSON at line {error.lineno}, column {error.colno}") from None
    try:
        return ArticleSubmitted.model_validate(fields, context={"id_without_source": id_without_source})
    except ValidationError as error:
        faults = tuple(_fault(e) for e in error.errors(include_url=False, include_input=False, include_context=False))
        listed = ", ".join(f"{fault.path} ({fault.code})" for fault in faults[:5])
        raise RejectedError("bad-schema", f"{len(faults)} fault(s): {listed}", faults) from None


_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _is_deep(data: bytes) -> bool:
    """Scan the brackets outside strings: a parser must never see a document deep enough to break it."""
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return False
    depth = 0
    for token in _STRUCTURE.finditer(data):
        byte = data[token.start()]
        if byte in b"{[":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif byte in b"}]":
            depth -= 1
    return False


def _bad_json(code: str, detail: str) -> RejectedError:
    return RejectedError("bad-json", detail, (Fault("$", code),))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _bad_json("duplicate_key", "an object names a key twice")
    return fields


def _refuse_constant(_: str) -> NoReturn:
    raise _bad_json("non_finite", "holds NaN or Infinity")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _bad_json("non_finite", "holds a number beyond a double")
    return number


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:  # beyond 64 bits; and int() of untrusted digits is quadratic
        raise _bad_json("int_range", f"holds an integer of more than {_MAX_DIGITS} characters")
    return int(digits)


def _fault(error: Any) -> Fault:
    """Name the field only where the name is ours: an unknown field's name is the document's, so it is cut and escaped."""
    path = str(error["loc"][0]) if error["loc"] else "$"
    code = {"extra_forbidden": "unknown_field", "value_error": "invalid"}.get(error["type"], error["type"])
    return Fault(_printable(path)[:80], code)


def _printable(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode() if name.isprintable() else "(unprintable)"
