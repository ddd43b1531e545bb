"""Minutes that schools and authorities have sealed: the kept PDF with one seal after another.

Every version is kept, so that whoever holds one may still find out that it is genuine. The kept PDF stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import frappe
from frappe.utils import escape_html, format_datetime, getdate

from cum_chuyen_mon.controllers.own_file import hang
from cum_chuyen_mon.controllers.protected import by_the_app
from cum_chuyen_mon.controllers.read_now import read_now
from cum_chuyen_mon.meetings.confirmation import lock

from . import kept, seals
from .minutes import sees_whole_roll
from .seals import Holder

SEALED = "Cluster Sealed Paper"
COLUMNS = ("name", "number", "holder_type", "holder", "holder_name", "sealed_at", "paper_file", "sha256")


def of(minutes: str) -> list[frappe._dict]:
    """What is kept of each seal on minutes, in their order: see ``COLUMNS``."""
    return frappe.get_all(SEALED, {"minutes": minutes}, list(COLUMNS), order_by="number")


def pdf_of(minutes: str) -> bytes:
    """The PDF with every seal. What the user may see was asked before. Throws where there is none."""
    rows = of(minutes)
    if not rows:
        frappe.throw("Biên bản này chưa có dấu số. Hãy tải bản PDF, hoặc đóng dấu số trước.")
    return _content(rows[-1])


def shown(minutes) -> dict[str, list[dict]]:
    """For the form of locked minutes: ``done``, ``{"name", "at"}`` of each seal, and ``offered``,
    ``{"holder_type", "holder", "name"}`` of those for whom the user may still seal them."""
    rows = of(minutes.name)
    done = {(row.holder_type, row.holder) for row in rows}
    mine = seals.with_a_seal(seals.holders_of(frappe.session.user, getdate()))
    open_ = [holder for holder in mine if holder not in done]
    if open_ and not sees_whole_roll(minutes):
        open_ = []
    return {
        "done": [{"name": row.holder_name, "at": str(row.sealed_at)} for row in rows],
        "offered": [
            {"holder_type": holder[0], "holder": holder[1], "name": seals.title_of(holder)}
            for holder in open_
        ],
    }


def seal(minutes: str, holder: Holder) -> frappe._dict:
    """Add a holder's seal to locked minutes; ``{holder_name, sealed_at}``. Who may was asked before.

    Of two at once the second seals what the first has sealed.
    """
    from cum_chuyen_mon.documents.keys import CannotSeal, described
    from cum_chuyen_mon.documents.seal import Stamp, sealed

    doc = lock(minutes)
    check_locked(doc)
    before = _now(minutes)
    _check_first(before, holder)
    pdf = _content(before[-1]) if before else kept.pdf_of(doc)
    stamp = Stamp(seals.title_of(holder), seals.now())
    try:
        with seals.key_of(holder) as signer:
            content = sealed(pdf, signer, stamp)
            certificate = described(signer.signing_cert)
    except CannotSeal as why:
        frappe.throw(escape_html(str(why)), title="Chưa đóng được dấu số")
    return _keep(
        content,
        minutes=minutes,
        number=len(before) + 1,
        holder_type=holder[0],
        holder=holder[1],
        holder_name=stamp.name,
        sealed_at=stamp.at.replace(tzinfo=None),
        certificate_subject=certificate.subject,
        certificate_serial=certificate.serial,
    )


def check_locked(doc) -> None:
    """Throw unless these are locked minutes."""
    if doc.docstatus != 1:
        frappe.throw(
            "Chỉ đóng dấu số lên biên bản đã khóa và còn hiệu lực. "
            + (
                "Biên bản này đã hủy; hãy mở bản sửa đổi."
                if doc.docstatus == 2
                else "Hãy chờ mọi người xác nhận."
            )
        )


def drop(minutes: Collection[str]) -> None:
    """Take away the seals of minutes that nobody needs a record of: the demo's."""
    rows = frappe.get_all(SEALED, {"minutes": ("in", [*minutes, ""])}, pluck="name")
    files = {"attached_to_doctype": SEALED, "attached_to_name": ("in", [*rows, ""])}
    for name in frappe.get_all("File", files, pluck="name"):
        frappe.delete_doc("File", name, ignore_permissions=True, force=True)
    frappe.db.delete(SEALED, {"name": ("in", [*rows, ""])})


def _check_first(before: list[frappe._dict], holder: Holder) -> None:
    for row in before:
        if (row.holder_type, row.holder) == holder:
            at = format_datetime(row.sealed_at, "HH:mm:ss, dd/MM/yyyy")
            frappe.throw(
                f"{escape_html(row.holder_name)} đã đóng dấu số lên biên bản này lúc {at}. Hãy tải bản có dấu số."
            )


def _now(minutes: str) -> list[frappe._dict]:
    row = frappe.qb.DocType(SEALED)
    columns = [row[column] for column in COLUMNS]
    return read_now(frappe.qb.from_(row).select(*columns).where(row.minutes == minutes).orderby(row.number))


def _content(row: frappe._dict) -> bytes:
    if not kept.is_whole(row):
        frappe.throw(
            "Tệp PDF có dấu số của biên bản này đã bị thay đổi hoặc đã mất. Hãy báo người quản trị khôi phục tệp từ "
            "bản sao lưu.",
            title="Không mở được bản có dấu số",
        )
    return kept.content_of(row)


def _keep(content: bytes, **values: object) -> frappe._dict:
    row = frappe.get_doc(
        {
            "doctype": SEALED,
            **values,
            "sealed_by": frappe.session.user,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    )
    with by_the_app(row):
        row.insert(ignore_permissions=True)  # whoever seals has it kept; nobody writes it
    file = hang(SEALED, row.name, content, file_name=f"{row.name}.pdf")
    row.db_set("paper_file", file.file_url, update_modified=False)
    return row
