"""What people were told stays true: a missed day that is made up for, a reason that was given, a link that is over."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.convening import answers
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE
from cum_chuyen_mon.rules.words import Reply

from .convened import EA_HLEO, HEAD, MEETING_DAY, SESSION, cluster_session, district, stored
from .documents import duty, set_clock
from .holders import as_user, login

DAY_AFTER, NEW_DAY = "2024-12-23 08:00", date(2024, 12, 24)


@pytest.fixture
def theme(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A themed session on 20 December, convened in time on the second (E4.2b)."""
    set_clock(monkeypatch, "2024-12-02 08:00")
    made = district(duty(EA_HLEO, "E4.2b-NOTICE"))
    meeting = cluster_session(made, MEETING_DAY, activity_kind="THEME", plan_text="<p>Kế hoạch</p>")
    convening.convene(meeting.name)
    return meeting


@pytest.mark.clause("E4.2b")
def test_a_session_that_did_not_take_place_is_notified_in_time_again(theme, monkeypatch):
    set_clock(monkeypatch, DAY_AFTER)
    with pytest.raises(frappe.ValidationError, match=r"hạn thông báo là ngày 10/12/2024, đã qua"):
        convening.postpone(theme.name, "Bão", str(NEW_DAY))
    assert stored(theme).session_date == MEETING_DAY


def test_the_day_of_one_that_took_place_is_mended_in_silence(theme, monkeypatch):
    set_clock(monkeypatch, DAY_AFTER)
    stored(theme).update({"session_date": date(2024, 12, 19)}).save()
    assert (stored(theme).session_date, stored(theme).notice_sequence) == (date(2024, 12, 19), 1)


@pytest.mark.parametrize("step", [convening.cancel, convening.postpone])
def test_a_reason_that_everybody_was_told_stays(theme, step):
    with as_user(login(HEAD)):
        step(theme.name, "Bão số 9")
        with pytest.raises(frappe.ValidationError, match="đã báo cho mọi người"):
            step(theme.name, "Phòng bận")
        step(theme.name, "Bão số 9")
    assert (stored(theme).status_reason, stored(theme).notice_sequence) == ("Bão số 9", 2)


def test_an_answer_to_a_notice_that_a_newer_one_replaced_meanwhile_is_refused(theme):
    row = f"{theme.name}-{HEAD}"
    frappe.db.set_value(ATTENDANCE, row, "mailed_sequence", 2)
    with pytest.raises(frappe.PermissionError, match="không còn hiệu lực"):
        answers.store(theme.name, row, Reply.YES, "", number=1)
    assert frappe.db.get_value(ATTENDANCE, row, "answer") is None
    assert answers.store(theme.name, row, Reply.YES, "", number=2)["answer"] == "Yes"
    frappe.delete_doc(ATTENDANCE, row)
    with pytest.raises(frappe.PermissionError):
        answers.store(theme.name, row, Reply.YES, "", number=2)
    assert frappe.db.exists(SESSION, theme.name)


def test_a_secretarys_name_goes_with_him(theme):
    assert stored(theme).secretary_name
    stored(theme).update({"secretary": None, "secretary_name": "Ai đó"}).save()
    assert (stored(theme).secretary, stored(theme).secretary_name) == (None, None)
