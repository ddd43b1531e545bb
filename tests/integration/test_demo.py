"""Củ Chi 2024-2025 on a real site, against the table worked out by hand: obligation by obligation."""

from __future__ import annotations

from collections import Counter
from datetime import date

import frappe
import pytest

from cum_chuyen_mon.intake.load import bring_in
from cum_chuyen_mon.printing.numbers import next_number
from tests.data import cu_chi_expected as expected

GROUPS = [f"CC-NHOM-{number}" for number in range(1, 9)]


@pytest.fixture
def rows(demo) -> dict:
    """(duty, unit, subject, semester) → the stored obligation."""
    found = frappe.get_all(
        "Cluster Obligation", filters={"regulation": expected.REGULATION}, fields=["*"], limit_page_length=0
    )
    keyed = {(r.duty_code, r.unit, r.subject or "", r.semester or ""): r for r in found}
    assert len(keyed) == len(found)
    return keyed


def test_the_year_is_there(demo):
    assert frappe.db.count("School Cluster", {"name": ("like", "CC-CUM-%")}) == 2
    assert frappe.db.count("Inter-School Group", {"name": ("like", "CC-NHOM-%")}) == 8
    schools = set(frappe.get_all("Unit Member", filters={"parent": ("like", "CC-CUM-%")}, pluck="school"))
    assert len(schools) == 24
    assert frappe.db.count("Unit Member", {"parent": "CC-CUM-01"}) == 12


@pytest.mark.clause("C2.2")
def test_groups_mix_the_two_clusters(demo):
    """An inter-school group is not a subset of a cluster; groups 2, 5, 6, 7 and 8 mix the two (C2.2)."""
    cluster_of = {
        row.school: row.parent
        for row in frappe.get_all(
            "Unit Member", filters={"parent": ("like", "CC-CUM-%")}, fields=["school", "parent"]
        )
    }
    mixed = []
    for group in GROUPS:
        members = frappe.get_all("Unit Member", filters={"parent": group}, pluck="school")
        assert len(members) == 3
        if len({cluster_of[school] for school in members}) == 2:
            mixed.append(int(group[-1]))
    assert mixed == [2, 5, 6, 7, 8]


@pytest.mark.clause("C3")
def test_the_table_has_exactly_the_rows_of_the_document(rows):
    counts = Counter(duty for duty, *_rest in rows)
    assert counts["C3-GROUP"] == 192, "8 groups × 12 subjects × 2 semesters"
    assert counts["C3-CLUSTER"] == 4
    assert len(rows) == expected.QUOTA_ROWS + expected.DEADLINE_ROWS


@pytest.mark.clause("C3")
@pytest.mark.parametrize("semester", ["1", "2"])
@pytest.mark.parametrize("group", GROUPS)
def test_every_group_subject_and_semester(rows, group, semester):
    for subject, locked in zip(expected.SUBJECTS, expected.LOCKED[semester][group], strict=True):
        row = rows["C3-GROUP", group, subject, semester]
        unlocked = expected.HELD_WITHOUT_LOCK.get((group, subject, semester), 0)
        state = "Met" if locked >= 2 else "Overdue"
        assert (row.counted, row.held, row.required, row.state) == (locked, locked + unlocked, 2, state), (
            subject
        )


@pytest.mark.clause("C3")
@pytest.mark.parametrize(("unit", "semester"), expected.CLUSTERS)
def test_every_cluster_and_semester(rows, unit, semester):
    row = rows["C3-CLUSTER", unit, "", semester]
    assert (row.counted, row.state, row.met_on) == expected.CLUSTERS[unit, semester]


@pytest.mark.clause("C5c", "C5h")
@pytest.mark.parametrize(("duty", "unit"), expected.DEADLINES)
def test_every_deadline(rows, duty, unit):
    row = rows[duty, unit, "", "1" if duty == "C5c-SEMESTER-1" else ""]
    assert (row.due_on, row.met_on, row.state) == expected.DEADLINES[duty, unit]


@pytest.mark.clause("C5e")
@pytest.mark.parametrize("group", GROUPS)
def test_every_online_group(rows, group):
    for subject in expected.SUBJECTS:
        row = rows["C5e-ONLINE", group, subject, ""]
        wanted = expected.ONLINE_GROUP_OTHERS.get((group, subject), expected.ONLINE_GROUP_USUAL)
        assert (row.due_on, row.met_on, row.state) == (expected.ONLINE_GROUP_DUE, *wanted), subject


def test_the_compliance_report_shows_the_same_rows(demo, rows):
    from cum_chuyen_mon.cum_chuyen_mon.report.cluster_compliance.cluster_compliance import execute

    shown = [frappe._dict(row) for row in execute(frappe._dict(school_year=expected.SCHOOL_YEAR))[1]]
    assert len(shown) == expected.QUOTA_ROWS
    assert Counter(row.words["state"] for row in shown)["Overdue"] == expected.OVERDUE_QUOTAS
    for row in shown:
        stored = rows[row.duty_code, row.unit, row.subject or "", row.semester or ""]
        assert (row.held, row.counted, row.required) == (stored.held, stored.counted, stored.required)
        assert row.words["state"] == stored.state


def test_locked_minutes_of_the_demo_are_genuine(demo):
    from cum_chuyen_mon.meetings.confirmation import is_genuine

    names = frappe.get_all(
        "Cluster Minutes", filters={"docstatus": 1, "unit": ("like", "CC-%")}, pluck="name", order_by="name"
    )
    assert all(is_genuine(frappe.get_doc("Cluster Minutes", name)) for name in names[:: len(names) // 12])


def test_importing_the_same_file_again_changes_nothing(demo):
    again = bring_in(demo.WORKBOOK.read_bytes())
    assert (again.created, again.updated, again.problems) == (0, 0, [])
    assert again.unchanged > 3000


def test_the_demo_stays_whole_while_a_document_of_somebody_else_names_it(demo):
    school = frappe.get_all("Member School", pluck="name", order_by="name")[0]
    own = {
        "doctype": "Member School Staff",
        "staff_code": "T-NGUOI-KHAC",
        "full_name": "Giáo viên trường khác",
    }
    person = frappe.get_doc({**own, "postings": [{"school": school, "position": "Teacher"}]}).insert()
    frappe.db.commit()
    kept = (
        "Cluster Session",
        "Cluster Minutes",
        "Cluster Obligation",
        "Member School Staff",
        "Member School",
    )
    before = {doctype: frappe.db.count(doctype) for doctype in kept}
    try:
        with pytest.raises(frappe.LinkExistsError, match=school):
            demo.clear()
        assert {doctype: frappe.db.count(doctype) for doctype in kept} == before
    finally:
        frappe.delete_doc("Member School Staff", person.name)
        frappe.db.commit()


def test_clearing_the_demo_leaves_nothing_of_it_and_touches_nothing_else(demo):
    """The last test of the module: after it there is no demo."""
    other = frappe.get_doc(
        {
            "doctype": "Education Authority",
            "authority_code": "T-KHAC",
            "authority_name": "Cơ quan khác",
            "is_group": 0,
        }
    ).insert()
    catalogues = ("Teaching Subject", "Cluster Activity Kind", "Cluster Paper Kind")
    before = {doctype: frappe.db.count(doctype) for doctype in catalogues}
    next_number("CC-CUM-01", "KH", date(2025, 1, 2))
    try:
        demo.clear()
        assert {doctype: frappe.db.count(doctype) for doctype in catalogues} == before
        left = {
            doctype: frappe.db.count(doctype)
            for doctype in (
                "School Cluster",
                "Inter-School Group",
                "Member School",
                "Member School Staff",
                "Cluster Session",
                "Cluster Session Attendance",
                "Cluster Minutes",
                "Cluster Minutes Signature",
                "Cluster Unit Report",
                "Cluster Obligation",
                "Cluster School Year",
            )
        }
        assert set(left.values()) == {0}, left
        row = frappe.qb.DocType("Series")
        of_its_units = frappe.qb.from_(row).select(row.name).where(row.name.like("CCM-PAPER-%-CC-%"))
        assert not of_its_units.run(), "numbers begin anew"
        assert frappe.db.exists("Education Authority", "T-KHAC")
        assert frappe.db.count("Cluster Regulation") == 5, "the five seeded documents stay"
    finally:
        frappe.delete_doc("Education Authority", other.name, force=True)
        frappe.db.commit()
