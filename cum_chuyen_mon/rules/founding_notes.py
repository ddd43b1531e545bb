"""Gaps and overlaps that a founding decision leaves, and that nobody forbids: said before it is applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from .founding import OFFICES, Decision, Site, as_unit
from .levels import level_text
from .text import clean, join_vi
from .units import Unit
from .words import HEADS, Level, Position, UnitKind


def after(decision: Decision, site: Site) -> list[Unit]:
    """The clusters and groups as they stand on the first day of a decision that was carried out."""
    named = {unit.code: unit for unit in decision.units}
    stay = [
        unit
        for code, unit in site.units.items()
        if unit.kind in OFFICES and code not in named and unit.term.holds(decision.first_day)
    ]
    return [*stay, *(as_unit(row, decision, site) for row in decision.units if row.goes_on)]


def notes_on(decision: Decision, site: Site) -> list[str]:
    """What whoever decides should know and may yet want: gaps and overlaps that nobody forbids."""
    day = decision.first_day
    units = after(decision, site)
    clusters = [u for u in units if u.kind is UnitKind.CLUSTER and decision.authority in _chain(u, site, day)]
    return [
        *_without_cluster(decision, clusters, site),
        *_in_another_cluster(decision, clusters, site),
        *_of_other_levels(decision, site),
        *_without_head(decision, units),
        *_not_of_the_lead_school(decision, site),
        *_same_area(decision, clusters, site),
    ]


def _chain(unit: Unit, site: Site, day: date) -> tuple[str, ...]:
    return site.tree.chain(unit.authority_on(day))


def _without_cluster(decision: Decision, clusters: Sequence[Unit], site: Site) -> Iterator[str]:
    """Schools of the authority that teach a level for which it has clusters, and belong to none of them."""
    day = decision.first_day
    levels = {level for cluster in clusters for level in cluster.levels}
    placed = {school for cluster in clusters for school in cluster.members_on(day)}
    missing = [
        unit.title or code
        for code, unit in site.units.items()
        if unit.kind is UnitKind.SCHOOL
        and code not in placed
        and unit.levels & levels
        and site.is_under(code, decision.authority, day)
    ]
    if missing and clusters:
        yield f"Chưa thuộc cụm nào: {join_vi(missing)}."


def _in_another_cluster(decision: Decision, clusters: Sequence[Unit], site: Site) -> Iterator[str]:
    named = {unit.code for unit in decision.units}
    for cluster in clusters:
        for other in clusters:
            if cluster.code in named and other.code not in named and cluster.levels & other.levels:
                both = set(cluster.members_on(decision.first_day)) & set(other.members_on(decision.first_day))
                if both:
                    schools = join_vi(sorted(site.title(code) for code in both))
                    yield f"{schools}: vừa thuộc {cluster.title}, vừa thuộc {other.title} cùng cấp."


def _of_other_levels(decision: Decision, site: Site) -> Iterator[str]:
    for row in decision.units:
        others = [
            site.title(member.school)
            for member in row.members
            if (school := site.school(member.school)) and row.levels and not school.levels & row.levels
        ]
        if others and row.goes_on:
            yield f"{row.name} cấp {level_text(row.levels)} có trường không dạy cấp này: {join_vi(others)}."


def _without_head(decision: Decision, units: Sequence[Unit]) -> Iterator[str]:
    named = {row.code for row in decision.units}
    for unit in units:
        if unit.code in named and not any(o.position in HEADS for o in unit.officers):
            who = "cụm trưởng" if unit.kind is UnitKind.CLUSTER else "nhóm trưởng"
            yield f"{unit.title} chưa có {who}."


def _not_of_the_lead_school(decision: Decision, site: Site) -> Iterator[str]:
    """C2.2: the lead school leads, that is its principal."""
    for row in decision.units:
        leads = {member.school for member in row.members if member.is_lead}
        leaders = [o.person for o in row.officers if o.position is Position.GROUP_LEAD]
        if row.goes_on and leads and leaders:
            posts = site.posts(leaders[0], leads, decision.first_day)
            if Position.PRINCIPAL not in posts:
                yield f"{row.name}: nhóm trưởng không phải hiệu trưởng của trường nhóm trưởng."


def _same_area(decision: Decision, clusters: Sequence[Unit], site: Site) -> Iterator[str]:
    """N5.1 has one cluster per district. Whether an authority wants that is not a number, so it is only said."""
    areas = {**site.areas, **{row.code: row.area for row in decision.units if row.area}}
    found: dict[tuple[str, Level], list[str]] = {}
    for cluster in clusters:
        area = clean(areas.get(cluster.code)).casefold()
        for level in cluster.levels if area else ():
            found.setdefault((area, level), []).append(cluster.code)
    titles = {cluster.code: cluster.title for cluster in clusters}
    for (_area, level), codes in found.items():
        if len(codes) > 1:
            where = areas[codes[0]]
            yield f"Địa bàn {where} có {len(codes)} cụm cấp {level}: {join_vi(titles[code] for code in codes)}."
