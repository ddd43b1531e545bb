"""Carrying a founding decision out, through the units' own controllers: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import escape_html, getdate, strip_html

from cum_chuyen_mon.controllers.protected import by_the_app
from cum_chuyen_mon.controllers.tidy import label
from cum_chuyen_mon.intake.load import loading
from cum_chuyen_mon.ledger.refresh import refresh_later
from cum_chuyen_mon.permissions.standing import forget
from cum_chuyen_mon.rules.founding import Move, Turn
from cum_chuyen_mon.rules.levels import level_text
from cum_chuyen_mon.rules.regulation import Problem
from cum_chuyen_mon.rules.words import FoundingAction, UnitKind, Word

from .paper import FOUNDING, held_row, member_key, officer_key
from .plan import Plan, UnitPlan, plan_of, told

SAVEPOINT = "cum_chuyen_mon_founding"
DRAFT, APPLIED = "Draft", "Applied"
TABLES = {"members": ("school", "is_lead"), "officers": ("position", "staff", "level")}


def preview(doc: Any) -> dict:
    """What carrying the decision out would do, as ``plan.told``. It is really done, and all of it taken back, so
    that what a unit's own checks refuse is among the problems."""
    plan = plan_of(doc)
    plan.problems += _missing(doc)
    if not plan.problems:
        with _taken_back():
            plan.problems += _tried(doc, plan)
    return told(plan)


def apply(name: str) -> dict:
    """Carry a founding decision out and close it; what it did, as ``plan.told``.

    Throws with every problem, and leaves the site as it was.
    """
    doc = frappe.get_doc(FOUNDING, name, for_update=True)
    doc.check_permission("write")
    if doc.status != DRAFT:
        frappe.throw("Quyết định này đã áp dụng. Muốn thay đổi nữa, hãy lập quyết định kiện toàn mới.")
    plan = plan_of(doc)
    plan.problems += _missing(doc)
    _refuse(doc, plan.problems)
    frappe.db.savepoint(SAVEPOINT)
    try:
        with loading():
            for unit in plan.units:
                _carry_out(doc, unit)
            with by_the_app(doc):
                doc.update({"status": APPLIED, "applied_on": getdate()})
                doc.save()
    except Exception:
        frappe.db.rollback(save_point=SAVEPOINT)
        _forget_what_was_tried()
        raise
    refresh_later()
    return told(plan)


def _missing(doc: Any) -> Iterator[Problem]:
    """A decision that counts has a number and a day: papers of the units cite them."""
    for field in ("decision_no", "decision_date"):
        if not doc.get(field):
            yield Problem(field, f"Ô «{label(doc, field)}» còn trống. Hãy ghi theo quyết định đã ban hành.")


def _refuse(doc: Any, problems: Iterable[Problem]) -> None:
    lines = [f"<li>{escape_html(said(doc, problem))}</li>" for problem in problems]
    if lines:
        frappe.throw(
            f"Chưa áp dụng được quyết định, chưa có gì thay đổi:<ul>{''.join(lines)}</ul>",
            title="Quyết định còn điểm phải sửa",
        )


def said(doc: Any, problem: Problem) -> str:
    """A problem with the table and the row in which it stands."""
    where = f"Bảng «{label(doc, problem.field)}», dòng {problem.row}: " if problem.row else ""
    return f"{where}{problem.message}"


@contextmanager
def _taken_back() -> Iterator[None]:
    frappe.db.savepoint(SAVEPOINT)
    try:
        with loading():
            yield
    finally:
        frappe.db.rollback(save_point=SAVEPOINT)
        _forget_what_was_tried()


def _forget_what_was_tried() -> None:
    """Roles and documents may have been read while it was there."""
    frappe.clear_cache()
    forget()


def _tried(doc: Any, plan: Plan) -> Iterator[Problem]:
    """What the units themselves refuse."""
    for unit in plan.units:
        try:
            _carry_out(doc, unit)
        except (frappe.ValidationError, frappe.DuplicateEntryError) as error:
            why = strip_html(str(error).replace("<li>", " • ")).strip() or type(error).__name__
            yield Problem("units", f"{unit.row.name}: {why}", unit.row.row)
            frappe.clear_messages()


def _carry_out(doc: Any, plan: UnitPlan) -> None:
    kind, code = plan.row.kind.value, plan.row.code
    if plan.row.action is FoundingAction.FOUND:
        unit = frappe.new_doc(kind)
        unit.update({"unit_code": code, "from_date": doc.from_date})
        unit.append("authorities", {"authority": doc.authority, "from_date": doc.from_date})
    else:
        unit = frappe.get_doc(kind, code, for_update=True)
        _refuse_if_moved(unit, plan)
    if plan.row.goes_on:
        _describe(unit, plan, doc)
    else:
        unit.to_date = _day_before(doc)
    _move(unit, "members", plan.members, {})
    _move(unit, "officers", plan.officers, {"decision_no": doc.decision_no})
    unit.update({"decision_no": doc.decision_no, "decision_date": doc.decision_date, "founding": doc.name})
    # the decision is its authority's; nobody may write units by hand but an administrator
    unit.flags.ignore_permissions = True
    with by_the_app(unit):
        unit.save()
    # past the save, where Frappe would hang the file on the unit too: it is read with the decision
    unit.db_set("decision_file", doc.decision_file, update_modified=False)
    for group, _title in plan.subject_groups:
        _end_group(group, doc)


def _describe(unit: Any, plan: UnitPlan, doc: Any) -> None:
    """What the decision says about the unit itself; what it leaves open stays."""
    row = plan.row
    stated = {"unit_title": row.title, "levels": level_text(row.levels), "area": row.area}
    unit.update({field: value for field, value in stated.items() if value})
    unit.to_date = doc.to_date


def _move(unit: Any, table: str, moves: list[Move], more: dict) -> None:
    rows = {row.name: row for row in unit.get(table)}
    for move in moves:
        if move.turn is Turn.BEGINS:
            values = dict(zip(TABLES[table], map(_plain, move.key), strict=True))
            unit.append(table, {**values, **more, "from_date": move.term.start, "to_date": move.term.end})
        else:
            rows[move.row].to_date = move.term.end


def _plain(value: object) -> object:
    """A word or a mark of the rules as a field stores it."""
    return value.value if isinstance(value, Word) else int(value) if isinstance(value, bool) else value


def _refuse_if_moved(unit: Any, plan: UnitPlan) -> None:
    """Throw when somebody changed the unit while the plan was made."""
    now = (
        [held_row(row, member_key) for row in unit.members],
        [held_row(row, officer_key) for row in unit.officers],
    )
    if now != plan.held:
        frappe.throw(
            f"{unit.unit_title} vừa được người khác sửa. Hãy tải lại trang, xem trước rồi áp dụng lại."
        )


def _end_group(code: str, doc: Any) -> None:
    group = frappe.get_doc(UnitKind.SUBJECT_GROUP.value, code, for_update=True)
    group.to_date = _day_before(doc)
    group.flags.ignore_permissions = True  # it ends with its unit, by the same decision
    group.save()


def _day_before(doc: Any) -> Any:
    return getdate(doc.from_date) - timedelta(days=1)
