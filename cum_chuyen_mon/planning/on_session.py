"""What a session says about the plan it comes from."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.ledger.happened import PLAN
from cum_chuyen_mon.rules.plans import PlanState
from cum_chuyen_mon.rules.words import SessionStatus

from . import PLAN_DOCTYPE

KEPT = ("plan", "plan_item", "is_extraordinary")
NEEDS_A_DAY = (SessionStatus.CONVENED.value, SessionStatus.HELD.value)


def check(session) -> None:
    """Keep what only the app says, let a provisional date become a real one, and mark what no plan foresaw (N5.2).

    Throws when a session for which only a month is planned is convened or held.
    """
    put_back(session, KEPT)
    if not session.flags.by_the_app:
        _settle_date(session)
    if session.date_is_provisional and session.status in NEEDS_A_DAY:
        frappe.throw(
            f"Ô «{label(session, 'session_date')}»: kế hoạch mới ghi tháng, chưa có ngày họp. "
            f"Hãy ghi ngày họp, hoặc bỏ chọn «{label(session, 'date_is_provisional')}» nếu họp đúng ngày này."
        )
    if session.is_new() and not session.plan and not frappe.flags.cum_chuyen_mon_loading:
        session.is_extraordinary = int(has_approved_plan(session))


def _settle_date(session) -> None:
    """A date that somebody enters is a real one; nobody makes a real one provisional."""
    before = session.get_doc_before_save()
    stays = before and before.date_is_provisional and str(before.session_date) == str(session.session_date)
    session.date_is_provisional = int(bool(stays and session.date_is_provisional))


def has_approved_plan(session) -> bool:
    """Whether the unit, or the one it is part of, has an approved plan for the time of the session."""
    codes = [code for code in (session.unit, session.cluster, session.school_group) if code]
    plans = frappe.get_all(
        PLAN_DOCTYPE,
        filters={
            "unit": ("in", codes),
            "school_year": session.school_year,
            "status": PlanState.APPROVED.value,
            "paper_kind": PLAN,
        },
        pluck="semester",
    )
    return any(not semester or semester == session.semester for semester in plans)
