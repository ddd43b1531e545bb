"""Erasing a person's data on request (Law 91/2025/QH15, art. 14), and saying what is kept and why.

What goes and what stays follows from the declaration (``fields.py``). Names in minutes, decisions and papers stay:
they are what people signed, and the hashes of locked minutes stand for them. All of it happens in one transaction;
files leave the disk and sessions end once it is committed. Who did it, when and why is kept on the person's record.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.sessions import clear_sessions
from frappe.utils import escape_html, getdate, now

from cum_chuyen_mon.permissions.roles import others
from cum_chuyen_mon.permissions.standing import AUTHORITY_STAFF, forget, holding
from cum_chuyen_mon.rules.text import clean
from cum_chuyen_mon.wording import vi

from .export import files_of, rows_of
from .fields import CONSENT, STAFF, Retention, erased_fields, traces

NOBODY = "Người đã được xóa dữ liệu cá nhân"
SAVEPOINT = "erase_person"
ACCOUNT_FIELDS = (
    "phone",
    "mobile_no",
    "birth_date",
    "gender",
    "location",
    "bio",
    "interest",
    "user_image",
    "banner_image",
    "email_signature",
)
"""What a login knows about its holder beside name and address."""


@dataclass
class Outcome:
    """What was erased (labels, never values), what is kept and why, and what became of the login."""

    erased: list[str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    login: str = ""
    by_hand: list[str] = field(default_factory=list)
    """What an administrator must still do himself."""


def erase(staff: str, reason: str) -> Outcome:
    """Erase one person's data, all or nothing. Throws when it cannot be done, with the remedy."""
    person = frappe.get_doc(STAFF, staff, for_update=True)
    values = _values(person)
    reason = clean(reason)
    _refuse(person, reason, values)
    frappe.db.savepoint(SAVEPOINT)
    afterwards: list[Callable[[], None]] = []
    try:
        outcome = _erase(person, reason, values, afterwards)
    except Exception:
        frappe.db.rollback(save_point=SAVEPOINT)
        raise
    finally:
        frappe.clear_document_cache(STAFF, staff)
        forget()
    for step in afterwards:
        frappe.db.after_commit.add(step)
    return outcome


def _refuse(person, reason: str, values: list[str]) -> None:
    if person.erased_on:
        frappe.throw("Dữ liệu cá nhân của người này đã được xóa rồi.")
    if not reason:
        frappe.throw("Hãy ghi lý do xóa, ví dụ số và ngày của đơn yêu cầu.")
    if any(value.casefold() in reason.casefold() for value in values):
        frappe.throw("Lý do không được chứa chính dữ liệu bị xóa (thư, điện thoại). Hãy ghi lại lý do.")
    if units := _offices_today(person.name):
        frappe.throw(
            f"Người này đang giữ chức danh ở: {escape_html(', '.join(units))}. "
            "Hãy ghi ngày thôi chức danh ở đơn vị rồi xóa."
        )


def _offices_today(staff: str) -> list[str]:
    return sorted({row.parent for row in holding("Unit Officer", {"staff": staff}, getdate(), "parent")})


def _values(person) -> list[str]:
    """What must not be found anywhere afterwards: contact data and the login."""
    return [value for value in (person.email, person.phone, person.user) if value]


def _erase(person, reason: str, values: list[str], afterwards: list[Callable[[], None]]) -> Outcome:
    """Everything that the database can take back; what it cannot goes to ``afterwards``."""
    user, outcome = person.user, Outcome()
    files = files_of(person.name)
    outcome.kept = kept_of(person.name, user)
    _end_consents(person.name)
    for doctype, column, _trace in traces():
        _clear_fields(doctype, column, person.name, outcome)
    _mark(person.name, reason, keep_name=_is_named(outcome))
    _clean_trails(STAFF, person.name, set(erased_fields(STAFF, "name")), values)
    afterwards += _drop_files([file.name for file in files])
    if files:
        outcome.erased.append(f"Tệp đính kèm ({len(files)})")
    outcome.by_hand = _workbooks_with(values)
    outcome.login, steps = _close_login(user) if user else ("Không có tài khoản đăng nhập.", [])
    afterwards += steps
    return outcome


def kept_of(staff: str, user: str | None) -> list[dict[str, Any]]:
    """``{"what", "rows", "why"}``: where the person stays named, and why."""
    found: dict[tuple[str, str], int] = {}
    for doctype, column, trace in traces():
        if doctype == STAFF:
            continue
        if rows := rows_of(doctype, column, trace, staff, user):
            for why in {
                p.retention.value for p in trace.fields.values() if p.retention is not Retention.UNTIL_ASKED
            }:
                found[doctype, why] = found.get((doctype, why), 0) + len(rows)
    return [
        {"what": vi(doctype), "doctype": doctype, "rows": number, "why": why}
        for (doctype, why), number in found.items()
    ]


def _is_named(outcome: Outcome) -> bool:
    """Whether papers that are kept name the person; his postings alone do not."""
    return any(line["doctype"] != "Staff Posting" for line in outcome.kept)


def _end_consents(staff: str) -> None:
    row = frappe.qb.DocType(CONSENT)
    query = frappe.qb.update(row).set(row.withdrawn_on, getdate())
    query.where(row.staff == staff).where(row.withdrawn_on.isnull()).run()
    for name in frappe.get_all(CONSENT, filters={"staff": staff}, pluck="name"):
        frappe.clear_document_cache(CONSENT, name)


def _clear_fields(doctype: str, column: str, staff: str, outcome: Outcome) -> None:
    """Empty what is declared as erased on request, past controllers: they would derive it again."""
    if names := erased_fields(doctype, column):
        row = frappe.qb.DocType(doctype)
        query = frappe.qb.update(row).where(row[column] == staff)
        held = frappe.get_all(doctype, filters={column: staff}, fields=names)
        for name in names:
            query = query.set(row[name], None)
        query.run()
        meta = frappe.get_meta(doctype)
        outcome.erased += [vi(meta.get_label(n), doctype) for n in names if any(line[n] for line in held)]


def _mark(staff: str, reason: str, keep_name: bool) -> None:
    values = {
        "disabled": 1,
        "erased_on": now(),
        "erased_by": frappe.session.user,
        "erasure_reason": reason,
        **({} if keep_name else {"full_name": NOBODY}),
    }
    frappe.db.set_value(STAFF, staff, values)


def _clean_trails(doctype: str, name: str, fields: set[str], values: list[str]) -> None:
    """Take erased values out of Frappe's trails of one document: versions, comments, mails, deleted copies."""
    for version in frappe.get_all(
        "Version", filters={"ref_doctype": doctype, "docname": name}, fields=["name", "data"]
    ):
        _clean_version(version, fields, values)
    for kind in ("Comment", "Communication"):
        of_it = {"reference_doctype": doctype, "reference_name": name}
        columns = ["name", "content", "subject"]
        if kind == "Communication":
            columns += ["sender", "recipients"]
        for row in frappe.get_all(kind, filters=of_it, fields=columns):
            if _holds(" ".join(str(row[column] or "") for column in columns), values) or _is_attachment(
                kind, row
            ):
                frappe.db.delete(kind, {"name": row.name})
    frappe.db.delete("Deleted Document", {"deleted_doctype": doctype, "deleted_name": name})


def _is_attachment(kind: str, row) -> bool:
    """Comments in which Frappe notes names of files."""
    return kind == "Comment" and frappe.db.get_value(kind, row.name, "comment_type") in (
        "Attachment",
        "Attachment Removed",
    )


def _clean_version(version, fields: set[str], values: list[str]) -> None:
    data = json.loads(version.data or "{}")
    data["changed"] = [change for change in data.get("changed") or [] if change[0] not in fields]
    text = json.dumps(data, ensure_ascii=False)
    is_empty = not any(data.get(key) for key in ("changed", "added", "removed", "row_changed"))
    if is_empty or _holds(text, values):
        frappe.db.delete("Version", {"name": version.name})
    elif text != version.data:
        frappe.db.set_value("Version", version.name, "data", text, update_modified=False)


def _holds(text: str, values: list[str]) -> bool:
    return any(value.casefold() in text.casefold() for value in values)


def _drop_files(names: list[str]) -> list[Callable[[], None]]:
    """Take files out of the database; what takes them from the disk, unless another File has the same content."""
    docs = [frappe.get_doc("File", name) for name in names]
    frappe.db.delete("File", {"name": ("in", names or [""])})
    return [doc._delete_file_on_disk for doc in docs]


def _workbooks_with(values: list[str]) -> list[str]:
    """Imports whose stored outcome holds erased values are cleaned; that their files may is said."""
    imports = frappe.get_all("Cluster Workbook Import", fields=["name", "details", "workbook"])
    for row in imports:
        if _holds(row.details or "", values):
            frappe.db.set_value("Cluster Workbook Import", row.name, "details", None, update_modified=False)
    if any(row.workbook for row in imports) and values:
        return [
            "Tệp sổ Excel đã nhập có thể còn thư, điện thoại của người này: hãy xóa các lượt nhập không còn dùng."
        ]
    return []


def _close_login(user: str) -> tuple[str, list[Callable[[], None]]]:
    """Disable a login that was only this person's way in, and empty what it tells about him."""
    if _has_other_use(user):
        return "Đã gỡ khỏi hồ sơ; tài khoản còn dùng cho việc khác nên không khóa.", []
    known = [name for name in ACCOUNT_FIELDS if frappe.get_meta("User").has_field(name)]
    frappe.db.set_value("User", user, {"enabled": 0, **dict.fromkeys(known)})
    _clean_trails("User", user, {*ACCOUNT_FIELDS, "email"}, [])
    for contact in frappe.get_all("Contact", filters={"user": user}, pluck="name"):
        frappe.delete_doc("Contact", contact, ignore_permissions=True, force=True, delete_permanently=True)
    files = frappe.get_all(
        "File", filters={"attached_to_doctype": "User", "attached_to_name": user}, pluck="name"
    )
    frappe.clear_document_cache("User", user)
    said = "Đã gỡ khỏi hồ sơ và khóa. Tên đăng nhập còn lại vì các xác nhận, nhật ký đã ghi dưới tên đó."
    return said, [*_drop_files(files), lambda: clear_sessions(user=user, force=True)]


def _has_other_use(user: str) -> bool:
    """Whether a login is an administrator's, an authority officer's, or has roles that no position here gave."""
    if user == "Administrator" or frappe.db.exists(AUTHORITY_STAFF, {"user": user, "disabled": 0}):
        return True
    roles = frappe.get_all("Has Role", filters={"parent": user, "parenttype": "User"}, pluck="role")
    return bool(others(roles))
