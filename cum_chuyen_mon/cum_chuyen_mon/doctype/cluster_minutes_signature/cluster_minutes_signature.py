import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.meetings.confirmation import signature_name


class ClusterMinutesSignature(Tidy, Document):
    """One person's answer to one version of the minutes. Written once by the app, never edited."""

    def autoname(self) -> None:
        self.name = signature_name(self.minutes, self.round, self.staff)

    def validate(self) -> None:
        if not self.is_new():
            frappe.throw("Xác nhận đã ghi thì không sửa được.")
        self.school = self.school or frappe.db.get_value("Member School Staff", self.staff, "school")

    def on_trash(self) -> None:
        frappe.throw("Xác nhận đã ghi thì không xóa được.")


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Minutes Signature", ["minutes", "round", "answer"], "minutes_round_answer")
    frappe.db.add_index("Cluster Minutes Signature", ["staff", "answer"], "staff_answer")
    frappe.db.add_index("Cluster Minutes Signature", ["session", "answer"], "session_answer")
