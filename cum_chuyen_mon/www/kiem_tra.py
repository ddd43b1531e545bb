"""The page behind the code on locked minutes: whether this paper is genuine, how many confirmed it and when.

Anybody who holds the paper may ask, so it says nothing of a person."""

from collections.abc import Iterator

import frappe
from frappe.utils import format_datetime

from cum_chuyen_mon.printing.verification import Verdict, verdict_on
from cum_chuyen_mon.rules.text import date_vi

no_cache = 1
no_sitemap = 1


def get_context(context) -> None:
    """Fill the page for one code; the same words for every code that is not this site's."""
    verdict = verdict_on(frappe.form_dict.get("v"))
    context.update({"no_breadcrumbs": True, "verdict": verdict})
    if verdict:
        context.update(
            {
                "held_on": date_vi(verdict.held_on),
                "locked_at": format_datetime(verdict.locked_at, "HH:mm, dd/MM/yyyy"),
                "seals": [
                    {"name": seal.name, "at": format_datetime(seal.at, "HH:mm:ss, dd/MM/yyyy")}
                    for seal in verdict.seals
                ],
                "files": list(_files(verdict)),
            }
        )


def _files(verdict: Verdict) -> Iterator[dict[str, str]]:
    """What was kept of the minutes: as they were printed, and with each seal after the ones before it."""
    if verdict.sha256:
        yield {"title": "Bản không có dấu số", "sha256": verdict.sha256}
    for number, seal in enumerate(verdict.seals, start=1):
        yield {"title": f"Bản có dấu số thứ {number}, của {seal.name}", "sha256": seal.sha256}
