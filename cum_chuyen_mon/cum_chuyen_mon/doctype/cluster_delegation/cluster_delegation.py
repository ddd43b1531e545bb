import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.scope import place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.permissions.standing import standing_of


class ClusterDelegation(Tidy, Document):
    """Giấy ủy quyền: a deputy acts for the head only inside a written, dated, scoped delegation (P4.2)."""

    def validate(self) -> None:
        place(self, unit_of(self), getdate(self.from_date))
        standing = standing_of()
        if not standing.everything and self.delegator != standing.staff:
            frappe.throw(
                "Chỉ người đứng đầu tự ủy quyền. Hãy chọn chính bạn ở ô «Người ủy quyền».",
                exc=frappe.PermissionError,
            )
        if self.delegator == self.delegate:
            frappe.throw("Người ủy quyền và người được ủy quyền phải là hai người khác nhau.")
        if not (self.convene or self.plan or self.report):
            frappe.throw("Chưa chọn việc được ủy quyền. Hãy đánh dấu ít nhất một việc ở phần «Phạm vi».")
        if getdate(self.to_date) < getdate(self.from_date):
            frappe.throw("Ngày hết ủy quyền phải sau ngày bắt đầu. Hãy sửa ô «Đến ngày».")
