"""What a founding decision may not say, and what is only told to whoever makes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.founding import carry

from . import factory
from .founded import (
    CLUSTER,
    FIRST,
    FOUNDING,
    founding,
    members,
    next_year,
    officer,
    picture,
    refused,
    term_of_years,
    unit,
)


@pytest.fixture
def made() -> factory.District:
    return next_year()


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
