from frappe.model.document import Document

from cum_chuyen_mon.controllers import current
from cum_chuyen_mon.controllers.recipients import check_recipients
from cum_chuyen_mon.controllers.standing import check_terms
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.controllers.units import carry_title, refuse_taken_code
from cum_chuyen_mon.ledger.refresh import refresh_later


class MemberSchool(Tidy, Document):
    """Trường thành viên, keyed by its official code, with its supervising authorities over time."""

    def validate(self) -> None:
        if self.is_new():
            refuse_taken_code(self.doctype, self.school_code)
        check_terms(self, "authorities", lambda row: "cơ quan quản lý", "Dòng")
        check_recipients(self)
        current.fill(self)

    def on_update(self) -> None:
        carry_title(self)
        refresh_later()
