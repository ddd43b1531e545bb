"""What a template may name: the parts of a paper's context, read from its dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from cum_chuyen_mon.documents.contexts import (
    AttendanceSheet,
    CertificatePaper,
    DelegationPaper,
    InvitationPaper,
    MinutesExtract,
    MinutesPaper,
    Paper,
    Picture,
    PlanPaper,
    SubmissionPaper,
)
from cum_chuyen_mon.documents.notices import NoticePaper
from cum_chuyen_mon.documents.reports import ReportPaper
from cum_chuyen_mon.documents.travel import TravelPaper


@dataclass(frozen=True)
class Text:
    """A sentence or a number."""


@dataclass(frozen=True)
class Record:
    """Named parts. ``optional``: a paper may have none of it."""

    name: str
    parts: tuple[tuple[str, Known], ...]
    optional: bool = False

    def part(self, name: str) -> Known | None:
        return dict(self.parts).get(name)


@dataclass(frozen=True)
class Row:
    """Parts by their place, which a loop gives names to."""

    parts: tuple[Known, ...]


@dataclass(frozen=True)
class Rows:
    """A list."""

    item: Known


Known = Text | Record | Row | Rows

PICTURE = Record("Picture", (("key", Text()),))
"""A template puts a picture where its key stands."""

_PAPERS: tuple[type[Paper], ...] = (
    MinutesPaper,
    AttendanceSheet,
    MinutesExtract,
    InvitationPaper,
    NoticePaper,
    DelegationPaper,
    CertificatePaper,
    TravelPaper,
    PlanPaper,
    ReportPaper,
    SubmissionPaper,
)


def kinds() -> dict[str, type[Paper]]:
    """Word for a kind of paper → its context."""
    return {paper.template: paper for paper in _PAPERS}


@lru_cache(maxsize=32)
def parts_of(paper: type[Paper]) -> Record:
    """All that a template of this paper may name."""
    return _record(paper)


def _record(kind: type, optional: bool = False) -> Record:
    hints = get_type_hints(kind)
    named = (field.name for field in fields(kind) if field.metadata.get("named", True))
    found = ((name, _known(hints[name])) for name in named)
    return Record(kind.__name__, tuple((name, part) for name, part in found if part), optional)


def _known(hint: object) -> Known | None:
    """What a template can do with values of a type; None for what is no text and holds none."""
    if hint is str:
        return Text()
    if hint is Picture:
        return PICTURE
    if is_dataclass(hint):
        return _record(hint)
    if get_origin(hint) in (Union, UnionType):
        (some,) = [part for part in get_args(hint) if part is not NoneType]
        return _record(some, optional=True) if is_dataclass(some) else None
    if get_origin(hint) is tuple:
        return _of_tuple(get_args(hint))
    return None


def _of_tuple(parts: tuple) -> Known | None:
    if parts[-1] is Ellipsis:
        item = _known(parts[0])
        return item and Rows(item)
    found = tuple(_known(part) for part in parts)
    return Row(found) if all(found) else None
