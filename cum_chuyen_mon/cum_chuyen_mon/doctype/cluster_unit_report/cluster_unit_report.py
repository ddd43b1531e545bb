import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.naming import random_name
from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.scope import (
    affected_units,
    check_particulars,
    check_period_code,
    check_semester,
    place,
    unit_of,
)
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.delivery.submission import attach_minutes
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.permissions import decisions
from cum_chuyen_mon.printing import numbers, reports
from cum_chuyen_mon.printing.photos import check_photos, hang_photos
from cum_chuyen_mon.rules.online import is_plain_https
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import UnitKind


class ClusterUnitReport(Tidy, Document):
    """A report or other paper of a unit; the day it reached the authority decides whether it came in time."""

    def autoname(self) -> None:
        self.name = random_name()

    def onload(self) -> None:
        """The form offers "received" and "return" to whoever may decide."""
        super().onload()
        self.set_onload("decides", decisions.may_decide(self))

    def validate(self) -> None:
        unit = unit_of(self)
        put_back(self, numbers.FIELDS)
        decisions.check(self)
        decisions.date_arrival(self)
        decisions.record_delegation(self)
        check_semester(self)
        check_period_code(self)
        self.check_session(unit)
        attach_minutes(self, unit)
        if self.status in ("Sent", "Received"):
            check_particulars(self, unit, self.paper_kind, getdate(self.received_on))
        if self.link and not is_plain_https(self.link):
            frappe.throw(
                "Liên kết phải bắt đầu bằng https:// và không có dấu nháy, ngoặc nhọn. Hãy sao chép lại liên kết."
            )
        check_photos(self)
        place(self, unit, getdate(self.received_on or None))
        self.number_paper()

    def number_paper(self) -> None:
        """A number stays behind with the kind of paper that it was given for."""
        before, code = self.get_doc_before_save(), reports.code_of(self)
        if before and reports.code_of(before) != code:
            self.update(dict.fromkeys(numbers.FIELDS))
        if numbers.is_to_number(self, reports.ISSUED) and reports.is_numbered(self):
            numbers.give(self, code, getdate(self.received_on))

    def check_session(self, unit: Unit) -> None:
        """A paper about a session is by its unit, by the unit above, or by a school that belongs to it."""
        if not self.session:
            return
        columns = ["unit_type", "unit", "cluster", "school_group", "session_date"]
        session = frappe.db.get_value("Cluster Session", self.session, columns, as_dict=True)
        if session is None:
            return  # Frappe's own check of links says so
        own = {
            (session.unit_type, session.unit),
            (UnitKind.CLUSTER.value, session.cluster),
            (UnitKind.GROUP.value, session.school_group),
        }
        if (unit.kind.value, unit.code) in own:
            return
        holder = load_unit(session.unit_type, session.unit) if unit.kind is UnitKind.SCHOOL else None
        if holder is None or unit.code not in holder.members_on(getdate(session.session_date)):
            frappe.throw(
                f"Buổi sinh hoạt «{self.session}» là của đơn vị {session.unit}, không phải của {unit.code}. "
                "Hãy sửa ô «Buổi sinh hoạt» hoặc ô «Đơn vị»."
            )

    def on_update(self) -> None:
        hang_photos(self)
        self.refresh_obligations()

    def after_delete(self) -> None:
        self.refresh_obligations()

    def refresh_obligations(self) -> None:
        if frappe.flags.cum_chuyen_mon_loading:
            return
        unit = load_unit(self.unit_type, self.unit)
        years = {self.school_year, (self.get_doc_before_save() or self).school_year}
        if unit:
            for year in years:
                refresh(year, only=affected_units(unit, getdate()))


def on_doctype_update() -> None:
    frappe.db.add_index("Cluster Unit Report", ["school_year", "unit", "paper_kind"], "year_unit_kind")
    frappe.db.add_index("Cluster Unit Report", ["session", "paper_kind"], "session_kind")
