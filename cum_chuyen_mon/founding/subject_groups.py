"""All subject groups of a unit in one action (E4.2a, C5d, C5e): which are there, which are missing, who leads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import getdate

from cum_chuyen_mon.controllers.standing import standing_today, term_of
from cum_chuyen_mon.ledger.world import load_subjects
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.rules import subject_groups as rules
from cum_chuyen_mon.rules.levels import parse_levels
from cum_chuyen_mon.rules.obligations import Subject
from cum_chuyen_mon.rules.text import person_key
from cum_chuyen_mon.rules.words import Level, Position, UnitKind

GROUP, STAFF = UnitKind.SUBJECT_GROUP.value, "Member School Staff"
PARENTS = (UnitKind.CLUSTER.value, UnitKind.GROUP.value)


@dataclass(frozen=True)
class Wish:
    """What the head asks for in one subject; "" leaves a thing as it is."""

    subject: str
    lead: str = ""
    overseer: str = ""
    online_group_url: str = ""


def unit_for(unit_type: str, unit: str) -> Any:
    """The cluster or group whose head the user is. Throws for anybody who may not make its subject groups."""
    if unit_type not in PARENTS:
        frappe.throw("Chỉ cụm chuyên môn và nhóm liên trường có tổ bộ môn. Hãy chọn lại ô «Loại đơn vị».")
    doc = frappe.get_doc(unit_type, unit)
    doc.check_permission("read")
    new_group(doc).check_permission("create")
    return doc


def may_make(unit: Any) -> bool:
    """Whether the user may make the unit's subject groups: its form offers it."""
    return bool(frappe.has_permission(GROUP, "create", doc=new_group(unit)))


def new_group(unit: Any) -> Any:
    return frappe.get_doc({"doctype": GROUP, "parent_type": unit.doctype, "parent_unit": unit.name})


def overview(unit: Any) -> dict:
    """Every subject of the unit with its group, if there is one, and whom the head may name.

    ``{"subjects": [{"subject", "subject_title", "group", "title", "lead", "overseer", "online_group_url",
    "leads": [staff codes]}], "overseers": [staff codes], "people": {staff code: "name, school"}}``
    """
    today, posts = getdate(), posts_in(unit)
    there = existing(unit)
    lead_school = next((row.school for row in standing_today(unit.members) if row.is_lead), "")
    subjects = []
    for subject in taught_in(unit):
        group = there.get(subject.code)
        seats = _seats(group) if group else {}
        offered = rules.offered_lead(posts, subject.code, lead_school, today)
        subjects.append(
            {
                "subject": subject.code,
                "subject_title": subject.title,
                "group": group.name if group else "",
                "title": group.unit_title if group else _title(unit, subject),
                "lead": seats.get(Position.SUBJECT_LEAD.value) or ("" if group else offered),
                "overseer": seats.get(Position.OVERSEEING_LEADER.value, ""),
                "online_group_url": (group.online_group_url if group else "") or "",
                "leads": rules.may_lead(posts, subject.code, today),
            }
        )
    overseers = rules.may_oversee(posts, today)
    named = {code for row in subjects for code in (row["lead"], row["overseer"], *row["leads"]) if code}
    return {"subjects": subjects, "overseers": overseers, "people": people({*named, *overseers})}


def make(unit: Any, wishes: Collection[Wish]) -> dict:
    """Make the groups that are missing, and fill the empty seats of those that are there.

    ``{"made": [codes], "changed": [codes]}``. Doing it twice, or twice at once, makes each group once. Throws for a
    subject that the unit does not have, somebody who may not lead or oversee, and a seat that is taken.
    """
    # one at a time for each unit, and what is read after it is up to date
    frappe.db.get_value(unit.doctype, unit.name, "name", for_update=True)
    there, posts = existing(unit, for_update=True), posts_in(unit)
    subjects = {subject.code: subject for subject in taught_in(unit)}
    done: dict[str, list[str]] = {"made": [], "changed": []}
    for wish in wishes:
        subject = subjects.get(wish.subject)
        if subject is None:
            frappe.throw(f"{unit.unit_title} không có môn «{wish.subject}». Hãy chọn môn trong danh sách.")
        _check(wish, subject, posts)
        group = there.get(wish.subject)
        if group is None:
            done["made"].append(_insert(unit, subject, wish))
        elif _fill(group, subject, wish):
            group.save()
            done["changed"].append(group.name)
    return done


def taught_in(unit: Any) -> list[Subject]:
    """The subjects of the unit's levels; of his own level for who heads the unit for one level only."""
    levels = parse_levels(unit.levels)
    own = frozenset(Level(level) for level in standing_of().heads.levels_in(unit.name))
    return rules.subjects_taught(load_subjects(), levels & own if own else levels)


def existing(unit: Any, for_update: bool = False) -> dict[str, Any]:
    """Subject → its group in the unit."""
    filters = {"parent_type": unit.doctype, "parent_unit": unit.name, "disabled": 0}
    names = frappe.db.get_values(GROUP, filters, "name", for_update=for_update)
    # what was made since this transaction began is seen by locking reads only
    groups = [frappe.get_doc(GROUP, name, for_update=for_update) for (name,) in names or ()]
    today = getdate()
    working = [g for g in groups if term_of(g).holds(today)]
    return {group.subject: group for group in working}


def posts_in(unit: Any) -> list[rules.Post]:
    """The posts at the unit's member schools that hold today."""
    schools = [row.school for row in standing_today(unit.members)]
    rows = frappe.get_all(
        "Staff Posting",
        filters={"parenttype": STAFF, "school": ("in", schools or [""])},
        fields=["parent", "school", "position", "subject", "from_date", "to_date"],
        order_by="parent, idx",
        limit_page_length=0,
    )
    people_there = {"name": ("in", [row.parent for row in rows] or [""]), "disabled": 1}
    left = set(frappe.get_all(STAFF, filters=people_there, pluck="name"))
    return [
        rules.Post(
            row.parent,
            row.school,
            Position(row.position),
            row.subject or "",
            term_of(row),
        )
        for row in rows
        if row.parent not in left
    ]


def people(codes: Collection[str]) -> dict[str, str]:
    """Staff code → name and school, in Vietnamese order, of those the user may read."""
    rows = frappe.get_list(
        STAFF,
        filters={"name": ("in", sorted(codes) or [""])},
        fields=["name", "full_name", "school.school_name as school_name"],
        limit_page_length=0,
    )
    ranked = sorted(rows, key=lambda row: person_key(row.full_name))
    return {row.name: ", ".join(filter(None, [row.full_name, row.school_name])) for row in ranked}


def _check(wish: Wish, subject: Subject, posts: list[rules.Post]) -> None:
    today = getdate()
    if wish.lead and wish.lead not in rules.may_lead(posts, subject.code, today):
        frappe.throw(
            f"Môn {subject.title}, ô «Tổ trưởng»: «{wish.lead}» không phải tổ trưởng chuyên môn hay giáo viên môn này "
            "ở một trường thành viên. Hãy chọn trong danh sách, hoặc ghi môn dạy ở hồ sơ cán bộ."
        )
    if wish.overseer and wish.overseer not in rules.may_oversee(posts, today):
        frappe.throw(
            f"Môn {subject.title}, ô «Lãnh đạo phụ trách»: «{wish.overseer}» không phải hiệu trưởng hay phó hiệu "
            "trưởng của một trường thành viên. Hãy chọn trong danh sách."
        )


def _insert(unit: Any, subject: Subject, wish: Wish) -> str:
    group = new_group(unit)
    group.update(
        {
            "unit_code": rules.group_code(unit.unit_code, subject.code),
            "unit_title": _title(unit, subject),
            "subject": subject.code,
            "from_date": getdate(),
        }
    )
    _fill(group, subject, wish)
    return group.insert().name


def _fill(group: Any, subject: Subject, wish: Wish) -> bool:
    """Put what is wished where nothing is; whether anything was. Throws where somebody else sits."""
    filled = False
    seats = _seats(group)
    for position, person in (
        (Position.SUBJECT_LEAD.value, wish.lead),
        (Position.OVERSEEING_LEADER.value, wish.overseer),
    ):
        if person and seats.get(position) not in (None, person):
            frappe.throw(
                f"{group.unit_title} đã có {frappe._(position).lower()}. "
                "Muốn thay người, hãy mở tổ bộ môn, ghi ngày kết thúc cho dòng cũ rồi thêm dòng mới."
            )
        if person and position not in seats:
            group.append("officers", {"position": position, "staff": person, "from_date": getdate()})
            filled = True
    if wish.online_group_url and wish.online_group_url != group.online_group_url:
        group.online_group_url, filled = wish.online_group_url, True
    return filled


def _seats(group: Any) -> Mapping[str, str]:
    """Position → who holds it today."""
    return {row.position: row.staff for row in standing_today(group.officers)}


def _title(unit: Any, subject: Subject) -> str:
    return rules.group_title(UnitKind(unit.doctype), unit.unit_title, subject.title)
