"""Small jobs done inside a site: `python -m dev.inside <job> <site>`, in the sites folder.

Run by a bench's Python. The answer, where there is one, is JSON on the last line.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from typing import Any

KEYS = {
    "tabDefaultValue": ("parent", "defkey"),
    "tabScheduled Job Type": ("method",),
    "tabSingles": ("doctype", "field"),
    "__UserSettings": ("user", "doctype"),
    "__global_search": ("doctype", "name"),
}
"""What identifies a row where its name does not: it has none, or gets a new one at every write."""

STAMPS = {"creation", "modified", "modified_by"}
STAMPED_BY_HOST = ("tabRole", "tabNavbar Item")
"""Tables whose rows Frappe writes anew at every migrate. Those of KEYS it writes anew whenever it likes."""


def finish_setup_wizard() -> None:
    """Do what the last page of the setup wizard does, so that the desk opens."""
    import frappe
    from frappe.desk.page.setup_wizard.setup_wizard import disable_future_access

    disable_future_access()
    frappe.db.set_single_value("System Settings", "enable_onboarding", 0)
    if frappe.get_meta("Installed Application").has_field("is_setup_complete"):
        frappe.db.set_value("Installed Application", {"app_name": ("is", "set")}, "is_setup_complete", 1)
    frappe.db.commit()
    frappe.clear_cache()


def inventory() -> dict[str, dict[str, str]]:
    """Every row of every table: {table: {row's name: digest of the row}}.

    Two inventories tell what came, what went and what was changed in between.
    """
    import frappe

    # Read from the database itself: a list kept in the cache may be older than the last install.
    tables = frappe.db.get_tables(cached=False)
    return {table: _rows(table) for table in sorted(tables)}


def _rows(table: str) -> dict[str, str]:
    import frappe

    quote = '"' if frappe.db.db_type == "postgres" else "`"
    rows = frappe.db.sql(f"select * from {quote}{table}{quote}", as_dict=True)
    return {
        _key_of(table, row): _digest_of(table, row)
        for row in rows
        if not (table == "tabSingles" and row["field"] in STAMPS)
    }


def _key_of(table: str, row: dict[str, Any]) -> str:
    key = " / ".join(str(row.get(column)) for column in KEYS.get(table, ("name",)))
    return key if key != "None" else _digest_of(table, row)


def _digest_of(table: str, row: dict[str, Any]) -> str:
    untold = STAMPS if table in STAMPED_BY_HOST else {*STAMPS, "name"} if table in KEYS else set()
    told = {column: value for column, value in row.items() if column not in untold}
    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()


JOBS: dict[str, Callable[[], Any]] = {"finish-setup-wizard": finish_setup_wizard, "inventory": inventory}


def main(job: str, site: str) -> None:
    """Connect to the site, do the job, print what it returns."""
    import frappe

    frappe.init(site)
    frappe.connect()
    try:
        answer = JOBS[job]()
    finally:
        frappe.destroy()
    if answer is not None:
        print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
