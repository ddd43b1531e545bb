"""Rounds in which the member schools answer a plan, or let the date pass (N5.3, C5a)."""

from __future__ import annotations

import frappe
from frappe.utils import escape_html, getdate

from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.delivery.notice import tell, users_of
from cum_chuyen_mon.ledger.world import duties_binding, load_unit, school_names
from cum_chuyen_mon.permissions.standing import STAFF, holding, standing_of
from cum_chuyen_mon.rules.plans import PlanState, is_round_over, silent
from cum_chuyen_mon.rules.regulation import Duty, Regulation, cited
from cum_chuyen_mon.rules.text import date_vi
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import HEADS, DutyKind, Position, UnitKind

from . import COMMENT, PLAN_DOCTYPE


def asked_schools(unit: Unit) -> list[str]:
    """Member schools whose principals are asked: all but those of whoever heads the unit, who wrote the plan."""
    today = getdate()
    over = unit
    if unit.kind is UnitKind.SUBJECT_GROUP and unit.parent and unit.parent_kind:
        over = load_unit(unit.parent_kind, unit.parent) or unit
    heads = frozenset(officer.person for officer in over.officers_on(today) if officer.position in HEADS)
    own = _schools_led(heads)
    return [school for school in unit.members_on(today) if school not in own]


def _schools_led(heads: frozenset[str]) -> set[str]:
    if not heads:
        return set()
    who = {"parent": heads, "parenttype": STAFF, "position": Position.PRINCIPAL.value}
    return {row.school for row in holding("Staff Posting", who, getdate(), "school")}


def answers(plan: str, number: int) -> dict[str, dict]:
    """School → its answer in a round. One that comes while the plan is being submitted waits for the plan's row."""
    Row = frappe.qb.DocType(COMMENT)
    query = frappe.qb.from_(Row).select(Row.school, Row.answer, Row.comment, Row.answered_on)
    rows = query.where(Row.plan == plan).where(Row.round == number).run(as_dict=True)
    return {row.school: row for row in rows}


def duty_that_asks(doc, unit: Unit) -> tuple[Regulation, Duty] | None:
    """The duty in force today by which such a paper goes to the member schools first."""
    return next(
        (
            (regulation, duty)
            for regulation, duty in duties_binding(unit, getdate())
            if duty.kind is DutyKind.DEADLINE and duty.paper_kind == doc.paper_kind and duty.consult_members
        ),
        None,
    )


def open_round(doc, unit: Unit) -> None:
    """Begin a dated round; who is asked is told once the plan is saved (``tell_schools``)."""
    field = label(doc, "consult_until")
    if not doc.consult_until:
        frappe.throw(f"Ô «{field}» còn trống. Hãy ghi ngày cuối cùng để các trường góp ý.")
    if getdate(doc.consult_until) < getdate():
        frappe.throw(
            f"Ô «{field}»: {date_vi(getdate(doc.consult_until))} đã qua. Hãy ghi hôm nay hoặc một ngày sau."
        )
    if not asked_schools(unit):
        frappe.throw(
            f"Đơn vị «{unit.title}» không có trường thành viên nào để lấy ý kiến. Hãy trình thẳng văn bản."
        )
    doc.consult_round = (doc.consult_round or 0) + 1
    doc.consulted_from = getdate()
    doc.is_consulted = 0


def is_over(doc, unit: Unit) -> bool:
    given = answers(doc.name, doc.consult_round)
    return is_round_over(getdate(doc.consult_until), getdate(), asked_schools(unit), given)


def close_round(doc, unit: Unit) -> None:
    """Note that the schools were asked: a plan that comes back from the authority need not be put to them again."""
    before = doc.get_doc_before_save()
    if before and before.status == PlanState.CONSULTATION and is_over(doc, unit):
        doc.is_consulted = 1


def mind_rewording(doc, unit: Unit, fieldname: str) -> None:
    """The schools were asked about one text: another one has to be put to them, unless the authority wants it changed
    and has returned the plan. Throws for a plan that lies with the authority and stays there."""
    if not doc.is_consulted:
        return
    asking = duty_that_asks(doc, unit)
    if doc.status == PlanState.SUBMITTED and asking:
        frappe.throw(
            f"Ô «{label(doc, fieldname)}»: các trường thành viên đã góp ý văn bản này, theo {cited(*asking)}, nên "
            "không sửa khi đã trình. Hãy chuyển về bản nháp, sửa rồi mở vòng góp ý mới, hoặc đề nghị cơ quan quản "
            "lý trả lại."
        )
    if doc.status == PlanState.DRAFT:
        doc.is_consulted = 0


def refuse_unfinished(doc, unit: Unit) -> None:
    """Throw when a plan is submitted past its member schools: while a round runs, or none was held though a duty
    asks for one."""
    before = doc.get_doc_before_save()
    if before and before.status == PlanState.CONSULTATION:
        if not is_over(doc, unit):
            frappe.throw(_still_running(doc, unit))
        return
    asking = None if doc.is_consulted else duty_that_asks(doc, unit)
    if asking:
        frappe.throw(
            f"Ô «{label(doc, 'status')}»: chưa trình được vì văn bản chưa được các trường thành viên góp ý, theo "
            f"{cited(*asking)}: {asking[1].title}. Hãy ghi hạn ở ô «{label(doc, 'consult_until')}» rồi lấy ý kiến "
            "các trường."
        )


def _still_running(doc, unit: Unit) -> str:
    waiting = school_names(silent(asked_schools(unit), answers(doc.name, doc.consult_round)))
    asking = duty_that_asks(doc, unit)
    by = f", theo {cited(*asking)}: {asking[1].title}" if asking else ""
    return (
        f"Ô «{label(doc, 'status')}»: chưa trình được vì còn {len(waiting)} trường chưa góp ý "
        f"({escape_html(', '.join(waiting))})"
        f"{by}. Hãy chờ các trường trả lời, hoặc hết ngày {date_vi(getdate(doc.consult_until))} thì trình."
    )


def tell_schools(doc, unit: Unit) -> None:
    """A notice on the desk to the principals who are asked."""
    until = date_vi(getdate(doc.consult_until))
    subject = f"Mời trường góp ý «{doc.title}» của {unit.title} đến hết ngày {until}"
    tell(principals_of(asked_schools(unit)), subject, doc.doctype, doc.name)


def principals_of(schools: list[str]) -> list[str]:
    """Logins of the principals of schools today."""
    if not schools:
        return []
    who = {"school": frozenset(schools), "parenttype": STAFF, "position": Position.PRINCIPAL.value}
    people = {row.parent for row in holding("Staff Posting", who, getdate(), "parent")}
    return [user for user in users_of(people).values() if user != frappe.session.user]


def answer(plan: str, school: str, said: dict) -> str:
    """Keep a school's answer in the present round, in place of the one it gave before; its name. One at a time for each
    plan: who presses twice has answered once."""
    # allowed: the answer of the caller's own school; insert and save ask whether he may
    number = frappe.db.get_value(PLAN_DOCTYPE, plan, "consult_round", for_update=True)
    name = f"{plan}-{number}-{school}"
    if frappe.db.get_value(COMMENT, name, "name", for_update=True):
        return frappe.get_doc(COMMENT, name, for_update=True).update(said).save().name
    return frappe.get_doc({"doctype": COMMENT, "plan": plan, "school": school, **said}).insert().name


def is_open(plan) -> bool:
    """Whether schools may answer now."""
    return plan.status == PlanState.CONSULTATION and bool(
        plan.consult_until and getdate() <= getdate(plan.consult_until)
    )


def own_school(unit: Unit) -> str | None:
    """The school for which the user answers: of those asked, the one whose principal he is."""
    mine = standing_of().principal_of
    return next((school for school in asked_schools(unit) if school in mine), None)
