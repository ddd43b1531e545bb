"""On one's own side: nobody acts as somebody else, and nobody sets by hand what only the app may say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from . import cells
from .attack import Call, method, post, put

PROTECTED: dict[tuple[str, str], dict[str, Any]] = {
    ("group_lead", "session_draft"): {
        "minutes_state": "Locked",
        "locked_on": "2026-01-01",
        "invited_count": 99,
        "present_count": 99,
        "signed_count": 99,
        "notice_sequence": 99,
        "invitation_number": 99,
        "invitation_date": "2026-01-01",
        "notice_number": 99,
        "notice_date": "2026-01-01",
        "authority": "ZA-SO",
        "cluster": "ZA-CUM",
        "unit": "ZA-CUM",
        "unit_type": "School Cluster",
        "school_year": "ZB-NAM",
        "owner": "Administrator",
        "creation": "2001-01-01 00:00:00",
        "docstatus": 1,
    },
    ("delegate", "session_cluster"): {"minutes_state": "None", "school_group": "ZA-NHOM"},
    ("secretary", "minutes_draft"): {
        "state": "Locked",
        "round": 7,
        "paper_number": 99,
        "text_hash": "0" * 64,
        "lock_hash": "0" * 64,
        "locked_at": "2026-01-01 00:00:00",
        "docstatus": 1,
        "unit": "ZA-CUM",
        "cluster": "ZA-CUM",
        "school_group": None,
        "subject": "NGU-VAN",
        "owner": "Administrator",
    },
    ("chair", "minutes_waiting"): {"state": "Locked", "text_hash": "0" * 64, "docstatus": 1, "round": 0},
    ("chair", "minutes_locked"): {"state": "Draft", "conclusion": "Khác", "lock_hash": "", "docstatus": 0},
    ("chair", "attendance_draft"): {
        "staff_name": "Người khác",
        "staff": "ZA-UNINVITED",
        "school": "ZA-MOT",
        "unit": "ZA-CUM",
        "cluster": "ZA-CUM",
        "session": "khong-co",
        "answer": "Yes",
        "answer_reason": "x",
        "answered_on": "2026-01-01 00:00:00",
        "told_sequence": 9,
        "mailed_sequence": 9,
    },
    ("chair", "attendance_locked"): {"state": "Absent", "reason": "x"},
    ("group_lead", "report_group"): {
        "status": "Received",
        "received_on": "2026-01-01",
        "return_reason": "x",
        "paper_number": 99,
        "paper_date": "2026-01-01",
        "authority": "ZA-SO",
        "cluster": "ZA-CUM",
        "unit": "ZA-CUM",
        "owner": "Administrator",
    },
    ("head", "plan_cluster"): {
        "status": "Approved",
        "approved_on": "2026-01-01",
        "approval_no": "1/QĐ",
        "paper_number": 99,
        "paper_date": "2026-01-01",
        "received_on": "2026-01-01",
        "unit": "ZA-NHOM",
        "school_group": "ZA-NHOM",
    },
    ("head", "headship"): {
        "status": "Confirmed",
        "received_on": "2026-01-01",
        "decision_no": "1/QĐ",
        "decision_date": "2026-01-01",
        "voters": 99,
        "paper_number": 99,
        "paper_date": "2026-01-01",
        "person": "ZA-HEAD",
        "proposed": "ZA-HEAD",
        "why": "Khác",
        "person_name": "Người khác",
        "unit": "ZA-NHOM",
        "cluster": None,
        "authority": "ZA-SO",
        "owner": "Administrator",
    },
    ("leader", "headship"): {"person": "ZA-HEAD", "from_date": "2026-01-01", "position": "Cluster Deputy"},
    ("leader", "plan_cluster"): {"title": "Khác", "goals": "Khác", "unit": "ZA-NHOM", "semester": "2"},
    ("officer", "report_group"): {"title": "Khác", "body": "Khác", "paper_kind": "YEAR-REPORT"},
    ("invited", "difficulty_group"): {
        "status": "Answered",
        "answer": "Tự trả lời",
        "answered_on": "2026-01-01",
        "raised_by": "ZA-CHAIR",
        "authority": "ZA-SO",
        "cluster": "ZA-CUM",
        "unit": "ZA-CUM",
    },
    ("head", "delegation"): {
        "delegator": "ZA-GROUP-LEAD",
        "delegate": "ZA-DEPUTY",
        "unit": "ZA-NHOM",
        "paper_number": 99,
    },
    ("delegate", "delegation"): {"to_date": "2099-01-01", "scope": "Mọi việc", "revoked_on": None},
    ("leader", "obligation_group"): {
        "state": "Met",
        "counted": 99,
        "required": 0,
        "due_on": "2099-01-01",
        "evidence": "[]",
        "waived_by": "Administrator",
        "unit": "ZA-CUM",
    },
    ("invited", "signature_refused"): {"answer": "Confirmed", "reason": "", "staff": "ZA-CHAIR"},
    ("invited", "staff_invited"): {
        "full_name": "Khác",
        "user": None,
        "position": "Principal",
        "school": "ZA-MOT",
    },
    ("leader", "founding"): {
        "status": "Applied",
        "applied_on": "2026-01-01",
        "authority": "ZA-SO",
        "owner": "Administrator",
    },
    ("leader", "founding_applied"): {
        "status": "Draft",
        "title": "Khác",
        "decision_no": "1",
        "applied_on": None,
    },
    ("officer", "founding"): {"title": "Khác", "status": "Applied"},
    ("head", "subject_group"): {"parent_unit": "ZA-CUM", "subject": "NGU-VAN"},
    ("group_lead", "subject_group"): {
        "parent_unit": "ZA-CUM",
        "parent_type": "School Cluster",
        "subject": "NGU-VAN",
    },
}
"""(who may open the document for writing, or nearly, the document) → what he must not be able to say in it."""


@pytest.fixture(autouse=True)
def _undone(world: Any) -> Iterator[None]:
    guard = world.guard()
    yield
    guard.find()


def ways(doctype: str, name: str, values: dict) -> Iterator[Call]:
    """All ways to save."""
    yield put(f"api/resource/{doctype}/{name}", **values)
    stored = json.loads(frappe.as_json(frappe.get_doc(doctype, name)))
    whole = {**stored, **values}
    yield method("frappe.client.save", doc=whole)
    yield method("frappe.desk.form.save.savedocs", doc=whole, action="Save")
    yield method("frappe.desk.form.save.savedocs", doc=whole, action="Submit")
    for field, value in values.items():
        yield method("frappe.client.set_value", doctype=doctype, name=name, fieldname=field, value=value)
        yield put(f"api/resource/{doctype}/{name}", **{field: value})


@pytest.mark.parametrize(("position", "key"), PROTECTED, ids=lambda value: value)
def test_what_only_the_app_says_is_not_said_by_hand(world, as_, position, key):
    doctype, name = world.a.docs[key]
    values = PROTECTED[position, key]
    columns = [column for column in values if column in frappe.db.get_table_columns(doctype)]
    before = frappe.db.get_value(doctype, name, columns, as_dict=True)
    wrong = []
    for call in ways(doctype, name, values):
        response = call.send(as_(position))
        assert response.status_code < 500, f"{call.label}: {response.text[:300]}"
        frappe.db.rollback()
        after = frappe.db.get_value(doctype, name, columns, as_dict=True)
        changed = {c: (before[c], after[c]) for c in columns if str(before[c]) != str(after[c])}
        if changed:
            wrong.append(f"{call.verb} {call.path}: {changed}")
            before = after
    assert wrong == []


def count(doctype: str, **filters: Any) -> int:
    frappe.db.rollback()
    return frappe.db.count(doctype, filters)


def test_a_difficulty_is_raised_in_ones_own_name_only(world, as_):
    document, _row = cells.creations(world.a, "invited")["difficulty of the group"]
    document["raised_by"] = world.a.staff("chair")
    made = cells.creating(document).send(as_("invited"))
    assert made.ok, made.text[:300]
    assert made.json()["data"]["raised_by"] == world.a.staff("invited")


@pytest.mark.parametrize("position", ["head", "deputy", "delegate", "principal", "chair"])
def test_nobody_delegates_in_the_name_of_a_head(world, as_, position):
    before = count("Cluster Delegation")
    for giver, unit in (("head", "CUM"), ("group_lead", "NHOM"), (position, "NHOM")):
        document, _row = cells.creations(world.a, position)["delegation"]
        kind = "School Cluster" if unit == "CUM" else "Inter-School Group"
        if (position, giver) != ("head", "head"):
            document |= {"delegator": world.a.staff(giver), "unit": world.a.code(unit), "unit_type": kind}
            document["delegate"] = world.a.staff("writer")
            response = cells.creating(document).send(as_(position))
            assert not response.ok, f"{position} delegates for {giver} in {unit}"
    assert count("Cluster Delegation") == before


@pytest.mark.parametrize(
    "position", ["invited", "uninvited", "principal", "overseer", "officer", "secretary"]
)
def test_nobody_signs_for_somebody_else(world, as_, position):
    minutes, client = world.a.name("minutes_waiting"), as_(position)
    other = world.a.staff("chair")
    before = count("Cluster Minutes Signature", minutes=minutes, staff=other)
    row = {"doctype": "Cluster Minutes Signature", "minutes": minutes, "staff": other, "answer": "Confirmed"}
    assert not post("api/resource/Cluster Minutes Signature", **row).send(client).ok
    assert not method("frappe.client.insert", doc=row).send(client).ok
    if position != "secretary":  # who keeps the minutes enters what was signed on paper
        call = "cum_chuyen_mon.api.minutes.record_paper_roll"
        assert not method(call, minutes=minutes, signed=[other]).send(client).ok
    method("cum_chuyen_mon.api.minutes.confirm", minutes=minutes, staff=other).send(client)
    assert count("Cluster Minutes Signature", minutes=minutes, staff=other) == before


@pytest.mark.parametrize("position", ["invited", "uninvited", "principal", "overseer", "officer", "head"])
def test_nobody_calls_the_roll_for_somebody_else(world, as_, position):
    session, client = world.a.name("session_draft"), as_(position)
    other = world.a.staff("chair")
    before = count("Cluster Session Attendance", session=session, state="Present")
    calls = [
        method("cum_chuyen_mon.api.sessions.check_in", session=session, staff=other),
        method("cum_chuyen_mon.api.sessions.call_roll", session=session, states={other: "Present"}),
        method("cum_chuyen_mon.api.sessions.invite", session=session),
        put(f"api/resource/Cluster Session Attendance/{session}-{other}", state="Present"),
        post(
            "api/resource/Cluster Session Attendance",
            session=session,
            staff=world.a.staff("colleague"),
            state="Present",
        ),
        post("api/resource/Cluster Session Attendance", session=session, guest_name="Khách", state="Present"),
    ]
    for call in calls:
        response = call.send(client)
        assert not response.ok, f"{position}: {call.label} {response.text[:200]}"
    assert count("Cluster Session Attendance", session=session, state="Present") == before


@pytest.mark.parametrize("position", ["chair", "secretary", "group_lead", "subject_lead"])
@pytest.mark.parametrize("key", ["minutes_draft", "minutes_waiting"])
def test_minutes_are_locked_by_the_last_answer_only(world, as_, position, key):
    doctype, name = world.a.docs[key]
    client = as_(position)
    stored = json.loads(frappe.as_json(frappe.get_doc(doctype, name)))
    method("frappe.client.submit", doc=stored).send(client)
    method("frappe.desk.form.save.savedocs", doc={**stored, "state": "Locked"}, action="Submit").send(client)
    method("run_doc_method", dt=doctype, dn=name, method="submit").send(client)
    post(f"api/resource/{doctype}/{name}", run_method="submit").send(client)
    assert count(doctype, name=name, docstatus=1) == 0


@pytest.mark.parametrize("position", ["leader", "head", "invited", "roles_only", "no_roles"])
def test_nobody_gives_himself_a_role_or_a_post(world, as_, position):
    user, client = world.a.users[position], as_(position)
    before = sorted(frappe.get_roles(user))
    roles = [{"role": role} for role in ("System Manager", "Cluster Administrator", "Authority Leader")]
    put(f"api/resource/User/{user}", roles=roles).send(client)
    method("frappe.client.set_value", doctype="User", name=user, fieldname="roles", value=roles).send(client)
    method(
        "frappe.client.insert",
        doc={
            "doctype": "Has Role",
            "parent": user,
            "parenttype": "User",
            "parentfield": "roles",
            "role": "System Manager",
        },
    ).send(client)
    put(f"api/resource/User/{user}", role_profile_name="x", module_profile="x").send(client)
    person = f"api/resource/Member School Staff/{world.a.staff(position)}"
    put(person, postings=[{"school": world.a.code("BA"), "position": "Principal"}]).send(client)
    document, _row = cells.creations(world.a, position)["authority staff"]
    assert not cells.creating(document).send(client).ok
    frappe.db.rollback()
    frappe.clear_cache(user=user)
    assert sorted(frappe.get_roles(user)) == before
