"""What a new site gets once: time zone, seeded catalogues and regulations. Afterwards they are the customer's own."""

from __future__ import annotations

import frappe
from frappe.utils.password import get_encryption_key

from cum_chuyen_mon.planning import workflow
from cum_chuyen_mon.rules.levels import level_text
from cum_chuyen_mon.rules.regulation import Duty, Regulation

from . import companions, seeds
from .site_settings import TIME_ZONE, prefer


def after_install() -> None:
    """Insert what is absent; nothing that is there already is touched."""
    prefer(TIME_ZONE)
    get_encryption_key()  # made when first asked for: two processes that sign links at once would make one each
    insert_catalogues()
    for regulation in seeds.seeded_regulations():
        values = regulation_doc(regulation) | {"issued_by": seeds.seeded_issuers()[regulation.code]}
        insert_if_absent("Cluster Regulation", regulation.code, values)
    insert_photo_consent()
    workflow.insert()
    companions.add_all()


def insert_photo_consent() -> None:
    settings = frappe.get_doc("Cluster Settings")
    if not settings.photo_consent_text:
        settings.photo_consent_version, settings.photo_consent_text = seeds.seeded_photo_consent()
        settings.save(ignore_permissions=True)


def insert_catalogues() -> None:
    for subject in seeds.seeded_subjects():
        values = {
            "subject_code": subject.code,
            "subject_title": subject.title,
            "levels": level_text(subject.levels),
        }
        insert_if_absent("Teaching Subject", subject.code, values)
    for kind in seeds.seeded_activity_kinds():
        values = {
            "activity_code": kind.code,
            "activity_title": kind.title,
            "for_students": int(kind.for_students),
            "needs_own_plan": int(kind.needs_own_plan),
            "minutes_form": kind.minutes_form,
        }
        insert_if_absent("Cluster Activity Kind", kind.code, values)
    for paper in seeds.seeded_paper_kinds():
        values = {
            "paper_code": paper.code,
            "paper_title": paper.title,
            "abbreviation": paper.abbreviation,
        }
        insert_if_absent("Cluster Paper Kind", paper.code, values)
    insert_content_categories()


def insert_content_categories() -> None:
    for category in seeds.seeded_content_categories():
        values = {
            "category_code": category.code,
            "category_title": category.title,
            "legal_basis": category.legal_basis,
        }
        insert_if_absent("Cluster Content Category", category.code, values)


def insert_if_absent(doctype: str, name: str, values: dict) -> None:
    if not frappe.db.exists(doctype, name):
        frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def regulation_doc(regulation: Regulation, status: str = "Draft") -> dict:
    """A regulation of the rules as the values of a Cluster Regulation document."""
    return {
        "regulation_code": regulation.code,
        "regulation_title": regulation.title,
        "number": regulation.number,
        "issued_on": regulation.issued_on,
        "authority": regulation.authority,
        "valid_from": regulation.valid_from,
        "valid_to": regulation.valid_to,
        "status": status,
        "duties": [duty_row(duty) for duty in regulation.duties],
    }


def duty_row(duty: Duty) -> dict:
    """A duty of the rules as a row of the desk."""
    return {
        "duty_code": duty.code,
        "kind": duty.kind.value,
        "unit_kind": duty.unit_kind.value,
        "title": duty.title,
        "clause": duty.clause,
        "legal_basis": duty.legal_basis,
        "levels": level_text(duty.levels),
        "units": ", ".join(duty.units),
        "period": duty.period.value,
        "semester": duty.semester,
        "per_subject": int(duty.per_subject),
        "subjects": ", ".join(duty.subjects),
        "activity_kinds": ", ".join(duty.activity_kinds),
        "minimum": duty.minimum,
        "min_subjects": duty.min_subjects,
        "paper_kind": duty.paper_kind or None,
        "consult_members": int(duty.consult_members),
        "anchor": duty.anchor.value,
        "bound": duty.bound.value,
        "month": duty.month,
        "day": duty.day,
        "year_side": duty.year_side.value,
        "offset": duty.offset,
        "day_unit": duty.day_unit.value,
        "opens_month": duty.opens_month,
        "opens_day": duty.opens_day,
        "position": duty.position.value if duty.position else "",
        "max_years": duty.max_years,
        "must_attend": ", ".join(p.value for p in duty.must_attend),
        "rotates": duty.rotates.value if duty.rotates else "",
    }
