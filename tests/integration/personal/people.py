"""Two people of a district with contact data, and how to act as somebody."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import frappe

from cum_chuyen_mon.permissions.standing import forget
from cum_chuyen_mon.personal import export
from cum_chuyen_mon.personal.contact import METHOD
from cum_chuyen_mon.personal.fields import STAFF

from .. import factory

HELD = date(2024, 11, 4)
PERSON, OTHER = "T-BINH-TOAN-1", "T-AN-TOAN-1"
EMAIL, PHONE = "zqk.canary@nha.example", "0912 345 678"
OTHERS_EMAIL, OTHERS_PHONE = "zqk.other@nha.example", "0987 654 321"
WHY = "Mời dạy minh họa ngày 12/11"


def set_contact(staff: str, email: str, phone: str) -> None:
    doc = frappe.get_doc(STAFF, staff)
    doc.update({"email": email, "phone": phone})
    doc.save()


def login(staff: str | None, email: str | None = None, roles: tuple[str, ...] = ()) -> str:
    """A login, linked to a person when one is given."""
    email = email or f"{staff.lower()}@personal.example"
    values = {"email": email, "first_name": "Người dùng", "send_welcome_email": 0}
    factory.insert("User", **values, roles=[{"role": role} for role in roles])
    if staff:
        doc = frappe.get_doc(STAFF, staff)
        doc.user = email
        doc.save()
    return email


def officer_of(authority: str) -> str:
    email = login(None, "officer@personal.example")
    values = {"full_name": "Chuyên viên", "authority": authority, "position": "Authority Officer"}
    factory.insert("Authority Staff", user=email, **values)
    return email


def as_user(email: str) -> None:
    forget()
    frappe.set_user(email)


def traces_left(staff: str = PERSON) -> list:
    frappe.set_user("Administrator")
    return frappe.get_all(
        "Access Log",
        filters={"export_from": STAFF, "reference_document": staff, "method": METHOD},
        fields=["user", "filters", "creation"],
    )


def locked_minutes(made: factory.District):
    meeting = factory.hold_and_lock(made, HELD)
    return frappe.get_doc("Cluster Minutes", {"session": meeting.name, "docstatus": 1})


def content_of(packed: bytes) -> tuple[dict, list[str]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return json.loads(archive.read(export.DATA_FILE)), archive.namelist()


def everything_about(made: factory.District) -> None:
    """The person in every DocType that is declared, each row together with other people."""
    user = login(PERSON)
    meeting = factory.session(made, HELD, chair=PERSON, secretary=OTHER)
    factory.everyone_present(meeting)
    factory.insert("Photo Consent", staff=PERSON, consent_version="1", given_on=HELD)
    factory.complete_minutes(
        meeting,
        tasks=[
            {"description": "Soạn bài", "person": PERSON},
            {"description": "In tài liệu", "person": OTHER},
        ],
    )
    factory.insert("Cluster Session", **_second_session(made))
    raw_row("Cluster Minutes Signature", staff=PERSON, staff_name="Giáo viên TOAN 1 Binh", user=user)
    raw_row("Cluster Minutes", lesson_teacher=PERSON)
    raw_row("Cluster Minutes", paper_entered_by=user)
    raw_row("Cluster Minutes Finding", person=PERSON, remedy="Bổ sung hồ sơ")
    raw_row("Cluster Task", person=PERSON, title="Soạn bài")
    raw_row("Cluster Task", done_by=user, title="Gửi phiếu học tập")
    raw_row("Cluster Delegation", delegator=PERSON, delegate="T-AN-HT")
    raw_row("Cluster Delegation", delegator="T-AN-HT", delegate=PERSON)
    raw_row("Cluster Headship", person=PERSON, predecessor="T-AN-HT", proposed="T-AN-HT")
    raw_row("Cluster Headship", person="T-AN-HT", predecessor=PERSON, proposed="T-AN-HT")
    raw_row("Cluster Headship", person="T-AN-HT", predecessor="T-AN-HT", proposed=PERSON)
    raw_row("Cluster Headship Vote", candidate=PERSON, candidate_name="Giáo viên TOAN 1 Binh")
    raw_row("Cluster Difficulty", raised_by=PERSON, title="Thiếu phòng máy")
    raw_row("Cluster Activity Plan Item", person=PERSON, title="Chuyên đề")
    raw_row("Cluster Plan Comment", staff=PERSON, school="T-BINH", comment="Nên họp sớm hơn")
    raw_row(
        "Cluster Founding Officer", staff=PERSON, staff_name="Giáo viên TOAN 1 Binh", position="Cluster Head"
    )
    raw_row("Cluster Minutes Copy", opened_by=user, session_title="Họp")
    raw_row("Cluster Unit Report", received_by=user, title="Báo cáo")
    raw_row("Cluster Report Photo Person", staff=PERSON, photo=1)
    raw_row("Cluster Paper Version", sent_by=user, title="Báo cáo")
    raw_row("Cluster Paper Version", decided_by=user, title="Kế hoạch")
    raw_row("Cluster Sealed Paper", sealed_by=user, holder_name="THCS Binh")
    raw_row("Cluster Obligation", waived_by=user, duty_title="Họp")
    raw_row("Unit Officer", staff=PERSON, position="Cluster Deputy", to_date="2020-01-01")
    raw_row("Authority Staff", user=user, full_name="Cán bộ", position="Authority Officer")
    raw_row("Cluster Session Attendance", staff=OTHER, staff_name="Người khác zqk", substitute_for=PERSON)
    frappe.db.set_value(STAFF, OTHER, "erased_by", user)


def _second_session(made: factory.District) -> dict:
    first = factory.session(made, HELD + timedelta(days=1), chair=OTHER, secretary=PERSON)
    return {
        key: first.get(key)
        for key in ("session_title", "unit_type", "unit", "activity_kind", "venue", "chair", "secretary")
    } | {"session_date": HELD + timedelta(days=2), "subjects": [{"subject": "TOAN"}]}


def raw_row(doctype: str, **values) -> None:
    frappe.get_doc({"doctype": doctype, "name": frappe.generate_hash(length=10), **values}).db_insert()
