"""The typeface of official papers: Times New Roman or a serif of the same metrics, with every Vietnamese letter.

Frappe's machines often carry an older Liberation Serif that lacks most of them, and a renderer would silently take the
missing letters from elsewhere. So the files are chosen here, by what is in them, and handed to the renderer by name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

FAMILIES = ("Times New Roman", "Liberation Serif", "Tinos")
"""In this order: the one the decree names, then those of equal metrics."""
STYLES = ("Regular", "Bold", "Italic", "Bold Italic")
FILES = ("times*", "liberationserif*", "tinos*")

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
PLACEHOLDER = "□"


class NoTypeface(Exception):
    """No complete typeface on this machine; the sentence says what to install."""


@dataclass(frozen=True)
class Typeface:
    """Four files of one family and the characters that all of them have."""

    family: str
    files: tuple[Path, Path, Path, Path]
    letters: frozenset[int]

    def printable(self, text: str) -> str:
        """The text with a square for every character this typeface lacks, so that no other one is mixed in."""
        return "".join(c if ord(c) in self.letters or c in "\n\t" else PLACEHOLDER for c in text)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Points that a line of text takes."""
        advances, units = _advances(self.files[STYLES.index("Bold" if bold else "Regular")])
        return sum(advances.get(ord(c), 0) for c in text) * size / units


def vietnamese_letters() -> frozenset[int]:
    """Code points of every Vietnamese letter, in both cases, composed (NFC)."""
    import unicodedata

    lower = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES}
    lower |= set("bcdđghklmnpqrstvx")
    return frozenset(ord(c) for letter in lower for c in (letter, letter.upper()))


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """The first complete family on this machine. Throws `NoTypeface`."""
    return find(_folders())


def find(folders: Iterable[Path]) -> Typeface:
    """The first complete family in these folders, in the order of ``FAMILIES``. Throws `NoTypeface`."""
    needed = vietnamese_letters()
    found: dict[str, dict[str, tuple[Path, frozenset[int]]]] = {}
    for path in _files(folders):
        for family, style, letters in _described(path):
            if family in FAMILIES and style in STYLES and needed <= letters:
                found.setdefault(family, {}).setdefault(style, (path, letters))
    for family in FAMILIES:
        faces = found.get(family, {})
        if len(faces) == len(STYLES):
            files = tuple(faces[style][0] for style in STYLES)
            return Typeface(
                family, files, frozenset.intersection(*(letters for _, letters in faces.values()))
            )
    raise NoTypeface(
        "Chưa in được văn bản: máy chủ chưa có phông chữ Times New Roman (hoặc Liberation Serif) đủ chữ tiếng Việt với "
        "cả bốn kiểu thường, đậm, nghiêng, đậm nghiêng. Hãy cài gói fonts-liberation2 trên máy chủ rồi thử lại."
    )


def _folders() -> list[Path]:
    data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    places = [Path(folder) / "fonts" for folder in data.split(":") if folder]
    return [home / "fonts", Path.home() / ".fonts", *places, Path("/Library/Fonts"), Path("C:/Windows/Fonts")]


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*.[to]tf")) if folder.is_dir() else ():
            if any(Path(path.name.lower()).match(pattern) for pattern in FILES):
                yield path


def _described(path: Path) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Family, style and characters of a file; nothing for a broken one."""
    try:
        with TTFont(path, lazy=True) as font:
            names = font["name"]
            yield names.getDebugName(1), names.getDebugName(2), frozenset(font.getBestCmap())
    except (TTLibError, KeyError, OSError):
        return


@lru_cache(maxsize=len(STYLES))
def _advances(path: Path) -> tuple[dict[int, int], int]:
    """Code point → advance, and the units of an em."""
    with TTFont(path, lazy=True) as font:
        metrics = font["hmtx"]
        return {code: metrics[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm
