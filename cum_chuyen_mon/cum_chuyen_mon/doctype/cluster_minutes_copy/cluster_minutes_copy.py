import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.delivery.extract import as_values, extract_of
from cum_chuyen_mon.permissions.standing import standing_of


class ClusterMinutesCopy(Tidy, Document):
    """The copy of locked minutes that one member school keeps (N5.2, C4). Made by the app, never edited."""

    def onload(self) -> None:
        """The form notes the receipt when the school's principal opens it for the first time."""
        super().onload()
        self.set_onload("to_acknowledge", not self.opened_on and self.school in standing_of().principal_of)

    def validate(self) -> None:
        frappe.throw("Bản lưu do hệ thống gửi khi biên bản khóa, không tạo hay sửa được. Hãy sửa ở biên bản.")

    def on_trash(self) -> None:
        frappe.throw("Bản lưu biên bản của trường không xóa được: trường phải lưu biên bản của cụm, nhóm.")

    def extract(self) -> dict:
        """What the print and the form show of the minutes for this school."""
        return as_values(extract_of(self.minutes, self.school))


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Minutes Copy", ["minutes", "school"], "minutes_school")
    frappe.db.add_index("Cluster Minutes Copy", ["school", "session_date"], "school_date")
