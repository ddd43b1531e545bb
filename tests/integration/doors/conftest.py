"""Doors that Frappe leaves open to whoever has a role. Whoever tries them here has every role and no position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest


@pytest.fixture(scope="module")
def doors(connection: Any, server: str) -> Iterator[Any]:
    from .outsiders import doors_of

    with doors_of(server) as made:
        yield made


@pytest.fixture
def as_(doors: Any, server: str) -> Callable[[str], Any]:
    """`as_(user)`: the client of somebody who is signed in."""
    from .outsiders import signed_in

    frappe.db.rollback()
    return lambda user: signed_in(doors, server, user)
