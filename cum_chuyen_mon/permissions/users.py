"""Logins are personal data too: whoever is on the site only as somebody of a school or an authority sees the logins of
those he works with. People with other roles are the host's business, and Frappe's rule for them is left alone."""

import frappe
from frappe.desk.form import load

from .doors import condition
from .predicate import among, either, one_of
from .relations import colleague_of_person
from .roles import others
from .standing import AUTHORITY_STAFF, STAFF, standing_of
from .table import PLACES


def query_condition(user: str | None = None, doctype: str = "User") -> str:
    """Hook ``permission_query_conditions`` on User."""
    standing = standing_of(user)
    if standing.everything or others(frappe.get_roles(standing.user)):
        return ""
    people = either([condition(STAFF, "r", standing), colleague_of_person(standing, PLACES[STAFF])])
    seen = either(
        [
            among("name", STAFF, "user", people),
            among("name", AUTHORITY_STAFF, "user", one_of("authority", standing.authorities)),
        ]
    )
    oneself = f"`tabUser`.`name` = {frappe.db.escape(standing.user, percent=False)}"
    return f"({oneself} or {seen.sql('User')})"


@frappe.whitelist(methods=["GET", "POST"])
def get_user_info_for_viewers(users: str | list) -> dict:
    """Names and pictures for logins, of those whose login one may see. Frappe's own gives them for any login."""
    try:
        given = frappe.parse_json(users)
    except ValueError:
        given = []
    asked = [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
    seen = frappe.get_list("User", filters={"name": ("in", asked or [""])}, pluck="name", limit_page_length=0)
    return load.get_user_info_for_viewers(frappe.as_json(seen))
