import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers import current
from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.standing import check_terms
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.headship import departures
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.personal.contact import needs_reason
from cum_chuyen_mon.personal.fields import STAFF, erased_fields
from cum_chuyen_mon.rules.text import clean


class MemberSchoolStaff(Tidy, Document):
    """A manager or teacher with postings over time. A login is linked only when the person needs one."""

    def onload(self) -> None:
        """Which of a person's rights the form offers."""
        super().onload()
        standing = standing_of()
        self.set_onload("is_me", bool(standing.staff) and standing.staff == self.name)
        self.set_onload("may_erase", standing.everything)
        self.set_onload("asks_for_reason", needs_reason(standing, self.name))

    def validate(self) -> None:
        put_back(self, ("erased_on", "erased_by", "erasure_reason"))
        check_terms(
            self, "postings", lambda row: f"{row.school} – {row.position} – {row.subject or ''}", "Vị trí"
        )
        current.fill(self)
        words = clean(self.full_name).split()
        self.given_name = words[-1] if words else ""
        if self.erased_on:
            self.stay_erased()

    def on_update(self) -> None:
        departures.after_staff_change(self)

    def stay_erased(self) -> None:
        """What was erased on the person's request does not come back, not even with a workbook."""
        if self.user or self.email or self.phone or not self.disabled:
            frappe.throw(
                "Dữ liệu cá nhân của người này đã được xóa theo yêu cầu nên không nhập lại được. "
                "Nếu người này trở lại làm việc, hãy lập hồ sơ mới với mã khác."
            )
        self.update(dict.fromkeys(erased_fields(STAFF, "name")))


def on_doctype_update() -> None:
    frappe.db.add_index("Staff Posting", ["school", "position", "subject"], "by_school")
