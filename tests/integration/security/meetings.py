"""The sessions of one side with their rolls and minutes, one in each state."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.rules.words import Answer

from ..factory import insert
from .people import Side, days

GROUP, CLUSTER = "Inter-School Group", "School Cluster"
ATTENDANCE, SIGNATURE = "Cluster Session Attendance", "Cluster Minutes Signature"


def build_meetings(side: Side) -> None:
    _group_session(side, "locked", -10)
    _group_session(side, "waiting", -3)
    _group_session(side, "draft", 0)
    _cluster_session(side)


def _group_session(side: Side, state: str, day: int) -> None:
    """A session of the group about Toán, its minutes brought to a state."""
    meeting = insert(
        "Cluster Session",
        session_title=side.say(f"Buổi {state}"),
        unit_type=GROUP,
        unit=side.code("NHOM"),
        activity_kind="PERIODIC-MEETING",
        session_date=days(day),
        start_time="08:00:00",
        end_time="10:30:00",
        venue=side.say("Phòng họp"),
        agenda=side.say("Chương trình"),
        agenda_items=[{"title": side.say("Phân số"), "presenter": side.say("Tổ trưởng")}],
        notice_reason=side.say("Họp gấp"),
        venue_reason=side.say("Sửa phòng"),
        plan_text=side.say("Kế hoạch buổi"),
        directive_number=side.say("Số"),
        participation=[{"school": side.code("BA"), "pupils": 3, "staff_count": 1}],
        chair=side.staff("chair"),
        secretary=side.staff("secretary"),
        subjects=[{"subject": "TOAN"}],
    )
    side.add(f"session_{state}", meeting)
    roll_call.invite(meeting)
    if state != "draft":
        _call_roll(meeting)
    guest = insert(
        ATTENDANCE,
        session=meeting.name,
        guest_name=side.person("guest"),
        guest_organisation=side.say("Đơn vị"),
        guest_email=f"{side.canary}@khach.example",
        state="Present",
    )
    side.add(f"guest_{state}", guest)
    row = frappe.get_doc(ATTENDANCE, roll_call.row_name(meeting.name, side.staff("invited")))
    row.update({"reason": side.say("Lý do")})
    row.save()
    side.add(f"attendance_{state}", row)
    minutes = side.add(f"minutes_{state}", _minutes(side, meeting))
    if state != "draft":
        confirmation.ask(minutes)
    if state == "locked":
        _sign(side, minutes)


def _call_roll(meeting: Any) -> None:
    for name in frappe.get_all(ATTENDANCE, filters={"session": meeting.name}, pluck="name"):
        row = frappe.get_doc(ATTENDANCE, name)
        row.state = "Present"
        row.save()


LESSON = (
    *("lesson_topic", "lesson_class", "lesson_evidence"),
    *("step_prepare", "step_teach", "step_reflect", "step_apply"),
)


def _minutes(side: Side, meeting: Any) -> Any:
    return insert(
        "Cluster Minutes",
        session=meeting.name,
        opened_at="08:00:00",
        closed_at="10:30:00",
        documents=side.say("Công văn"),
        work=side.say("Phân công"),
        topics=[
            {
                "title": side.say("Phân số"),
                "presenter": side.say("Tổ trưởng"),
                "vote": side.say("10/10"),
                "opinions": side.say("Dạy bằng hình"),
                "differing_opinions": side.say("Dạy bằng số"),
            }
        ],
        tasks=[{"description": side.say("Soạn bài"), "person": side.staff("chair")}],
        findings=[
            {field: side.say("Hồ sơ") for field in ("content", "finding", "remedy")}
            | {"rating": "Sound", "person": side.staff("chair")}
        ],
        **{field: side.say("Bài") for field in LESSON},
        conclusion=side.say("Thống nhất dạy bằng hình, rút kinh nghiệm sau hai tuần."),
    )


def _sign(side: Side, minutes: Any) -> None:
    """Everybody present answers; one of them with a reason against."""
    people = frappe.get_all(
        ATTENDANCE, filters={"session": minutes.session, "staff": ("is", "set")}, pluck="staff"
    )
    for person in people:
        refuses = person == side.staff("invited")
        confirmation.answer(
            minutes.name,
            person,
            Answer.REFUSED if refuses else Answer.CONFIRMED,
            reason=side.say("Không đồng ý") if refuses else "",
            method="On Paper",
        )
    for key, person in (("signature", "former_signer"), ("signature_refused", "invited")):
        filters = {"minutes": minutes.name, "staff": side.staff(person)}
        side.docs[key] = (SIGNATURE, frappe.db.get_value(SIGNATURE, filters))
    task = frappe.get_doc("Cluster Task", {"minutes": minutes.name})
    task.evidence = side.say("Đã làm")
    side.add("task", task.save())


def _cluster_session(side: Side) -> None:
    """A session of the cluster about no one subject, with a draft of minutes."""
    meeting = insert(
        "Cluster Session",
        session_title=side.say("Phiên họp cụm"),
        unit_type=CLUSTER,
        unit=side.code("CUM"),
        activity_kind="PERIODIC-MEETING",
        session_date=getdate(),
        start_time="14:00:00",
        end_time="16:00:00",
        status="Convened",
        status_reason=side.say("Triệu tập"),
        chair=side.staff("head"),
        secretary=side.staff("writer"),
    )
    side.add("session_cluster", meeting)
    roll_call.invite(meeting)
    row = frappe.get_doc(ATTENDANCE, roll_call.row_name(meeting.name, side.staff("principal")))
    side.add("attendance_cluster", row)
    side.add("minutes_cluster", _minutes(side, meeting))
