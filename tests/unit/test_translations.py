"""Every string a person sees has its Vietnamese in translations/vi.csv: DocTypes, reports, workspace, JS and Python."""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import pytest

import cum_chuyen_mon
from cum_chuyen_mon.reports import compliance, deadlines
from cum_chuyen_mon.rules import words

APP = Path(inspect.getfile(cum_chuyen_mon)).parent
MODULE = APP / "cum_chuyen_mon"
CSV = APP / "translations" / "vi.csv"

CALL = re.compile(
    r"""(?<![\w.])(?:__|_|frappe\._)\(\s*(?P<q>["'`])(?P<text>(?:\\.|(?!(?P=q)).)+)(?P=q)(?=(?P<rest>[^;]{0,300}))"""
)
JS_CONTEXT = re.compile(r"""^\s*,\s*(?:null|\[[^\]]*\])\s*,\s*["']([^"']+)["']""")
PY_CONTEXT = re.compile(r"""^\s*,\s*context=(?:["']([^"']+)["']|([A-Z_]+))""")
CONSTANT = re.compile(r"""^([A-Z_]+)(?:, [A-Z_]+)* = ["']([^"']+)["']""", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{\d+\}")
LETTERS = re.compile(r"[A-Za-z]{2}")
SAME_IN_VIETNAMESE = {"Email", "Link", "Zalo"}
"""Words that Vietnamese borrowed as they are."""


class Text(NamedTuple):
    """A string, the context Frappe translates it in ("" for none), and where it stands."""

    source: str
    context: str
    where: str


def rows() -> list[list[str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def known() -> set[tuple[str, str]]:
    return {(row[0], row[2] if len(row) > 2 else "") for row in rows()}


def documents(kind: str) -> Iterator[dict]:
    for path in sorted((MODULE / kind).glob("*/*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def doctype_texts() -> Iterator[Text]:
    """The desk looks descriptions and tables' labels up without the DocType."""
    for doc in documents("doctype"):
        name = doc["name"]
        yield Text(name, "", f"DocType {name}")
        for field in doc["fields"]:
            where = f"{name}.{field['fieldname']}"
            if not field.get("hidden"):
                label, description = field.get("label"), field.get("description")
                if label:
                    yield Text(label, "" if field["fieldtype"] == "Table" else name, where)
                if description:
                    yield Text(description, "", where)
            if field["fieldtype"] == "Select":
                yield from (Text(word, name, where) for word in field.get("options", "").split("\n") if word)


def desk_texts() -> Iterator[Text]:
    for kind in ("report", "number_card", "dashboard_chart", "workspace"):
        for doc in documents(kind):
            where = f"{kind} {doc['name']}"
            for text in (doc["name"], doc.get("label"), doc.get("title"), doc.get("chart_name")):
                if text:
                    yield Text(text, "", where)
            for table in ("links", "shortcuts", "charts", "number_cards"):
                yield from (Text(row["label"], "", where) for row in doc.get(table, []) if row.get("label"))
            for block in json.loads(doc.get("content") or "[]"):
                if block["type"] in ("header", "paragraph"):
                    yield Text(re.sub(r"<[^>]+>", "", block["data"]["text"]), "", where)


def code_texts() -> Iterator[Text]:
    files = [*APP.rglob("*.js"), *APP.rglob("*.py")]
    for path in sorted(files):
        code = path.read_text(encoding="utf-8")
        constants = dict(CONSTANT.findall(code))
        for found in CALL.finditer(code):
            if "${" in found["text"]:
                continue
            rest = found["rest"]
            context = JS_CONTEXT.match(rest) if path.suffix == ".js" else PY_CONTEXT.match(rest)
            said = next(filter(None, context.groups()), "") if context else ""
            yield Text(found["text"], constants.get(said, said), str(path.relative_to(APP)))


def word_texts() -> Iterator[Text]:
    for name, kind in vars(words).items():
        if inspect.isclass(kind) and issubclass(kind, Enum):
            yield from (Text(word.value, "*", f"rules.words.{name}") for word in kind)
    for figure in (compliance, deadlines):
        labels = [column["label"] for column in figure.columns(str)]
        yield from (Text(label, "Cluster Obligation", figure.__name__) for label in labels)
    yield Text("Cluster Administrator", "", "role")


ALL = {
    "doctypes": doctype_texts,
    "desk": desk_texts,
    "code": code_texts,
    "words": word_texts,
}


@pytest.mark.parametrize("kind", ALL)
def test_every_string_has_its_vietnamese(kind):
    have = known()
    sources = {source for source, _context in have}
    missing = sorted(
        {
            f"{text.source!r} ({text.where})"
            for text in ALL[kind]()
            if (text.source, "") not in have
            and (text.source, text.context) not in have
            and not (text.context == "*" and text.source in sources)
            and LETTERS.search(text.source)
        }
    )
    assert not missing, f"{len(missing)} without a row in vi.csv:\n" + "\n".join(missing)


def test_rows_are_whole_sorted_and_each_there_once():
    found = rows()
    keys = [(row[0], row[2] if len(row) > 2 else "") for row in found]
    assert [
        row
        for row in found
        if len(row) not in (2, 3) or not all(cell and cell.strip() == cell for cell in row)
    ] == []
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
    assert keys == sorted(keys)


def test_every_row_is_really_translated():
    same = [row[0] for row in rows() if row[0] == row[1] and row[0] not in SAME_IN_VIETNAMESE]
    assert same == []


def test_translations_keep_their_placeholders():
    wrong = [
        row[0] for row in rows() if sorted(PLACEHOLDER.findall(row[0])) != sorted(PLACEHOLDER.findall(row[1]))
    ]
    assert wrong == []


def test_the_walk_finds_strings_of_every_sort():
    """A test that walks nothing passes too."""
    for kind, texts in ALL.items():
        assert len(list(texts())) > 20, kind
