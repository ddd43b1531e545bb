import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.ledger.world import load_unit, school_names
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.planning import COMMENT, PLAN_DOCTYPE, consultation
from cum_chuyen_mon.rules.text import date_vi

SCOPE = ("unit_type", "unit", "cluster", "school_group")
KEPT_BY_THE_APP = ("round", "answered_on", "staff", *SCOPE)


class ClusterPlanComment(Tidy, Document):
    """Ý kiến of one member school on a plan in one round of consultation (N5.3, C5a)."""

    def autoname(self) -> None:
        """By plan, round and school: the database refuses a second answer."""
        number = frappe.db.get_value(PLAN_DOCTYPE, self.plan, "consult_round") or 0
        self.name = f"{self.plan}-{number}-{self.school}"
        if frappe.db.exists(COMMENT, self.name):
            frappe.throw(
                f"{self.school_name()} đã góp ý vòng này. Hãy mở ý kiến đã gửi để sửa khi còn hạn.",
                exc=frappe.DuplicateEntryError,
            )

    def validate(self) -> None:
        put_back(self, KEPT_BY_THE_APP)
        plan = self.plan_as_it_is()
        self.round = self.round or plan.consult_round
        self.update({field: plan[field] for field in SCOPE})
        self.check_open(plan)
        self.check_school(plan)
        if self.answer == "Comment" and not (self.comment or "").strip():
            frappe.throw(f"Ô «{label(self, 'comment')}» còn trống. Hãy ghi ý kiến, hoặc chọn «Đồng ý».")
        self.answered_on = getdate()
        self.staff = standing_of().staff or self.staff

    def school_name(self) -> str:
        return escape_html(school_names([self.school])[0])

    def plan_as_it_is(self):
        """The plan's row, locked: whoever submits it waits for this answer, or this answer for him."""
        fields = ["name", "status", "consult_round", "consult_until", *SCOPE]
        plan = frappe.db.get_value(PLAN_DOCTYPE, self.plan, fields, as_dict=True, for_update=True)
        if not plan or not frappe.has_permission(PLAN_DOCTYPE, "read", doc=self.plan):
            frappe.throw(
                f"Ô «{label(self, 'plan')}»: không có văn bản này, hoặc trường bạn không thuộc đơn vị. "
                "Hãy mở văn bản được mời góp ý.",
                exc=frappe.PermissionError,
            )
        return plan

    def check_open(self, plan) -> None:
        if standing_of().everything and plan.consult_round:
            return  # what came on paper is entered afterwards
        if not consultation.is_open(plan) or self.round != plan.consult_round:
            until = (
                f" (hạn đến hết ngày {date_vi(getdate(plan.consult_until))})" if plan.consult_until else ""
            )
            frappe.throw(
                f"Vòng góp ý này đã đóng hoặc chưa mở{until}. Hãy gửi ý kiến cho người đứng đầu đơn vị, "
                "hoặc chờ vòng góp ý sau."
            )

    def check_school(self, plan) -> None:
        unit = load_unit(plan.unit_type, plan.unit)
        if unit is None or self.school not in consultation.asked_schools(unit):
            frappe.throw(
                f"Ô «{label(self, 'school')}»: {self.school_name()} không thuộc các trường được lấy ý kiến. "
                "Hãy chọn trường thành viên khác của đơn vị."
            )


def on_doctype_update() -> None:
    frappe.db.add_index(COMMENT, ["plan", "round"], "plan_round")
