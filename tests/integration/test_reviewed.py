"""Findings of the review: each test is a case that once went wrong."""

from __future__ import annotations

from datetime import date

import frappe
import pytest
from frappe.utils import add_to_date, getdate, now_datetime

from cum_chuyen_mon.api import sessions, workbook
from cum_chuyen_mon.ledger import happened
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.rules.words import Answer
from cum_chuyen_mon.setup import site_settings, uninstall

from . import factory
from .holders import report

HELD = date(2024, 11, 4)
GROUP_URL = "https://zalo.me/g/thu-nghiem"


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def test_roll_call_reads_json_text_and_refuses_other_shapes(made):
    meeting = factory.session(made, HELD)
    roll_call.invite(meeting)
    counts = sessions.call_roll(meeting.name, frappe.as_json({made.teacher("T-AN"): "Present"}))
    assert counts["present_count"] == 1
    with pytest.raises(frappe.ValidationError):
        sessions.call_roll(meeting.name, "[1]")


def test_nobody_checks_himself_in_once_the_minutes_are_sent(made, monkeypatch):
    meeting = factory.session(made, HELD)
    factory.everyone_present(meeting)
    monkeypatch.setattr(sessions, "staff_of", lambda _user: made.teacher("T-AN"))
    monkeypatch.setattr(sessions, "getdate", lambda value=None: HELD)
    assert sessions.check_in(meeting.name)["already"]
    confirmation.ask(factory.complete_minutes(meeting))
    with pytest.raises(frappe.PermissionError, match="đã gửi xác nhận"):
        sessions.check_in(meeting.name)


@pytest.mark.clause("N5.7")
def test_an_online_group_counts_from_the_day_it_was_entered(made):
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.online_group_url = GROUP_URL
    cluster.save()
    assert getdate(cluster.online_group_since) == getdate()
    cluster.db_set("online_group_since", date(2024, 10, 1))
    cluster.reload()
    cluster.update({"online_group_url": f"{GROUP_URL}-2", "online_group_since": date(2020, 1, 1)}).save()
    assert getdate(cluster.online_group_since) == date(2024, 10, 1), "only the server dates it"
    papers = happened._online_groups(made.year, [made.cluster])
    assert [paper.received_on for paper in papers] == [date(2024, 10, 1)]
    cluster.online_group_url = ""
    cluster.save()
    assert cluster.online_group_since is None


def test_a_partial_load_finds_the_subject_groups_own_online_group(made):
    factory.insert(
        "Subject Group",
        unit_code="T-TO-TOAN",
        unit_title="Tổ Toán",
        subject="TOAN",
        parent_type="School Cluster",
        parent_unit=made.cluster,
        online_group_url=GROUP_URL,
    )
    for code in ("T-TO-TOAN", made.cluster):
        found = {p.unit for p in happened._online_groups(made.year, [code])}
        assert found == {"T-TO-TOAN", made.cluster}
    assert happened._online_groups(made.year, [made.group]) == []


def test_a_returned_report_is_dated_anew(made):
    paper = report(made, received_on=date(2024, 12, 1))
    paper.status = "Returned"
    paper.return_reason = "Thiếu số liệu"
    paper.save()
    assert not paper.received_on
    paper.status = "Sent"
    paper.save()
    assert getdate(paper.received_on) == getdate()


def test_a_report_names_only_a_session_of_its_own(made):
    of_group = factory.session(made, HELD)
    with pytest.raises(frappe.ValidationError, match="Buổi sinh hoạt"):
        report(made, session=of_group.name)
    report(made, unit_type="Inter-School Group", unit=made.group, session=of_group.name)
    report(made, unit_type="Member School", unit="T-AN", session=of_group.name)


def test_counts_are_rebuilt_from_the_rows_of_valid_minutes(made):
    meeting = factory.hold_and_lock(made, HELD)
    columns = ["invited_count", "present_count", "signed_count"]
    before = frappe.db.get_value("Cluster Session", meeting.name, columns)
    assert before[2] > 0
    meeting.db_set({"invited_count": 0, "present_count": 0, "signed_count": 0})
    roll_call.rebuild_counts(meeting.name)
    assert frappe.db.get_value("Cluster Session", meeting.name, columns) == before
    minutes = frappe.db.get_value("Cluster Minutes", {"session": meeting.name})
    frappe.db.set_value("Cluster Minutes", minutes, "docstatus", 2)
    roll_call.rebuild_counts()
    assert frappe.db.get_value("Cluster Session", meeting.name, "signed_count") == 0


def test_counts_leave_out_earlier_rounds(made):
    meeting = factory.session(made, HELD)
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, people[0], Answer.CONFIRMED)
    frappe.db.set_value("Cluster Minutes", minutes.name, "round", 2)
    roll_call.rebuild_counts(meeting.name)
    assert frappe.db.get_value("Cluster Session", meeting.name, "signed_count") == 0


def test_inviting_bears_a_row_that_came_meanwhile(made, monkeypatch):
    meeting = factory.session(made, HELD)
    people = roll_call.people_of(meeting)
    twice = [*people, people[0]]  # the second row of a person is what a parallel request leaves behind
    monkeypatch.setattr(roll_call, "people_of", lambda _session: twice)
    assert roll_call.invite(meeting) == len(people)
    assert not frappe.local.message_log


def test_a_waiver_is_stamped_again_when_its_reason_changes(made):
    refresh(made.year, today=date(2024, 11, 1))
    duty = factory.obligation(made, "BC-HK1")
    duty.update({"waived": 1, "waiver_reason": "Trường đang sửa chữa"}).save()
    duty.db_set({"waived_on": date(2024, 1, 1)})
    duty.reload()
    duty.update({"waiver_reason": "Theo công văn 12"}).save()
    assert getdate(duty.waived_on) == getdate()


def test_saving_an_obligation_that_no_longer_binds_is_no_error(made):
    refresh(made.year, today=date(2024, 11, 1))
    duty = factory.obligation(made, "BC-HK1")
    frappe.db.set_value("Cluster Regulation", made.regulation, "status", "Draft")
    duty.save()


def test_units_and_schools_share_one_space_of_codes(made):
    with pytest.raises(frappe.ValidationError, match="đã dùng"):
        factory.insert("School Cluster", unit_code="T-AN", unit_title="Cụm An", levels="THCS")
    with pytest.raises(frappe.ValidationError, match="đã dùng"):
        factory.insert("Member School", school_code=made.cluster, school_name="THCS Cụm", levels="THCS")


@pytest.mark.clause("N5.1")
def test_a_term_of_office_that_is_too_long_is_said():
    duty = {
        "duty_code": "NK",
        "kind": "Term",
        "unit_kind": "School Cluster",
        "title": "Nhiệm kỳ cụm trưởng",
        "clause": "Điều 5",
        "position": "Cluster Head",
        "max_years": 3,
    }
    made = factory.build(duties=[duty])
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.officers[0].update({"from_date": date(2018, 9, 1), "to_date": date(2025, 5, 31)})
    frappe.local.message_log = []
    cluster.save()
    said = str(frappe.local.message_log)
    assert "Điều 5" in said
    assert "7 năm học" in said
    assert "orange" in said


def test_users_with_the_first_time_zone_follow_the_site(made):
    frappe.db.set_value("User", "Administrator", "time_zone", "Asia/Kolkata")
    frappe.defaults.set_default("time_zone", "Asia/Kolkata", "Administrator")
    frappe.db.set_single_value("System Settings", "time_zone", "Asia/Kolkata")
    site_settings.prefer(site_settings.TIME_ZONE)
    assert frappe.db.get_value("User", "Administrator", "time_zone") == "Asia/Ho_Chi_Minh"
    assert frappe.defaults.get_defaults("Administrator")["time_zone"] == "Asia/Ho_Chi_Minh"


def test_uninstall_takes_what_others_made_for_the_apps_documents(made):
    factory.insert(
        "Kanban Board",
        kanban_board_name="T-Bảng",
        reference_doctype="Cluster Unit Report",
        field_name="status",
        columns=[{"column_name": "Sent"}],
    )
    script = factory.insert("Client Script", "T-Script", dt="School Cluster", script="")
    uninstall.before_uninstall()
    assert not frappe.db.exists("Kanban Board", "T-Bảng")
    assert not frappe.db.exists("Kanban Board Column", {"parent": "T-Bảng"})
    assert not frappe.db.exists("Client Script", script.name)


def test_an_import_whose_job_is_gone_may_start_again(monkeypatch):
    queued = True
    monkeypatch.setattr(workbook, "is_job_enqueued", lambda job: queued)
    old = frappe._dict(name="T-1", status="Working", modified=add_to_date(now_datetime(), minutes=-5))
    with pytest.raises(frappe.ValidationError, match="chạy lại"):
        workbook._refuse_if_busy(old)
    queued = False
    workbook._refuse_if_busy(old)
    with pytest.raises(frappe.ValidationError, match="chạy lại"):
        workbook._refuse_if_busy(frappe._dict(old, modified=now_datetime()))
