"""Asking for confirmation of minutes, answering, voiding and locking.

Every answer takes the locks on the session's and the minutes' rows first, in that order like everybody else who writes
to both, so any number of people may answer at once and exactly one of them is the last. Answers are rows of their own
and are never taken away: a voided one stays as history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import escape_html, get_datetime, getdate, now_datetime

from cum_chuyen_mon.controllers.protected import by_the_app
from cum_chuyen_mon.controllers.read_now import read_now
from cum_chuyen_mon.rules.minutes import (
    MinutesText,
    Missing,
    Signature,
    lock_hash,
    missing_parts,
    signers,
    signing_way,
    text_hash,
    unanswered,
)
from cum_chuyen_mon.rules.words import OFF, Answer, MinutesState, SessionStatus, SigningWay

from .roll_call import add_to_counts, take_turn
from .text import text_of

SIGNATURE = "Cluster Minutes Signature"
OF_THE_MINUTES = ("unit_type", "unit", "cluster", "school_group", "subject")
"""Columns copied from the minutes: they say to whom an answer may be shown."""


def signature_name(minutes: str, round_: int, staff: str) -> str:
    """One answer per person and round: the database refuses a second one."""
    return f"{minutes}-{round_}-{staff}"


def lock(name: str):
    """The minutes as they are now, with their session and themselves locked for this request."""
    session = frappe.db.get_value("Cluster Minutes", name, "session")
    if session:
        take_turn(session)
    return frappe.get_doc("Cluster Minutes", name, for_update=True)


def ask(minutes) -> None:
    """Send complete minutes to everyone who attended. Raises ValidationError with the list of what is missing."""
    session = frappe.get_doc("Cluster Session", minutes.session, for_update=True)
    text = text_of(minutes, session, locked=True)
    void_if_changed(minutes, text)
    if minutes.docstatus != 0 or minutes.state != MinutesState.DRAFT:
        frappe.throw("Biên bản này đã gửi xác nhận hoặc đã khóa. Hãy chờ mọi người xác nhận.")
    missing = missing_parts(text)
    if getdate(session.session_date) > getdate():
        missing.insert(
            0, Missing("session_date", "Buổi sinh hoạt chưa diễn ra. Hãy sửa ngày họp nếu ghi nhầm.")
        )
    if session.status in OFF:
        missing.insert(0, Missing("status", "Buổi sinh hoạt đã hoãn hoặc hủy, không lập biên bản."))
    refuse(missing)
    if session.status != SessionStatus.HELD:
        session.status = SessionStatus.HELD.value
        session.save(ignore_permissions=True)  # who may write the minutes may state that the session was held
    minutes.state = MinutesState.AWAITING.value
    minutes.round = (minutes.round or 0) + 1
    minutes.text_hash = text_hash(text)
    with by_the_app(minutes):
        minutes.save()


def refuse(missing: list[Missing]) -> None:
    """Throw one message that lists everything that is missing, if anything is."""
    if missing:
        items = "".join(f"<li>{escape_html(item.message)}</li>" for item in missing)
        frappe.throw(
            f"Biên bản chưa đủ để gửi xác nhận và khóa:<ul>{items}</ul>", title="Biên bản chưa đầy đủ"
        )


def answer(
    name: str,
    staff: str,
    given: Answer,
    seen_hash: str | None = None,
    reason: str = "",
    method: str = "In App",
) -> dict:
    """Record one attendee's answer; the last one locks the minutes.

    ``seen_hash`` is the hash of the text the person was shown; another one means that the text has changed since.
    Returns ``{"answer", "already", "locked", "waiting"}``.
    """
    minutes = lock(name)
    if minutes.docstatus == 1:
        return _already_locked(minutes, staff)
    if minutes.docstatus == 2 or minutes.state != MinutesState.AWAITING:
        frappe.throw("Biên bản này chưa được gửi xác nhận, hoặc đã sửa sau khi gửi. Hãy chờ thư ký gửi lại.")
    if seen_hash and seen_hash != minutes.text_hash:
        frappe.throw("Nội dung biên bản đã thay đổi từ lúc bạn mở. Hãy tải lại trang, đọc lại rồi xác nhận.")
    if given is Answer.REFUSED and not reason.strip():
        frappe.throw("Không xác nhận thì phải ghi lý do. Lý do được in trong biên bản.")
    already, waiting = record(minutes, [Reply(staff, given, reason.strip())], method)
    return {"answer": given.value, "already": bool(already), "locked": not waiting, "waiting": waiting}


@dataclass(frozen=True)
class Reply:
    """One person's answer; ``signed_at`` is set for signatures that were given earlier, on paper."""

    person: str
    answer: Answer
    reason: str = ""
    signed_at: datetime | None = None


def record(minutes, replies: Iterable[Reply], method: str = "In App") -> tuple[int, int]:
    """Store answers to minutes whose row is locked, and lock the minutes when nobody is left to answer.

    Returns how many had answered before and how many have not answered yet.
    """
    text = text_of(minutes, locked=True)
    present = {a.code: a for a in text.attendees if a.code in signers(text.attendees)}
    already = 0
    for reply in replies:
        if reply.person not in present:
            frappe.throw("Chỉ người có mặt tại buổi sinh hoạt mới xác nhận biên bản.")
        already += _insert_answer(minutes, present[reply.person].name, reply, method)
    waiting = len(unanswered(text.attendees, answers_of(minutes)))
    if not waiting:
        minutes.flags.ignore_permissions = True  # the last attendee locks, whatever his role
        with by_the_app(minutes):
            minutes.submit()
    return already, waiting


def _already_locked(minutes, staff: str) -> dict:
    stored = frappe.db.get_value(SIGNATURE, signature_name(minutes.name, minutes.round, staff), "answer")
    if not stored:
        frappe.throw("Biên bản đã khóa nên không nhận thêm xác nhận.")
    return {"answer": stored, "already": True, "locked": True, "waiting": 0}


def _insert_answer(minutes, name: str, reply: Reply, method: str) -> bool:
    """True when the person had answered before: the first answer of a round stands."""
    row = frappe.get_doc(
        {
            "doctype": SIGNATURE,
            **{column: minutes.get(column) for column in OF_THE_MINUTES},
            "minutes": minutes.name,
            "session": minutes.session,
            "staff": reply.person,
            "staff_name": name,
            "answer": reply.answer.value,
            "reason": reply.reason if reply.answer is Answer.REFUSED else "",
            "signed_at": reply.signed_at or now_datetime(),
            "method": method,
            "round": minutes.round,
            "text_hash": minutes.text_hash,
            "user": frappe.session.user,
        }
    )
    row.flags.update({"ignore_links": True, "notify_update": False})  # everything it names was just read
    try:
        row.insert(
            ignore_permissions=True
        )  # being an attendee is the permission; nobody has a role to write answers
    except frappe.DuplicateEntryError:
        frappe.clear_last_message()
        return True
    if reply.answer is Answer.CONFIRMED:
        add_to_counts(minutes.session, signed=1)
    return False


def signatures_of(minutes, locked: bool = True) -> list[Signature]:
    """The answers of the current round. Read with a lock while they may still come: a plain read would see them as they
    were when this request began, and miss those of people who answered at the same time."""
    row = frappe.qb.DocType(SIGNATURE)
    query = (
        frappe.qb.from_(row)
        .select(row.staff, row.answer, row.signed_at, row.text_hash, row.reason, row.method)
        .where(row.minutes == minutes.name)
        .where(row.round == (minutes.round or 0))
        .where(row.answer != Answer.VOID.value)
    )
    rows = read_now(query) if locked else query.run(as_dict=True)
    return [
        Signature(
            r.staff,
            Answer(r.answer),
            get_datetime(r.signed_at).isoformat(),
            r.text_hash,
            r.reason or "",
            r.method or SigningWay.IN_APP.value,
        )
        for r in rows
    ]


def answers_of(minutes) -> dict[str, Answer]:
    """person → answer of the current round."""
    return {signature.person: signature.answer for signature in signatures_of(minutes)}


def check_before_lock(minutes) -> None:
    """Throw unless the minutes are complete and everyone who attended has answered. Sets hash and time of locking."""
    text = text_of(minutes, locked=True)
    missing = missing_parts(text)
    if minutes.state != MinutesState.AWAITING:
        missing.append(Missing("state", "Biên bản chưa được gửi để mọi người xác nhận."))
    else:
        waiting = set(unanswered(text.attendees, answers_of(minutes)))
        names = ", ".join(a.name for a in text.attendees if a.code in waiting)
        if waiting:
            missing.append(Missing("signatures", f"Còn {len(waiting)} người chưa xác nhận: {names}."))
        if text_hash(text) != minutes.text_hash:
            missing.append(Missing("text_hash", "Nội dung đã thay đổi sau khi gửi xác nhận. Hãy gửi lại."))
    refuse(missing)
    minutes.state = MinutesState.LOCKED.value
    signatures = signatures_of(minutes)
    minutes.locked_at = max(get_datetime(s.signed_at) for s in signatures)
    minutes.signing_way = signing_way(signatures).value
    minutes.lock_hash = lock_hash(text, signatures)


def is_genuine(minutes) -> bool:
    """Whether locked minutes still are what was signed: both hashes computed again from the database."""
    text: MinutesText = text_of(minutes)
    return (
        text_hash(text) == minutes.text_hash and lock_hash(text, signatures_of(minutes)) == minutes.lock_hash
    )


def void_if_changed(minutes, text: MinutesText | None = None) -> bool:
    """Void every answer when the text differs from what was sent; the minutes are a draft again.

    The caller saves ``minutes``. Returns whether anything was voided.
    """
    if minutes.docstatus != 0 or minutes.state != MinutesState.AWAITING:
        return False
    if text_hash(text or text_of(minutes, locked=True)) == minutes.text_hash:
        return False
    row = frappe.qb.DocType(SIGNATURE)
    (
        frappe.qb.update(row)
        .set(row.answer, Answer.VOID.value)
        .where(row.minutes == minutes.name)
        .where(row.round == minutes.round)
    ).run()
    frappe.db.set_value("Cluster Session", minutes.session, "signed_count", 0, update_modified=False)
    minutes.state = MinutesState.DRAFT.value
    frappe.msgprint(
        "Nội dung biên bản đã thay đổi sau khi gửi: mọi xác nhận trước đó không còn giá trị. "
        "Hãy gửi xác nhận lại.",
        indicator="orange",
        alert=True,
    )
    return True


def session_changed(session: str) -> None:
    """The session or its roll was changed: what was signed may have changed with it."""
    name = frappe.db.get_value("Cluster Minutes", {"session": session, "docstatus": 0}, "name")
    if name:
        minutes = frappe.get_doc("Cluster Minutes", name, for_update=True)
        if void_if_changed(minutes):
            with by_the_app(minutes):
                minutes.save(
                    ignore_permissions=True
                )  # follows from a change that the caller was allowed to make
