"""DOCX by docxtpl: the same templates as the PDF's, made into ones for Word and filled with the same parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from .contexts import Paper, pictures, values
from .docx_template import RULE, build
from .layout import MM_PER_POINT, STANDARD, TEXT_WIDTH, Layout, styles
from .template import sandbox
from .typeface import typeface


def docx_of(paper: Paper, setting: Layout = STANDARD) -> bytes:
    """The paper as DOCX."""
    filled = DocxTemplate(BytesIO(template(paper.template, setting)))
    filled.render(values(paper), jinja_env=sandbox(), autoescape=True)
    draw_rules(filled.docx, setting)
    put_pictures(filled.docx, paper)
    stream = BytesIO()
    filled.save(stream)
    return stream.getvalue()


@lru_cache(maxsize=32)
def template(name: str, setting: Layout = STANDARD) -> bytes:
    """The template of a paper for Word."""
    return build(name, setting)


def draw_rules(document: Document, setting: Layout) -> None:
    """Give each line under a text its length, which depends on the words above it."""
    named = styles(setting)
    above: Paragraph | None = None
    for paragraph in _all_paragraphs(document):
        style = named.get(_style_of(above)) if above is not None else None
        if style and _style_of(paragraph) == RULE:
            room = _room(paragraph)
            length = typeface().width(above.text, style.size, style.bold) * MM_PER_POINT
            margin = Mm((room - min(length, room) * style.rule) / 2)
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = margin
        above = paragraph


def put_pictures(document: Document, paper: Paper) -> None:
    """Put each picture where its key stands alone in a paragraph."""
    named = {picture.key: picture for picture in pictures(paper)}
    for paragraph in _all_paragraphs(document) if named else ():
        picture = named.get(paragraph.text.strip())
        if picture:
            paragraph.clear()
            size = Mm(picture.width), Mm(picture.height)
            paragraph.add_run().add_picture(BytesIO(picture.jpeg), *size)


def _style_of(paragraph: Paragraph) -> str:
    """A template of others may have no styles at all."""
    return paragraph.style.name if paragraph.style is not None else ""


def _all_paragraphs(document: Document) -> Iterator[Paragraph]:
    """In the order of the pages, those in tables among them."""
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)


def _room(paragraph: Paragraph) -> float:
    """Millimetres between the edges of the column that a paragraph stands in."""
    cell = next(paragraph._p.iterancestors(qn("w:tc")), None)
    width = cell.width if cell is not None else None  # a template of others may leave it open
    return width.mm if width else TEXT_WIDTH
