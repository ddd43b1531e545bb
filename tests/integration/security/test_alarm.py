"""The alarm itself: it rings for somebody who may see and write everything, and puts back what was written."""

from __future__ import annotations

from typing import Any

import frappe
import pytest

from . import doors_files, doors_look, doors_rest
from .attack import DOORS, Attack, Door
from .stolen import CHILDREN, child_row

FAMILIES = (doors_rest, doors_look, doors_files)
"""Importing them enters their doors."""

RINGING = (
    *(
        "v1 item",
        "v1 list of all fields",
        "v1 child rows",
        "v1 what hangs on documents",
        "report view counts",
    ),
    *("files by URL", "prints", "search", "reports", "figures of charts and cards", "exports and templates"),
)
WRITING = ("v1 update", "v1 delete", "v1 insert", "hanging a file on the other's document")


@pytest.fixture
def administrator(world: Any, server: str, site: Any) -> Attack:
    """An attack by somebody whom nothing is closed to."""
    from tests.conftest import ApiClient

    for table in CHILDREN:
        child_row(world.a, table), child_row(world.b, table)
    client = ApiClient(server).login("Administrator", site.admin_password)
    return Attack(world.a, world.b, {"leader": client}, world.secrets())


def named(name: str) -> Door:
    return next(one for one in DOORS if one.name == name)


@pytest.mark.parametrize("name", RINGING)
def test_what_comes_out_is_noticed(world, administrator, name):
    outcome = administrator.on([named(name)], world.guard().find)
    assert name in outcome.leaks, outcome.report()


@pytest.mark.parametrize("name", WRITING)
def test_what_is_written_is_noticed_and_undone(world, administrator, name):
    guard = world.guard()
    outcome = administrator.on([named(name)], guard.find)
    assert name in outcome.writes, outcome.report()
    assert guard.find() == [], "everything is as it was"


def test_every_kind_of_write_is_told(world):
    guard, b = world.guard(), world.b
    frappe.db.set_value("Cluster Session", b.name("session_draft"), "venue", "x", update_modified=False)
    frappe.db.delete("Cluster Minutes Topic", {"parent": b.name("minutes_draft")})
    about = {"reference_doctype": "Cluster Minutes", "reference_name": b.name("minutes_locked")}
    frappe.get_doc({"doctype": "Comment", "comment_type": "Comment", "content": "x", **about}).insert()
    own = world.a.name("report_group")
    frappe.db.set_value("Cluster Unit Report", own, "file", b.files["minutes_locked"], update_modified=False)
    frappe.db.commit()
    told = " | ".join(guard.find())
    for words in ("changed Cluster Session", "deleted Cluster Minutes Topic", "added Comment", "pointed own"):
        assert words in told, told
    assert guard.find() == []
