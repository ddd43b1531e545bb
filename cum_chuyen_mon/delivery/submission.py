"""Report and minutes of a session go to the authority together, where a duty asks for them (E2.2, N5.1, L3c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.read_now import read_now
from cum_chuyen_mon.ledger.world import duties_binding
from cum_chuyen_mon.meetings.roll_call import take_turn
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.rules.papers import comes_after_session
from cum_chuyen_mon.rules.regulation import citation, cited
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import State

SESSION, MINUTES, REPORT, OBLIGATION = (
    "Cluster Session",
    "Cluster Minutes",
    "Cluster Unit Report",
    "Cluster Obligation",
)
LYING_THERE = ("Sent", "Received")


@dataclass(frozen=True)
class Owed:
    """A paper that a unit owes the authority about one session."""

    unit_type: str
    unit: str
    unit_title: str
    paper_kind: str
    paper_title: str
    subject: str
    clause: str
    asked_by: str
    """Which clause of which regulation asks for it."""
    due_on: date
    state: str

    @property
    def is_open(self) -> bool:
        return self.state not in (State.MET, State.MET_LATE, State.WAIVED)


def owed_for(session: str) -> list[Owed]:
    """The papers that duties ask for after a session, with its minutes; met ones too. One query."""
    Row, Duty_ = frappe.qb.DocType(OBLIGATION), frappe.qb.DocType("Cluster Regulation Duty")
    Regulation_, Kind = frappe.qb.DocType("Cluster Regulation"), frappe.qb.DocType("Cluster Paper Kind")
    rows = (
        frappe.qb.from_(Row)
        .join(Duty_)
        .on((Duty_.parent == Row.regulation) & (Duty_.duty_code == Row.duty_code))
        .join(Regulation_)
        .on(Regulation_.name == Row.regulation)
        .join(Kind)
        .on(Kind.name == Duty_.paper_kind)
        .select(
            Row.unit_type,
            Row.unit,
            Row.unit_title,
            Row.subject,
            Row.clause,
            Row.legal_basis,
            Row.due_on,
            Row.state,
            Duty_.paper_kind,
            Duty_.anchor,
            Duty_.bound,
            Duty_.offset,
            Kind.paper_title,
            Regulation_.regulation_title,
            Regulation_.number,
        )
        .where(Row.session == session)
        .orderby(Row.due_on)
        .orderby(Row.unit)
        .run(as_dict=True)
    )
    return [_owed(row) for row in rows if comes_after_session(row.anchor, row.bound, row.offset)]


def locked_minutes(session: str) -> str | None:
    return frappe.db.get_value(MINUTES, {"session": session, "docstatus": 1}, "name")


def may_send(owed: Owed) -> bool:
    """Whether the user may write this paper of the unit that owes it."""
    paper = frappe.get_doc({"doctype": REPORT, "unit_type": owed.unit_type, "unit": owed.unit})
    paper.subject = owed.subject or None
    return bool(frappe.has_permission(REPORT, "create", doc=paper))


def submit_all(session, body: str = "") -> list[str]:
    """Send every paper that is still owed about a session and that is the user's to send; their names.

    Throws when nothing is owed, when nothing of it is his, and when all of it was sent.
    """
    owed = owed_for(session.name)
    if not owed:
        frappe.throw(
            "Không quy chế nào đang áp dụng yêu cầu gửi báo cáo kèm biên bản của buổi này (hoặc buổi chưa ghi "
            "«Đã tổ chức»). Muốn gửi thêm, hãy lập ở «Báo cáo của đơn vị»."
        )
    own = [paper for paper in owed if may_send(paper)]
    if not own:
        units = ", ".join(dict.fromkeys(paper.unit_title for paper in owed))
        frappe.throw(
            f"Báo cáo kèm biên bản của buổi này do người phụ trách {units} gửi ({owed[0].asked_by}). "
            "Hãy đề nghị cụm trưởng, nhóm trưởng hoặc người được ủy quyền gửi.",
            exc=frappe.PermissionError,
        )
    due = [paper for paper in own if paper.is_open]
    if not due:
        frappe.throw(_sent_already(own[0]))
    return [submit(session, paper, body) for paper in due]


def submit(session, owed: Owed, body: str = "") -> str:
    """Make the paper that is owed about a session, or take up the draft or returned one, and send it with the minutes;
    its name.

    Who may write the unit's papers is asked by insert and save. Throws when the minutes are not locked.
    """
    minutes = locked_minutes(session.name)
    if minutes is None:
        frappe.throw(without_minutes(session.session_title, owed.asked_by))
    take_turn(session.name)
    found = {row.status: row.name for row in _papers(session, owed)}
    if not found.keys().isdisjoint(LYING_THERE):
        frappe.throw(_sent_already(owed))
    about = {
        "paper_kind": owed.paper_kind,
        "unit_type": owed.unit_type,
        "unit": owed.unit,
        "school_year": session.school_year,
        "session": session.name,
        "subject": owed.subject or None,
    }
    unsent = next(iter(found.values()), None)
    doc = frappe.get_doc(REPORT, unsent) if unsent else frappe.new_doc(REPORT, **about)
    doc.update({"status": "Sent", "minutes": minutes, "semester": session.semester})
    doc.title = doc.title or _title(owed, session)
    if body.strip():
        doc.body = body
    return doc.save().name


def _papers(session, owed: Owed) -> list:
    """The unit's papers of the kind about the session as they are now, whatever this request saw before: two people
    may send at once. The index on sessions keeps the lock small."""
    row = frappe.qb.DocType(REPORT)
    query = (
        frappe.qb.from_(row)
        .select(row.name, row.status)
        .where(row.session == session.name)
        .where(row.paper_kind == owed.paper_kind)
        .where(row.unit == owed.unit)
        .orderby(row.creation)
    )
    if owed.subject:
        query = query.where(row.subject == owed.subject)
    return read_now(query)


def _sent_already(owed: Owed) -> str:
    return (
        f"«{owed.paper_title}» của buổi này đã gửi, hoặc đã được miễn. Muốn gửi lại, hãy chuyển văn bản đó về bản "
        "nháp, hoặc đề nghị cơ quan quản lý trả lại."
    )


def without_minutes(title: str, asked_by: str) -> str:
    """The sentence that refuses a paper whose session has no locked minutes."""
    why = f" ({asked_by})" if asked_by else ""
    return (
        f"Buổi «{title}» chưa có biên bản đã khóa, trong khi báo cáo phải gửi kèm biên bản{why}. "
        "Hãy hoàn thành biên bản, chờ mọi người xác nhận cho đến khi khóa, rồi gửi."
    )


def attach_minutes(doc, unit: Unit) -> None:
    """A paper about a session names the session's locked minutes; one that a duty wants with minutes is not sent
    without them. Throws then, and for the minutes of another session.

    An import, and an administrator who enters an old paper, may have the minutes on paper only.
    """
    before = doc.get_doc_before_save()
    arrives = doc.status in LYING_THERE and not (before and before.status in LYING_THERE)
    moved = doc.has_value_changed("minutes") or doc.has_value_changed("session")
    if doc.minutes and (moved or arrives):
        row = frappe.db.get_value(MINUTES, doc.minutes, ["session", "docstatus"], as_dict=True)
        if row and (row.session != doc.session or row.docstatus != 1):
            frappe.throw(
                "Ô «Biên bản»: phải là biên bản đã khóa của chính buổi sinh hoạt mà văn bản này nói đến. "
                "Hãy chọn lại biên bản, hoặc sửa ô «Buổi sinh hoạt»."
            )
    if not doc.session or doc.minutes or not arrives:
        return
    doc.minutes = locked_minutes(doc.session)
    if doc.minutes or frappe.flags.cum_chuyen_mon_loading or standing_of().everything:
        return
    for regulation, duty in duties_binding(unit, getdate(doc.received_on)):
        if duty.paper_kind == doc.paper_kind and comes_after_session(duty.anchor, duty.bound, duty.offset):
            title = frappe.db.get_value(SESSION, doc.session, "session_title")
            frappe.throw(without_minutes(title, cited(regulation, duty)))


def _owed(row) -> Owed:
    return Owed(
        unit_type=row.unit_type,
        unit=row.unit,
        unit_title=row.unit_title or row.unit,
        paper_kind=row.paper_kind,
        paper_title=row.paper_title,
        subject=row.subject or "",
        clause=row.clause or "",
        asked_by=citation(row.clause or "", row.legal_basis or "", row.number or "", row.regulation_title),
        due_on=getdate(row.due_on),
        state=row.state,
    )


def _title(owed: Owed, session) -> str:
    return f"{owed.paper_title}: {session.session_title} ({date_vi(getdate(session.session_date))})"[:140]
