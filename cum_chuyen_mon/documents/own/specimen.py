"""A paper of each kind made of its own fields' names: one with everything, one with as little as there can be."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import lru_cache
from io import BytesIO
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from PIL import Image

from cum_chuyen_mon.documents.contexts import Paper, Picture

TWICE = 2
"""Rows of every list: enough for what is done between them."""


def specimens(paper: type[Paper]) -> tuple[Paper, Paper]:
    """The fullest and the barest paper of a kind."""
    return _record(paper, full=True), _record(paper, full=False)


def _record(kind: type, full: bool) -> object:
    hints = get_type_hints(kind)
    named = (field.name for field in fields(kind) if field.metadata.get("named", True))
    return kind(**{name: _value(hints[name], name, full) for name in named})


def _value(hint: object, name: str, full: bool) -> object:
    if hint is str:
        return f"«{name}»" if full else ""
    if hint is Picture:
        return Picture(_grey(), width=60, height=40)
    if is_dataclass(hint):
        return _record(hint, full)
    parts = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        (some,) = [part for part in parts if part is not NoneType]
        return _value(some, name, full) if full else None
    if get_origin(hint) is tuple and parts[-1] is Ellipsis:
        return tuple(_value(parts[0], name, full) for _ in range(TWICE if full else 0))
    if get_origin(hint) is tuple:
        return tuple(_value(part, name, full) for part in parts)
    return hint() if isinstance(hint, type) else None


@lru_cache(maxsize=1)
def _grey() -> bytes:
    """The smallest picture there can be, as JPEG."""
    stream = BytesIO()
    Image.new("L", (1, 1), 200).save(stream, "JPEG")
    return stream.getvalue()
