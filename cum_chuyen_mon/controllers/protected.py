"""What a save may not change. Read-only on a form does not bind REST, so the server puts it back, or says no."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import frappe
from frappe.utils import cast, cint


@contextmanager
def by_the_app(doc) -> Iterator[None]:
    """While this lasts, the app itself is saving the document and may set its protected fields."""
    doc.flags.by_the_app = True
    try:
        yield
    finally:
        doc.flags.by_the_app = False


def put_back(doc, fields: Iterable[str]) -> None:
    """Restore protected fields to what is stored (their defaults on a new document), unless the app is at work."""
    if doc.flags.by_the_app:
        return
    before = None if doc.is_new() else doc.get_doc_before_save()
    for name in fields:
        doc.set(name, before.get(name) if before else blank(doc, name))


def keep_all_but(doc, fields: Collection[str]) -> None:
    """Restore everything that is stored but these fields: the other fields, and whole tables with their rows."""
    before = doc.get_doc_before_save()
    for field in _valued(doc):
        if field.fieldname not in fields:
            doc.set(field.fieldname, before.get(field.fieldname))


def changed(doc, but: Collection[str] = ()) -> list[str]:
    """The fields for people to fill in that this save changes, tables among them; none of a new document."""
    before = doc.get_doc_before_save()
    if before is None:
        return []
    fields = [f for f in _valued(doc) if not f.read_only and f.fieldname not in but]
    return [f.fieldname for f in fields if _plain(before, f) != _plain(doc, f)]


def _valued(doc) -> list:
    """The fields of a DocType that hold something."""
    return [f for f in doc.meta.fields if f.fieldtype not in frappe.model.display_fieldtypes]


def _plain(doc, field) -> object:
    """One value for equal ones: clients send days and numbers as text, and nothing as "" as well as none."""
    value = doc.get(field.fieldname)
    if field.fieldtype in frappe.model.table_fields:
        return [[_plain(row, column) for column in _valued(row) if not column.read_only] for row in value]
    return cast(field.fieldtype, value or "")


def blank(doc, fieldname: str) -> object:
    """What a field holds on a new document."""
    field = doc.meta.get_field(fieldname)
    return cint(field.default) if field.fieldtype in ("Int", "Check") else field.default
