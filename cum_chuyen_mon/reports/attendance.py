"""Who took part, by school and by person (E4.1: participation is tracked and reported)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import functions as fn
from pypika import Case

from cum_chuyen_mon.rules.text import collation_key, person_key
from cum_chuyen_mon.rules.words import ATTENDED, RollCall, SessionStatus

from .filters import Filters, narrow, sessions_about
from .moments import minutes_between
from .scope import restrict
from .sheet import Sheet, column, link, short_names

ATTENDANCE = "Cluster Session Attendance"
ATTENDED_WORDS = [state.value for state in ATTENDED]
OFF = [SessionStatus.POSTPONED.value, SessionStatus.CANCELLED.value]
COUNTED = {
    "late": [RollCall.LATE.value],
    "left_early": [RollCall.LEFT_EARLY.value],
    "excused": [RollCall.EXCUSED.value],
    "absent": [RollCall.ABSENT.value],
    "not_called": [RollCall.INVITED.value],
    "attended": ATTENDED_WORDS,
}
"""column → roll-call states it counts; late and early leavers are among those who attended."""

MOST_BARS = 10
CLASSES = ((100, "100%"), (80, "80–99%"), (50, "50–79%"), (0, "<50%"))


def by_school(filters: Filters) -> Sheet:
    """One row per school, in Vietnamese order. One query."""
    Row, Session, School = _tables()
    query = _counted(filters, Row, Session)
    query = (
        query.left_join(School)
        .on(School.name == Row.school)
        .select(Row.school, School.school_name, fn.Count(Row.session).distinct().as_("sessions"))
        .where(Row.school.isnotnull())
        .groupby(Row.school, School.school_name)
    )
    rows = [_line(row) for row in query.run(as_dict=True)]
    rows.sort(key=lambda row: collation_key(row["school"]))
    return Sheet(
        [_school_column(), _sessions_column(), *_count_columns()], rows, rate_chart(rows), summary(rows)
    )


def by_person(filters: Filters) -> Sheet:
    """One row per person and school, schools and then people in Vietnamese order. One query."""
    Row, Session, School = _tables()
    Staff = frappe.qb.DocType("Member School Staff")
    query = _counted(filters, Row, Session)
    query = (
        query.join(Staff)
        .on(Staff.name == Row.staff)
        .left_join(School)
        .on(School.name == Row.school)
        .select(Row.staff, Staff.full_name, Row.school, School.school_name, Staff.position)
        .groupby(Row.staff, Staff.full_name, Row.school, School.school_name, Staff.position)
    )
    rows = [_line(row) for row in query.run(as_dict=True)]
    rows.sort(key=lambda row: (collation_key(row["school"]), person_key(row["person"])))
    columns = [
        column("person", _("Full Name", context=ATTENDANCE), width=220),
        _school_column(),
        column("position", _("Position", context=ATTENDANCE), width=150),
        *_count_columns(),
    ]
    return Sheet(columns, rows, spread_chart(rows), summary(rows))


def _tables() -> tuple[Any, Any, Any]:
    return tuple(frappe.qb.DocType(name) for name in (ATTENDANCE, "Cluster Session", "Member School"))


def _counted(filters: Filters, row: Any, session: Any) -> Any:
    """The counts of all sessions that were not called off, not grouped yet."""
    minutes = minutes_between(session.start_time, session.end_time)
    query = (
        frappe.qb.from_(row)
        .join(session)
        .on(session.name == row.session)
        .select(fn.Count(row.name).as_("invited"))
        .select(*(fn.Sum(_one_if(row, words)).as_(name) for name, words in COUNTED.items()))
        .select(fn.Sum(Case().when(row.state.isin(ATTENDED_WORDS), minutes).else_(0)).as_("minutes"))
        .where(session.status.notin(OFF))
    )
    query = restrict(narrow(query, row, filters), ATTENDANCE)
    if filters.subject:
        query = query.where(row.session.isin(sessions_about(filters.subject)))
    return query.where(row.school == filters.school) if filters.school else query


def _one_if(row: Any, words: list[str]) -> Any:
    return Case().when(row.state.isin(words), 1).else_(0)


def _line(row: Any) -> dict:
    line = {name: int(row[name] or 0) for name in ("invited", *COUNTED)}
    called = line["invited"] - line["not_called"]
    line |= {
        "school": row.school_name or row.school or "",
        "hours": round(float(row.minutes or 0) / 60, 2),
        "rate": round(100 * line["attended"] / called, 1) if called else None,
        "links": {"school": link("Member School", row.school)} if row.school else {},
    }
    if "sessions" in row:
        line["sessions"] = int(row.sessions)
    if "staff" in row:
        line |= {
            "person": row.full_name,
            "position": _(row.position, context=ATTENDANCE) if row.position else "",
        }
        line["links"]["person"] = link("Member School Staff", row.staff)
    return line


def _school_column() -> dict:
    return column("school", _("School", context=ATTENDANCE), width=220)


def _sessions_column() -> dict:
    return column("sessions", _("Sessions"), "Int", width=120)


def _count_columns() -> list[dict]:
    return [
        column("invited", _("Invited", context=ATTENDANCE), "Int", width=90),
        column("attended", _("Attended"), "Int", width=90),
        column("late", _("Late", context=ATTENDANCE), "Int", width=100),
        column("left_early", _("Left Early", context=ATTENDANCE), "Int", width=100),
        column("excused", _("Excused", context=ATTENDANCE), "Int", width=125),
        column("absent", _("Absent", context=ATTENDANCE), "Int", width=145),
        column("not_called", _("Not Called"), "Int", width=135),
        column("hours", _("Hours Attended"), "Float", width=110, precision=1),
        column("rate", _("Attendance Rate"), "Percent", width=110),
    ]


def rate_chart(rows: list[dict]) -> dict | None:
    """The schools with the lowest rates, lowest first; percent."""
    called = sorted((row for row in rows if row["rate"] is not None), key=lambda row: row["rate"])[:MOST_BARS]
    if not called:
        return None
    return {
        "data": {
            "labels": short_names([row["school"] for row in called]),
            "datasets": [{"name": _("Attendance Rate"), "values": [row["rate"] for row in called]}],
        },
        "type": "bar",
        "colors": ["#2e7dd1"],
    }


def spread_chart(rows: list[dict]) -> dict | None:
    """How many people attended how regularly."""
    rates = [row["rate"] for row in rows if row["rate"] is not None]
    if not rates:
        return None
    counts = dict.fromkeys((name for _low, name in CLASSES), 0)
    for rate in rates:
        counts[next(name for low, name in CLASSES if rate >= low)] += 1
    return {
        "data": {
            "labels": list(counts),
            "datasets": [{"name": _("People"), "values": list(counts.values())}],
        },
        "type": "bar",
        "colors": ["#2e7dd1"],
    }


def summary(rows: list[dict]) -> list[dict]:
    total = {
        name: sum(row[name] for row in rows)
        for name in ("invited", "not_called", "attended", "absent", "hours")
    }
    called = total["invited"] - total["not_called"]
    rate = round(100 * total["attended"] / called, 1) if called else 0
    return [
        {"label": _("Invitations"), "value": total["invited"], "datatype": "Int"},
        {"label": _("Attended"), "value": total["attended"], "datatype": "Int", "indicator": "Green"},
        {
            "label": _("Absent", context=ATTENDANCE),
            "value": total["absent"],
            "datatype": "Int",
            "indicator": "Red",
        },
        {"label": _("Attendance Rate"), "value": rate, "datatype": "Percent", "indicator": "Blue"},
        {"label": _("Hours Attended"), "value": round(total["hours"]), "datatype": "Int"},
    ]
