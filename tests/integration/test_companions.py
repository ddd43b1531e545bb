"""Beside ERPNext: its Holiday List counts as days off, and the link appears and goes with it."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.ledger.world import load_calendar
from cum_chuyen_mon.setup import companions

from . import factory


@pytest.fixture
def erpnext(connection) -> None:
    if "erpnext" not in frappe.get_installed_apps():
        pytest.skip("ERPNext is not installed on this site (WITH_APPS=erpnext make test)")


def test_nothing_of_a_companion_is_left_where_it_is_not_installed(connection):
    for app, doctypes in companions.CUSTOM_FIELDS.items():
        for doctype, fields in doctypes.items():
            for field in fields:
                there = bool(frappe.db.exists("Custom Field", f"{doctype}-{field['fieldname']}"))
                assert there == (app in frappe.get_installed_apps()), (app, doctype, field["fieldname"])


def test_the_erps_holiday_list_counts_as_days_off(erpnext):
    """Weekends, public holidays and the ERP's Holiday List do not count."""
    made = factory.build()
    factory.insert(
        "Holiday List",
        holiday_list_name="T-Lịch nghỉ",
        from_date="2024-09-01",
        to_date="2025-05-31",
        holidays=[{"holiday_date": "2024-12-10", "description": "Ngày truyền thống"}],
    )
    year = frappe.get_doc("Cluster School Year", made.year)
    year.holiday_list = "T-Lịch nghỉ"
    year.save()
    calendar = load_calendar(made.year)
    assert not calendar.is_working(date(2024, 12, 10))
    assert calendar.is_working(date(2024, 12, 11))
    assert calendar.shift(date(2024, 12, 16), -10) == date(2024, 11, 29)


def test_the_links_go_before_the_companion_goes_and_come_back_with_it(erpnext):
    name = "Cluster School Year-holiday_list"
    companions.before_app_uninstall("erpnext")
    assert not frappe.db.exists("Custom Field", name)
    companions.after_app_install("erpnext")
    assert frappe.db.exists("Custom Field", name)
