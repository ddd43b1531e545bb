"""The minutes of a session as an official paper."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.api.desk import roll
from cum_chuyen_mon.documents.contexts import Check, MinutesPaper
from cum_chuyen_mon.documents.minutes import CHECK, minutes_paper
from cum_chuyen_mon.documents.qr import code_of
from cum_chuyen_mon.meetings.confirmation import signatures_of
from cum_chuyen_mon.meetings.text import text_of
from cum_chuyen_mon.rules.minutes import MinutesText
from cum_chuyen_mon.rules.words import SigningWay

from .code import link_to
from .head import head_of
from .names import names_of

KIND = "BB"


def paper_of(minutes) -> MinutesPaper:
    """The paper of a minutes document; a draft's says that it is one and has no number.

    Throws `PermissionError` unless the user may see everybody on the roll.
    """
    check_whole_roll(minutes)
    return whole_paper(minutes)


def whole_paper(minutes) -> MinutesPaper:
    """The same, whoever asks: what he may see was asked before."""
    text = text_of(minutes)
    on = getdate(minutes.session_date)
    was_locked, is_locked = minutes.docstatus > 0, minutes.docstatus == 1
    return minutes_paper(
        text,
        head_of(minutes.unit_type, minutes.unit, on, KIND, minutes.paper_number if was_locked else None),
        names_of(_people(text), _schools(text), on),
        signatures_of(minutes, locked=False) if was_locked else (),
        SigningWay(minutes.signing_way or SigningWay.IN_APP) if was_locked else None,
        cancelled=None if minutes.docstatus < 2 else minutes.cancel_reason or "",
        check=Check(link := link_to(minutes), code_of(link), CHECK) if is_locked else None,
    )


def number_of(minutes: str) -> int | None:
    """The number that minutes got when they locked."""
    return frappe.db.get_value("Cluster Minutes", minutes, "paper_number") or None


def check_whole_roll(minutes) -> None:
    """Throw unless the user may see everybody on the roll, whose names and reasons stand on the paper."""
    if not sees_whole_roll(minutes):
        frappe.throw(
            "Bản in biên bản có tên và lý do vắng của người các trường khác mà bạn không được xem. Hãy in bản trích "
            "biên bản của trường mình, hoặc nhờ chủ trì, thư ký in.",
            exc=frappe.PermissionError,
        )


def sees_whole_roll(minutes) -> bool:
    everybody = frappe.db.count("Cluster Session Attendance", {"session": minutes.session})
    return len(roll(minutes.session)) >= everybody


def _people(text: MinutesText) -> Iterator[str]:
    yield from (text.chair, text.secretary, text.lesson.teacher)
    yield from (task.person for task in text.tasks)
    yield from (finding.person for finding in text.inspection.findings)
    yield from (line.candidate for line in text.elections)
    yield from (attendee.substitute_for for attendee in text.attendees)


def _schools(text: MinutesText) -> Iterator[str]:
    yield from (attendee.school for attendee in text.attendees)
    yield from (row.school for row in text.participation)
    yield from (text.inspection.inspecting_school, text.inspection.inspected_school)
