"""Looking up a person's standing costs the same for a district and for a province; its condition is the table's."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.permissions.doors import condition, query_condition
from cum_chuyen_mon.permissions.predicate import EVERYTHING, NOTHING
from cum_chuyen_mon.permissions.standing import forget, standing_of
from cum_chuyen_mon.permissions.table import CHILD_TABLES, GRANTS, PLACES

from . import factory
from .holders import authority_login, login
from .test_reports_desk import counted


@pytest.fixture
def made() -> factory.District:
    return factory.build(year="T-NAY", around=getdate())


def more_units(made: factory.District, number: int) -> None:
    for n in range(number):
        school = f"T-THEM-{n}"
        factory.add_school(made, school)
        factory.insert(
            "Inter-School Group",
            unit_code=f"T-NHOM-{n}",
            unit_title=f"Nhóm {n}",
            levels="THCS",
            members=[{"school": s, "is_lead": int(s == school)} for s in (school, "T-AN")],
            authorities=[{"authority": made.authority}],
        )


@pytest.mark.parametrize("who", ["head", "leader"])
def test_the_number_of_queries_does_not_grow_with_the_units(made, who):
    user = login("T-AN-HT") if who == "head" else authority_login(made.authority, "Authority Leader")

    def queries() -> int:
        forget()
        standing_of(user)  # what Frappe itself keeps in its caches is not counted
        forget()
        with counted() as queries:
            standing_of(user)
        return len(queries)

    few = queries()
    more_units(made, 4)
    assert queries() == few
    assert (
        len(standing_of(user).belongs_to.groups if who == "head" else standing_of(user).leader_over.groups)
        == 5
    )


def test_a_standing_is_looked_up_once_a_request(made):
    user = login("T-AN-HT")
    standing_of(user)
    with counted() as queries:
        standing_of(user)
    assert queries == []


def test_whoever_is_over_all_units_gets_no_condition(made):
    """A department on a site of its own: a list of thousands of codes would restrict nothing."""
    user = authority_login("T-SO", "Authority Officer")
    assert query_condition(user, "Cluster Session") == ""
    factory.insert("Education Authority", authority_code="T-KHAC", authority_name="Cơ quan khác")
    group = frappe.get_doc("Inter-School Group", made.group)
    group.authorities[0].to_date = getdate() - timedelta(days=1)
    group.append("authorities", {"authority": "T-KHAC", "from_date": getdate()})
    group.save()
    assert "'T-CUM'" in query_condition(user, "Cluster Session")
    assert "'T-NHOM'" not in query_condition(user, "Cluster Session")


def test_nobody_gets_nothing(made):
    """Frappe takes an empty condition for no restriction."""
    for doctype in GRANTS:
        assert query_condition("Guest", doctype) == "(1=0)", doctype
        assert condition(doctype, "r", standing_of("Guest")) == NOTHING
    assert condition("Cluster Session", "w", standing_of("Administrator")) == EVERYTHING


def test_the_table_knows_every_doctype_of_the_app(made):
    """A new DocType has to say who may see it before it is used."""
    ours = frappe.get_all("DocType", filters={"module": "Cum Chuyen Mon"}, fields=["name", "istable"])
    assert {row.name for row in ours if not row.istable} == set(GRANTS)
    assert {row.name for row in ours if row.istable} == set(CHILD_TABLES)


@pytest.mark.parametrize("doctype", sorted(PLACES))
def test_the_columns_of_every_place_exist(made, doctype):
    place, columns = PLACES[doctype], {"name", *frappe.get_meta(doctype).get_valid_columns()}
    named = (place.cluster, place.group, place.unit, place.school, place.subject, place.session, place.person)
    assert {column for column in named if column} <= columns


def test_the_roles_of_the_doctypes_are_the_shadow_of_the_table(made):
    """A role's DocPerm allows what some relation of its holders allows, no more and no less; nobody shares."""
    from cum_chuyen_mon.permissions.table import ROLE_OF

    letters = {"read": "r", "write": "w", "create": "c", "delete": "d", "cancel": "x", "amend": "a"}
    for doctype, grants in GRANTS.items():
        rows = [p for p in frappe.get_meta(doctype).permissions if not p.permlevel]
        assert not any(p.share for p in rows), doctype
        for role, relations in ROLE_OF.items():
            wanted = {
                letter for relation, actions in grants.items() if relation in relations for letter in actions
            }
            found = {letters[k] for p in rows if p.role == role for k in letters if p.get(k)}
            assert found == (wanted | {"r"} if wanted else set()), (doctype, role)
