"""Decisions of an authority, and acts of a deputy: who may set which fields, beyond who may write the document.

Writing a plan and approving it are different people's work. A leader may open a unit's plan for writing, but only to
decide on it; its head writes everything else. Nobody decides on what is his own (P4.1, C5a, N5.1). What was sent
counts as what it was when it was sent, and what was decided on stays what the authority had before it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import changed, keep_all_but, put_back
from cum_chuyen_mon.controllers.tidy import label

from . import relations as r
from .doors import as_it_will_be
from .predicate import either
from .relations import Relation
from .standing import Standing, Units, standing_of
from .table import PLACES


@dataclass(frozen=True)
class Decision:
    """The authority's word on a document: the field and values that say it, the fields that go with it, and who may.

    ``goes_on`` are values after which the document is its writers' again: what was returned is sent anew.
    """

    state: str
    words: frozenset[str]
    fields: tuple[str, ...]
    by: tuple[Relation, ...]
    goes_on: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    """Values under which the writers change nothing: it is what the authority approved, received or answered."""
    stamps: tuple[str, ...] = ()
    """Those of the fields that speak of the closed document, and go when it is closed no longer."""
    remedy: str = ""
    """What to say to a writer who changes a closed document: why not, and what to do instead."""
    sent: frozenset[str] = frozenset()
    """Values under which it lies with the authority, and counts from the day it came."""
    counts_by: tuple[str, ...] = ()
    """Fields that decide what a sent document counts for."""
    about: str = ""
    """The field with the person whom the word is about."""
    reason: str = ""
    """The field in which the authority says why it gives the document back."""

    def is_said(self, old: str, new: str) -> bool:
        """Whether going from one state to another says the authority's word, or takes it back."""
        return old != new and (new in self.words or old in self.words - self.goes_on)


DECISIONS: Mapping[str, Decision] = {
    "Cluster Activity Plan": Decision(
        state="status",
        words=frozenset({"Approved", "Returned"}),
        fields=("received_on", "approved_on", "approval_no", "return_reason"),
        by=(r.leader,),
        goes_on=frozenset({"Returned"}),
        closed=frozenset({"Approved", "Amended"}),
        stamps=("approved_on", "approval_no"),
        remedy="kế hoạch đã duyệt nên không sửa được nữa. Muốn sửa, hãy đề nghị cơ quan quản lý trả lại, "
        "hoặc lập bản điều chỉnh.",
        sent=frozenset({"Submitted"}),
        counts_by=("paper_kind", "unit_type", "unit", "school_year", "semester"),
        reason="return_reason",
    ),
    "Cluster Unit Report": Decision(
        state="status",
        words=frozenset({"Received", "Returned"}),
        fields=("received_on", "return_reason"),
        by=(r.leader, r.officer),
        goes_on=frozenset({"Returned"}),
        closed=frozenset({"Received"}),
        remedy="cơ quan quản lý đã nhận văn bản này nên không sửa được nữa. Muốn sửa, hãy đề nghị cơ quan quản lý "
        "trả lại, hoặc gửi văn bản bổ sung.",
        sent=frozenset({"Sent"}),
        counts_by=(
            "paper_kind",
            "unit_type",
            "unit",
            "school_year",
            "semester",
            "period_code",
            "subject",
            "session",
            "minutes",
        ),
        reason="return_reason",
    ),
    "Cluster Difficulty": Decision(
        state="status",
        words=frozenset({"Answered"}),
        fields=("answer", "answered_on"),
        by=(r.leader, r.officer),
        goes_on=frozenset({"Answered"}),
        closed=frozenset({"Answered", "Closed"}),
        stamps=("answer", "answered_on"),
        remedy="nội dung này đã có trả lời nên không sửa được nữa. Muốn sửa, hãy mở lại ở ô «Trạng thái»; "
        "câu trả lời cũ sẽ được gỡ.",
    ),
    "Cluster Headship": Decision(
        state="status",
        words=frozenset({"Confirmed", "Returned"}),
        fields=("received_on", "decision_no", "decision_date", "decision_file", "return_reason"),
        by=(r.leader,),
        goes_on=frozenset({"Returned"}),
        closed=frozenset({"Confirmed"}),
        remedy="việc này đã được chuẩn y nên không sửa được nữa. Muốn thay người, hãy lập hồ sơ mới.",
        sent=frozenset({"Submitted"}),
        counts_by=(
            "unit_type",
            "unit",
            "school_year",
            "position",
            "level",
            "way",
            "session",
            "rounds",
            "votes",
            "person",
            "predecessor",
            "from_date",
            "to_date",
        ),
        about="person",
        reason="return_reason",
    ),
    "Cluster Obligation": Decision(
        state="waived",
        words=frozenset({"1"}),
        fields=("waiver_reason",),
        by=(r.leader, r.officer),
    ),
}

ALREADY_SENT = (
    "văn bản đã gửi và được tính theo ô này. Muốn sửa, hãy chuyển về bản nháp, sửa rồi gửi lại; "
    "ngày nhận là ngày gửi lại."
)

WRITERS: Collection[Relation] = (r.head, r.delegate, r.own_school, r.author)
"""Whose work the document itself is."""


def check(doc) -> None:
    """Throw PermissionError when somebody decides on what is his own, or decides without being of the authority, and
    ValidationError when a writer changes what was decided on; put back what whoever only decides, or only writes, has
    no business to change. Administrators, who also load workbooks, correct anything."""
    standing = standing_of()
    if standing.everything or doc.flags.ignore_permissions:
        return
    decision = DECISIONS[doc.doctype]
    decides, writes = may_decide(doc), _stands(doc, standing, WRITERS)
    if _decided(doc, decision) and not decides:
        frappe.throw(_why_not(doc, writes), exc=frappe.PermissionError)
    if not decides:
        put_back(doc, decision.fields)
        _refuse_rewriting(doc, decision)
    elif not writes and not doc.is_new():
        keep_all_but(doc, {decision.state, *decision.fields})
    _take_stamps_off(doc, decision)
    _mind_reason(doc, decision)


def date_arrival(doc) -> None:
    """Set ``received_on`` of a plan or report: the server's day of the send that counts (C5a, C5c).

    What was taken back or returned has not arrived. An administrator enters the day of an old paper himself. Throws
    for a day to come.
    """
    decision, before = DECISIONS[doc.doctype], doc.get_doc_before_save()
    old, new = _turn(doc, decision)
    arrived = decision.sent | decision.closed
    taken_back = new in decision.goes_on or (old in arrived and new not in arrived)
    sent_now = before and new in arrived and old not in arrived and not standing_of().everything
    if taken_back or (sent_now and "received_on" not in changed(doc)):  # a day left over from an earlier send
        doc.received_on = None
    if new in arrived and not doc.received_on:
        doc.received_on = getdate()
    if doc.received_on and getdate(doc.received_on) > getdate():
        frappe.throw("Ngày nhận không thể ở tương lai. Hãy sửa ô «Ngày nhận».")


def may_decide(doc) -> bool:
    """Whether the user may say the authority's word on a document: nobody decides on what is his own."""
    standing = standing_of()
    if standing.everything:
        return True
    stands = _stands(doc, standing, DECISIONS[doc.doctype].by)
    return stands and not _stands(doc, standing, WRITERS) and not is_own(doc, standing)


def may_write(doc) -> bool:
    """Whether a stored document is the user's to write, not only to decide on."""
    standing = standing_of()
    return standing.everything or _stands(doc, standing, WRITERS)


def is_own(doc, standing: Standing) -> bool:
    """Whether a document is somebody's own work, his own unit's or school's, or about himself."""
    place = PLACES[doc.doctype]
    codes = standing.heads.codes | standing.deputy_of.codes | standing.principal_in.codes
    mine = either([r.in_units(Units(codes, codes), place), r.own_school(standing, place)])
    about = DECISIONS[doc.doctype].about
    people = {d.get(about) for d in (doc, doc.get_doc_before_save()) if d and about}
    if standing.staff in people - {None, ""}:
        return True
    return doc.owner == standing.user or mine.holds(as_it_will_be(doc))


def _stands(doc, standing: Standing, relations: Collection[Relation]) -> bool:
    place = PLACES[doc.doctype]
    return either([relation(standing, place) for relation in relations]).holds(as_it_will_be(doc))


def _turn(doc, decision: Decision) -> tuple[str, str]:
    """The state that is stored ("" of a new document), and the one that this save gives it."""
    before = doc.get_doc_before_save()
    old, new = (str(d.get(decision.state) or "") if d else "" for d in (before, doc))
    return old, new


def _decided(doc, decision: Decision) -> bool:
    """Whether this save says the authority's word, or takes it back."""
    return decision.is_said(*_turn(doc, decision))


def _refuse_rewriting(doc, decision: Decision) -> None:
    """Throw when a writer changes what is closed, or what a sent document counts by, and leaves it so."""
    turn = set(_turn(doc, decision))
    if turn <= decision.closed:
        fields, why = changed(doc, but={decision.state, *decision.fields}), decision.remedy
    elif turn <= decision.sent:
        fields, why = [field for field in changed(doc) if field in decision.counts_by], ALREADY_SENT
    else:
        return
    if fields:
        frappe.throw(f"Ô «{label(doc, fields[0])}»: {why}")


def _take_stamps_off(doc, decision: Decision) -> None:
    """A number of approval, or an answer, belongs to the text that was approved or answered."""
    old, new = _turn(doc, decision)
    if old in decision.closed and new not in decision.closed:
        doc.update(dict.fromkeys(decision.stamps))


def _mind_reason(doc, decision: Decision) -> None:
    """Throw when something is given back without a reason. The reason goes when the document is sent anew: it was
    about the text before (``delivery/versions.py`` keeps both)."""
    old, new = _turn(doc, decision)
    if not decision.reason or old == new:
        return
    if new in decision.sent:
        doc.set(decision.reason, None)
    if new in decision.goes_on and not (doc.get(decision.reason) or "").strip():
        frappe.throw(
            f"Ô «{label(doc, decision.reason)}» còn trống. Trả lại văn bản phải nêu lý do để đơn vị biết mà sửa; "
            "lý do được giữ cùng bản đã gửi. Hãy ghi lý do rồi trả lại."
        )


def _why_not(doc, writes: bool) -> str:
    field = DECISIONS[doc.doctype].state
    if writes or doc.owner == frappe.session.user:
        return f"Ô «{label(doc, field)}»: không ai tự duyệt văn bản của mình. Hãy gửi cơ quan quản lý quyết định."
    return f"Ô «{label(doc, field)}»: chỉ cơ quan quản lý của đơn vị quyết định. Hãy gửi văn bản lên cơ quan quản lý."


def record_delegation(doc) -> None:
    """Note the delegation under which a deputy saves a document of the unit's head; nobody else sets the field."""
    put_back(doc, ("delegation",))
    standing, place = standing_of(), PLACES[doc.doctype]
    if standing.everything or not place.act:
        return
    scope = as_it_will_be(doc)
    for warrant in standing.warrants:
        if place.act in warrant.acts and r.in_units(warrant.units, place).holds(scope):
            doc.delegation = warrant.name or None
            return
