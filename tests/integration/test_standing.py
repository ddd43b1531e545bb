"""What holds today is repeated where lists look for it, and says who takes part as what."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.controllers import current
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import roll_call

from . import factory

HELD = date(2024, 11, 4)


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def set_dates(doc, table: str, row: int, **dates: date | None) -> None:
    """Dated rows as time brings them about: nobody saves the document on the day they begin or end."""
    frappe.db.set_value(doc.get(table)[row].doctype, doc.get(table)[row].name, dates)


def test_an_authority_that_changes_today_is_shown_without_anybody_saving(made):
    """District offices ended on 1 July 2025; the rows were entered before."""
    tomorrow = getdate() + timedelta(days=1)
    for doctype, name in (("School Cluster", made.cluster), ("Member School", "T-AN")):
        doc = frappe.get_doc(doctype, name)
        doc.authorities[0].to_date = getdate()
        doc.append("authorities", {"authority": "T-SO", "from_date": tomorrow})
        doc.save()
        assert doc.authority == made.authority
    assert current.renew() == 0, "nothing has changed yet"
    assert current.renew(tomorrow) == 2
    assert frappe.db.get_value("School Cluster", made.cluster, "authority") == "T-SO"
    assert frappe.db.get_value("Member School", "T-AN", "authority") == "T-SO"
    assert frappe.db.get_value("Inter-School Group", made.group, "authority") == made.authority
    assert current.renew(tomorrow) == 0


def test_a_teacher_who_moves_or_leaves_is_shown_at_the_new_school_or_none(made):
    tomorrow = getdate() + timedelta(days=1)
    moves, leaves = (frappe.get_doc("Member School Staff", made.teacher(s)) for s in ("T-AN", "T-BINH"))
    for doc in (moves, leaves):
        doc.postings[0].to_date = getdate()
    moves.append("postings", {"school": "T-CUONG", "position": "Subject Team Lead", "from_date": tomorrow})
    moves.save()
    leaves.save()
    assert (moves.school, leaves.school) == ("T-AN", "T-BINH")
    assert current.renew(tomorrow) == 2
    columns = ["school", "position"]
    assert frappe.db.get_value("Member School Staff", moves.name, columns) == ("T-CUONG", "Subject Team Lead")
    assert frappe.db.get_value("Member School Staff", leaves.name, columns) == (None, None)


def test_a_renamed_unit_has_one_name_everywhere(made):
    meeting = factory.session(made, HELD)
    minutes = factory.complete_minutes(meeting)
    refresh(made.year)
    group = frappe.get_doc("Inter-School Group", made.group)
    group.unit_title = "Nhóm mang tên mới"
    group.save()
    for doctype, name in (
        ("Cluster Session", meeting.name),
        ("Cluster Minutes", minutes.name),
        ("Cluster Obligation", factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1").name),
    ):
        assert frappe.db.get_value(doctype, name, "unit_title") == "Nhóm mang tên mới", doctype
    other = factory.obligation(made, "Q-CUM", semester="1")
    assert other.unit_title == "Cụm thử nghiệm"


@pytest.fixture
def at_two_schools(made) -> str:
    """A teacher of a school outside the unit, on loan to a member school as well."""
    factory.add_school(made, "T-XA")
    person = frappe.get_doc("Member School Staff", made.teacher("T-XA"))
    person.append("postings", {"school": "T-CUONG", "position": "Teacher", "subject": "TOAN"})
    person.save()
    return person.name


def test_who_works_at_two_schools_comes_from_the_one_in_the_unit(made, at_two_schools):
    meeting = factory.session(made, HELD)
    roll_call.check_in(meeting, at_two_schools)
    name = roll_call.row_name(meeting.name, at_two_schools)
    assert frappe.db.get_value(roll_call.ATTENDANCE, name, "school") == "T-CUONG"


def test_who_is_invited_for_a_school_is_on_the_roll_for_it(made, at_two_schools):
    meeting = factory.session(made, HELD)
    roll_call.invite(meeting)
    name = roll_call.row_name(meeting.name, at_two_schools)
    assert frappe.db.get_value(roll_call.ATTENDANCE, name, "school") == "T-CUONG"


def test_a_guest_counts_for_no_member_school(made):
    meeting = factory.session(made, HELD)
    guest = {"guest_name": "Lãnh đạo Phòng", "school": "T-AN", "position": "Principal", "state": "Present"}
    row = factory.insert(roll_call.ATTENDANCE, session=meeting.name, **guest)
    assert (row.school, row.position) == (None, None)


def test_what_was_owed_in_a_subject_stays_when_the_subject_is_no_longer_taught(made):
    refresh(made.year)
    owed = factory.obligation(made, "Q-NHOM", subject="TOAN", semester="1").name
    frappe.db.set_value("Teaching Subject", "TOAN", "disabled", 1)
    refresh(made.year)
    assert frappe.db.exists("Cluster Obligation", owed)
