"""A cluster whose regulation has its head elected, and the elections that are held in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory

HEADSHIP = "Cluster Headship"
AN, BINH, CUONG = "T-AN-HT", "T-BINH-HT", "T-CUONG-HT"
SITTING = timedelta(days=400)
"""How long ago the head whom the factory appoints took office in these tests."""

TERM = {
    "duty_code": "NK",
    "kind": "Term",
    "unit_kind": "School Cluster",
    "title": "Cụm trưởng là hiệu trưởng, nhiệm kỳ không quá 03 năm học",
    "clause": "N5.1",
    "legal_basis": "Điều 5 khoản 1",
    "position": "Cluster Head",
    "max_years": 3,
    "must_attend": "Principal",
}
ROTATION = {
    "duty_code": "LP",
    "kind": "Rotation",
    "unit_kind": "School Cluster",
    "title": "Cụm trưởng luân phiên",
    "clause": "E2.2",
    "legal_basis": "Mục II.2",
    "rotates": "Headship",
}


def minutes_duty(**values: Any) -> dict:
    """N5.1: the result goes to the authority with the minutes of the election."""
    return factory.deadline(
        "BB",
        "School Cluster",
        "ELECTION-MINUTES",
        0,
        0,
        "By",
        anchor="Each Session",
        activity_kinds="ELECTION",
        clause="N5.1",
        **values,
    )


def vacancy_duty(**values: Any) -> dict:
    """N5.1: a head who leaves is followed by one who is elected anew."""
    return factory.deadline(
        "KHUYET",
        "School Cluster",
        "ELECTION-MINUTES",
        0,
        0,
        "By",
        anchor="Vacancy",
        position="Cluster Head",
        clause="N5.1",
        **values,
    )


def district(*duties: dict) -> factory.District:
    """A district whose school year holds today, with the head in office since last year; the regulation is numbered."""
    made = factory.build(year="T-NAY", around=getdate(), duties=[TERM, *duties])
    frappe.db.set_value("Cluster Regulation", made.regulation, "number", "12/QĐ-SGDĐT")
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.officers[0].from_date = getdate() - SITTING
    cluster.save()
    return made


def election(
    made: factory.District, on: date | None = None, present: tuple = (AN, BINH, CUONG), invited: tuple = ()
) -> Any:
    """A session of the cluster in which its head is elected; who of the principals was there."""
    meeting = factory.session(made, on or getdate(), made.cluster, activity_kind="ELECTION")
    for staff in invited or (AN, BINH, CUONG):
        factory.insert(
            "Cluster Session Attendance",
            session=meeting.name,
            staff=staff,
            state="Present" if staff in present else "Absent",
        )
    return meeting


def count(issued: int, returned: int, valid: int) -> dict:
    return {"issued": issued, "returned": returned, "valid": valid}


def votes(number: int, **by_person: int) -> list[dict]:
    """Votes of a round: votes(1, AN=2, BINH=1)."""
    people = {"AN": AN, "BINH": BINH, "CUONG": CUONG}
    return [{"round": number, "candidate": people[k], "votes": v} for k, v in by_person.items()]


def headship(made: factory.District, **values: Any) -> Any:
    """A draft about the head of the cluster from today on."""
    return factory.insert(
        HEADSHIP,
        **{
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "school_year": made.year,
            "position": "Cluster Head",
            "way": "Election",
            "from_date": getdate(),
            **values,
        },
    )


def elected(made: factory.District, meeting: Any, **values: Any) -> Any:
    """Bình is elected head by two of three votes."""
    return headship(
        made,
        session=meeting.name,
        rounds=[count(3, 3, 3)],
        votes=votes(1, BINH=2, AN=1),
        **values,
    )


def confirm(name: str, **values: Any) -> Any:
    decided = {"status": "Confirmed", "decision_no": "15/QĐ", "decision_date": getdate(), **values}
    return frappe.get_doc(HEADSHIP, name).update(decided).save()


def asked(meeting: Any) -> Any:
    """Complete minutes of a session, sent to everybody who was there."""
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    return minutes


def sign(minutes: Any, *people: str) -> None:
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED, method="On Paper")


def heads(made: factory.District, position: str = "Cluster Head") -> list[tuple]:
    """(person, first day, last day, decision) of the cluster's officers in a position, in their order."""
    rows = frappe.get_doc("School Cluster", made.cluster).officers
    return [
        (
            row.staff,
            getdate(row.from_date) if row.from_date else None,
            getdate(row.to_date) if row.to_date else None,
            row.decision_no or "",
        )
        for row in rows
        if row.position == position
    ]
