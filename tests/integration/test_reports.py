"""The Script Reports' figures against numbers worked out by hand; what an empty year shows; names under bars."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.meetings import roll_call
from cum_chuyen_mon.reports import filters as report_filters
from cum_chuyen_mon.reports.sheet import short_names

from . import factory
from .reported_year import REPORTS, build_year, rows, run


@pytest.fixture
def made() -> factory.District:
    return build_year()


def test_compliance_has_one_row_per_quota_obligation_with_the_figures_by_hand(made):
    found = {
        (row["unit"], row["subject"], row["semester"]): (
            row["required"],
            row["held"],
            row["counted"],
            row["words"]["state"],
        )
        for row in rows("Cluster Compliance", school_year=made.year)
    }
    assert found == {
        (made.group, "TOAN", "1"): (2, 2, 1, "Overdue"),  # held twice, locked once, semester over on 18/1
        (made.group, "NGU-VAN", "1"): (2, 0, 0, "Overdue"),
        (made.group, "TOAN", "2"): (2, 0, 0, "Upcoming"),
        (made.group, "NGU-VAN", "2"): (2, 0, 0, "Upcoming"),
        (made.cluster, None, "1"): (1, 1, 1, "Met"),
        (made.cluster, None, "2"): (1, 0, 0, "Upcoming"),
    }


def test_compliance_chart_and_summary_say_the_same_as_the_rows(made):
    _columns, _rows, _message, chart, summary = run("Cluster Compliance", school_year=made.year)
    values = {figure["label"]: figure["value"] for figure in summary}
    assert (values[say("Obligations")], values[say("Met")], values[say("Overdue")]) == (6, 1, 2)
    assert chart["data"]["labels"] == ["Cụm thử nghiệm", "Nhóm thử nghiệm"]
    series = {row["name"]: row["values"] for row in chart["data"]["datasets"]}
    assert (series[say("Met")], series[say("Overdue")], series[say("Upcoming")]) == ([1, 0], [0, 2], [1, 2])


def test_deadlines_tell_the_day_received_and_the_days_late(made):
    found = {row["duty_code"]: row for row in rows("Cluster Deadlines", school_year=made.year)}
    assert set(found) == {"BC-HK1", "BC-NAM"}
    report = found["BC-HK1"]
    assert (report["due_on"], report["received_on"], report["days_late"]) == (
        date(2024, 12, 19),
        date(2024, 12, 23),
        4,
    )
    assert report["words"]["state"] == "Met Late"
    missing = found["BC-NAM"]
    assert (missing["due_on"], missing["received_on"]) == (date(2025, 5, 15), None)
    assert missing["days_late"] == max(0, (frappe.utils.getdate() - date(2025, 5, 15)).days)


def test_the_register_lists_every_session_with_its_counts(made):
    columns = ("session_date", "unit", "subjects", "invited", "present", "signed")
    found = [
        (*(row[c] for c in columns), row["words"]["status"], row["words"]["minutes_state"])
        for row in rows("Session Register", school_year=made.year)
    ]
    group, cluster = "Nhóm thử nghiệm", "Cụm thử nghiệm"
    toan = frappe.db.get_value("Teaching Subject", "TOAN", "subject_title")
    assert found == [
        (date(2024, 10, 10), group, toan, 3, 3, 3, "Held", "Locked"),
        (date(2024, 10, 24), group, toan, 3, 1, 0, "Held", "None"),
        (date(2024, 11, 5), cluster, "", 3, 3, 3, "Held", "Locked"),
        (date(2025, 3, 12), group, toan, 0, 0, 0, "Planned", "None"),
        (date(2025, 3, 20), group, toan, 3, 0, 0, "Cancelled", "None"),
    ]


def test_the_register_joins_the_titles_of_several_subjects(made):
    factory.session(made, date(2025, 4, 2), subjects=[{"subject": "TOAN"}, {"subject": "NGU-VAN"}])
    row = rows("Session Register", school_year=made.year, subject="NGU-VAN")
    assert [r["subjects"] for r in row] == ["Toán và Ngữ văn"]


def test_attendance_by_school_by_hand(made):
    columns = ("sessions", "invited", "attended", "late", "excused", "absent", "not_called", "hours", "rate")
    found = {
        row["school"]: tuple(row[c] for c in columns)
        for row in rows("Attendance by School", school_year=made.year)
    }
    # each school: 10/10 present 2,5 h; 24/10 late 2,5 h, excused or absent; 5/11 its principal 1,5 h
    assert found == {
        "THCS An": (3, 3, 3, 1, 0, 0, 0, 6.5, 100.0),
        "THCS Binh": (3, 3, 2, 0, 1, 0, 0, 4.0, 66.7),
        "THCS Cuong": (3, 3, 2, 0, 0, 1, 0, 4.0, 66.7),
    }


def test_attendance_by_person_by_hand(made):
    columns = ("invited", "attended", "late", "excused", "absent", "hours", "rate")
    found = {
        row["links"]["person"][1]: tuple(row[c] for c in columns)
        for row in rows("Attendance by Person", school_year=made.year)
    }
    assert found == {
        "T-AN-HT": (1, 1, 0, 0, 0, 1.5, 100.0),
        "T-BINH-HT": (1, 1, 0, 0, 0, 1.5, 100.0),
        "T-CUONG-HT": (1, 1, 0, 0, 0, 1.5, 100.0),
        "T-AN-TOAN-1": (2, 2, 1, 0, 0, 5.0, 100.0),
        "T-BINH-TOAN-1": (2, 1, 0, 1, 0, 2.5, 50.0),
        "T-CUONG-TOAN-1": (2, 1, 0, 0, 1, 2.5, 50.0),
    }


def test_people_who_are_not_called_yet_lower_nobodys_rate(made):
    meeting = factory.session(made, date(2025, 4, 2))
    roll_call.invite(meeting)
    found = {row["links"]["person"][1]: row for row in rows("Attendance by Person", school_year=made.year)}
    person = found["T-AN-TOAN-1"]
    assert (person["invited"], person["not_called"], person["attended"], person["rate"]) == (3, 1, 2, 100.0)


def test_a_session_without_times_counts_no_hours(made):
    meeting = factory.without_times(factory.session(made, date(2025, 4, 2)))
    factory.everyone_present(meeting)
    found = {row["links"]["person"][1]: row for row in rows("Attendance by Person", school_year=made.year)}
    assert (found["T-AN-TOAN-1"]["attended"], found["T-AN-TOAN-1"]["hours"]) == (3, 5.0)


@pytest.mark.parametrize("report", REPORTS)
def test_a_year_without_anything_is_an_empty_report(report):
    made = factory.build(duties=[])
    columns, found, _message, chart, summary = run(report, school_year=made.year)
    assert columns
    assert found == []
    assert chart is None
    assert all(figure["value"] == 0 for figure in summary)


@pytest.mark.parametrize("report", REPORTS)
def test_a_site_without_a_school_year_says_so(report, monkeypatch):
    monkeypatch.setattr(report_filters, "all_years", list)
    _columns, found, message, _chart, _summary = run(report)
    assert found == []
    assert message


def test_names_under_bars_keep_what_tells_them_apart():
    assert short_names(
        ["Cụm chuyên môn 01", "Cụm chuyên môn 02", "Nhóm liên trường 1", "Nhóm liên trường 10"]
    ) == [
        "Cụm 01",
        "Cụm 02",
        "Nhóm 1",
        "Nhóm 10",
    ]
    assert short_names(["THCS Tân Tiến", "TH-THCS Tân Trung"]) == ["Tân Tiến", "Tân Trung"]
    assert short_names(["Cụm Giao Thủy"]) == ["Cụm Giao Thủy"]
    assert short_names(["Nhóm A", "Nhóm A"]) == ["Nhóm A", "Nhóm A"]
    assert short_names([]) == []


def say(word: str) -> str:
    return frappe._(word, context="Cluster Obligation")
