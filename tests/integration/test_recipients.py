"""Nơi nhận of a unit's papers from its own setting and its superiors'."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.printing.letters import invitation_of
from cum_chuyen_mon.printing.plans import paper_of as plan_of

from . import factory, holders

DAY = date(2025, 1, 6)
USUAL = ("Phòng thử nghiệm (để báo cáo);", "Các trường thành viên;", "Lưu: hồ sơ của đơn vị.")


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def given(doctype: str, name: str, *rows: tuple[str, str]):
    doc = frappe.get_doc(doctype, name)
    doc.set("paper_recipients", [{"paper": paper, "recipient": said} for paper, said in rows])
    return doc.save()


def test_a_site_without_settings_prints_the_usual_lines(made):
    assert plan_of(holders.plan(made)).recipients == USUAL


def test_the_units_own_lines_win_over_those_of_its_authorities(made):
    given("Education Authority", "T-SO", ("", "Phòng GDTrH Sở"), ("", "Lưu: VT, GDTrH."))
    plan = holders.plan(made)
    assert plan_of(plan).recipients == ("Phòng GDTrH Sở;", "Lưu: VT, GDTrH.")
    given("Education Authority", made.authority, ("Plan", "Lãnh đạo Phòng (để báo cáo)"))
    assert plan_of(plan).recipients == ("Lãnh đạo Phòng (để báo cáo);", "Lưu: VT, GDTrH.")
    given("School Cluster", made.cluster, ("", "Trường THCS An"), ("Invitation", "Khách mời"))
    assert plan_of(plan).recipients == ("Trường THCS An;", "Lưu: VT, GDTrH.")


def test_a_subject_group_takes_the_lines_of_its_group(made):
    given("Inter-School Group", made.group, ("Invitation", "Ban giám hiệu các trường"))
    group = factory.insert(
        "Subject Group",
        unit_code="T-TO-TOAN",
        unit_title="Tổ Toán thử nghiệm",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=made.group,
    )
    meeting = factory.session(made, DAY, unit_type="Subject Group", unit=group.name)
    usual = ("Như kính gửi;", "Ban giám hiệu các trường;", "Lưu: hồ sơ của đơn vị.")
    assert invitation_of(meeting).recipients == usual
    given("Subject Group", group.name, ("", "Tổ trưởng các trường"))
    assert invitation_of(meeting).recipients == ("Như kính gửi;", "Tổ trưởng các trường;", usual[-1])


def test_the_authority_is_that_of_the_papers_own_day(made):
    """The district offices ended on 30 June 2025; a department took their place."""
    given("Education Authority", made.authority, ("", "Lưu: VT Phòng"))
    given("Education Authority", "T-SO", ("", "Lưu: VT Sở"))
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.authorities[0].to_date = "2025-06-30"
    cluster.append("authorities", {"authority": "T-SO", "from_date": "2025-07-01"})
    cluster.save()
    plan = holders.plan(made)
    for on, filed in (("2025-06-30", "Lưu: VT Phòng."), ("2025-07-01", "Lưu: VT Sở.")):
        plan.received_on = on
        assert plan_of(plan).recipients[-1] == filed


@pytest.mark.parametrize(
    ("doctype", "name"),
    [("School Cluster", "T-CUM"), ("Education Authority", "T-SO"), ("Member School", "T-AN")],
)
def test_a_line_that_no_paper_can_print_is_refused(made, doctype, name):
    with pytest.raises(frappe.ValidationError, match=r"Bảng «.*», dòng 2: nơi nhận dài 121 ký tự"):
        given(doctype, name, ("", "Sở GDĐT"), ("", "a" * 121))
    with pytest.raises(frappe.MandatoryError, match=r"dòng 1, ô «"):
        given(doctype, name, ("", " "))
