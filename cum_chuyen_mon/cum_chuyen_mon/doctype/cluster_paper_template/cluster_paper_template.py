import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from cum_chuyen_mon.controllers.one_writer import begin_to_write
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.permissions.files import check_fields
from cum_chuyen_mon.printing import own_templates
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Term
from cum_chuyen_mon.wording import vi


class ClusterPaperTemplate(Tidy, Document):
    """Mẫu Word của cơ quan quản lý: how one kind of paper of its units is set as DOCX, for a time."""

    def validate(self) -> None:
        self.check_period()
        self.check_alone()
        self.check_file()
        name = frappe.db.get_value("Education Authority", self.authority, "authority_name")
        self.title = f"{vi(self.paper, self.doctype)}: {name}"[:140]

    def check_period(self) -> None:
        if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
            frappe.throw(f"Ô «{label(self, 'valid_to')}»: phải sau ngày bắt đầu. Hãy sửa hoặc để trống.")

    def check_alone(self) -> None:
        """One template for an authority, a kind of paper and a day; who saves at the same time waits."""
        if not self.enabled:
            return
        begin_to_write()
        frappe.db.get_value("Education Authority", self.authority, "name", for_update=True)
        mine = _term(self)
        same = {
            "authority": self.authority,
            "paper": self.paper,
            "enabled": 1,
            "name": ("!=", self.name or ""),
        }
        for other in frappe.get_all(self.doctype, same, ["valid_from", "valid_to"], limit_page_length=0):
            if mine.overlaps(_term(other)):
                first, last = (
                    date_vi(getdate(day)) if day else "…" for day in (other.valid_from, other.valid_to)
                )
                frappe.throw(
                    f"Ô «{label(self, 'valid_from')}»: cơ quan đã có mẫu của loại văn bản này từ {first} đến {last}. "
                    "Hãy ghi ngày kết thúc cho mẫu cũ, hoặc bỏ chọn «Đang dùng» ở mẫu đó."
                )

    def check_file(self) -> None:
        """A new file is looked at before it is taken; what was checked is known again by its hash."""
        check_fields(self)  # the file is read here, before the hook that asks whether he may read it
        content = own_templates.content_at(self.file)
        if content is None:
            frappe.throw(f"Ô «{label(self, 'file')}»: hãy tải tệp Word từ máy của bạn lên.")
        own_templates.check(content, self.paper, label(self, "file"))
        self.file_hash = own_templates.hash_of(content)


def _term(row) -> Term:
    return Term(*(getdate(day) if day else None for day in (row.valid_from, row.valid_to)))
