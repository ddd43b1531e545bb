"""Every integration test runs as Administrator in a transaction that is rolled back after it.

A test that needs other users calls `frappe.set_user`; one that needs rows a request can see uses
the `committed` fixture. The other fixtures are described in tests/conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

ADMINISTRATOR = "Administrator"


@pytest.fixture(scope="session", autouse=True)
def _connected(connection: Any) -> None:
    """Connect before the first test, so that unittest classes find a site too."""


@pytest.fixture(autouse=True)
def _own_transaction(connection: Any) -> Iterator[None]:
    """Leave nothing to the next test: not a row, not a user, not a message, not a cached document."""
    import frappe

    frappe.db.rollback()
    frappe.set_user(ADMINISTRATOR)
    yield
    frappe.db.rollback()
    frappe.set_user(ADMINISTRATOR)
    frappe.local.message_log = []
    frappe.local.document_cache = {}
    frappe.local.form_dict = frappe._dict()
    frappe.clear_cache(user=ADMINISTRATOR)
