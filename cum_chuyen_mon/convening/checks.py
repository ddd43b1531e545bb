"""What has to be right before people are called together; each refusal names the field, the clause and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import frappe
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.headship.people import lead_schools
from cum_chuyen_mon.ledger.world import duties_binding, load_calendar
from cum_chuyen_mon.meetings.people import people_of, postings
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.rules.convening import first_day_to_meet, last_day_to_tell, notice_duties
from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.regulation import Duty, Regulation, cited
from cum_chuyen_mon.rules.sessions import composition_duties, missing_from_composition
from cum_chuyen_mon.rules.text import date_vi, join_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import HEADS, Position, UnitKind
from cum_chuyen_mon.wording import vi

from .venue import turn_of

Bound = list[tuple[Regulation, Duty]]


def refuse_invitation(session, unit: Unit) -> None:
    """Throw unless people may be called to a session as it stands."""
    bound = duties_binding(unit, getdate(session.session_date))
    _refuse(
        "Chưa triệu tập được",
        [
            *_passed(session),
            *_composition(session, unit, bound),
            *_own_plan(session, bound),
            *_venue(session),
            *_short_notice(session, bound),
        ],
    )


def refuse_change(session, unit: Unit, day: bool, venue: bool, chair: bool) -> None:
    """Throw unless a session that people were called to may change its day, its venue or its chair, as is said."""
    if not (day or venue or chair):
        return
    bound = duties_binding(unit, getdate(session.session_date))
    found = [*_passed(session), *_short_notice(session, bound)] if day else []
    found += _composition(session, unit, bound) if day or chair else []
    found += _venue(session) if day or venue else []
    _refuse("Chưa đổi được buổi đã triệu tập", found)


def _refuse(title: str, sentences: Iterable[str]) -> None:
    found = list(sentences)
    if found:
        frappe.throw("<br>".join(escape_html(sentence) for sentence in found), title=title)


def _passed(session) -> Iterator[str]:
    on = getdate(session.session_date)
    if on < getdate():
        yield (
            f"Ô «{label(session, 'session_date')}»: ngày {date_vi(on)} đã qua nên không mời họp được nữa. "
            "Hãy chọn ngày khác; nếu đã họp thì ghi trạng thái «Đã tổ chức»."
        )


def _composition(session, unit: Unit, bound: Bound) -> Iterator[str]:
    for regulation, duty in bound:
        if not composition_duties([duty], session.activity_kind):
            continue
        where = f"{duty.title} ({cited(regulation, duty)})"
        missing = missing_positions(session, unit, duty)
        absent = [position for position in duty.must_attend if position in missing]
        if duty.position and duty.position not in chair_positions(session, unit):
            yield (
                f"Ô «{label(session, 'chair')}»: {where}, nhưng người được chọn không phải {vi(duty.position)} "
                "vào ngày họp. Hãy chọn lại người chủ trì, hoặc lập giấy ủy quyền triệu tập, chủ trì cho người này."
            )
        if absent:
            yield (
                f"Thành phần mời: {where}, nhưng chưa mời {join_vi(vi(p) for p in absent)}. {_remedy(absent)}"
            )


def _remedy(absent: list[Position]) -> str:
    if Position.AUTHORITY in absent:
        return (
            "Hãy chọn «Việc khác», «Mời cơ quan quản lý», hoặc thêm khách mời với chức danh "
            "«Đại diện cơ quan quản lý»."
        )
    return "Hãy thêm người giữ chức danh này vào danh sách mời."


def missing_positions(session, unit: Unit, duty: Duty) -> list[Position]:
    """Positions that a composition duty asks for, and that neither the chair holds nor anybody to be invited."""
    return list(
        missing_from_composition(duty, chair_positions(session, unit), invited_positions(session, unit))
    )


def chair_positions(session, unit: Unit) -> set[Position]:
    """What the chair is on the session's day: by office, by posting at a school that leads, or by delegation (P4.2).

    Of an inter-school group the school in the lead chairs (C3, C5d), so a position at another of its schools is not
    meant; nor is one for another subject.
    """
    on = getdate(session.session_date)
    levels = parse_levels(session.level)
    held = {
        office.position
        for office in unit.officers_on(on)
        if office.person == session.chair and (office.level is None or not levels or office.level in levels)
    }
    schools, subjects = _leading(unit, on), {row.subject for row in session.subjects}
    held |= {
        Position(person.position)
        for person in postings(on, staff=[session.chair])
        if person.school in schools and (not subjects or not person.subject or person.subject in subjects)
    }
    return held | _delegated(session, unit, on)


def _leading(unit: Unit, on: date) -> set[str]:
    """The schools whose people may chair: the lead school of a group, where one is marked, else all members."""
    members = set(unit.members_on(on))
    if UnitKind.GROUP not in (unit.kind, unit.parent_kind):
        return members
    group = unit.code if unit.kind is UnitKind.GROUP else unit.parent
    return members & lead_schools([group], on).get(group, set()) or members


def _delegated(session, unit: Unit, on: date) -> set[Position]:
    """Offices whose holders have let the chair convene in their place on the session's day; that of the head while
    there is none, whose deputies then stand in (N5.1)."""
    offices = unit.officers_on(on)
    if not any(office.position in HEADS for office in offices) and any(
        office.position is Position.DEPUTY and office.person == session.chair for office in offices
    ):
        return set(HEADS)
    rows = frappe.get_all(
        "Cluster Delegation",
        filters={
            "delegate": session.chair or "",
            "unit": ("in", [unit.code, unit.parent or unit.code]),
            "convene": 1,
            "from_date": ("<=", on),
            "to_date": (">=", on),
        },
        fields=["delegator", "revoked_on"],
    )
    givers = {row.delegator for row in rows if not row.revoked_on or getdate(row.revoked_on) > on}
    return {office.position for office in offices if office.person in givers}


def invited_positions(session, unit: Unit) -> set[Position]:
    """Positions of everybody on the session's roll, and of those whom convening puts on it."""
    on = getdate(session.session_date)
    rows = (
        frappe.get_all(ATTENDANCE, filters={"session": session.name}, fields=["staff", "position"])
        if session.name
        else []
    )
    people = people_of(session)
    found = {Position(word) for word in (*(r.position for r in rows), *(p.position for p in people)) if word}
    staff = {row.staff for row in rows} | {person.staff for person in people}
    return found | {office.position for office in unit.officers_on(on) if office.person in staff}


def _own_plan(session, bound: Bound) -> Iterator[str]:
    if session.plan_text or session.plan_file:
        return
    title, needed = frappe.db.get_value(
        "Cluster Activity Kind", session.activity_kind, ["activity_title", "needs_own_plan"]
    )
    if needed:
        by = next((f" ({cited(r, d)})" for r, d in notice_duties(bound, session.activity_kind)), "")
        yield (
            f"Ô «{label(session, 'plan_text')}» còn trống: «{title}» phải có kế hoạch riêng gửi kèm thông báo{by}. "
            f"Hãy soạn kế hoạch vào ô này, hoặc đính kèm ở ô «{label(session, 'plan_file')}»."
        )


def _venue(session) -> Iterator[str]:
    turn = None if session.venue_reason else turn_of(session)
    if turn and session.venue_school != turn.school:
        yield (
            f"Ô «{label(session, 'venue_school')}»: {turn.duty.title} ({cited(turn.regulation, turn.duty)}); "
            f"đến lượt {turn.school_name}: {turn.why}. Hãy chọn trường này, hoặc ghi lý do ở ô "
            f"«{label(session, 'venue_reason')}»."
        )


def _short_notice(session, bound: Bound) -> Iterator[str]:
    if session.notice_reason:
        return
    day, today = getdate(session.session_date), getdate()
    duties = notice_duties(bound, session.activity_kind)
    calendar = load_calendar(session.school_year) if duties else None
    for regulation, duty in duties:
        last = last_day_to_tell(duty, day, calendar)
        if today > last:
            yield (
                f"{duty.title} ({cited(regulation, duty)}): họp ngày {date_vi(day)} thì hạn thông báo là ngày "
                f"{date_vi(last)}, đã qua. Hãy dời ngày họp đến {date_vi(first_day_to_meet(duty, today, calendar))} "
                f"hoặc sau đó, hay ghi lý do ở ô «{label(session, 'notice_reason')}»; lý do được in trong thông báo."
            )
