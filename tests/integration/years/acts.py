"""What people of a unit do again and again in a year, each as himself, over REST."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from .life import Life, Person

SESSION, MINUTES, REPORT = "Cluster Session", "Cluster Minutes", "Cluster Unit Report"
PLAN = "Cluster Activity Plan"

DISCUSSED = {
    "documents": "Công văn hướng dẫn nhiệm vụ năm học",
    "work": "Phân công các trường chuẩn bị nội dung",
    "topics": [
        {
            "title": "Đổi mới kiểm tra, đánh giá",
            "presenter": "Người chủ trì",
            "opinions": "Thống nhất ma trận đề chung",
            "differing_opinions": "Có ý kiến giữ ma trận của từng trường",
        }
    ],
    "conclusion": "Thống nhất dùng ma trận chung từ học kỳ này.",
}
"""Everything that minutes must show (L3b)."""


@dataclass(frozen=True)
class Meeting:
    """A session to be held: who convenes it, what it is, who is away and why."""

    unit_type: str
    unit: str
    convener: Person
    day: date
    chair: str
    secretary: str
    title: str = "Phiên họp"
    kind: str = "PERIODIC-MEETING"
    subjects: Sequence[str] = ()
    excused: Mapping[str, str] = field(default_factory=dict)
    told: date | None = None
    """The day of the notice; None for the day on which it is convened anyway."""
    with_authority: bool = False
    planned: str = ""
    """The session that the plan has made; a new one otherwise."""
    minutes: Mapping[str, Any] = field(default_factory=dict)
    """What the minutes of its form say beyond those of any meeting."""
    more: Mapping[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Everything about the session but whose it is."""
        return {
            "session_title": self.title,
            "activity_kind": self.kind,
            "session_date": self.day.isoformat(),
            "start_time": "08:00:00",
            "end_time": "10:30:00",
            "venue": "Phòng họp",
            "chair": self.chair,
            "secretary": self.secretary,
            "subjects": [{"subject": code} for code in self.subjects],
            **self.more,
        }


def designates(
    leader: Person, title: str, number: str, units: Iterable[Mapping[str, Any]], **decision: Any
) -> dict[str, Any]:
    """The authority decides on units and carries the decision out; what the preview said, which is what was done.

    A unit: ``{"unit_type", "unit_code", "levels", "members": [school], "officers": [(position, person)]}``. The
    first-named school of a group leads it.
    """
    rows: dict[str, list[dict[str, Any]]] = {"units": [], "members": [], "officers": []}
    for unit in units:
        code, kind = unit["unit_code"], unit["unit_type"]
        plain = {field: unit[field] for field in ("unit_type", "unit_code", "levels")}
        rows["units"].append({"action": "Found", "unit_title": f"Đơn vị {code}", **plain})
        rows["members"] += [
            {"unit_code": code, "school": school, "is_lead": int(kind != "School Cluster" and not place)}
            for place, school in enumerate(unit["members"])
        ]
        rows["officers"] += [
            {"unit_code": code, "position": position, "staff": person}
            for position, person in unit["officers"]
        ]
    today = leader.life.today.isoformat()
    dated = {"decision_no": number, "decision_date": today, "from_date": today, **decision}
    founding = leader.makes("Cluster Founding", title=title, **dated, **rows)["name"]
    told = leader.does("founding.preview", founding=founding)
    assert told["problems"] == [], told["problems"]
    assert leader.does("founding.apply", founding=founding)["changes"] == told["changes"] != []
    return told


def holds(
    life: Life,
    meeting: Meeting,
    unsigned: Sequence[str] = (),
    before_asking: Callable[[str], None] | None = None,
    before_convening: Callable[[str], None] | None = None,
) -> str:
    """A session from its notice to minutes that everybody signed but those named; the session.

    ``before_asking`` is done with the minutes once they are written, ``before_convening`` with the session once it is
    entered.
    """
    session = convenes(life, meeting, before_convening)
    life.comes(meeting.day)
    minutes = writes_minutes(life, session, meeting)
    if before_asking:
        before_asking(minutes)
    sign_all(life, minutes, session, meeting.secretary, unsigned)
    return session


def convenes(life: Life, meeting: Meeting, before_convening: Callable[[str], None] | None = None) -> str:
    """A session is entered and everybody is called to it, at the school whose turn it is; the session."""
    if meeting.told:
        life.comes(meeting.told)
    session = enters(meeting)
    if meeting.with_authority:
        meeting.convener.does("convening.invite_authority", session=session)
    turn = meeting.convener.does("convening.propose_venue", session=session)
    if turn:
        meeting.convener.changes(SESSION, session, venue_school=turn["school"])
    if before_convening:
        before_convening(session)
    meeting.convener.does("convening.convene", session=session)
    return session


def elects(
    life: Life, meeting: Meeting, year: str, votes: Mapping[str, int], **values: Any
) -> tuple[str, str]:
    """An election from its notice to signed minutes, which hold the count; the session and the headship, a draft.

    Whoever convenes enters the count before anybody signs. Everybody present votes, and every ballot is valid.
    """
    number = sum(votes.values())
    made: list[str] = []

    def counts(minutes: str) -> None:
        session = meeting.convener.reads(MINUTES, minutes)["session"]
        counted = {"issued": number, "returned": number, "valid": number}
        rows = [{"round": 1, "candidate": person, "votes": got} for person, got in votes.items()]
        headship = meeting.convener.makes(
            "Cluster Headship",
            unit_type=meeting.unit_type,
            unit=meeting.unit,
            position="Cluster Head",
            way="Election",
            school_year=year,
            session=session,
            rounds=[counted],
            votes=rows,
            **values,
        )
        winner = max(votes, key=lambda person: votes[person])
        assert headship["person"] == winner, headship["person"]
        made.append(headship["name"])

    session = holds(life, meeting, before_asking=counts)
    return session, made[0]


def enters(meeting: Meeting) -> str:
    """The convener enters a session, or what is known by now about a planned one; the session."""
    if meeting.planned:
        return meeting.convener.changes(SESSION, meeting.planned, **meeting.values())["name"]
    unit = {"unit_type": meeting.unit_type, "unit": meeting.unit}
    return meeting.convener.makes(SESSION, **unit, **meeting.values())["name"]


def writes_minutes(life: Life, session: str, meeting: Meeting) -> str:
    """The secretary calls the roll and writes everything down; the minutes."""
    writer, excused = life.at_school(meeting.secretary), meeting.excused
    roll = writer.finds("Cluster Session Attendance", "staff", session=session, staff=["is", "set"])
    for guest in writer.finds("Cluster Session Attendance", "name", session=session, staff=["is", "not set"]):
        writer.changes("Cluster Session Attendance", guest["name"], state="Present")
    states = {
        row["staff"]: (
            {"state": "Excused", "reason": excused[row["staff"]]} if row["staff"] in excused else "Present"
        )
        for row in roll
    }
    writer.does("sessions.call_roll", session=session, states=states)
    return writer.makes(MINUTES, session=session, **DISCUSSED, **meeting.minutes)["name"]


def sign_all(life: Life, minutes: str, session: str, secretary: str, unsigned: Sequence[str] = ()) -> None:
    """The secretary asks, and whoever was there confirms in his own name; the last one locks."""
    writer = life.at_school(secretary)
    asked = writer.does("minutes.ask_for_confirmation", minutes=minutes)
    for person in set(present_at(writer, session)) - set(unsigned):
        life.at_school(person).does("minutes.confirm", minutes=minutes, text_hash=asked["text_hash"])
    state = writer.reads(MINUTES, minutes)["state"]
    assert (state == "Locked") is not bool(unsigned), f"{minutes} is {state}"


def present_at(reader: Person, session: str) -> list[str]:
    there = ["Present", "Late", "Left Early", "Substitute"]
    rows = reader.finds(
        "Cluster Session Attendance", "staff", session=session, state=["in", there], staff=["is", "set"]
    )
    return sorted(row["staff"] for row in rows)


def plans(
    life: Life,
    head: Person,
    leader: Person,
    of: tuple[str, str],
    year: str,
    items: Sequence[Mapping[str, Any]] = (),
    members: Mapping[str, str] = MappingProxyType({}),
    **values: Any,
) -> dict[str, str]:
    """A plan from draft to approval within one day: put to the member schools, submitted, approved by the leader, which
    its author cannot do himself. Returns title → session of the sessions that approval made.

    ``members``: principal → what he has to say, "" to agree.
    """
    unit_type, unit = of
    made = head.makes(
        PLAN,
        title=f"Kế hoạch {unit}",
        unit_type=unit_type,
        unit=unit,
        school_year=year,
        items=list(items),
        **values,
    )["name"]
    if members:
        head.changes(PLAN, made, status="Consultation", consult_until=life.today.isoformat())
        assert "chưa góp ý" in head.is_refused("changes", PLAN, made, status="Submitted")
        for principal, said in members.items():
            answer = {"answer": "Comment", "comment": said} if said else {"answer": "Agree"}
            life.at_school(principal).does("plans.answer_plan", plan=made, **answer)
    head.changes(PLAN, made, status="Submitted")
    head.is_refused("changes", PLAN, made, status="Approved", approval_no="Tự duyệt")
    leader.changes(PLAN, made, status="Approved", approval_no=f"{unit}/PD")
    found = leader.finds(SESSION, "name", "session_title", plan=made)
    return {row["session_title"]: row["name"] for row in found}


def sends(by: Person, of: tuple[str, str], kind: str, year: str, **values: Any) -> str:
    """Somebody sends a paper of a unit to the authority; the report."""
    unit_type, unit = of
    sent = {"title": f"Báo cáo {kind}", "body": "Kết quả và kiến nghị.", "status": "Sent"}
    return by.makes(
        REPORT, unit_type=unit_type, unit=unit, paper_kind=kind, school_year=year, **sent, **values
    )["name"]


def compliance(reader: Person, units: Iterable[str], regulation: str) -> dict[tuple[str, ...], str]:
    """What a reader sees of the obligations of units: (duty, unit, semester, subject) → state; the last two only
    where the duty tells by them."""
    rows = reader.finds(
        "Cluster Obligation",
        *("duty_code", "unit", "semester", "subject", "session", "state"),
        unit=["in", list(units)],
        regulation=regulation,
    )
    found: dict[tuple[str, ...], str] = {}
    for row in rows:
        parts = (row["duty_code"], row["unit"], row["semester"], row["subject"], row["session"])
        key = tuple(part for part in parts if part)
        assert key not in found, f"{key} is owed twice"
        found[key] = row["state"]
    return found
