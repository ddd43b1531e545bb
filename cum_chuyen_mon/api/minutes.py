"""Minutes: begun from the agenda, confirmed by the people who attended, in the app or on paper."""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

import frappe

from cum_chuyen_mon.api.again import again_on_deadlock
from cum_chuyen_mon.meetings import agenda, confirmation, paper
from cum_chuyen_mon.permissions.standing import staff_of
from cum_chuyen_mon.rules.words import Answer

MINUTES = "Cluster Minutes"


@frappe.whitelist(methods=["POST"])
def ask_for_confirmation(minutes: str) -> dict:
    """Send complete minutes to everyone who attended; refused with the list of what is missing."""
    frappe.has_permission(MINUTES, "write", throw=True)

    def step() -> dict:
        doc = confirmation.lock(minutes)
        doc.check_permission("write")
        confirmation.ask(doc)
        return {"state": doc.state, "round": doc.round, "text_hash": doc.text_hash}

    return again_on_deadlock(step)


@frappe.whitelist(methods=["POST"])
def confirm(minutes: str, text_hash: str | None = None) -> dict:
    """Confirm minutes in one's own name. ``text_hash`` is the hash of the text that was shown."""
    me = _me(minutes)
    return again_on_deadlock(lambda: confirmation.answer(minutes, me, Answer.CONFIRMED, text_hash))


@frappe.whitelist(methods=["POST"])
def refuse(minutes: str, reason: str, text_hash: str | None = None) -> dict:
    """Refuse to confirm, with a reason that is printed in the minutes."""
    me = _me(minutes)
    return again_on_deadlock(lambda: confirmation.answer(minutes, me, Answer.REFUSED, text_hash, reason))


@frappe.whitelist(methods=["POST"])
def start(session: str, with_open_points: bool = False) -> dict:
    """Begin the minutes of a session: its agenda becomes the topics, with what earlier minutes left open if wanted.

    Returns ``{"name"}``. For whoever may write the session's minutes.
    """
    frappe.has_permission(MINUTES, "create", throw=True)
    doc = frappe.get_doc({"doctype": MINUTES, "session": session})
    doc.check_permission("create")
    meeting = frappe.get_doc("Cluster Session", session)
    doc.set("topics", agenda.topics_of(meeting, with_open_points))
    return {"name": doc.insert().name}


@frappe.whitelist(methods=["POST"])
def record_paper_roll(
    minutes: str,
    refused: dict | str | None = None,
    signed: list | str | None = None,
    text_hash: str | None = None,
) -> dict:
    """Enter once who signed on the printed sheet, whose scan hangs on the minutes. For whoever may write them.

    ``refused``: staff → reason. ``signed``: staff codes; left out, everybody else who is awaited. ``text_hash`` is the
    hash of the text that was printed. Returns ``{"entered", "already", "locked", "waiting"}``.
    """
    frappe.has_permission(MINUTES, "write", throw=True)
    frappe.get_doc(MINUTES, minutes).check_permission("write")
    reasons, people = _parsed(refused, dict), _parsed(signed, list)
    return again_on_deadlock(lambda: paper.enter(minutes, reasons or {}, people, text_hash))


def _parsed(value: dict | list | str | None, kind: type):
    """JSON text, as a form sends it, as what it means; None for nothing. Throws for anything else."""
    if value in (None, ""):
        return None
    try:
        parsed = frappe.parse_json(value)
    except ValueError:
        parsed = None
    texts = (parsed.items() if kind is dict else [parsed]) if isinstance(parsed, kind) else [None]
    if not all(texts_only(text) for text in texts):
        frappe.throw("Danh sách chữ ký không hợp lệ. Hãy tải lại trang rồi nhập lại.")
    return parsed


def texts_only(values) -> bool:
    """Whether something is a list, or pair, of texts."""
    return values is not None and all(isinstance(value, str) for value in values)


def _me(minutes: str) -> str:
    """The signed-in person, who must be on the roll of these minutes; others learn nothing about them."""
    staff = staff_of(frappe.session.user)
    # allowed: only asks whether the roll names him, which is the permission
    session = frappe.db.get_value(MINUTES, minutes, "session") if staff else None
    # allowed: the same
    on_roll = session and frappe.db.exists("Cluster Session Attendance", {"session": session, "staff": staff})
    if not on_roll:
        frappe.throw("Bạn không có tên trong danh sách dự họp của biên bản này.", exc=frappe.PermissionError)
    return staff
