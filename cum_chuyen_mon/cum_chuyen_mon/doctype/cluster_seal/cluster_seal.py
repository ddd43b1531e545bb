import frappe
from frappe.model.document import Document
from frappe.utils import escape_html

from cum_chuyen_mon.controllers.stored_file import bytes_of, files_at
from cum_chuyen_mon.controllers.tidy import Tidy, check_words
from cum_chuyen_mon.permissions.files import may_reach
from cum_chuyen_mon.printing import seals

OF_A_TOKEN = ("token_label", "key_label")
OF_THE_CERTIFICATE = (
    "certificate_subject",
    "certificate_issuer",
    "certificate_serial",
    "valid_from",
    "valid_to",
)


class ClusterSeal(Tidy, Document):
    """The key with which a school or an authority seals papers. Only administrators see that there is one; nobody,
    not even they, reads passphrase or key again."""

    def autoname(self) -> None:
        self.name = seals.name_of((self.holder_type, self.holder))

    def before_insert(self) -> None:
        super().before_insert()
        check_words(self)  # it is named by its holder
        if frappe.db.exists(seals.SEAL, seals.name_of((self.holder_type, self.holder))):
            frappe.throw(
                "Đơn vị này đã có dấu số. Hãy mở dấu số đó và tải tệp khóa mới lên, thay vì tạo dấu thứ hai."
            )

    def validate(self) -> None:
        self.holder_name = seals.title_of((self.holder_type, self.holder))
        self.flags.uploaded = None
        if self.way == seals.TOKEN:
            self.key_file = None
        else:
            self.take_in_file()
            self.update(dict.fromkeys(OF_A_TOKEN))
        self.check_key()

    def take_in_file(self) -> None:
        """What was uploaded; the field is empty again."""
        if self.key_file:
            self.flags.uploaded = self.key_file
            self.flags.content = _content_of(self.key_file)
            self.key_file = None

    def check_key(self) -> None:
        """Open the key as sealing will, and copy what its certificate says. A seal that was put out of use, with
        nothing new about it, may well have a certificate that has run out."""
        from cum_chuyen_mon.documents.keys import CannotSeal, check_certificate, described

        if self.disabled and not self.is_new() and not self.flags.uploaded:
            before = self.get_doc_before_save()
            self.update({field: before.get(field) for field in OF_THE_CERTIFICATE})
            return
        try:
            with seals.opened(self.source()) as signer:
                check_certificate(signer.signing_cert, seals.now())
                said = described(signer.signing_cert)
        except CannotSeal as why:
            frappe.throw(escape_html(str(why)), title="Chưa lưu được dấu số")
        zone = seals.now().tzinfo
        self.certificate_subject, self.certificate_issuer = said.subject, said.issuer
        self.certificate_serial = said.serial
        self.valid_from, self.valid_to = (
            moment.astimezone(zone).replace(tzinfo=None) for moment in (said.valid_from, said.valid_to)
        )

    def source(self) -> seals.Source:
        """What was entered, or else what is kept."""
        entered = self.passphrase or ""
        is_new = not self.is_dummy_password(entered)
        passphrase = entered if is_new else seals.stored(self.name, seals.PASSPHRASE)
        if self.way == seals.TOKEN:
            for field, said in zip(OF_A_TOKEN, ("Nhãn token", "Nhãn khóa"), strict=True):
                if not self.get(field):
                    frappe.throw(f"Còn trống ô «{said}». Hãy ghi nhãn như phần mềm của token hiện ra.")
            return seals.Source(self.way, passphrase, token=self.token_label, label=self.key_label)
        content = self.flags.content or seals.key_kept(self.name)
        if not content:
            frappe.throw(
                "Còn trống ô «Tệp khóa». Hãy tải lên tệp .p12 hoặc .pfx của nhà cung cấp chứng thư số."
            )
        return seals.Source(self.way, passphrase, content)

    def on_update(self) -> None:
        if self.way == seals.TOKEN:
            seals.keep_key(self.name, b"")
        elif self.flags.uploaded:
            seals.keep_key(self.name, self.flags.content)
        self.delete_uploads()

    def delete_uploads(self) -> None:
        """What was uploaded here, taken in or not; of what hangs elsewhere too, that stays."""
        uploads = frappe.get_all(
            "File", {"attached_to_doctype": seals.SEAL, "attached_to_name": self.name}, pluck="name"
        )
        for file in files_at(self.flags.uploaded):
            if file.attached_to_doctype in (None, "", seals.SEAL):
                uploads.append(file.name)
        for name in dict.fromkeys(uploads):
            frappe.delete_doc("File", name, ignore_permissions=True, force=True)

    def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> None:
        """Frappe hands passwords out to System Managers."""
        frappe.throw(
            "Mật khẩu của dấu số không xem lại được. Nếu đã quên, hãy nhập lại mật khẩu mới.",
            exc=frappe.PermissionError,
        )


def _content_of(url: str) -> bytes:
    """What was uploaded; only that, and only what the user may read."""
    files = [file for file in files_at(url) if file.is_private] if may_reach(url) else []
    if not files:
        frappe.throw(
            "Ô «Tệp khóa»: tệp không có, hoặc không phải tệp riêng tư. Hãy tải tệp lên ngay trong ô này."
        )
    if (files[0].file_size or 0) > seals.LONGEST:
        frappe.throw(
            f"Ô «Tệp khóa»: tệp lớn hơn {seals.LONGEST // 1000} KB nên không phải là một tệp khóa. Hãy chọn tệp .p12 "
            "hoặc .pfx của nhà cung cấp chứng thư số."
        )
    return bytes_of(files[0])
