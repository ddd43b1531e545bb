import re

import frappe
from frappe.model.document import Document

from cum_chuyen_mon.controllers.tidy import label, tidy
from cum_chuyen_mon.documents.layout import RANGES
from cum_chuyen_mon.documents.pictures import PIXELS
from cum_chuyen_mon.ledger.refresh import refresh_later
from cum_chuyen_mon.personal.fields import CONSENT

ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?")


class ClusterSettings(Document):
    """Settings of the whole site."""

    def validate(self) -> None:
        tidy(self)
        if not 1 <= (self.due_soon_days or 0) <= 90:
            frappe.throw("Số ngày nhắc trước hạn phải từ 1 đến 90.")
        self.check_layout()
        self.check_address()
        self.check_photos()
        self.check_photo_consent()

    def check_layout(self) -> None:
        """Papers stay within what Nghị định 30/2020/NĐ-CP, Phụ lục I allows; what is left empty is the usual."""
        for name, (least, most) in RANGES.items():
            value = self.get(f"paper_{name}")
            if value and not least <= value <= most:
                frappe.throw(
                    f"Ô «{label(self, f'paper_{name}')}»: thể thức văn bản (Nghị định 30/2020/NĐ-CP) cho phép từ "
                    f"{least:g} đến {most:g}. Hãy sửa lại."
                )

    def check_address(self) -> None:
        if self.paper_address and not ADDRESS.fullmatch(self.paper_address):
            frappe.throw(
                f"Ô «{label(self, 'paper_address')}»: ghi địa chỉ của hệ thống này, bắt đầu bằng https:// và "
                "không có phần nào sau tên miền, ví dụ https://truong.edu.vn."
            )

    def check_photos(self) -> None:
        least, most = PIXELS
        if self.photo_pixels and not least <= self.photo_pixels <= most:
            frappe.throw(
                f"Ô «{label(self, 'photo_pixels')}»: ảnh in rõ và văn bản không quá nặng khi cạnh dài từ {least} đến "
                f"{most} điểm ảnh. Hãy sửa lại, hoặc để trống."
            )

    def check_photo_consent(self) -> None:
        """The text to which people agreed is not changed under its version."""
        version, text = self.photo_consent_version, self.photo_consent_text
        if bool(version) != bool(text):
            empty = "photo_consent_text" if version else "photo_consent_version"
            frappe.throw(f"Ô «{label(self, empty)}» còn trống. Hãy ghi cả phiên bản và văn bản đồng ý.")
        agreed = version and frappe.db.exists(
            CONSENT, {"consent_version": version, "consent_text": ("is", "set")}
        )
        if agreed and text != frappe.db.get_value(CONSENT, agreed, "consent_text"):
            frappe.throw(
                f"Đã có người đồng ý theo phiên bản {version}. "
                f"Hãy đổi ô «{label(self, 'photo_consent_version')}» khi đổi văn bản."
            )

    def on_update(self) -> None:
        refresh_later()
