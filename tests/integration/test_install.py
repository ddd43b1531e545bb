"""Installing, migrating over a customer's edits, uninstalling and installing again.

The whole life is lived once, on a second throw-away site, through the commands an administrator
types. After each step every row of every table is recorded; the tests compare these records.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.core.doctype.doctype.doctype import validate_permissions_for_doctype
from frappe.translate import get_translations_from_apps

from cum_chuyen_mon.personal.consent import current_text
from cum_chuyen_mon.setup.install import insert_photo_consent
from cum_chuyen_mon.setup.seeds import seeded_photo_consent
from cum_chuyen_mon.setup.uninstall import KEPT
from dev import APP, REPO
from dev.services import MariaDB
from dev.sites import new_site_options

SPARE = "spare.localhost"
SETTINGS = "System Settings"

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

KEPT_KINDS = {kind for entry in KEPT for kind in entry.split(":")[0].split(", ")}
"""The DocTypes KEPT names: its entries read "DocType, DocType: which of their rows"."""

CUSTOMER_EDITS = """
import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.permissions import add_permission, update_permission_property
from frappe.utils.password import set_encrypted_password

frappe.init({site!r})
frappe.connect()
regulation = frappe.get_doc("Cluster Regulation", frappe.get_all("Cluster Regulation", pluck="name")[0])
regulation.regulation_title = "Our own wording"
regulation.save()
kind = frappe.get_all("Cluster Activity Kind", pluck="name", order_by="name")[-1]
frappe.delete_doc("Cluster Activity Kind", kind, force=True)
add_permission("Cluster Regulation", "Website Manager")
update_permission_property("Cluster Regulation", "Website Manager", 0, "export", 1)
make_property_setter("Cluster Regulation", "regulation_title", "label", "Our own label", "Data")
frappe.get_doc(
    doctype="Custom Field", dt="Cluster Regulation", fieldname="our_own", label="Our own", fieldtype="Data"
).insert()
set_encrypted_password("Cluster Seal", "KEY-OF-A-SCHOOL", "secret", "key")
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
            [sys.executable, "-W", "ignore", *command],
            cwd=self.sites,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            last_lines = "\n".join(done.stdout.splitlines()[-15:])
            pytest.fail(f"{' '.join(command)[:200]} … failed:\n{last_lines}", pytrace=False)
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
    package = REPO / APP
    return {json.loads(path.read_text())["name"] for path in package.glob("*/doctype/*/*.json")}


def added(before: Inventory, after: Inventory) -> dict[str, list[str]]:
    """Rows that came in between, by table."""
    came = {table: sorted(set(rows) - set(before.get(table, {}))) for table, rows in after.items()}
    return {table: names for table, names in came.items() if names}


def changed(before: Inventory, after: Inventory, tables: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Rows that are there before and after, with something else in them, by table."""
    found = {
        table: sorted(
            name
            for name, digest in before.get(table, {}).items()
            if after.get(table, {}).get(name, digest) != digest
        )
        for table in (before if tables is None else tables)
    }
    return {table: rows for table, rows in found.items() if rows}


def not_kept(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without the host's records and without what KEPT says is kept."""
    kept_tables = {*HOST_RECORDS, *(f"tab{kind}" for kind in KEPT_KINDS)}
    found = {
        table: [name for name in names if holder(table, name) not in KEPT_KINDS]
        for table, names in rows.items()
        if table not in kept_tables
    }
    return {table: names for table, names in found.items() if names}


def holder(table: str, row: str) -> str:
    """The settings document a row of Singles or of the defaults belongs to; its own table otherwise."""
    owner, _, field = row.partition(" / ")
    if table == "tabSingles":
        return owner
    # Frappe keeps a copy of every System Settings value among the site's defaults.
    if table == "tabDefaultValue" and owner == "__default" and frappe.get_meta(SETTINGS).has_field(field):
        return SETTINGS
    if table == "tabDefaultValue" and field == "time_zone":
        return "User"
    return table


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

    @pytest.mark.parametrize("doctype", sorted(own_doctypes()))
    def test_a_customer_can_change_its_permissions(self, doctype):
        # What the Role Permissions Manager does before it adds anything: our own rows must pass too.
        if not frappe.get_meta(doctype).istable:
            validate_permissions_for_doctype(doctype)

    def test_a_text_of_consent_is_there_and_the_customers_own_stays(self):
        texts = []
        for version, text in (("", ""), ("của trường", "Văn bản của trường.")):
            settings = frappe.get_doc("Cluster Settings")
            settings.update({"photo_consent_version": version, "photo_consent_text": text})
            settings.save()
            insert_photo_consent()
            texts.append(current_text())
        assert texts == [seeded_photo_consent(), ("của trường", "Văn bản của trường.")]

    def test_every_doctype_arrived(self, life):
        assert own_doctypes() <= names(life.installed, "DocType")


class TestMigrate:
    """Twice, after the customer reworded a regulation, dropped a kind and customised the form."""

    TABLES = ("Custom DocPerm", "Custom Field", "Property Setter", "Role", "Has Role", "Translation")

    def tables(self) -> list[str]:
        return sorted({f"tab{doctype}" for doctype in {*own_doctypes(), *self.TABLES}})

    def test_changes_no_row_of_the_app_or_of_the_customer(self, life):
        assert changed(life.edited, life.migrated, self.tables()) == {}

    def test_brings_nothing_back_and_adds_nothing(self, life):
        came = added(life.edited, life.migrated)
        assert {table: came[table] for table in self.tables() if table in came} == {}

    def test_takes_nothing_away(self, life):
        gone = added(life.migrated, life.edited)
        assert {table: gone[table] for table in self.tables() if table in gone} == {}


class TestUninstall:
    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_of_this_kind_is_left(self, life, kind):
        assert names(life.uninstalled, kind) - names(life.bare, kind) == set()

    def test_no_table_is_left(self, life):
        assert set(life.uninstalled) - set(life.bare) == set()

    def test_no_other_row_is_left(self, life):
        assert not_kept(added(life.bare, life.uninstalled)) == {}

    def test_nothing_of_the_host_is_gone(self, life):
        assert not_kept(added(life.uninstalled, life.bare)) == {}

    def test_nothing_of_the_host_is_changed(self, life):
        assert not_kept(changed(life.bare, life.uninstalled)) == {}

    def test_installing_again_brings_the_same(self, life):
        edited_by_the_customer = ("Custom DocPerm", "Custom Field", "Property Setter")
        for kind in set(KINDS) - set(edited_by_the_customer):
            assert names(life.reinstalled, kind) == names(life.installed, kind), kind


def test_our_words_do_not_rename_what_frappe_says(connection):
    """A translation without a context holds for the whole site: where Frappe has the same word, it is said alike."""
    ours, theirs = (
        {word: said.casefold() for word, said in get_translations_from_apps("vi", [app]).items()}
        for app in ("cum_chuyen_mon", "frappe")
    )
    if not theirs:
        pytest.skip("this Frappe has no compiled Vietnamese to compare with (bench build makes it)")
    assert {word for word in ours if word in theirs and ours[word] != theirs[word]} == set()
