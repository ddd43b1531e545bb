import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.scope import affected_units, check_period_code, check_semester, place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.ledger.world import load_unit


class ClusterUnitReport(Tidy, Document):
    """A report or other paper of a unit; the day it reached the authority decides whether it came in time."""

    def autoname(self) -> None:
        self.name = frappe.generate_hash(length=10)

    def validate(self) -> None:
        unit = unit_of(self)
        check_semester(self)
        check_period_code(self)
        if self.status in ("Sent", "Received") and not self.received_on:
            self.received_on = getdate()
        if self.received_on and getdate(self.received_on) > getdate():
            frappe.throw("Ngày nhận không thể ở tương lai. Hãy sửa ô «Ngày nhận».")
        if self.link and not self.link.startswith("https://"):
            frappe.throw("Liên kết phải bắt đầu bằng https://. Hãy sao chép lại liên kết.")
        place(self, unit, getdate(self.received_on or None))

    def on_update(self) -> None:
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
