"""The steps of a paper where people look for them, few at a time on a desktop and in sight on a phone."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe.utils import getdate

from .conftest import PHONE
from .looking import buttons, idle, may_edit, open_form

HEADSHIP = "Cluster Headship"


def ahead(factory, district):
    """A session of the cluster in three weeks; the scene's people have the school year of today."""
    frappe.db.rollback()
    meeting = factory.session(district, getdate() + timedelta(days=21), unit=district.cluster)
    frappe.db.commit()
    return meeting


def in_sight(browser, fieldname: str) -> bool:
    return browser.driver.execute_script(
        "return cur_frm.get_field(arguments[0]).$wrapper.is(':visible')", fieldname
    )


def test_what_is_done_when_people_meet_waits_in_a_menu(browser, scene, district, factory):
    open_form(browser, "Cluster Session", ahead(factory, district).name)
    shown = buttons(browser)
    assert {"Triệu tập", "Việc khác"} <= shown
    assert not {"Điểm danh", "Lập biên bản", "Hoãn", "Hủy buổi", "Mời thành phần"} & shown
    browser.press("Việc khác")
    browser.see("Điểm danh")
    browser.see("Hủy buổi")


def test_the_agenda_of_every_session_can_be_read(browser, scene, district, factory):
    open_form(browser, "Cluster Session", ahead(factory, district).name)
    assert in_sight(browser, "agenda_items")


def test_what_locked_minutes_say_of_a_session_is_not_offered_for_writing(browser, scene, district, factory):
    meeting = ahead(factory, district)
    open_form(browser, "Cluster Session", meeting.name)
    assert may_edit(browser, "venue")
    meeting.db_set("minutes_state", "Locked")
    frappe.db.commit()
    browser.driver.execute_script("cur_frm.reload_doc()")
    browser.until("return cur_frm.doc.minutes_state === 'Locked'")
    idle(browser)
    assert not may_edit(browser, "venue")
    assert may_edit(browser, "notified_on"), "on which day people were told can be entered later"


def test_the_buttons_of_a_unit_stay_in_sight_on_a_phone(browser, district):
    browser.size(*PHONE)
    open_form(browser, "Inter-School Group", district.group)
    browser.press("Lập các tổ bộ môn")
    browser.until("return document.querySelectorAll('.modal.show tr[data-subject]').length > 0")


def test_a_head_sends_whom_the_schools_chose_and_the_leader_confirms(as_, scene, district, factory):
    frappe.db.rollback()
    chosen = {"way": "Assignment", "person": "T-BINH-HT", "from_date": "2025-03-01"}
    seat = {"unit_type": "School Cluster", "unit": district.cluster, "position": "Cluster Head"}
    papers = {"submission_no": "02/TTr", "submission_date": "2025-02-20", "school_year": district.year}
    draft = factory.insert(HEADSHIP, **seat, **chosen, **papers)
    frappe.db.commit()

    head = as_("head")
    open_form(head, HEADSHIP, draft.name)
    assert not in_sight(head, "decision_no"), "the decision is the authority's to enter"
    assert not in_sight(head, "person_name"), "the link beside it shows the name"
    head.press("Gửi cơ quan quản lý")
    head.until("return cur_frm.doc.status === 'Submitted' && !cur_frm.is_dirty()")
    idle(head)
    assert not {"Chuẩn y", "Trả lại để sửa"} & buttons(head)

    leader = as_("leader")
    open_form(leader, HEADSHIP, draft.name)
    leader.press("Chuẩn y")
    leader.until("return !!window.cur_dialog?.display && !!cur_dialog.fields_dict.decision_no")
    leader.driver.execute_async_script(
        "cur_dialog.set_value('decision_no', '99/QĐ-PGDĐT').then(arguments[arguments.length - 1])"
    )
    leader.press("Chuẩn y", ".modal.show")
    leader.until("return cur_frm.doc.status === 'Confirmed' && !cur_frm.is_dirty()")
    frappe.db.rollback()
    stored = frappe.db.get_value(HEADSHIP, draft.name, ["decision_no", "decision_date"])
    assert stored == ("99/QĐ-PGDĐT", getdate())
