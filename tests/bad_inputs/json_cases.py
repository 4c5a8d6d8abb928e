"""What is no JSON object of ours: other encodings, other formats, and JSON that is built to break its reader."""

from __future__ import annotations

import gzip
from typing import Final

from shared.contracts.submission import MAX_ENTRY_BYTES
from tests.bad_inputs.case import CANARY, STORED, Case, Repeated, Stored, document, refused

NOT_JSON: Final = refused("$", "json_invalid", "bad-json")
NOT_UTF_8: Final = refused("$", "invalid_utf8", "invalid-utf8")
TOO_DEEP: Final = refused("$", "too_deep", "bad-json")
TWICE: Final = refused("$", "duplicate_key", "bad-json")
NOT_FINITE: Final = refused("$", "non_finite", "bad-json")
TOO_LONG_A_NUMBER: Final = refused("$", "int_range", "bad-json")
NO_OBJECT: Final = refused("$", "model_type")

_C: Final = CANARY.encode()
_GOOD: Final = document()
_TEXT: Final = b'"text": "' + _C + b'"'

JSON_CASES: Final = (
    Case("nothing at all", b"", NOT_JSON),
    Case("only white space", b" \r\n\t ", NOT_JSON),
    Case("cut off", _GOOD[:-3], NOT_JSON),
    Case("two documents in one entry", _GOOD + b"\n" + _GOOD, NOT_JSON),
    Case("rubbish after the document", _GOOD + b" and so on", NOT_JSON),
    Case("NUL after the document", _GOOD + b"\x00", NOT_JSON),
    Case("single quotes", b"{'text': '" + _C + b"'}", NOT_JSON),
    Case("trailing comma", b"{" + _TEXT + b",}", NOT_JSON),
    Case("comment", b"{/* " + _C + b" */ " + _TEXT + b"}", NOT_JSON),
    Case("key without quotes", b'{text: "' + _C + b'"}', NOT_JSON),
    Case("missing comma", b"{" + _TEXT + b' "title": "a"}', NOT_JSON),
    Case("hexadecimal number", b"{" + _TEXT + b', "version": 0x10}', NOT_JSON),
    Case("leading zero", b"{" + _TEXT + b', "version": 007}', NOT_JSON),
    Case("leading plus", b"{" + _TEXT + b', "version": +1}', NOT_JSON),
    Case("Python's literals", b"{" + _TEXT + b', "title": None}', NOT_JSON),
    Case("line break in a string", b'{"text": "a\n' + _C + b'"}', NOT_JSON),
    Case("NUL in a string", b'{"text": "a\x00' + _C + b'"}', NOT_JSON),
    Case("unknown escape", b'{"text": "\\x41' + _C + b'"}', NOT_JSON),
    Case("half an escape", b'{"text": "' + _C + b'\\u12"}', NOT_JSON),
    Case("XML", b"<?xml version='1.0'?><doc>" + _C + b"</doc>", NOT_JSON),
    Case("a page instead of a document", b"<!doctype html><p>" + _C + b"</p>", NOT_JSON),
    Case("CSV", b"source,id,text\nagency,1," + _C + b"\n", NOT_JSON),
    Case("a form", b"source=agency&text=" + _C, NOT_JSON),
    Case("base64", b"eyJ0ZXh0IjogImEifQ==" + _C, NOT_JSON),
    Case("a string", b'"' + _C + b'"', NO_OBJECT),
    Case("a document in a string", b'"{\\"text\\": \\"' + _C + b'\\"}"', NO_OBJECT),
    Case("a number", b"1", NO_OBJECT),
    Case("null", b"null", NO_OBJECT),
    Case("a list of documents", b"[" + _GOOD + b"]", NO_OBJECT),
    Case("byte order mark", b"\xef\xbb\xbf" + _GOOD, STORED),
    Case("two byte order marks", b"\xef\xbb\xbf" * 2 + _GOOD, STORED),
    Case("UTF-16 with its mark", _GOOD.decode().encode("utf-16"), NOT_UTF_8),
    Case("UTF-16 without a mark", _GOOD.decode().encode("utf-16-le"), NOT_JSON),
    Case("UTF-32", _GOOD.decode().encode("utf-32"), NOT_UTF_8),
    Case("Latin-1", document(title="Café").decode().encode("latin-1"), NOT_UTF_8),
    Case("half a character", b'{"title": "\xe2\x82", ' + _TEXT + b"}", NOT_UTF_8),
    Case("surrogates as UTF-8", b'{"title": "\xed\xa0\xbd\xed\xb8\x80", ' + _TEXT + b"}", NOT_UTF_8),
    Case("overlong NUL", b'{"title": "\xc0\x80", ' + _TEXT + b"}", NOT_UTF_8),
    Case("overlong slash", b'{"title": "\xe0\x80\xaf", ' + _TEXT + b"}", NOT_UTF_8),
    Case("beyond Unicode", b'{"title": "\xf4\x90\x80\x80", ' + _TEXT + b"}", NOT_UTF_8),
    Case("continuation byte alone", b'{"title": "\x80", ' + _TEXT + b"}", NOT_UTF_8),
    Case("every byte there is", bytes(range(256)) + _C, NOT_UTF_8),
    Case("gzip", gzip.compress(_GOOD, mtime=0), NOT_UTF_8),
    Case("a pickle that would run a command", b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R." + _C, NOT_UTF_8),
    Case("MessagePack", b"\x81\xa4text\xaa" + _C, NOT_UTF_8),
    Case("lists 10,000 deep", Repeated(b'{"text": "' + _C + b'", "a": ', b"[", 10_000, b"]" * 10_000 + b"}"), TOO_DEEP),
    Case("lists 10,000 deep, never closed", Repeated(_C, b"[", 10_000), TOO_DEEP),
    Case("objects 20,000 deep", Repeated(b"", b'{"a":', 20_000, b'"' + _C + b'"' + b"}" * 20_000), TOO_DEEP),
    Case("one level too many", b'{"metadata": ' + b"[" * 16 + b"]" * 16 + b", " + _TEXT + b"}", TOO_DEEP),
    Case(
        "as deep as allowed",
        b'{"metadata": ' + b"[" * 15 + b"]" * 15 + b", " + _TEXT + b"}",
        refused("metadata", "dict_type"),
    ),
    Case("brackets in a string", Repeated(b'{"text": "' + _C + b" ", b"[{", 5_000, b'"}'), STORED),
    Case("brackets behind an escaped quote", b'{"text": "\\"' + b"[" * 99 + _C + b'"}', STORED),
    Case("a string of backslashes", Repeated(b'{"text": "' + _C, b"\\\\", 100_000, b'"}'), STORED),
    Case("a key twice", b"{" + _TEXT + b', "text": "b"}', TWICE),
    Case("a key twice, once escaped", b"{" + _TEXT + b', "\\u0074ext": "b"}', TWICE),
    Case("a key twice in metadata", b"{" + _TEXT + b', "metadata": {"a": "1", "a": "2"}}', TWICE),
    Case("NaN", b"{" + _TEXT + b', "version": NaN}', NOT_FINITE),
    Case("Infinity", b"{" + _TEXT + b', "version": Infinity}', NOT_FINITE),
    Case("minus Infinity", b"{" + _TEXT + b', "version": -Infinity}', NOT_FINITE),
    Case("a number beyond a double", b"{" + _TEXT + b', "version": 1e400}', NOT_FINITE),
    Case("a negative number beyond a double", b"{" + _TEXT + b', "version": -1e400}', NOT_FINITE),
    Case("a number of 10,000 digits", Repeated(b"{" + _TEXT + b', "version": ', b"9", 10_000, b"}"), TOO_LONG_A_NUMBER),
    Case("a number of 21 digits", b"{" + _TEXT + b', "version": ' + b"1" * 21 + b"}", TOO_LONG_A_NUMBER),
    Case("a number of 20 digits", b"{" + _TEXT + b', "version": ' + b"1" * 20 + b"}", refused("version", "less_than_equal")),
    Case("a number too small for a double", b"{" + _TEXT + b', "version": 1e-400}', refused("version", "int_type")),
    Case(
        "a fraction of 10,000 digits",
        Repeated(b"{" + _TEXT + b', "version": 0.', b"1", 10_000, b"}"),
        refused("version", "int_type"),
    ),
    Case("first half of a surrogate pair", b'{"text": "\\ud83d ' + _C + b'"}', refused("text", "string_unicode")),
    Case("second half of a surrogate pair", b'{"text": "\\ude00 ' + _C + b'"}', refused("text", "string_unicode")),
    Case(
        "a surrogate pair the wrong way round", b'{"text": "\\ude00\\ud83d ' + _C + b'"}', refused("text", "string_unicode")
    ),
    Case("a surrogate pair", b'{"text": "\\ud83d\\ude00 ' + _C + b'"}', Stored({"text": f"😀 {CANARY}"})),
    Case("half a surrogate pair in a title", b'{"title": "\\ud800", ' + _TEXT + b"}", refused("title", "string_unicode")),
    Case("half a surrogate pair in a name", b'{"\\ud800": "a", ' + _TEXT + b"}", refused("$", "string_unicode")),
    Case(
        "half a surrogate pair in a key of metadata",
        b'{"metadata": {"\\udfff": "a"}, ' + _TEXT + b"}",
        refused("metadata", "string_unicode"),
    ),
    Case("8 MiB", Repeated(_GOOD, b" ", MAX_ENTRY_BYTES - len(_GOOD) - len(b"data")), STORED),
    Case("more than 8 MiB", Repeated(_GOOD, b" ", MAX_ENTRY_BYTES), refused("$", "too_large", "too-large")),
    Case(
        "a million digits of a text that is escaped",
        Repeated(b'{"text": "' + _C + b" ", b"\\u0031", 900_000, b'", "language": "de"}'),
        STORED,
    ),
)
