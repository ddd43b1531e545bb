"""Child rows are written through their parent, where every check is. Frappe itself would let REST write them alone."""

from __future__ import annotations

import frappe


class OnlyWithParent:
    """Mixin: a row that is inserted, saved or deleted by itself is refused; saving the parent does not come here."""

    def before_insert(self) -> None:
        refuse(self)

    def before_validate(self) -> None:
        refuse(self)

    def on_trash(self) -> None:
        refuse(self)


def refuse(row) -> None:
    frappe.throw(
        f"Dòng của bảng «{frappe._(row.doctype)}» chỉ sửa được trong {frappe._(row.parenttype or '')}. "
        "Hãy mở văn bản đó để sửa.",
        exc=frappe.PermissionError,
    )
