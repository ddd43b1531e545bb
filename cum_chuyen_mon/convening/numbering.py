"""Numbers of a session's papers: one of its invitation, one of each notice that it was moved or called off."""

from __future__ import annotations

from datetime import date

from frappe.utils import getdate

from cum_chuyen_mon.printing import letters, notices, numbers
from cum_chuyen_mon.rules.convening import Telling

INVITATION = ("invitation_number", "invitation_date")
NOTICE = ("notice_number", "notice_date")
"""Number and day of the paper, of the present notice only."""


def drop_old_notice(session) -> None:
    """Whatever was told before, the number of that notice is none of another status, though nobody be told of it."""
    if session.something_changed(("status",)):
        session.update(dict.fromkeys(NOTICE))


def number_papers(session, what: Telling) -> None:
    """Before a save that tells people is stored: the invitation first, so that nobody waits for whom he keeps waiting.

    An invitation keeps its number however often people are called; each notice is a paper of its own.
    """
    if not what.is_off:
        numbers.give(session, letters.INVITATION, getdate(session.notified_on), INVITATION)
    session.update(dict.fromkeys(NOTICE))
    if what is not Telling.INVITATION or session.former_date:
        numbers.give(session, notices.NOTICE, _told_on(session, what), NOTICE)


def number_late(session) -> None:
    """Number the invitation of a session that was convened before the app gave numbers."""
    numbers.give(session, letters.INVITATION, getdate(session.notified_on or None), INVITATION)
    session.db_set({field: session.get(field) for field in INVITATION}, update_modified=False)


def _told_on(session, what: Telling) -> date:
    """Today, unless an administrator enters when people were told of a change."""
    by_hand = not what.is_off and session.something_changed(("notified_on",))
    return getdate(session.notified_on if by_hand else None)
