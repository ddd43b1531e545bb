"""What people and schools are called on the day of a paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe

from cum_chuyen_mon.documents.minutes import Names
from cum_chuyen_mon.meetings.people import postings
from cum_chuyen_mon.wording import vi


def names_of(people: Iterable[str], schools: Iterable[str], on: date) -> Names:
    """The names of these codes, and what each person was at his school on that day."""
    people = {code for code in people if code}
    posts = postings(on, staff=people)
    schools = {code for code in schools if code} | {post.school for post in posts}
    named = titles("Member School", "school_name", schools)
    offices: dict[str, str] = {}
    for post in posts:  # somebody posted twice is named by his first posting
        offices.setdefault(post.staff, f"{vi(post.position)} {named.get(post.school, post.school)}")
    return Names(titles("Member School Staff", "full_name", people), offices, named)


def titles(doctype: str, field: str, codes: Iterable[str | None]) -> dict[str, str]:
    """What codes of a DocType are called, by its title field."""
    rows = frappe.get_all(
        doctype, {"name": ("in", sorted(filter(None, codes)) or [""])}, ["name", field], limit_page_length=0
    )
    return {row.name: row[field] for row in rows}
