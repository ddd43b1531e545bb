"""The world itself: complete, and gone without a trace afterwards."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.permissions import roles
from cum_chuyen_mon.permissions.standing import standing_of
from cum_chuyen_mon.permissions.table import CHILD_TABLES, GRANTS

from .people import APP_ROLES

TEXTS = ("Data", "Small Text", "Text", "Text Editor", "Long Text")
NO_WORDS = (
    *("school_year_code", "regulation_code", "unit_code", "school_code", "staff_code", "authority_code"),
    *(
        "semester",
        "period_code",
        "semester_code",
        "duty_code",
        "subjects",
        "units",
        "activity_kinds",
        "must_attend",
    ),
    *("phone", "cancel_reason"),
)
SHARED = (
    "Cluster Settings",
    "Teaching Subject",
    "Cluster Activity Kind",
    "Cluster Paper Kind",
    "Cluster Content Category",
)


def test_every_doctype_has_a_row_on_either_side(world):
    for rows in (world.rows_of_a, world.rows_of_b):
        empty = [d for d in (*GRANTS, *CHILD_TABLES) if d not in SHARED and not rows.get(f"tab{d}")]
        assert empty == []


def test_everybody_holds_the_roles_of_his_position(world):
    for position, user in world.a.users.items():
        standing = standing_of(user)
        if position not in ("roles_only", "no_roles"):
            held = set(frappe.get_roles(user)) & set(APP_ROLES)
            assert held == roles.wanted(standing), position


def plantable(doctype: str) -> list[str]:
    """Fields of words that somebody may write: no codes, no copies, no marks of the app's own."""
    return [
        f.fieldname
        for f in frappe.get_meta(doctype).fields
        if f.fieldtype in TEXTS and not f.read_only and not f.hidden and f.fieldname not in NO_WORDS
    ]


def test_every_field_of_words_on_side_b_holds_the_canary(world):
    without = []
    for doctype in (*GRANTS, *CHILD_TABLES):
        names = world.rows_of_b.get(f"tab{doctype}") if doctype not in SHARED else None
        rows = [frappe.db.get_value(doctype, name, "*", as_dict=True) for name in names or ()]
        for fieldname in plantable(doctype):
            if rows and not any(world.b.canary in str(row.get(fieldname) or "") for row in rows):
                without.append(f"{doctype}.{fieldname}")
    assert without == []


def test_nobody_of_side_a_has_any_business_on_side_b(world):
    """Otherwise an attack that succeeds would be no attack."""
    b_units = {world.b.code(code) for code in ("CUM", "NHOM", "MOT", "HAI", "BA", "NGOAI")}
    for position, user in world.a.users.items():
        standing = standing_of(user)
        held = [standing.belongs_to, standing.heads, standing.leader_over, standing.officer_over]
        codes = {code for units in held for code in units.clusters | units.groups | units.schools}
        assert not codes & b_units, position
