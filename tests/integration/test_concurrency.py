"""Many people at once, over real HTTP: check-in by one person 24 times, confirmation by 30 people together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import frappe
import pytest
from frappe.utils.password import update_password

from cum_chuyen_mon.meetings import confirmation, roll_call

from . import factory

PARALLEL_CHECK_INS = 24
SIGNERS = 30
PASSWORD = "Cum-chuyen-mon-2024!"


def drop_district(made: factory.District, users: list[str]) -> None:
    """Take out what a committed test made, past everything that would refuse it."""
    frappe.db.rollback()
    sessions = frappe.get_all(
        "Cluster Session", filters={"unit": ("in", [made.group, made.cluster])}, pluck="name"
    )
    minutes = frappe.get_all("Cluster Minutes", filters={"session": ("in", sessions or [""])}, pluck="name")
    for doctype, filters in (
        ("Cluster Minutes Signature", {"session": ("in", sessions or [""])}),
        ("Cluster Minutes Topic", {"parent": ("in", minutes or [""])}),
        ("Cluster Minutes", {"name": ("in", minutes or [""])}),
        ("Cluster Session Attendance", {"session": ("in", sessions or [""])}),
        ("Session Subject", {"parent": ("in", sessions or [""])}),
        ("Cluster Session", {"name": ("in", sessions or [""])}),
        ("Cluster Obligation", {"regulation": made.regulation}),
    ):
        frappe.db.delete(doctype, filters)
    for doctype, name in (
        ("Cluster Regulation", made.regulation),
        ("Inter-School Group", made.group),
        ("School Cluster", made.cluster),
        *(("Member School Staff", code) for code in made.staff),
        *(("Member School", school) for school in factory.SCHOOLS),
        ("Cluster School Year", made.year),
        ("Education Authority", made.authority),
        ("Education Authority", "T-SO"),
    ):
        frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)
    for user in users:
        frappe.delete_doc("User", user, force=True, ignore_permissions=True, delete_permanently=True)
    frappe.db.commit()


def make_user(email: str, staff: str) -> str:
    """A login without any role, linked to a person."""
    user = frappe.get_doc(
        {
            "doctype": "User",
            "email": email,
            "first_name": staff,
            "enabled": 1,
            "send_welcome_email": 0,
            "user_type": "Website User",
        }
    )
    frappe.flags.in_import = True  # Frappe throttles the making of users otherwise
    user.insert(ignore_permissions=True)
    frappe.flags.in_import = False
    update_password(email, PASSWORD)
    frappe.db.set_value("Member School Staff", staff, "user", email)
    return email


@pytest.fixture
def today_district(connection):
    """A district whose school year holds today, committed, so that requests see it."""
    today = frappe.utils.getdate()
    made = factory.build(year="T-NOW", around=today)
    users: list[str] = []
    yield made, users, today
    drop_district(made, users)


def at_once(calls: list) -> list:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


@pytest.mark.parametrize("invited", [True, False], ids=["invited", "walk-in"])
def test_24_parallel_check_ins_of_one_person_leave_one_row(today_district, api_client, committed, invited):
    made, users, today = today_district
    person = made.teacher("T-AN")
    meeting = factory.session(made, today)
    if invited:
        roll_call.invite(meeting)
    users.append(make_user("t-mot@cum.example", person))
    frappe.db.commit()

    client = api_client("t-mot@cum.example", PASSWORD)
    client.csrf_token  # noqa: B018 - asked for once, before the threads share the client
    call = "cum_chuyen_mon.api.sessions.check_in"
    answers = at_once([lambda: client.call(call, session=meeting.name)] * PARALLEL_CHECK_INS)

    assert [a.status_code for a in answers] == [200] * PARALLEL_CHECK_INS, answers[0].text[:500]
    said = [a.json()["message"] for a in answers]
    assert [s["state"] for s in said] == ["Present"] * PARALLEL_CHECK_INS
    assert [s["already"] for s in said].count(False) == 1, "one request checked in, the others were told so"
    committed.refresh()
    rows = frappe.get_all(
        "Cluster Session Attendance", filters={"session": meeting.name, "staff": person}, pluck="state"
    )
    assert rows == ["Present"]
    kept = frappe.db.get_value("Cluster Session", meeting.name, ["invited_count", "present_count"])
    assert kept == ((3, 1) if invited else (1, 1))


def test_30_people_confirming_at_once_all_succeed(today_district, api_client, committed):
    made, users, today = today_district
    people = [f"T-AN-NGUOI-{n}" for n in range(1, SIGNERS + 1)]
    for number, code in enumerate(people, start=1):
        factory.add_staff(made, code, f"Giáo viên Toán {number}", "T-AN", "Teacher", "TOAN")
    meeting = factory.session(made, today, chair=people[0], secretary=people[1])
    for code in people:
        factory.insert("Cluster Session Attendance", session=meeting.name, staff=code, state="Present")
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    for number, code in enumerate(people, start=1):
        users.append(make_user(f"t-nguoi-{number}@cum.example", code))
    frappe.db.commit()

    clients = [api_client(user, PASSWORD) for user in users]
    for client in clients:
        client.csrf_token  # noqa: B018
    call = "cum_chuyen_mon.api.minutes.confirm"
    answers = at_once(
        [lambda c=c: c.call(call, minutes=minutes.name, text_hash=minutes.text_hash) for c in clients]
    )

    assert [a.status_code for a in answers] == [200] * SIGNERS, [a.text[:300] for a in answers if not a.ok][
        :1
    ]
    assert [a.json()["message"]["locked"] for a in answers].count(True) == 1, (
        "exactly one of them was the last"
    )
    committed.refresh()
    stored = frappe.get_doc("Cluster Minutes", minutes.name)
    assert (stored.docstatus, stored.state) == (1, "Locked")
    assert confirmation.is_genuine(stored)
    counts = frappe.db.get_value(
        "Cluster Session", meeting.name, ["present_count", "signed_count", "minutes_state"]
    )
    assert counts == (SIGNERS, SIGNERS, "Locked")
    obligation = factory.obligation(made, "Q-NHOM", subject="TOAN", semester=meeting.semester)
    assert obligation.counted == 1


def test_a_person_confirms_only_in_his_own_name_and_only_what_he_attended(today_district, api_client):
    made, users, today = today_district
    meeting = factory.session(made, today)
    factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    users.append(make_user("t-ngoai@cum.example", made.teacher("T-AN", "NGU-VAN")))
    frappe.db.commit()
    outsider = api_client("t-ngoai@cum.example", PASSWORD)
    refused = outsider.call("cum_chuyen_mon.api.minutes.confirm", minutes=minutes.name)
    assert refused.status_code == 403
    other = outsider.call(
        "cum_chuyen_mon.api.sessions.check_in", session=meeting.name, staff=made.teacher("T-BINH")
    )
    assert other.status_code == 403
    paper = outsider.call(
        "cum_chuyen_mon.api.minutes.record_paper_signature",
        minutes=minutes.name,
        staff=made.teacher("T-BINH"),
    )
    assert paper.status_code == 403
    assert outsider.get("api/resource/Cluster Minutes").status_code == 403


def test_todays_date_is_in_the_school_year(today_district):
    made, _users, today = today_district
    assert isinstance(today, date)
    assert factory.session(made, today).school_year == made.year
