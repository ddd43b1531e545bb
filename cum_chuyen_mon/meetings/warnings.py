"""What a convener should know before people travel: overlaps, composition and short notice. Warnings, not refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import escape_html, get_time, getdate

from cum_chuyen_mon.convening.checks import missing_positions
from cum_chuyen_mon.ledger.world import duties_binding, load_calendar, load_unit
from cum_chuyen_mon.rules.convening import last_day_to_tell, speaks_of
from cum_chuyen_mon.rules.regulation import Duty, Regulation, cited
from cum_chuyen_mon.rules.sessions import Slot, composition_duties, overlaps
from cum_chuyen_mon.rules.text import date_vi, join_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import DutyKind, SessionStatus
from cum_chuyen_mon.wording import vi

from .roll_call import ATTENDANCE

ON_THE_AGENDA = [s.value for s in (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.HELD)]
MOST_NAMES = 5


def show(session) -> None:
    """Show the convener everything that looks wrong about a session, in one message."""
    found = [*overlap_warnings(session), *regulation_warnings(session)]
    if found:
        items = "".join(f"<li>{escape_html(text)}</li>" for text in found)
        frappe.msgprint(f"<ul>{items}</ul>", title="Cần lưu ý", indicator="orange")


def overlap_warnings(session) -> list[str]:
    """Sessions at the same time at the same venue or with the same people, by name."""
    rows = frappe.get_all(
        "Cluster Session",
        filters={
            "session_date": session.session_date,
            "status": ("in", ON_THE_AGENDA),
            "name": ("!=", session.name or ""),
        },
        fields=["name", "session_title", "unit_title", "start_time", "end_time", "venue", "venue_school"],
        limit_page_length=0,
    )
    if not rows:
        return []
    people = _people_by_session([session.name, *(row.name for row in rows)])
    own = people.setdefault(session.name, set()) | {session.chair, session.secretary} - {None, ""}
    day = getdate(session.session_date)
    slot = _slot(session, day, own)
    names: dict[str, str] = {}
    found = overlaps(slot, [_slot(row, day, people.get(row.name, set())) for row in rows])
    if any(o.people for o in found):
        codes = {code for o in found for code in o.people}
        staff = frappe.get_all(
            "Member School Staff", filters={"name": ("in", list(codes))}, fields=["name", "full_name"]
        )
        names = {row.name: row.full_name for row in staff}
    return [_overlap_sentence(o, names) for o in found]


def _slot(row, day: date, people: Iterable[str]) -> Slot:
    return Slot(
        code=row.name or "",
        title=f"{row.session_title} ({row.unit_title or ''})",
        day=day,
        start=get_time(row.start_time) if row.start_time else None,
        end=get_time(row.end_time) if row.end_time else None,
        venue=row.venue_school or row.venue or "",
        people=frozenset(people),
    )


def _people_by_session(sessions: list[str]) -> dict[str, set[str]]:
    rows = frappe.get_all(
        ATTENDANCE,
        filters={"session": ("in", sessions), "staff": ("is", "set")},
        fields=["session", "staff"],
        limit_page_length=0,
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.session, set()).add(row.staff)
    return found


def _overlap_sentence(overlap, names: dict[str, str]) -> str:
    parts = []
    if overlap.same_venue:
        parts.append(f"cùng địa điểm {overlap.other.venue}")
    if overlap.people:
        shown = [names.get(code, code) for code in overlap.people[:MOST_NAMES]]
        more = len(overlap.people) - len(shown)
        people = ", ".join(shown) + (f" và {more} người khác" if more > 0 else "")
        parts.append(f"cùng người tham dự: {people}")
    return f"Trùng giờ với buổi «{overlap.other.title}»: {'; '.join(parts)}."


def regulation_warnings(session) -> list[str]:
    """What the regulations in force say about chair, invited positions and notice, where the session differs."""
    unit = load_unit(session.unit_type, session.unit)
    if unit is None:
        return []
    found = []
    for regulation, duty in duties_binding(unit, getdate(session.session_date)):
        if duty.kind is DutyKind.COMPOSITION:
            if duty in composition_duties([duty], session.activity_kind):
                found += _composition(regulation, duty, unit, session)
        elif duty.kind is DutyKind.NOTICE:
            found += _notice(regulation, duty, session)
    return found


def _composition(regulation: Regulation, duty: Duty, unit: Unit, session) -> list[str]:
    missing = missing_positions(session, unit, duty)
    if not missing:
        return []
    words = join_vi(vi(position) for position in missing)
    return [f"{duty.title}: chưa có {words} ({cited(regulation, duty)})."]


def _notice(regulation: Regulation, duty: Duty, session) -> list[str]:
    if not speaks_of(duty, session.activity_kind) or not session.school_year:
        return []
    calendar = load_calendar(session.school_year)
    last = last_day_to_tell(duty, getdate(session.session_date), calendar)
    told = getdate(session.notified_on) if session.notified_on else None
    if told and told <= last:
        return []
    where = f"{duty.title} ({cited(regulation, duty)})"
    if told is None and getdate() <= last:
        return [f"{where}: phải thông báo chậm nhất ngày {date_vi(last)}."]
    return [f"{where}: hạn thông báo là ngày {date_vi(last)}, đã trễ."]
