"""A district with two people of contact data; one of them online."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def made() -> Any:
    from .. import factory
    from .people import EMAIL, OTHER, OTHERS_EMAIL, OTHERS_PHONE, PERSON, PHONE, set_contact

    made = factory.build()
    set_contact(PERSON, EMAIL, PHONE)
    set_contact(OTHER, OTHERS_EMAIL, OTHERS_PHONE)
    return made


@pytest.fixture
def person_online(committed: Any, api_client: Any) -> Iterator[tuple[Any, Any]]:
    """A person with a login and an attachment, for real requests."""
    import frappe

    from cum_chuyen_mon.personal.fields import STAFF

    from .people import EMAIL, PHONE

    school = committed.insert(
        {"doctype": "Member School", "school_code": "P-MOT", "school_name": "THCS Một", "levels": "THCS"}
    )
    password = committed.user("p-mot@personal.example")
    staff = committed.insert(
        {
            "doctype": STAFF,
            "staff_code": "P-MOT-1",
            "full_name": "Giáo viên Một",
            "user": "p-mot@personal.example",
            "email": EMAIL,
            "phone": PHONE,
            "postings": [{"school": school.name, "position": "Teacher"}],
        }
    )
    values = {"attached_to_doctype": STAFF, "attached_to_name": staff.name, "is_private": 1}
    committed.insert({"doctype": "File", "file_name": "ly-lich.txt", "content": "lý lịch zqk", **values})
    yield staff, api_client("p-mot@personal.example", password)
    frappe.db.rollback()
    for table, column in (("Access Log", "reference_document"), ("View Log", "reference_name")):
        frappe.db.delete(table, {column: staff.name})
    frappe.db.commit()
