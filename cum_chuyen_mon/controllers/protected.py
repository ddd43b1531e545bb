"""Fields that only the app itself sets. Read-only on a form does not bind REST, so the server puts them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from frappe.utils import cint


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


def blank(doc, fieldname: str) -> object:
    """What a field holds on a new document."""
    field = doc.meta.get_field(fieldname)
    return cint(field.default) if field.fieldtype in ("Int", "Check") else field.default
