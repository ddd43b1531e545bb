import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.scope import affected_units, check_particulars, check_semester, place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.ledger.happened import PLAN, RULES
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.permissions import decisions
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.planning import (
    COMMENT,
    amendments,
    consultation,
    items,
    proposals,
    sessions,
    shown,
    steps,
)
from cum_chuyen_mon.printing import numbers, plans
from cum_chuyen_mon.rules.plans import PlanState
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit

KEPT_BY_THE_APP = (
    "consult_round",
    "consulted_from",
    "is_consulted",
    "returned_on",
    "amendment_no",
    "amended_by",
)


class ClusterActivityPlan(Tidy, Document):
    """Kế hoạch hoạt động of a unit for a school year or a semester, or the unit's own rules (quy chế, N5.2)."""

    def onload(self) -> None:
        super().onload()
        for key, value in shown.beside(self).items():
            self.set_onload(key, value)

    def validate(self) -> None:
        put_back(self, (*KEPT_BY_THE_APP, *numbers.FIELDS))
        self.check_paper_kind()
        unit = unit_of(self)
        decisions.check(self)
        amendments.number(self)
        items.fill(self)
        items.check_semesters(self)
        proposals.check(self)
        steps.take(self, unit)
        decisions.date_arrival(self)
        decisions.record_delegation(self)
        check_semester(self)
        if self.status in ("Submitted", "Approved"):
            check_particulars(self, unit, self.paper_kind, getdate(self.received_on))
        place(self, unit, getdate(self.received_on or None))
        if numbers.is_to_number(self, plans.ISSUED):
            numbers.give(self, plans.code_of(self), getdate(self.received_on))

    def check_paper_kind(self) -> None:
        self.paper_kind = self.paper_kind or PLAN
        if self.paper_kind not in (PLAN, RULES):
            frappe.throw(
                f"Ô «{label(self, 'paper_kind')}»: chỉ kế hoạch và quy định hoạt động của đơn vị được lập ở đây. "
                f"Hãy gửi loại văn bản khác bằng {frappe._('Cluster Unit Report')}."
            )

    def validate_workflow(self) -> None:
        """Administrators enter in one save what was decided on paper; everybody else takes one step at a time."""
        if not standing_of().everything:
            super().validate_workflow()

    def on_update(self) -> None:
        unit = load_unit(self.unit_type, self.unit)
        proposals.mark(self)
        if unit:
            self.after_step(unit)
        self.refresh_obligations(unit)

    def after_step(self, unit: Unit) -> None:
        old, new = steps.turn(self)
        if old is new:
            return
        if new is PlanState.CONSULTATION:
            consultation.tell_schools(self, unit)
        elif new is PlanState.RETURNED and self.return_reason:
            self.add_comment(
                "Info", f"Trả lại ngày {date_vi(getdate(self.returned_on))}: {self.return_reason}"
            )
        if new is PlanState.APPROVED:
            amendments.take_over(self)
            self.make_sessions(unit)
        elif old is PlanState.APPROVED:
            amendments.give_back(self, unit)

    def make_sessions(self, unit: Unit) -> None:
        if self.paper_kind == PLAN and self.items and not frappe.flags.cum_chuyen_mon_loading:
            sessions.tell(sessions.carry_out(self, unit))

    def on_trash(self) -> None:
        """Answers of the schools go with the plan; an approved one that sessions come from stays (Frappe's links)."""
        proposals.release(self)
        frappe.db.delete(COMMENT, {"plan": self.name})

    def after_delete(self) -> None:
        self.refresh_obligations(load_unit(self.unit_type, self.unit))

    def refresh_obligations(self, unit: Unit | None) -> None:
        if unit and not frappe.flags.cum_chuyen_mon_loading:
            refresh(self.school_year, only=affected_units(unit, getdate()))


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Activity Plan", ["school_year", "unit"], "plan_year_unit")
