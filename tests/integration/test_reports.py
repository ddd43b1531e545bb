"""The Script Reports: figures against numbers worked out by hand, filters, numbers of queries, exports, permissions."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import frappe
import pytest

from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import roll_call
from cum_chuyen_mon.reports import filters as report_filters
from cum_chuyen_mon.reports.sheet import safe_cell, short_names

from . import factory

REPORTS = (
    "Cluster Compliance",
    "Cluster Deadlines",
    "Session Register",
    "Attendance by School",
    "Attendance by Person",
)
DUTIES = [*factory.default_duties(), factory.deadline("BC-NAM", "Inter-School Group", "YEAR-REPORT", 16, 5)]


def run(report: str, **filters) -> tuple:
    """Columns, rows, message, chart, summary."""
    return frappe.get_doc("Report", report).execute_script_report(filters)


def rows(report: str, **filters) -> list[dict]:
    return run(report, **filters)[1]


@pytest.fixture
def made() -> factory.District:
    """A district with five sessions in 2024-2025, worked out by hand below.

    Group, Toán:      10/10 held, locked (2,5 h, 3 present) · 24/10 held, roll called, minutes not written
                      12/3 planned, nobody invited · 20/3 cancelled after 3 had been invited
    Cluster:          5/11 held, locked (1,5 h, 3 principals present)
    Papers:           the cluster's semester report came on 23/12, four days after the 19th
    """
    district = factory.build(duties=DUTIES)
    refresh(district.year, today=date(2024, 9, 10))
    factory.hold_and_lock(district, date(2024, 10, 10))
    second = factory.session(district, date(2024, 10, 24), status="Held")
    call(second, late="T-AN", excused="T-BINH", absent="T-CUONG")
    factory.hold_and_lock(district, date(2024, 11, 5), unit=district.cluster, end_time="09:30:00")
    factory.session(district, date(2025, 3, 12))
    cancelled = factory.session(district, date(2025, 3, 20))
    roll_call.invite(cancelled)
    cancelled.reload()
    cancelled.update({"status": "Cancelled", "status_reason": "Bão"}).save()
    factory.insert(
        "Cluster Unit Report",
        title="Báo cáo sơ kết",
        paper_kind="SEMESTER-REPORT",
        unit_type="School Cluster",
        unit=district.cluster,
        school_year=district.year,
        semester="1",
        status="Received",
        received_on="2024-12-23",
    )
    refresh(district.year, today=date(2025, 1, 25))
    return district


def call(meeting, late: str, excused: str, absent: str) -> None:
    """Call the roll of a group's session: the Toán teachers of three schools."""
    roll_call.invite(meeting)
    for school, state in ((late, "Late"), (excused, "Excused"), (absent, "Absent")):
        row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{school}-TOAN-1")
        row.update({"state": state, "reason": "Ốm" if state == "Excused" else ""}).save()


# ---------------------------------------------------------------- figures


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
    meeting = factory.session(made, date(2025, 4, 2), start_time=None, end_time=None)
    factory.everyone_present(meeting)
    found = {row["links"]["person"][1]: row for row in rows("Attendance by Person", school_year=made.year)}
    assert (found["T-AN-TOAN-1"]["attended"], found["T-AN-TOAN-1"]["hours"]) == (3, 5.0)


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("report", "filters", "expected"),
    [
        ("Cluster Compliance", {"semester": "1"}, 3),
        ("Cluster Compliance", {"subject": "TOAN"}, 2),
        ("Cluster Compliance", {"cluster": "T-CUM"}, 2),
        ("Cluster Compliance", {"school_group": "T-NHOM"}, 4),
        ("Cluster Compliance", {"state": "Overdue"}, 2),
        ("Cluster Compliance", {"level": "THCS"}, 6),
        ("Cluster Compliance", {"level": "TH"}, 0),
        ("Cluster Compliance", {"authority": "T-PHONG"}, 6),
        ("Cluster Compliance", {"authority": "T-SO"}, 6),  # the superior sees what its subordinates supervise
        ("Cluster Compliance", {"authority": "NOBODY"}, 0),
        ("Cluster Deadlines", {"duty_kind": "Deadline"}, 2),
        ("Cluster Deadlines", {"duty_kind": "Notice"}, 0),
        ("Cluster Deadlines", {"duty_kind": "Quota"}, 0),
        ("Cluster Deadlines", {"semester": "1"}, 1),
        ("Cluster Deadlines", {"state": "Met Late"}, 1),
        ("Session Register", {"semester": "1"}, 3),
        ("Session Register", {"semester": "2"}, 2),
        ("Session Register", {"subject": "TOAN"}, 4),
        ("Session Register", {"subject": "NGU-VAN"}, 0),
        ("Session Register", {"cluster": "T-CUM"}, 1),
        ("Session Register", {"school_group": "T-NHOM"}, 4),
        ("Session Register", {"status": "Cancelled"}, 1),
        ("Session Register", {"minutes_state": "Locked"}, 2),
        ("Session Register", {"authority": "T-SO", "level": "THCS"}, 5),
        ("Attendance by School", {"cluster": "T-CUM"}, 3),
        ("Attendance by School", {"school": "T-AN"}, 1),
        ("Attendance by School", {"semester": "2"}, 0),
        ("Attendance by Person", {"subject": "TOAN"}, 3),
        ("Attendance by Person", {"school": "T-AN"}, 2),
        ("Attendance by Person", {"school_group": "T-NHOM", "authority": "T-PHONG"}, 3),
    ],
)
def test_each_filter_narrows_the_rows(made, report, filters, expected):
    assert len(rows(report, school_year=made.year, **filters)) == expected


def test_a_unit_of_two_levels_is_found_by_either(made):
    for level in ("TH", "THCS"):
        assert "TH-THCS" in report_filters.levels_with(level)
    assert report_filters.levels_with("TH") == [
        "TH",
        "MN-TH",
        "TH-THCS",
        "MN-TH-THCS",
        "TH-THCS-THPT",
        "MN-TH-THCS-THPT",
    ]
    frappe.db.set_value(
        "Cluster Obligation", {"school_year": made.year, "unit": made.group}, "level", "TH-THCS"
    )
    assert len(rows("Cluster Compliance", school_year=made.year, level="TH")) == 4
    assert len(rows("Cluster Compliance", school_year=made.year, level="THCS")) == 6


def test_the_school_year_defaults_to_the_one_that_holds_today(made):
    first, end_1, start_2, last = factory.school_year_around(frappe.utils.getdate())
    factory.insert(
        "Cluster School Year",
        school_year_code="T-NOW",
        authority="T-SO",
        start_date=first,
        end_date=last,
        semesters=[
            {"semester_code": "1", "start_date": first, "end_date": end_1},
            {"semester_code": "2", "start_date": start_2, "end_date": last},
        ],
    )
    assert report_filters.parse({}).school_year == "T-NOW"
    assert rows("Session Register") == []
    assert report_filters.current_school_year(date(2025, 7, 1)) == made.year, (
        "summer belongs to the year that ends"
    )


@pytest.mark.parametrize(
    "given",
    [{"subject": ["!=", "x"]}, {"school_year": {"a": 1}}, {"semester": 1}, {"level": "THCS' OR 1=1 -- "}],
)
def test_filters_that_are_not_plain_words_are_refused(made, given):
    with pytest.raises(frappe.ValidationError):
        rows("Cluster Compliance", **{"school_year": made.year, **given})


def test_a_refused_report_does_not_become_a_prepared_one(made):
    """Frappe leaves a timer behind that would switch the report for everybody."""
    with pytest.raises(frappe.ValidationError):
        rows("Cluster Compliance", school_year=made.year, level="?")
    watching = [
        t for t in threading.enumerate() if isinstance(t, threading.Timer) and not t.finished.is_set()
    ]
    assert watching == []


def test_an_injected_filter_value_is_only_a_value(made):
    for field in ("school_year", "cluster", "authority", "subject", "state"):
        assert rows("Cluster Compliance", **{"school_year": made.year, field: "x' OR '1'='1"}) == []


@pytest.mark.parametrize("report", REPORTS)
def test_client_fields_orders_and_groups_are_not_looked_at(made, report):
    plain = rows(report, school_year=made.year)
    crooked = rows(
        report, school_year=made.year, order_by="(select sleep(9))", group_by="x", fields="password"
    )
    assert [row.get("name") for row in crooked] == [row.get("name") for row in plain]


# ---------------------------------------------------------------- emptiness


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


# ---------------------------------------------------------------- queries


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that reach the database while this lasts."""
    statements: list[str] = []
    original = frappe.db.sql

    def sql(query, *args, **kwargs):
        statements.append(str(query))
        return original(query, *args, **kwargs)

    frappe.db.sql = sql
    try:
        yield statements
    finally:
        del frappe.db.sql


@pytest.mark.parametrize("report", REPORTS)
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(made, report):
    filters = {"school_year": made.year, "authority": "T-SO"}
    rows(report, **filters)  # what is cached is cached now
    with counted() as few:
        before = len(rows(report, **filters))
    add_more(made)
    with counted() as many:
        after = len(rows(report, **filters))
    assert after > before
    assert len(many) == len(few)


def add_more(made: factory.District) -> None:
    factory.add_school(made, "T-DUNG", teachers=2)
    factory.insert(
        "Inter-School Group",
        unit_code="T-NHOM-2",
        unit_title="Nhóm thử nghiệm hai",
        levels="THCS",
        members=[{"school": "T-AN", "is_lead": 1}, {"school": "T-DUNG"}],
        authorities=[{"authority": made.authority}],
    )
    refresh(made.year, today=date(2025, 1, 25))
    for day in (3, 4, 5):
        meeting = factory.session(made, date(2025, 2, day), unit="T-NHOM-2")
        roll_call.invite(meeting)


@pytest.mark.parametrize(
    ("report", "most"),
    [
        ("Cluster Compliance", 1),
        ("Cluster Deadlines", 1),
        ("Session Register", 2),
        ("Attendance by School", 1),
        ("Attendance by Person", 1),
    ],
)
def test_a_figure_is_one_grouped_query(made, report, most):
    rows(report, school_year=made.year)
    with counted() as statements:
        rows(report, school_year=made.year)
    figures = [s for s in statements if "Cluster " in s and "tabCluster School Year" not in s]
    assert len(figures) == most, statements


# ---------------------------------------------------------------- spreadsheets


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://x","y")']
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Họp 5=3+2", "THCS An", "", None, -3, 2.5, date(2025, 1, 5)])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == value


@pytest.mark.parametrize("file_format", ["CSV", "Excel"])
def test_an_export_runs_no_formula(made, file_format):
    evil = '=HYPERLINK("https://example.com","Mở")'
    factory.session(made, date(2025, 4, 2), session_title=evil, venue="@SUM(1+1)")
    cells = export("Session Register", file_format, school_year=made.year)
    assert f"'{evil}" in cells
    assert "'@SUM(1+1)" in cells
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith(("=", "+", "@"))]


def test_the_screen_shows_the_text_as_it_was_written(made):
    factory.session(made, date(2025, 4, 2), session_title="- Chuyên đề hình học")
    frappe.local.form_dict = frappe._dict(cmd="frappe.desk.query_report.run")
    assert "- Chuyên đề hình học" in [
        r["session_title"] for r in rows("Session Register", school_year=made.year)
    ]


def export(report: str, file_format: str, **filters) -> list:
    """All cells of the desk's export."""
    from frappe.desk import query_report

    frappe.local.form_dict = frappe._dict(
        cmd="frappe.desk.query_report.export_query",
        report_name=report,
        file_format_type=file_format,
        filters=json.dumps(filters),
        visible_idx="[]",
        csv_delimiter=",",
        csv_quoting=0,
    )
    query_report.export_query()
    content = frappe.response["filecontent"]
    if file_format == "CSV":
        return [cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in line]
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    return [cell.value for line in sheet.iter_rows() for cell in line]


# ---------------------------------------------------------------- permission


@pytest.mark.parametrize("report", REPORTS)
def test_who_does_not_administer_clusters_sees_no_figures(made, report):
    user(made, "nguoi-la@example.com")
    with pytest.raises(frappe.PermissionError):
        rows(report, school_year=made.year)


@pytest.mark.parametrize("report", REPORTS)
def test_reading_sessions_is_not_enough_to_see_figures(made, report, monkeypatch):
    """Rights on the DocTypes alone do not open the reports: their scope is their own."""
    user(made, "doc@example.com")
    monkeypatch.setattr(frappe, "has_permission", lambda *args, **kwargs: True)
    with pytest.raises(frappe.PermissionError):
        rows(report, school_year=made.year)


@pytest.mark.parametrize("report", REPORTS)
def test_a_cluster_administrator_sees_everything(made, report):
    expected = len(rows(report, school_year=made.year))
    user(made, "quan-tri@example.com", "Cluster Administrator")
    assert len(rows(report, school_year=made.year)) == expected > 0


def user(made: factory.District, email: str, *roles: str) -> None:
    frappe.get_doc(
        {
            "doctype": "User",
            "email": email,
            "first_name": "Người dùng",
            "send_welcome_email": 0,
            "roles": [{"role": role} for role in roles],
        }
    ).insert()
    frappe.set_user(email)


# ---------------------------------------------------------------- names under bars


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
