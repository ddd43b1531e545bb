import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.protected import put_back

KEPT_BY_THE_APP = ("status", "created_count", "updated_count", "unchanged_count", "problem_count", "details")


class ClusterWorkbookImport(Document):
    """Nhập sổ Excel: a year's workbook, checked first and imported whole or not at all."""

    def validate(self) -> None:
        put_back(self, KEPT_BY_THE_APP)
        before = self.get_doc_before_save()
        if before and before.workbook != self.workbook:
            if before.status in ("Working", "Imported"):
                frappe.throw("Sổ này đã được xử lý. Hãy tạo lượt nhập mới cho tệp khác.")
            self.status = "New"
