"""The PDF of locked minutes is made once; printing again gives the same bytes.

It is a private file of a document that only administrators read: it has everybody's line of the roll on it, and not
everybody who may read minutes may see the whole roll.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import frappe
from frappe.utils import now_datetime

from cum_chuyen_mon.controllers.one_writer import begin_to_write
from cum_chuyen_mon.controllers.own_file import hang
from cum_chuyen_mon.controllers.protected import by_the_app
from cum_chuyen_mon.controllers.read_now import read_now
from cum_chuyen_mon.controllers.stored_file import bytes_of
from cum_chuyen_mon.meetings.confirmation import is_genuine

from .making import made
from .minutes import check_whole_roll, whole_paper

KEPT = "Cluster Kept Paper"


def file_of(minutes, form: str) -> bytes:
    """The minutes as PDF or DOCX: the kept PDF of locked ones. Throws unless the user may see everybody on the roll."""
    check_whole_roll(minutes)
    if minutes.docstatus == 1 and form == "pdf":
        return pdf_of(minutes)
    return made(whole_paper(minutes), form)


def pdf_of(minutes) -> bytes:
    """The kept PDF of locked minutes; the first who asks has it made. What the user may see was asked before.

    Throws when the minutes or the file are not what was locked any more.
    """
    row = of(minutes.name) or _keep(minutes)
    content = content_of(row)
    if not _is_of(row, content):
        frappe.throw(
            "Tệp PDF lưu giữ của biên bản này đã bị thay đổi hoặc đã mất nên không in ra nữa. Hãy báo người quản trị "
            "khôi phục tệp từ bản sao lưu.",
            title="Không in được biên bản",
        )
    return content


def keep_later(minutes: str) -> None:
    """Have the PDF made in the background once the lock is committed; of what an import brings in, when it is asked."""
    if not frappe.flags.cum_chuyen_mon_loading:
        frappe.enqueue("cum_chuyen_mon.printing.kept.keep", minutes=minutes, enqueue_after_commit=True)


def keep(minutes: str) -> None:
    """Background job. What was cancelled or printed in the meantime needs nothing."""
    doc = frappe.get_doc("Cluster Minutes", minutes)
    if doc.docstatus == 1 and of(minutes) is None:
        _keep(doc)


def of(minutes: str) -> frappe._dict | None:
    """``{name, paper_file, sha256}`` of what is kept of minutes."""
    return frappe.db.get_value(KEPT, minutes, ["name", "paper_file", "sha256"], as_dict=True)


def is_whole(row: frappe._dict) -> bool:
    """Whether the kept file is there, byte by byte."""
    return _is_of(row, content_of(row))


def drop(minutes: Collection[str]) -> None:
    """Take away what is kept of minutes that nobody needs a record of: the demo's."""
    files = {"attached_to_doctype": KEPT, "attached_to_name": ("in", [*minutes, ""])}
    for name in frappe.get_all("File", files, pluck="name"):
        frappe.delete_doc("File", name, ignore_permissions=True, force=True)
    frappe.db.delete(KEPT, {"name": ("in", [*minutes, ""])})


def _is_of(row: frappe._dict, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == row.sha256


def content_of(row: frappe._dict) -> bytes:
    """b"" for a file that is not there. By its address, since a file that another request kept has no row yet for this
    one."""
    try:
        address = {"file_url": row.paper_file, "file_name": row.name, "is_private": 1}
        return bytes_of(frappe.get_doc({"doctype": "File", **address}))
    except OSError:
        return b""


def _keep(minutes) -> frappe._dict:
    if not is_genuine(minutes):
        frappe.throw(
            "Nội dung biên bản trong hệ thống không còn khớp với bản mọi người đã xác nhận nên không in được. Hãy báo "
            "người quản trị khôi phục dữ liệu.",
            title="Không in được biên bản",
        )
    content = made(whole_paper(minutes), "pdf")
    begin_to_write()
    row = frappe.get_doc(
        {
            "doctype": KEPT,
            "minutes": minutes.name,
            "kept_at": now_datetime(),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    )
    try:
        with by_the_app(row):
            row.insert(ignore_permissions=True)  # whoever may print has it kept; nobody writes it
    except frappe.DuplicateEntryError:  # somebody else printed at the same time
        frappe.clear_last_message()
        return _as_it_is_now(minutes.name)
    file = hang(KEPT, row.name, content, file_name=f"{row.name}.pdf")
    row.db_set("paper_file", file.file_url, update_modified=False)
    frappe.local.flags.commit = True  # a print is a GET, after which Frappe takes everything back
    return row


def _as_it_is_now(minutes: str) -> frappe._dict:
    row = frappe.qb.DocType(KEPT)
    return read_now(
        frappe.qb.from_(row).select(row.name, row.paper_file, row.sha256).where(row.name == minutes)
    )[0]
