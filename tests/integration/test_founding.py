"""A decision founds, carries over and ends units (P1, C2.1, C2.2, E2.2, N5.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.founding import carry, last_year
from cum_chuyen_mon.founding.plan import plan_of

from . import factory
from .holders import as_user, authority_login, login
from .test_reports_desk import counted

CLUSTER, GROUP, FOUNDING = "School Cluster", "Inter-School Group", "Cluster Founding"
FIRST, LAST = date(2025, 9, 5), date(2026, 5, 31)
BEFORE = FIRST - timedelta(days=1)
LEADER, OFFICER = "Authority Leader", "Authority Officer"


@pytest.fixture
def made() -> factory.District:
    """A district of 2024-2025 that is to be carried over to 2025-2026, with two more schools."""
    district = factory.build()
    for school in ("T-DUNG", "T-EM"):
        factory.add_school(district, school)
    semesters = [
        {"semester_code": "1", "start_date": FIRST, "end_date": date(2026, 1, 18)},
        {"semester_code": "2", "start_date": date(2026, 1, 19), "end_date": LAST},
    ]
    factory.insert(
        "Cluster School Year",
        school_year_code="T-2025-2026",
        authority="T-SO",
        start_date=FIRST,
        end_date=LAST,
        semesters=semesters,
    )
    return district


def unit(code: str, action: str = "Found", kind: str = CLUSTER, **values: Any) -> dict:
    found = {"unit_title": f"Đơn vị {code}", "levels": "THCS"} if action == "Found" else {}
    return {"action": action, "unit_type": kind, "unit_code": code, **found, **values}


def members(code: str, *schools: str, lead: str = "") -> list[dict]:
    return [{"unit_code": code, "school": school, "is_lead": int(school == lead)} for school in schools]


def officer(code: str, position: str, staff: str, **values: Any) -> dict:
    return {"unit_code": code, "position": position, "staff": staff, **values}


def founding(
    made: factory.District, units: list, members: list = (), officers: list = (), **values: Any
) -> Any:
    paper = {
        "title": "Thành lập cụm chuyên môn năm học 2025-2026",
        "authority": made.authority,
        "school_year": "T-2025-2026",
        "decision_no": "140/QĐ-PGDĐT",
        "decision_date": "2025-09-01",
        "from_date": FIRST,
        "units": units,
        "members": list(members),
        "officers": list(officers),
    }
    return factory.insert(FOUNDING, **{**paper, **values})


def rows(kind: str, code: str, table: str) -> list[tuple]:
    """(school or person, first day, last day), of a unit's rows as they are stored."""
    doc = frappe.get_doc(kind, code)
    return [(row.get("school") or row.staff, row.from_date, row.to_date) for row in doc.get(table)]


def refused(doc: Any, *words: str) -> str:
    """Applying is refused with these words, the preview says the same, and nothing is written."""
    before = picture()
    with pytest.raises(frappe.ValidationError) as error:
        carry.apply(doc.name)
    said = str(error.value)
    for word in words:
        assert word in said, said
    shown = " ".join(problem["message"] for problem in carry.preview(doc)["problems"])
    for word in words:
        assert frappe.utils.escape_html(word) in frappe.utils.escape_html(shown) or word in said, shown
    assert shown, "the preview says what applying refuses"
    assert picture() == before
    assert frappe.db.get_value(FOUNDING, doc.name, "status") == "Draft"
    return said


def picture() -> dict[str, list]:
    """Everything that founding may write."""
    tables = (CLUSTER, GROUP, "Subject Group", "Unit Member", "Unit Officer", "Supervising Authority")
    return {table: sorted(map(str, frappe.db.sql(f"select * from `tab{table}`"))) for table in tables}


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


class TestRefused:
    def test_nothing_named(self, made):
        refused(founding(made, []), "chưa nêu đơn vị nào")

    def test_a_paper_without_number_or_day(self, made):
        doc = founding(
            made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG"), decision_no=None, decision_date=None
        )
        number, day = ("Decision No", "Decision Date")
        labels = [frappe._(text, context=FOUNDING) for text in (number, day)]
        refused(doc, *(f"Ô «{label}» còn trống" for label in labels))

    def test_a_unit_without_members(self, made):
        refused(founding(made, [unit("T-CUM-01")]), "Đơn vị T-CUM-01 chưa có trường thành viên nào")

    def test_a_school_twice_in_one_unit(self, made):
        doc = founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG", "T-DUNG"))
        refused(doc, "THCS Dung đã nêu ở dòng 1", "Hãy bỏ một dòng")

    @pytest.mark.clause("C2.1")
    def test_a_school_in_two_clusters_of_a_level(self, made):
        doc = founding(
            made,
            [unit("T-CUM-01"), unit("T-CUM-02")],
            [*members("T-CUM-01", "T-DUNG"), *members("T-CUM-02", "T-DUNG")],
        )
        refused(doc, "THCS Dung đã thuộc Đơn vị T-CUM-01 cùng cấp THCS")

    def test_not_a_school_in_clusters_of_two_levels(self, made):
        doc = founding(
            made,
            [unit("T-CUM-01"), unit("T-CUM-02", levels="TH")],
            [*members("T-CUM-01", "T-DUNG"), *members("T-CUM-02", "T-DUNG")],
        )
        assert carry.preview(doc)["problems"] == []

    def test_a_code_that_is_taken(self, made):
        doc = founding(made, [unit("T-CUM")], members("T-CUM", "T-DUNG"))
        refused(doc, "Mã «T-CUM» đã dùng", "«Tiếp tục»")

    def test_a_code_that_a_school_has(self, made):
        doc = founding(made, [unit("T-EM")], members("T-EM", "T-DUNG"))
        refused(doc, "Mã «T-EM» đã dùng")

    def test_a_code_that_a_unit_had_which_is_disabled(self, made):
        frappe.db.set_value(CLUSTER, "T-CUM", "disabled", 1)
        doc = founding(made, [unit("T-CUM")], members("T-CUM", "T-DUNG"))
        refused(doc, "Mã «T-CUM» đã dùng")

    def test_carrying_over_what_is_not_there(self, made):
        doc = founding(made, [unit("T-KHONG-CO", "Carry Over")], members("T-KHONG-CO", "T-DUNG"))
        refused(doc, "Không có đơn vị «T-KHONG-CO»")

    def test_rows_of_a_unit_that_is_not_named(self, made):
        doc = founding(
            made,
            [unit("T-CUM-01")],
            [*members("T-CUM-01", "T-DUNG"), *members("T-LAC", "T-EM")],
            [officer("T-LAC", "Cluster Head", "T-EM-HT")],
        )
        refused(doc, "Mã đơn vị «T-LAC» không có trong bảng «Đơn vị»")

    def test_a_head_from_another_unit(self, made):
        doc = founding(
            made,
            [unit("T-CUM-01")],
            members("T-CUM-01", "T-DUNG"),
            [officer("T-CUM-01", "Cluster Head", "T-EM-HT")],
        )
        refused(doc, "Hiệu trưởng THCS Em không công tác ở trường thành viên")

    def test_two_heads(self, made):
        doc = founding(
            made,
            [unit("T-CUM-01")],
            members("T-CUM-01", "T-DUNG", "T-EM"),
            [officer("T-CUM-01", "Cluster Head", f"T-{who}-HT") for who in ("DUNG", "EM")],
        )
        refused(doc, "đã nêu ở dòng 1 của Đơn vị T-CUM-01")

    def test_a_head_for_each_level_is_no_second_head(self, made):
        factory.add_school(made, "T-LIEN")
        doc = founding(
            made,
            [unit("T-CUM-01", levels="TH-THCS")],
            members("T-CUM-01", "T-DUNG", "T-EM"),
            [
                officer("T-CUM-01", "Cluster Head", "T-DUNG-HT", level="TH"),
                officer("T-CUM-01", "Cluster Head", "T-EM-HT", level="THCS"),
            ],
        )
        carry.apply(doc.name)
        assert [row.level for row in frappe.get_doc(CLUSTER, "T-CUM-01").officers] == ["TH", "THCS"]

    @pytest.mark.clause("N5.1")
    def test_a_head_who_is_no_principal_where_the_regulation_asks_for_one(self, made):
        term = {
            "duty_code": "N5.1-TERM",
            "kind": "Term",
            "unit_kind": CLUSTER,
            "title": "Nhiệm kỳ cụm trưởng",
        }
        term |= {"position": "Cluster Head", "max_years": 3, "must_attend": "Principal"}
        teacher = [officer("T-CUM-01", "Cluster Head", made.teacher("T-DUNG"))]
        doc = founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG"), teacher)
        assert carry.preview(doc)["problems"] == [], "no regulation asks for it yet"
        factory.insert(
            "Cluster Regulation",
            regulation_code="T-ND",
            regulation_title="Quy chế cụm",
            number="12/QĐ-SGDĐT",
            status="In Force",
            authority=made.authority,
            duties=[{**term, "legal_basis": "Điều 5 khoản 1"}],
        )
        refused(doc, "phải là hiệu trưởng", "Điều 5 khoản 1, văn bản 12/QĐ-SGDĐT")

    def test_a_second_decision_from_the_same_day(self, made):
        units, schools = [unit("T-CUM", "Carry Over")], members("T-CUM", "T-DUNG")
        carry.apply(founding(made, units, schools).name)
        doc = founding(made, units, members("T-CUM", "T-EM"))
        refused(doc, "bắt đầu đúng ngày 05/09/2025", "Hãy đổi ô «Từ ngày»")

    def test_what_a_units_own_checks_refuse_takes_everything_back(self, made):
        """Half of it was written when the second unit was refused: a row that begins later overlaps."""
        cluster = frappe.get_doc(CLUSTER, "T-CUM")
        cluster.append("members", {"school": "T-EM", "from_date": FIRST + timedelta(days=30)})
        cluster.save()
        doc = founding(
            made,
            [unit("T-CUM-01"), unit("T-CUM", "Carry Over")],
            [*members("T-CUM-01", "T-DUNG"), *members("T-CUM", "T-AN", "T-EM")],
        )
        before = picture()
        with pytest.raises(frappe.ValidationError, match="trùng thời gian"):
            carry.apply(doc.name)
        assert picture() == before
        problems = carry.preview(doc)["problems"]
        assert [(p["table"], p["row"]) for p in problems] == [("units", 2)]
        assert "trùng thời gian" in problems[0]["message"]
        assert picture() == before

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("from_date", date(2026, 8, 1), "phải trong năm học T-2025-2026, từ 01/08/2025 đến 31/05/2026"),
            ("to_date", date(2025, 9, 4), "phải sau ngày bắt đầu"),
        ],
    )
    def test_days_outside_of_the_school_year(self, made, field, value, words):
        with pytest.raises(frappe.ValidationError, match=words):
            founding(made, [unit("T-CUM-01")], **{field: value})


class TestShown:
    def notes(self, doc: Any) -> str:
        return "\n".join(carry.preview(doc)["notes"])

    def test_schools_in_no_cluster_and_a_cluster_without_head(self, made):
        doc = founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG"))
        assert "Chưa thuộc cụm nào: THCS Em." in self.notes(doc)
        assert "Đơn vị T-CUM-01 chưa có cụm trưởng." in self.notes(doc)

    def test_a_school_that_another_cluster_has(self, made):
        doc = founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-AN", "T-DUNG"))
        assert "THCS An: vừa thuộc Đơn vị T-CUM-01, vừa thuộc Cụm thử nghiệm cùng cấp." in self.notes(doc)
        assert carry.preview(doc)["problems"] == []

    @pytest.mark.clause("N5.1")
    def test_two_clusters_of_one_district(self, made):
        def doc(area: str) -> Any:
            return founding(
                made,
                [unit("T-CUM-01", area="huyện Ý Yên"), unit("T-CUM-02", area=area)],
                [*members("T-CUM-01", "T-DUNG"), *members("T-CUM-02", "T-EM")],
            )

        assert "Địa bàn huyện Ý Yên có 2 cụm cấp THCS" in self.notes(doc("Huyện Ý  Yên"))
        assert "Địa bàn" not in self.notes(doc("huyện Vụ Bản"))

    @pytest.mark.clause("N5.1")
    def test_a_cluster_of_an_earlier_decision_counts_for_its_district(self, made):
        carry.apply(
            founding(made, [unit("T-CUM-01", area="huyện Ý Yên")], members("T-CUM-01", "T-DUNG")).name
        )
        doc = founding(
            made,
            [unit("T-CUM-02", area="huyện Ý Yên")],
            members("T-CUM-02", "T-EM"),
            from_date=FIRST + timedelta(days=1),
        )
        assert "Địa bàn huyện Ý Yên có 2 cụm" in self.notes(doc)

    def test_a_head_over_his_term(self, made):
        term_of_years(made, 1)
        carry_on = founding(
            made,
            [unit("T-CUM", "Carry Over")],
            members("T-CUM", "T-AN", "T-BINH"),
            [officer("T-CUM", "Cluster Head", "T-AN-HT")],
        )
        cluster = frappe.get_doc(CLUSTER, "T-CUM")
        cluster.officers[0].from_date = date(2024, 9, 5)
        cluster.save()
        assert "2 năm học liên tục, quá 1 năm học theo E2.2" in self.notes(carry_on)


def term_of_years(made: factory.District, years: int) -> None:
    regulation = frappe.get_doc("Cluster Regulation", made.regulation)
    regulation.append(
        "duties",
        {
            "duty_code": "E2.2-TERM",
            "kind": "Term",
            "unit_kind": CLUSTER,
            "title": "Cụm trưởng được bầu luân phiên một năm một lần",
            "clause": "E2.2",
            "position": "Cluster Head",
            "max_years": years,
        },
    )
    regulation.save()


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


class TestAnAppliedDecision:
    @pytest.fixture
    def applied(self, made) -> Any:
        doc = founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG"))
        carry.apply(doc.name)
        return doc.reload()

    def test_is_not_applied_again(self, applied):
        with pytest.raises(frappe.ValidationError, match="đã áp dụng"):
            carry.apply(applied.name)

    @pytest.mark.parametrize("field", ["title", "decision_no", "units"])
    def test_is_not_rewritten(self, applied, field):
        applied.set(field, [] if field == "units" else "Khác")
        with pytest.raises(frappe.ValidationError, match="đã áp dụng nên không sửa được"):
            applied.save()

    def test_takes_the_scan_of_the_paper_later(self, applied):
        file = factory.insert(
            "File",
            file_name="quyet-dinh.txt",
            content="Quyết định",
            is_private=1,
            attached_to_doctype=FOUNDING,
            attached_to_name=applied.name,
        )
        applied.decision_file = file.file_url
        applied.save()
        assert frappe.db.get_value(FOUNDING, applied.name, "decision_file") == file.file_url

    def test_is_not_deleted(self, applied):
        with pytest.raises(frappe.ValidationError, match="không xóa được"):
            applied.delete()

    def test_its_state_is_not_set_by_hand(self, made):
        doc = founding(made, [unit("T-CUM-01")], members("T-CUM-01", "T-DUNG"), status="Applied")
        assert doc.status == "Draft"
        doc.update({"status": "Applied", "applied_on": FIRST})
        doc.save()
        assert (doc.status, doc.applied_on) == ("Draft", None)

    def test_the_unit_keeps_which_decision_it_was(self, applied):
        cluster = frappe.get_doc(CLUSTER, "T-CUM-01")
        cluster.update({"founding": None, "unit_title": "Cụm số 1"})
        cluster.save()
        assert frappe.db.get_value(CLUSTER, "T-CUM-01", "founding") == applied.name
