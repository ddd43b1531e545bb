"""Who signs which paper, and in which capacity: TM., KT., TUQ. as Nghị định 30/2020/NĐ-CP writes them."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.printing.letters import certificate_of, delegation_of, invitation_of, submission_of
from cum_chuyen_mon.printing.notices import notice_of
from cum_chuyen_mon.printing.plans import paper_of as plan_of
from cum_chuyen_mon.printing.reports import paper_of as report_of
from cum_chuyen_mon.printing.travel import list_of_school

from . import elections, factory, holders
from .holders import as_user

HEAD = ("TM. CỤM THỬ NGHIỆM", "CỤM TRƯỞNG")
DEPUTY = ("KT. CỤM TRƯỞNG", "PHÓ CỤM TRƯỞNG")
BY_WARRANT = ("TUQ. CỤM TRƯỞNG", "HIỆU TRƯỞNG THCS CUONG")
STRANGER = "T-CUONG-HT"


@pytest.fixture
def made() -> factory.District:
    return factory.build(year="T-NAY", around=getdate(), duties=[])


def warrant(made: factory.District, delegate: str) -> str:
    return holders.delegation(made, delegate=delegate, convene=1, plan=1, report=1).name


def under(doc, delegation: str):
    """A stored document as it is after somebody saved it under a delegation."""
    doc.db_set("delegation", delegation, update_modified=False)
    return doc


@pytest.mark.clause("P4.2")
@pytest.mark.parametrize(("delegate", "lines"), [("T-BINH-HT", DEPUTY), (STRANGER, BY_WARRANT)])
class TestUnderADelegation:
    def test_plan_and_report_are_signed_by_whoever_made_them(self, made, delegate, lines):
        delegation = warrant(made, delegate)
        name = frappe.db.get_value("Member School Staff", delegate, "full_name")
        for paper in (
            plan_of(under(holders.plan(made), delegation)),
            report_of(under(holders.report(made), delegation)),
        ):
            assert (paper.right.capacity, paper.right.name) == (lines, name)

    def test_so_is_a_submission(self, delegate, lines):
        made = elections.district()
        doc = elections.elected(made, elections.election(made))
        assert submission_of(doc).right.capacity == HEAD
        assert submission_of(under(doc, warrant(made, delegate))).right.capacity == lines

    def test_invitation_and_notice_are_signed_by_the_chair(self, made, delegate, lines):
        secretary = "T-BINH-HT" if delegate != "T-BINH-HT" else "T-AN-HT"
        soon = getdate() + timedelta(days=20)
        meeting = factory.session(made, soon, unit=made.cluster, chair=delegate, secretary=secretary)
        convening.convene(meeting.name)
        meeting = under(frappe.get_doc("Cluster Session", meeting.name), warrant(made, delegate))
        assert invitation_of(meeting).right.capacity == lines
        assert notice_of(meeting).right.capacity == lines


@pytest.mark.clause("P4.2")
def test_a_delegate_himself_saves_and_signs(made):
    """Not a row that a test wrote: the delegate's own login makes the plan."""
    warrant(made, "T-BINH-HT")
    with as_user(holders.login("T-BINH-HT")):
        plan = holders.plan(made)
    assert plan_of(plan).right.capacity == DEPUTY


def test_a_chair_signs_under_no_warrant_that_is_somebody_elses(made):
    delegation = warrant(made, "T-BINH-HT")
    meeting = factory.session(made, getdate() + timedelta(days=20), unit=made.cluster, chair=STRANGER)
    assert invitation_of(under(meeting, delegation)).right.capacity == ("CHỦ TRÌ",)


def test_the_head_signs_everything_else_for_the_body(made):
    assert plan_of(holders.plan(made)).right.capacity == HEAD
    assert report_of(holders.report(made)).right.capacity == HEAD
    assert delegation_of(holders.delegation(made)).right.capacity == HEAD
    meeting = factory.hold_and_lock(made, getdate())
    person = frappe.get_doc("Member School Staff", made.teacher("T-AN"))
    certificate = certificate_of(person, made.group, meeting.school_year)
    assert certificate.right.capacity == ("TM. NHÓM THỬ NGHIỆM", "NHÓM TRƯỞNG")


def test_a_group_without_a_head_leaves_its_own_heads_line_open(made):
    group = frappe.get_doc("Inter-School Group", made.group)
    group.officers[0].to_date = getdate() - timedelta(days=1)
    group.save()
    report = holders.report(made, unit_type="Inter-School Group", unit=made.group)
    right = report_of(report).right
    assert (right.capacity, right.name) == (("TM. NHÓM THỬ NGHIỆM", "NHÓM TRƯỞNG"), "")


def test_a_cluster_without_a_head_is_signed_for_by_the_deputy_who_is_in_charge(made):
    cluster = frappe.get_doc("School Cluster", made.cluster)
    cluster.officers[0].to_date = getdate() - timedelta(days=1)
    cluster.save()
    right = plan_of(holders.plan(made)).right
    assert (right.capacity, right.name) == (DEPUTY, "Hiệu trưởng THCS Binh")
    cluster.append("officers", {"position": "Cluster Deputy", "staff": STRANGER})
    cluster.save()
    right = plan_of(holders.plan(made)).right
    assert (right.capacity, right.name) == (DEPUTY, ""), "which of two is for the cluster to say"


class TestASchool:
    def posted(self, made: factory.District, code: str) -> str:
        factory.add_staff(made, code, f"Phó hiệu trưởng {code}", "T-AN", "Vice Principal")
        return f"Phó hiệu trưởng {code}"

    def signed(self, made: factory.District):
        return report_of(holders.report(made, unit_type="Member School", unit="T-AN")).right

    def test_is_signed_for_by_its_principal(self, made):
        self.posted(made, "T-AN-PHT")
        assert self.signed(made).capacity == ("HIỆU TRƯỞNG",)
        assert self.signed(made).name == "Hiệu trưởng THCS An"

    def test_that_has_none_is_signed_for_by_the_deputy(self, made):
        name = self.posted(made, "T-AN-PHT")
        principal = frappe.get_doc("Member School Staff", "T-AN-HT")
        principal.postings[0].to_date = date(2020, 1, 1)
        principal.save()
        right = self.signed(made)
        assert (right.capacity, right.name) == (("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"), name)
        self.posted(made, "T-AN-PHT-2")
        assert self.signed(made).name == "", "which of two is for the school to say"

    def test_without_leaders_leaves_the_name_open(self, made):
        frappe.db.set_value("Member School Staff", "T-AN-HT", "disabled", 1)
        right = self.signed(made)
        assert (right.capacity, right.name) == (("HIỆU TRƯỞNG",), "")

    def test_signs_its_travel_list_the_same_way(self, made):
        factory.hold_and_lock(made, getdate())
        assert list_of_school(frappe.get_doc("Member School", "T-AN"), made.year).right.capacity == (
            "HIỆU TRƯỞNG",
        )
