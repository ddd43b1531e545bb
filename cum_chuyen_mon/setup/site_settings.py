"""Vietnamese settings for sites that still have the ones Frappe starts with. What somebody chose is left alone."""

from __future__ import annotations

import frappe

Preferences = dict[str, tuple[str, str]]
"""field of System Settings → (Frappe's own first value, ours)"""

TIME_ZONE: Preferences = {"time_zone": ("Asia/Kolkata", "Asia/Ho_Chi_Minh")}

VIETNAMESE: Preferences = {
    **TIME_ZONE,
    "language": ("en", "vi"),
    "date_format": ("yyyy-mm-dd", "dd/mm/yyyy"),
    "time_format": ("HH:mm:ss", "HH:mm"),
    "number_format": ("#,###.##", "#.###,##"),
    "first_day_of_the_week": ("Sunday", "Monday"),
}


def prefer(preferences: Preferences) -> None:
    """Set each field that is empty or still has Frappe's first value.

    Saved as a document, so that Frappe passes the values on to the defaults that the desk reads.
    """
    settings = frappe.get_single("System Settings")
    changed = {
        field: ours
        for field, (first, ours) in preferences.items()
        if (settings.get(field) or first) == first and settings.get(field) != ours
    }
    if changed:
        settings.update(changed)
        settings.flags.ignore_mandatory = True
        settings.save(ignore_permissions=True)
    if "time_zone" in changed:
        _follow_time_zone(*preferences["time_zone"])


def _follow_time_zone(first: str, ours: str) -> None:
    """Users who still have Frappe's first time zone get ours: the desk shows times in the user's own.

    Frappe keeps a copy among each user's defaults, which goes before the site's.
    """
    User, Default = frappe.qb.DocType("User"), frappe.qb.DocType("DefaultValue")
    frappe.qb.update(User).set(User.time_zone, ours).where(User.time_zone == first).run()
    own = frappe.qb.update(Default).set(Default.defvalue, ours).where(Default.defkey == "time_zone")
    own.where(Default.defvalue == first).run()
    frappe.clear_cache()
