"""Phone numbers and mail addresses, for those who need them to convene; who asks from elsewhere leaves a trace.

The trace is a line of Frappe's Access Log: only System Managers read it, nobody changes it through the desk, and it
names user, document, time and reason. Frappe lets clients add lines there, so the app's own are told from theirs
(``trace.py``). It is committed before the answer leaves. Frappe's View Log (``track_views``) records who opens a
person's form on the desk, but has no reason, and this endpoint is no form. Neither is cleared unless somebody adds it
to Log Settings.
"""

from __future__ import annotations

import frappe

from cum_chuyen_mon.permissions import relations as r
from cum_chuyen_mon.permissions.predicate import EVERYTHING, Predicate, Today, among, both, either, one_of
from cum_chuyen_mon.permissions.standing import Standing, standing_of
from cum_chuyen_mon.permissions.table import PLACES
from cum_chuyen_mon.rules.text import clean

from . import trace
from .fields import STAFF

METHOD = "cum_chuyen_mon.api.personal.contact"
WHO_NEEDS_IT: tuple[r.Relation, ...] = (
    r.oneself,
    r.principal_of_person,
    r.convener_of_person,
    r.leader_of_person,
    r.officer_of_person,
)
"""Whoever may reach a person: himself, his principal, those who convene his units, the authority above him."""


def who_may(standing: Standing) -> Predicate:
    """Whose contact data somebody may have."""
    if standing.everything:
        return EVERYTHING
    return either([relation(standing, PLACES[STAFF]) for relation in WHO_NEEDS_IT])


def contact_of(staff: str, reason: str = "") -> dict[str, str]:
    """``{"staff", "full_name", "email", "phone"}`` of one person. Throws PermissionError, alike for codes that exist
    and codes that do not."""
    standing = standing_of()
    row = frappe.db.get_value(STAFF, staff, "*", as_dict=True)
    if row is None or not who_may(standing).holds(row):
        frappe.throw(
            "Bạn không được xem thông tin liên lạc của người này. Hãy hỏi hiệu trưởng của trường đó.",
            exc=frappe.PermissionError,
        )
    if needs_reason(standing, row.name):
        _leave_trace(row.name, clean(reason))
    return {
        "staff": row.name,
        "full_name": row.full_name,
        "email": row.email or "",
        "phone": row.phone or "",
    }


def needs_reason(standing: Standing, staff: str) -> bool:
    """Whether somebody asks from elsewhere: neither about himself nor about somebody at a school where he works."""
    there = both(one_of("parenttype", [STAFF]), one_of("school", standing.works_at), Today())
    return staff != standing.staff and not among("name", "Staff Posting", "parent", there).holds(
        {"name": staff}
    )


def _leave_trace(staff: str, reason: str) -> None:
    if not reason:
        frappe.throw(
            "Người này công tác ở trường khác. Hãy ghi lý do cần liên lạc; "
            "lý do được lưu cùng tên bạn và thời điểm xem."
        )
    trace.leave(staff, METHOD, reason)
