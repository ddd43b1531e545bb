"""Where a session is to be when the venue goes round the member schools (E2.2)."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.ledger.world import duties_binding, load_unit
from cum_chuyen_mon.rules.convening import speaks_of, venue_duty
from cum_chuyen_mon.rules.regulation import Duty, Regulation
from cum_chuyen_mon.rules.terms import next_in_rotation
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import OFF


@dataclass(frozen=True)
class Turn:
    """Whose turn it is to be host, why, and by which duty."""

    school: str
    school_name: str
    why: str
    regulation: Regulation
    duty: Duty


def has_turns(session) -> bool:
    """Whether a regulation lets the venue of a session go round the schools."""
    return _bound(session)[1] is not None


def _bound(session) -> tuple[Unit | None, tuple[Regulation, Duty] | None]:
    unit, on = load_unit(session.unit_type, session.unit), getdate(session.session_date)
    return unit, venue_duty(duties_binding(unit, on), session.activity_kind) if unit else None


def turn_of(session) -> Turn | None:
    """The school whose turn it is for a session; None where no regulation lets the venue go round."""
    unit, found = _bound(session)
    if unit is None or found is None:
        return None
    (regulation, duty), on = found, getdate(session.session_date)
    history = hosts_before(session, duty)
    school = next_in_rotation(unit.members_on(on), [host for host, _day in history])
    if school is None:
        return None
    last = next((day for host, day in reversed(history) if host == school), None)
    why = (
        f"lần gần nhất tổ chức tại trường này là ngày {date_vi(last)}, lâu hơn mọi trường khác"
        if last
        else "trường này chưa tổ chức lần nào trong các trường đến lượt"
    )
    name = frappe.db.get_value("Member School", school, "school_name") or school
    return Turn(school, name, why, regulation, duty)


def hosts_before(session, duty: Duty) -> list[tuple[str, object]]:
    """(host school, day) of the unit's sessions before this one that the duty speaks of, oldest first.

    A session that was called off was nobody's turn.
    """
    rows = frappe.get_all(
        "Cluster Session",
        filters={
            "unit_type": session.unit_type,
            "unit": session.unit,
            "session_date": ("<", session.session_date),
            "status": ("not in", [status.value for status in OFF]),
            "venue_school": ("is", "set"),
            "name": ("!=", session.name or ""),
        },
        fields=["venue_school", "session_date", "activity_kind"],
        order_by="session_date, start_time, name",
        limit_page_length=0,
    )
    return [
        (row.venue_school, getdate(row.session_date)) for row in rows if speaks_of(duty, row.activity_kind)
    ]
