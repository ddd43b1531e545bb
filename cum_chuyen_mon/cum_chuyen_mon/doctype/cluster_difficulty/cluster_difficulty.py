import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.scope import place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterDifficulty(Tidy, Document):
    """Khó khăn, vướng mắc hoặc kiến nghị: raised by a school or unit, answered by the authority."""

    def validate(self) -> None:
        place(self, unit_of(self), getdate(self.raised_on or None))
        if self.status in ("Answered", "Closed") and not (self.answer or "").strip():
            frappe.throw("Chưa có nội dung trả lời. Hãy ghi ở ô «Trả lời» trước khi đổi trạng thái.")
        if self.status == "Answered" and not self.answered_on:
            self.answered_on = getdate()
