"""A cluster bound by duties of a document, its session of 20 December 2024, and what a refusal to convene leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.api import convening
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE

from . import factory

SESSION = "Cluster Session"
EA_HLEO, CU_CHI, PHONG_DIEN = "eahleo-313-2017", "cuchi-1671-2024", "phongdien-349-2019"
MONDAY = "2024-12-02 08:00"
MEETING_DAY = date(2024, 12, 20)
HEAD, DEPUTY = "T-AN-HT", "T-BINH-HT"


def district(*duties: dict) -> factory.District:
    return factory.build(duties=list(duties))


def cluster_session(made: factory.District, on: date = MEETING_DAY, **values: Any) -> Any:
    return factory.session(made, on, unit=made.cluster, **values)


def stored(meeting: Any) -> Any:
    return frappe.get_doc(SESSION, meeting.name)


def refused(meeting: Any, *said: str) -> None:
    """Convening is refused with all these words, and leaves nothing: no status, no roll, no mail, no notification."""
    counts = {name: frappe.db.count(name) for name in (ATTENDANCE, "Email Queue", "Notification Log")}
    frappe.db.savepoint("before_refusal")
    with pytest.raises(frappe.ValidationError) as refusal:
        convening.convene(meeting.name)
    frappe.db.rollback(save_point="before_refusal")
    missing = [words for words in said if words not in str(refusal.value)]
    assert not missing, f"{missing} not in: {refusal.value}"
    now = stored(meeting)
    assert (now.status, now.notified_on, now.notice_sequence) == ("Planned", None, 0)
    assert counts == {name: frappe.db.count(name) for name in counts}
