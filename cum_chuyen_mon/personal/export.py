"""Everything the app holds about one person, for himself (Law 91/2025/QH15, art. 4: to see and be given one's data).

A ZIP with one JSON file and the person's own attachments. Of each row only declared columns about this very person and
what makes them understood are taken, so that nobody else's data goes along; who looked at his record is told by
position and place, not by name.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.utils import now_datetime

from cum_chuyen_mon.controllers.stored_file import bytes_of
from cum_chuyen_mon.permissions.standing import AUTHORITY_STAFF
from cum_chuyen_mon.wording import vi

from . import trace as trace_of_asking
from .fields import CONSENT, PERSONAL, STAFF, Trace, traces

METHOD = "cum_chuyen_mon.api.personal.export_person"
DATA_FILE = "du-lieu-ca-nhan.json"
ACCOUNT = (
    "name",
    "full_name",
    "email",
    "phone",
    "mobile_no",
    "birth_date",
    "location",
    "enabled",
    "creation",
    "last_login",
)
LEGAL_BASIS = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, Điều 4"


def archive(staff: str) -> bytes:
    """The ZIP; that it was made is kept in Frappe's Access Log."""
    trace_of_asking.leave(staff, METHOD, file_type="ZIP")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive_:
        text = json.dumps(data_of(staff), ensure_ascii=False, indent=1, default=str)
        archive_.writestr(DATA_FILE, text)
        for number, file in enumerate(files_of(staff), 1):
            doc = frappe.get_doc("File", file.name)
            if doc.exists_on_disk():
                archive_.writestr(f"tep/{number}-{file.file_name}", bytes_of(doc))
    return packed.getvalue()


def data_of(staff: str) -> dict[str, Any]:
    """What is held, as plain values: by DocType, with what each field is for and how long it is kept."""
    user = frappe.db.get_value(STAFF, staff, "user")
    rows: dict[str, list[dict]] = {}
    for doctype, column, trace in traces():
        if found := rows_of(doctype, column, trace, staff, user):
            rows.setdefault(doctype, []).extend(found)
    return {
        "person": staff,
        "made_at": now_datetime(),
        "legal_basis": LEGAL_BASIS,
        "data": rows,
        "meaning": {doctype: _meaning(doctype) for doctype in rows},
        "account": frappe.db.get_value("User", user, ACCOUNT, as_dict=True) if user else None,
        "comments": _comments(staff),
        "files": [
            {"name": file.file_name, "attached_to": file.attached_to_doctype} for file in files_of(staff)
        ],
        "access_log": access_log(staff),
    }


def rows_of(doctype: str, column: str, trace: Trace, staff: str, user: str | None) -> list[dict]:
    """The rows of one DocType that a column gives to the person, with the declared fields only."""
    key = user if names_login(doctype, column) else staff
    if not key:
        return []
    row = frappe.qb.DocType(doctype)
    names = dict.fromkeys((*trace.fields, *trace.context))  # no row names: they may be made of others' codes
    query = frappe.qb.from_(row).select(*(row[name] for name in names)).where(row[column] == key)
    if column == "parent":
        query = query.where(row.parenttype == STAFF)
    return [dict(found) for found in query.orderby(row.name).run(as_dict=True)]


def names_login(doctype: str, column: str) -> bool:
    """Whether a column names people by their login instead of their staff code."""
    field = frappe.get_meta(doctype).get_field(column)
    return bool(field) and field.options == "User"


def _meaning(doctype: str) -> dict[str, dict[str, str]]:
    meta = frappe.get_meta(doctype)
    return {
        name: {
            "label": vi(meta.get_label(name), doctype),
            "kind": personal.kind.value,
            "purpose": personal.purpose,
            "retention": personal.retention.value,
        }
        for trace in PERSONAL[doctype].values()
        for name, personal in trace.fields.items()
    }


def files_of(staff: str) -> list:
    """Attachments of the person's own record and of his consents."""
    consents = frappe.get_all(CONSENT, filters={"staff": staff}, pluck="name")
    fields = ["name", "file_name", "file_url", "attached_to_doctype"]
    found = []
    for doctype, names in ((STAFF, [staff]), (CONSENT, consents)):
        filters = {"attached_to_doctype": doctype, "attached_to_name": ("in", names or [""])}
        found += frappe.get_all("File", filters=filters, fields=fields, order_by="creation")
    return found


def _comments(staff: str) -> list[dict]:
    filters = {"reference_doctype": STAFF, "reference_name": staff, "comment_type": "Comment"}
    return frappe.get_all("Comment", filters=filters, fields=["creation", "content"], order_by="creation")


def access_log(staff: str) -> list[dict]:
    """Who opened or printed the person's form, asked for his contact data or exported them: when, what for, from
    where."""
    opened = frappe.get_all(
        "View Log",
        filters={"reference_doctype": STAFF, "reference_name": staff},
        fields=["creation", "viewed_by as user"],
    )
    asked = trace_of_asking.lines_about(staff)
    places = places_of({row.user for row in (*opened, *asked)})
    lines = [
        {
            "at": row.creation,
            "what": row.get("method") or "form",
            "reason": row.get("reason") or "",
            "by": places.get(row.user, "Quản trị hệ thống"),
        }
        for row in (*opened, *asked)
    ]
    return sorted(lines, key=lambda line: line["at"])


def places_of(users: Iterable[str]) -> Mapping[str, str]:
    """login → position and place of work, for people of schools and authorities."""
    users = sorted(users)
    if not users:
        return {}
    found = {}
    for doctype, place in ((STAFF, "school"), (AUTHORITY_STAFF, "authority")):
        rows = frappe.get_all(doctype, filters={"user": ("in", users)}, fields=["user", "position", place])
        for row in rows:
            position = vi(row.position, doctype) if row.position else ""
            found[row.user] = ", ".join(filter(None, [position, row[place]]))
    return found
