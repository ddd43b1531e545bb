"""Installing, migrating over a customer's edits, uninstalling and installing again.

The whole life is lived once, on a second throw-away site, through the commands an administrator
types. After each step every row of every table is recorded; the tests compare these records.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest

from cum_chuyen_mon.setup.uninstall import KEPT
from dev import APP
from dev.services import MariaDB
from dev.sites import new_site_options

SPARE = "spare.localhost"

Inventory = dict[str, dict[str, str]]

KINDS = (
    "Client Script",
    "Custom DocPerm",
    "Custom Field",
    "Dashboard Chart",
    "DocType",
    "Email Template",
    "Module Def",
    "Notification",
    "Number Card",
    "Page",
    "Print Format",
    "Property Setter",
    "Report",
    "Role",
    "Scheduled Job Type",
    "Web Form",
    "Web Page",
    "Workflow",
    "Workflow Action Master",
    "Workflow State",
    "Workspace",
)
"""What an app brings, as opposed to what people enter."""

HOST_RECORDS = (
    "__global_search",
    "tabAccess Log",
    "tabActivity Log",
    "tabComment",
    "tabDeleted Document",
    "tabError Log",
    "tabInstalled Application",
    "tabPatch Log",
    "tabPermission Log",
    "tabScheduled Job Log",
    "tabSeries",
    "tabVersion",
)
"""The host's own memory of what happened: it may well remember that the app was there."""

CUSTOMER_EDITS = """
import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.permissions import add_permission, update_permission_property

frappe.init({site!r})
frappe.connect()
regulation = frappe.get_doc("Cluster Regulation", frappe.get_all("Cluster Regulation", pluck="name")[0])
regulation.title = "Our own wording"
regulation.flags.ignore_permissions = True
regulation.save()
add_permission("Cluster Regulation", "Website Manager")
update_permission_property("Cluster Regulation", "Website Manager", 0, "export", 1)
make_property_setter("Cluster Regulation", "title", "label", "Our own label", "Data")
frappe.get_doc(
    doctype="Custom Field", dt="Cluster Regulation", fieldname="our_own", label="Our own", fieldtype="Data"
).insert()
frappe.db.commit()
frappe.destroy()
"""


@dataclass(repr=False)
class Life:
    """Records of the spare site, one per stage, in the order they happened."""

    bare: Inventory
    installed: Inventory
    edited: Inventory
    migrated: Inventory
    uninstalled: Inventory
    reinstalled: Inventory


class Site:
    """The spare site, through its commands."""

    def __init__(self, sites: Path) -> None:
        self.sites = sites

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.sites,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command[:6]} failed:\n{done.stdout[-6000:]}"
        return done.stdout

    def bench(self, *arguments: str) -> None:
        self.run("-m", "frappe.utils.bench_helper", "frappe", *arguments)

    def command(self, *arguments: str) -> None:
        self.bench("--site", SPARE, *arguments)

    def inventory(self) -> Inventory:
        return json.loads(self.run("-m", "dev.inside", "inventory", SPARE).splitlines()[-1])


@pytest.fixture(scope="module")
def life(site) -> Life:
    spare = Site(site.sites_path)
    database = MariaDB(0, site.db_root_password) if site.db_type == "mariadb" else None
    spare.bench("new-site", SPARE, *new_site_options(database, secrets.token_urlsafe(9)))
    # A bare site has pending work of its own, which is not the app's doing.
    spare.command("migrate")
    bare = spare.inventory()
    spare.command("install-app", APP)
    installed = spare.inventory()
    spare.run("-c", CUSTOMER_EDITS.format(site=SPARE))
    edited = spare.inventory()
    spare.command("migrate")
    spare.command("migrate")
    migrated = spare.inventory()
    spare.command("uninstall-app", APP, "--yes", "--no-backup")
    uninstalled = spare.inventory()
    spare.command("install-app", APP)
    return Life(bare, installed, edited, migrated, uninstalled, spare.inventory())


def own_doctypes() -> set[str]:
    """The app's DocTypes, from its files."""
    package = Path(frappe.get_app_path(APP))
    return {json.loads(path.read_text())["name"] for path in package.glob("*/doctype/*/*.json")}


def added(before: Inventory, after: Inventory) -> dict[str, list[str]]:
    """Rows that came in between, by table."""
    came = {table: sorted(set(rows) - set(before.get(table, {}))) for table, rows in after.items()}
    return {table: names for table, names in came.items() if names}


def names(inventory: Inventory, doctype: str) -> set[str]:
    return set(inventory.get(f"tab{doctype}", {}))


class TestInstall:
    def test_the_app_is_installed_on_the_prepared_site(self):
        assert APP in frappe.get_installed_apps()

    def test_every_role_in_its_permissions_exists(self):
        roles = {
            row.role for doctype in own_doctypes() for row in frappe.get_meta(doctype).permissions if row.role
        }
        assert roles
        assert not [role for role in sorted(roles) if not frappe.db.exists("Role", role)]

    def test_every_doctype_arrived(self, life):
        assert own_doctypes() <= names(life.installed, "DocType")


class TestMigrate:
    def test_migrating_twice_changes_no_row_of_the_app_or_of_the_customer(self, life):
        tables = {f"tab{doctype}" for doctype in own_doctypes()} | {
            f"tab{kind}" for kind in ("Custom DocPerm", "Custom Field", "Property Setter", "Role", "Has Role")
        }
        changed = {
            table: sorted(rows ^ life.migrated.get(table, {}).items())
            for table in tables
            if (rows := life.edited.get(table, {}).items()) != life.migrated.get(table, {}).items()
        }
        assert not changed


class TestUninstall:
    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_of_this_kind_is_left(self, life, kind):
        left = names(life.uninstalled, kind) - names(life.bare, kind)
        assert left - set(KEPT) == set()

    def test_no_table_is_left(self, life):
        assert set(life.uninstalled) - set(life.bare) - {f"tab{name}" for name in KEPT} == set()

    def test_no_other_row_is_left(self, life):
        left = added(life.bare, life.uninstalled)
        kept = {*HOST_RECORDS, *(f"tab{name}" for name in KEPT)}
        assert {table: rows for table, rows in left.items() if table not in kept} == {}

    def test_nothing_of_the_host_is_gone(self, life):
        gone = added(life.uninstalled, life.bare)
        assert {table: rows for table, rows in gone.items() if table not in HOST_RECORDS} == {}

    def test_installing_again_brings_the_same(self, life):
        for kind in KINDS:
            if kind not in ("Custom DocPerm", "Custom Field", "Property Setter"):
                assert names(life.reinstalled, kind) == names(life.installed, kind), kind
