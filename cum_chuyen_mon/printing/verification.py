"""Whether a paper in somebody's hands is what was locked."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.utils import get_datetime, getdate

from cum_chuyen_mon.documents.contexts import paper_number
from cum_chuyen_mon.ledger.world import load_unit
from cum_chuyen_mon.meetings.confirmation import is_genuine, signatures_of
from cum_chuyen_mon.rules.words import Answer, SigningWay

from . import code, kept, sealed
from .minutes import KIND


@dataclass(frozen=True)
class Seal:
    """The seal of a school or an authority; ``sha256`` is of the PDF that ends with it."""

    name: str
    at: datetime
    sha256: str


@dataclass(frozen=True)
class Verdict:
    """What the page says of a paper: nothing of it is about a person.

    ``confirmed`` and ``refused`` count answers; ``sha256`` is of the kept PDF, "" while none was made."""

    is_genuine: bool
    is_cancelled: bool
    number: str
    unit: str
    held_on: date
    locked_at: datetime
    on_paper: bool
    confirmed: int
    refused: int
    sha256: str = ""
    seals: tuple[Seal, ...] = ()


def verdict_on(token: object) -> Verdict | None:
    """What the site knows of the paper with this code; None for a code that is none of its own."""
    printed, name = code.read(token) or (b"", "")
    if not name or not frappe.db.exists("Cluster Minutes", name):
        return None
    return _verdict(frappe.get_doc("Cluster Minutes", name), printed)


def _verdict(minutes, printed: bytes) -> Verdict:
    on = getdate(minutes.session_date)
    unit = load_unit(minutes.unit_type, minutes.unit)
    answers = [signature.answer for signature in signatures_of(minutes, locked=False)]
    file, seals = kept.of(minutes.name), sealed.of(minutes.name)
    files = [*([file] if file else []), *seals]
    return Verdict(
        is_genuine=hmac.compare_digest(code.fingerprint(minutes), printed)
        and is_genuine(minutes)
        and all(map(kept.is_whole, files)),
        is_cancelled=minutes.docstatus == 2,
        number=paper_number(minutes.paper_number, KIND, minutes.unit),
        unit=unit.title if unit else minutes.unit,
        held_on=on,
        locked_at=get_datetime(minutes.locked_at),
        on_paper=minutes.signing_way == SigningWay.ON_PAPER,
        confirmed=answers.count(Answer.CONFIRMED),
        refused=answers.count(Answer.REFUSED),
        sha256=file.sha256 if file else "",
        seals=tuple(Seal(row.holder_name, get_datetime(row.sealed_at), row.sha256) for row in seals),
    )
