"""Decisions of an authority, and acts of a deputy: who may set which fields, beyond who may write the document.

Writing a plan and approving it are different people's work. A leader may open a unit's plan for writing, but only to
decide on it; its head writes everything else. Nobody decides on what is his own (P4.1, C5a, N5.1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import frappe

from cum_chuyen_mon.controllers.protected import put_back
from cum_chuyen_mon.controllers.tidy import label

from . import relations as r
from .doors import as_it_will_be
from .predicate import either
from .relations import Relation
from .standing import Standing, Units, standing_of
from .table import PLACES


@dataclass(frozen=True)
class Decision:
    """The authority's word on a document: the field and values that say it, the fields that go with it, and who may.

    ``goes_on`` are values after which the document is its writers' again: what was returned is sent anew.
    """

    state: str
    words: frozenset[str]
    goes_on: frozenset[str]
    fields: tuple[str, ...]
    by: tuple[Relation, ...]


DECISIONS: Mapping[str, Decision] = {
    "Cluster Activity Plan": Decision(
        "status",
        frozenset({"Approved", "Returned"}),
        frozenset({"Returned"}),
        ("received_on", "approved_on", "approval_no"),
        (r.leader,),
    ),
    "Cluster Unit Report": Decision(
        "status",
        frozenset({"Received", "Returned"}),
        frozenset({"Returned"}),
        ("received_on", "return_reason"),
        (r.leader, r.officer),
    ),
    "Cluster Difficulty": Decision(
        "status",
        frozenset({"Answered"}),
        frozenset({"Answered"}),
        ("answer", "answered_on"),
        (r.leader, r.officer),
    ),
    "Cluster Obligation": Decision(
        "waived", frozenset({"1"}), frozenset(), ("waiver_reason",), (r.leader, r.officer)
    ),
}

WRITERS: Collection[Relation] = (r.head, r.delegate, r.own_school, r.author)
"""Whose work the document itself is."""


def check(doc) -> None:
    """Throw PermissionError when somebody decides on what is his own, or decides without being of the authority; put
    back what whoever only decides, or only writes, has no business to change."""
    standing = standing_of()
    if standing.everything or doc.flags.ignore_permissions:
        return
    decision = DECISIONS[doc.doctype]
    decides, writes = _stands(doc, standing, decision.by), _stands(doc, standing, WRITERS)
    if decides and (writes or is_own(doc, standing)):
        decides = False
    if _decided(doc, decision) and not decides:
        frappe.throw(_why_not(doc, writes), exc=frappe.PermissionError)
    if not decides:
        put_back(doc, decision.fields)
    elif not writes and not doc.is_new():
        _keep_to(doc, {decision.state, *decision.fields})


def is_own(doc, standing: Standing) -> bool:
    """Whether a document is somebody's own work, or his own unit's or school's."""
    place = PLACES[doc.doctype]
    codes = standing.heads.codes | standing.deputy_of.codes | standing.principal_in.codes
    mine = either([r.in_units(Units(codes, codes), place), r.own_school(standing, place)])
    return doc.owner == standing.user or mine.holds(as_it_will_be(doc))


def _stands(doc, standing: Standing, relations: Collection[Relation]) -> bool:
    place = PLACES[doc.doctype]
    return either([relation(standing, place) for relation in relations]).holds(as_it_will_be(doc))


def _decided(doc, decision: Decision) -> bool:
    """Whether this save says the authority's word, or takes it back."""
    before = doc.get_doc_before_save()
    old, new = (str(d.get(decision.state) or "") if d else "" for d in (before, doc))
    return old != new and (new in decision.words or old in decision.words - decision.goes_on)


def _why_not(doc, writes: bool) -> str:
    field = DECISIONS[doc.doctype].state
    if writes or doc.owner == frappe.session.user:
        return f"Ô «{label(doc, field)}»: không ai tự duyệt văn bản của mình. Hãy gửi cơ quan quản lý quyết định."
    return f"Ô «{label(doc, field)}»: chỉ cơ quan quản lý của đơn vị quyết định. Hãy gửi văn bản lên cơ quan quản lý."


def _keep_to(doc, fields: set[str]) -> None:
    """Whoever only decides changes nothing else, neither fields nor rows."""
    before = doc.get_doc_before_save()
    for field in doc.meta.fields:
        if field.fieldname not in fields and field.fieldtype not in frappe.model.no_value_fields:
            doc.set(field.fieldname, before.get(field.fieldname))
    for field in doc.meta.get_table_fields():
        doc.set(field.fieldname, before.get(field.fieldname))


def record_delegation(doc) -> None:
    """Note the delegation under which a deputy saves a document of the unit's head; nobody else sets the field."""
    put_back(doc, ("delegation",))
    standing, place = standing_of(), PLACES[doc.doctype]
    if standing.everything or not place.act:
        return
    scope = as_it_will_be(doc)
    for warrant in standing.warrants:
        if place.act in warrant.acts and r.in_units(warrant.units, place).holds(scope):
            doc.delegation = warrant.name
            return
