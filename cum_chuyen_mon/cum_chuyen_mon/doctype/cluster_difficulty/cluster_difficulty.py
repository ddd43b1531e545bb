import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.scope import place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.delivery.notice import tell_later
from cum_chuyen_mon.permissions import decisions
from cum_chuyen_mon.permissions.standing import standing_of


class ClusterDifficulty(Tidy, Document):
    """Khó khăn, vướng mắc hoặc kiến nghị: raised by a school or unit, answered by the authority."""

    def validate(self) -> None:
        put_back(self, ("plan",))
        standing = standing_of()
        if self.is_new() and not standing.everything:
            self.raised_by = standing.staff  # in nobody else's name
        decisions.check(self)
        self.check_school()
        place(self, unit_of(self), getdate(self.raised_on or None))
        if self.status in ("Answered", "Closed") and not (self.answer or "").strip():
            frappe.throw("Chưa có nội dung trả lời. Hãy ghi ở ô «Trả lời» trước khi đổi trạng thái.")
        if self.status == "Answered" and not self.answered_on:
            self.answered_on = getdate()

    def on_update(self) -> None:
        """It travels up: the unit's head hears of it, the authority has it in its inbox; the answer comes back
        (N4.1, C5g, P5.3)."""
        before = self.get_doc_before_save()
        if before is None or (before.status != self.status and self.status == "Answered"):
            tell_later("difficulties.tell", name=self.name)

    def check_school(self) -> None:
        """The school that raises it is a member of the unit: nobody writes into another unit's list."""
        unit = unit_of(self)
        if self.school and self.school not in unit.members_on(getdate(self.raised_on or None)):
            frappe.throw(
                f"Trường {self.school} không thuộc đơn vị «{unit.title}». Hãy sửa ô «Trường» hoặc ô «Đơn vị»."
            )
