"""The people as whom the desk is tried, with logins and positions, and the documents on which they are tried."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import getdate

PASSWORD = secrets.token_urlsafe(12)
PEOPLE = ("leader", "head", "principal", "lead", "secretary", "teacher")


@dataclass
class Scene:
    """Documents of the small district on which everybody is tried."""

    meeting: str = ""
    today: str = ""
    sent: str = ""
    plan: str = ""
    staff: dict[str, str] = field(default_factory=dict)


def user_of(person: str) -> str:
    return f"{person}@five.example"


def build_scene(district, factory) -> Scene:
    """A planned session, one today, one whose minutes await confirmation, a plan to approve, a difficulty to answer."""
    from cum_chuyen_mon.meetings import confirmation, roll_call

    made = Scene()
    made.staff = {
        "head": "T-AN-HT",
        "principal": "T-CUONG-HT",
        "lead": district.teacher("T-AN"),
        "secretary": district.teacher("T-BINH"),
        "teacher": district.teacher("T-CUONG"),
    }
    factory.insert(
        "Subject Group",
        unit_code="T-TO-TOAN",
        unit_title="Tổ bộ môn Toán thử nghiệm",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=district.group,
        officers=[{"position": "Subject Lead", "staff": made.staff["lead"]}],
    )
    factory.year_around(getdate())
    meeting = factory.session(district, date(2024, 10, 10))
    roll_call.invite(meeting)
    made.meeting = meeting.name
    today = factory.session(district, getdate())
    roll_call.invite(today)
    made.today = today.name
    other = factory.session(district, date(2024, 10, 24), session_title="Buổi chờ xác nhận")
    factory.everyone_present(other)
    minutes = factory.complete_minutes(other)
    confirmation.ask(minutes)
    made.sent = minutes.name
    unit = {"unit_type": "School Cluster", "unit": district.cluster}
    made.plan = factory.insert(
        "Cluster Activity Plan", title="Kế hoạch thử", school_year=district.year, status="Submitted", **unit
    ).name
    for person in PEOPLE:
        enter(factory, district, person, made.staff.get(person))
    frappe.set_user(user_of("teacher"))
    factory.insert(
        "Cluster Difficulty",
        title="Thiếu phòng máy",
        body="Trường thiếu phòng máy.",
        raised_on="2024-10-11",
        **unit,
    )
    frappe.set_user("Administrator")
    frappe.db.commit()
    frappe.clear_cache()
    return made


def clear_scene(made: Scene) -> None:
    frappe.db.rollback()
    frappe.set_user("Administrator")
    frappe.db.set_value("Member School Staff", {"name": ("in", list(made.staff.values()))}, "user", None)
    for person in PEOPLE:
        frappe.db.delete("Authority Staff", {"user": user_of(person)})
        frappe.delete_doc("User", user_of(person), force=True, delete_permanently=True)
    frappe.db.commit()


def enter(factory, district, person: str, staff: str | None) -> None:
    """A login with the position's document behind it; the roles follow."""
    email = user_of(person)
    factory.insert(
        "User", email=email, first_name=person, language="vi", send_welcome_email=0, new_password=PASSWORD
    )
    if staff:
        doc = frappe.get_doc("Member School Staff", staff)
        doc.user = email
        doc.save()
    else:
        factory.insert(
            "Authority Staff",
            user=email,
            full_name="Lãnh đạo Phòng thử nghiệm",
            authority=district.authority,
            position="Authority Leader",
        )
