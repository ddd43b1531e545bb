import frappe
from frappe.utils.nestedset import NestedSet

from cum_chuyen_mon.controllers.recipients import check_recipients
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.ledger.refresh import refresh_later


class EducationAuthority(Tidy, NestedSet):
    """Cơ quan quản lý: a tree of departments, district offices and commune committees, each valid for a time."""

    def validate(self) -> None:
        if self.valid_from and self.valid_to and str(self.valid_to) < str(self.valid_from):
            frappe.throw("Ngày thôi hoạt động phải sau ngày bắt đầu. Hãy sửa ô «Đến ngày».")
        check_recipients(self)

    def on_update(self) -> None:
        super().on_update()
        refresh_later()
