"""A template in HTML as one for Word: the same paragraphs and tables, with Jinja's tags where docxtpl looks for them.

A control tag between paragraphs becomes a paragraph `{%p … %}`, one between rows a row `{%tr … %}`; one within a
paragraph stays within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from . import layout
from .layout import STANDARD, Layout, Style, styles
from .template import source

RULE = "rule"
"""The paragraph that draws the line under a text."""
PICTURE = "photo"
"""The paragraph of a picture."""
GAP = "gap"
"""What keeps a table from the next one, which Word would join to it, and from the text."""
UNDER_A_RULE = 3.0
"""Points; without them the edge of a cell covers the line."""
TYPEFACE = "Times New Roman"
LANGUAGE = "vi-VN"
_TAG = re.compile(r"({%.*?%})")
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_CELLS = {"td": "cell", "th": "cell-head"}


def build(name: str, setting: Layout = STANDARD) -> bytes:
    """The DOCX template of a paper."""
    document = Document()
    _set_page(document)
    _add_styles(document, setting)
    _set_page_number(document)
    named = styles(setting)
    root = etree.fromstring(f"<paper>{source(name)}</paper>")
    _fill(document, root, named)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE[0]), Mm(layout.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = section.footer_distance = Mm(layout.PAGE_NUMBER_FROM_TOP)


def _add_styles(document: DocxDocument, setting: Layout) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = TYPEFACE, Pt(setting.body)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), TYPEFACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.rPr.append(language)
    for name, style in styles(setting).items():
        _define(document, name, style, setting)
    _thin(document, GAP, layout.PARAGRAPH_GAP)
    rule = _thin(document, RULE, UNDER_A_RULE)
    rule.paragraph_format.keep_with_next = True
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for attribute, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{attribute}"), value)
    borders.append(line)
    rule.element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _thin(document: DocxDocument, name: str, after: float) -> ParagraphStyle:
    """The style of a paragraph without words, ``after`` points above the next one."""
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    made.font.size = Pt(1)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(0), Pt(after)
    made.paragraph_format.line_spacing = Pt(2)
    return made


def _define(document: DocxDocument, name: str, style: Style, setting: Layout) -> None:
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    made.font.size, made.font.bold, made.font.italic = Pt(style.size), style.bold, style.italic
    form = made.paragraph_format
    form.alignment = _ALIGN[style.align]
    form.space_before, form.space_after = Pt(style.before), Pt(style.after)
    form.line_spacing = setting.spacing if style.spaced else 1.0
    form.first_line_indent = Mm(setting.indent) if style.indent else Mm(0)
    form.keep_with_next = style.keep
    form.page_break_before = style.new_page
    form.widow_control = True


def _set_page_number(document: DocxDocument) -> None:
    """In the middle of the top margin, and not on page 1."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = document.styles["page-number"]
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _fill(place: DocxDocument | _Cell, parent: etree._Element, named: dict[str, Style]) -> None:
    """Put the blocks of an element, and the tags between them, one after another."""
    _add_tags(place, parent.text)
    for element in parent:
        if element.tag == "p":
            _add_paragraph(place, element, named)
        elif element.tag != "aside":  # which is not for a file that anybody may change
            _add_table(place, element, named)
        _add_tags(place, element.tail)


def _add_tags(place: DocxDocument | _Cell, text: str | None) -> None:
    for tag in _tags(text):
        place.add_paragraph(tag.replace("{%", "{%p", 1))


def _tags(text: str | None) -> Iterator[str]:
    for part in _TAG.split(text or ""):
        if _TAG.fullmatch(part):
            yield part
        elif part.strip():
            raise ValueError(f"text outside a paragraph: {part.strip()}")


def _add_paragraph(place: DocxDocument | _Cell, element: etree._Element, named: dict[str, Style]) -> None:
    name = element.get("class", "p")
    paragraph = place.add_paragraph(style=name)
    _add_runs(paragraph, element)
    if named[name].rule:
        paragraph.paragraph_format.space_after = Pt(0)
        place.add_paragraph(style=RULE).paragraph_format.space_after = Pt(named[name].after + UNDER_A_RULE)


def _add_runs(
    paragraph: Paragraph, element: etree._Element, bold: bool = False, italic: bool = False
) -> None:
    _add_run(paragraph, element.get("picture") if element.tag == "img" else element.text, bold, italic)
    for child in element:
        _add_runs(paragraph, child, bold or child.tag == "b", italic or child.tag == "i")
        _add_run(paragraph, child.tail, bold, italic)


def _add_run(paragraph: Paragraph, text: str | None, bold: bool, italic: bool) -> None:
    if text:
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def _add_table(place: DocxDocument | _Cell, element: etree._Element, named: dict[str, Style]) -> None:
    widths = [Mm(float(width)) for width in element.get("widths").split()]
    classes = element.get("class").split()
    table = _new_table(place, widths)
    if "grid" in classes:
        table.style = "Table Grid"
    for kind, row in _rows(element):
        if kind == "tag":
            _add_tag_row(table, row)
        else:
            _add_row(table, row, widths, named, heads=kind == "head", tall="tall" in classes)
    if "grid" in classes or "photos" in classes:
        place.add_paragraph(style=GAP)


def _new_table(place: DocxDocument | _Cell, widths: list[Mm]) -> Table:
    table = place.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _rows(table: etree._Element) -> Iterator[tuple[str, object]]:
    """("head" | "row", element) and ("tag", text) in order."""
    for tag in _tags(table.text):
        yield "tag", tag
    for child in table:
        if child.tag == "thead":
            yield from (("head", row) for row in child)
        else:
            yield "row", child
        for tag in _tags(child.tail):
            yield "tag", tag


def _add_tag_row(table: Table, tag: str) -> None:
    row = table.add_row()
    row.cells[0].paragraphs[0].add_run(tag.replace("{%", "{%tr", 1))


def _add_row(
    table: Table, element: etree._Element, widths: list[Mm], named: dict[str, Style], heads: bool, tall: bool
) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heads:
        properties.append(OxmlElement("w:tblHeader"))
    elif tall:
        row.height = Mm(11)
    for cell, content, width in zip(row.cells, element, widths, strict=True):
        cell.width = width
        _fill_cell(cell, content, named)


def _fill_cell(cell: _Cell, content: etree._Element, named: dict[str, Style]) -> None:
    if len(content) and content[0].tag == "p":
        first = cell.paragraphs[0]
        _fill(cell, content, named)
        first._p.getparent().remove(first._p)
        return
    name = "cell-center" if content.get("class") == "center" else _CELLS[content.tag]
    cell.paragraphs[0].style = name
    _add_runs(cell.paragraphs[0], content)
