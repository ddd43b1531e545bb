import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterKeptPaper(Tidy, Document):
    """The PDF of locked minutes as it was first made. Written by the app alone; whoever may print the minutes gets it
    from there."""

    def autoname(self) -> None:
        """One name for the minutes of it: the database refuses a second."""
        self.name = self.minutes

    def validate(self) -> None:
        if not self.flags.by_the_app:
            frappe.throw("Bản in lưu giữ do hệ thống ghi lại, không tạo hay sửa được. Hãy in từ biên bản.")

    def on_trash(self) -> None:
        frappe.throw("Bản in của biên bản đã khóa phải được giữ, không xóa được.")
