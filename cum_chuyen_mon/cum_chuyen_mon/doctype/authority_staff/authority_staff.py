import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.tidy import Tidy


class AuthorityStaff(Tidy, Document):
    """A login's dated post at an authority: leaders decide, officers look after the units below it."""

    def validate(self) -> None:
        if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
            frappe.throw("Đến ngày phải sau từ ngày. Hãy sửa ô «Đến ngày».")
