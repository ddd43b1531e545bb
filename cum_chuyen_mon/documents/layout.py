"""The layout of official papers: Nghị định 30/2020/NĐ-CP, Phụ lục I. The one home of its measures.

Lengths are millimetres, sizes of letters points. Where the decree allows a range, the value stands inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_POINT = 25.4 / 72
SINGLE = 1.15
"""Height of a single line of this typeface, in sizes of its letters."""


@dataclass(frozen=True)
class Layout:
    """What an office may set, within what the decree allows (``RANGES``); the rest is below."""

    indent: float = 12.7
    """First line of a paragraph."""
    spacing: float = 1.1
    """Lines, as Word counts them."""
    body: float = 13
    """Letters of the text."""


RANGES = {"indent": (10.0, 12.7), "spacing": (1.0, 1.5), "body": (13.0, 14.0)}
STANDARD = Layout()


PAGE = (210.0, 297.0)
TOP, BOTTOM = 20.0, 20.0  # 20 to 25
LEFT, RIGHT = 30.0, 15.0  # 30 to 35, 15 to 20
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
PAGE_NUMBER_FROM_TOP = 10.0
"""The header of a Word page; in a PDF the number stands in the middle of the top margin."""
PARAGRAPH_GAP = 6.0
"""Points between paragraphs, at least 6."""

SIGNATURE_SPACE = 16.0
"""Room for a signature by hand, besides an empty line."""

CODE = 20.0
"""Side of the code to scan: four tenths of a millimetre for each of its dots."""

FULL_RULE, PART_RULE = 1.0, 0.4
"""Lines under the motto (as long as it) and under the issuing body and the subject (1/3 to 1/2)."""


@dataclass(frozen=True)
class Style:
    """One element of a paper. ``align`` is left, center, right or justify; ``rule``: a line under it, as a share of
    the text's width. ``after`` are points to the next paragraph; ``keep``: on one page with what follows;
    ``new_page``: the first on a page."""

    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    after: float = 0.0
    before: float = 0.0
    indent: bool = False
    spaced: bool = False
    rule: float = 0.0
    keep: bool = False
    new_page: bool = False


def styles(layout: Layout = Layout()) -> dict[str, Style]:
    """Class of an element in the templates → how it is set. "p" is the body."""
    size = layout.body
    return {
        "p": Style(size, align="justify", after=PARAGRAPH_GAP, indent=True, spaced=True),
        "plain": Style(size, align="justify", after=PARAGRAPH_GAP, spaced=True),
        "first": Style(size, align="justify", before=6, after=PARAGRAPH_GAP, indent=True, spaced=True),
        "lead": Style(size, italic=True, align="justify", after=PARAGRAPH_GAP, indent=True, keep=True),
        "section": Style(size, bold=True, align="justify", after=PARAGRAPH_GAP, indent=True, keep=True),
        "closing": Style(size, align="justify", after=PARAGRAPH_GAP, indent=True, spaced=True, keep=True),
        "superior": Style(12, align="center"),
        "issuer": Style(12, bold=True, align="center", rule=PART_RULE),
        "nation": Style(12, bold=True, align="center"),
        "motto": Style(13, bold=True, align="center", rule=FULL_RULE),
        "number": Style(13, align="center", before=4),
        "dateline": Style(13, italic=True, align="center", before=4),
        "kind": Style(14, bold=True, align="center", before=18, keep=True),
        "subject": Style(14, bold=True, align="center", after=PARAGRAPH_GAP, rule=PART_RULE, keep=True),
        "address": Style(size, align="center", before=6, after=PARAGRAPH_GAP, keep=True),
        "capacity": Style(size, bold=True, align="center", keep=True),
        "room": Style(size, align="center", after=SIGNATURE_SPACE / MM_PER_POINT, keep=True),
        "note": Style(11, italic=True, align="center", keep=True),
        "signer": Style(size, bold=True, align="center", keep=True),
        "recipients": Style(12, bold=True, italic=True, keep=True),
        "recipient": Style(11, keep=True),
        "said": Style(11, italic=True, align="justify"),
        "annex": Style(14, bold=True, align="center", keep=True, new_page=True),
        "annex-title": Style(14, bold=True, align="center", keep=True),
        "annex-of": Style(13, italic=True, align="center", after=12, keep=True),
        "photo": Style(size, align="center", before=3, after=3, keep=True),
        "photo-caption": Style(13, italic=True, align="center", after=9),
        "page-number": Style(13, align="center"),
        "cell": Style(size),
        "cell-center": Style(size, align="center"),
        "cell-head": Style(size, bold=True, align="center"),
    }
