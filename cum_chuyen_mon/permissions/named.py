"""Frappe's endpoints that call a function by a name that the client sends.

Hooks replace a function only where it is called by its own address. Named to one of these endpoints, Frappe's original
would answer in spite of what this app has put in front of it; so they do not take such names.
"""

# No "from __future__ import annotations" here: Frappe checks only the types of annotations that are not text.

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import frappe
from frappe.desk import search as desk_search
from frappe.desk import treeview
from frappe.model import mapper

OURS = "cum_chuyen_mon."


@frappe.whitelist(methods=["GET", "POST"])
def map_docs(method: str, source_names: str, target_doc: Any, args: str | None = None) -> Any:
    """Frappe's own, for mappers that nothing stands in front of."""
    refuse_replaced(method)
    return mapper.map_docs(method, source_names, target_doc, args)


@frappe.whitelist(methods=["GET", "POST"])
def get_all_nodes(doctype: str, label: str, parent: str, tree_method: str, **filters: Any) -> list:
    """Frappe's own, for tree methods that nothing stands in front of."""
    refuse_replaced(tree_method)
    return treeview.get_all_nodes(doctype, label, parent, tree_method, **filters)


@frappe.whitelist(methods=["GET", "POST"])
def search_link(
    doctype: str,
    txt: str,
    query: str | None = None,
    filters: str | dict | list | None = None,
    page_length: int = 10,
    searchfield: str | None = None,
    reference_doctype: str | None = None,
    ignore_user_permissions: bool = False,
) -> list:
    """Frappe's own, for queries that nothing stands in front of."""
    refuse_replaced(query)
    return desk_search.search_link(
        doctype,
        txt,
        query,
        filters,
        page_length,
        searchfield,
        reference_doctype,
        ignore_user_permissions,
    )


@frappe.whitelist(methods=["GET", "POST"])
def search_widget(
    doctype: str,
    txt: str,
    query: str | None = None,
    searchfield: str | None = None,
    start: int = 0,
    page_length: int = 10,
    filters: str | dict | list | None = None,
    filter_fields: Any = None,
    as_dict: bool = False,
    reference_doctype: str | None = None,
    ignore_user_permissions: bool = False,
) -> Any:
    """Frappe's own, for queries that nothing stands in front of."""
    refuse_replaced(query)
    return desk_search.search_widget(
        doctype,
        txt,
        query,
        searchfield,
        start,
        page_length,
        filters,
        filter_fields,
        as_dict,
        reference_doctype,
        ignore_user_permissions,
    )


def refuse_replaced(name: str | None) -> None:
    """Throw PermissionError when a name, or another name of the same function, has been replaced by this app."""
    if not name:
        return
    try:
        named = frappe.get_attr(name)
    except Exception:  # whatever is wrong with the name, Frappe says when it looks it up itself
        return
    if any(named is original for original in replaced()):
        frappe.throw(
            "Không gọi hàm này gián tiếp được. Hãy gọi thẳng địa chỉ của nó.", exc=frappe.PermissionError
        )


def replaced() -> Iterator[Any]:
    """Frappe's functions in front of which this app has put its own."""
    for path, replacements in frappe.get_hooks("override_whitelisted_methods").items():
        if any(new.startswith(OURS) for new in replacements):
            with suppress(AttributeError):  # some second names depend on the order of Frappe's imports
                yield frappe.get_attr(path)
