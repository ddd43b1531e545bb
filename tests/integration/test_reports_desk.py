"""The Script Reports on the desk: filters, numbers of queries, exports, permissions."""

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
from cum_chuyen_mon.reports.sheet import safe_cell

from . import factory
from .reported_year import REPORTS, build_year, rows


@pytest.fixture
def made() -> factory.District:
    return build_year()


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
