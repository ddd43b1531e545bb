"""Every field of a person's DocType is declared as personal data, or excused with a reason."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

import cum_chuyen_mon
from cum_chuyen_mon.personal.excused import EXCUSED
from cum_chuyen_mon.personal.fields import (
    PERSONAL,
    STAFF,
    Retention,
    declared,
    erased_fields,
    traces,
)
from cum_chuyen_mon.wording import vi

MODULE = Path(inspect.getfile(cum_chuyen_mon)).parent / "cum_chuyen_mon" / "doctype"
TELLING = (
    "Data", "Link", "Dynamic Link", "Attach", "Attach Image", "Image", "Signature", "Small Text", "Text", "Long Text",
    "Text Editor", "HTML Editor", "Code", "Phone", "Geolocation", "Table", "Table MultiSelect", "JSON", "Barcode",
)  # fmt: skip
"""Kinds of field that can say who somebody is."""

APP_FILLED = ("amended_from",)


def doctypes() -> dict[str, dict]:
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(MODULE.glob("*/*.json")))
    return {doc["name"]: doc for doc in found}


def names_people(doc: dict) -> bool:
    """A DocType that links to a person or a login, holds a mail address or a phone number, or hangs on a person."""
    return any(
        (f["fieldtype"] == "Link" and f.get("options") in (STAFF, "User"))
        or (f["fieldtype"] in ("Data", "Phone") and f.get("options") in ("Email", "Phone"))
        for f in doc["fields"]
    ) or doc["name"] in tables_of(doctypes()[STAFF])


def tables_of(doc: dict) -> list[str]:
    return [f["options"] for f in doc["fields"] if f["fieldtype"] == "Table"]


def undeclared(doc: dict) -> list[str]:
    """Fields of a person's DocType that are neither declared nor excused."""
    known = {*declared(doc["name"]), *EXCUSED["*"], *EXCUSED.get(doc["name"], {}), *APP_FILLED}
    return [
        f["fieldname"] for f in doc["fields"] if f["fieldtype"] in TELLING and f["fieldname"] not in known
    ]


PEOPLES = [name for name, doc in doctypes().items() if names_people(doc)]


@pytest.mark.parametrize("doctype", PEOPLES)
def test_every_telling_field_is_declared_or_excused(doctype):
    assert undeclared(doctypes()[doctype]) == []


@pytest.mark.parametrize("doctype", PEOPLES)
def test_every_link_to_a_person_says_whose_the_row_is(doctype):
    """Otherwise export and erasure would not find it."""
    links = [
        f["fieldname"]
        for f in doctypes()[doctype]["fields"]
        if f["fieldtype"] == "Link" and f.get("options") in (STAFF, "User")
    ]
    own = [name for name in links if not (doctype == STAFF and name == "user")]
    assert set(own) <= set(PERSONAL.get(doctype, {}))


@pytest.mark.parametrize("fieldtype", ["Data", "Link", "Attach", "Small Text"])
def test_a_new_field_is_not_forgotten(fieldtype):
    doc = doctypes()[STAFF]
    doc["fields"].append({"fieldname": "home_address", "fieldtype": fieldtype})
    assert undeclared(doc) == ["home_address"]


def test_a_new_doctype_about_people_is_not_forgotten():
    doc = {"name": "New", "fields": [{"fieldname": "who", "fieldtype": "Link", "options": STAFF}]}
    assert names_people(doc)
    assert undeclared(doc) == ["who"]


def test_nothing_is_declared_or_excused_that_is_not_there():
    found = doctypes()
    missing = []
    for doctype in {*PERSONAL, *EXCUSED} - {"*"}:
        fields = {f["fieldname"] for f in found[doctype]["fields"]} | {"parent", "parenttype", "name"}
        named = {*declared(doctype), *EXCUSED.get(doctype, {}), *PERSONAL.get(doctype, {})} - {""}
        named |= {c for trace in PERSONAL.get(doctype, {}).values() for c in trace.context}
        missing += [f"{doctype}.{name}" for name in named - fields]
    assert missing == []


def test_every_doctype_about_people_is_seen():
    assert {STAFF, "Cluster Session Attendance", "Cluster Minutes Signature", "Photo Consent"} <= set(PEOPLES)
    assert len(PEOPLES) >= 12


def test_contact_login_search_keys_and_files_go_when_asked():
    assert set(erased_fields(STAFF, "name")) == {"given_name", "search_name", "user", "email", "phone"}
    assert erased_fields("Photo Consent", "staff") == ["file"]


def test_what_stays_says_why_in_vietnamese():
    for _doctype, _column, trace in traces():
        for personal in trace.fields.values():
            assert personal.purpose
            if personal.retention is not Retention.UNTIL_ASKED:
                assert personal.retention.value.startswith("Giữ")


def test_every_declared_field_has_a_vietnamese_name():
    """Hidden ones too: an export and the answer to an erasure tell them."""
    found = doctypes()
    labels = {
        (doctype, f["label"])
        for doctype in PERSONAL
        for f in found[doctype]["fields"]
        if f["fieldname"] in declared(doctype)
    }
    assert sorted(label for doctype, label in labels if vi(label, doctype) == label) == []
