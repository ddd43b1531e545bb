"""The trace of who looked at a person's data: lines of Frappe's Access Log, and which of them the app wrote itself.

Frappe lets every signed-in user write to its Access Log: the desk notes prints and exports of reports so. What a client
writes proves nothing, so the app tells its own lines by their name, which no client can choose: Frappe names what it
writes by a random hash, and nobody may insert a log line as a document.
"""

from __future__ import annotations

from typing import Any

import frappe

from .fields import STAFF

LOG = "Access Log"
OWN = "ccm-"
"""How the names of the app's own lines begin."""

PRINT = "Print"
"""The method under which Frappe notes that a form was printed."""


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
