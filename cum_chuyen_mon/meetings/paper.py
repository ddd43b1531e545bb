"""Signing on paper: the printed sheet is signed in the room, scanned, and its roll entered once.

Confirmations that were given in the app before stay what they are: only those still awaited are entered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import frappe
from frappe.utils import now_datetime

from cum_chuyen_mon.rules.minutes import signers, unanswered
from cum_chuyen_mon.rules.words import Answer, MinutesState, SigningWay

from .confirmation import Reply, answers_of, lock, record
from .text import text_of


def enter(
    name: str,
    refused: Mapping[str, str],
    signed: Collection[str] | None = None,
    seen_hash: str | None = None,
) -> dict:
    """Enter the roll that was signed on paper; the minutes lock when nobody is left to answer.

    ``refused``: staff → why he refused to sign. ``signed``: who signed; None for everybody else still awaited.
    Returns ``{"entered", "already", "locked", "waiting"}``. Throws without a scan, and for anyone not in the room.
    """
    minutes = lock(name)
    if minutes.docstatus != 0 or minutes.state != MinutesState.AWAITING:
        frappe.throw(
            "Chỉ nhập chữ ký trên giấy khi biên bản đang chờ xác nhận. Hãy bấm «Gửi xác nhận» trước; "
            "biên bản đã khóa thì không nhập thêm."
        )
    if seen_hash and seen_hash != minutes.text_hash:
        frappe.throw(
            "Nội dung biên bản đã thay đổi từ lúc in. Hãy in lại, ký lại rồi nhập danh sách chữ ký của bản mới."
        )
    check_scan(minutes)
    text = text_of(minutes, locked=True)
    awaited = unanswered(text.attendees, answers_of(minutes))
    named = set(refused) | set(signed or ())
    refuse_strangers(named - set(signers(text.attendees)))
    both = sorted(set(refused) & set(signed or ()))
    if both:
        frappe.throw(f"{both[0]} vừa ký vừa từ chối. Hãy chọn một.")
    if any(not (reason or "").strip() for reason in refused.values()):
        frappe.throw("Người từ chối ký phải có lý do. Lý do được in trong biên bản.")
    on_sheet = named if signed is not None else {*awaited, *refused}
    replies = [_reply(person, refused.get(person)) for person in sorted(on_sheet)]
    if replies:
        minutes.db_set(
            {"paper_entered_by": frappe.session.user, "paper_entered_at": now_datetime()},
            update_modified=False,
        )
    already, waiting = record(minutes, replies, SigningWay.ON_PAPER.value)
    return {
        "entered": len(replies) - already,
        "already": already,
        "locked": not waiting,
        "waiting": waiting,
    }


def _reply(person: str, refusal: str | None) -> Reply:
    if refusal is None:
        return Reply(person, Answer.CONFIRMED)
    return Reply(person, Answer.REFUSED, refusal.strip())


def refuse_strangers(people: Collection[str]) -> None:
    """Throw for people who were not in the room: nobody signs for them (C5d)."""
    if people:
        frappe.throw(
            f"{', '.join(sorted(people))}: không có mặt theo điểm danh nên không ký biên bản. "
            "Hãy sửa điểm danh nếu ghi nhầm."
        )


def check_scan(minutes) -> None:
    """Throw unless the minutes say that they are signed on paper and the scan hangs on them, kept private."""
    if minutes.signing_way != SigningWay.ON_PAPER:
        frappe.throw(
            "Biên bản này xác nhận trên ứng dụng. Muốn nhập chữ ký trên giấy, hãy chọn «Ký trên giấy» ở ô «Cách ký», "
            "đính bản quét rồi lưu."
        )
    if not minutes.signed_scan:
        frappe.throw(
            "Ô «Bản quét có chữ ký» còn trống. Hãy đính kèm ảnh hoặc bản quét danh sách đã ký rồi lưu."
        )
    hung = {
        "file_url": minutes.signed_scan,
        "attached_to_doctype": minutes.doctype,
        "attached_to_name": minutes.name,
        "is_private": 1,
    }
    if not frappe.db.exists("File", hung):
        frappe.throw(
            "Ô «Bản quét có chữ ký» phải là tệp riêng tư đính ngay vào biên bản này. Hãy tải lại tệp vào ô đó."
        )
