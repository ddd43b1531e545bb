"""The attendance sheet of a session, to print and sign by hand."""

from __future__ import annotations

from frappe.translate import print_language
from frappe.utils import get_time, getdate

from cum_chuyen_mon.api.desk import roll
from cum_chuyen_mon.documents.contexts import AttendanceSheet
from cum_chuyen_mon.documents.extracts import attendance_sheet, when_in_words

from .head import head_of

LANGUAGE = "vi"
"""Of every paper, whatever the reader's desk speaks."""


def paper_of(session) -> AttendanceSheet:
    """The sheet, within what the one who prints may see; guests last."""
    on = getdate(session.session_date)
    start, end = (get_time(at) if at else None for at in (session.start_time, session.end_time))
    with print_language(LANGUAGE):
        people = sorted(roll(session.name), key=lambda person: person["is_guest"])
    return attendance_sheet(
        head_of(session.unit_type, session.unit, on),
        session.session_title,
        when_in_words(on, start, end),
        session.venue or "",
        [(p["name"], p["place"], "Khách mời" if p["is_guest"] else "") for p in people],
        session.chair_name or "",
        session.secretary_name or "",
    )
