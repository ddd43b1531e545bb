"""What an authority's template may name follows from the papers' contexts, and each part says what it means."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

import cum_chuyen_mon
from cum_chuyen_mon.documents.docx_template import build
from cum_chuyen_mon.documents.own.checking import check
from cum_chuyen_mon.documents.own.known import Known, Record, Row, Rows, kinds, parts_of
from cum_chuyen_mon.documents.own.titles import TITLES, entries

MODULE = Path(inspect.getfile(cum_chuyen_mon)).parent / "cum_chuyen_mon"


def records(part: Known) -> dict[str, set[str]]:
    """Contexts within a part → their parts' names."""
    if isinstance(part, Record):
        found = {part.name: {name for name, _part in part.parts}}
        return found | {name: parts for _name, inner in part.parts for name, parts in records(inner).items()}
    inner = [part.item] if isinstance(part, Rows) else part.parts if isinstance(part, Row) else []
    return {name: parts for one in inner for name, parts in records(one).items()}


def test_the_form_offers_the_papers_there_are():
    path = MODULE / "doctype" / "cluster_paper_template" / "cluster_paper_template.json"
    (field,) = [f for f in json.loads(path.read_text())["fields"] if f["fieldname"] == "paper"]
    assert field["options"].split("\n") == list(kinds())


def test_every_part_says_what_it_means_and_none_that_is_not_there():
    wanted = {name: parts for paper in kinds().values() for name, parts in records(parts_of(paper)).items()}
    assert {name: set(titles) for name, titles in TITLES.items()} == wanted


def test_the_list_of_parts_is_written_as_a_template_is():
    tags = {entry.tag: entry.meaning for entry in entries(kinds()["minutes"])}
    assert tags["{{ head.issuer }}"] == "Đơn vị ban hành, chữ hoa"
    assert tags["{% for dong in attendees %} … {% endfor %}"] == "Thành viên dự họp"
    assert tags["{{ dong.place }}"] == "Đơn vị"
    assert "{% if lesson %} … {% endif %}" in tags
    assert "{% for phan_1, phan_2, phan_3 in participation %} … {% endfor %}" in tags


@pytest.mark.parametrize("kind", kinds())
def test_the_apps_own_templates_pass_as_an_authoritys(kind):
    check(build(kind), kind)
