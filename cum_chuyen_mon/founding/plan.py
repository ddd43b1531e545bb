"""What a founding decision would do to the site: the changes, what bars them, and what should be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from cum_chuyen_mon.ledger.world import duties_among, load_regulations, load_tree, load_units
from cum_chuyen_mon.rules.eligibility import chosen_from, not_eligible
from cum_chuyen_mon.rules.founding import (
    Decision,
    Held,
    Move,
    Site,
    Turn,
    UnitRow,
    as_unit,
    moves,
    problems_of,
)
from cum_chuyen_mon.rules.founding_notes import notes_on
from cum_chuyen_mon.rules.regulation import Duty, Problem, Regulation, cited
from cum_chuyen_mon.rules.terms import school_years_in_office
from cum_chuyen_mon.rules.text import date_vi, join_vi
from cum_chuyen_mon.rules.units import Term, Unit
from cum_chuyen_mon.rules.words import DutyKind, FoundingAction, UnitKind
from cum_chuyen_mon.wording import label

from .paper import decision_of, groups_of, held_by, site_for


@dataclass
class UnitPlan:
    """What happens to one unit; ``held`` are its rows of members and officers as the plan found them."""

    row: UnitRow
    held: tuple[list[Held], list[Held]]
    members: list[Move]
    officers: list[Move]
    subject_groups: list[tuple[str, str]] = field(default_factory=list)
    """Code and title of the subject groups that end with it."""


@dataclass
class Plan:
    """The one answer to "what does it do?": shown by the preview, carried out by ``carry``."""

    decision: Decision
    site: Site
    units: list[UnitPlan]
    problems: list[Problem]
    notes: list[str]


def plan_of(doc: Any) -> Plan:
    """The plan of a Cluster Founding. Reads the site with a fixed number of queries, writes nothing."""
    decision = decision_of(doc)
    codes = own_units(decision)
    members, officers = held_by(codes)
    people = {officer.person for unit in decision.units for officer in unit.officers}
    people |= {held.key[1] for rows in officers.values() for held in rows}
    site = site_for(people, decision.authority, decision.first_day)
    groups = groups_of({u.code for u in decision.units if not u.goes_on} & codes, decision.first_day)
    units = [
        _of_unit(
            row, decision, (members.get(row.code, []), officers.get(row.code, [])), groups.get(row.code, [])
        )
        for row in decision.units
    ]
    plan = Plan(decision, site, units, problems_of(decision, site), notes_on(decision, site))
    _judge(plan, load_regulations())
    return plan


def own_units(decision: Decision) -> set[str]:
    """Units of the decision that are its authority's to change; of others it neither says nor shows anything."""
    tree = load_tree()
    units = load_units({(row.kind, row.code) for row in decision.units})
    return {u.code for u in units if decision.authority in tree.chain(u.authority_on(decision.first_day))}


def _of_unit(row: UnitRow, decision: Decision, held: tuple[list[Held], list[Held]], groups: list) -> UnitPlan:
    """What is there and does not go on ends; of a unit that ends that is everything."""
    members = list(dict.fromkeys(_seat(member.key, row) for member in row.members)) if row.goes_on else []
    officers = list(dict.fromkeys(officer.key for officer in row.officers)) if row.goes_on else []
    seated = [replace(one, key=_seat(one.key, row)) for one in held[0]]
    term = decision.term
    return UnitPlan(row, held, moves(seated, members, term), moves(held[1], officers, term), groups)


def _seat(key: tuple[str, bool], row: UnitRow) -> tuple[str, bool]:
    """A school and whether it leads, which it does in groups only (C2.2): in a cluster the mark says nothing."""
    school, is_lead = key
    return school, is_lead and row.kind is UnitKind.GROUP


def _judge(plan: Plan, regulations: list[Regulation]) -> None:
    """Add what the plan runs into: rows begun on the same day, and the Term duties that bind the units."""
    decision, site = plan.decision, plan.site
    for unit_plan in plan.units:
        row = unit_plan.row
        plan.problems += _begun_the_same_day(unit_plan, decision)
        if not row.goes_on:
            continue
        unit = as_unit(row, decision, site)
        for regulation, duty in duties_among(regulations, site.tree, unit, decision.first_day):
            if duty.kind is DutyKind.TERM and duty.position:
                plan.problems += _not_eligible(row, unit, regulation, duty, plan)
                plan.notes += _over_term(unit_plan, regulation, duty, plan)


def _begun_the_same_day(unit_plan: UnitPlan, decision: Decision) -> Iterator[Problem]:
    """What begins and ends on one day was never there: two decisions of the same day contradict each other."""
    for move in (*unit_plan.members, *unit_plan.officers):
        if move.turn is Turn.ENDS and move.term.start == decision.first_day:
            yield Problem(
                "units",
                f"{unit_plan.row.name} đã có thành viên hoặc chức danh bắt đầu đúng ngày "
                f"{date_vi(decision.first_day)} theo quyết định khác. Hãy đổi ô «Từ ngày» sang ngày sau.",
                unit_plan.row.row,
            )
            return


def _not_eligible(
    row: UnitRow, unit: Unit, regulation: Regulation, duty: Duty, plan: Plan
) -> Iterator[Problem]:
    """N5.1: the head is a principal of a member school. Which position is asked of whom, the regulation says."""
    schools = {member.school for member in row.members}
    rows = {(o.position, o.person, o.level): o for o in row.officers}
    barred = not_eligible(duty, unit.officers, lambda person, day: plan.site.posts(person, schools, day))
    wanted = join_vi(label(position).lower() for position in chosen_from(duty))
    for officer in barred:
        yield Problem(
            "officers",
            f"{label(officer.position)} phải là {wanted} của một trường thành viên "
            f"({cited(regulation, duty)}); {plan.site.person(officer.person)} chưa giữ chức vụ đó. "
            "Hãy chọn người khác, hoặc sửa vị trí công tác.",
            rows[officer.position, officer.person, officer.level].row,
        )


def years_in_office(held: list[Held], key: tuple, first_day: Any) -> int:
    """School years without a break in which a person will have held an office once a new term begins."""
    served = [row.term for row in held if row.key == key]
    return school_years_in_office([*served, Term(first_day, first_day)], first_day)


def _over_term(unit_plan: UnitPlan, regulation: Regulation, duty: Duty, plan: Plan) -> Iterator[str]:
    """Only said: the authority may decide so, and answers for it."""
    for officer in unit_plan.row.officers:
        if officer.position is duty.position:
            years = years_in_office(unit_plan.held[1], officer.key, plan.decision.first_day)
            if years > duty.max_years:
                yield (
                    f"{unit_plan.row.name}: {plan.site.person(officer.person)} sẽ giữ chức danh "
                    f"{label(officer.position).lower()} {years} năm học liên tục, quá {duty.max_years} năm học "
                    f"theo {cited(regulation, duty)}."
                )


def told(plan: Plan) -> dict:
    """The plan as the desk shows it.

    ``{"changes": [{"unit", "unit_title", "what", "turn", "name", "position", "level", "is_lead", "from_date",
    "to_date"}], "problems": [{"table", "row", "message"}], "notes": [str]}``; ``what`` is unit, member, officer
    or subject group, ``turn`` begins, stays or ends.
    """
    return {
        "changes": [change for unit in plan.units for change in _changes(unit, plan)],
        "problems": [
            {"table": problem.field, "row": problem.row, "message": problem.message}
            for problem in plan.problems
        ],
        "notes": list(dict.fromkeys(plan.notes)),
    }


def _changes(unit_plan: UnitPlan, plan: Plan) -> Iterator[dict]:
    row, term, site = unit_plan.row, plan.decision.term, plan.site
    title = row.title or site.title(row.code)
    about = {"unit": row.code, "unit_title": title}
    turn = {
        FoundingAction.FOUND: Turn.BEGINS,
        FoundingAction.CARRY_OVER: Turn.STAYS,
        FoundingAction.END: Turn.ENDS,
    }
    last = plan.decision.first_day - timedelta(days=1)
    when = term if row.goes_on else Term(None, last)
    yield _change(about, "unit", turn[row.action], title, when)
    for move in unit_plan.members:
        school, is_lead = move.key
        yield _change(about, "member", move.turn, site.title(school), move.term, is_lead=int(is_lead))
    for move in unit_plan.officers:
        position, person, level = move.key
        more = {"position": position.value, "level": level.value if level else ""}
        yield _change(about, "officer", move.turn, site.person(person), move.term, **more)
    for _code, name in unit_plan.subject_groups:
        yield _change(about, "subject group", Turn.ENDS, name, Term(None, last))


def _change(about: dict, what: str, turn: Turn, name: str, term: Term, **more: Any) -> dict:
    days = {"from_date": str(term.start or ""), "to_date": str(term.end or "")}
    return {**about, "what": what, "turn": turn.value, "name": name, **days, **more}
