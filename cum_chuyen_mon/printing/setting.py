"""How this site sets its papers."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.documents.layout import RANGES, STANDARD, Layout
from cum_chuyen_mon.documents.pictures import STANDARD_PIXELS


def layout() -> Layout:
    """The site's layout; what its settings leave empty is the usual."""
    settings = frappe.get_cached_doc("Cluster Settings")
    return Layout(**{name: settings.get(f"paper_{name}") or getattr(STANDARD, name) for name in RANGES})


def photo_pixels() -> int:
    """The longest side of a printed photo."""
    return frappe.get_cached_doc("Cluster Settings").photo_pixels or STANDARD_PIXELS
