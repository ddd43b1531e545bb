"""Who may see which rows of a figure. Frappe does not scope Script Reports, so every query passes here."""

from __future__ import annotations

from typing import Any

import frappe
from pypika.terms import Criterion

from cum_chuyen_mon.permissions.doors import condition
from cum_chuyen_mon.permissions.predicate import EVERYTHING, NOTHING, Predicate
from cum_chuyen_mon.permissions.standing import standing_of


class _Allowed(Criterion):
    """A condition of the table of permissions inside a query."""

    def __init__(self, predicate: Predicate, doctype: str) -> None:
        super().__init__()
        self.predicate, self.doctype = predicate, doctype

    def get_sql(self, **_kwargs: Any) -> str:
        return self.predicate.sql(self.doctype)


def restrict(query: Any, doctype: str) -> Any:
    """The query, narrowed to the rows of a DocType that the user may read. Throws for whoever may read none at all."""
    allowed = condition(doctype, "r", standing_of())
    if allowed == NOTHING:
        frappe.throw(frappe._("You are not allowed to see these figures."), exc=frappe.PermissionError)
    return query if allowed == EVERYTHING else query.where(_Allowed(allowed, doctype))
