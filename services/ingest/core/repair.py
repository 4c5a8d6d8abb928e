"""Character repair: what an encoder, an HTML writer or a copy-and-paste did to a text, undone."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from html.entities import html5

import ftfy

_ENCODING_ONLY = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\u2028]")
_LINE_END_SIGNS = ("\r", "\x0b", "\x0c", "\u2028")
# Control characters, lone surrogates, noncharacters, and what takes no room: soft hyphen, zero-width space, byte order
# mark, direction marks. Joiners stay where the script before them needs them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
_IDLE_JOINER = re.compile("(?<![\u0590-\u1fff\u2190-\u2fff\u3001-\uffff\U00010000-\U0010ffff])[\u200c\u200d]")
_C1 = re.compile("[\x80-\x9f]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# A lead byte of UTF-8 that was read as a Western, Cyrillic or Greek code page, and the byte after it.
_PERHAPS_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4\u0102-\u017e\u0192\u0391-\u03ce\u0402-\u0457\u05d0-\u05ea\u2514-\u256c\u00a0][^\x00-\x7f]"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LONGEST_ENTITY = 34
# What is left of an entity whose ampersand was lost on the way.
_BEHEADED = re.compile(
    r"(?:(?<=\w) (?=#39;(?:s|t|re|ve|ll|d|m)\b)|(?<![&\w#;]))(#[0-9]{2,4}|quot|apos|amp|nbsp|[lr][sd]quo|[mn]dash|hellip);"
)
_BEHEADED_TAILS = (
    "9;",
    "0;",
    "1;",
    "2;",
    "3;",
    "4;",
    "5;",
    "6;",
    "7;",
    "8;",
    "quot;",
    "quo;",
    "apos;",
    "amp;",
    "nbsp;",
    "dash;",
    "hellip;",
)
# Composing sorts the marks on a letter, in time quadratic in their number; no writing puts more than a few on one.
_MOST_MARKS = 30  # the limit of Unicode's own Stream-Safe Text Format
_PERHAPS_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")
_SPACES = re.compile(r"[^\S\n]+")
_OTHER_SPACE = re.compile(r"[^\S\n ]")
_UNTIDY = ("  ", " \n", "\n ", "\n\n\n")
_AROUND_NEWLINE = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{3,}")
_MOST_ROUNDS = 50  # a safety net: nothing seen needs more than 4


def repair(raw: str) -> str:
    r"""
    Make equal texts equal, character by character; no word is added or lost.

    Undo entities (encoded however often) and mojibake, compose characters (NFC), drop invisible and control characters and
    what is more than 30 marks on one letter, fold
    runs of spaces, trim every line, and keep at most one blank line between paragraphs. It is run until nothing changes, so
    repairing twice changes nothing, and replaying a message cannot change a stored hash.

    >>> repair("  Cafe\u0301\u200b &amp;amp; bar   opens \n\n\n\n Monday ")
    'Café & bar opens\n\nMonday'
    """
    text = raw
    for _ in range(_MOST_ROUNDS):
        repaired = _repair_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _repair_once(text: str) -> str:
    if any(sign in text for sign in _LINE_END_SIGNS):
        text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = _repair_beyond_ascii(text)
    elif _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if ";" in text:
        text = _decode_entities(text)
    if any(run in text for run in _UNTIDY) or _OTHER_SPACE.search(text) or text != text.strip():
        text = _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", text))
        text = _BLANK_LINES.sub("\n\n", text).strip()
    return text


def _repair_beyond_ascii(text: str) -> str:
    if _PERHAPS_MOJIBAKE.search(text) or _C1.search(text):
        text = "\n".join(_undo_mojibake(line) for line in text.split("\n"))
    text = text.replace("\x85", "\n").replace("\u2029", "\n\n")
    if _INVISIBLE.search(text):
        if _SURROGATE_PAIR.search(text):
            text = ftfy.fixes.fix_surrogates(text)
        text = _INVISIBLE.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _IDLE_JOINER.sub("", text)
    text = _PERHAPS_MARKS.sub(_with_fewer_marks, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _with_fewer_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=4_096)
def _is_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFD", character)[0]) > 0


def _undo_mojibake(line: str) -> str:
    if line.isascii() or not (_PERHAPS_MOJIBAKE.search(line) or _C1.search(line)):
        return line
    fixed = ftfy.fix_encoding(line, config=_ENCODING_ONLY)
    return ftfy.fixes.fix_c1_controls(fixed)


def _decode_entities(text: str) -> str:
    """
    Decode entities inside out in one pass: whatever a decoded character completes is decoded as well.

    An entity is complete when its semicolon arrives, so looking back from each semicolon is enough, and linear.
    """
    if "&" in text:
        pieces: list[str] = []
        done, *rest = text.split(";")
        for piece in rest:
            done += ";"
            at = done.rfind("&", max(0, len(done) - _LONGEST_ENTITY))
            while at >= 0 and done.endswith(";") and _ENTITY.fullmatch(done, at):
                decoded = _decoded(done[at:])
                if decoded is None:
                    break
                done = done[:at] + decoded
                at = done.rfind("&", max(0, len(done) - _LONGEST_ENTITY))
            if len(done) > 4 * _LONGEST_ENTITY:
                pieces.append(done[:-_LONGEST_ENTITY])
                done = done[-_LONGEST_ENTITY:]
            done += piece
        text = "".join(pieces) + done
    if not any(tail in text for tail in _BEHEADED_TAILS):
        return text
    return _BEHEADED.sub(lambda match: _decoded(f"&{match[1]};") or "", text)


def _decoded(entity: str) -> str | None:
    """Return what `entity` stands for, nothing for an invisible character, None for a name that HTML does not know."""
    character = html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:])
    return "" if character and _INVISIBLE.fullmatch(character) else character
