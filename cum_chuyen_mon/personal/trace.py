"""The trace of who looked at a person's data: lines of Frappe's Access Log, and which of them the app wrote itself.

Frappe lets every signed-in user write to its Access Log: the desk notes prints and exports of reports so. What a client
writes proves nothing, so the app tells its own lines by their name, which no client can choose: Frappe names what it
writes by a random hash, and nobody may insert a log line as a document.
"""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from typing import Any

import frappe
from frappe.core.doctype.access_log import (
    access_log,  # not the function: it would be callable at an address here
)

from cum_chuyen_mon.rules.text import clean

from .fields import STAFF

LOG = "Access Log"
OWN = "ccm-"
"""How the names of the app's own lines begin."""

PRINT = "Print"
"""The method under which Frappe notes that a form was printed."""

OURS = "cum_chuyen_mon."


def leave(staff: str, method: str, reason: str = "", file_type: str | None = None) -> None:
    """Write who asks now for a person's data, by which endpoint and why. It is committed with the request, before the
    answer leaves."""
    line = {
        "doctype": LOG,
        "name": f"{OWN}{frappe.generate_hash(length=16)}",
        "user": frappe.session.user,
        "export_from": STAFF,
        "reference_document": staff,
        "method": method,
        "filters": reason or None,
        "file_type": file_type,
    }
    frappe.get_doc(line).db_insert()


def lines_about(staff: str) -> list[dict[str, Any]]:
    """``{"creation", "user", "method", "reason"}`` of each time a person's data were asked for or printed.

    A line that the app did not write may be a client's: it tells only that somebody printed, in his own name.
    """
    rows = frappe.get_all(
        LOG,
        filters={"export_from": STAFF, "reference_document": staff},
        fields=["name", "creation", "user", "method", "filters as reason"],
    )
    told = []
    for row in rows:
        is_own = row.pop("name").startswith(OWN)
        if is_own or row.method == PRINT:
            told.append(row if is_own else {**row, "reason": ""})
    return [frappe._dict(row) for row in told]


@frappe.whitelist(methods=["POST"])
def make_access_log(  # allowed: as Frappe's own, which anybody signed in may call; columns are kept as text
    doctype: str | None = None,
    document: str | int | None = None,
    method: str | None = None,
    file_type: str | None = None,
    report_name: str | None = None,
    filters: Any = None,
    page: Any = None,
    columns: Any = None,
) -> None:
    """Frappe's own, for lines that neither name a person's record nor speak in the app's name.

    The desk notes prints and exports of reports through this address, never with a document: prints of forms are
    noted by the server.
    """
    if _is_ours_to_write(doctype, document, method):
        frappe.throw(
            "Nhật ký xem dữ liệu của cán bộ, giáo viên (trường «Method», «Reference Document») chỉ do máy chủ ghi. "
            "Hãy mở hồ sơ của người đó rồi xem thông tin liên lạc, in hoặc tải dữ liệu: việc đó tự được ghi lại.",
            exc=frappe.PermissionError,
        )
    access_log.make_access_log(doctype, document, method, file_type, report_name, filters, page, columns)


def _is_ours_to_write(doctype: str | None, document: str | int | None, method: str | None) -> bool:
    """Whether a line is in the app's name or about one person, however a client spells it."""
    if clean(method).casefold().startswith(OURS):
        return True
    return bool(document and doctype) and _is_staff(doctype)


def _is_staff(doctype: str) -> bool:
    """Asked of the database: it may take other letters for the same, and would find the line under them."""
    return frappe.db.get_value("DocType", doctype, "name") == STAFF
