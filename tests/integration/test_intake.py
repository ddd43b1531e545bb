"""A workbook onto the site: all or nothing, a preview, updates, and refusals that name the cell."""

from __future__ import annotations

from dataclasses import replace

import frappe
import pytest

from cum_chuyen_mon.intake.load import bring_in, preview
from cum_chuyen_mon.rules.words import Level
from cum_chuyen_mon.workbook.writing import write_workbook
from tests.unit.books import small_book

TABLES = (
    "Education Authority",
    "Cluster School Year",
    "Member School",
    "Member School Staff",
    "School Cluster",
    "Inter-School Group",
    "Cluster Regulation",
    "Cluster Session",
    "Cluster Session Attendance",
    "Cluster Minutes",
    "Cluster Minutes Signature",
    "Cluster Unit Report",
    "Cluster Obligation",
)


def counted() -> dict[str, int]:
    return {table: frappe.db.count(table) for table in TABLES}


def edited(book, sheet: str, number: int, **values):
    rows = list(getattr(book, sheet))
    rows[number] = replace(rows[number], **values)
    return replace(book, **{sheet: tuple(rows)})


def test_a_small_year_comes_in_whole(connection):
    intake = bring_in(write_workbook(small_book()))
    assert intake.problems == []
    session = frappe.get_doc("Cluster Session", small_book().sessions[0].session_code)
    assert (session.minutes_state, session.present_count, session.signed_count) == ("Locked", 2, 2)
    quota = frappe.get_all(
        "Cluster Obligation",
        filters={"regulation": "QC", "unit": "NHOM", "subject": "TOAN", "semester": "1"},
        fields=["counted", "state"],
    )
    assert quota == [{"counted": 1, "state": "Met"}]


def test_a_second_import_changes_nothing(connection):
    content = write_workbook(small_book())
    first = bring_in(content)
    again = bring_in(content)
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)


def test_a_preview_writes_nothing_and_tells_what_would_happen(connection):
    before = counted()
    seen = preview(write_workbook(small_book()))
    assert counted() == before
    done = bring_in(write_workbook(small_book()))
    assert (seen.created, seen.updated) == (done.created, done.updated)


def test_an_edited_file_updates_what_was_edited(connection):
    book = small_book()
    bring_in(write_workbook(book))
    changed = edited(book, "schools", 0, school_name="THCS Tân Tiến 2")
    changed = edited(changed, "schools", 1, levels=frozenset({Level.PRIMARY, Level.LOWER_SECONDARY}))
    intake = bring_in(write_workbook(changed))
    updates = [(c.doctype, c.name) for c in intake.changes if c.action == "update"]
    assert updates == [("Member School", "TRUONG-A"), ("Member School", "TRUONG-B")]
    assert frappe.db.get_value("Member School", "TRUONG-A", "school_name") == "THCS Tân Tiến 2"
    assert frappe.db.get_value("Member School", "TRUONG-B", "levels") == "TH-THCS"
    details = next(c for c in intake.changes if c.name == "TRUONG-A").details
    assert details[0][1:] == ("THCS Tân Tiến", "THCS Tân Tiến 2")


def test_what_the_site_refuses_names_the_row_and_nothing_is_written(connection):
    """The text of locked minutes is not changed by a file, and the rest of that file does not come in either."""
    book = small_book()
    bring_in(write_workbook(book))
    before = counted()
    changed = edited(book, "schools", 0, school_name="Tên khác")
    changed = edited(changed, "sessions", 0, conclusion="Một kết luận khác")
    intake = bring_in(write_workbook(changed))
    assert len(intake.problems) == 1
    problem = intake.problems[0]
    assert (problem.sheet, problem.cell) == ("Buổi sinh hoạt", "A2")
    assert "đã khóa" in problem.message
    assert counted() == before
    assert frappe.db.get_value("Member School", "TRUONG-A", "school_name") == "THCS Tân Tiến"


def test_a_bad_cell_is_refused_before_anything_is_written(connection):
    before = counted()
    content = write_workbook(edited(small_book(), "duties", 0, minimum=0))
    intake = bring_in(content)
    assert [p.sheet for p in intake.problems] == ["Nghĩa vụ"]
    assert intake.problems[0].cell
    assert counted() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", "không phải Excel".encode()])
def test_a_file_that_is_no_workbook_is_refused_in_words(connection, content):
    intake = bring_in(content)
    assert len(intake.problems) == 1
    assert not intake.problems[0].message.isascii(), "a Vietnamese sentence"


def test_the_customers_own_fields_are_left_alone(connection):
    book = small_book()
    bring_in(write_workbook(book))
    frappe.db.set_value("Member School", "TRUONG-A", "phone", "028 1234 5678")
    bring_in(write_workbook(edited(book, "schools", 0, school_name="Tên mới")))
    assert frappe.db.get_value("Member School", "TRUONG-A", "phone") == "028 1234 5678"
