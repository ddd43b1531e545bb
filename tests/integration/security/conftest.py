"""The world of two districts: built when the first test of this folder asks, gone before the next folder's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


class Keeper:
    """Holds the one world of this folder, and the people who are signed in."""

    def __init__(self) -> None:
        self.world: Any = None
        self.clients: dict[str, Any] = {}

    def drop(self) -> None:
        for client in self.clients.values():
            client.session.close()
        self.clients.clear()
        if self.world:
            world, self.world = self.world, None
            world.drop()


KEEPER = Keeper()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Once the last test here has put back what it wrote; at the very end `_kept` does it."""
    yield
    if nextitem is not None and HERE not in nextitem.path.parents:
        KEEPER.drop()


@pytest.fixture(scope="session")
def _kept(connection: Any) -> Iterator[Keeper]:
    yield KEEPER
    KEEPER.drop()


@pytest.fixture
def world(_kept: Keeper) -> Any:
    import frappe

    from .world import World

    if frappe.db.db_type == "sqlite":
        pytest.skip(
            "the two districts and all that is tried in them (the attacks, the table of positions, the walk over "
            "endpoints, standing in time) are on MariaDB: on SQLite, which has one writer, they take too long"
        )
    if _kept.world is None:
        _kept.world = World.build()
    return _kept.world


@pytest.fixture
def as_(world: Any, server: str, _kept: Keeper) -> Callable[[str], Any]:
    """`as_(position)`: the client of that person of side A; "guest" is nobody."""
    from tests.conftest import ApiClient

    from .people import PASSWORD

    def client(position: str) -> Any:
        if position not in _kept.clients:
            made = ApiClient(server)
            made.session.headers["Connection"] = (
                "close"  # one that the server just gave up would fail a request
            )
            if position != "guest":
                made.login(world.a.users[position], PASSWORD)
                made.csrf_token  # noqa: B018 - asked for once, before threads share the client
            _kept.clients[position] = made
        return _kept.clients[position]

    return client
