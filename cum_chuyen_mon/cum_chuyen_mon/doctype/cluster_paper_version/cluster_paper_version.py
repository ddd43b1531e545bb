import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterPaperVersion(Tidy, Document):
    """A plan or report as it was when it was sent. Written by the app alone; read by whoever reads the paper."""

    def autoname(self) -> None:
        """One name per paper and number: the database refuses a second."""
        self.name = f"{self.reference_name}-V{self.version_no}"

    def validate(self) -> None:
        if not self.flags.by_the_app:
            frappe.throw(
                "Lần gửi do hệ thống ghi lại, không tạo hay sửa được. Hãy sửa ở văn bản rồi gửi lại."
            )

    def on_trash(self) -> None:
        frappe.throw("Lần gửi đã ghi thì không xóa được: cả bản cũ và bản mới đều phải giữ.")


def on_doctype_update() -> None:
    frappe.db.add_index(
        "Cluster Paper Version", ["reference_doctype", "reference_name", "version_no"], "paper_version"
    )
