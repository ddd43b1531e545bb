"""Obligations + facts → state, with the evidence and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .counting import counts_for
from .facts import PaperFact, PaperIndex, SessionIndex, Waiver
from .obligations import Obligation
from .text import date_vi
from .words import Anchor, DutyKind, SessionStatus, State

DUE_SOON_DAYS = 14


@dataclass(frozen=True)
class Verdict:
    """Where an obligation stands. ``held`` counts sessions held in time, ``counted`` those with locked minutes (or
    papers received); ``met_on`` is the day the last needed evidence happened; ``evidence`` are its codes."""

    obligation: Obligation
    state: State
    held: int
    counted: int
    met_on: date | None
    evidence: tuple[str, ...]
    reason: str


def judge(
    obligation: Obligation,
    sessions: SessionIndex,
    papers: PaperIndex,
    today: date,
    waiver: Waiver | None = None,
    due_soon_days: int = DUE_SOON_DAYS,
) -> Verdict:
    """The state of one obligation on a day."""
    if obligation.duty.kind is DutyKind.QUOTA:
        verdict = _judge_quota(obligation, sessions, today, due_soon_days)
    elif obligation.duty.kind is DutyKind.NOTICE:
        session = sessions.get(obligation.session)
        given = (session.notified_on, session.code) if session and session.notified_on else None
        verdict = _judge_arrival(obligation, given, today, due_soon_days, "Đã thông báo", "thông báo")
    else:
        verdict = _judge_arrival(
            obligation, _first_paper(obligation, papers), today, due_soon_days, "Đã nhận", "nộp"
        )
    if waiver:
        return replace(verdict, state=State.WAIVED, reason=f"Được miễn: {waiver.reason}")
    return verdict


def open_state(due_on: date, today: date, due_soon_days: int = DUE_SOON_DAYS) -> State:
    """The state of an obligation that has not been met: only the calendar moves it."""
    if today > due_on:
        return State.OVERDUE
    return State.DUE_SOON if today >= due_soon_from(due_on, due_soon_days) else State.UPCOMING


def due_soon_from(due_on: date, due_soon_days: int = DUE_SOON_DAYS) -> date:
    return due_on - timedelta(days=due_soon_days)


def _judge_quota(obligation: Obligation, sessions: SessionIndex, today: date, soon: int) -> Verdict:
    duty = obligation.duty
    candidates = sessions.of(obligation.unit_kind, obligation.unit)
    held = [
        s
        for s in candidates
        if s.status is SessionStatus.HELD and counts_for(obligation, s, only_locked=False)
    ]
    counted = [s for s in held if s.locked_on]
    wanted = set(duty.subjects)
    met_on, seen = None, set()
    for number, session in enumerate(counted, start=1):
        seen |= session.subjects & wanted if wanted else session.subjects
        if met_on is None and number >= duty.minimum and len(seen) >= duty.min_subjects:
            met_on = session.held_on
    state = State.MET if met_on else open_state(obligation.due_on, today, soon)
    reason = _quota_reason(obligation, len(held), len(counted), len(seen), met_on)
    return Verdict(obligation, state, len(held), len(counted), met_on, tuple(s.code for s in counted), reason)


def _quota_reason(obligation: Obligation, held: int, counted: int, subjects: int, met_on: date | None) -> str:
    """In words, without the day it is said on: the daily pass moves states and leaves reasons alone."""
    duty = obligation.duty
    parts = [f"{counted}/{duty.minimum} buổi đã khóa biên bản"]
    if duty.min_subjects:
        parts.append(f"{subjects}/{duty.min_subjects} môn")
    if met_on:
        return f"Đủ {', '.join(parts)}; đạt ngày {date_vi(met_on)}."
    if held > counted:
        parts.append(f"{held - counted} buổi đã tổ chức nhưng biên bản chưa khóa")
    return f"Chưa đủ: {', '.join(parts)}; kỳ tính đến hết ngày {date_vi(obligation.due_on)}."


def _first_paper(obligation: Obligation, papers: PaperIndex) -> tuple[date, str] | None:
    for paper in papers.of(obligation.unit_kind, obligation.unit):
        if (
            paper.paper_kind == obligation.duty.paper_kind
            and (paper.school_year == obligation.school_year or obligation.session)
            and _same_period(obligation, paper)
            and (not obligation.subject or paper.subject == obligation.subject)
            and (not obligation.session or paper.session == obligation.session)
            and _of_the_seat(obligation, paper)
            and (obligation.opens_on is None or paper.received_on >= obligation.opens_on)
        ):
            return paper.received_on, paper.code
    return None


def _same_period(obligation: Obligation, paper: PaperFact) -> bool:
    """A session's paper names its session, a semester's its semester; a vacancy's comes after it. A month's or
    quarter's names its period; one that does not is taken for the period in whose time it was received."""
    if obligation.session or obligation.vacancy:
        return True
    if obligation.semester:
        return paper.semester == obligation.semester
    if not obligation.period.code:
        return True
    if paper.period:
        return paper.period == obligation.period.code
    return _came_in_the_time_of(obligation, paper.received_on)


def _of_the_seat(obligation: Obligation, paper: PaperFact) -> bool:
    """Where each level has its own head, the election of one fills no other's seat."""
    return not (obligation.vacancy and paper.seat) or paper.seat == obligation.vacancy.seat


def _came_in_the_time_of(obligation: Obligation, day: date) -> bool:
    """Where the due day lies outside the period, the time moves with it: October's report due on 5/11 comes in from
    6/10 until 5/11. A day of the month after the last day of school (28/5 and 25/5) only makes the time longer."""
    period, due_on = obligation.period, obligation.due_on
    if period.holds(due_on):
        return period.holds(day)
    if obligation.duty.anchor is Anchor.FIXED_DATE and due_on > period.end:
        return period.start <= day <= due_on
    return period.holds(day - (due_on - period.end))


def _judge_arrival(
    obligation: Obligation, given: tuple[date, str] | None, today: date, soon: int, done: str, do: str
) -> Verdict:
    due = date_vi(obligation.due_on)
    if given is None:
        state = open_state(obligation.due_on, today, soon)
        empty = obligation.vacancy and f"Chức danh khuyết từ ngày {date_vi(obligation.vacancy.since)}. "
        reason = f"{empty or ''}Chưa {do}; hạn cuối là ngày {due}."
        return Verdict(obligation, state, 0, 0, None, (), reason)
    day, code = given
    late = (day - obligation.due_on).days
    state = State.MET_LATE if late > 0 else State.MET
    reason = (
        f"{done} ngày {date_vi(day)}, muộn {late} ngày (hạn cuối {due})."
        if late > 0
        else f"{done} ngày {date_vi(day)}, đúng hạn (hạn cuối {due})."
    )
    return Verdict(obligation, state, 1, 1, day, (code,), reason)
