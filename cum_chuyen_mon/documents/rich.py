"""What somebody wrote in the desk's text editor, as the paragraphs of a paper: a paper has its own form, and lists keep
their dashes and numbers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as parser

from cum_chuyen_mon.rules.text import clean

BLOCKS = {
    "address",
    "article",
    "blockquote",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "p",
    "pre",
    "section",
    "tr",
}
UNSEEN = {"script", "style", "head", "template"}
BETWEEN_CELLS = "; "


def paragraphs_of(html: str) -> tuple[str, ...]:
    """The text of an HTML fragment, a paragraph for each block, line or row; without empty ones."""
    if not html or not html.strip():
        return ()
    lines = "".join(_pieces(parser.fragment_fromstring(html, create_parent="div"))).split("\n")
    return tuple(line for line in map(clean, lines) if line)


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of an element in order, with a line end wherever a paragraph ends."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:  # comments have no tag of their own
        return
    is_block = element.tag in BLOCKS
    yield "\n" if is_block else ""
    yield _mark(element)
    yield _flat(element.text)
    for child in element:
        yield from _pieces(child)
        yield _flat(child.tail)
    if element.tag in ("td", "th") and element.getnext() is not None:
        yield BETWEEN_CELLS
    yield "\n" if is_block or element.tag == "br" else ""


def _mark(element: etree._Element) -> str:
    """What stands before a line of a list. The editor marks bullets in lists that it writes as numbered."""
    if element.tag != "li":
        return ""
    parent = element.getparent()
    if parent is None or parent.tag != "ol" or element.get("data-list") == "bullet":
        return "- "
    before = [
        item for item in element.itersiblings("li", preceding=True) if item.get("data-list") != "bullet"
    ]
    return f"{len(before) + 1}. "


def _flat(text: str | None) -> str:
    """Text in which line ends are blanks, as HTML has them."""
    return " ".join((text or "").splitlines()) if text and text.strip() else " " if text else ""
