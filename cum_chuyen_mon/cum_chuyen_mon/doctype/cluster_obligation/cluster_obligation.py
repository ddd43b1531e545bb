import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import keep_all_but
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.permissions import decisions
from cum_chuyen_mon.rules.words import UnitKind

BY_HAND = ("waived", "waiver_reason")


class ClusterObligation(Tidy, Document):
    """One duty × one unit × one period. The ledger writes it; a person may only waive it, with a reason."""

    def validate(self) -> None:
        if self.is_new():
            frappe.throw("Nghĩa vụ do ứng dụng sinh từ quy chế, không tạo bằng tay.")
        before = self.get_doc_before_save()
        keep_all_but(self, BY_HAND)
        decisions.check(self)
        if self.waived and not (self.waiver_reason or "").strip():
            frappe.throw("Miễn nghĩa vụ phải có lý do. Hãy ghi ở ô «Lý do miễn».")
        same_reason = (self.waiver_reason or "") == (before.waiver_reason or "")
        if bool(self.waived) != bool(before.waived) or (self.waived and not same_reason):
            self.waived_by = frappe.session.user if self.waived else None
            self.waived_on = getdate() if self.waived else None

    def on_update(self) -> None:
        refresh(self.school_year, only=[(UnitKind(self.unit_type), self.unit)])
        if frappe.db.exists(self.doctype, self.name):  # a duty that no longer binds is taken away
            self.reload()


def on_doctype_update() -> None:
    frappe.db.add_index(
        "Cluster Obligation",
        ["school_year", "duty_kind", "unit", "subject", "semester"],
        "obligation_year_kind_unit",
    )
    frappe.db.add_index("Cluster Obligation", ["school_year", "unit"], "obligation_year_unit")
    frappe.db.add_index(
        "Cluster Obligation", ["authority", "school_year", "duty_kind"], "obligation_authority_year_kind"
    )
    frappe.db.add_index("Cluster Obligation", ["state", "due_on"], "obligation_state_due_on")
    frappe.db.add_index("Cluster Obligation", ["state", "due_soon_from"], "obligation_state_due_soon_from")
