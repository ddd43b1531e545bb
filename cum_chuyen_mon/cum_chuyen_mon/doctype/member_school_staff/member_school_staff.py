import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers import current
from cum_chuyen_mon.controllers.standing import check_terms
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.rules.text import clean


class MemberSchoolStaff(Tidy, Document):
    """A manager or teacher with postings over time. A login is linked only when the person needs one."""

    def validate(self) -> None:
        check_terms(
            self, "postings", lambda row: f"{row.school} – {row.position} – {row.subject or ''}", "Vị trí"
        )
        current.fill(self)
        words = clean(self.full_name).split()
        self.given_name = words[-1] if words else ""


def on_doctype_update() -> None:
    frappe.db.add_index("Staff Posting", ["school", "position", "subject"], "by_school")
