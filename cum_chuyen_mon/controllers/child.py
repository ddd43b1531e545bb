"""Child rows are written through their parent, where every check is. Frappe itself would let REST write them alone."""

from __future__ import annotations

from collections import Counter

import frappe

from cum_chuyen_mon.controllers.protected import keep_all_but
from cum_chuyen_mon.controllers.tidy import label


class OnlyWithParent:
    """Mixin: a row that is inserted, saved or deleted by itself is refused; saving the parent does not come here.

    A row that is read by itself is read with its parent: Frappe asks the role only.
    """

    def before_insert(self) -> None:
        refuse(self)

    def before_validate(self) -> None:
        refuse(self)

    def on_trash(self) -> None:
        refuse(self)

    def before_cancel(self) -> None:
        refuse(self)

    def before_update_after_submit(self) -> None:
        refuse(self)

    def has_permission(self, permtype: str = "read", **options) -> bool:
        """As the parent in the database, and the one that a client may have named instead."""
        if self.flags.ignore_permissions or getattr(self, "parent_doc", None):
            return super().has_permission(permtype, **options)
        stored = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"]) if self.name else None
        sent = (self.parenttype, self.parent)
        return all(  # asked quietly: Frappe would say aloud which document it is
            kind
            and name
            and frappe.db.exists(kind, name)
            and frappe.has_permission(kind, permtype, doc=name, **options)
            for kind, name in {stored or sent, sent}
        )


def refuse(row) -> None:
    frappe.throw(
        f"Dòng của bảng «{frappe._(row.doctype)}» chỉ sửa được trong {frappe._(row.parenttype or '')}. "
        "Hãy mở văn bản đó để sửa.",
        exc=frappe.PermissionError,
    )


def own_rows_only(doc, _method: str | None = None) -> None:
    """Hook before whatever writes a document of ours: its rows are new or were its own, each once.

    Frappe updates a row by the name that was sent, and so would move it here from another document.
    """
    before = None if doc.is_new() else doc.get_doc_before_save()
    if before is None:
        return
    for field in doc.meta.get_table_fields():
        own = {row.name for row in before.get(field.fieldname)}
        sent = Counter(row.name for row in doc.get(field.fieldname) if row.name and not row.is_new())
        if not own.issuperset(sent) or max(sent.values(), default=0) > 1:
            frappe.throw(
                f"Bảng «{label(doc, field.fieldname)}» có dòng không thuộc văn bản này. "
                "Hãy tải lại trang rồi nhập lại dòng đó.",
                exc=frappe.PermissionError,
            )


def only_cancel(doc, _method: str | None = None) -> None:
    """Hook before cancelling: what is cancelled stays as it was locked, since Frappe validates nothing on this way."""
    keep_all_but(doc, {field.fieldname for field in doc.meta.fields if field.allow_on_submit})


def refuse_rename(doc, _method: str | None = None, *_names: object) -> None:
    """Hook before renaming: a document's ``rename`` takes ``force`` from the client, past ``allow_rename``."""
    frappe.throw(
        f"Không đổi mã, không gộp {frappe._(doc.doctype)}: văn bản và số liệu khác gọi nhau bằng mã. "
        "Hãy sửa tên gọi, hoặc ngừng dùng rồi tạo mã mới."
    )
