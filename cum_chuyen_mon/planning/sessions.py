"""The sessions that an approved plan makes: once for each item, whatever happens to the plan later (N5.2, C3, C5a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.protected import by_the_app
from cum_chuyen_mon.controllers.scope import affected_units
from cum_chuyen_mon.ledger.refresh import refresh_now_and_after_commit
from cum_chuyen_mon.ledger.world import load_units, load_year
from cum_chuyen_mon.rules.plans import PlannedDay
from cum_chuyen_mon.rules.units import Unit
from cum_chuyen_mon.rules.words import Position, SessionStatus, UnitKind

from . import SESSION
from .items import ITEM, day_of, facts_of

CHAIRS = {
    UnitKind.CLUSTER: (Position.HEAD,),
    UnitKind.GROUP: (Position.GROUP_LEAD,),
    UnitKind.SUBJECT_GROUP: (Position.SUBJECT_LEAD, Position.HEAD, Position.GROUP_LEAD),
}
"""Who chairs what the plan makes, the first that the unit, or the one above it, has on the day; the convener may name
somebody else."""


@dataclass
class Outcome:
    """What carrying a plan out did: sessions made, changed, called off; items without one, and why."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def carry_out(plan, unit: Unit, instead_of: str | None = None) -> Outcome:
    """Make a Planned session of every item that has a day or a month and none yet, and bring those that it has in step.

    Doing it again changes nothing. Of items that an amendment took out, sessions that nobody was convened to are called
    off with the reason; others are left. ``instead_of``: the plan that held before, where it is not the amended one.
    Obligations are refreshed once, not for each session.
    """
    outcome = Outcome()
    by_item = _sessions_of_items(plan)
    targets = _Targets(plan, unit)
    with _without_refresh():
        for row in plan.items:
            existing = by_item.get(row.item_key)
            if existing:
                _bring_in_step(plan, row, existing, targets, outcome)
            else:
                _make(plan, row, targets, outcome)
        _call_off(plan, {plan.name, plan.amends, instead_of} - {None, ""}, outcome)
    _note_carried(plan)
    keys = {key for target in targets.units.values() for key in affected_units(target, getdate())}
    refresh_now_and_after_commit(plan.school_year, keys | set(affected_units(unit, getdate())))
    return outcome


class _Targets:
    """Of which unit an item's session is, when, and who chairs it; everything is read once for the whole plan."""

    def __init__(self, plan, unit: Unit) -> None:
        self.unit = unit
        self.year = load_year(plan.school_year)
        self.by_subject = _subject_groups(unit) if any(row.subject for row in plan.items) else {}
        keys = [(UnitKind.SUBJECT_GROUP, code) for code in self.by_subject.values()]
        self.units = {group.subject: group for group in load_units(keys)} if keys else {}

    def unit_of(self, row, on: date) -> Unit:
        """The subject group of the item's subject where the unit has one that works on the day."""
        group = self.units.get(row.subject) if row.subject else None
        return group if group and group.term.holds(on) else self.unit

    def chair(self, target: Unit, on: date) -> str | None:
        for position in CHAIRS[target.kind]:
            for holder in dict.fromkeys([target, self.unit]):
                for officer in holder.officers_on(on, position):
                    return officer.person
        return None


def _subject_groups(unit: Unit) -> dict[str, str]:
    rows = frappe.get_all(
        UnitKind.SUBJECT_GROUP.value,
        filters={"parent_type": unit.kind.value, "parent_unit": unit.code, "disabled": 0},
        fields=["name", "subject"],
        order_by="name desc",
    )
    return {row.subject: row.name for row in rows}


def _sessions_of_items(plan) -> dict[str, list]:
    keys = [row.item_key for row in plan.items if row.item_key]
    rows = frappe.get_all(
        SESSION, filters={"plan_item": ("in", keys or [""])}, fields=["name", "plan", "plan_item", "status"]
    )
    found = defaultdict(list)
    for row in rows:
        found[row.plan_item].append(row)
    return found


def _make(plan, row, targets: _Targets, outcome: Outcome) -> None:
    planned = day_of(row, targets.year)
    if planned is None or planned.day < getdate():
        return  # nothing to plan for a day that nobody named, or that is past
    target = targets.unit_of(row, planned.day)
    chair = targets.chair(target, planned.day)
    lacking = [
        what for what, there in (("loại hoạt động", row.activity_kind), ("người chủ trì", chair)) if not there
    ]
    if lacking or not target.term.holds(planned.day):
        outcome.skipped.append(
            f"«{row.title}»: chưa có {' và '.join(lacking) or 'đơn vị hoạt động vào ngày dự kiến'}"
        )
        return
    doc = frappe.get_doc(
        {
            "doctype": SESSION,
            "unit_type": target.kind.value,
            "unit": target.code,
            "chair": chair,
            "plan": plan.name,
            "plan_item": row.item_key,
            "status": SessionStatus.PLANNED.value,
            **_told(row, planned),
        }
    )
    with by_the_app(doc):  # whoever approves makes no sessions himself: the plan that he approved does
        outcome.made.append(doc.insert(ignore_permissions=True).name)


def _told(row, planned: PlannedDay) -> dict:
    """What an item says about its session."""
    return {
        "session_title": row.title,
        "activity_kind": row.activity_kind,
        "session_date": planned.day,
        "date_is_provisional": int(planned.is_provisional),
        "venue_school": row.host_school,
        "subjects": [{"subject": row.subject}] if row.subject else [],
    }


def _bring_in_step(plan, row, existing: list, targets: _Targets, outcome: Outcome) -> None:
    """Link sessions to the plan that holds now; where the item says something else, planned ones say it too."""
    planned = day_of(row, targets.year)
    differs = bool(row.carried_as) and row.carried_as != facts_of(row) and planned and row.activity_kind
    for session in existing:
        if differs and session.status == SessionStatus.PLANNED:
            _save(session.name, plan=plan.name, **_told(row, planned))
            outcome.changed.append(session.name)
        elif session.plan != plan.name:
            frappe.db.set_value(SESSION, session.name, "plan", plan.name, update_modified=False)
        if differs and session.status not in (SessionStatus.PLANNED, SessionStatus.CANCELLED):
            outcome.left.append(session.name)


def _call_off(plan, plans: set[str], outcome: Outcome) -> None:
    """Sessions of items that are in the plan no longer, or were in the one it amends and are not in this one."""
    keys = [row.item_key for row in plan.items]
    gone = frappe.get_all(
        SESSION,
        filters={
            "plan": ("in", sorted(plans)),
            "plan_item": ("not in", keys or [""]),
            "status": (
                "in",
                [s.value for s in (SessionStatus.PLANNED, SessionStatus.CONVENED, SessionStatus.POSTPONED)],
            ),
        },
        fields=["name", "status"],
    )
    number = f" điều chỉnh lần {plan.amendment_no}" if plan.amendment_no else ""
    for session in gone:
        if session.status == SessionStatus.PLANNED:
            reason = f"Không còn trong kế hoạch{number} đã duyệt."
            _save(session.name, status=SessionStatus.CANCELLED.value, status_reason=reason)
            outcome.cancelled.append(session.name)
        else:
            outcome.left.append(session.name)


def _save(session: str, **values) -> None:
    doc = frappe.get_doc(SESSION, session)
    doc.flags.ignore_permissions = True  # the approved plan says it, not whoever approves
    with by_the_app(doc):
        doc.update(values).save()


def _note_carried(plan) -> None:
    for row in plan.items:
        told = facts_of(row)
        if row.carried_as != told:
            row.carried_as = told
            frappe.db.set_value(ITEM, row.name, "carried_as", told, update_modified=False)


@contextmanager
def _without_refresh() -> Iterator[None]:
    """While many sessions are saved: no refresh and no warnings for each of them."""
    before = frappe.flags.cum_chuyen_mon_loading
    frappe.flags.cum_chuyen_mon_loading = True
    try:
        yield
    finally:
        frappe.flags.cum_chuyen_mon_loading = before


def tell(outcome: Outcome) -> None:
    """Say what came of an approval."""
    told: Iterable[tuple[str, list[str]]] = (
        ("Đã lập {} buổi sinh hoạt dự kiến.", outcome.made),
        ("Đã sửa {} buổi dự kiến theo kế hoạch.", outcome.changed),
        ("Đã hủy {} buổi không còn trong kế hoạch.", outcome.cancelled),
        ("{} buổi đã triệu tập, đã hoãn hoặc đã tổ chức được giữ nguyên; hãy xem lại.", outcome.left),
    )
    lines = [text.format(len(names)) for text, names in told if names]
    if outcome.skipped:
        lines.append("Chưa lập buổi cho: " + frappe.utils.escape_html("; ".join(outcome.skipped)) + ".")
    if lines:
        frappe.msgprint("<br>".join(lines), title="Kế hoạch", indicator="blue", alert=not outcome.skipped)
