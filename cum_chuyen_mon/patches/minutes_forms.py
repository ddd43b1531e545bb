"""Kinds that were seeded before kinds said which form their minutes have."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.rules.words import MinutesForm
from cum_chuyen_mon.setup.seeds import seeded_activity_kinds


def execute() -> None:
    for kind in seeded_activity_kinds():
        if kind.minutes_form != MinutesForm.MEETING:
            frappe.db.set_value("Cluster Activity Kind", kind.code, "minutes_form", kind.minutes_form)
