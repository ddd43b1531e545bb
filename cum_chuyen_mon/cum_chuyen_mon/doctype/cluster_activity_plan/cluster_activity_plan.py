import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.scope import affected_units, check_particulars, check_semester, place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.ledger.happened import PLAN
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.permissions import decisions


class ClusterActivityPlan(Tidy, Document):
    """Kế hoạch hoạt động of a unit for a school year or a semester."""

    def validate(self) -> None:
        unit = unit_of(self)
        decisions.check(self)
        decisions.date_arrival(self)
        decisions.record_delegation(self)
        check_semester(self)
        if self.status in ("Submitted", "Approved"):
            check_particulars(self, unit, PLAN, getdate(self.received_on))
        place(self, unit, getdate(self.received_on or None))

    def on_update(self) -> None:
        self.refresh_obligations()

    def after_delete(self) -> None:
        self.refresh_obligations()

    def refresh_obligations(self) -> None:
        if frappe.flags.cum_chuyen_mon_loading:
            return
        unit = load_unit(self.unit_type, self.unit)
        if unit:
            refresh(self.school_year, only=affected_units(unit, getdate()))


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Activity Plan", ["school_year", "unit"], "plan_year_unit")
