"""What a plan's form shows beside the document: when it is due, who has answered, what came of it."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.permissions.decisions import may_decide
from cum_chuyen_mon.rules.plans import PlanState
from cum_chuyen_mon.rules.regulation import cited
from cum_chuyen_mon.rules.words import DutyKind

from . import SESSION, consultation

OBLIGATION = "Cluster Obligation"


def beside(plan) -> dict:
    """``{"due", "answers", "own_school", "asks", "left", "decides"}`` of a stored plan, as far as the user may read."""
    unit = load_unit(plan.unit_type, plan.unit)
    asking = consultation.duty_that_asks(plan, unit) if unit else None
    asked = plan.status == PlanState.CONSULTATION and unit
    return {
        "due": due(plan),
        "answers": answers(plan, unit) if plan.consult_round and unit else [],
        "own_school": consultation.own_school(unit) if asked and consultation.is_open(plan) else None,
        "asks": f"{cited(*asking)}: {asking[1].title}" if asking else "",
        "left": left_over(plan),
        "decides": may_decide(plan),
    }


def due(plan) -> list[dict]:
    """The obligations that such a paper answers: ``{"name", "due_on", "state", "clause"}``, the earliest first."""
    if not frappe.has_permission(OBLIGATION, "read"):
        return []
    duties = frappe.get_all(
        "Cluster Regulation Duty",
        filters={"kind": DutyKind.DEADLINE.value, "paper_kind": plan.paper_kind},
        fields=["parent", "duty_code"],
    )
    asked = {(row.parent, row.duty_code) for row in duties}
    rows = frappe.get_list(
        OBLIGATION,
        filters={"unit_type": plan.unit_type, "unit": plan.unit, "school_year": plan.school_year},
        fields=["name", "due_on", "state", "clause", "regulation", "duty_code", "semester"],
        order_by="due_on",
        limit_page_length=0,
    )
    return [
        {key: row[key] for key in ("name", "due_on", "state", "clause")}
        for row in rows
        if (row.regulation, row.duty_code) in asked and (row.semester or "") in ("", plan.semester or "")
    ]


def answers(plan, unit) -> list[dict]:
    """The schools' answers in the latest round: ``{"school", "school_name", "answer", "comment", "answered_on"}``; ""
    for none."""
    given = consultation.answers(plan.name, plan.consult_round)
    blank = {"answer": "", "comment": "", "answered_on": None}
    schools = dict.fromkeys([*consultation.asked_schools(unit), *given])
    rows = frappe.get_all("Member School", {"name": ("in", list(schools))}, ["name", "school_name"])
    names = {row.name: row.school_name for row in rows}
    return [
        {**blank, **given.get(school, {}), "school": school, "school_name": names[school]}
        for school in schools
    ]


def left_over(plan) -> list[dict]:
    """Sessions of items that the plan in force has no longer, which somebody was convened to already."""
    if not plan.amends or plan.status != PlanState.APPROVED or not frappe.has_permission(SESSION, "read"):
        return []
    return frappe.get_list(
        SESSION,
        filters={"plan": plan.amends, "status": ("in", ("Planned", "Convened", "Postponed"))},
        fields=["name", "session_title", "session_date", "status"],
        order_by="session_date",
        limit_page_length=0,
    )
