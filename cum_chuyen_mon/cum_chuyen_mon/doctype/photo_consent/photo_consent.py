import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.tidy import Tidy
from cum_chuyen_mon.personal.consent import current_text

FINAL = ("staff", "consent_version", "consent_text", "scope", "given_on")
"""What was agreed to is not written anew: another text or purpose is another consent."""


class PhotoConsent(Tidy, Document):
    """Đồng ý sử dụng hình ảnh: who agreed to which version of the text, for what, from when and until when."""

    def validate(self) -> None:
        if not self.is_new():
            put_back(self, FINAL)
        else:
            version, text = current_text()
            self.consent_text = text if self.consent_version == version else None
        self.check_person()
        self.check_days()

    def check_person(self) -> None:
        if self.is_new() and frappe.db.get_value("Member School Staff", self.staff, "erased_on"):
            frappe.throw(
                "Dữ liệu cá nhân của người này đã được xóa nên không ghi thêm được. Hãy chọn người khác."
            )

    def check_days(self) -> None:
        before = self.get_doc_before_save()
        if before and before.withdrawn_on and getdate(self.withdrawn_on) != getdate(before.withdrawn_on):
            frappe.throw("Sự đồng ý đã rút thì không khôi phục hay đổi ngày được. Hãy lập bản đồng ý mới.")
        if getdate(self.given_on) > getdate():
            frappe.throw("Ngày đồng ý không thể ở tương lai. Hãy sửa ô «Ngày đồng ý».")
        if self.withdrawn_on and getdate(self.withdrawn_on) < getdate(self.given_on):
            frappe.throw("Ngày rút phải từ ngày đồng ý trở đi. Hãy sửa ô «Ngày rút».")


def on_doctype_update() -> None:
    frappe.db.add_index("Photo Consent", ["staff", "scope", "given_on"], "by_person")
