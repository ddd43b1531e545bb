"""The steps that a plan may take, whoever saves it and however: the desk's buttons, REST, an import."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import changed
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.ledger.happened import RULES
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.rules.plans import PlanState, may_become, states_after
from cum_chuyen_mon.rules.text import join_vi
from cum_chuyen_mon.rules.units import Unit

from . import consultation, items

NOT_TEXT = frozenset(
    {"status", "consult_until", "received_on", "approved_on", "approval_no", "return_reason"}
)
"""Fields that say where the plan stands, not what is planned."""


def turn(doc) -> tuple[PlanState | None, PlanState]:
    """The state that is stored (None of a new document), and the one that this save gives it."""
    before = doc.get_doc_before_save()
    return (PlanState(before.status) if before else None), PlanState(doc.status or PlanState.DRAFT)


def became(doc, state: PlanState) -> bool:
    """Whether this save brings the plan into a state."""
    old, new = turn(doc)
    return new is state and old is not state


def take(doc, unit: Unit) -> None:
    """Check the step of this save and do what belongs to it.

    Administrators, who enter what was decided on paper, may put a plan into any state; a round of consultation opens
    for them as for anybody. Throws ValidationError that names the field, the reason and what to do.
    """
    old, new = turn(doc)
    if not standing_of().everything:
        _check_step(doc, old, new)
        reworded = changed(doc, but=NOT_TEXT)
        _keep_consulted_text(doc, old, new)
        if reworded and old is not PlanState.RETURNED:
            consultation.mind_rewording(doc, unit, reworded[0])
        if new is PlanState.SUBMITTED and (reworded or old is not new):
            items.check_complete(doc, unit)
            _check_rules_text(doc)
        if became(doc, PlanState.SUBMITTED):
            consultation.refuse_unfinished(doc, unit)
        elif became(doc, PlanState.APPROVED):
            _stamp_approval(doc)
    if became(doc, PlanState.CONSULTATION):
        consultation.open_round(doc, unit)
    elif became(doc, PlanState.SUBMITTED):
        consultation.close_round(doc, unit)
    elif became(doc, PlanState.RETURNED):
        doc.returned_on = getdate()


def _check_step(doc, old: PlanState | None, new: PlanState) -> None:
    if may_become(old, new):
        return
    if old is None:
        frappe.throw(
            f"Ô «{label(doc, 'status')}»: văn bản mới bắt đầu từ bản nháp. Hãy lưu bản nháp, rồi lấy ý kiến "
            "các trường hoặc trình cơ quan quản lý."
        )
    after = join_vi(f"«{_said(doc, state)}»" for state in states_after(old))
    remedy = (
        f"Từ đây chỉ chuyển sang {after}."
        if after
        else "Hãy lập bản điều chỉnh của văn bản đang có hiệu lực."
    )
    frappe.throw(
        f"Ô «{label(doc, 'status')}»: không chuyển từ «{_said(doc, old)}» sang «{_said(doc, new)}». {remedy}"
    )


def _said(doc, state: PlanState) -> str:
    return frappe._(state.value, context=doc.doctype)


def _keep_consulted_text(doc, old: PlanState | None, new: PlanState) -> None:
    """What the schools read is what is submitted (N5.3, C5a); the time to answer is only made longer."""
    if old is not PlanState.CONSULTATION or new is PlanState.DRAFT:
        return
    fields = changed(doc, but=NOT_TEXT)
    if fields:
        frappe.throw(
            f"Ô «{label(doc, fields[0])}»: văn bản đang được các trường góp ý nên không sửa. Hãy chuyển về bản nháp, "
            "sửa rồi mở vòng góp ý mới; ý kiến đã nhận vẫn được giữ."
        )
    before = doc.get_doc_before_save()
    if getdate(doc.consult_until or None) < getdate(before.consult_until) and doc.consult_until:
        frappe.throw(
            f"Ô «{label(doc, 'consult_until')}»: chỉ gia hạn, không rút ngắn thời gian góp ý đã báo các trường."
        )
    doc.consult_until = doc.consult_until or before.consult_until


def _check_rules_text(doc) -> None:
    if doc.paper_kind == RULES and not frappe.utils.strip_html(doc.body or "").strip():
        frappe.throw(
            f"Ô «{label(doc, 'body')}» còn trống. Hãy nhập nội dung quy định của đơn vị trước khi trình."
        )


def _stamp_approval(doc) -> None:
    if not doc.approval_no:
        frappe.throw(
            f"Ô «{label(doc, 'approval_no')}» còn trống. Hãy ghi số văn bản phê duyệt rồi duyệt lại."
        )
    doc.approved_on = doc.approved_on or getdate()
    if getdate(doc.approved_on) > getdate():
        frappe.throw(f"Ô «{label(doc, 'approved_on')}»: ngày duyệt không thể ở tương lai. Hãy sửa lại ngày.")
