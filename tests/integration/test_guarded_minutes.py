"""What must not slip past signed minutes: guests, subjects, child rows, foreign amendments, disabled units."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import frappe
import pytest

from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory
from .test_concurrency import PASSWORD, make_user, today_district  # noqa: F401 - a fixture

DAY = date(2024, 10, 10)


@pytest.fixture
def made() -> factory.District:
    district = factory.build()
    refresh(district.year, today=date(2024, 11, 1))
    return district


def sent(made: factory.District, **values):
    """A session with a guest whose minutes were sent; (session, minutes, people)."""
    meeting = factory.session(made, DAY, **values)
    people = factory.everyone_present(meeting)
    guest = factory.insert(
        "Cluster Session Attendance",
        session=meeting.name,
        guest_name="Chuyên viên Phòng",
        guest_organisation="Phòng thử nghiệm",
        position="Authority Representative",
        state="Present",
    )
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    return meeting, minutes, people, guest


def confirm_all(minutes, people) -> bool:
    return [confirmation.answer(minutes.name, p, Answer.CONFIRMED)["locked"] for p in people][-1]


def test_a_guest_is_in_the_text_and_does_not_sign(made):
    _meeting, minutes, people, _guest = sent(made)
    assert confirm_all(minutes, people)


def test_an_edited_guest_voids_and_the_minutes_can_be_sent_again(made):
    _meeting, minutes, people, guest = sent(made)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    guest.reload()
    guest.guest_name = "Lãnh đạo Phòng"
    guest.save()
    minutes.reload()
    assert minutes.state == "Draft"
    confirmation.ask(minutes)
    assert confirm_all(minutes, people)


def test_the_subjects_of_a_locked_session_are_frozen(made):
    meeting = factory.hold_and_lock(made, DAY)
    meeting.set("subjects", [{"subject": "NGU-VAN"}])
    with pytest.raises(frappe.ValidationError, match="đã khóa"):
        meeting.save()
    meeting.reload()
    meeting.agenda = "Chương trình"
    meeting.save()  # what was not signed may still be written down


@pytest.mark.parametrize("code", ["T-AN-TOAN-1", "T-BINH-TOAN-1"], ids=["chair", "secretary"])
def test_chair_and_secretary_must_have_been_there(made, code):
    meeting = factory.session(made, DAY)
    factory.everyone_present(meeting)
    row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{code}")
    row.update({"state": "Absent"}).save()
    with pytest.raises(frappe.ValidationError, match="không có mặt theo điểm danh"):
        confirmation.ask(factory.complete_minutes(meeting))


def test_child_rows_are_not_written_alone(made):
    meeting = factory.hold_and_lock(made, DAY)
    minutes = frappe.get_doc("Cluster Minutes", {"session": meeting.name})
    with pytest.raises(frappe.PermissionError):
        frappe.delete_doc("Cluster Minutes Topic", minutes.topics[0].name)
    with pytest.raises(frappe.PermissionError):
        factory.insert(
            "Cluster Minutes Topic",
            parent=minutes.name,
            parenttype="Cluster Minutes",
            parentfield="topics",
            title="Thêm sau",
        )
    topic = frappe.get_doc("Cluster Minutes Topic", minutes.topics[0].name)
    topic.title = "Sửa sau"
    with pytest.raises((frappe.PermissionError, frappe.UpdateAfterSubmitError)):
        topic.save()
    assert confirmation.is_genuine(frappe.get_doc("Cluster Minutes", minutes.name))


def test_an_amendment_belongs_to_its_own_session(made):
    first, second = factory.hold_and_lock(made, DAY), factory.hold_and_lock(made, date(2024, 10, 17))
    minutes = frappe.get_doc("Cluster Minutes", {"session": first.name})
    minutes.cancel_reason = "Nhầm"
    minutes.save()
    minutes.cancel()
    with pytest.raises(frappe.ValidationError):
        factory.complete_minutes(second, amended_from=minutes.name)
    assert frappe.db.get_value("Cluster Session", second.name, "minutes_state") == "Locked"


def test_minutes_of_a_unit_that_was_disabled_can_still_be_locked_and_its_past_stays(made):
    _meeting, minutes, people, _guest = sent(made)
    before = frappe.db.count("Cluster Obligation", {"unit": made.group})
    frappe.db.set_value("Inter-School Group", made.group, "disabled", 1)
    assert confirm_all(minutes, people)
    refresh(made.year)
    assert frappe.db.count("Cluster Obligation", {"unit": made.group}) == before


def test_sessions_follow_a_semester_that_moves(made):
    meeting = factory.session(made, date(2025, 1, 19))
    assert meeting.semester in ("", None)
    year = frappe.get_doc("Cluster School Year", made.year)
    year.semesters[0].end_date = "2025-01-19"
    year.save()
    assert frappe.db.get_value("Cluster Session", meeting.name, "semester") == "1"


def test_two_sessions_of_a_unit_locked_at_once_both_count(today_district, api_client, committed):  # noqa: F811
    made, users, today = today_district
    last, calls = made.teacher("T-CUONG"), []
    users.append(make_user("t-cuoi@cum.example", last))
    for number in (1, 2):
        meeting = factory.session(made, today, session_title=f"Buổi {number}")
        people = factory.everyone_present(meeting)
        minutes = factory.complete_minutes(meeting)
        confirmation.ask(minutes)
        for person in people:
            if person != last:
                confirmation.answer(minutes.name, person, Answer.CONFIRMED)
        calls.append(minutes.name)
    frappe.db.commit()
    clients = [api_client("t-cuoi@cum.example", PASSWORD) for _ in calls]
    for client in clients:
        client.csrf_token  # noqa: B018
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(
                lambda pair: pair[0].call("cum_chuyen_mon.api.minutes.confirm", minutes=pair[1]),
                zip(clients, calls, strict=True),
            )
        )
    assert [answer.status_code for answer in done] == [200, 200], [a.text[-1500:] for a in done if not a.ok]
    committed.refresh()
    row = factory.obligation(
        made, "Q-NHOM", subject="TOAN", period_kind="Semester", counted=("!=", 99), held=2
    )
    assert (row.counted, row.state) == (2, "Met")
