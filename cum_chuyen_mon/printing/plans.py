"""A unit's plan, or its own rules, as an official paper."""

from __future__ import annotations

import frappe
from frappe.utils import cint, getdate

from cum_chuyen_mon.documents.contexts import PlanPaper
from cum_chuyen_mon.documents.plans import Item, Standing, plan_paper
from cum_chuyen_mon.ledger.world import load_unit

from .head import head_of
from .letters import grounds_of
from .names import names_of, titles
from .numbers import given
from .recipients import recipients_of
from .signing import signer_of

RULES = "RULES"
CODE = "KH"
ISSUED = ("Submitted", "Approved", "Amended")
"""States of a plan whose text is fixed: it lies with the authority, or was approved."""


def paper_of(plan) -> PlanPaper:
    """The paper of a plan, of the day on which it came to the authority; of today before that."""
    number, day = given(plan, ISSUED)
    unit, on = load_unit(plan.unit_type, plan.unit), day or getdate(plan.received_on or None)
    return plan_paper(
        head_of(plan.unit_type, plan.unit, on, code_of(plan), number),
        plan.title,
        plan.paper_kind == RULES,
        grounds_of(unit, on),
        plan.goals or "",
        _items(plan),
        plan.body or "",
        Standing(
            amends=frappe.db.get_value(plan.doctype, plan.amends, "title") or "" if plan.amends else "",
            amendment=plan.amendment_no or 0,
            consulted_from=getdate(plan.consulted_from) if plan.consulted_from else None,
            approved_on=getdate(plan.approved_on) if plan.approved_on else None,
            approval_no=plan.approval_no or "",
            authority=titles("Education Authority", "authority_name", {unit.authority_on(on)}).get(
                unit.authority_on(on), ""
            ),
        ),
        signer_of(unit, on, plan.delegation),
        recipients_of(unit, on, PlanPaper),
    )


def code_of(plan) -> str:
    """The abbreviation under which a plan is numbered: KH, or QĐ for a unit's own rules."""
    return frappe.db.get_value("Cluster Paper Kind", plan.paper_kind, "abbreviation") or CODE


def _items(plan) -> list[Item]:
    rows = plan.items
    names = names_of((row.person for row in rows), (row.host_school for row in rows), getdate())
    kinds = titles("Cluster Activity Kind", "activity_title", {row.activity_kind for row in rows})
    categories = titles("Cluster Content Category", "category_title", {row.content_category for row in rows})
    subjects = titles("Teaching Subject", "subject_title", {row.subject for row in rows})
    return [
        Item(
            title=row.title or "",
            on=getdate(row.planned_on) if row.planned_on else None,
            month=cint(row.planned_month),
            kind=kinds.get(row.activity_kind, ""),
            category=categories.get(row.content_category, ""),
            subject=subjects.get(row.subject, ""),
            host=names.school(row.host_school) if row.host_school else "",
            person=names.person(row.person) if row.person else "",
            participants=row.participants or "",
        )
        for row in rows
    ]
