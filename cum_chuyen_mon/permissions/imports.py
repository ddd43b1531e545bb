"""Data Import: Frappe 15 reads any file for whoever names an import, and takes a filter for a name.

Frappe 16 asks for the import, and for the file nowhere.
"""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from typing import Any

import frappe
from frappe.core.doctype.data_import import data_import as frappes

from .files import may_reach, path_of, watched

IMPORT = "Data Import"


@frappe.whitelist(methods=["GET", "POST"])
def get_preview_from_template(
    data_import: str, import_file: str | None = None, google_sheets_url: str | None = None
) -> Any:
    """What an import would do, to whoever may change the import and read the file."""
    _check(data_import, "write", import_file)
    return frappes.get_preview_from_template(data_import, import_file, google_sheets_url)


@frappe.whitelist(methods=["POST"])
def form_start_import(data_import: str) -> Any:
    """Start an import that one may change."""
    _check(data_import, "write")
    return frappes.form_start_import(data_import)


@frappe.whitelist(methods=["GET", "POST"])
def download_errored_template(data_import_name: str) -> None:
    """The rows that failed, of an import that one may read."""
    _check(data_import_name)
    frappes.download_errored_template(data_import_name)


@frappe.whitelist(methods=["GET", "POST"])
def download_import_log(data_import_name: str) -> None:
    """The log of an import that one may read."""
    _check(data_import_name)
    frappes.download_import_log(data_import_name)


@frappe.whitelist(methods=["GET", "POST"])
def get_import_status(data_import_name: str) -> dict:
    """How far an import is that one may read."""
    _check(data_import_name)
    return frappes.get_import_status(data_import_name)


def _check(name: str, action: str = "read", file: str | None = None) -> None:
    frappe.get_doc(IMPORT, name).check_permission(action)
    path = path_of({"file_url": file}) if file else None
    if watched() and path and not may_reach(path):
        frappe.throw(
            "Không mở được tệp: tệp không có, hoặc bạn không có quyền đọc. Hãy tải tệp từ máy của bạn lên.",
            exc=frappe.PermissionError,
        )
