"""What the roll-call screen reads and sends: all states with times, reasons, substitutes and guests."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import desk
from cum_chuyen_mon.api import sessions as api
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.rules.words import Answer

from . import factory
from .holders import as_user, district, login

pytestmark = pytest.mark.clause("C5d")

CHAIR, SECRETARY, THIRD = "T-AN-TOAN-1", "T-BINH-TOAN-1", "T-CUONG-TOAN-1"


@pytest.fixture
def meeting() -> Any:
    made = district()
    session = factory.session(made, getdate())
    roll_call.invite(session)
    return session


def line(session: Any, staff: str) -> dict:
    (found,) = (person for person in desk.roll(session=session.name) if person["key"] == staff)
    return found


def call(session: Any, staff: str, **values: Any) -> dict:
    with as_user(frappe.db.get_value("Member School Staff", SECRETARY, "user") or login(SECRETARY)):
        api.call_roll(session=session.name, states={staff: values})
    return line(session, staff)


def test_somebody_late_has_his_time_of_arrival(meeting):
    assert call(meeting, THIRD, state="Late", arrived_at="08:20")["arrived_at"] == "08:20"


def test_somebody_who_left_early_has_his_time(meeting):
    assert call(meeting, THIRD, state="Left Early", left_at="09:40")["left_at"] == "09:40"


def test_nobody_leaves_before_he_came(meeting):
    with pytest.raises(frappe.ValidationError, match="giờ về phải sau giờ đến"):
        call(meeting, THIRD, state="Left Early", arrived_at="09:00", left_at="08:30")


def test_a_time_noted_while_calling_the_roll_late_does_not_stand_in_the_way(meeting):
    """A check-in notes the clock; whoever is entered after the session may have left before that."""
    frappe.db.set_value(
        roll_call.ATTENDANCE,
        roll_call.row_name(meeting.name, THIRD),
        {"state": "Present", "arrived_at": "10:45:00"},
    )
    assert call(meeting, THIRD, state="Left Early", left_at="09:40")["arrived_at"] == ""


@pytest.mark.parametrize("bad", ["25:00", "tám giờ", "8h20"])
def test_a_time_that_is_none_is_refused(meeting, bad):
    with pytest.raises(frappe.ValidationError, match="không phải giờ"):
        call(meeting, THIRD, state="Late", arrived_at=bad)


def test_who_was_away_after_all_has_no_times(meeting):
    call(meeting, THIRD, state="Late", arrived_at="08:20")
    away = call(meeting, THIRD, state="Excused", reason="Ốm")
    assert (away["state"], away["reason"], away["arrived_at"]) == ("Excused", "Ốm", "")


def test_an_excuse_has_its_reason(meeting):
    with pytest.raises(frappe.ValidationError, match="phải ghi lý do"):
        call(meeting, THIRD, state="Excused", reason="")


def test_a_substitute_says_for_whom_and_not_for_himself(meeting):
    assert call(meeting, THIRD, state="Substitute", substitute_for=CHAIR)["substitute_for"] == CHAIR
    with pytest.raises(frappe.ValidationError, match="không ai dự thay chính mình"):
        call(meeting, THIRD, state="Substitute", substitute_for=THIRD)
    assert call(meeting, THIRD, state="Present")["substitute_for"] == ""


def test_nobody_is_replaced_who_is_there(meeting):
    for code in (CHAIR, SECRETARY):
        call(meeting, code, state="Present")
    call(meeting, THIRD, state="Substitute", substitute_for=CHAIR)
    with pytest.raises(frappe.ValidationError, match=r"dự thay .* nhưng người này cũng có mặt"):
        confirmation.ask(factory.complete_minutes(meeting))


@pytest.mark.clause("N5.6")
def test_a_guest_is_called_like_everybody(meeting):
    """C5b, N5.6: leaders of the authority and delegates of other clusters."""
    guest = factory.insert(
        roll_call.ATTENDANCE, session=meeting.name, guest_name="Đại biểu cụm khác", state="Present"
    )
    key = guest.name.removeprefix(f"{meeting.name}-")
    left = call(meeting, key, state="Left Early", left_at="09:00")
    assert (left["is_guest"], left["left_at"]) == (True, "09:00")


def test_a_changed_time_voids_what_was_signed(meeting):
    for code in (CHAIR, SECRETARY):
        call(meeting, code, state="Present")
    call(meeting, THIRD, state="Late", arrived_at="08:20")
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    confirmation.answer(minutes.name, CHAIR, Answer.CONFIRMED)
    call(meeting, THIRD, state="Late", arrived_at="08:50")
    assert frappe.db.get_value("Cluster Minutes", minutes.name, "state") == "Draft"


@pytest.mark.parametrize("who", [THIRD, "T-CUONG-HT"], ids=["attendee", "principal"])
def test_others_do_not_call_it(meeting, who):
    with as_user(login(who)), pytest.raises(frappe.PermissionError):
        api.call_roll(session=meeting.name, states={CHAIR: "Absent"})
