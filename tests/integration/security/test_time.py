"""Positions change with the calendar and with papers, and from the next request on so does what one may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from . import cells
from .cells import let_in, reading, updating
from .people import Side

YESTERDAY = timedelta(days=-1)


@pytest.fixture(autouse=True)
def _undone(world: Any) -> Iterator[None]:
    guard = world.guard()
    yield
    guard.find()


@pytest.fixture
def sees(world: Any, as_: Any) -> Any:
    """`sees(position, key)`: whether he may read that document now."""
    return lambda position, key: let_in(reading(*world.a.docs[key]).send(as_(position)))


@pytest.fixture
def writes(world: Any, as_: Any) -> Any:
    return lambda position, key: let_in(updating(*world.a.docs[key]).send(as_(position)))


def convenes(world: Any, as_: Any, position: str) -> bool:
    document, _row = cells.creations(world.a, position)["session of the cluster"]
    return let_in(cells.creating(document).send(as_(position)))


def saved(doctype: str, name: str) -> Any:
    frappe.db.rollback()
    return frappe.get_doc(doctype, name)


def commit(doc: Any) -> None:
    doc.save()
    frappe.db.commit()


def end_office(side: Side, unit: str, who: str) -> Any:
    """The person's office in a unit ended yesterday; the unit."""
    doc = saved(*side.docs[unit])
    for row in doc.officers:
        if row.staff == side.staff(who) and not row.to_date:
            row.to_date = getdate() + YESTERDAY
    commit(doc)
    return doc


def move(side: Side, who: str, school: str) -> None:
    """The person works at another school from today on."""
    doc = saved("Member School Staff", side.staff(who))
    row = doc.postings[0]
    row.to_date = getdate() + YESTERDAY
    new = {"school": side.code(school), "position": row.position, "subject": row.subject}
    doc.append("postings", {**new, "from_date": getdate()})
    commit(doc)


def test_a_head_whose_term_ended_convenes_no_more(world, as_, sees, writes):
    assert convenes(world, as_, "head")
    assert writes("head", "plan_cluster")
    end_office(world.a, "cluster", "head")
    assert not convenes(world, as_, "head")
    assert not writes("head", "plan_cluster")
    assert sees("head", "plan_cluster"), "he still is the principal of a member school"


def test_a_head_who_left_his_school_is_no_head_of_the_cluster(world, as_, sees):
    move(world.a, "head", "NGOAI")
    assert not convenes(world, as_, "head")
    assert not sees("head", "plan_cluster")


def test_a_term_that_begins_tomorrow_gives_nothing_today(world, as_):
    doc = saved(*world.a.docs["cluster"])
    for row in doc.officers:
        if row.staff == world.a.staff("head"):
            row.from_date = getdate() - YESTERDAY
    commit(doc)
    assert not convenes(world, as_, "head")


def test_a_teacher_who_moved_loses_the_subject_and_keeps_what_he_signed(world, sees):
    assert sees("invited", "minutes_locked")
    assert sees("invited", "group")
    move(world.a, "invited", "NGOAI")
    assert not sees("invited", "group")
    assert not sees("invited", "plan_group")
    assert sees("invited", "minutes_locked"), "he signed them"
    assert sees("invited", "signature_refused"), "his own answer"


def test_a_teacher_of_another_subject_who_changes_his_subject_reads_its_minutes(world, sees):
    assert not sees("uninvited", "minutes_locked")
    doc = saved("Member School Staff", world.a.staff("uninvited"))
    doc.postings[0].subject = "TOAN"
    commit(doc)
    assert sees("uninvited", "minutes_locked")
    assert not sees("uninvited", "minutes_draft")


def test_old_papers_stay_with_who_signed_them(sees):
    assert sees("former_signer", "minutes_locked")
    assert not sees("former_signer", "minutes_draft")
    assert not sees("former_signer", "session_cluster")
    assert not sees("former_signer", "group")


@pytest.mark.parametrize(
    "ending",
    [
        lambda: {"to_date": getdate() + YESTERDAY},
        lambda: {"revoked_on": getdate()},
        lambda: {"convene": 0},
        lambda: {"from_date": getdate() - YESTERDAY},
    ],
    ids=["ran out", "revoked today", "of other acts", "not begun"],
)
def test_a_delegation_that_does_not_hold_gives_nothing(world, as_, ending):
    assert convenes(world, as_, "delegate")
    frappe.db.set_value("Cluster Delegation", world.a.name("delegation"), ending())
    frappe.db.commit()
    assert not convenes(world, as_, "delegate")


def test_a_delegation_ends_with_the_term_of_who_gave_it(world, as_):
    """Another heads the cluster from today; what his predecessor gave is over."""
    doc = end_office(world.a, "cluster", "head")
    doc.append(
        "officers", {"position": "Cluster Head", "staff": world.a.staff("principal"), "from_date": getdate()}
    )
    commit(doc)
    assert not convenes(world, as_, "delegate")


def test_while_nobody_heads_the_cluster_its_deputies_convene(world, as_):
    """Somebody has to call the election (N5.1); nobody else of the cluster does."""
    end_office(world.a, "cluster", "head")
    assert convenes(world, as_, "deputy")
    assert not convenes(world, as_, "principal")
    assert not convenes(world, as_, "head")


def test_a_delegation_ends_with_the_office_of_who_got_it(world, as_, sees):
    end_office(world.a, "cluster", "delegate")
    assert not convenes(world, as_, "delegate")
    assert not sees("delegate", "plan_cluster")
    assert sees("delegate", "delegation"), "the paper is his all the same"


def test_a_unit_under_another_authority_is_looked_after_there(world, sees):
    """A-PHONG hands the cluster over; its leader keeps the group, and B's leader is not asked for."""
    doc = saved(*world.a.docs["cluster"])
    other = frappe.get_doc(
        {
            "doctype": "Education Authority",
            "authority_code": world.a.code("XA"),
            "authority_name": "Xã",
            "kind": "Commune Committee",
            "is_group": 0,
            "parent_education_authority": world.a.code("SO"),
        }
    ).insert()
    doc.authorities[0].to_date = getdate() + YESTERDAY
    doc.append("authorities", {"authority": other.name, "from_date": getdate()})
    commit(doc)
    assert not sees("leader", "plan_cluster")
    assert not sees("leader", "cluster")
    assert not sees("officer", "session_cluster")
    assert sees("leader", "plan_group")
    _post(world.a, "leader", other.name)
    assert sees("leader", "plan_cluster")
    assert not sees("leader", "plan_group")


def _post(side: Side, who: str, authority: str) -> None:
    """His post is at that authority from now on."""
    doc = saved(*side.docs[f"authority_staff_{who}"])
    doc.authority = authority
    commit(doc)


def test_an_officer_of_the_authority_above_sees_what_is_below(world, sees):
    _post(world.a, "officer", world.a.code("SO"))
    assert sees("officer", "plan_cluster")


@pytest.mark.parametrize(
    "ending", [lambda: {"to_date": getdate() + YESTERDAY}, lambda: {"disabled": 1}], ids=["ended", "disabled"]
)
def test_a_post_at_an_authority_that_ended_gives_nothing(world, sees, ending):
    doc = saved(*world.a.docs["authority_staff_leader"])
    doc.update(ending())
    commit(doc)
    assert not sees("leader", "plan_cluster")
    assert not sees("leader", "regulation")


def test_a_principal_who_left_his_post_sees_as_little_as_anybody(world, sees, writes):
    assert sees("principal", "report_school")
    doc = saved("Member School Staff", world.a.staff("principal"))
    doc.postings[0].to_date = getdate() + YESTERDAY
    commit(doc)
    for key in ("report_school", "plan_cluster", "session_draft", "school_ba", "staff_invited"):
        assert not sees("principal", key), key
    assert not writes("principal", "report_school")


def test_staff_who_are_disabled_are_nobody(world, sees):
    doc = saved("Member School Staff", world.a.staff("head"))
    doc.disabled = 1
    commit(doc)
    for key in ("plan_cluster", "minutes_cluster", "school_mot"):
        assert not sees("head", key), key


def test_a_school_that_leaves_the_group_takes_its_people_along(world, sees):
    doc = saved(*world.a.docs["group"])
    for row in doc.members:
        if row.school == world.a.code("BA"):
            row.to_date = getdate() + YESTERDAY
    commit(doc)
    assert not sees("principal", "plan_group")
    assert not sees("overseer", "minutes_draft")
    assert sees("principal", "plan_cluster")


def test_a_login_taken_from_a_person_takes_his_position(world, sees):
    doc = saved("Member School Staff", world.a.staff("secretary"))
    doc.user = None
    commit(doc)
    assert not sees("secretary", "minutes_draft")
