import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterSealedPaper(Tidy, Document):
    """The PDF of locked minutes with a seal of a school or an authority and those before it. Written by the app
    alone."""

    def autoname(self) -> None:
        """One name for the nth seal on minutes: the database refuses a second."""
        self.name = f"{self.minutes}-DS{self.number}"

    def validate(self) -> None:
        if not self.flags.by_the_app:
            frappe.throw(
                "Bản có dấu số do hệ thống ghi lại, không tạo hay sửa được. Hãy đóng dấu số từ biên bản."
            )

    def on_trash(self) -> None:
        frappe.throw("Bản có dấu số của biên bản đã khóa phải được giữ, không xóa được.")
