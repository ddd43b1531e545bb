"""A decision founds, carries over and ends units (P1, C2.1, C2.2, E2.2, N5.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.founding import carry, last_year
from cum_chuyen_mon.founding.plan import plan_of

from . import factory
from .founded import (
    BEFORE,
    CLUSTER,
    FIRST,
    FOUNDING,
    GROUP,
    LAST,
    LEADER,
    OFFICER,
    founding,
    members,
    next_year,
    officer,
    picture,
    refused,
    rows,
    unit,
)
from .holders import as_user, authority_login, login
from .test_reports_desk import counted


@pytest.fixture
def made() -> factory.District:
    return next_year()


@pytest.mark.clause("C2.1", "P3.2")
def test_a_decision_founds_clusters_with_head_and_deputies(made):
    doc = founding(
        made,
        [unit("T-CUM-01"), unit("T-CUM-02")],
        [*members("T-CUM-01", "T-AN", "T-BINH", "T-CUONG"), *members("T-CUM-02", "T-DUNG", "T-EM")],
        [
            officer("T-CUM-01", "Cluster Head", "T-AN-HT"),
            officer("T-CUM-01", "Cluster Deputy", "T-BINH-HT"),
            officer("T-CUM-01", "Cluster Deputy", "T-CUONG-HT"),
            officer("T-CUM-02", "Cluster Head", "T-DUNG-HT"),
        ],
    )
    carry.apply(doc.name)
    cluster = frappe.get_doc(CLUSTER, "T-CUM-01")
    assert (cluster.decision_no, str(cluster.decision_date)) == ("140/QĐ-PGDĐT", "2025-09-01")
    assert (cluster.founding, cluster.from_date, cluster.to_date) == (doc.name, FIRST, None)
    assert [(row.authority, row.from_date) for row in cluster.authorities] == [(made.authority, FIRST)]
    assert rows(CLUSTER, "T-CUM-01", "members") == [(s, FIRST, None) for s in ("T-AN", "T-BINH", "T-CUONG")]
    assert [(row.position, row.staff) for row in cluster.officers] == [
        ("Cluster Head", "T-AN-HT"),
        ("Cluster Deputy", "T-BINH-HT"),
        ("Cluster Deputy", "T-CUONG-HT"),
    ]
    assert {row.decision_no for row in cluster.officers} == {"140/QĐ-PGDĐT"}
    stored = frappe.get_doc(FOUNDING, doc.name)
    assert (stored.status, stored.applied_on, stored.issued_by) == (
        "Applied",
        frappe.utils.getdate(),
        made.authority,
    )


@pytest.mark.clause("P1")
def test_a_decision_for_one_school_year_ends_with_it(made):
    doc = founding(
        made,
        [unit("T-CUM", "Carry Over")],
        members("T-CUM", "T-AN", "T-BINH"),
        [officer("T-CUM", "Cluster Head", "T-BINH-HT")],
        to_date=LAST,
    )
    carry.apply(doc.name)
    assert rows(CLUSTER, "T-CUM", "members") == [
        ("T-AN", None, LAST),
        ("T-BINH", None, LAST),
        ("T-CUONG", None, BEFORE),
    ]
    assert rows(CLUSTER, "T-CUM", "officers") == [
        ("T-AN-HT", None, BEFORE),
        ("T-BINH-HT", None, BEFORE),
        ("T-BINH-HT", FIRST, LAST),
    ]
    assert frappe.db.get_value(CLUSTER, "T-CUM", "to_date") == LAST


@pytest.mark.clause("P1")
def test_the_next_year_begins_new_rows_and_leaves_the_last_ones(made):
    def designate(first: date, last: date, year: str) -> None:
        doc = founding(
            made,
            [unit("T-CUM", "Carry Over")],
            members("T-CUM", "T-AN", "T-BINH"),
            [officer("T-CUM", "Cluster Head", "T-AN-HT")],
            from_date=first,
            to_date=last,
            school_year=year,
        )
        carry.apply(doc.name)

    designate(date(2024, 9, 5), date(2025, 5, 31), "T-2024-2025")
    designate(FIRST, LAST, "T-2025-2026")
    assert rows(CLUSTER, "T-CUM", "officers") == [
        ("T-AN-HT", None, date(2025, 5, 31)),
        ("T-BINH-HT", None, date(2024, 9, 4)),
        ("T-AN-HT", FIRST, LAST),
    ]


@pytest.mark.clause("E2.2")
def test_five_clusters_with_their_schools_by_one_decision(made):
    schools = {
        f"T-CUM-{number}": [f"T-TRUONG-{number}{letter}" for letter in "ABC"] for number in range(1, 6)
    }
    for school in (school for own in schools.values() for school in own):
        factory.add_school(made, school)
    doc = founding(
        made,
        [unit(code) for code in schools],
        [row for code, own in schools.items() for row in members(code, *own)],
        [officer(code, "Cluster Head", made.principal(own[0])) for code, own in schools.items()],
    )
    carry.apply(doc.name)
    for code, own in schools.items():
        assert [row[0] for row in rows(CLUSTER, code, "members")] == own


class TestGroups:
    @pytest.mark.clause("C2.2")
    def test_the_principal_of_the_lead_school_leads(self, made):
        doc = founding(
            made, [unit("T-NHOM-1", kind=GROUP)], members("T-NHOM-1", "T-DUNG", "T-AN", "T-EM", lead="T-DUNG")
        )
        assert [(row.position, row.staff) for row in doc.officers] == [("Group Lead", "T-DUNG-HT")]
        carry.apply(doc.name)
        group = frappe.get_doc(GROUP, "T-NHOM-1")
        assert [(row.school, row.is_lead) for row in group.members] == [
            ("T-DUNG", 1),
            ("T-AN", 0),
            ("T-EM", 0),
        ]
        assert [(row.position, row.staff) for row in group.officers] == [("Group Lead", "T-DUNG-HT")]

    @pytest.mark.clause("C2.2")
    def test_a_group_without_a_lead_school_is_refused(self, made):
        doc = founding(made, [unit("T-NHOM-1", kind=GROUP)], members("T-NHOM-1", "T-DUNG", "T-AN"))
        refused(doc, "chưa có trường nhóm trưởng", "Hãy đánh dấu")

    @pytest.mark.clause("C2.2")
    def test_groups_mix_the_clusters(self, made):
        """Groups 2, 5, 6, 7 and 8 of Củ Chi do."""
        doc = founding(
            made,
            [unit("T-CUM-01"), unit("T-CUM-02"), unit("T-NHOM-2", kind=GROUP)],
            [
                *members("T-CUM-01", "T-AN", "T-BINH"),
                *members("T-CUM-02", "T-DUNG", "T-EM"),
                *members("T-NHOM-2", "T-AN", "T-DUNG", lead="T-DUNG"),
            ],
        )
        carry.apply(doc.name)
        assert [row[0] for row in rows(GROUP, "T-NHOM-2", "members")] == ["T-AN", "T-DUNG"]

    def test_a_new_lead_school_begins_where_the_old_one_ends(self, made):
        doc = founding(
            made,
            [unit("T-NHOM", "Carry Over", GROUP)],
            members("T-NHOM", "T-AN", "T-BINH", "T-CUONG", lead="T-BINH"),
        )
        carry.apply(doc.name)
        group = frappe.get_doc(GROUP, "T-NHOM")
        assert [(r.school, r.is_lead, r.from_date, r.to_date) for r in group.members] == [
            ("T-AN", 1, None, BEFORE),
            ("T-BINH", 0, None, BEFORE),
            ("T-CUONG", 0, None, None),
            ("T-AN", 0, FIRST, None),
            ("T-BINH", 1, FIRST, None),
        ]
        assert rows(GROUP, "T-NHOM", "officers") == [("T-AN-HT", None, BEFORE), ("T-BINH-HT", FIRST, None)]


def test_a_unit_ends_with_its_subject_groups(made):
    factory.insert(
        "Subject Group",
        unit_code="T-TO-TOAN",
        unit_title="Tổ Toán",
        subject="TOAN",
        parent_type=GROUP,
        parent_unit="T-NHOM",
    )
    doc = founding(made, [unit("T-NHOM", "End", GROUP)])
    shown = carry.preview(doc)["changes"]
    assert [c["name"] for c in shown if c["what"] == "subject group"] == ["Tổ Toán"]
    carry.apply(doc.name)
    assert frappe.db.get_value(GROUP, "T-NHOM", "to_date") == BEFORE
    assert frappe.db.get_value("Subject Group", "T-TO-TOAN", "to_date") == BEFORE
    assert {row[2] for row in rows(GROUP, "T-NHOM", "members")} == {BEFORE}


CASES = {
    "found": lambda: (
        [unit("T-CUM-01")],
        members("T-CUM-01", "T-DUNG", "T-EM"),
        [officer("T-CUM-01", "Cluster Head", "T-EM-HT")],
        {},
    ),
    "carry over, one year": lambda: (
        [unit("T-CUM", "Carry Over")],
        members("T-CUM", "T-AN", "T-EM"),
        [officer("T-CUM", "Cluster Head", "T-EM-HT")],
        {"to_date": LAST},
    ),
    "another lead school": lambda: (
        [unit("T-NHOM", "Carry Over", GROUP)],
        members("T-NHOM", "T-AN", "T-CUONG", lead="T-CUONG"),
        [],
        {},
    ),
    "end": lambda: ([unit("T-NHOM", "End", GROUP)], [], [], {}),
    "all at once": lambda: (
        [unit("T-NHOM", "End", GROUP), unit("T-CUM", "Carry Over"), unit("T-CUM-01")],
        [*members("T-CUM", "T-AN", "T-BINH", "T-CUONG"), *members("T-CUM-01", "T-DUNG")],
        [officer("T-CUM", "Cluster Head", "T-AN-HT")],
        {},
    ),
}


@pytest.mark.clause("P1")
@pytest.mark.parametrize("case", CASES)
def test_the_preview_says_exactly_what_applying_does(made, case):
    units, schools, people, more = CASES[case]()
    doc = founding(made, units, schools, people, **more)
    before = picture()
    shown = carry.preview(doc)
    assert shown["problems"] == []
    assert picture() == before, "a preview writes nothing"
    old = dated_rows()
    done = carry.apply(doc.name)
    assert done["changes"] == shown["changes"]
    new = dated_rows()
    begun = {key for key in new if key not in old}
    ended = {(*key, new[key]) for key in old if old[key] != new[key]}
    said_begun, said_ended = set(), set()
    for change in shown["changes"]:
        if change["what"] not in ("member", "officer"):
            continue
        key = (change["unit"], change["name"], change.get("position", ""), change["from_date"])
        if change["turn"] == "begins":
            said_begun.add(key)
        elif (was := old.get(key)) != change["to_date"]:
            assert was is not None, f"{key} was never there"
            said_ended.add((*key, change["to_date"]))
    assert begun == said_begun
    assert ended == said_ended


def dated_rows() -> dict[tuple, str]:
    """(unit, who, position, first day) → last day, of all rows of members and officers."""
    titles = dict(frappe.get_all("Member School", fields=["name", "school_name"], as_list=True))
    names = dict(frappe.get_all("Member School Staff", fields=["name", "full_name"], as_list=True))
    members = frappe.get_all("Unit Member", fields=["parent", "school", "from_date", "to_date"])
    officers = frappe.get_all("Unit Officer", fields=["parent", "staff", "position", "from_date", "to_date"])
    return {
        (
            row.parent,
            titles.get(row.school) or names.get(row.staff),
            row.position or "",
            str(row.from_date or ""),
        ): str(row.to_date or "")
        for row in [*members, *officers]
    }


def test_reading_a_decision_costs_the_same_whatever_it_names(made):
    def cost(number: int) -> int:
        codes = [f"T-CUM-{number}-{n}" for n in range(number)]
        for code in codes:
            factory.add_school(made, f"T-{code}")
        doc = founding(
            made,
            [unit(code) for code in codes],
            [row for code in codes for row in members(code, f"T-{code}")],
            [officer(code, "Cluster Head", f"T-{code}-HT") for code in codes],
        )
        plan_of(doc)
        with counted() as queries:
            plan_of(doc)
        return len(queries)

    assert cost(1) == cost(5)


class TestWhoMay:
    """P1: the authority designates the clusters."""

    def draft(self, made: factory.District, **values: Any) -> Any:
        return founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG", "T-EM"), **values)

    @pytest.mark.clause("P1")
    def test_a_leader_of_the_authority_makes_and_applies_it(self, made):
        with as_user(authority_login(made.authority, LEADER)):
            doc = self.draft(made)
            carry.apply(doc.name)
        assert frappe.db.get_value(CLUSTER, "T-CUM-01", "founding") == doc.name

    @pytest.mark.parametrize("who", [OFFICER, "T-AN-HT", "T-DUNG-HT"])
    def test_nobody_else_does(self, made, who):
        doc = self.draft(made)
        user = authority_login(made.authority, who) if who == OFFICER else login(who)
        with as_user(user):
            with pytest.raises(frappe.PermissionError):
                self.draft(made, title="Khác")
            with pytest.raises(frappe.PermissionError):
                carry.apply(doc.name)
            with pytest.raises(frappe.PermissionError):
                last_year.take_over(doc.name)
        assert not frappe.db.exists(CLUSTER, "T-CUM-01")

    def test_a_leader_of_another_authority_takes_no_unit_away_and_learns_no_name(self, made):
        factory.insert(
            "Education Authority",
            authority_code="T-KHAC",
            authority_name="Phòng khác",
            kind="District Office",
            parent_education_authority="T-SO",
            is_group=0,
        )
        factory.add_school(factory.District(authority="T-KHAC"), "T-XA")
        with as_user(authority_login("T-KHAC", LEADER)):
            with pytest.raises(frappe.PermissionError):
                self.draft(made)
            doc = founding(
                made,
                [unit("T-CUM", "Carry Over"), unit("T-CUM-01")],
                [*members("T-CUM", "T-XA"), *members("T-CUM-01", "T-AN")],
                authority="T-KHAC",
            )
            shown = str(carry.preview(doc))
            assert "không thuộc cơ quan ra quyết định" in shown
            for name in ("Cụm thử nghiệm", "THCS An", "T-BINH", "Hiệu trưởng THCS An"):
                assert name not in shown
            with pytest.raises(frappe.PermissionError):
                founding(
                    made,
                    [unit("T-CUM-01")],
                    members("T-CUM-01", "T-XA"),
                    [officer("T-CUM-01", "Cluster Head", "T-AN-HT")],
                    authority="T-KHAC",
                )

    def test_members_read_it_once_it_is_applied(self, made):
        doc = self.draft(made, decision_no="141/QĐ")
        member, stranger = login(made.teacher("T-EM")), login(made.teacher("T-AN"))
        with as_user(member):
            assert not frappe.has_permission(FOUNDING, "read", doc.name)
        carry.apply(doc.name)
        today = frappe.utils.getdate()
        frappe.db.set_value("Unit Member", {"parent": "T-CUM-01"}, "from_date", today)
        frappe.db.set_value(CLUSTER, "T-CUM-01", "from_date", today)
        with as_user(member):
            assert frappe.has_permission(FOUNDING, "read", doc.name)
            assert [row.name for row in frappe.get_list(FOUNDING)] == [doc.name]
            assert not frappe.has_permission(FOUNDING, "write", doc.name)
        with as_user(stranger):
            assert not frappe.has_permission(FOUNDING, "read", doc.name)
