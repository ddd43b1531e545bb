"""A decision that founds, carries over or ends units (P1, C2.1, C2.2, E2.2, N5.1): what it changes, what it may not.

A decision states who is a member and who holds an office from its first day on; what stands beside it ends the day
before. Rows that were there stay: history is never rewritten.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Generic, TypeVar

from .levels import level_text
from .regulation import Problem
from .text import date_vi, join_vi
from .units import AuthorityTree, DatedLink, Officer, Posting, Term, Unit
from .words import FoundingAction, Level, Position, UnitKind


@dataclass(frozen=True)
class MemberRow:
    """A school as a row of the decision names it; ``row`` counts from 1."""

    unit: str
    school: str
    is_lead: bool = False
    row: int = 0

    @property
    def key(self) -> tuple[str, bool]:
        return self.school, self.is_lead


@dataclass(frozen=True)
class OfficerRow:
    """A person in an office as a row of the decision names him."""

    unit: str
    position: Position
    person: str
    level: Level | None = None
    row: int = 0

    @property
    def key(self) -> tuple[Position, str, Level | None]:
        return self.position, self.person, self.level

    @property
    def seat(self) -> Hashable:
        """What one person holds at a time; deputies may be several."""
        return self.key if self.position is Position.DEPUTY else (self.position, self.level)


@dataclass(frozen=True)
class UnitRow:
    """A unit as the decision wants it, with the members and officers it has from the first day on."""

    action: FoundingAction
    kind: UnitKind
    code: str
    title: str = ""
    levels: frozenset[Level] = frozenset()
    area: str = ""
    members: tuple[MemberRow, ...] = ()
    officers: tuple[OfficerRow, ...] = ()
    row: int = 0

    @property
    def goes_on(self) -> bool:
        return self.action is not FoundingAction.END

    @property
    def name(self) -> str:
        return self.title or self.code


@dataclass(frozen=True)
class Decision:
    """The whole paper. ``loose`` are rows of members and officers whose unit the paper does not name."""

    authority: str
    term: Term
    units: tuple[UnitRow, ...]
    loose: tuple[MemberRow | OfficerRow, ...] = ()

    @property
    def first_day(self) -> date:
        return self.term.start or date.min


@dataclass(frozen=True)
class Site:
    """What a decision meets: all units and schools by code, the posts of the people it names."""

    units: Mapping[str, Unit]
    postings: Mapping[str, Sequence[Posting]] = field(default_factory=dict)
    tree: AuthorityTree = field(default_factory=AuthorityTree)
    names: Mapping[str, str] = field(default_factory=dict)
    """Full names of the people that are named."""
    areas: Mapping[str, str] = field(default_factory=dict)
    """Unit code → the district or area it is for."""
    taken: frozenset[str] = frozenset()
    """Codes of units and schools that work no more: nothing else may have them."""

    def school(self, code: str) -> Unit | None:
        unit = self.units.get(code)
        return unit if unit and unit.kind is UnitKind.SCHOOL else None

    def is_under(self, code: str, authority: str, day: date) -> bool:
        unit = self.units.get(code)
        return unit is not None and authority in self.tree.chain(unit.authority_on(day))

    def title(self, code: str) -> str:
        unit = self.units.get(code)
        return unit.title if unit and unit.title else code

    def person(self, code: str) -> str:
        return self.names.get(code) or code

    def posts(self, person: str, schools: Collection[str], day: date | None) -> set[Position]:
        """A person's positions at some schools on a day (None: ever)."""
        return {
            post.position
            for post in self.postings.get(person, ())
            if post.school in schools and (day is None or post.term.holds(day))
        }


class Turn(str, Enum):
    """What becomes of one member or officer."""

    BEGINS = "begins"
    STAYS = "stays"
    ENDS = "ends"


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Move(Generic[Key]):
    """One row that is added (``row`` is ""), that stays with its last day set to ``term.end``, or that ends."""

    turn: Turn
    key: Key
    term: Term
    row: str = ""


@dataclass(frozen=True)
class Held(Generic[Key]):
    """A row that a unit has already, by its name."""

    row: str
    key: Key
    term: Term


def moves(held: Sequence[Held[Key]], wanted: Sequence[Key], term: Term) -> list[Move[Key]]:
    """From the rows that are there to those that a decision wants from ``term.start`` to ``term.end``.

    Rows that begin later than the decision are left alone: they are another decision's.
    """
    first = term.start
    assert first is not None
    standing = {row.key: row for row in held if row.term.holds(first)}
    found: list[Move[Key]] = []
    for key in wanted:
        row = standing.get(key)
        if row is None:
            found.append(Move(Turn.BEGINS, key, term))
            continue
        until = _earlier(row.term.end, term.end)
        found.append(Move(Turn.STAYS, key, Term(row.term.start, until), row.row))
        if until != term.end and until is not None:
            found.append(Move(Turn.BEGINS, key, Term(until + timedelta(days=1), term.end)))
    for key, row in standing.items():
        if key not in wanted:
            found.append(Move(Turn.ENDS, key, Term(row.term.start, first - timedelta(days=1)), row.row))
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days; None is never."""
    return min(filter(None, (one, other)), default=None)


def problems_of(decision: Decision, site: Site) -> list[Problem]:
    """Everything for which a decision is refused; ``field`` is the table. Empty when it can be carried out."""
    found = [
        Problem(
            "members" if isinstance(loose, MemberRow) else "officers",
            f"Mã đơn vị «{loose.unit}» không có trong bảng «Đơn vị». Hãy thêm đơn vị hoặc sửa mã ở dòng này.",
            loose.row,
        )
        for loose in decision.loose
    ]
    if not decision.units:
        found.append(Problem("units", "Quyết định chưa nêu đơn vị nào. Hãy thêm vào bảng «Đơn vị»."))
    seen: dict[str, int] = {}
    for unit in decision.units:
        if unit.code in seen:
            found.append(
                Problem(
                    "units",
                    f"Đơn vị «{unit.code}» đã nêu ở dòng {seen[unit.code]}. Hãy bỏ một dòng.",
                    unit.row,
                )
            )
        seen.setdefault(unit.code, unit.row)
        found += _of_unit(decision, unit, site)
        if unit.goes_on:
            found += _of_members(decision, unit, site)
            found += _of_officers(decision, unit, site)
    found += _in_two_clusters(decision, site)
    return found


def _of_unit(decision: Decision, unit: UnitRow, site: Site) -> Iterator[Problem]:
    there = site.units.get(unit.code)
    if unit.action is FoundingAction.FOUND:
        if there or unit.code in site.taken:
            yield Problem(
                "units",
                f"Mã «{unit.code}» đã dùng. Hãy chọn «Tiếp tục» nếu là chính đơn vị đó, hoặc đặt mã khác.",
                unit.row,
            )
        if not (unit.title and unit.levels):
            yield Problem(
                "units", f"Đơn vị mới «{unit.code}» còn thiếu tên hoặc cấp học. Hãy điền đủ hai ô.", unit.row
            )
    elif there is None or there.kind is not unit.kind:
        yield Problem(
            "units",
            f"Không có đơn vị «{unit.code}» đang hoạt động thuộc loại này. Hãy sửa mã, hoặc chọn «Thành lập».",
            unit.row,
        )
    elif not site.is_under(unit.code, decision.authority, decision.first_day):
        yield Problem(
            "units",
            f"{there.title or there.code} không thuộc cơ quan ra quyết định vào ngày {date_vi(decision.first_day)}. "
            "Hãy bỏ dòng này, hoặc đề nghị quản trị viên ghi cơ quan quản lý của đơn vị.",
            unit.row,
        )
    elif not unit.goes_on and there.term.end and there.term.end < decision.first_day:
        yield Problem(
            "units", f"{there.title} đã kết thúc ngày {date_vi(there.term.end)}. Hãy bỏ dòng này.", unit.row
        )
    if unit.goes_on and not unit.members:
        yield Problem("units", f"{unit.name} chưa có trường thành viên nào. Hãy thêm trường.", unit.row)
    leads = [member for member in unit.members if member.is_lead]
    if unit.goes_on and unit.kind is UnitKind.GROUP and unit.members and len(leads) != 1:
        said = "chưa có" if not leads else f"có {len(leads)}"
        yield Problem(
            "units",
            f"{unit.name} {said} trường nhóm trưởng; mỗi nhóm liên trường có đúng một trường nhóm trưởng. "
            "Hãy đánh dấu «Trường trưởng nhóm» ở đúng một trường.",
            unit.row,
        )


def _of_members(decision: Decision, unit: UnitRow, site: Site) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for member in unit.members:
        if member.school in seen:
            yield Problem(
                "members",
                f"{site.title(member.school)} đã nêu ở dòng {seen[member.school]} của {unit.name}. Hãy bỏ một dòng.",
                member.row,
            )
        seen.setdefault(member.school, member.row)
        if site.school(member.school) is None:
            yield Problem(
                "members", f"Trường «{member.school}» không còn hoạt động. Hãy bỏ dòng này.", member.row
            )
        elif not site.is_under(member.school, decision.authority, decision.first_day):
            yield Problem(
                "members",
                f"{site.title(member.school)} không thuộc cơ quan ra quyết định vào ngày "
                f"{date_vi(decision.first_day)}. Hãy bỏ trường này, hoặc đề nghị quản trị viên ghi cơ quan quản lý.",
                member.row,
            )


OFFICES = {
    UnitKind.CLUSTER: (Position.HEAD, Position.DEPUTY),
    UnitKind.GROUP: (Position.GROUP_LEAD, Position.DEPUTY),
}
"""The offices of each kind of unit."""


def _of_officers(decision: Decision, unit: UnitRow, site: Site) -> Iterator[Problem]:
    schools = {member.school for member in unit.members}
    seen: dict[Hashable, int] = {}
    for officer in unit.officers:
        name = site.person(officer.person)
        if officer.position not in OFFICES[unit.kind]:
            yield Problem(
                "officers", f"{unit.name} không có chức danh này. Hãy chọn lại ô «Chức danh».", officer.row
            )
        if officer.seat in seen:
            yield Problem(
                "officers",
                f"Chức danh của {name} đã nêu ở dòng {seen[officer.seat]} của {unit.name}. Hãy bỏ một dòng.",
                officer.row,
            )
        seen.setdefault(officer.seat, officer.row)
        if officer.level and unit.levels and officer.level not in unit.levels:
            yield Problem(
                "officers",
                f"{unit.name} không có cấp {officer.level}. Hãy sửa ô «Cấp học» của dòng này.",
                officer.row,
            )
        if not site.posts(officer.person, schools, decision.first_day):
            yield Problem(
                "officers",
                f"{name} không công tác ở trường thành viên nào của {unit.name} vào ngày "
                f"{date_vi(decision.first_day)}. Hãy chọn người khác, hoặc sửa trường thành viên.",
                officer.row,
            )


def _in_two_clusters(decision: Decision, site: Site) -> Iterator[Problem]:
    """A school works in one cluster of a level; groups may mix the clusters (C2.2, groups 2, 5, 6, 7 and 8)."""
    seen: dict[tuple[str, Level], UnitRow] = {}
    for unit in decision.units:
        if unit.kind is not UnitKind.CLUSTER or not unit.goes_on:
            continue
        for member in unit.members:
            others = {
                other.name
                for level in unit.levels
                if (other := seen.get((member.school, level))) and other.code != unit.code
            }
            if others:
                yield Problem(
                    "members",
                    f"{site.title(member.school)} đã thuộc {join_vi(sorted(others))} "
                    f"cùng cấp {level_text(unit.levels)}. Mỗi trường chỉ thuộc một cụm của một cấp; "
                    "hãy bỏ trường ở một cụm.",
                    member.row,
                )
            seen |= {(member.school, level): unit for level in unit.levels}


def offered_lead(row: UnitRow, principals: Mapping[str, Sequence[str]]) -> str | None:
    """The principal of a group's lead school, for a group whose decision names no lead (C2.2).

    ``principals`` gives a school's principals on the first day; where it has none or two, nobody is offered.
    """
    has_lead = any(officer.position is Position.GROUP_LEAD for officer in row.officers)
    leads = [member.school for member in row.members if member.is_lead]
    if row.kind is not UnitKind.GROUP or not row.goes_on or has_lead or len(leads) != 1:
        return None
    people = principals.get(leads[0], ())
    return people[0] if len(people) == 1 else None


def as_unit(row: UnitRow, decision: Decision, site: Site) -> Unit:
    """A row of the decision as the unit it makes."""
    there = site.units.get(row.code)
    return Unit(
        row.kind,
        row.code,
        title=row.name,
        levels=row.levels or (there.levels if there else frozenset()),
        term=decision.term,
        authorities=there.authorities if there else (DatedLink(decision.authority),),
        members=tuple(DatedLink(member.school, decision.term) for member in row.members),
        officers=tuple(
            Officer(officer.person, officer.position, decision.term, officer.level)
            for officer in row.officers
        ),
    )
