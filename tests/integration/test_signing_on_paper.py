"""The paper fallback: print the sheet, sign by hand, attach the scan, enter the roll once."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api import minutes as api
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.rules.words import Answer

from . import factory
from .holders import as_user, district, login

pytestmark = pytest.mark.clause("C5d")

SIGNATURE = "Cluster Minutes Signature"
CHAIR, SECRETARY, THIRD = "T-AN-TOAN-1", "T-BINH-TOAN-1", "T-CUONG-TOAN-1"
ABSENT = "T-CUONG-TOAN-2"


@pytest.fixture
def made() -> factory.District:
    return district()


def scan(minutes: Any, **values: Any) -> str:
    where = {"attached_to_doctype": minutes.doctype, "attached_to_name": minutes.name, "is_private": 1}
    name = f"{frappe.generate_hash(length=6)}.txt"
    return factory.insert("File", file_name=name, content=name, **{**where, **values}).file_url


def awaiting(made: factory.District, **values: Any) -> Any:
    """Minutes that were sent, of a session from which one of the invited was away."""
    factory.add_staff(made, ABSENT, "Giáo viên Toán vắng", "T-CUONG", "Teacher", "TOAN")
    meeting = factory.session(made, getdate())
    factory.everyone_present(meeting)
    row = frappe.get_doc("Cluster Session Attendance", f"{meeting.name}-{ABSENT}")
    row.update({"state": "Absent"}).save()
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    minutes.update(values)
    return minutes.save() if values else minutes


def on_paper(made: factory.District) -> Any:
    minutes = awaiting(made)
    minutes.update({"signing_way": "On Paper", "signed_scan": scan(minutes)})
    return minutes.save()


def answers(minutes: Any) -> dict[str, tuple[str, str]]:
    rows = frappe.get_all(SIGNATURE, {"minutes": minutes.name}, ["staff", "answer", "method"])
    return {row.staff: (row.answer, row.method) for row in rows}


def stored(minutes: Any) -> Any:
    return frappe.get_doc("Cluster Minutes", minutes.name)


def test_the_roll_is_entered_once_and_locks(made):
    minutes, secretary = on_paper(made), login(SECRETARY)
    with as_user(secretary):
        result = api.record_paper_roll(minutes=minutes.name, text_hash=minutes.text_hash)
    assert result == {"entered": 3, "already": 0, "locked": True, "waiting": 0}
    assert answers(minutes) == dict.fromkeys((CHAIR, SECRETARY, THIRD), ("Confirmed", "On Paper"))
    kept = stored(minutes)
    assert (kept.state, kept.signing_way, kept.paper_entered_by) == ("Locked", "On Paper", secretary)
    assert kept.paper_entered_at
    assert confirmation.is_genuine(kept)


def test_confirmations_in_the_app_stay_what_they_are(made):
    minutes = awaiting(made)
    confirmation.answer(minutes.name, CHAIR, Answer.CONFIRMED)
    minutes.reload()
    minutes.update({"signing_way": "On Paper", "signed_scan": scan(minutes)})
    minutes.save()
    assert minutes.state == "Awaiting Confirmation", "how it is signed is no part of the text"
    api.record_paper_roll(minutes=minutes.name)
    assert answers(minutes)[CHAIR] == ("Confirmed", "In App")
    assert answers(minutes)[THIRD] == ("Confirmed", "On Paper")
    assert stored(minutes).signing_way == "On Paper"


def test_a_refusal_is_entered_with_its_reason(made):
    minutes = on_paper(made)
    with pytest.raises(frappe.ValidationError, match="từ chối ký phải có lý do"):
        api.record_paper_roll(minutes=minutes.name, refused={THIRD: " "})
    assert answers(minutes) == {}
    api.record_paper_roll(minutes=minutes.name, refused={THIRD: "Chưa nhất trí kết luận"})
    assert answers(minutes)[THIRD] == ("Refused", "On Paper")
    assert stored(minutes).state == "Locked"


def test_who_signed_may_be_named_and_the_others_are_still_awaited(made):
    minutes = on_paper(made)
    result = api.record_paper_roll(minutes=minutes.name, signed=[CHAIR])
    assert (result["entered"], result["locked"], result["waiting"]) == (1, False, 2)
    confirmation.answer(minutes.name, SECRETARY, Answer.CONFIRMED)
    assert confirmation.answer(minutes.name, THIRD, Answer.CONFIRMED)["locked"]
    assert stored(minutes).signing_way == "On Paper"


def test_minutes_that_nobody_signed_on_paper_say_so(made):
    minutes = awaiting(made, signing_way="On Paper")
    for person in (CHAIR, SECRETARY, THIRD):
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    assert stored(minutes).signing_way == "In App"


@pytest.mark.parametrize("list_", ["signed", "refused"])
@pytest.mark.parametrize("person", [ABSENT, "T-AN-NGU-VAN-1"], ids=["absent", "not invited"])
def test_nobody_signs_for_somebody_who_was_not_in_the_room(made, list_, person):
    minutes = on_paper(made)
    given = {"signed": [CHAIR, person]} if list_ == "signed" else {"refused": {person: "Bận"}}
    with pytest.raises(
        frappe.ValidationError, match=rf"{person}: không có mặt theo điểm danh nên không ký.*Hãy"
    ):
        api.record_paper_roll(minutes=minutes.name, **given)
    assert answers(minutes) == {}


def test_without_a_scan_it_is_refused(made):
    minutes = awaiting(made, signing_way="On Paper")
    with pytest.raises(frappe.ValidationError, match=r"«Bản quét có chữ ký» còn trống.*Hãy đính kèm"):
        api.record_paper_roll(minutes=minutes.name)


def test_the_scan_is_private_and_hangs_on_these_minutes(made):
    minutes = awaiting(made, signing_way="On Paper")
    elsewhere = scan(minutes, attached_to_doctype=None, attached_to_name=None)
    frappe.db.set_value("Cluster Minutes", minutes.name, "signed_scan", elsewhere)
    with pytest.raises(frappe.ValidationError, match="tệp riêng tư đính ngay vào biên bản này"):
        api.record_paper_roll(minutes=minutes.name)


def test_minutes_signed_in_the_app_take_no_paper(made):
    minutes = awaiting(made)
    with pytest.raises(frappe.ValidationError, match="chọn «Ký trên giấy» ở ô «Cách ký»"):
        api.record_paper_roll(minutes=minutes.name)


def test_another_text_than_the_printed_one_is_not_signed(made):
    minutes = on_paper(made)
    with pytest.raises(frappe.ValidationError, match="đã thay đổi từ lúc in"):
        api.record_paper_roll(minutes=minutes.name, text_hash="0" * 64)


def test_drafts_and_locked_minutes_take_none(made):
    minutes = on_paper(made)
    api.record_paper_roll(minutes=minutes.name)
    with pytest.raises(frappe.ValidationError, match="đang chờ xác nhận"):
        api.record_paper_roll(minutes=minutes.name)


@pytest.mark.parametrize("who", [THIRD, "T-CUONG-HT"], ids=["attendee", "principal"])
def test_only_who_writes_the_minutes_enters_it(made, who):
    minutes, user = on_paper(made), login(who)
    with as_user(user), pytest.raises(frappe.PermissionError):
        api.record_paper_roll(minutes=minutes.name)
    assert answers(minutes) == {}


def test_who_entered_it_is_not_written_by_hand(made):
    minutes = on_paper(made)
    minutes.paper_entered_by = "Guest"
    minutes.save()
    assert stored(minutes).paper_entered_by is None


@pytest.mark.parametrize("bad", ["[1]", '{"a": 1}', "x{", '["a"]'])
def test_what_is_no_list_of_refusals_is_refused(made, bad):
    minutes = on_paper(made)
    with pytest.raises(frappe.ValidationError, match="không hợp lệ"):
        api.record_paper_roll(minutes=minutes.name, refused=bad)


def test_the_sheet_to_sign_lists_everyone_invited(made):
    """Printed by whoever may see the roll; somebody who may not gets his own line only."""
    minutes = awaiting(made)
    sheet = frappe.get_print("Cluster Session", minutes.session, "Attendance Sheet")
    names = [
        frappe.db.get_value("Member School Staff", code, "full_name") for code in (CHAIR, SECRETARY, THIRD)
    ]
    assert all(name in sheet for name in names)
    assert "DANH SÁCH KÝ TÊN" in sheet
    with as_user(login(THIRD)):
        mine = frappe.get_print("Cluster Session", minutes.session, "Attendance Sheet")
    listed = mine.split("Chữ ký")[1].split("Danh sách có")[0]
    assert (names[0] in listed, names[2] in listed) == (False, True)
