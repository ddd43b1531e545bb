"""The election stands in the minutes that everybody signs, and those are what the authority gets (N5.1, E3, E4.2e)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.meetings.text import text_of
from cum_chuyen_mon.rules.minutes import ElectionLine

from . import factory
from .elections import (
    AN,
    BINH,
    CUONG,
    HEADSHIP,
    asked,
    count,
    district,
    elected,
    election,
    headship,
    minutes_duty,
    sign,
    votes,
)
from .holders import as_user, login


@pytest.fixture
def made() -> factory.District:
    head = {"clause": "E4.2e", "anchor": "Period End", "position": ""}
    return district(
        minutes_duty(), factory.deadline("TTR", "School Cluster", "HEAD-SUBMISSION", 0, 0, "By", **head)
    )


@pytest.fixture
def meeting(made) -> Any:
    return election(made)


def state(minutes: Any) -> str:
    return frappe.db.get_value("Cluster Minutes", minutes.name, "state")


def change(doc: Any, **values: Any) -> Any:
    return frappe.get_doc(HEADSHIP, doc.name).update(values).save()


@pytest.mark.clause("N5.1", "E3")
class TestTheMinutes:
    def test_say_every_round_and_who_was_elected(self, made, meeting):
        headship(
            made,
            session=meeting.name,
            rounds=[count(3, 3, 2), count(3, 3, 3)],
            votes=[*votes(1, AN=1, BINH=1), *votes(2, BINH=2, AN=1)],
        )
        head = ("Cluster Head", "")
        assert text_of(factory.complete_minutes(meeting)).elections == [
            ElectionLine(*head, 1, 3, 3, 2, AN, 1, "runoff"),
            ElectionLine(*head, 1, 3, 3, 2, BINH, 1, "runoff"),
            ElectionLine(*head, 2, 3, 3, 3, BINH, 2, "elected"),
            ElectionLine(*head, 2, 3, 3, 3, AN, 1, ""),
        ]

    def test_show_it_to_whoever_opens_them(self, made, meeting):
        elected(made, meeting)
        minutes = factory.complete_minutes(meeting)
        with as_user(login(BINH)):
            confirmation.ask(minutes)
            opened = frappe.get_doc("Cluster Minutes", minutes.name)
            opened.run_method("onload")
        assert opened.get_onload("elections") == [
            "Bầu cụm trưởng, vòng 1: phát ra 3, thu về 3, hợp lệ 3 phiếu. "
            "Hiệu trưởng THCS Binh: 2 phiếu (trúng cử); Hiệu trưởng THCS An: 1 phiếu."
        ]

    def test_another_count_voids_what_was_signed(self, made, meeting):
        doc = elected(made, meeting)
        minutes = asked(meeting)
        sign(minutes, AN)
        change(doc, submission_file="")
        assert state(minutes) == "Awaiting Confirmation"
        change(doc, votes=votes(1, BINH=3))
        assert state(minutes) == "Draft"

    def test_an_election_entered_or_removed_later_does_too(self, made, meeting):
        minutes = asked(meeting)
        doc = elected(made, meeting)
        assert state(minutes) == "Draft"
        confirmation.ask(frappe.get_doc("Cluster Minutes", minutes.name))
        frappe.delete_doc(HEADSHIP, doc.name)
        assert state(minutes) == "Draft"

    def test_locked_ones_freeze_the_count(self, made, meeting):
        doc = elected(made, meeting)
        sign(asked(meeting), AN, BINH, CUONG)
        locked = "«.*»: biên bản của phiên bầu đã khóa.*lập bản sửa đổi"
        for values in (
            {"votes": votes(1, BINH=3)},
            {"rounds": [count(2, 2, 2)]},
            {"session": None, "rounds": []},
        ):
            with pytest.raises(frappe.ValidationError, match=locked):
                change(doc, **values)
        with pytest.raises(frappe.ValidationError, match=locked):
            elected(made, meeting, position="Cluster Deputy")
        with pytest.raises(frappe.ValidationError, match="biên bản đã khóa nên không xóa được"):
            frappe.delete_doc(HEADSHIP, doc.name)
        given = {"submission_no": "3/TTr", "submission_date": getdate()}
        assert change(doc, status="Submitted", **given).person == BINH
        minutes = frappe.get_doc("Cluster Minutes", {"session": meeting.name, "docstatus": 1})
        assert confirmation.is_genuine(minutes)


class TestThePapers:
    def owed(self, made, duty: str, **filters: Any) -> Any:
        return factory.obligation(made, duty, unit=made.cluster, **filters)

    @pytest.mark.clause("N5.1")
    def test_the_result_is_reported_with_the_minutes(self, made, meeting):
        """«báo cáo kết quả về Sở GDĐT kèm theo biên bản họp»: minutes that are not locked are no minutes yet."""
        minutes = asked(meeting)
        refresh(made.year)
        assert self.owed(made, "BB", session=meeting.name).counted == 0
        given = {"submission_no": "3/TTr", "submission_date": getdate()}
        doc = elected(made, meeting, status="Submitted", **given)
        assert self.owed(made, "BB", session=meeting.name).counted == 0
        confirmation.ask(frappe.get_doc("Cluster Minutes", minutes.name))
        sign(minutes, AN, BINH, CUONG)
        owed = self.owed(made, "BB", session=meeting.name)
        assert (owed.counted, getdate(owed.met_on)) == (1, getdate())
        assert doc.name in owed.evidence

    @pytest.mark.clause("E4.2e")
    def test_the_submission_counts_from_the_day_it_came_until_it_is_returned(self, made):
        refresh(made.year)
        assert self.owed(made, "TTR").counted == 0
        given = {"submission_no": "3/TTr", "submission_date": getdate()}
        doc = headship(made, way="Assignment", person=BINH, **given)
        assert self.owed(made, "TTR").counted == 0
        change(doc, status="Submitted")
        assert (self.owed(made, "TTR").counted, self.owed(made, "TTR").evidence) == (1, f'["{doc.name}"]')
        change(doc, status="Returned", return_reason="Thiếu")
        assert self.owed(made, "TTR").counted == 0

    @pytest.mark.clause("E4.2e")
    def test_a_deputys_is_not_the_heads(self, made):
        headship(made, position="Cluster Deputy", way="Assignment", person=CUONG, status="Submitted")
        refresh(made.year)
        assert self.owed(made, "TTR").counted == 0

    @pytest.mark.clause("E3")
    def test_an_election_before_the_summer_counts_for_the_year_it_is_for(self, made, meeting):
        """E3: the head of the next year is elected when the year is closed."""
        start = getdate(frappe.db.get_value("Cluster School Year", made.year, "end_date")) + timedelta(days=1)
        factory.year_around(start + timedelta(days=100), "T-SAU")
        yearly = factory.deadline(
            "BAU", "School Cluster", "ELECTION-MINUTES", 0, 0, "By", anchor="Period Start", clause="E3"
        )
        regulation = frappe.get_doc("Cluster Regulation", made.regulation)
        regulation.append("duties", yearly)
        regulation.save()
        given = {"submission_no": "3/TTr", "submission_date": getdate()}
        elected(
            made, meeting, school_year="T-SAU", from_date=start, to_date=None, status="Submitted", **given
        )
        sign(asked(meeting), AN, BINH, CUONG)
        refresh(made.year)
        assert self.owed(made, "BAU", school_year="T-SAU").counted == 1
        assert self.owed(made, "BAU", school_year=made.year).counted == 0
        assert self.owed(made, "BB", session=meeting.name).counted == 1
