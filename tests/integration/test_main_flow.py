"""From a regulation to a met obligation: the main job, on a real site."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.ledger import daily
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.rules.words import Answer

from . import factory

TODAY = date(2024, 11, 1)


@pytest.fixture
def made() -> factory.District:
    district = factory.build()
    refresh(district.year, today=TODAY)
    return district


def test_obligations_are_generated_from_duties_units_and_periods(made):
    # group: 2 subjects × 2 semesters; cluster: 2 semesters and one report
    rows = frappe.get_all("Cluster Obligation", filters={"regulation": made.regulation}, fields=["duty_code"])
    assert sorted(r.duty_code for r in rows) == ["BC-HK1"] + ["Q-CUM"] * 2 + ["Q-NHOM"] * 4
    report = factory.obligation(made, "BC-HK1")
    assert str(report.due_on) == "2024-12-19", "trước ngày 20/12: the last good day is the 19th (C5c)"
    assert report.state == "Upcoming"
    assert report.authority == made.authority


def test_generating_twice_changes_nothing(made):
    before = frappe.get_all("Cluster Obligation", fields=["name", "modified", "state"], order_by="name")
    outcome = refresh(made.year, today=TODAY)
    assert (outcome.found, outcome.written, outcome.removed) == (7, 0, 0)
    assert (
        frappe.get_all("Cluster Obligation", fields=["name", "modified", "state"], order_by="name") == before
    )


@pytest.mark.clause("C3")
def test_two_locked_sessions_meet_the_quota_and_one_does_not(made):
    factory.hold_and_lock(made, date(2024, 10, 10))
    row = factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1")
    assert (row.held, row.counted, row.state in ("Upcoming", "Due Soon", "Overdue")) == (1, 1, True)
    factory.hold_and_lock(made, date(2024, 10, 24))
    row.reload()
    assert (row.held, row.counted, row.state, str(row.met_on)) == (2, 2, "Met", "2024-10-24")
    other = factory.obligation(made, "Q-NHOM", subject="NGU-VAN", semester="1")
    assert other.counted == 0


@pytest.mark.clause("C5d")
def test_the_last_confirmation_locks_the_minutes(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    assert sorted(people) == ["T-AN-TOAN-1", "T-BINH-TOAN-1", "T-CUONG-TOAN-1"]
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    answers = [confirmation.answer(minutes.name, p, Answer.CONFIRMED) for p in people]
    assert [a["locked"] for a in answers] == [False, False, True]
    locked = frappe.get_doc("Cluster Minutes", minutes.name)
    assert (locked.docstatus, locked.state, len(locked.lock_hash)) == (1, "Locked", 64)
    assert confirmation.is_genuine(locked)
    stored = frappe.db.get_value(
        "Cluster Session",
        meeting.name,
        ["status", "minutes_state", "invited_count", "present_count", "signed_count"],
    )
    assert stored == ("Held", "Locked", 3, 3, 3)


def test_one_changed_letter_in_the_database_is_noticed(made):
    meeting = factory.hold_and_lock(made, date(2024, 10, 10))
    minutes = frappe.get_doc("Cluster Minutes", {"session": meeting.name})
    frappe.db.set_value("Cluster Minutes", minutes.name, "conclusion", minutes.conclusion + "!")
    assert not confirmation.is_genuine(frappe.get_doc("Cluster Minutes", minutes.name))


@pytest.mark.clause("L3b")
def test_incomplete_minutes_are_refused_with_everything_that_is_missing(made):
    meeting = factory.session(made, date(2024, 10, 10))
    roll_call.invite(meeting)
    minutes = factory.insert("Cluster Minutes", session=meeting.name)
    with pytest.raises(frappe.ValidationError) as refused:
        confirmation.ask(minutes)
    said = str(refused.value)
    for words in (
        "triển khai văn bản",
        "triển khai công việc",
        "nội dung thảo luận",
        "kết luận",
        "Chưa điểm danh",
    ):
        assert words in said
    assert frappe.db.get_value("Cluster Minutes", minutes.name, "state") == "Draft"


def test_minutes_cannot_be_submitted_around_the_confirmations(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    with pytest.raises(frappe.ValidationError, match="chưa được gửi"):
        frappe.get_doc("Cluster Minutes", minutes.name).submit()
    minutes.reload()
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    with pytest.raises(frappe.ValidationError, match="Còn 2 người chưa xác nhận"):
        frappe.get_doc("Cluster Minutes", minutes.name).submit()


def test_state_and_hash_are_not_set_by_hand(made):
    meeting = factory.session(made, date(2024, 10, 10), minutes_state="Locked", present_count=99)
    assert (meeting.minutes_state, meeting.present_count) == ("None", 0)
    minutes = factory.complete_minutes(meeting, state="Locked", lock_hash="f" * 64)
    assert (minutes.state, minutes.lock_hash) == ("Draft", None)
    minutes.state = "Awaiting Confirmation"
    minutes.save()
    assert frappe.db.get_value("Cluster Minutes", minutes.name, "state") == "Draft"


def test_a_text_change_after_a_confirmation_voids_all_of_them(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    confirmation.answer(minutes.name, people[1], Answer.REFUSED, reason="Ghi thiếu ý kiến của tôi")
    minutes.reload()
    minutes.conclusion = "Kết luận khác"
    minutes.save()
    assert minutes.state == "Draft"
    answers = frappe.get_all("Cluster Minutes Signature", filters={"minutes": minutes.name}, pluck="answer")
    assert answers == ["Void", "Void"]
    assert frappe.db.get_value("Cluster Session", meeting.name, "signed_count") == 0
    confirmation.ask(minutes)
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    assert frappe.db.get_value("Cluster Minutes", minutes.name, "docstatus") == 1


def test_saving_without_a_change_voids_nothing(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    minutes = frappe.get_doc("Cluster Minutes", minutes.name)
    minutes.save()
    assert minutes.state == "Awaiting Confirmation"


@pytest.mark.parametrize("change", ["venue", "roll"])
def test_a_change_of_session_or_roll_after_a_confirmation_voids_it(made, change):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    if change == "venue":
        meeting = frappe.get_doc("Cluster Session", meeting.name)
        meeting.venue = "Hội trường B"
        meeting.save()
    else:
        row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{people[2]}")
        row.state = "Absent"
        row.save()
    assert frappe.db.get_value("Cluster Minutes", minutes.name, "state") == "Draft"
    assert frappe.get_all("Cluster Minutes Signature", filters={"minutes": minutes.name}, pluck="answer") == [
        "Void"
    ]


def test_a_refusal_needs_a_reason_and_counts_as_an_answer(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    with pytest.raises(frappe.ValidationError, match="phải ghi lý do"):
        confirmation.answer(minutes.name, people[0], Answer.REFUSED)
    confirmation.answer(minutes.name, people[0], Answer.REFUSED, reason="Không đồng ý kết luận")
    for person in people[1:]:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    assert frappe.db.get_value("Cluster Minutes", minutes.name, "docstatus") == 1


@pytest.mark.clause("C5d")
def test_an_absent_person_cannot_sign(made):
    meeting = factory.session(made, date(2024, 10, 10))
    people = factory.everyone_present(meeting)
    absent = made.teacher("T-CUONG")
    row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{absent}")
    row.update({"state": "Excused", "reason": "Ốm"}).save()
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    with pytest.raises(frappe.ValidationError, match="Chỉ người có mặt"):
        confirmation.answer(minutes.name, absent, Answer.CONFIRMED)
    answers = [confirmation.answer(minutes.name, p, Answer.CONFIRMED) for p in people if p != absent]
    assert answers[-1]["locked"]


def test_locked_minutes_freeze_session_and_roll(made):
    meeting = factory.hold_and_lock(made, date(2024, 10, 10))
    meeting.venue = "Nơi khác"
    with pytest.raises(frappe.ValidationError, match="đã khóa"):
        meeting.save()
    row = frappe.get_doc("Cluster Session Attendance", {"session": meeting.name})
    row.state = "Absent"
    with pytest.raises(frappe.ValidationError, match="đã khóa"):
        row.save()


def test_cancelling_and_amending_keep_the_history(made):
    meeting = factory.hold_and_lock(made, date(2024, 10, 10))
    minutes = frappe.get_doc("Cluster Minutes", {"session": meeting.name})
    with pytest.raises(frappe.ValidationError, match="phải có lý do"):
        minutes.cancel()
    minutes.reload()
    minutes.cancel_reason = "Ghi nhầm nội dung thảo luận"
    minutes.save()
    minutes.cancel()
    assert frappe.db.get_value("Cluster Session", meeting.name, "minutes_state") == "None"
    assert factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1").counted == 0
    amended = frappe.copy_doc(minutes)
    amended.update({"amended_from": minutes.name, "docstatus": 0})
    amended.insert()
    assert (amended.state, amended.docstatus, amended.lock_hash) == ("Draft", 0, None)
    assert amended.name != minutes.name
    assert frappe.db.get_value("Cluster Minutes", minutes.name, ["docstatus", "lock_hash"])[0] == 2
    assert frappe.db.count("Cluster Minutes Signature", {"minutes": minutes.name, "answer": "Confirmed"}) == 3
    amended.reload()
    confirmation.ask(amended)
    for person in frappe.get_all(
        "Cluster Session Attendance", filters={"session": meeting.name}, pluck="staff"
    ):
        confirmation.answer(amended.name, person, Answer.CONFIRMED)
    assert factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1").counted == 1


def test_a_second_set_of_minutes_is_refused(made):
    meeting = factory.session(made, date(2024, 10, 10))
    factory.complete_minutes(meeting)
    with pytest.raises(frappe.DuplicateEntryError, match="đã có biên bản"):
        factory.complete_minutes(meeting)


@pytest.mark.parametrize("status", ["Postponed", "Cancelled"])
def test_a_postponed_or_cancelled_session_counts_for_nothing(made, status):
    meeting = factory.session(made, date(2024, 10, 10))
    meeting.update({"status": status, "status_reason": "Bão"}).save()
    with pytest.raises(frappe.ValidationError, match="hoãn hoặc hủy"):
        factory.complete_minutes(meeting)
    assert factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1").held == 0


def test_a_session_outside_the_semester_does_not_count(made):
    factory.hold_and_lock(made, date(2025, 1, 19))  # between semester 1 (to 18/1) and 2 (from 20/1)
    for semester in ("1", "2"):
        assert factory.obligation(made, "Q-NHOM", subject="TOAN", semester=semester).counted == 0


@pytest.mark.clause("C5c")
@pytest.mark.parametrize(("received", "state"), [("2024-12-19", "Met"), ("2024-12-20", "Met Late")])
def test_a_report_on_the_named_day_is_late(made, received, state):
    """C5c, "trước ngày 20 tháng 12": what arrives on 20 December is late."""
    factory.insert(
        "Cluster Unit Report",
        title="Báo cáo sơ kết",
        paper_kind="SEMESTER-REPORT",
        unit_type="School Cluster",
        unit=made.cluster,
        school_year=made.year,
        semester="1",
        status="Received",
        received_on=received,
    )
    row = factory.obligation(made, "BC-HK1")
    assert (row.state, str(row.met_on)) == (state, received)


def test_the_daily_pass_moves_open_obligations_with_the_calendar(made):
    for day, state in (
        (date(2024, 12, 4), "Upcoming"),
        (date(2024, 12, 5), "Due Soon"),  # fourteen days before the 19th
        (date(2024, 12, 19), "Due Soon"),
        (date(2024, 12, 20), "Overdue"),
    ):
        daily.run(day)
        row = factory.obligation(made, "BC-HK1")
        assert (str(day), row.state) == (str(day), state)
        refresh(made.year, today=day)
        assert factory.obligation(made, "BC-HK1").state == state, "the daily pass and the rules agree"


def test_a_waiver_needs_a_reason_and_survives_a_refresh(made):
    row = factory.obligation(made, "BC-HK1")
    row.waived = 1
    with pytest.raises(frappe.ValidationError, match="phải có lý do"):
        row.save()
    row.reload()
    row.update({"waived": 1, "waiver_reason": "Trường thiên tai"}).save()
    refresh(made.year, today=date(2025, 3, 1))
    row.reload()
    assert (row.state, row.reason) == ("Waived", "Được miễn: Trường thiên tai")


def test_a_changed_duty_changes_what_is_owed_and_a_removed_one_takes_its_obligations(made):
    regulation = frappe.get_doc("Cluster Regulation", made.regulation)
    regulation.duties[0].minimum = 3
    regulation.duties = regulation.duties[:2]
    regulation.save()
    outcome = refresh(made.year, today=TODAY)
    assert outcome.removed == 1, "the report is no longer owed"
    assert factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1").required == 3


def test_counts_kept_by_the_session_agree_with_its_rows(made):
    meeting = factory.hold_and_lock(made, date(2024, 10, 10))
    columns = ["invited_count", "present_count", "signed_count"]
    kept = frappe.db.get_value("Cluster Session", meeting.name, columns)
    roll_call.rebuild_counts(meeting.name)
    assert frappe.db.get_value("Cluster Session", meeting.name, columns) == kept == (3, 3, 3)


@pytest.mark.clause("C5a")
def test_a_plan_that_is_taken_back_meets_nothing_any_more():
    """C5a in small: the plan is due before the first session."""
    plan_due = factory.deadline("KH", "School Cluster", "PLAN", 0, 0, anchor="First Session")
    made = factory.build(duties=[plan_due])
    plan = factory.insert(
        "Cluster Activity Plan",
        title="Kế hoạch năm học",
        unit_type="School Cluster",
        unit=made.cluster,
        school_year=made.year,
        status="Submitted",
        received_on="2024-10-01",
    )
    factory.session(made, date(2024, 10, 10), unit=made.cluster, secretary="T-CUONG-HT")
    row = factory.obligation(made, "KH")
    assert (str(row.due_on), row.state) == ("2024-10-09", "Met")
    frappe.delete_doc("Cluster Activity Plan", plan.name)
    row.reload()
    assert row.state == "Overdue"
