import frappe
from frappe.model.document import Document

from cum_chuyen_mon.ledger.refresh import refresh_later


class ClusterSettings(Document):
    """Settings of the whole site."""

    def validate(self) -> None:
        if not 1 <= (self.due_soon_days or 0) <= 90:
            frappe.throw("Số ngày nhắc trước hạn phải từ 1 đến 90.")

    def on_update(self) -> None:
        refresh_later()
