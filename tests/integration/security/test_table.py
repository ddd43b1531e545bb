"""Every cell of the table over HTTP: position × document × action, on one's own side.

What a position holds is asked of ``relations.py``; that this is what DOMAIN.md means is typed by hand further down.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from cum_chuyen_mon.permissions.table import GRANTS

from . import cells
from .people import AT_SCHOOLS, ATTACKERS


@pytest.fixture
def undone(world: Any) -> Iterator[None]:
    """Puts everything back that a request of the test wrote."""
    guard = world.guard()
    yield
    guard.find()


@pytest.fixture
def person(request: pytest.FixtureRequest, world: Any, as_: Any) -> tuple[str, Any, Any]:
    position = request.param
    frappe.db.rollback()
    return position, cells.standing(world.a, position), as_(position)


each_person = pytest.mark.parametrize("person", ATTACKERS, indirect=True)


@each_person
def test_reading_and_lists(world, person):
    position, standing, client = person
    wrong, cases = [], 0
    for key, (doctype, name) in world.a.docs.items():
        wanted = "r" in cells.granted(standing, doctype, cells.row_of(doctype, name))
        got = cells.let_in(cells.reading(doctype, name).send(client))
        cases += 1
        if got != wanted:
            wrong.append(f"{key}: {'reads' if got else 'does not read'}")
    for doctype in (d for d in GRANTS if d != "Cluster Settings"):
        names = world.rows_of_a.get(f"tab{doctype}", set())
        wanted_names = {n for n in names if "r" in cells.granted(standing, doctype, cells.row_of(doctype, n))}
        listed = cells.names_listed(client, doctype)
        cases += 1
        if listed & names != wanted_names:
            wrong.append(f"list of {doctype}: differs by {sorted((listed & names) ^ wanted_names)}")
        strangers = listed & world.rows_of_b.get(f"tab{doctype}", set())
        if strangers:
            wrong.append(f"list of {doctype}: strangers {sorted(strangers)}")
    assert wrong == [], f"{position}, {cases} cases"


@each_person
@pytest.mark.usefixtures("undone")
def test_updating_deleting_and_cancelling(world, person):
    position, standing, client = person
    wrong = []
    rows = {key: cells.row_of(*doc) for key, doc in world.a.docs.items()}
    for key, (doctype, name) in world.a.docs.items():
        may = cells.granted(standing, doctype, rows[key])
        got = cells.let_in(cells.updating(doctype, name).send(client))
        letter = "x" if key == "minutes_locked" else "w"  # locked: whoever may cancel them writes his reason
        if got != (letter in may):
            wrong.append(f"{key}: {'updates' if got else 'does not update'}")
    for key, (doctype, name) in world.a.docs.items():
        may = cells.granted(standing, doctype, rows[key])
        if key == "minutes_locked":
            got = cells.let_in(cells.cancelling(doctype, name).send(client))
            if got != ("x" in may):
                wrong.append(f"{key}: {'cancels' if got else 'does not cancel'}")
        got = cells.let_in(cells.deleting(doctype, name).send(client))
        if got != ("d" in may):
            wrong.append(f"{key}: {'deletes' if got else 'does not delete'}")
    assert wrong == [], position


@each_person
@pytest.mark.usefixtures("undone")
def test_creating(world, person):
    position, standing, client = person
    wrong = []
    for what, (document, row) in cells.creations(world.a, position).items():
        wanted = "c" in cells.granted(standing, document["doctype"], row)
        response = cells.creating(document).send(client)
        got = cells.let_in(response)
        if got != wanted:
            wrong.append(f"{what}: {'creates' if got else 'does not create'}")
        elif wanted and not response.ok:
            wrong.append(f"{what}: may, but {response.json().get('exception', '')[:150]}")
    assert wrong == [], position


@each_person
@pytest.mark.usefixtures("undone")
def test_amending(world, person):
    """An amendment takes the place of cancelled minutes: whoever may only write minutes makes none."""
    position, standing, client = person
    minutes, session = world.a.name("minutes_locked"), world.a.name("session_locked")
    row = cells.row_of("Cluster Minutes", minutes)
    frappe.db.set_value("Cluster Minutes", minutes, "docstatus", 2)
    frappe.db.set_value("Cluster Session", session, "minutes_state", "None")
    frappe.db.commit()
    may = cells.granted(standing, "Cluster Minutes", row)
    got = cells.let_in(cells.amending(session, minutes).send(client))
    assert got == ("a" in may), f"{position} {'amends' if got else 'does not amend'}"


@pytest.mark.parametrize("position", ["group_lead", "subject_lead", "chair"])
@pytest.mark.usefixtures("undone")
def test_who_may_cancel_locked_minutes_can_say_why_and_cancel(world, as_, position):
    """As the desk does: the reason is saved first, then the minutes are cancelled."""
    doctype, name = world.a.docs["minutes_locked"]
    doc = json.loads(frappe.as_json(frappe.get_doc(doctype, name)))
    saving = {"doc": json.dumps({**doc, "cancel_reason": "Nhầm buổi"}), "action": "Update"}
    saved = cells.post("api/method/frappe.desk.form.save.savedocs", **saving).send(as_(position))
    assert saved.ok, saved.text[:300]
    cancelled = cells.post("api/method/frappe.desk.form.save.cancel", doctype=doctype, name=name).send(
        as_(position)
    )
    assert cancelled.ok, cancelled.text[:300]


OF_GROUP_TOAN = {"leader", "officer", "group_lead", "subject_lead", "overseer", "chair", "secretary"}
PRINCIPALS = {"head", "group_lead", "principal"}
OF_CLUSTER = {"leader", "officer", "head", "deputy", "delegate"}
NOBODY_ELSE = {"former_head", "roles_only", "no_roles", "guest"}

READERS = {
    # key: (who must read it, who may be either)
    "session_draft": (OF_GROUP_TOAN | PRINCIPALS | {"invited"}, {"former_signer"}),
    "session_locked": (OF_GROUP_TOAN | PRINCIPALS | {"invited", "former_signer"}, set()),
    "minutes_draft": (OF_GROUP_TOAN, {"head", "principal"}),
    "minutes_waiting": (OF_GROUP_TOAN | {"invited"}, {"head", "principal", "former_signer"}),
    "minutes_locked": (OF_GROUP_TOAN | PRINCIPALS | {"invited", "former_signer"}, set()),
    "copy_ba": ({"leader", "officer", "group_lead", "principal", "invited"}, set()),
    "copy_hai": ({"leader", "officer", "group_lead", "secretary"}, set()),
    "session_cluster": (OF_CLUSTER | PRINCIPALS, {"writer"}),
    "minutes_cluster": (OF_CLUSTER, PRINCIPALS),
    "task": (OF_GROUP_TOAN | PRINCIPALS, set()),
    "plan_cluster": (OF_CLUSTER | PRINCIPALS, set()),
    "plan_group": ({"leader", "officer"} | PRINCIPALS, {"subject_lead"}),
    "plan_comment": (OF_CLUSTER | PRINCIPALS, set()),
    "report_cluster": (OF_CLUSTER | PRINCIPALS, set()),
    "report_school": ({"leader", "officer", "principal"}, set()),
    "version": (OF_CLUSTER | PRINCIPALS, set()),
    "difficulty_group": ({"leader", "officer", "group_lead", "principal", "invited"}, {"head"}),
    "delegation": ({"leader", "officer", "head", "delegate"}, {"deputy"}),
    "headship": (OF_CLUSTER | PRINCIPALS, set()),
    "obligation_cluster": (OF_CLUSTER | PRINCIPALS, set()),
    "attendance_draft": (OF_GROUP_TOAN - {"overseer"} | {"principal", "invited"}, {"overseer"}),
    "consent": ({"invited"}, set()),
    "founding": ({"leader", "officer"}, set()),
    "founding_applied": (
        {"leader", "officer", *AT_SCHOOLS} - {"colleague", "writer", "former_signer", "former_head"},
        set(),
    ),
    "paper_template": (
        {"leader", "officer", *AT_SCHOOLS} - {"colleague", "writer"},
        set(),
    ),
    "bundle": ({"leader"}, set()),
    "import": (set(), set()),
    "authority_staff_leader": (set(), set()),
}
"""Who sees what, as DOMAIN.md's table of positions reads."""

WRITERS = {
    "session_draft": ({"group_lead", "subject_lead", "chair"}, set()),
    "session_cluster": ({"head", "delegate"}, set()),
    "minutes_draft": ({"group_lead", "subject_lead", "chair", "secretary"}, set()),
    "attendance_draft": ({"group_lead", "subject_lead", "chair", "secretary"}, set()),
    "task": ({"group_lead", "subject_lead", "chair", "secretary"}, set()),
    "plan_cluster": ({"leader", "head", "delegate"}, set()),
    "plan_group": ({"leader", "group_lead"}, set()),
    "plan_comment": ({"principal"}, set()),
    "report_cluster": ({"leader", "officer", "head", "delegate"}, set()),
    "report_school": ({"leader", "officer", "principal"}, set()),
    "difficulty_group": ({"leader", "officer", "group_lead", "principal", "invited"}, set()),
    "delegation": ({"head"}, set()),
    "headship": ({"leader", "officer", "head", "delegate"}, set()),
    "obligation_cluster": ({"leader", "officer"}, set()),
    "founding": ({"leader"}, set()),
    "founding_applied": ({"leader"}, set()),
    "paper_template": ({"leader", "officer"}, set()),
    "bundle": (set(), set()),
    "cluster": (set(), set()),
    "group": (set(), set()),
    "staff_invited": (set(), set()),
    "year": (set(), set()),
    "regulation": (set(), set()),
    "signature": (set(), set()),
    "copy_ba": (set(), set()),
    "version": (set(), set()),
}

MAKERS = {
    "paper template": {"leader", "officer"},
    "session of the cluster": {"head", "delegate"},
    "session of the group about Toán": {"group_lead", "subject_lead"},
    "session of the group about Ngữ văn": {"group_lead"},
    "guest of the group's session": {"group_lead", "subject_lead", "chair", "secretary"},
    "plan of the cluster": {"head", "delegate"},
    "plan of the group": {"group_lead"},
    "answer to the plan of the group": {"principal"},
    "report of the cluster": {"head", "delegate"},
    "report of the group": {"group_lead"},
    "report of a school": {"principal"},
    "delegation": {"head"},
    "founding decision": {"leader"},
    "headship of the cluster": {"officer", "head", "delegate"},
    "headship of the group": {"officer", "group_lead"},
    "school": set(),
    "staff": set(),
    "signature": set(),
    "task": set(),
    "minutes copy": set(),
    "paper version": set(),
    "paper bundle": set(),
    "authority staff": set(),
    "subject": set(),
}


def differing(got: set[str], must: set[str], either: set[str]) -> str:
    """Who is let in but should not be, and the other way round."""
    more, less = sorted(got - must - either), sorted(must - got)
    return f"let in: {more}, kept out: {less}" if more or less else ""


@pytest.mark.parametrize("key", READERS)
def test_who_reads_by_the_table_of_positions(world, as_, key):
    must, either = READERS[key]
    call = cells.reading(*world.a.docs[key])
    got = {position for position in ATTACKERS if cells.let_in(call.send(as_(position)))}
    assert not differing(got, must, either), differing(got, must, either)


@pytest.mark.parametrize("key", WRITERS)
@pytest.mark.usefixtures("undone")
def test_who_writes_by_the_table_of_positions(world, as_, key):
    must, either = WRITERS[key]
    call = cells.updating(*world.a.docs[key])
    got = {position for position in ATTACKERS if cells.let_in(call.send(as_(position)))}
    assert not differing(got, must, either), differing(got, must, either)


@pytest.mark.parametrize("what", MAKERS)
@pytest.mark.usefixtures("undone")
def test_who_creates_by_the_table_of_positions(world, as_, what):
    got = set()
    for position in ATTACKERS:
        document, _row = cells.creations(world.a, position)[what]
        if cells.let_in(cells.creating(document).send(as_(position))):
            got.add(position)
    assert not differing(got, MAKERS[what], set()), differing(got, MAKERS[what], set())


@pytest.mark.usefixtures("undone")
def test_only_a_leader_approves_a_plan(world, as_):
    doctype, name = world.a.docs["plan_cluster"]
    frappe.db.set_value(doctype, name, "status", "Submitted")
    frappe.db.commit()
    approved = set()
    for position in ATTACKERS:
        cells.put(f"api/resource/{doctype}/{name}", status="Approved", approval_no="1/QĐ").send(as_(position))
        frappe.db.rollback()
        if frappe.db.get_value(doctype, name, "status") == "Approved":
            approved.add(position)
            frappe.db.set_value(doctype, name, "status", "Submitted")
            frappe.db.commit()
    assert approved == {"leader"}


@pytest.mark.clause("N5.1", "P4.1")
@pytest.mark.usefixtures("undone")
def test_only_a_leader_confirms_a_head(world, as_):
    doctype, name = world.a.docs["headship"]
    frappe.db.set_value(doctype, name, "status", "Submitted")
    frappe.db.commit()
    decided = {"status": "Confirmed", "decision_no": "1/QĐ", "decision_date": str(frappe.utils.getdate())}
    refused = set()
    for position in (p for p in ATTACKERS if p != "leader"):
        response = cells.put(f"api/resource/{doctype}/{name}", **decided).send(as_(position))
        frappe.db.rollback()
        assert frappe.db.get_value(doctype, name, "status") == "Submitted", position
        refused |= {position} if response.status_code in (403, 404) else set()
    assert refused == set(ATTACKERS) - {"leader"}
    response = cells.put(f"api/resource/{doctype}/{name}", **decided).send(as_("leader"))
    assert response.ok, response.text[:400]
    frappe.db.rollback()
    officers = frappe.get_doc("School Cluster", world.a.code("CUM")).officers
    assert (officers[-1].staff, officers[-1].decision_no) == (world.a.staff("principal"), "1/QĐ")


@pytest.mark.usefixtures("undone")
def test_only_the_authority_waives_an_obligation(world, as_):
    doctype, name = world.a.docs["obligation_cluster"]
    waived = set()
    for position in ATTACKERS:
        cells.put(f"api/resource/{doctype}/{name}", waived=1, waiver_reason="Bão lũ").send(as_(position))
        frappe.db.rollback()
        if frappe.db.get_value(doctype, name, "waived"):
            waived.add(position)
            frappe.db.set_value(doctype, name, "waived", 0)
            frappe.db.commit()
    assert waived == {"leader", "officer"}


def test_a_delegate_acts_under_his_delegation(world, as_, undone):
    document, _row = cells.creations(world.a, "delegate")["session of the cluster"]
    made = cells.creating(document).send(as_("delegate")).json()["data"]
    assert made["delegation"] == world.a.name("delegation")
