"""What stands where on the pages of a PDF. Lengths are millimetres from the left and the top, sizes points."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pdfplumber

MM = 25.4 / 72
TOP_MARGIN = 20.0


@dataclass(frozen=True)
class Line:
    """Letters in one row of a page, as wide as what was looked for."""

    text: str
    page: int
    left: float
    right: float
    top: float
    sizes: frozenset[float]
    fonts: frozenset[str]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_bold(self) -> bool:
        return all("Bold" in font for font in self.fonts)

    @property
    def is_italic(self) -> bool:
        return all("Italic" in font for font in self.fonts)


class Measured:
    """A PDF that was read."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pdfplumber.open(BytesIO(data))

    @property
    def pages(self) -> int:
        return len(self.pdf.pages)

    @cached_property
    def fonts(self) -> set[str]:
        """Families: "ABCDEF+Liberation-Serif-Bold" is of "Liberation-Serif"."""
        found = {char["fontname"].split("+")[-1] for page in self.pdf.pages for char in page.chars}
        return {name.replace("-Bold", "").replace("-Italic", "").replace("-Oblique", "") for name in found}

    def letters(self, page: int | None = None) -> str:
        """All letters without blanks, in the order in which they were written."""
        written = [text for _chars, text in self._written]
        return "".join(written if page is None else [written[page]])

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Left, top, right, bottom of every letter but the page numbers."""
        return [
            (char["x0"] * MM, char["top"] * MM, char["x1"] * MM, char["bottom"] * MM)
            for page in self.pdf.pages
            for char in page.chars
            if not _is_number(char) and char["text"].strip()
        ]

    def number_of(self, page: int) -> Line | None:
        """The page number in the top margin of a page."""
        chars = [char for char in self.pdf.pages[page].chars if _is_number(char)]
        return _line(chars, page) if chars else None

    @cached_property
    def _written(self) -> list[tuple[list[dict], str]]:
        """Of each page its letters, and the same as a text."""
        found = []
        for page in self.pdf.pages:
            chars = [char for char in page.chars if char["text"].strip() and not _is_number(char)]
            found.append((chars, "".join(unicodedata.normalize("NFC", char["text"]) for char in chars)))
        return found

    def line(self, text: str, nth: int = 0) -> Line:
        """Where a text of one row stands."""
        wanted, found = tight(text), []
        for number, (chars, written) in enumerate(self._written):
            start = written.find(wanted)
            while start >= 0:
                found.append(_line(chars[start : start + len(wanted)], number))
                start = written.find(wanted, start + 1)
        assert len(found) > nth, f"{text!r} is not on these pages"
        return found[nth]

    def rules(self, page: int = 0) -> list[tuple[float, float, float]]:
        """Left, right and height of every horizontal line of a page."""
        shapes = [*self.pdf.pages[page].rects, *self.pdf.pages[page].lines]
        return [
            (s["x0"] * MM, s["x1"] * MM, s["top"] * MM)
            for s in shapes
            if s["x1"] - s["x0"] > 5 and s["height"] < 2
        ]


def tight(text: str) -> str:
    """NFC without blanks: where lines break is not what is compared."""
    return "".join(unicodedata.normalize("NFC", text).split())


def _is_number(char: dict) -> bool:
    return char["bottom"] * MM < TOP_MARGIN


def _line(chars: list[dict], page: int) -> Line:
    return Line(
        "".join(char["text"] for char in chars),
        page,
        min(char["x0"] for char in chars) * MM,
        max(char["x1"] for char in chars) * MM,
        min(char["top"] for char in chars) * MM,
        frozenset(round(char["size"], 2) for char in chars),
        frozenset(char["fontname"] for char in chars),
    )
