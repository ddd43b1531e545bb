"""Leaving a site: what Frappe's own uninstall leaves behind is cleaned up here, and what is kept is said."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.permissions.table import ROLES
from cum_chuyen_mon.planning import workflow
from cum_chuyen_mon.printing import numbers

MODULE = "Cum Chuyen Mon"

KEPT = (
    "System Settings: time zone, language and formats",
    "User: people's logins, and the time zone of those who had Frappe's first one",
    "Deleted Document, Error Log, Activity Log, Access Log: Frappe's own trail of the site",
)
"""What stays on purpose after uninstall."""

REFERENCES = (
    ("Comment", "reference_doctype"),
    ("Communication", "reference_doctype"),
    ("Version", "ref_doctype"),
    ("DocShare", "share_doctype"),
    ("User Permission", "allow"),
    ("ToDo", "reference_type"),
    ("Document Follow", "ref_doctype"),
    ("View Log", "reference_doctype"),
    ("Tag Link", "document_type"),
    ("Notification Log", "document_type"),
    ("Property Setter", "doc_type"),
    ("Custom Field", "dt"),
    ("Custom DocPerm", "parent"),
    ("List Filter", "reference_doctype"),
    ("Singles", "doctype"),
    ("__UserSettings", "doctype"),
    ("__Auth", "doctype"),
)
"""Tables of Frappe that keep rows about other documents, and the column that names their DocType."""


WITHOUT_DOCTYPE = ("Singles", "__UserSettings", "__Auth")
"""Tables that every site has and no DocType describes."""

MADE_FOR_THEM = (
    ("Workflow", "document_type", {}),
    ("Workflow Action", "reference_doctype", {}),
    ("Notification", "document_type", {}),
    ("Assignment Rule", "document_type", {}),
    ("Webhook", "webhook_doctype", {}),
    ("Kanban Board", "reference_doctype", {}),
    ("Client Script", "dt", {}),
    ("Server Script", "reference_doctype", {}),
    ("Print Format", "doc_type", {"standard": "No"}),
    ("Report", "ref_doctype", {"is_standard": "No"}),
)
"""What somebody made for the app's documents, with child rows or caches of its own: deleted as documents."""


def before_uninstall() -> None:
    """Take away everything that refers to the app's documents while they can still be named."""
    doctypes = frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
    for file in frappe.get_all("File", filters={"attached_to_doctype": ("in", doctypes)}, pluck="name"):
        frappe.delete_doc("File", file, ignore_permissions=True, force=True)
    delete_report_runs(doctypes)
    for kind, column, also in MADE_FOR_THEM:
        if frappe.db.table_exists(kind):
            for name in frappe.get_all(kind, filters={column: ("in", doctypes), **also}, pluck="name"):
                frappe.delete_doc(kind, name, ignore_permissions=True, force=True)
    workflow.delete_words()
    frappe.db.delete("Series", {"name": ("like", f"{numbers.PREFIX}%")})
    for table, column in REFERENCES:
        if table in WITHOUT_DOCTYPE or frappe.db.table_exists(table):
            frappe.db.delete(table, {column: ("in", doctypes)})


def delete_report_runs(doctypes: list[str]) -> None:
    """Take away stored results and mailings of every report over the app's documents."""
    reports = frappe.get_all("Report", filters={"ref_doctype": ("in", doctypes)}, pluck="name")
    reports += frappe.get_all("Report", filters={"module": MODULE}, pluck="name")
    for table, column in (("Prepared Report", "report_name"), ("Auto Email Report", "report")):
        if reports and frappe.db.table_exists(table):
            frappe.db.delete(table, {column: ("in", reports)})


def after_uninstall() -> None:
    """Take away the scheduled jobs, and the roles with everybody's hold of them."""
    jobs = frappe.get_all(
        "Scheduled Job Type", filters={"method": ("like", "cum_chuyen_mon.%")}, pluck="name"
    )
    frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ("in", jobs or [""])})
    frappe.db.delete("Scheduled Job Type", {"name": ("in", jobs or [""])})
    for table in ("Has Role", "DocPerm", "Custom DocPerm"):
        frappe.db.delete(table, {"role": ("in", ROLES)})
    for role in ROLES:
        if frappe.db.exists("Role", role):
            frappe.delete_doc("Role", role, ignore_permissions=True, force=True)
    frappe.db.commit()
