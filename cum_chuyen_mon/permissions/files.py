"""Files hang on documents, and whoever may read a document may read its files; a URL alone opens nothing.

Frappe reads a file's content while it inserts a File, from whatever URL the File carries, and an attach field of any
DocType makes it insert one. So the question who may reach the URL is asked before Frappe's own ``before_insert``.
No event comes that early: hooks run after the controller's method, and ``check_permission`` is skipped where Frappe
inserts with ``ignore_permissions``. Hence a subclass. An app that also overrides File must inherit from this one.
"""

import os
import re
from collections.abc import Mapping
from urllib.parse import unquote

import frappe
from frappe.core.api import file as frappes
from frappe.core.doctype.file.file import File
from frappe.core.doctype.file.file import has_permission as file_permission

from cum_chuyen_mon.controllers.stored_file import files_at
from cum_chuyen_mon.controllers.tidy import label

from .sharing import about_readable
from .table import GRANTS

PRIVATE, PUBLIC = "/private/files/", "/files/"
ATTACH = ("Attach", "Attach Image")
HOST = re.compile(r"https?://[^/]*", re.IGNORECASE)
NOT_YET_SAVED = "new-"
"""How the desk begins the name of a document that has none yet; its first save takes the files over."""


class GuardedFile(File):
    """A File that points only where its user may look, and hangs only where he may write."""

    def before_insert(self) -> None:
        if not self.is_folder:
            self.trust_content_only()
            if watched():
                check_reach(self)
                check_target(self)
            self.keep_private()
            self.tell_apart()
        super().before_insert()

    def validate(self) -> None:
        if not self.is_folder and not self.flags.in_insert:
            if watched():
                self.check_change(self.get_doc_before_save())
            self.keep_private()
        super().validate()

    def on_trash(self) -> None:
        """Frappe lets whoever uploaded a file delete it for ever, whatever has become of the document."""
        if watched() and not self.flags.ignore_permissions and _hangs_on_ours(self) and not may_attach(self):
            frappe.throw(
                "Không được xóa tệp này: bạn không có quyền sửa văn bản đính kèm nó. "
                "Hãy đề nghị người phụ trách văn bản xóa.",
                exc=frappe.PermissionError,
            )
        super().on_trash()

    def is_downloadable(self) -> bool:
        """Not for another file: the database takes "Ban" for "Bản", and Frappe then sends what was asked for."""
        request = getattr(frappe.local, "request", None)
        asked = request.path if request else ""
        if asked.startswith(PRIVATE) and asked != self.file_url:
            return False
        return super().is_downloadable()

    @frappe.whitelist()
    def optimize_file(self) -> None:
        """Never of a document that a client built, never into another file's name or a shared file."""
        stored = frappe.get_doc("File", self.name)
        stored.check_permission("write")
        if len(files_at(stored.file_url)) > 1:
            frappe.throw(
                "Nhiều văn bản dùng chung tệp này nên không thu gọn được. Hãy tải lên một bản riêng."
            )
        stored.file_name = os.path.basename(stored.file_url or "")
        stored.flags.rewritten = True
        File.optimize_file(stored)

    def trust_content_only(self) -> None:
        """The content decides where a file goes, and its hash is computed from it: equal hashes share one file."""
        self.content_hash = None
        if self.content:
            self.file_url = None
        elif path_of(self) is None:
            self.flags.ignore_duplicate_entry_error = True

    def keep_private(self) -> None:
        """What hangs on the app's documents is private, unless it is one of the site's public files already."""
        if self.attached_to_doctype in GRANTS and not (path_of(self) or "").startswith(PUBLIC):
            self.is_private = 1

    def tell_apart(self) -> None:
        """A name that the database cannot tell from another file's gets a suffix, as Frappe gives to equal names."""
        if not self.content or not self.file_name:
            return
        url = (PRIVATE if self.is_private else PUBLIC) + self.file_name
        if any(other != url for other in frappe.get_all("File", {"file_url": url}, pluck="file_url")):
            stem, extension = os.path.splitext(self.file_name)
            self.file_name = f"{stem}-{frappe.generate_hash(length=6)}{extension}"

    def check_change(self, before: File) -> None:
        """The stored File must be one's own to change: Frappe asked about an owner and a URL that were sent along."""
        if not self.flags.ignore_permissions and not file_permission(before, "write", frappe.session.user):
            frappe.throw(
                "Không được sửa tệp của người khác. Hãy tải lên tệp của bạn.",
                exc=frappe.PermissionError,
            )
        if not self.flags.rewritten:
            self.content_hash = before.content_hash
        if self.has_value_changed("is_private"):
            self.file_url = before.file_url
            if not self.is_private and any(
                f.attached_to_doctype in GRANTS for f in files_at(before.file_url)
            ):
                self.is_private = 1
        if path_of(self) != path_of(before):
            check_reach(self)
        if (self.attached_to_doctype, self.attached_to_name) != (
            before.attached_to_doctype,
            before.attached_to_name,
        ):
            check_target(self)


def watched() -> bool:
    """Administrator is also who installs, migrates and runs scheduled jobs."""
    return frappe.session.user != "Administrator"


def path_of(file: Mapping | File) -> str | None:
    """Where on this site Frappe will read a File; None for what is elsewhere, or still has to be written.

    Any host counts as this one: what a site's own address is depends on the request.
    """
    if not file.get("file_url") and file.get("content"):
        return None
    path = HOST.sub("", unquote(file.get("file_url") or file.get("file_name") or ""), count=1)
    if path and "/" not in path:
        path = (PRIVATE if file.get("is_private") else PUBLIC) + path
    return path if path.startswith((PRIVATE, PUBLIC)) else None


def check_reach(file: File) -> None:
    """Throw unless the user may read what the File would be read from."""
    path = path_of(file)
    if path is None:
        return
    file.file_url = unquote(file.file_url or "")  # what is read is what was asked about
    if not may_reach(path):
        frappe.throw(
            "Không mở được tệp: tệp không có, hoặc bạn không có quyền đọc. Hãy tải tệp từ máy của bạn lên.",
            exc=frappe.PermissionError,
        )


def may_reach(path: str) -> bool:
    """Whether a path stays in the folder of files, and the user may read a File that is stored under just that URL."""
    if "\\" in path or not {"", ".", ".."}.isdisjoint(
        path.removeprefix(PRIVATE).removeprefix(PUBLIC).split("/")
    ):
        return False
    if path.startswith(PUBLIC):
        return True
    return any(file_permission(file, "read", frappe.session.user) for file in files_at(path))


def check_target(file: File) -> None:
    """Throw unless the user may write the document of ours that the File hangs on."""
    if _hangs_on_ours(file) and not may_attach(file):
        frappe.throw(
            f"Không được đính kèm tệp vào {frappe._(file.attached_to_doctype)} «{file.attached_to_name}»: "
            "bạn không có quyền sửa văn bản này. Hãy gửi tệp cho người phụ trách văn bản.",
            exc=frappe.PermissionError,
        )


def _hangs_on_ours(file: File) -> bool:
    return file.attached_to_doctype in GRANTS and bool(file.attached_to_name)


def may_attach(file: File) -> bool:
    doctype, name = file.attached_to_doctype, file.attached_to_name
    if not frappe.db.exists(doctype, name):
        return str(name).startswith(NOT_YET_SAVED)
    return bool(frappe.has_permission(doctype, "write", doc=name))


def check_fields(doc, _method: str | None = None) -> None:
    """Hook on every DocType: a changed attach field names a file that the user may read.

    Frappe would hang the file on the document after the save, unasked, and for good.
    """
    if not watched():
        return
    before = doc.get_doc_before_save()
    for field in doc.meta.get("fields", {"fieldtype": ("in", ATTACH)}):
        value = doc.get(field.fieldname)
        path = path_of({"file_url": value}) if value and isinstance(value, str) else None
        if path is None or (before and before.get(field.fieldname) == value):
            continue
        if not may_reach(path) and not _hangs_already(path, doc):
            frappe.throw(
                f"Ô «{label(doc, field.fieldname)}»: tệp không có, hoặc bạn không có quyền đọc. "
                "Hãy tải tệp từ máy của bạn lên ngay trong ô này.",
                exc=frappe.PermissionError,
            )


def _hangs_already(path: str, doc) -> bool:
    """A guest's upload through a web form is his by nothing but the document."""
    return any((f.attached_to_doctype, f.attached_to_name) == (doc.doctype, doc.name) for f in files_at(path))


def query_condition(user: str | None = None, doctype: str = "File") -> str:
    """Hook: Frappe lists the files of every DocType that a role opens; ours only those of readable documents."""
    own = f"`tabFile`.`owner` = {frappe.db.escape(user or frappe.session.user, percent=False)}"
    readable = about_readable("File", "attached_to_doctype", "attached_to_name", user)
    return f"({own} or {readable})" if readable else ""


@frappe.whitelist(methods=["POST"])
def unzip_file(name: str) -> list:
    """Frappe's own, for whoever may change the file: it asks nobody, and its refusals say the file's name."""
    frappe.get_doc("File", name).check_permission("write")
    return frappes.unzip_file(name)
