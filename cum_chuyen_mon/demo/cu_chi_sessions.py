"""The sessions of Củ Chi's demo year with their roll-calls, minutes and confirmations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from ..rules.words import ATTENDED, Answer, RollCall, SessionStatus
from ..workbook.rows import AttendanceRow, SessionRow
from .cu_chi_places import (
    CLUSTER_LEADERS,
    CLUSTER_SCHOOLS,
    GROUP_SCHOOLS,
    SUBJECT_CODES,
    SUBJECTS,
    cluster_code,
    group_code,
    principal,
    school_code,
    school_name,
    teacher,
    team_lead,
    vice_principal,
)
from .cu_chi_story import (
    CLUSTER_SESSIONS,
    DAYS_OFF,
    EXCEPTIONS,
    EXTRA_SESSIONS,
    Change,
    ClusterSession,
    What,
)
from .cu_chi_topics import DOCUMENTS, EXCUSES, NONE, TOPICS, WORK

Held = tuple[SessionRow, tuple[AttendanceRow, ...]]
Slot = tuple[int, str, int, int]
"""Group, subject, semester, which one."""

FIRST_MONDAYS = {
    (1, 1): date(2024, 9, 30),
    (1, 2): date(2024, 11, 18),
    (2, 1): date(2025, 2, 10),
    (2, 2): date(2025, 3, 31),
}
"""Each round of sessions takes six weeks, two subjects a week in every group."""

MORNING = (time(8, 0), time(10, 30))
AFTERNOON = (time(14, 0), time(16, 30))
ROMAN = {1: "I", 2: "II"}
TITLES = {s.code: s.title for s in SUBJECTS}
CLUSTER_DOCUMENTS = (
    "Hướng dẫn số 1671/HD-PGDĐT-THCS ngày 13/9/2024; Quyết định số 140/QĐ-PGDĐT ngày 11/9/2024."
)
AUTHORITY_GUEST = "Lãnh đạo Phòng Giáo dục và Đào tạo huyện được mời và dự, phát biểu chỉ đạo."


def usual_day(group: int, subject: str, semester: int, turn: int) -> date:
    """The day of a group's session in the usual year, moved past days off."""
    place = SUBJECT_CODES.index(subject)
    weekday = (group + 3 * (place % 2)) % 5
    day = FIRST_MONDAYS[semester, turn] + timedelta(weeks=place // 2, days=weekday)
    while day in DAYS_OFF or day.weekday() > 4:
        day += timedelta(days=1)
    return day


def group_sessions() -> Iterator[Held]:
    """All sessions of the eight groups, by group, subject and semester."""
    for group in GROUP_SCHOOLS:
        for subject in SUBJECT_CODES:
            for semester in (1, 2):
                for turn in (1, 2):
                    slot = (group, subject, semester, turn)
                    change = EXCEPTIONS.get(slot)
                    if change is None or change.what is not What.DROPPED:
                        yield _changed(slot, usual_day(*slot), change)
    for slot, day in EXTRA_SESSIONS.items():
        yield _changed(slot, day, None)


def _changed(slot: Slot, day: date, change: Change | None) -> Held:
    """A group's session: the usual one, with what happened to it."""
    what = change.what if change else None
    if change and what is What.MOVED and change.day:
        day = change.day
    also_for = change.also_for if change else ()
    session, lines = _group_session(slot, day, also_for)
    if what in _NOT_HELD:
        return _planned_only(session, _NOT_HELD[what]), _only_invited(lines)
    if what is What.INCOMPLETE:
        return replace(session, conclusion=""), _unanswered(lines, len(lines))
    if what is What.UNSIGNED:
        return session, _unanswered(lines, 1)
    if change and what is What.REFUSED:
        return session, _last_answer(lines, answer=Answer.REFUSED, answer_reason=change.text)
    if change and what is What.SIGNED_LATE:
        return session, _last_answer(lines, answered_on=change.day)
    return session, lines


_NOT_HELD = {
    What.POSTPONED: SessionStatus.POSTPONED,
    What.CANCELLED: SessionStatus.CANCELLED,
    What.NOT_REPORTED: SessionStatus.CONVENED,
}


def _group_session(slot: Slot, day: date, also_for: tuple[str, ...]) -> Held:
    group, subject, semester, turn = slot
    names = GROUP_SCHOOLS[group]
    number = _number(slot)
    round_of_year = (semester - 1) * 2 + min(turn, 2) - 1
    topic = TOPICS[subject][round_of_year]
    subjects = (subject, *also_for)
    host = names[(turn + semester + SUBJECT_CODES.index(subject)) % 3]
    start, end = MORNING if number % 3 == 0 else AFTERNOON
    code = f"CC-N{group}-{subject}-HK{semester}-{turn}"
    lines = _joint_roll_call(code, names, subjects) if also_for else _roll_call(code, names, subject, number)
    taught = " và ".join(TITLES[s] for s in subjects)
    session = SessionRow(
        session_code=code,
        unit_code=group_code(group),
        title=f"Sinh hoạt chuyên môn liên trường {taught}, lần {turn} học kỳ {ROMAN[semester]}",
        activity_kind=topic.kind,
        subjects=subjects,
        session_date=day,
        start_time=start,
        end_time=end,
        venue=f"Phòng họp {school_name(host)}",
        venue_school=school_code(host),
        chair=team_lead(names[0], subject),
        secretary=lines[2].staff_code,
        status=SessionStatus.HELD,
        notified_on=day - timedelta(days=10),
        documents=DOCUMENTS[round_of_year],
        work=WORK[round_of_year],
        topic=topic.topic,
        presenter=_presenter(host, subject),
        opinions=topic.opinions,
        differing_opinions=topic.differing,
        conclusion=topic.conclusion,
    )
    return session, _confirmed(lines, day, number)


def _presenter(host: str, subject: str) -> str:
    return f"Tổ trưởng {TITLES[subject]} {school_name(host)}"


def _number(slot: Slot) -> int:
    """A number of one's own for each session, so that the year varies and yet is the same every time."""
    group, subject, semester, turn = slot
    return group * 31 + SUBJECT_CODES.index(subject) * 7 + semester * 3 + turn


def _roll_call(code: str, names: tuple[str, ...], subject: str, number: int) -> list[AttendanceRow]:
    """Team lead and teacher of the subject at each of the three schools.

    The chair (first) and the secretary (third) are always there.
    """
    lead, second, third = names
    excuse = EXCUSES[number % len(EXCUSES)]
    states = {
        team_lead(lead, subject): (RollCall.PRESENT, ""),
        teacher(lead, subject): (RollCall.EXCUSED, excuse) if number % 4 == 0 else (RollCall.PRESENT, ""),
        teacher(second, subject): (RollCall.PRESENT, ""),
        team_lead(second, subject): _second_lead(number),
        team_lead(third, subject): (RollCall.EXCUSED, excuse) if number % 11 == 0 else (RollCall.PRESENT, ""),
        teacher(third, subject): _third_teacher(number, excuse),
    }
    return [
        AttendanceRow(session_code=code, staff_code=person, state=state, reason=reason)
        for person, (state, reason) in states.items()
    ]


def _second_lead(number: int) -> tuple[RollCall, str]:
    if number % 29 == 0:
        return RollCall.ABSENT, ""
    return (RollCall.LATE, "") if number % 5 == 0 else (RollCall.PRESENT, "")


def _third_teacher(number: int, excuse: str) -> tuple[RollCall, str]:
    if number % 11 == 0:
        return RollCall.SUBSTITUTE, ""
    if number % 3 == 0:
        return RollCall.EXCUSED, excuse
    return (RollCall.LEFT_EARLY, "") if number % 13 == 0 else (RollCall.PRESENT, "")


def _joint_roll_call(code: str, names: tuple[str, ...], subjects: tuple[str, ...]) -> list[AttendanceRow]:
    """The team leads of all subjects of a joint session."""
    return [
        AttendanceRow(session_code=code, staff_code=team_lead(place, subject), state=RollCall.PRESENT)
        for subject in subjects
        for place in names
    ]


def _confirmed(lines: list[AttendanceRow], day: date, number: int) -> tuple[AttendanceRow, ...]:
    """Everyone who attended confirms within three days."""
    return tuple(
        replace(line, answer=Answer.CONFIRMED, answered_on=day + timedelta(days=(number + place) % 4))
        if line.state in ATTENDED
        else line
        for place, line in enumerate(lines)
    )


def _unanswered(lines: tuple[AttendanceRow, ...], how_many: int) -> tuple[AttendanceRow, ...]:
    """Take back the last answers."""
    answered = [line for line in lines if line.answer]
    taken = {line.staff_code for line in answered[-how_many:]}
    return tuple(
        replace(line, answer=None, answered_on=None) if line.staff_code in taken else line for line in lines
    )


def _last_answer(lines: tuple[AttendanceRow, ...], **values: Any) -> tuple[AttendanceRow, ...]:
    """Another answer of the last person in the list who gave one."""
    last = [line for line in lines if line.answer][-1]
    return tuple(replace(line, **values) if line == last else line for line in lines)


def _planned_only(session: SessionRow, status: SessionStatus) -> SessionRow:
    """A session that did not take place has no minutes."""
    texts = ("documents", "work", "topic", "presenter", "opinions", "differing_opinions", "conclusion")
    blank: dict[str, Any] = dict.fromkeys(texts, "")
    return replace(session, status=status, **blank)


def _only_invited(lines: tuple[AttendanceRow, ...]) -> tuple[AttendanceRow, ...]:
    return tuple(
        AttendanceRow(session_code=line.session_code, staff_code=line.staff_code, state=RollCall.INVITED)
        for line in lines
    )


def cluster_sessions() -> Iterator[Held]:
    """The sessions of the two clusters: the head chairs, the principals of all twelve schools attend."""
    for item in CLUSTER_SESSIONS:
        session, lines = _cluster_session(item)
        if item.held:
            yield session, lines
        else:
            yield _planned_only(session, SessionStatus.POSTPONED), _only_invited(lines)


def _cluster_session(item: ClusterSession) -> Held:
    head = CLUSTER_LEADERS[item.cluster][0]
    code = f"CC-C{item.cluster:02d}-HK{item.semester}-1"
    session = SessionRow(
        session_code=code,
        unit_code=cluster_code(item.cluster),
        title=item.title,
        activity_kind=item.kind,
        session_date=item.day,
        start_time=MORNING[0],
        end_time=time(11, 0),
        venue=f"Hội trường {school_name(item.host)}",
        venue_school=school_code(item.host),
        chair=principal(head),
        secretary=vice_principal(head),
        status=SessionStatus.HELD,
        notified_on=item.day - timedelta(days=14),
        documents=CLUSTER_DOCUMENTS,
        work=f"Triển khai kế hoạch hoạt động cụm học kỳ {ROMAN[item.semester]}. {AUTHORITY_GUEST}",
        topic=item.topic,
        presenter=f"Hiệu trưởng {school_name(item.host)}",
        opinions=item.opinions,
        differing_opinions=item.differing or NONE,
        conclusion=item.conclusion,
    )
    return session, _confirmed(_cluster_roll_call(item, code), item.day, item.cluster)


def _cluster_roll_call(item: ClusterSession, code: str) -> list[AttendanceRow]:
    """Twelve principals (a vice principal stands in for one), the secretary, the host's vice principal."""
    names = CLUSTER_SCHOOLS[item.cluster]
    head = CLUSTER_LEADERS[item.cluster][0]
    away = next(place for place in names[item.semester :] if place not in (head, item.host))
    states = {principal(place): (RollCall.PRESENT, "") for place in names}
    states[principal(away)] = (RollCall.EXCUSED, "Họp Ủy ban nhân dân xã")
    states[vice_principal(away)] = (RollCall.SUBSTITUTE, "")
    states[vice_principal(head)] = (RollCall.PRESENT, "")
    states.setdefault(vice_principal(item.host), (RollCall.PRESENT, ""))
    return [
        AttendanceRow(session_code=code, staff_code=person, state=state, reason=reason)
        for person, (state, reason) in states.items()
    ]
