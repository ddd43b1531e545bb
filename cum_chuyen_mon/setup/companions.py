"""Links to ERPNext that appear when it is installed and go when it leaves: one declaration serves both ways."""

from __future__ import annotations

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

CUSTOM_FIELDS: dict[str, dict[str, list[dict]]] = {
    "erpnext": {
        "Cluster School Year": [
            {
                "fieldname": "holiday_list",
                "fieldtype": "Link",
                "label": "Holiday List",
                "options": "Holiday List",
                "insert_after": "holidays",
                "module": "Cum Chuyen Mon",
            }
        ]
    }
}
"""app → DocType → custom fields that need a DocType of that app."""


def after_app_install(app: str) -> None:
    """Frappe calls this for every app installed after this one."""
    if app in CUSTOM_FIELDS:
        create_custom_fields(CUSTOM_FIELDS[app], ignore_validate=True)


def before_app_uninstall(app: str) -> None:
    """Frappe calls this before any app leaves."""
    for doctype, fields in CUSTOM_FIELDS.get(app, {}).items():
        for field in fields:
            frappe.delete_doc_if_exists("Custom Field", f"{doctype}-{field['fieldname']}", force=True)


def add_all() -> None:
    """For companions that were installed before this app."""
    for app in frappe.get_installed_apps():
        after_app_install(app)
