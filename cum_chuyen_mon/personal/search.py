"""Finding what was erased wherever Frappe repeats it: in any column of text, as a word of its own.

"an@truong.vn" is not found in "lan@truong.vn", nor a phone number in a longer number: nobody else loses anything. A
number is known as it was stored and as bare digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import frappe
from frappe.query_builder.functions import Lower
from pypika.terms import Criterion

WRITERS = ("owner", "modified_by", "comment_email")
"""Columns in which Frappe notes the login of whoever wrote, without linking to it."""

REFERENCES = ("reference_name", "reference_document", "document_name", "deleted_name", "docname")
"""Columns that say which document a row is about, without being links: a login is one, called by its address."""

SHORTEST_NUMBER = 8
"""Fewer digits than this are no phone number of a person, and would be found in dates."""


def spellings(values: Iterable[str | None]) -> list[str]:
    """The values that there are, and phone numbers also as bare digits."""
    found: list[str] = []
    for value in filter(None, values):
        found.append(value)
        digits = re.sub(r"\D", "", value)
        if len(digits) >= SHORTEST_NUMBER and _is_number(value):
            found.append(digits)
    return list(dict.fromkeys(found))


def holds(text: object, words: Iterable[str]) -> bool:
    """Whether a text has one of the words, not as a part of a longer word, address or number."""
    plain = re.sub(
        r"\\[nrt]", " ", str(text or "")
    ).casefold()  # JSON and messages write line breaks like this
    return any(_pattern(word).search(plain) for word in words)


def _pattern(word: str) -> re.Pattern[str]:
    """Where a word stands alone: an address goes on over dots and hyphens, a number over digits only."""
    if "@" in word:
        before, after = r"(?<![\w+%-])(?<!\w\.)", r"(?![.-]?\w)"
    elif _is_number(word):
        before, after = r"(?<!\d)", r"(?!\d)"
    else:
        before, after = r"(?<!\w)", r"(?!\w)"
    return re.compile(before + re.escape(word.casefold()) + after)


def _is_number(word: str) -> bool:
    return not re.search(r"[^\d\s.()+-]", word)


def rows_holding(doctype: str, words: Iterable[str], **equal: object) -> list[str]:
    """Names of the rows of a DocType that hold one of the words; ``equal`` narrows them by column: one value, or a
    list of them.

    Links to logins, owners and editors are not looked at: a login's name stays in what was written under it. Nor is
    which document a row is about: it would take every note about a login for one that tells its address.
    """
    words = list(words)
    columns = text_columns(doctype)
    if not words or not columns:
        return []
    row = frappe.qb.DocType(doctype)
    # LIKE only narrows: "_" and "%" in a word find too much, and what it finds is looked at once more.
    query = frappe.qb.from_(row).select(row.name, *(row[c].as_(f"c{n}") for n, c in enumerate(columns)))
    query = query.where(
        Criterion.any(Lower(row[column]).like(f"%{word.lower()}%") for column in columns for word in words)
    )
    for column, value in equal.items():
        query = query.where(row[column].isin(value) if isinstance(value, list) else row[column] == value)
    return [name for name, *cells in query.run() if any(holds(cell, words) for cell in cells)]


def text_columns(doctype: str) -> list[str]:
    """Columns of text, but for those that name a login or the document that a row is about."""
    fields = frappe.get_meta(doctype).fields
    links = {f.fieldname for f in fields if f.options == "User" or f.fieldtype == "Dynamic Link"}
    return [name for name in _described(doctype) if name not in {*WRITERS, *REFERENCES, *links}]


def _described(doctype: str) -> Iterator[str]:
    for column in frappe.db.get_table_columns_description(f"tab{doctype}"):
        if any(kind in column.type.lower() for kind in ("char", "text", "json")):
            yield column.name
