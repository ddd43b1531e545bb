"""Word files as an official would make them, and as an attacker would."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

DOCUMENT_XML = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"


def word(*paragraphs: str | Sequence[str], header: str = "", footer: str = "", rows: Sequence = ()) -> bytes:
    """A document with these paragraphs (each a text, or the texts of its runs) and one table of ``rows``."""
    document = Document(BytesIO(_slim()))
    for text in paragraphs:
        paragraph = document.add_paragraph()
        for run in [text] if isinstance(text, str) else text:
            paragraph.add_run(run)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    (section,) = document.sections
    if header:
        section.header.paragraphs[0].text = header
    if footer:
        section.footer.paragraphs[0].text = footer
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@lru_cache(maxsize=1)
def _slim() -> bytes:
    """python-docx's empty document without the megabyte of styles that comes with it: each file is read often."""
    stream = BytesIO()
    Document().save(stream)
    found = parts(stream.getvalue())
    del found["word/stylesWithEffects.xml"]
    styles = re.sub(rb"<w:(latentStyles|style)\b.*</w:\1>", b"", found["word/styles.xml"], flags=re.DOTALL)
    relations = re.sub(rb"<Relationship [^>]*stylesWithEffects[^>]*/>", b"", found[RELATIONS])
    types = re.sub(rb"<Override [^>]*stylesWithEffects[^>]*/>", b"", found[TYPES])
    return packed({**found, "word/styles.xml": styles, RELATIONS: relations, TYPES: types})


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_parts(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same file with some of its parts replaced, or others added."""
    return packed({**parts(content), **changed})


def replaced(content: bytes, old: str, new: str, part: str = DOCUMENT_XML) -> bytes:
    """The same file with a piece of a part's XML replaced."""
    text = parts(content)[part].decode()
    assert old in text
    return with_parts(content, {part: text.replace(old, new, 1).encode()})


def written_in(content: bytes) -> str:
    """All text of a document's body, header and footer."""
    document = Document(BytesIO(content))
    (section,) = document.sections
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    lines = [p.text for place in (section.header, document, section.footer) for p in place.paragraphs]
    return "\n".join([*lines, *cells])
