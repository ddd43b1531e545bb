"""Every member school keeps the minutes (N5.2), and an extract stands in for its own team's meeting (C4).

Copies are rows named by minutes and school, so the database refuses a second one. They are made set-wise in the
transaction that locks the minutes, and again every day for whatever is missing: a member entered afterwards, minutes
that were locked before there were copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import frappe
from frappe.query_builder import functions as fn
from frappe.utils import getdate, now, now_datetime

from cum_chuyen_mon.permissions.standing import holding, standing_of
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.words import ATTENDED, MinutesState, Position

from .notice import tell, tell_later, users_of

COPY, MINUTES = "Cluster Minutes Copy", "Cluster Minutes"
DELIVERED, REPLACED, CANCELLED = "Delivered", "Replaced", "Cancelled"
FROM_THE_MINUTES = (
    "session",
    "session_title",
    "session_date",
    "unit_type",
    "unit",
    "unit_title",
    "cluster",
    "school_group",
    "subject",
)
LEADERS, TEAM_LEADERS = (Position.PRINCIPAL.value,), (Position.PRINCIPAL.value, Position.TEAM_LEAD.value)


def copy_name(minutes: str, school: str) -> str:
    return f"{minutes}-{school}"


def deliver(minutes: Collection[str] | None = None) -> list[str]:
    """Make the copies that are still missing, of the minutes named or of all locked ones; returns their names.

    Member schools are those of the session's day. A fixed number of queries, whatever the number of schools.
    """
    rows = _missing(minutes)
    if not rows:
        return []
    sessions = sorted({row.session for row in rows})
    attended, about_subjects = _attended(sessions), _about_subjects(sessions)
    stamp, user, today = now(), frappe.session.user, getdate()
    head = ("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx")
    own = ("minutes", "school", "status", "delivered_on", "is_extract", "attended")
    values = [
        (
            *(copy_name(row.minutes, row.school), stamp, stamp, user, user, 0, 0),
            *(row.minutes, row.school, DELIVERED, today, int(row.session in about_subjects)),
            attended[row.session, row.school],
            *(row[column] for column in FROM_THE_MINUTES),
        )
        for row in rows
    ]
    frappe.db.bulk_insert(COPY, [*head, *own, *FROM_THE_MINUTES], values, ignore_duplicates=True)
    _replace({row.minutes: row.amended_from for row in rows if row.amended_from})
    made = [value[0] for value in values]
    tell_later("copies.tell_schools", copies=made)
    return made


def heal() -> list[str]:
    """Scheduled daily: make whatever is missing."""
    return deliver()


def withdraw(minutes: str) -> None:
    """The minutes were cancelled: the schools' copies say so."""
    row = frappe.qb.DocType(COPY)
    frappe.qb.update(row).set(row.status, CANCELLED).where(row.minutes == minutes).run()


def acknowledge(copy: str) -> bool:
    """Note the first time that the school's principal opens its copy; returns whether this was it.

    Whoever else reads it leaves no trace: the receipt is the school's.
    """
    row = frappe.db.get_value(COPY, copy, ["school", "opened_on"], as_dict=True, for_update=True)
    if row is None or row.opened_on or row.school not in standing_of().principal_of:
        return False
    receipt = {"opened_on": now_datetime(), "opened_by": frappe.session.user}
    frappe.db.set_value(COPY, copy, receipt, update_modified=False)
    return True


def tell_schools(copies: Collection[str]) -> None:
    """Background job: tell each school's principal, and its team lead where the minutes are about a subject."""
    rows = frappe.get_all(
        COPY,
        filters={"name": ("in", list(copies) or [""]), "status": DELIVERED},
        fields=["name", "session", "session_title", "session_date", "school", "is_extract"],
        limit_page_length=0,
    )
    people = _recipients(rows)
    for row in rows:
        what = "trích biên bản" if row.is_extract else "biên bản"
        subject = f"Trường đã nhận {what} «{row.session_title}» ngày {date_vi(getdate(row.session_date))}."
        tell(people[row.name], subject, COPY, row.name)


def _missing(minutes: Collection[str] | None) -> list:
    """Locked minutes × schools that were members on the session's day, without those that have their copy."""
    Minutes, Member, Copy = (
        frappe.qb.DocType(MINUTES),
        frappe.qb.DocType("Unit Member"),
        frappe.qb.DocType(COPY),
    )
    query = (
        frappe.qb.from_(Minutes)
        .join(Member)
        .on((Member.parent == Minutes.cluster) | (Member.parent == Minutes.school_group))
        .left_join(Copy)
        .on((Copy.minutes == Minutes.name) & (Copy.school == Member.school))
        .select(
            Minutes.name.as_("minutes"),
            Minutes.amended_from,
            Member.school,
            *(Minutes[column] for column in FROM_THE_MINUTES),
        )
        .distinct()
        .where(Copy.name.isnull())
        .where(Minutes.docstatus == 1)
        .where(Minutes.state == MinutesState.LOCKED.value)
        .where(Member.from_date.isnull() | (Member.from_date <= Minutes.session_date))
        .where(Member.to_date.isnull() | (Member.to_date >= Minutes.session_date))
    )
    if minutes is not None:
        query = query.where(Minutes.name.isin(list(minutes) or [""]))
    return query.run(as_dict=True)


def _attended(sessions: list[str]) -> dict[tuple[str, str], int]:
    """(session, school) → how many of its people were there."""
    Row = frappe.qb.DocType("Cluster Session Attendance")
    query = (
        frappe.qb.from_(Row)
        .select(Row.session, Row.school, fn.Count(Row.name))
        .where(Row.session.isin(sessions))
        .where(Row.staff.isnotnull())
        .where(Row.state.isin([state.value for state in ATTENDED]))
        .groupby(Row.session, Row.school)
    )
    found: dict[tuple[str, str], int] = defaultdict(int)
    found.update({(session, school): number for session, school, number in query.run()})
    return found


def _about_subjects(sessions: list[str]) -> set[str]:
    filters = {"parenttype": "Cluster Session", "parent": ("in", sessions)}
    return set(frappe.get_all("Session Subject", filters=filters, pluck="parent", limit_page_length=0))


def _replace(amended: dict[str, str]) -> None:
    """Copies of the minutes that an amendment takes the place of say which one it is."""
    row = frappe.qb.DocType(COPY)
    for newer, older in amended.items():
        query = frappe.qb.update(row).set(row.status, REPLACED).set(row.replaced_by, newer)
        query.where(row.minutes == older).run()


def _recipients(rows: list) -> dict[str, set[str]]:
    """copy → logins of the school's principal, and of its team leads in the session's subjects."""
    schools = frozenset(row.school for row in rows)
    if not schools:
        return {}
    subjects: dict[str, set[str]] = defaultdict(set)
    about = {"parenttype": "Cluster Session", "parent": ("in", sorted({row.session for row in rows}))}
    for line in frappe.get_all("Session Subject", about, ["parent", "subject"], limit_page_length=0):
        subjects[line.parent].add(line.subject)
    columns = ("parent", "school", "position", "subject")
    postings = holding("Staff Posting", {"school": schools}, getdate(), *columns)
    posted = [p for p in postings if p.position in TEAM_LEADERS]
    users = users_of({p.parent for p in posted})
    return {
        row.name: {
            users[p.parent]
            for p in posted
            if p.parent in users
            and p.school == row.school
            and (p.position in LEADERS or p.subject in subjects[row.session])
        }
        for row in rows
    }
