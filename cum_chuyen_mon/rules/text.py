"""Vietnamese text: one normal form, the order of the alphabet, keys to search without marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=100)}
_VOWEL_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn make other letters, not tones
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng

_INVISIBLE = {"Cc", "Cf", "Cs"}  # control, zero-width and soft characters, halves of broken ones


CODE_PATTERN = r"[A-Z0-9][A-Z0-9._-]*"
CODE_LENGTH = 60
"""What a code may look like: official codes are keys, on paper, in a workbook and in an address alike."""


def clean(text: object) -> str:
    """The text in Unicode NFC (TCVN 6909:2001) without control characters, blanks trimmed and folded."""
    raw = "" if text is None else str(text)
    kept = "".join(c for c in raw if c.isspace() or unicodedata.category(c) not in _INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def clean_lines(text: object) -> str:
    """Like :func:`clean`, keeping the line breaks of a longer text."""
    composed = "" if text is None else str(text)
    return "\n".join(clean(line) for line in composed.splitlines()).strip()


def search_key(text: object) -> str:
    """Lower case without marks: "Đa Phước" → "da phuoc", so that people who type without marks find it."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def collation_key(text: object) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Sort key in the order of the Vietnamese alphabet: letters first, then tones."""
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFD", clean(text).lower()):
        if char in _TONES:
            tones[-1:] = [_TONES[char]]
        elif char in _VOWEL_MARKS and letters:
            composed = unicodedata.normalize("NFC", _letter(letters[-1]) + char)
            letters[-1] = _RANK.get(composed, letters[-1])
        elif not unicodedata.combining(char):
            letters.append(_RANK.get(char, ord(char) if ord(char) < 100 else ord(char) + 200))
            tones.append(0)
    return tuple(letters), tuple(tones)


def _letter(rank: int) -> str:
    return _ALPHABET[rank - 100] if 100 <= rank < 100 + len(_ALPHABET) else ""


def person_key(name: object) -> tuple:
    """Sort key of a person: given name (last word), then family and middle names, as Vietnamese lists do."""
    words = clean(name).split()
    if not words:
        return ((), ())
    return collation_key(words[-1]), collation_key(" ".join(words[:-1]))


def split_codes(text: object) -> tuple[str, ...]:
    """Codes out of a cell or field: separated by commas, semicolons or line breaks, in order, each once."""
    raw = clean_lines(text).replace(";", ",").replace("\n", ",").split(",")
    return tuple(dict.fromkeys(code for code in (clean(part) for part in raw) if code))


def join_vi(parts: Iterable[str]) -> str:
    """ "a, b và c" """
    items = list(parts)
    return " và ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def date_vi(day: object) -> str:
    """A date as Vietnamese papers write it: 05/01/2025."""
    return f"{day:%d/%m/%Y}" if day else ""
