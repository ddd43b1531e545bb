"""What the form of a headship asks for: whose turn it is, and who may stand."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.scope import unit_of
from cum_chuyen_mon.headship import people
from cum_chuyen_mon.rules.words import Position

HEADSHIP = "Cluster Headship"


@frappe.whitelist(methods=["GET", "POST"])
def propose_next(headship: str) -> dict | None:
    """Whose turn it is to head the unit: ``{"person", "name", "school", "why"}``; None when nobody may stand."""
    doc, unit, seat = _read(headship)
    found = people.proposal(unit, seat, doc.first_day())
    if found is None:
        return None
    who = found.candidate
    return {"person": who.person, "name": who.name, "school": who.school_name, "why": found.why}


@frappe.whitelist(methods=["GET", "POST"])
def candidates(headship: str) -> list[dict]:
    """Who may stand: ``{"person", "name", "school"}`` by the order of the schools in the founding decision.

    On the day of the election, else on the first day of the term; where no rule asks for a position, principals.
    """
    doc, unit, seat = _read(headship)
    on = doc.first_day()
    if doc.session:
        # allowed: the day of the session that the headship, which may be read, is about
        on = getdate(frappe.db.get_value("Cluster Session", doc.session, "session_date"))
    found = people.candidates(unit, seat, on, (Position.PRINCIPAL,))
    return [{"person": c.person, "name": c.name, "school": c.school_name} for c in found]


def _read(headship: str) -> tuple:
    doc = frappe.get_doc(HEADSHIP, headship)
    doc.check_permission("read")
    unit = unit_of(doc)
    return doc, unit, doc.seat(unit)
