"""Frappe's first settings give way to Vietnamese ones; a choice that somebody made stays."""

from __future__ import annotations

import frappe

from cum_chuyen_mon.setup.site_settings import VIETNAMESE, prefer


def test_a_new_site_is_in_vietnams_time_zone_for_the_desk_too(connection):
    assert frappe.db.get_single_value("System Settings", "time_zone") == "Asia/Ho_Chi_Minh"
    assert frappe.db.get_default("time_zone") == "Asia/Ho_Chi_Minh"


def test_first_settings_give_way_and_choices_stay(connection):
    settings = frappe.get_single("System Settings")
    settings.update({"date_format": "yyyy-mm-dd", "time_format": "HH:mm", "number_format": "#,###.##"})
    settings.update({"language": "fr", "time_zone": "Asia/Tokyo"})
    settings.flags.ignore_mandatory = True
    settings.save()
    prefer(VIETNAMESE)
    settings.reload()
    assert (settings.date_format, settings.number_format) == ("dd/mm/yyyy", "#.###,##")
    assert (settings.language, settings.time_zone) == ("fr", "Asia/Tokyo")
    assert frappe.db.get_default("date_format") == "dd/mm/yyyy"
