"""What it means to stand to a document as its unit's head, its author, a member school's principal …

A relation is a function from a person's standing and the place of a DocType's scope columns to a condition on its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cum_chuyen_mon.rules.levels import levels_with
from cum_chuyen_mon.rules.words import ATTENDED, MinutesState

from .predicate import EVERYTHING, NOTHING, Empty, Predicate, Today, among, both, either, one_of
from .standing import CLUSTER, Seat, Standing, Units

SESSION, ATTENDANCE, SIGNATURE = "Cluster Session", "Cluster Session Attendance", "Cluster Minutes Signature"
ATTENDED_WORDS = [state.value for state in ATTENDED]
SENT = (MinutesState.AWAITING.value, MinutesState.LOCKED.value)


@dataclass(frozen=True)
class Place:
    """The columns by which a DocType's rows belong to somebody; "" for none.

    ``unit`` holds the code of whatever unit it is: all kinds of units share one space of codes.
    """

    cluster: str = "cluster"
    group: str = "school_group"
    unit: str = "unit"
    school: str = ""
    subject: str = ""
    session: str = ""
    level: bool = False
    """Whether rows carry the level of their session or unit."""
    person: str = ""
    act: str = ""
    """Which act of the head, when delegated, is to write such a document."""


Relation = Callable[[Standing, Place], Predicate]


def _at(column: str, values) -> Predicate:
    return one_of(column, values) if column else NOTHING


def in_units(units: Units, place: Place) -> Predicate:
    """Of one of the clusters and groups, their subject groups included; where an office is for one level, of that."""
    narrow = units.of_one_level
    parts = [_at(place.cluster, units.clusters - narrow), _at(place.group, units.groups - narrow)]
    for code in sorted(narrow & units.codes):
        here = Units(units.clusters & {code}, units.groups & {code})
        parts.append(both(in_units(here, place), _of_levels(units.levels_in(code), place)))
    return either(parts)


def _of_levels(levels: frozenset[str], place: Place) -> Predicate:
    """Sessions for one of the levels, and what belongs to them. Plans, reports and units themselves have none."""
    if not (place.level or place.session):
        return EVERYTHING
    texts = {text for level in levels for text in levels_with(level)}
    about = either([one_of("level", texts), Empty("level")])
    return about if place.level else among(place.session, SESSION, "name", about)


def _under(units: Units, place: Place) -> Predicate:
    if units.are_all:
        return EVERYTHING
    return either([in_units(units, place), _at(place.school, units.schools)])


def leader(standing: Standing, place: Place) -> Predicate:
    """A leader of the authority that supervises the unit today."""
    return _under(standing.leader_over, place)


def officer(standing: Standing, place: Place) -> Predicate:
    """An officer of the authority that supervises the unit today."""
    return _under(standing.officer_over, place)


def head(standing: Standing, place: Place) -> Predicate:
    """The cluster's head, the group's lead; where headship is per level, of the own level."""
    return in_units(standing.heads, place)


def deputy(standing: Standing, place: Place) -> Predicate:
    return in_units(standing.deputy_of, place)


def delegate(standing: Standing, place: Place) -> Predicate:
    """A deputy inside a written, dated delegation of this act (P4.2)."""
    return in_units(standing.acts_for(place.act), place)


def _of_seats(seats: tuple[Seat, ...], place: Place) -> Predicate:
    parts = []
    for seat in seats:
        parent = place.cluster if seat.parent_type == CLUSTER else place.group
        parts.append(_at(place.unit, [seat.code]))
        if place.subject:
            parts.append(both(_at(parent, [seat.parent]), _at(place.subject, [seat.subject])))
    return either(parts)


def subject_lead(standing: Standing, place: Place) -> Predicate:
    """The lead of the subject group: of what the group does, and of what its unit does in the subject."""
    return _of_seats(standing.subject_lead_of, place)


def overseer(standing: Standing, place: Place) -> Predicate:
    """The school leader who oversees the subject group (E4.2a)."""
    return _of_seats(standing.overseer_of, place)


def _by_session(standing: Standing, place: Place, column: str) -> Predicate:
    """As long as he belongs to the unit: who has left it leaves the work on its papers too."""
    mine = _at(column, [standing.staff or ""])
    about = mine if place.session == "name" else among(place.session, SESSION, "name", mine)
    return both(about, in_units(standing.belongs_to, place))


def chair(standing: Standing, place: Place) -> Predicate:
    return _by_session(standing, place, "chair")


def secretary(standing: Standing, place: Place) -> Predicate:
    return _by_session(standing, place, "secretary")


def principal(standing: Standing, place: Place) -> Predicate:
    """The principal of a school that is a member of the unit."""
    return in_units(standing.principal_in, place)


def principal_after_sending(standing: Standing, place: Place) -> Predicate:
    """The same, once the minutes are out of their writers' hands."""
    return both(principal(standing, place), one_of("state", SENT))


def own_school(standing: Standing, place: Place) -> Predicate:
    """The principal of the very school."""
    return _at(place.school, standing.principal_of)


def colleague(standing: Standing, place: Place) -> Predicate:
    """Somebody at a school that is a member of the unit, or at the very school."""
    return either([in_units(standing.belongs_to, place), _at(place.school, standing.works_at)])


def oneself(standing: Standing, place: Place) -> Predicate:
    return _at(place.person, [standing.staff or ""])


def author(standing: Standing, place: Place) -> Predicate:
    """Who raises something in a unit to which he belongs."""
    return both(oneself(standing, place), colleague(standing, place))


def delegated_to(standing: Standing, place: Place) -> Predicate:
    return _at("delegate", [standing.staff or ""])


def invited(standing: Standing, place: Place) -> Predicate:
    """Somebody on the roll of the session."""
    return among(place.session, ATTENDANCE, "session", _at("staff", [standing.staff or ""]))


def attended(standing: Standing, place: Place) -> Predicate:
    """Somebody who was there, once the minutes are out for confirmation."""
    there = both(_at("staff", [standing.staff or ""]), one_of("state", ATTENDED_WORDS))
    return both(among(place.session, ATTENDANCE, "session", there), one_of("state", SENT))


def signed(standing: Standing, place: Place) -> Predicate:
    """Somebody who signed: what he signed stays his to read, wherever he works now."""
    return among("name", SIGNATURE, "minutes", _at("staff", [standing.staff or ""]))


def teacher_of_subject(standing: Standing, place: Place) -> Predicate:
    """A teacher of the session's subject at a member school, once the minutes are locked."""
    subjects = both(one_of("parenttype", [SESSION]), one_of("subject", standing.teaches))
    about = among(place.session, "Session Subject", "parent", subjects)
    return both(one_of("state", [MinutesState.LOCKED.value]), in_units(standing.belongs_to, place), about)


def _posted_at(schools) -> Predicate:
    return among("name", "Staff Posting", "parent", both(one_of("school", schools), Today()))


def _posted_in(units: frozenset[str]) -> Predicate:
    members = both(one_of("parent", units), Today())
    there = among("school", "Unit Member", "school", members)
    return among("name", "Staff Posting", "parent", both(there, Today()))


def leader_of_person(standing: Standing, _place: Place) -> Predicate:
    return EVERYTHING if standing.leader_over.are_all else _posted_at(standing.leader_over.schools)


def officer_of_person(standing: Standing, _place: Place) -> Predicate:
    return EVERYTHING if standing.officer_over.are_all else _posted_at(standing.officer_over.schools)


def principal_of_person(standing: Standing, _place: Place) -> Predicate:
    return _posted_at(standing.principal_of)


def convener_of_person(standing: Standing, _place: Place) -> Predicate:
    """Whoever convenes the people of a unit: its head, a deputy, the lead of one of its subject groups."""
    seats = frozenset(seat.parent for seat in standing.subject_lead_of)
    return _posted_in(standing.heads.codes | standing.deputy_of.codes | seats)


def colleague_of_person(standing: Standing, _place: Place) -> Predicate:
    """Somebody who works in the same units, or at the same school."""
    return either([_posted_in(standing.belongs_to.codes), _posted_at(standing.works_at)])


def neighbour(standing: Standing, _place: Place) -> Predicate:
    """Schools that are members of a unit to which one belongs."""
    members = both(one_of("parent", standing.belongs_to.codes), Today())
    return among("name", "Unit Member", "school", members)


def anybody(standing: Standing, _place: Place) -> Predicate:
    """Whoever works anywhere today: at a school or at an authority."""
    return EVERYTHING if standing.works_at or standing.authorities else NOTHING


def bound(standing: Standing, _place: Place) -> Predicate:
    """Whoever is under the authority, or works at it or above it; what names no authority is for everybody."""
    return both(
        anybody(standing, _place), either([one_of("authority", standing.authorities), Empty("authority")])
    )


def leader_of_authority(standing: Standing, _place: Place) -> Predicate:
    """A leader of the authority whose paper it is, or of one above it."""
    return one_of("authority", standing.leads)


def officer_of_authority(standing: Standing, _place: Place) -> Predicate:
    """An officer of the authority whose paper it is, or of one above it."""
    return one_of("authority", standing.serves)


def concerned(standing: Standing, _place: Place) -> Predicate:
    """Somebody at a school that is a member of a unit which a founding decision names, once it is applied."""
    named = among("name", "Cluster Founding Unit", "parent", one_of("unit_code", standing.belongs_to.codes))
    return both(one_of("status", ["Applied"]), named)


def asker(standing: Standing, place: Place) -> Predicate:
    """Who asked for it, as long as he works anywhere: what was made with his own rights is nobody else's."""
    return both(anybody(standing, place), one_of("owner", [standing.user]))


def ones_authorities(standing: Standing, _place: Place) -> Predicate:
    return one_of("name", standing.authorities)


def subject_team(standing: Standing, place: Place) -> Predicate:
    """Whoever teaches one of the session's subjects at the very school: its team keeps the extract (C4)."""
    subjects = both(one_of("parenttype", [SESSION]), one_of("subject", standing.teaches))
    about = among(place.session, "Session Subject", "parent", subjects)
    return both(_at(place.school, standing.works_at), about)


def reader_of_paper(standing: Standing, _place: Place) -> Predicate:
    """Whoever may read the plan or report that a version is of: its permission is asked, not repeated."""
    from .doors import condition  # the doors ask the table, and the table names this relation
    from .table import VERSIONED

    return either(
        both(
            one_of("reference_doctype", [paper]),
            among("reference_name", paper, "name", condition(paper, "r", standing)),
        )
        for paper in VERSIONED
    )
