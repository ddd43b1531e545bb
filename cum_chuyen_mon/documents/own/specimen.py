"""A paper of each kind made of its own fields' names: one with everything, one with as little as there can be."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from cum_chuyen_mon.documents.contexts import Issued, Paper

TWICE = 2
"""Rows of every list: enough for what is done between them."""


def specimens(paper: type[Paper]) -> tuple[Paper, Paper]:
    """The fullest and the barest paper of a kind."""
    return _record(paper, full=True), _record(paper, full=False)


def _record(kind: type, full: bool) -> object:
    hints = get_type_hints(kind)
    return kind(**{field.name: _value(hints[field.name], field.name, full) for field in fields(kind)})


def _value(hint: object, name: str, full: bool) -> object:
    if hint is str:
        return f"«{name}»" if full else ""
    if is_dataclass(hint):
        return _record(hint, full)
    parts = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        (some,) = [part for part in parts if part is not NoneType]
        return _value(some, name, full) if full and some is not Issued else None
    if get_origin(hint) is tuple and parts[-1] is Ellipsis:
        return tuple(_value(parts[0], name, full) for _ in range(TWICE if full else 0))
    if get_origin(hint) is tuple:
        return tuple(_value(part, name, full) for part in parts)
    return hint() if isinstance(hint, type) else None
