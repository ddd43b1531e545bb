"""Rows of the whole database: what was there before, what was added, what an attack changed.

Requests are answered by other processes, so everything here looks at what is committed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frappe

from cum_chuyen_mon.permissions.table import CHILD_TABLES, GRANTS

WATCHED = (
    *(doctype for doctype in GRANTS if doctype != "Cluster Settings"),
    *CHILD_TABLES,
    *("File", "Comment", "Communication", "ToDo", "DocShare", "Version", "Document Follow", "Tag Link"),
    *("User", "Has Role", "Role", "User Permission", "Custom DocPerm", "Property Setter", "Custom Field"),
    *("Dashboard Chart", "Number Card", "Report", "Print Format", "Workflow", "Data Import", "Auto Repeat"),
    *("Assignment Rule", "Email Queue", "Event", "Note", "Kanban Board", "Server Script", "Client Script"),
)
"""Tables in which an attack could leave something behind. Logs, which it may fill, are not among them."""

CHUNK = 500
Row = Mapping[str, Any]
Contents = dict[str, dict[Any, Row]]


NAMELESS = ("tabSingles", "tabSessions")
"""Tables of documents whose rows have no name."""

VOLATILE = {"User": ("last_active", "last_login", "last_ip"), "Dashboard Chart": ("last_synced_on",)}
"""Columns that a request moves by the way."""


def tables_with_names() -> list[str]:
    """Every table of the site whose rows have names."""
    tables = frappe.db.get_tables(cached=False)
    return sorted(table for table in tables if table.startswith("tab") and table not in NAMELESS)


@dataclass
class Before:
    """What a site holds at one moment: names of rows, settings, files on disk."""

    names: dict[str, set] = field(default_factory=dict)
    singles: tuple = ()
    disk: frozenset[Path] = frozenset()

    @classmethod
    def now(cls) -> Before:
        frappe.db.rollback()
        names = {table: _names(table) for table in tables_with_names()}
        return cls(names, _singles(), frozenset(files_on_disk()))

    def added(self) -> dict[str, set]:
        """table → names of rows that have come since."""
        frappe.db.rollback()
        found = {table: _names(table) - self.names.get(table, set()) for table in tables_with_names()}
        return {table: names for table, names in found.items() if names}

    def bring_back(self) -> None:
        """Take everything out that has come since, past whatever would refuse it."""
        added = self.added()
        for table, names in added.items():
            delete(table, names)
        users = _names("tabUser")
        for table, column in (("__Auth", "name"), ("tabSessions", "user"), ("__UserSettings", "user")):
            found = {row[0] for row in frappe.db.sql(f"select `{column}` from `{table}`")}
            delete(table, {value for value in found if "@" in (value or "") and value not in users}, column)
        delete("__Auth", added.get("tabCluster Seal", ()))
        delete("__global_search", set().union(*added.values()) if added else set())
        if _singles() != self.singles:
            frappe.db.sql("delete from `tabSingles`")
            insert(
                "tabSingles",
                [dict(zip(("doctype", "field", "value"), row, strict=True)) for row in self.singles],
            )
        frappe.db.commit()
        for path in files_on_disk() - self.disk:
            path.unlink(missing_ok=True)
        frappe.clear_cache()


def files_on_disk() -> set[Path]:
    folders = (Path(frappe.get_site_path(kind, "files")) for kind in ("private", "public"))
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def _names(table: str) -> set:
    return {row[0] for row in frappe.db.sql(f"select name from `{table}`")}


def _singles() -> tuple:
    return tuple(sorted(frappe.db.sql("select doctype, field, value from `tabSingles`"), key=str))


def delete(table: str, names: Iterable, column: str = "name") -> None:
    names = list(names)
    for start in range(0, len(names), CHUNK):
        some = names[start : start + CHUNK]
        marks = ", ".join(["%s"] * len(some))
        frappe.db.sql(f"delete from `{table}` where `{column}` in ({marks})", some)


def insert(table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        columns, marks = ", ".join(f"`{column}`" for column in row), ", ".join(["%s"] * len(row))
        frappe.db.sql(f"insert into `{table}` ({columns}) values ({marks})", list(row.values()))


def contents() -> Contents:
    """All rows of the watched tables, as committed."""
    frappe.db.rollback()
    found: Contents = {}
    for doctype in WATCHED:
        if frappe.db.table_exists(doctype):
            rows = frappe.db.sql(f"select * from `tab{doctype}`", as_dict=True)
            found[doctype] = {row["name"]: _steady(doctype, row) for row in rows}
    return found


def _steady(doctype: str, row: dict) -> Row:
    for column in VOLATILE.get(doctype, ()):
        row.pop(column, None)
    return row


@dataclass
class Guard:
    """Notices every write to what an attacker may not write, tells it, and undoes it.

    Guarded are all rows but those of the attacker's own side; a new row is an attack's when it names something that
    belongs to the other side.
    """

    own: Mapping[str, set]
    theirs: frozenset[str]
    """Names of the other side's documents, files and users."""
    kept: Contents = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = contents()

    def find(self) -> list[str]:
        """What was written since, in words; everything is put back as it was."""
        now, told = contents(), []
        restore: dict[str, set] = defaultdict(set)
        for doctype, rows in now.items():
            own, kept = self.own.get(f"tab{doctype}", set()), self.kept[doctype]
            for name in kept.keys() - rows.keys():
                restore[doctype].add(name)
                if name not in own:
                    told.append(f"deleted {doctype} {name}")
            for name, row in rows.items():
                old = kept.get(name)
                if old is None:
                    if points := self._points(row):
                        told.append(f"added {doctype} {name} ({points})")
                    restore[doctype].add(name)
                elif row != old and name not in own:
                    changed = sorted(column for column in row if row[column] != old.get(column))
                    told.append(f"changed {doctype} {name}: {', '.join(changed)}")
                    restore[doctype].add(name)
                elif row != old:
                    if points := self._points(row, old):
                        told.append(f"pointed own {doctype} {name} at {points}")
                    restore[doctype].add(name)
        self._put_back(restore)
        if told:
            frappe.clear_cache()
        return told

    def _points(self, row: Row, old: Row | None = None) -> str:
        """Columns in which a row newly names something of the other side."""
        return ", ".join(
            f"{column}={value}"
            for column, value in row.items()
            if isinstance(value, str) and value in self.theirs and (old is None or old.get(column) != value)
        )

    def _put_back(self, restore: Mapping[str, set]) -> None:
        if not any(restore.values()):
            return
        for doctype, names in restore.items():
            delete(f"tab{doctype}", names)
            insert(
                f"tab{doctype}", [self.kept[doctype][name] for name in names if name in self.kept[doctype]]
            )
            for name in names:
                frappe.clear_document_cache(doctype, name)
        frappe.db.commit()
