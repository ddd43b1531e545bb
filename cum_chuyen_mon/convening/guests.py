"""Guests of a session: the leaders of the authority (C5b), delegates of other clusters (N5.6). They need no login."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, validate_email_address

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.meetings.roll_call import ATTENDANCE, refuse_if_closed, take_turn
from cum_chuyen_mon.permissions.standing import AUTHORITY_LEADER, AUTHORITY_STAFF, holding
from cum_chuyen_mon.rules.words import Position

SEVERAL = set(" ,;<>")
"""What Frappe takes for a name beside an address, or for more than one address."""


def invite_authority(session) -> int:
    """Put the leaders of the session's authority on its roll as guests; returns how many are new.

    Where the site knows no leader, the leadership is invited as such, on paper.
    """
    refuse_if_closed(take_turn(session.name))
    title = session.authority and frappe.db.get_value(
        "Education Authority", session.authority, "authority_name"
    )
    if not title:
        frappe.throw(
            "Đơn vị chưa có cơ quan quản lý vào ngày họp. Hãy nhờ quản trị ghi cơ quan quản lý của đơn vị, "
            "hoặc thêm khách mời bằng tay."
        )
    known = set(
        frappe.get_all(ATTENDANCE, {"session": session.name, "guest_organisation": title}, pluck="guest_name")
    )
    new = [(name, mail) for name, mail in _leaders(session.authority, title) if name not in known]
    for name, mail in new:
        frappe.get_doc(
            {
                "doctype": ATTENDANCE,
                "session": session.name,
                "guest_name": name,
                "guest_organisation": title,
                "guest_email": mail,
                "position": Position.AUTHORITY.value,
            }
        ).insert()
    return len(new)


def _leaders(authority: str, title: str) -> list[tuple[str, str | None]]:
    """(name, mail address) of an authority's leaders today."""
    posts = holding(
        AUTHORITY_STAFF,
        {"authority": authority, "position": AUTHORITY_LEADER, "disabled": 0},
        getdate(),
        "full_name",
        "user",
    )
    users = {"name": ("in", [post.user for post in posts] or [""]), "enabled": 1}
    mails = dict(frappe.get_all("User", users, ["name", "email"], as_list=True))
    return [(post.full_name, mails.get(post.user)) for post in posts] or [(f"Lãnh đạo {title}", None)]


def check_guest(row) -> None:
    """What a guest's row may say. A guest stands for no member school, and for no position but the authority's."""
    row.school = None
    if row.position != Position.AUTHORITY:
        row.position = None
    if row.guest_email and (set(row.guest_email) & SEVERAL or not validate_email_address(row.guest_email)):
        frappe.throw(
            f"Ô «{label(row, 'guest_email')}»: «{row.guest_email}» không phải một địa chỉ thư. "
            "Hãy sửa lại, hoặc để trống và gửi giấy mời."
        )
    before = row.get_doc_before_save()
    if before and before.guest_email != row.guest_email:
        row.mailed_sequence = 0  # the new address has had nothing yet, and the old one's link is over
