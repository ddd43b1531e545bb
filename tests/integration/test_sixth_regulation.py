"""A regulation that no document names, entered by hand: other numbers, subjects, periods, levels and deadlines."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.ledger.refresh import refresh

from . import factory

TODAY = date(2024, 12, 1)

SIXTH = [
    factory.quota("THANG", "School Cluster", 1, period="Month"),
    factory.quota("QUY", "Inter-School Group", 2, period="Quarter"),
    factory.quota("HOI-GIANG", "School Cluster", 1, min_subjects=2, activity_kinds="DEMONSTRATION, SEMINAR"),
    factory.quota("THPT", "School Cluster", 9, levels="THPT"),
    factory.quota("MOT-DON-VI", "Inter-School Group", 4, units="T-NHOM", period="Semester", semester="2"),
    factory.deadline("HANG-THANG", "School Cluster", "YEAR-REPORT", 25, 0, bound="By", period="Month"),
    factory.deadline(
        "NAM-SAU", "School Cluster", "SELF-REVIEW", 31, 7, bound="By", opens_day=1, opens_month=6
    ),
    {
        "duty_code": "BAO-TRUOC",
        "kind": "Notice",
        "unit_kind": "School Cluster",
        "title": "Báo trước 10 ngày làm việc",
        "offset": 10,
        "day_unit": "Working Days",
        "activity_kinds": "THEME",
    },
]


@pytest.fixture
def made() -> factory.District:
    district = factory.build(duties=SIXTH)
    refresh(district.year, today=TODAY)
    return district


def due_days(made, duty: str) -> list[str]:
    rows = frappe.get_all(
        "Cluster Obligation",
        filters={"regulation": made.regulation, "duty_code": duty},
        fields=["due_on"],
        order_by="due_on",
    )
    return [str(row.due_on) for row in rows]


def test_every_duty_binds_what_it_names_and_nothing_else(made):
    rows = frappe.get_all(
        "Cluster Obligation", filters={"regulation": made.regulation}, fields=["duty_code", "unit"]
    )
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.duty_code] = counts.get(row.duty_code, 0) + 1
    # September to May are nine months; quarters of three months from September are three
    assert counts == {
        "THANG": 9,
        "QUY": 3,
        "HOI-GIANG": 1,
        "MOT-DON-VI": 1,
        "HANG-THANG": 9,
        "NAM-SAU": 1,
    }, "no obligation for THPT in a THCS district, none of single sessions before there is one"


def test_days_of_every_month_and_of_the_summer(made):
    assert due_days(made, "HANG-THANG")[:2] == ["2024-09-25", "2024-10-25"]
    assert due_days(made, "NAM-SAU") == ["2025-07-31"]


def test_a_months_quota_is_met_by_a_session_of_that_month_only(made):
    factory.hold_and_lock(made, date(2024, 10, 10), unit=made.cluster)
    october = factory.obligation(made, "THANG", period_code="2024-10")
    november = factory.obligation(made, "THANG", period_code="2024-11")
    assert (october.state, november.counted) == ("Met", 0)


@pytest.mark.clause("N5.4")
def test_different_subjects_are_counted_over_all_sessions(made):
    """N5.4 in small: a demonstration of one subject is not enough where two are asked for."""
    subjects = [{"subject": "TOAN"}]
    common = {"unit": made.cluster, "activity_kind": "DEMONSTRATION", "subjects": subjects}
    factory.hold_and_lock(made, date(2024, 10, 10), **common)
    row = factory.obligation(made, "HOI-GIANG")
    assert (row.counted, row.state == "Met") == (1, False)
    common["subjects"] = [{"subject": "NGU-VAN"}]
    factory.hold_and_lock(made, date(2024, 10, 17), **common)
    row.reload()
    assert (row.counted, row.state) == (2, "Met")


@pytest.mark.clause("E4.2b")
@pytest.mark.parametrize(
    ("told", "state"), [("2024-12-02", "Met"), ("2024-12-03", "Met Late"), (None, "Overdue")]
)
def test_notice_in_working_days(made, told, state):
    """E4.2b: ten working days before Monday 16/12/2024 is Monday 2/12."""
    meeting = factory.session(
        made, date(2024, 12, 16), unit=made.cluster, activity_kind="THEME", notified_on=told
    )
    row = factory.obligation(made, "BAO-TRUOC", session=meeting.name)
    assert (str(row.due_on), row.state) == ("2024-12-02", state)


def test_a_school_years_own_days_off_push_the_notice_forward(made):
    year = frappe.get_doc("Cluster School Year", made.year)
    year.append("holidays", {"holiday_date": "2024-12-10", "title": "Nghỉ bão"})
    year.save()
    meeting = factory.session(made, date(2024, 12, 16), unit=made.cluster, activity_kind="THEME")
    row = factory.obligation(made, "BAO-TRUOC", session=meeting.name)
    assert str(row.due_on) == "2024-11-29", "one working day less, and the weekend before it"


def test_a_duty_that_binds_nobody_is_told_when_it_is_saved():
    today = frappe.utils.getdate()
    made = factory.build(year="T-NOW", around=today)
    regulation = frappe.get_doc("Cluster Regulation", made.regulation)
    regulation.append("duties", factory.quota("LAC", "School Cluster", 1, levels="THPT"))
    frappe.local.message_log = []
    regulation.save()
    assert "LAC" in str(frappe.local.message_log)
    assert "Q-CUM" not in str(frappe.local.message_log)


def test_the_five_documents_are_there_and_bind_nobody_yet(connection):
    rows = frappe.get_all(
        "Cluster Regulation", filters={"name": ("not like", "DEMO-%")}, fields=["name", "status", "authority"]
    )
    assert {r.name for r in rows} == {
        "NAMDINH-QC-2024",
        "PHONGDIEN-349-2019",
        "EAHLEO-313-2017",
        "CUCHI-1671-2024",
        "CHILANG-KL-2018",
    }
    assert {r.status for r in rows} == {"Draft"}
    assert {r.authority for r in rows} == {None}


def test_a_changed_authority_on_1_july_2025():
    """District offices ended on 1 July 2025: the regulation of the Phòng does not bind what is due after that."""
    made = factory.build(
        duties=[
            factory.deadline("TRUOC", "School Cluster", "YEAR-REPORT", 16, 5),
            factory.deadline("SAU", "School Cluster", "SELF-REVIEW", 31, 7, bound="By"),
        ]
    )
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.authorities[0].to_date = "2025-06-30"
    cluster.append("authorities", {"authority": "T-SO", "from_date": "2025-07-01"})
    cluster.save()
    refresh(made.year)
    assert due_days(made, "TRUOC") == ["2025-05-15"]
    assert due_days(made, "SAU") == []
