"""What the desk's forms, calendar and workspace ask the server for."""

from __future__ import annotations

import json
from datetime import date

import frappe
import pytest

from cum_chuyen_mon import boot
from cum_chuyen_mon.api import desk, sessions
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.permissions.table import ROLES
from cum_chuyen_mon.rules.words import Answer

from . import factory


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def stranger() -> None:
    """A signed-in user without any role of the app."""
    user = {"doctype": "User", "email": "nguoi-la@example.com", "first_name": "Lạ", "send_welcome_email": 0}
    frappe.get_doc(user).insert()
    frappe.set_user("nguoi-la@example.com")


def test_the_roll_is_in_vietnamese_order_of_given_names(made):
    for code, name in (("T-1", "Trần Thị Ổn"), ("T-2", "Lê Văn Ân"), ("T-3", "Phạm Đức"), ("T-4", "Ngô Anh")):
        factory.add_staff(made, code, name, "T-AN", "Teacher", "TOAN")
    meeting = factory.session(made, date(2024, 10, 10), chair="T-1", secretary="T-2")
    roll_call.invite(meeting)
    names = [
        row["name"] for row in desk.roll(meeting.name) if row["key"].startswith("T-") and len(row["key"]) == 3
    ]
    assert names == ["Ngô Anh", "Lê Văn Ân", "Phạm Đức", "Trần Thị Ổn"]


def test_the_keys_of_the_roll_are_what_the_roll_call_takes(made):
    meeting = factory.session(made, date(2024, 10, 10))
    roll_call.invite(meeting)
    factory.insert(
        "Cluster Session Attendance", session=meeting.name, guest_name="Lãnh đạo Phòng", state="Invited"
    )
    people = desk.roll(meeting.name)
    assert "Lãnh đạo Phòng" in [person["name"] for person in people]
    states = json.dumps({person["key"]: {"state": "Present"} for person in people})
    counts = sessions.call_roll(meeting.name, states)
    assert counts["present_count"] == len(people) == 4


@pytest.mark.parametrize("states", ["[]", '"x"', "1"])
def test_a_crooked_roll_call_is_refused(made, states):
    meeting = factory.session(made, date(2024, 10, 10))
    with pytest.raises(frappe.ValidationError, match="không hợp lệ"):
        sessions.call_roll(meeting.name, states)


def test_confirmations_tell_who_is_waited_for(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    factory.insert("Cluster Session Attendance", session=meeting.name, guest_name="Khách", state="Present")
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    confirmation.answer(minutes.name, people[1], Answer.REFUSED, reason="Thiếu ý kiến")
    found = {row["staff"]: (row["answer"], row["reason"]) for row in desk.confirmations(minutes.name)}
    assert found == {
        people[0]: ("Confirmed", ""),
        people[1]: ("Refused", "Thiếu ý kiến"),
        people[2]: ("", ""),
    }


def test_a_new_round_of_confirmations_starts_empty(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    minutes.reload()
    minutes.conclusion = "Kết luận khác"
    minutes.save()
    assert {row["answer"] for row in desk.confirmations(minutes.name)} == {""}


def test_evidence_names_the_sessions_and_papers_an_obligation_is_met_by(made):
    refresh(made.year)
    first = factory.hold_and_lock(made, date(2024, 10, 10))
    second = factory.hold_and_lock(made, date(2024, 10, 24))
    met = factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1")
    assert [row["name"] for row in desk.evidence(met.name)] == [first.name, second.name]
    paper = factory.insert(
        "Cluster Unit Report",
        title="Báo cáo sơ kết",
        paper_kind="SEMESTER-REPORT",
        unit_type="School Cluster",
        unit=made.cluster,
        school_year=made.year,
        semester="1",
        status="Received",
        received_on="2024-12-10",
    )
    owed = factory.obligation(made, "BC-HK1")
    assert [(row["doctype"], row["title"]) for row in desk.evidence(owed.name)] == [
        (paper.doctype, paper.title)
    ]
    open_one = factory.obligation(made, "Q-NHOM", subject="TOAN", semester="2")
    assert desk.evidence(open_one.name) == []


def test_the_units_a_regulation_binds(made):
    assert desk.bound_units(made.regulation) == []
    refresh(made.year)
    found = [(row["unit_type"], row["unit"], row["obligations"]) for row in desk.bound_units(made.regulation)]
    assert sorted(found) == [("Inter-School Group", made.group, 4), ("School Cluster", made.cluster, 3)]


def search(text: str, **filters) -> list[str]:
    return [row[0] for row in desk.people_of_unit("Member School Staff", text, "name", 0, 20, filters)]


def test_people_are_found_without_marks_and_only_in_the_units_schools(made):
    factory.add_school(made, "T-XA")
    factory.add_staff(made, "T-DA", "Đinh Đa Phước", "T-XA", "Teacher", "TOAN")
    assert search("da phuoc") == ["T-DA"]
    assert search("Đa Phước") == ["T-DA"]
    inside = {"unit_type": "Inter-School Group", "unit": made.group, "on": "2024-10-10"}
    assert search("da phuoc", **inside) == []
    assert len(search("", **inside)) == 9
    assert search("x' OR '1'='1", **inside) == []


def test_events_of_the_calendar(made):
    meeting = factory.session(made, date(2024, 10, 10))
    whole_day = factory.without_times(factory.session(made, date(2024, 10, 11)))
    factory.session(made, date(2024, 12, 1))
    events = {row["name"]: row for row in desk.session_events("2024-10-01", "2024-10-31")}
    assert set(events) == {meeting.name, whole_day.name}
    event = events[meeting.name]
    assert (event["start"], event["end"]) == ("2024-10-10 08:00:00", "2024-10-10 10:30:00")
    assert event["title"] == "Nhóm thử nghiệm: Sinh hoạt chuyên môn"
    assert events[whole_day.name]["all_day"] == 1
    kept = desk.session_events("2024-10-01", "2024-10-31", '[["Cluster Session", "unit", "=", "T-CUM"]]')
    assert kept == []
    crooked = '[["Cluster Session", "(select 1)", "=", "1"], ["User", "name", "=", "x"]]'
    assert len(desk.session_events("2024-10-01", "2024-10-31", crooked)) == 2


@pytest.mark.parametrize(
    "door", ["roll", "save", "confirmations", "evidence", "bound_units", "people", "events"]
)
def test_strangers_learn_nothing(made, door):
    refresh(made.year)
    meeting = factory.session(made, date(2024, 10, 10))
    minutes = factory.complete_minutes(meeting)
    owed = factory.obligation(made, "BC-HK1")
    stranger()
    calls = {
        "roll": lambda: desk.roll(meeting.name),
        "save": lambda: sessions.call_roll(meeting.name, "{}"),
        "confirmations": lambda: desk.confirmations(minutes.name),
        "evidence": lambda: desk.evidence(owed.name),
        "bound_units": lambda: desk.bound_units(made.regulation),
        "people": lambda: search("an"),
        "events": lambda: desk.session_events("2024-10-01", "2024-10-31"),
    }
    with pytest.raises(frappe.PermissionError):
        calls[door]()


def test_the_desk_knows_the_school_year_of_its_filters(made):
    bootinfo: dict = {}
    boot.extend_bootinfo(bootinfo)
    assert set(bootinfo["cum_chuyen_mon"]) == {"school_year", "semesters", "staff"}
    assert {"1", "2"} <= set(bootinfo["cum_chuyen_mon"]["semesters"])


def test_who_has_no_part_in_the_app_does_not_see_it_among_the_apps(made):
    stranger()
    bootinfo: dict = {"user": {"can_create": ["Cluster Session", "ToDo"]}}
    boot.extend_bootinfo(bootinfo)
    assert "cum_chuyen_mon" not in bootinfo
    assert bootinfo["user"]["can_create"] == ["ToDo"]
    assert not boot.may_use()


@pytest.mark.parametrize("card", ["Overdue Obligations", "Obligations Due Soon", "Sessions This Month"])
def test_number_cards_of_the_workspace_count(made, card):
    from frappe.desk.doctype.number_card.number_card import get_result

    doc = frappe.get_doc("Number Card", card)
    assert get_result(doc.as_json(), doc.filters_json) >= 0


@pytest.mark.parametrize("name", ["Cum Chuyen Mon", "My Cluster Work"])
def test_the_workspaces_name_only_what_exists(made, name):
    workspace = frappe.get_doc("Workspace", name)
    for link in [row for row in workspace.links if row.type == "Link"]:
        assert frappe.db.exists(link.link_type, link.link_to), link.link_to
    for shortcut in workspace.shortcuts:
        assert frappe.db.exists(shortcut.type, shortcut.link_to), shortcut.link_to
    assert {row.role for row in workspace.roles} <= {"System Manager", *ROLES}


def test_vietnamese_works_right_after_install_and_leaves_the_hosts_words_alone(made):
    frappe.local.lang = "vi"
    try:
        assert frappe._("Cluster Session") == "Buổi sinh hoạt"
        assert frappe._("State", context="Cluster Obligation") == "Trạng thái"
        assert frappe._("Reason", context="Cluster Session") == "Lý do"
        assert frappe._("Department", context="Education Authority") == "Sở GDĐT"
        assert frappe._("Level", context="Cluster Session") == "Cấp học"
    finally:
        frappe.local.lang = "en"
