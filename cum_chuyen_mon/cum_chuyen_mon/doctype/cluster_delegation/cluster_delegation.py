import frappe
from frappe.model.document import Document
from frappe.model.rename_doc import get_link_fields
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import changed, put_back
from cum_chuyen_mon.controllers.scope import place, unit_of
from cum_chuyen_mon.controllers.tidy import Tidy, label
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.printing import letters, numbers

ENDS = ("to_date", "revoked_on")
"""What still changes once a delegation is in force: it may end earlier than it says."""


class ClusterDelegation(Tidy, Document):
    """Giấy ủy quyền: a deputy acts for the head only inside a written, dated, scoped delegation (P4.2)."""

    def validate(self) -> None:
        put_back(self, numbers.FIELDS)
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
        if not standing.everything:  # an administrator enters papers that were signed long ago
            self.check_kept()
            self.check_revocation()
        if getdate(self.to_date) < getdate(self.from_date):
            frappe.throw("Ngày hết ủy quyền phải sau ngày bắt đầu. Hãy sửa ô «Đến ngày».")
        self.number_paper()

    def number_paper(self) -> None:
        """A paper whose number nobody wrote gets one, and one of the year in which it begins; older ones do not."""
        before, is_entered = self.get_doc_before_save(), frappe.flags.cum_chuyen_mon_loading
        if before.paper_number if before else not (self.number or is_entered):
            numbers.give(self, letters.DELEGATION, getdate(self.from_date))

    def check_kept(self) -> None:
        """Acts were done under it as it was: it is not written anew, nor does it begin before anybody knew of it."""
        before = self.get_doc_before_save()
        if before is None or not (getdate(before.from_date) <= getdate() or self.is_named()):
            if getdate(self.from_date) < getdate():
                self.refuse(
                    "from_date",
                    "ủy quyền không bắt đầu trước hôm nay. Hãy chọn hôm nay hoặc ngày sau; "
                    "giấy cũ do quản trị viên nhập.",
                )
            return
        for field in changed(self, but=ENDS if before.file else (*ENDS, "file")):
            self.refuse(
                field,
                "giấy ủy quyền đã có hiệu lực hoặc đã có văn bản lập theo nên không sửa được nữa. "
                "Muốn thay đổi, hãy ghi ngày thu hồi rồi lập giấy ủy quyền mới.",
            )
        if "to_date" in changed(self) and not getdate() <= getdate(self.to_date) < getdate(before.to_date):
            self.refuse(
                "to_date",
                "chỉ rút ngắn được, và không trước hôm nay. Muốn kéo dài, hãy lập giấy ủy quyền mới.",
            )

    def check_revocation(self) -> None:
        """Revoked is revoked, and from the day on which it is said or a later one."""
        before = self.get_doc_before_save()
        if before and "revoked_on" not in changed(self):
            return
        if before and before.revoked_on and getdate(before.revoked_on) <= getdate():
            self.refuse(
                "revoked_on",
                "ủy quyền đã thu hồi thì không khôi phục hay đổi ngày được. Hãy lập giấy ủy quyền mới.",
            )
        if self.revoked_on and getdate(self.revoked_on) < getdate():
            self.refuse("revoked_on", "không ghi lùi ngày. Hãy chọn hôm nay hoặc ngày sau.")

    def is_named(self) -> bool:
        """Whether any document says that it was written under this delegation."""
        return any(
            frappe.db.exists(link.parent, {link.fieldname: self.name})
            for link in get_link_fields(self.doctype)
            if not link.issingle
        )

    def refuse(self, fieldname: str, why: str) -> None:
        frappe.throw(f"Ô «{label(self, fieldname)}»: {why}")
