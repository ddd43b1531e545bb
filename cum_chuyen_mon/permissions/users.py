"""Names and logins are personal data too: whoever is on the site only as somebody of a school or an authority sees the
logins of those he works with, and names nobody else in his documents. People with other roles are the host's business,
and Frappe's rule for them is left alone."""

from collections.abc import Iterable

import frappe
from frappe.desk import search as desk_search
from frappe.desk.form import load

from .doors import condition
from .predicate import Predicate, among, either, one_of
from .relations import colleague_of_person
from .roles import others
from .standing import AUTHORITY_STAFF, STAFF, Standing, standing_of
from .table import PLACES


def query_condition(user: str | None = None, doctype: str = "User") -> str:
    """Hook ``permission_query_conditions`` on User."""
    standing = standing_of(user)
    if sees_all(standing):
        return ""
    seen = either(
        [
            among("name", STAFF, "user", known(standing)),
            among("name", AUTHORITY_STAFF, "user", one_of("authority", standing.authorities)),
        ]
    )
    oneself = f"`tabUser`.`name` = {frappe.db.escape(standing.user, percent=False)}"
    return f"({oneself} or {seen.sql('User')})"


def known(standing: Standing) -> Predicate:
    """Staff whose names somebody knows: those he may read, and those he works with."""
    return either([condition(STAFF, "r", standing), colleague_of_person(standing, PLACES[STAFF])])


def check_named(doc, where: str, codes: Iterable[str | None]) -> None:
    """Throw when a document newly names people whom its writer does not know: beside a code stands its person's name.

    ``where`` says the field, for the message.
    """
    standing = standing_of()
    if standing.everything or doc.flags.ignore_permissions:
        return
    people = known(standing)
    for code in filter(None, codes):
        if not people.holds({"name": code}):
            frappe.throw(
                f"Ô «{where}»: «{code}» không công tác ở trường thành viên của đơn vị bạn. "
                "Hãy chọn người trong danh sách gợi ý.",
                exc=frappe.PermissionError,
            )


def sees_all(standing: Standing) -> bool:
    """Whether somebody is on the site for something else, too."""
    return standing.everything or bool(others(frappe.get_roles(standing.user)))


@frappe.whitelist(methods=["GET", "POST"])
def get_names_for_mentions(search_term: str) -> list[dict]:
    """Whom one may mention: those whose login one may see. Frappe's own offers every login of the site."""
    named = desk_search.get_names_for_mentions(search_term)
    if sees_all(standing_of()):
        return named
    seen = set(frappe.get_list("User", pluck="name", limit_page_length=0))
    return [person for person in named if person["id"] in seen]


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
