"""Erasing a person's data on request (Law 91/2025/QH15, art. 14), and saying what is kept and why.

What goes and what stays follows from the declaration (``fields.py``). Names in minutes, decisions and papers stay:
they are what people signed, and the hashes of locked minutes stand for them. All of it happens in one transaction;
files leave the disk and sessions end once it is committed. Who did it, when and why is kept on the person's record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.sessions import clear_sessions
from frappe.utils import escape_html, getdate, now

from cum_chuyen_mon.permissions.roles import others
from cum_chuyen_mon.permissions.standing import AUTHORITY_STAFF, forget, holding
from cum_chuyen_mon.rules.text import clean
from cum_chuyen_mon.wording import vi

from . import elsewhere, trails
from .export import files_of, rows_of
from .fields import CONSENT, STAFF, Retention, erased_fields, traces
from .search import rows_holding, spellings

NOBODY = "Người đã được xóa dữ liệu cá nhân"
SAVEPOINT = "erase_person"
IMPORT = "Cluster Workbook Import"
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
    "username",
    "last_ip",
)
"""What a login knows about its holder beside name and address."""

NAME_FIELDS = ("first_name", "middle_name", "last_name", "full_name")


@dataclass
class Outcome:
    """What was erased (labels, never values), what is kept and why, and what became of the login."""

    erased: list[str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    login: str = ""
    by_hand: list[str] = field(default_factory=list)
    """What an administrator must still do himself."""


@dataclass
class Sought:
    """What must not be found afterwards: mail and phone anywhere; the login's name, and the person's names where no
    paper keeps them, in what is written about him."""

    contact: list[str]
    login: list[str]
    names: list[str]

    @property
    def words(self) -> list[str]:
        return [*self.contact, *self.login, *self.names]


def _sought(person) -> Sought:
    names = [person.full_name, person.user and frappe.db.get_value("User", person.user, "full_name")]
    login = [person.user] if person.user else []
    return Sought(spellings([person.email, person.phone]), login, list(dict.fromkeys(filter(None, names))))


def erase(staff: str, reason: str) -> Outcome:
    """Erase one person's data, all or nothing. Throws when it cannot be done, with the remedy."""
    person = frappe.get_doc(STAFF, staff, for_update=True)
    sought = _sought(person)
    reason = clean(reason)
    _refuse(person, reason, [*sought.contact, *sought.login])
    frappe.db.savepoint(SAVEPOINT)
    afterwards: list[trails.Step] = []
    try:
        outcome = _erase(person, reason, sought, afterwards)
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


def _erase(person, reason: str, sought: Sought, afterwards: list[trails.Step]) -> Outcome:
    """Everything that the database can take back; what it cannot goes to ``afterwards``."""
    user, outcome = person.user, Outcome()
    files = files_of(person.name)
    outcome.kept = kept_of(person.name, user)
    keep_name = _is_named(outcome)
    if keep_name:
        sought.names = []
    closed = user if user and not _has_other_use(user) else None
    _end_consents(person.name)
    for doctype, column, _trace in traces():
        _clear_fields(doctype, column, person.name, outcome)
    _mark(person.name, reason, keep_name)
    afterwards += _clean_records(person.name, sought)
    afterwards += trails.drop_files([file.name for file in files])
    if files:
        outcome.erased.append(f"Tệp đính kèm ({len(files)})")
    if closed:
        afterwards += _close_login(closed, sought)
    outcome.login = _said_of_login(user, closed)
    addresses = [*sought.contact, *(sought.login if closed else ())]
    trails.clean_logs(sought.contact, addresses)
    outcome.by_hand = [
        *_workbooks_with(sought.contact),
        *elsewhere.drop_contacts(person.name, addresses, closed),
        *elsewhere.written_elsewhere(sought.contact),
    ]
    return outcome


def _clean_records(staff: str, sought: Sought) -> list[trails.Step]:
    """The trails of the person's record and of his consents."""
    fields = {*erased_fields(STAFF, "name"), *(["full_name"] if sought.names else [])}
    steps = trails.clean_document(STAFF, staff, fields, sought.words)
    for name in frappe.get_all(CONSENT, filters={"staff": staff}, pluck="name"):
        steps += trails.clean_document(CONSENT, name, set(), sought.words)
    return steps


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


def _workbooks_with(values: list[str]) -> list[str]:
    """Imports whose stored outcome holds erased values are cleaned; that their files may is said."""
    for name in rows_holding(IMPORT, values):
        trails.blank(IMPORT, name, values)
    trails.drop_rows("Version", values, ref_doctype=IMPORT)
    if values and frappe.db.exists(IMPORT, {"workbook": ("is", "set")}):
        return [
            "Tệp sổ Excel đã nhập có thể còn thư, điện thoại của người này: hãy xóa các lượt nhập không còn dùng."
        ]
    return []


def _close_login(user: str, sought: Sought) -> list[trails.Step]:
    """Disable a login that was only this person's way in, and empty what it tells about him."""
    known = [name for name in ACCOUNT_FIELDS if frappe.get_meta("User").has_field(name)]
    emptied: dict[str, Any] = {"enabled": 0, **dict.fromkeys(known)}
    fields = {*ACCOUNT_FIELDS, "email"}
    if sought.names:
        emptied |= {**dict.fromkeys(NAME_FIELDS), "first_name": NOBODY, "full_name": NOBODY}
        fields |= set(NAME_FIELDS)
    frappe.db.set_value("User", user, emptied)
    steps = trails.clean_document("User", user, fields, sought.words)
    trails.clean_login(user, sought.names, NOBODY)
    frappe.clear_document_cache("User", user)
    return [
        *steps,
        *trails.drop_files_of("User", [user]),
        lambda: clear_sessions(user=user, force=True),
    ]


def _said_of_login(user: str | None, closed: str | None) -> str:
    if not user:
        return "Không có tài khoản đăng nhập."
    if not closed:
        return "Đã gỡ khỏi hồ sơ; tài khoản còn dùng cho việc khác nên không khóa."
    return "Đã gỡ khỏi hồ sơ và khóa. Tên đăng nhập còn lại vì các xác nhận, nhật ký đã ghi dưới tên đó."


def _has_other_use(user: str) -> bool:
    """Whether a login is an administrator's, an authority officer's, or has roles that no position here gave."""
    if user == "Administrator" or frappe.db.exists(AUTHORITY_STAFF, {"user": user, "disabled": 0}):
        return True
    roles = frappe.get_all("Has Role", filters={"parent": user, "parenttype": "User"}, pluck="role")
    return bool(others(roles))
