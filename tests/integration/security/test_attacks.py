"""Everybody of one district at every door of the other: no word comes out, nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from . import doors_client, doors_files, doors_look, doors_rest
from .attack import DOORS, Attack
from .people import ATTACKERS
from .stolen import CHILDREN, child_row


@pytest.fixture
def attack(world: Any, as_: Any) -> Attack:
    for table in CHILDREN:  # read once, before threads ask for them: the connection is this thread's
        child_row(world.a, table), child_row(world.b, table)
    return Attack(world.a, world.b, {position: as_(position) for position in ATTACKERS}, world.secrets())


@pytest.mark.parametrize(
    "family", [doors_rest, doors_client, doors_look, doors_files], ids=lambda m: m.__name__.rpartition(".")[2]
)
def test_nothing_comes_out_and_nothing_goes_in(world, attack, family, capsys):
    doors = [one for one in DOORS if one.asks.__module__ == family.__name__]
    outcome = attack.on(doors, world.guard().find)
    with capsys.disabled():
        print(f"\n{outcome.report()}")
    assert outcome.spotless, "see the report above"
