"""Invitation, delegation, certificate of attendance and submission from the site's documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import get_time, getdate

from cum_chuyen_mon.documents.contexts import (
    CertificatePaper,
    DelegationPaper,
    InvitationPaper,
    Signer,
    SubmissionPaper,
)
from cum_chuyen_mon.documents.letters import (
    Attended,
    Called,
    Choice,
    certificate,
    delegation,
    invitation,
    submission,
)
from cum_chuyen_mon.documents.minutes import election_parts
from cum_chuyen_mon.ledger.world import duties_binding, load_unit
from cum_chuyen_mon.meetings.elections import election_of
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import ATTENDED, MinutesState, Position
from cum_chuyen_mon.wording import vi

from .head import head_of
from .names import names_of, titles
from .numbers import given
from .recipients import recipients_of
from .signing import office_of, signer, signer_of, signer_of_head

INVITATION, DELEGATION, SUBMISSION = "GM", "GUQ", "TTr"
"""Abbreviations under which these papers are numbered."""
SENT = ("Submitted", "Confirmed")
ACTS = {
    "convene": "Triệu tập và chủ trì các buổi sinh hoạt",
    "plan": "Lập kế hoạch hoạt động",
    "report": "Lập báo cáo",
}
"""Field of a delegation → what it lets do, as the paper says it."""


def invitation_of(session) -> InvitationPaper:
    """The invitation to a session, dated the day of its notice."""
    unit, on = load_unit(session.unit_type, session.unit), getdate(session.session_date)
    told = getdate(session.invitation_date or session.notified_on or None)
    start, end = (get_time(at) if at else None for at in (session.start_time, session.end_time))
    guests = frappe.get_list(
        ATTENDANCE,
        {"session": session.name, "guest_name": ("is", "set")},
        ["guest_name", "guest_organisation"],
        order_by="creation",
        limit_page_length=0,
    )
    called = Called(
        session.session_title,
        on,
        start,
        end,
        session.venue or "",
        session.chair_name or "",
        session.agenda or "",
        session.notice_reason or "",
    )
    return invitation(
        head_of(session.unit_type, session.unit, told, INVITATION, session.invitation_number),
        unit.title,
        called,
        sorted(names_of([], unit.members_on(on), on).schools.values()),
        [", ".join(filter(None, row.values())) for row in guests],
        signer(unit, session.chair or "", told, session.delegation),
        recipients_of(unit, told, InvitationPaper),
    )


def delegation_of(doc) -> DelegationPaper:
    """A delegation paper (P4.2), of the day on which it begins."""
    unit, on = load_unit(doc.unit_type, doc.unit), getdate(doc.from_date)
    names = names_of([doc.delegator, doc.delegate], [], on)
    head = head_of(doc.unit_type, doc.unit, on, DELEGATION, doc.paper_number)
    return delegation(
        replace(head, number=doc.number) if doc.number else head,
        grounds_of(unit, on),
        _with_office(unit, doc.delegator, on, names.person(doc.delegator)),
        _with_office(unit, doc.delegate, on, names.person(doc.delegate)),
        [said for field, said in ACTS.items() if doc.get(field)],
        doc.scope or "",
        (on, getdate(doc.to_date)),
        (Signer(("NGƯỜI ĐƯỢC ỦY QUYỀN",), names.person(doc.delegate)), signer(unit, doc.delegator, on)),
    )


def grounds_of(unit: Unit, on: date) -> list[str]:
    """The documents that bind a unit on a day, as "Căn cứ …" names them."""
    regulations = {regulation.code: regulation for regulation, _duty in duties_binding(unit, on)}
    return [f"{regulation.title}, văn bản số {regulation.number}" for regulation in regulations.values()]


def certificate_of(staff, unit: str, school_year: str) -> CertificatePaper:
    """What a person attended of a unit in a school year, by locked minutes. Throws when there is nothing."""
    on = getdate()
    sessions = _sessions(staff.name, unit, school_year)
    attended = _attended(sessions)
    if not attended:
        frappe.throw(
            f"{staff.full_name} chưa dự buổi nào có biên bản đã khóa của đơn vị này trong năm học. "
            "Hãy chọn đơn vị hoặc năm học khác."
        )
    kind = sessions[0].unit_type
    found = load_unit(kind, unit)
    names = names_of([staff.name], [], max(one.day for one in attended))
    first, last = frappe.db.get_value("Cluster School Year", school_year, ["start_date", "end_date"])
    return certificate(
        head_of(kind, unit, on, "GXN"),
        found.title,
        names.with_office(staff.name),
        f"từ ngày {date_vi(first)} đến ngày {date_vi(last)}",
        attended,
        signer_of_head(found, on),
        recipients_of(found, on, CertificatePaper),
    )


def submission_of(doc) -> SubmissionPaper:
    """The submission that asks for the confirmation of an election, assignment or turn (N5.1)."""
    number, day = given(doc, SENT)
    unit, on = load_unit(doc.unit_type, doc.unit), getdate(doc.submission_date or day)
    lines = election_of(doc) if doc.session else []
    names = names_of([doc.person, *(line.candidate for line in lines)], [], on)
    authority = unit.authority_on(on)
    head = head_of(doc.unit_type, doc.unit, on, SUBMISSION, number)
    choice = Choice(
        person=names.with_office(doc.person or ""),
        office=" ".join(filter(None, (vi(doc.position), doc.level and f"cấp {doc.level}"))),
        first=getdate(doc.from_date) if doc.from_date else None,
        last=getdate(doc.to_date) if doc.to_date else None,
        held_on=getdate(frappe.db.get_value("Cluster Session", doc.session, "session_date"))
        if lines
        else None,
        by_turn=doc.way == "Rotation",
    )
    return submission(
        replace(head, number=doc.submission_no) if doc.submission_no else head,
        unit.title,
        titles("Education Authority", "authority_name", [authority]).get(authority, "cơ quan quản lý"),
        grounds_of(unit, on),
        choice,
        election_parts(lines, names),
        signer_of(unit, on, doc.delegation),
        recipients_of(unit, on, SubmissionPaper),
    )


def _sessions(staff: str, unit: str, school_year: str) -> list[frappe._dict]:
    """A unit's sessions with locked minutes whose roll has somebody present, as far as the user may see his roll."""
    states = [state.value for state in ATTENDED]
    filters = {"staff": staff, "unit": unit, "school_year": school_year, "state": ("in", states)}
    seen = frappe.get_list(ATTENDANCE, filters, pluck="session", limit_page_length=0)
    return frappe.get_all(  # of rolls that the user may see
        "Cluster Session",
        {"name": ("in", seen or [""]), "minutes_state": MinutesState.LOCKED.value},
        ["name", "unit_type", "session_date", "session_title", "start_time", "end_time"],
        limit_page_length=0,
    )


def _attended(sessions: list[frappe._dict]) -> list[Attended]:
    filters = {"session": ("in", [row.name for row in sessions] or [""]), "docstatus": 1}
    found = frappe.get_all("Cluster Minutes", filters, ["session", "paper_number"], limit_page_length=0)
    numbers = {row.session: row.paper_number for row in found}
    return [
        Attended(
            getdate(row.session_date),
            row.session_title,
            _length(row.start_time, row.end_time),
            numbers.get(row.name),
        )
        for row in sessions
    ]


def _length(start: object, end: object) -> timedelta:
    """From a session's start to its end, as the attendance report counts hours; none without both."""
    if not start or not end:
        return timedelta()
    day = date.min.replace(year=2000)
    return datetime.combine(day, get_time(end)) - datetime.combine(day, get_time(start))


def _with_office(unit: Unit, person: str, on: date, name: str) -> str:
    office: Position | None = office_of(unit, person, on)
    return f"{name}, {vi(office)} {unit.title}" if office else name
