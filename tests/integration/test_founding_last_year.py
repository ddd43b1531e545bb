"""Last year's units taken over into a new decision (P1, E2.2, N5.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.founding import carry, last_year

from . import factory
from .founded import CLUSTER, GROUP, founding, next_year, rows, term_of_years


@pytest.fixture
def made() -> factory.District:
    return next_year()


class TestTakingOverLastYear:
    def draft(self, made: factory.District) -> Any:
        return founding(made, [])

    @pytest.mark.clause("P1", "E2.2")
    def test_units_members_and_officers_of_the_end_of_last_year(self, made):
        cluster = frappe.get_doc(CLUSTER, "T-CUM")
        cluster.append("members", {"school": "T-EM", "to_date": date(2025, 1, 31)})
        cluster.save()
        doc = self.draft(made)
        assert last_year.take_over(doc.name) == {"added": 2, "left_out": []}
        doc.reload()
        assert {(row.action, row.unit_code, row.unit_title, row.levels) for row in doc.units} == {
            ("Carry Over", "T-CUM", "Cụm thử nghiệm", "THCS"),
            ("Carry Over", "T-NHOM", "Nhóm thử nghiệm", "THCS"),
        }
        own = [row.school for row in doc.members if row.unit_code == "T-CUM"]
        assert own == ["T-AN", "T-BINH", "T-CUONG"], "who had left before the end is not carried over"
        assert [row.school for row in doc.members if row.is_lead and row.unit_code == "T-NHOM"] == ["T-AN"]
        assert {(row.unit_code, row.position, row.staff) for row in doc.officers} == {
            ("T-CUM", "Cluster Head", "T-AN-HT"),
            ("T-CUM", "Cluster Deputy", "T-BINH-HT"),
            ("T-NHOM", "Group Lead", "T-AN-HT"),
        }

    def test_applied_unchanged_it_changes_no_row(self, made):
        doc = self.draft(made)
        last_year.take_over(doc.name)
        before = [rows(kind, code, t) for kind, code in ((CLUSTER, "T-CUM"), (GROUP, "T-NHOM")) for t in
                  ("members", "officers")]  # fmt: skip
        carry.apply(doc.name)
        after = [rows(kind, code, t) for kind, code in ((CLUSTER, "T-CUM"), (GROUP, "T-NHOM")) for t in
                 ("members", "officers")]  # fmt: skip
        assert after == before
        assert frappe.db.get_value(CLUSTER, "T-CUM", "founding") == doc.name

    def test_twice_adds_nothing_and_keeps_what_was_edited(self, made):
        doc = self.draft(made)
        last_year.take_over(doc.name)
        doc.reload()
        doc.units[0].unit_title = "Cụm mới"
        doc.save()
        assert last_year.take_over(doc.name) == {"added": 0, "left_out": []}
        doc.reload()
        assert (len(doc.units), doc.units[0].unit_title) == (2, "Cụm mới")

    @pytest.mark.clause("E2.2", "N5.1")
    @pytest.mark.parametrize(("years", "is_over"), [(1, True), (2, False)])
    def test_who_is_over_his_term_needs_an_election(self, made, years, is_over):
        term_of_years(made, years)
        cluster = frappe.get_doc(CLUSTER, "T-CUM")
        cluster.officers[0].from_date = date(2024, 9, 5)
        cluster.save()
        doc = self.draft(made)
        left_out = last_year.take_over(doc.name)["left_out"]
        heads = [row.staff for row in doc.reload().officers if row.position == "Cluster Head"]
        if is_over:
            assert [(row["unit_title"], row["name"]) for row in left_out] == [
                ("Cụm thử nghiệm", "Hiệu trưởng THCS An")
            ]
            assert "cần bầu hoặc phân công lại" in left_out[0]["why"]
            assert heads == []
        else:
            assert (left_out, heads) == ([], ["T-AN-HT"])

    def test_who_has_left_the_school_and_a_closed_school_stay_behind(self, made):
        deputy = frappe.get_doc("Member School Staff", "T-BINH-HT")
        deputy.postings[0].to_date = date(2025, 8, 15)
        deputy.save()
        frappe.db.set_value("Member School", "T-CUONG", "disabled", 1)
        doc = self.draft(made)
        why = {
            (row["unit_title"], row["name"]): row["why"] for row in last_year.take_over(doc.name)["left_out"]
        }
        assert "Không còn công tác" in why["Cụm thử nghiệm", "Hiệu trưởng THCS Binh"]
        assert "không còn hoạt động" in why["Cụm thử nghiệm", "T-CUONG"]
