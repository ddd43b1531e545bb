"""The text of minutes that signatures stand for, put together from the session, the roll and the minutes."""

from __future__ import annotations

import frappe
from frappe.utils import get_time, getdate

from cum_chuyen_mon.controllers.read_now import read_now
from cum_chuyen_mon.rules.minutes import Attendee, MinutesText, Task, Topic
from cum_chuyen_mon.rules.minutes_forms import LESSON_PARTS, Finding, Inspection, LessonStudy, Participation
from cum_chuyen_mon.rules.text import person_key
from cum_chuyen_mon.rules.words import MinutesForm, RollCall

from .elections import elections_in
from .roll_call import ATTENDANCE


def clock(value: object) -> str:
    """ "08:05", or "" for none."""
    return get_time(value).strftime("%H:%M") if value else ""


def iso(value: object) -> str:
    """ "2024-10-08", or "" for none."""
    return getdate(value).isoformat() if value else ""


def roll_of(session: str, locked: bool = False) -> list[Attendee]:
    """The roll of a session in Vietnamese order of names.

    ``locked`` reads it as it is now and keeps it so, instead of as it was when this request began.
    """
    row = frappe.qb.DocType(ATTENDANCE)
    columns = (
        "name",
        "staff",
        "staff_name",
        "guest_name",
        "guest_organisation",
        "school",
        "state",
        "reason",
        "substitute_for",
        "arrived_at",
        "left_at",
    )
    query = frappe.qb.from_(row).select(*(row[c] for c in columns)).where(row.session == session)
    rows = read_now(query) if locked else query.run(as_dict=True)
    people = [
        Attendee(
            row.staff or row.name,
            row.staff_name or row.guest_name,
            row.school or row.guest_organisation or "",
            RollCall(row.state),
            row.reason or "",
            is_guest=not row.staff,
            substitute_for=row.substitute_for or "",
            arrived_at=clock(row.arrived_at) if row.state == RollCall.LATE else "",
            left_at=clock(row.left_at),
        )
        for row in rows
    ]
    return sorted(people, key=lambda p: (person_key(p.name), p.code))


def text_of(minutes, session=None, locked: bool = False) -> MinutesText:
    """All that is signed: the minutes document as it stands, its session and its roll (see ``roll_of``)."""
    session = session or frappe.get_doc("Cluster Session", minutes.session, for_update=locked or None)
    return MinutesText(
        session=session.name,
        title=session.session_title or "",
        held_on=getdate(session.session_date).isoformat(),
        opened_at=clock(minutes.opened_at),
        closed_at=clock(minutes.closed_at),
        venue=session.venue or "",
        chair=session.chair or "",
        secretary=session.secretary or "",
        documents=minutes.documents or "",
        work=minutes.work or "",
        conclusion=minutes.conclusion or "",
        no_differing_opinions=bool(minutes.no_differing_opinions),
        topics=[
            Topic(
                row.title or "",
                row.presenter or "",
                row.opinions or "",
                row.differing_opinions or "",
                row.vote or "",
                *(row.get(count) or 0 for count in ("votes_for", "votes_against", "votes_abstained")),
                is_open=bool(row.is_open),
            )
            for row in minutes.topics
        ],
        tasks=[
            Task(
                row.description or "",
                row.person or "",
                iso(row.due_on),
            )
            for row in minutes.tasks
        ],
        attendees=roll_of(session.name, locked),
        unit=session.unit or "",
        activity_kind=session.activity_kind or "",
        subjects=sorted(row.subject for row in session.subjects),
        elections=elections_in(session.name, locked),
        form=minutes.form or MinutesForm.MEETING.value,
        lesson=_lesson(minutes),
        inspection=_inspection(minutes, session),
        participation=[
            Participation(row.school or "", row.pupils or 0, row.staff_count or 0)
            for row in session.participation
        ],
    )


def _lesson(minutes) -> LessonStudy:
    return LessonStudy(**{part: minutes.get(field) or "" for field, part, _name in LESSON_PARTS})


def _inspection(minutes, session) -> Inspection:
    return Inspection(
        session.directive_number or "",
        iso(session.directive_date),
        session.inspecting_school or "",
        session.inspected_school or "",
        [
            Finding(
                row.content or "",
                row.finding or "",
                row.rating or "",
                row.remedy or "",
                iso(row.due_on),
                row.person or "",
            )
            for row in minutes.findings
        ],
    )
