"""The notice about a session from the site's documents."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.convening.answers import clock
from cum_chuyen_mon.documents.notices import About, Announced, NoticePaper, notice_paper
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.rules.words import OFF, SessionStatus

from .head import head_of
from .names import names_of
from .recipients import recipients_of
from .signing import signer

NOTICE = "TB"
"""The abbreviation under which notices are numbered."""
ABOUT = {
    SessionStatus.CONVENED: About.HELD,
    SessionStatus.POSTPONED: About.POSTPONED,
    SessionStatus.CANCELLED: About.CANCELLED,
}


def notice_of(session) -> NoticePaper:
    """The notice of what holds for a session now: of the day it was told, of today for one that is off.

    Throws for a session of which there is nothing to tell.
    """
    status = SessionStatus(session.status)
    if status not in ABOUT:
        frappe.throw(
            "Chỉ lập thông báo cho buổi đã triệu tập, đã hoãn hoặc đã hủy. Hãy bấm «Triệu tập» trước khi in thông báo."
        )
    former = getdate(session.former_date) if session.former_date and status not in OFF else None
    about = About.MOVED if former else ABOUT[status]
    unit, on = load_unit(session.unit_type, session.unit), getdate(session.session_date)
    told = getdate(session.notice_date or (session.notified_on if status not in OFF else None))
    announced = Announced(
        session.session_title,
        on,
        clock(session.start_time),
        clock(session.end_time),
        session.venue or "",
        session.chair_name or "",
        former,
        session.status_reason or "",
    )
    return notice_paper(
        head_of(session.unit_type, session.unit, told, NOTICE, session.notice_number),
        unit.title,
        about,
        announced,
        sorted(names_of([], unit.members_on(on), on).schools.values()),
        signer(unit, session.chair or "", told, session.delegation),
        recipients_of(unit, told, NoticePaper),
    )
