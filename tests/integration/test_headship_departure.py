"""A principal who leaves his school ends his headship that day, and a new one is to be chosen (N5.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.headship import departures
from cum_chuyen_mon.ledger.refresh import idle_duties, refresh
from cum_chuyen_mon.ledger.world import load_regulations

from . import factory
from .elections import (
    AN,
    BINH,
    CUONG,
    asked,
    confirm,
    count,
    district,
    election,
    heads,
    headship,
    sign,
    vacancy_duty,
    votes,
)

pytestmark = pytest.mark.clause("N5.1")


@pytest.fixture
def made() -> factory.District:
    return district(vacancy_duty())


def days(number: int) -> date:
    return getdate() + timedelta(days=number)


def staff(code: str) -> Any:
    return frappe.get_doc("Member School Staff", code)


def leave(code: str, last: date) -> None:
    """He is posted elsewhere from the next day."""
    person = staff(code)
    person.postings[0].to_date = last
    person.save()


def comments(made: factory.District) -> list[str]:
    about = {"reference_name": made.cluster, "comment_type": "Comment"}
    return frappe.get_all("Comment", filters=about, pluck="content")


def last_day(made: factory.District) -> date | None:
    return heads(made)[0][2]


class TestHeLeaves:
    def test_when_his_posting_ends(self, made):
        leave(AN, days(-3))
        assert last_day(made) == days(-3)
        told = comments(made)
        assert len(told) == 1
        assert "Cụm trưởng (THCS An) thôi giữ chức danh" in told[0]
        assert (
            "phải là hiệu trưởng của một trường thành viên, theo N5.1, Điều 5 khoản 1, văn bản 12/QĐ-SGDĐT"
            in told[0]
        )
        assert "Hãy tổ chức bầu" in told[0]

    def test_when_he_is_no_principal_any_more(self, made):
        person = staff(AN)
        person.postings[0].to_date = days(-1)
        person.append("postings", {"school": "T-AN", "position": "Teacher", "from_date": getdate()})
        person.save()
        assert last_day(made) == days(-1)

    def test_when_his_school_leaves_the_unit(self, made):
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.members[0].to_date = days(-2)
        cluster.save()
        assert last_day(made) == days(-2)
        assert len(comments(made)) == 1

    def test_when_he_is_disabled(self, made):
        person = staff(AN)
        person.disabled = 1
        person.save()
        assert last_day(made) == getdate()

    def test_when_the_day_has_come(self, made):
        leave(AN, days(5))
        assert last_day(made) is None
        frappe.db.set_value("Staff Posting", {"parent": AN}, "to_date", days(-1))
        departures.heal()
        assert last_day(made) == days(-1)
        departures.heal()
        assert len(comments(made)) == 1, "healing twice changes nothing"

    def test_though_another_unit_cannot_be_saved(self, made):
        """The night's work goes on with the next unit."""
        for doctype, code in (("School Cluster", made.cluster), ("Inter-School Group", made.group)):
            frappe.db.set_value("Staff Posting", {"parent": AN}, "to_date", days(-1))
            frappe.db.set_value(doctype, code, "from_date", days(-1))
        frappe.db.set_value("School Cluster", made.cluster, "to_date", days(-9))
        departures.heal()
        assert last_day(made) is None
        group = frappe.get_doc("Inter-School Group", made.group)
        assert getdate(group.officers[0].to_date) == days(-1)

    def test_of_a_group_with_its_lead_school(self, made):
        leave(AN, days(-3))
        group = frappe.get_doc("Inter-School Group", made.group)
        assert getdate(group.officers[0].to_date) == days(-3)


class TestHeStays:
    def test_as_principal_of_another_member_school(self, made):
        person = staff(AN)
        person.postings[0].to_date = days(-3)
        person.append("postings", {"school": "T-BINH", "position": "Principal", "from_date": days(-2)})
        person.save()
        assert last_day(made) is None

    def test_where_no_rule_asks_for_a_position(self, made):
        regulation = frappe.get_doc("Cluster Regulation", made.regulation)
        regulation.duties[0].must_attend = ""
        regulation.save()
        leave(AN, days(-3))
        assert last_day(made) is None

    def test_a_deputy_of_whom_nothing_is_asked(self, made):
        leave(BINH, days(-3))
        assert heads(made, "Cluster Deputy") == [(BINH, None, None, "")]

    def test_in_an_office_that_he_was_given_without_being_principal(self, made):
        """He has left nothing: the unit was warned when it was entered so."""
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.officers[0].staff = "T-AN-TOAN-1"
        cluster.save()
        assert last_day(made) is None


class TestTheElectionThatIsOwed:
    def owed(self, made: factory.District) -> list:
        return frappe.get_all(
            "Cluster Obligation",
            filters={"regulation": made.regulation, "duty_code": "KHUYET"},
            fields=["name", "state", "due_on", "opens_on", "counted", "reason", "met_on"],
        )

    def test_is_there_at_once_and_once(self, made):
        refresh(made.year)
        assert self.owed(made) == []
        leave(AN, days(-3))
        first = self.owed(made)
        assert [getdate(row.opens_on) for row in first] == [days(-2)]
        assert getdate(first[0].due_on) == getdate(
            frappe.db.get_value("Cluster School Year", made.year, "end_date")
        )
        assert f"{days(-2):%d/%m/%Y}" in first[0].reason
        refresh(made.year)
        assert [row.name for row in self.owed(made)] == [first[0].name]

    def test_is_met_by_the_election_of_a_successor_with_locked_minutes(self, made):
        leave(AN, days(-3))
        meeting = election(made, invited=(BINH, CUONG))
        counted = {"rounds": [count(2, 2, 2)], "votes": votes(1, BINH=2)}
        doc = headship(made, session=meeting.name, status="Submitted", **counted)
        assert doc.predecessor is None
        meeting.reload()
        meeting.chair = CUONG
        meeting.save()
        sign(asked(meeting), BINH, CUONG)
        confirm(doc.name)
        owed = self.owed(made)
        assert [(row.counted, getdate(row.met_on)) for row in owed] == [(1, getdate())]
        assert heads(made)[1][:2] == (BINH, getdate())

    def test_is_no_idle_duty_before_anybody_leaves(self, made):
        regulations = {r.code: r for r in load_regulations()}
        assert "KHUYET" not in idle_duties(regulations[made.regulation])

    def test_goes_when_the_leaving_was_a_mistake(self, made):
        leave(AN, days(-3))
        assert len(self.owed(made)) == 1
        person = staff(AN)
        person.postings[0].to_date = None
        person.save()
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.officers[0].to_date = None
        cluster.save()
        refresh(made.year)
        assert self.owed(made) == []
