"""A workbook onto the site: all or nothing, a preview, updates, and refusals that name the cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import frappe
import pytest

from cum_chuyen_mon.intake.load import bring_in, preview
from cum_chuyen_mon.rules.words import Level, RollCall, SessionStatus
from cum_chuyen_mon.workbook.rows import HolidayRow
from cum_chuyen_mon.workbook.writing import write_workbook
from tests.unit.books import attended, small_book
from tests.unit.books import edited as by_hand

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


def without_column(workbook, sheet: str, title: str) -> None:
    page = workbook[sheet]
    titles = [str(cell.value or "").rstrip("* ") for cell in page[1]]
    page.delete_cols(titles.index(title) + 1)


def year_with_more():
    """The small year with a holiday and decision numbers."""
    book = replace(small_book(), holidays=(HolidayRow(holiday_date=date(2025, 1, 1), title="Tết"),))
    book = edited(book, "units", 0, decision_no="7/QĐ")
    return edited(book, "officers", 0, decision_no="8/QĐ")


def drop_what_need_not_be_there(workbook) -> None:
    del workbook["Ngày nghỉ"]
    without_column(workbook, "Nghĩa vụ", "Căn cứ")
    without_column(workbook, "Cán bộ", "Thư điện tử")
    without_column(workbook, "Cụm và nhóm", "Số quyết định")
    without_column(workbook, "Chức danh", "Số quyết định")


def test_a_sheet_or_column_that_the_file_lacks_wipes_nothing(connection):
    book = year_with_more()
    assert bring_in(write_workbook(book)).problems == []
    intake = bring_in(by_hand(drop_what_need_not_be_there, book))
    assert (intake.problems, intake.created, intake.updated) == ([], 0, 0)


def test_a_column_that_the_file_lacks_stays_when_its_table_changes(connection):
    book = year_with_more()
    bring_in(write_workbook(book))
    changed = edited(book, "officers", 0, to_date=date(2025, 5, 1))
    intake = bring_in(by_hand(drop_what_need_not_be_there, changed))
    assert (intake.problems, intake.updated) == ([], 1)
    officers = frappe.get_doc("School Cluster", "CUM").officers
    assert [(o.decision_no, str(o.to_date)) for o in officers] == [("8/QĐ", "2025-05-01")]


def test_a_file_without_officers_keeps_them_and_an_empty_sheet_takes_them_away(connection):
    book = year_with_more()
    bring_in(write_workbook(book))

    bring_in(by_hand(lambda workbook: workbook.__delitem__("Chức danh"), book))
    assert len(frappe.get_doc("School Cluster", "CUM").officers) == 1
    assert bring_in(write_workbook(replace(book, officers=()))).problems == []
    assert frappe.get_doc("School Cluster", "CUM").officers == []


def test_what_the_file_does_not_say_is_set_only_once(connection):
    book = edited(small_book(), "sessions", 0, status=SessionStatus.POSTPONED)
    content = write_workbook(replace(book, attendance=()))
    assert bring_in(content).problems == []
    assert frappe.db.get_value("Cluster Session", "BUOI-1", "status_reason") == "Nhập từ sổ"
    frappe.db.set_value("Cluster Session", "BUOI-1", "status_reason", "Trùng lịch thi")
    frappe.db.set_value("Cluster Regulation", "QC", "status", "Withdrawn")
    frappe.db.set_value("Cluster Unit Report", "BC-1", "status", "Returned")
    again = bring_in(content)
    assert (again.problems, again.created, again.updated) == ([], 0, 0)
    assert frappe.db.get_value("Cluster Session", "BUOI-1", "status_reason") == "Trùng lịch thi"
    assert frappe.db.get_value("Cluster Regulation", "QC", "status") == "Withdrawn"
    assert frappe.db.get_value("Cluster Unit Report", "BC-1", "status") == "Returned"


@pytest.mark.parametrize("older", [SessionStatus.PLANNED, SessionStatus.CONVENED])
def test_a_session_further_on_than_the_file_is_left_alone(connection, older):
    book = small_book()
    bring_in(write_workbook(book))
    changed = edited(book, "sessions", 0, status=older, conclusion="", opinions="")
    unanswered = tuple(replace(a, answer=None, answered_on=None) for a in book.attendance)
    changed = replace(changed, attendance=unanswered)
    changed = edited(changed, "attendance", 0, state=RollCall.INVITED)
    changed = edited(changed, "schools", 0, school_name="Tên mới")
    intake = bring_in(write_workbook(changed))
    assert (intake.problems, intake.updated) == ([], 1)
    session = frappe.get_doc("Cluster Session", "BUOI-1")
    assert (session.status, session.minutes_state, session.present_count) == ("Held", "Locked", 2)


def test_a_cancelled_session_stays_cancelled(connection):
    book = edited(small_book(), "sessions", 0, status=SessionStatus.PLANNED)
    book = replace(book, attendance=(attended("BUOI-1", "A-TOAN", None, state=RollCall.INVITED),))
    bring_in(write_workbook(book))
    session = frappe.get_doc("Cluster Session", "BUOI-1")
    session.update({"status": "Cancelled", "status_reason": "Bão"}).save()
    changed = replace(book, attendance=(*book.attendance, attended("BUOI-1", "B-TOAN", None)))
    assert bring_in(write_workbook(changed)).problems == []
    assert frappe.db.get_value("Cluster Session", "BUOI-1", "status") == "Cancelled"


def test_an_older_roll_of_locked_minutes_is_left_alone_and_a_different_one_refused(connection):
    book = small_book()
    bring_in(write_workbook(book))
    older = edited(book, "attendance", 0, state=RollCall.INVITED, answer=None, answered_on=None)
    intake = bring_in(write_workbook(older))
    assert (intake.problems, intake.updated) == ([], 0)
    other = replace(book, attendance=(*book.attendance, attended("BUOI-1", "B-HT", date(2024, 10, 9))))
    assert "đã khóa" in bring_in(write_workbook(other)).problems[0].message


def test_an_answer_dated_ahead_does_not_lock(connection):
    ahead = date.today() + timedelta(days=2)
    content = write_workbook(edited(small_book(), "attendance", 0, answered_on=ahead))
    assert bring_in(content).problems == []
    session = frappe.get_doc("Cluster Session", "BUOI-1")
    assert (session.minutes_state, session.signed_count) == ("Awaiting Confirmation", 1)


def unlocked_book():
    book = small_book()
    return replace(book, attendance=tuple(replace(a, answer=None, answered_on=None) for a in book.attendance))


def test_topics_added_in_the_desk_are_not_cut_back(connection):
    content = write_workbook(unlocked_book())
    bring_in(content)
    minutes = frappe.get_doc("Cluster Minutes", "BUOI-1-BB")
    minutes.append("topics", {"title": "Đề kiểm tra", "presenter": "Cô Lan", "opinions": "Tốt"})
    minutes.save()
    again = bring_in(content)
    assert (again.problems, again.updated) == ([], 0)
    assert len(frappe.get_doc("Cluster Minutes", "BUOI-1-BB").topics) == 2


def test_a_person_removed_from_the_roll_is_shown_and_removed(connection):
    book = unlocked_book()
    book = replace(book, attendance=(*book.attendance, attended("BUOI-1", "B-HT", None)))
    assert bring_in(write_workbook(book)).problems == []
    fewer = write_workbook(replace(book, attendance=book.attendance[:2]))
    seen = preview(fewer)
    assert [(c.action, c.name) for c in seen.changes if c.action != "same"] == [("update", "BUOI-1-B-HT")]
    assert frappe.db.exists("Cluster Session Attendance", "BUOI-1-B-HT")
    assert bring_in(fewer).updated == 1
    assert not frappe.db.exists("Cluster Session Attendance", "BUOI-1-B-HT")
    session = frappe.get_doc("Cluster Session", "BUOI-1")
    assert (session.invited_count, session.present_count) == (2, 2)
    assert bring_in(fewer).updated == 0
