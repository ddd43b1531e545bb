import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.scope import unit_of
from cum_chuyen_mon.controllers.tidy import Tidy


class ClusterDelegation(Tidy, Document):
    """Giấy ủy quyền: a deputy acts for the head only inside a written, dated, scoped delegation (P4.2)."""

    def validate(self) -> None:
        unit_of(self)
        if self.delegator == self.delegate:
            frappe.throw("Người ủy quyền và người được ủy quyền phải là hai người khác nhau.")
        if getdate(self.to_date) < getdate(self.from_date):
            frappe.throw("Ngày hết ủy quyền phải sau ngày bắt đầu. Hãy sửa ô «Đến ngày».")
