"""The desk as an authority's leader, a cluster's head, a plain member's principal, a subject group's lead, a session's
secretary and a teacher find it: what their workspace shows, which buttons a document offers them, where links lead."""

from __future__ import annotations

import frappe
import pytest

from .looking import buttons, cards, idle, may_edit, no_trouble, offered, open_form
from .people import PEOPLE

MAIN, MINE = "Cụm chuyên môn", "Việc của tôi ở cụm"

SAVE, INVITE, ROLL, WRITE, OPEN = "Lưu", "Mời thành phần", "Điểm danh", "Lập biên bản", "Mở biên bản"
ASK, PAPER, CONFIRM, REFUSE = "Gửi xác nhận", "Ghi chữ ký giấy", "Xác nhận", "Từ chối"
PRESENT = "Tôi có mặt"


# workspace


OF_THE_UNIT = {
    "nghĩa vụ quá hạn",
    "nghĩa vụ sắp đến hạn",
    "buổi sinh hoạt tháng này",
    "biên bản chờ xác nhận",
    "kế hoạch chờ duyệt",
    "báo cáo chờ tiếp nhận",
    "kiến nghị chờ trả lời",
}
OF_ONESELF = {
    "biên bản chờ tôi xác nhận",
    "buổi sắp tới của tôi",
    "buổi tôi đã dự năm học này",
    "kiến nghị của tôi chờ trả lời",
}
MANAGEMENT = ("Giấy ủy quyền", "Kế hoạch hoạt động", "Mức thực hiện theo đơn vị", "Thời hạn của cụm, nhóm")
HOME = {
    "leader": (
        MAIN,
        OF_THE_UNIT,
        (*MANAGEMENT, "Tham dự theo trường"),
        (MINE, "Nêu khó khăn", "Nhập sổ Excel"),
    ),
    "head": (MAIN, OF_THE_UNIT, (*MANAGEMENT, MINE, "Tham dự theo trường"), ("Nhập sổ Excel",)),
    "principal": (MAIN, OF_THE_UNIT, (*MANAGEMENT, MINE, "Tham dự theo trường"), ("Nhập sổ Excel",)),
    "lead": (MAIN, OF_THE_UNIT, (MINE, "Thời hạn của cụm, nhóm"), ("Nhập sổ Excel", "Tham dự theo trường")),
    "secretary": (MINE, OF_ONESELF, ("Nêu khó khăn, kiến nghị", "Điểm danh của tôi"), MANAGEMENT),
    "teacher": (MINE, OF_ONESELF, ("Nêu khó khăn, kiến nghị", "Điểm danh của tôi"), MANAGEMENT),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_the_desk_opens_at_what_the_person_needs(as_, person):
    title, figures, shown, absent = HOME[person]
    browser = as_(person)
    browser.until("return document.title.includes(arguments[0])", title)
    assert set(cards(browser)) == figures
    for text in shown:
        browser.see(text)
    text = browser.text().lower()
    assert [word for word in absent if word.lower() in text] == []
    no_trouble(browser)


def test_figures_are_ones_own(as_, district):
    of_leader = cards(as_("leader"))
    assert of_leader["kế hoạch chờ duyệt"] == "1"
    assert of_leader["kiến nghị chờ trả lời"] == "1"
    assert of_leader["biên bản chờ xác nhận"] == "1"
    browser = as_("teacher")
    of_teacher = cards(browser)
    assert of_teacher["biên bản chờ tôi xác nhận"] == "1"
    assert of_teacher["buổi sắp tới của tôi"] == "1"
    assert of_teacher["kiến nghị của tôi chờ trả lời"] == "1"
    browser = as_("principal")
    browser.open("my-cluster-work")
    browser.until("return document.title.includes(arguments[0])", MINE)
    assert cards(browser)["biên bản chờ tôi xác nhận"] == "0"


DESTINATIONS = """
    const found = [], go = frappe.set_route;
    frappe.set_route = (...route) => {
        found.push([route, frappe.route_options || null]);
        frappe.route_options = null;
    };
    document.querySelectorAll('.number-widget-box .widget-body, .shortcut-widget-box').forEach(w => w.click());
    frappe.set_route = go;
    document.querySelectorAll('.links-widget-box a.link-item').forEach(
        a => found.push([[new URL(a.href).pathname.replace(/^.(app|desk)./, '')], null]));
    return found;"""


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "secretary"])
def test_every_link_of_the_workspaces_opens(as_, person):
    browser = as_(person)
    pages = ["cum-chuyen-mon"] if HOME[person][0] == MAIN else []
    pages += ["my-cluster-work"] if person != "leader" else []
    found = {}
    for page in pages:
        browser.open(page)
        cards(browser)
        idle(browser)
        for route, options in browser.driver.execute_script(DESTINATIONS):
            found[str((route, options))] = (route, options)
    assert len(found) >= 12
    for route, options in found.values():
        if options:  # as a person would: every card is clicked on the workspace
            browser.open(pages[0])
            cards(browser)  # Frappe's workspace stumbles when it is left before its sidebar is there
            browser.until("return document.querySelectorAll('.sidebar-item-container').length > 0")
            idle(browser)
        before = browser.driver.execute_script("return location.pathname + location.search")
        browser.driver.execute_script(
            "frappe.route_options = arguments[1]; frappe.set_route(...arguments[0])", route, options
        )
        browser.until("return location.pathname + location.search !== arguments[0]", before)
        idle(browser)
        no_trouble(browser, f"{person}: {route}")


# documents


ON_A_SESSION = {SAVE, INVITE, ROLL, WRITE, OPEN, PRESENT}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("leader", set()),
        ("head", {SAVE, INVITE, ROLL, WRITE}),
        ("principal", set()),
        ("lead", {SAVE, INVITE, ROLL, WRITE}),
        ("secretary", {INVITE, ROLL, WRITE}),
        ("teacher", set()),
    ],
)
def test_a_session_offers_what_the_person_may_do(as_, scene, person, expected):
    browser = as_(person)
    open_form(browser, "Cluster Session", scene.meeting)
    offered(browser, expected, ON_A_SESSION)
    assert may_edit(browser, "venue") == (SAVE in expected)
    if SAVE not in expected:
        status = browser.driver.execute_script("return cur_frm.get_field('status').$wrapper.text()")
        assert "Dự kiến" in status, "choices are in Vietnamese for those who only read, too"
    no_trouble(browser)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("leader", set()),
        ("head", {PAPER}),
        ("principal", set()),
        ("lead", {PAPER, CONFIRM, REFUSE}),
        ("secretary", {PAPER, CONFIRM, REFUSE}),
        ("teacher", {CONFIRM, REFUSE}),
    ],
)
def test_minutes_ask_those_whose_answer_is_awaited(as_, scene, person, expected):
    browser = as_(person)
    open_form(browser, "Cluster Minutes", scene.sent)
    browser.see("Xác nhận: 0/" if person != "principal" else "Buổi chờ xác nhận")
    offered(browser, expected, {SAVE, ASK, PAPER, CONFIRM, REFUSE})
    assert may_edit(browser, "conclusion") == (PAPER in expected)
    no_trouble(browser)


@pytest.mark.parametrize(("person", "edits"), [("leader", True), ("head", True), ("principal", False)])
def test_a_plan_is_written_and_decided_by_those_whose_work_it_is(as_, scene, person, edits):
    """Beside the steps of a Workflow the desk offers Save only once something was changed."""
    browser = as_(person)
    open_form(browser, "Cluster Activity Plan", scene.plan)
    assert may_edit(browser, "title") == edits
    no_trouble(browser)


ADDING = {
    "Cluster Session": {"head", "lead"},
    "Cluster Minutes": {"head", "lead", "secretary"},
    "Cluster Activity Plan": {"head"},
    "Cluster Unit Report": {"head", "principal"},
    "Cluster Difficulty": {"head", "principal", "lead", "secretary", "teacher"},
    "School Cluster": set(),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_lists_offer_a_new_document_to_those_who_may_make_one(as_, person):
    browser = as_(person)
    boot = browser.driver.execute_script("return frappe.boot.user")
    made = {doctype for doctype in ADDING if doctype in boot["can_create"]}
    assert made == {doctype for doctype, people in ADDING.items() if person in people}
    assert "Cluster Session" not in boot["can_import"]
    browser.open("cluster-session")
    browser.until("return window.cur_list?.doctype === 'Cluster Session' && cur_list.data.length > 0")
    idle(browser)
    adds = any(text.startswith("Thêm") for text in buttons(browser))
    assert adds == (person in ADDING["Cluster Session"])


# deeds


def test_a_secretary_calls_the_roll_of_a_session_he_may_not_change(as_, scene):
    browser = as_("secretary")
    open_form(browser, "Cluster Session", scene.meeting)
    browser.press(ROLL)
    browser.press("Những người còn lại có mặt", ".modal.show")
    browser.press("Lưu điểm danh", ".modal.show")
    browser.see("Có mặt: 3")
    assert browser.errors() == []
    frappe.db.rollback()
    states = frappe.get_all("Cluster Session Attendance", {"session": scene.meeting}, pluck="state")
    assert states == ["Present"] * 3


def test_a_teacher_says_on_the_day_that_he_is_there(as_, scene):
    browser = as_("teacher")
    open_form(browser, "Cluster Session", scene.today)
    browser.press(PRESENT)
    browser.see("Có mặt: 1")
    assert browser.errors() == []
    frappe.db.rollback()
    row = {"session": scene.today, "staff": scene.staff["teacher"]}
    assert frappe.db.get_value("Cluster Session Attendance", row, "state") == "Present"


def test_a_teacher_confirms_and_a_lead_refuses(as_, scene):
    browser = as_("teacher")
    open_form(browser, "Cluster Minutes", scene.sent)
    browser.press(CONFIRM)
    browser.see("Câu trả lời không rút lại được")
    browser.css(".modal.show .btn-primary").click()
    browser.see("Đã ghi nhận câu trả lời của bạn")
    browser.until(
        "return ![...document.querySelectorAll('button')].some(b => b.innerText.trim() === arguments[0])",
        REFUSE,
    )
    assert browser.errors() == []
    browser = as_("lead")
    open_form(browser, "Cluster Minutes", scene.sent)
    browser.press(REFUSE)
    browser.until("return !!document.querySelector('.modal.show textarea:focus')")
    browser.css(".modal.show textarea:focus").send_keys("Thiếu ý kiến của tôi\t")
    browser.press(REFUSE, ".modal.show")
    browser.see("Đã ghi nhận câu trả lời của bạn")
    browser.see("Thiếu ý kiến của tôi")
    assert browser.errors() == []
    frappe.db.rollback()
    rows = frappe.get_all("Cluster Minutes Signature", {"minutes": scene.sent}, ["staff", "answer", "reason"])
    assert {row.staff: (row.answer, row.reason or "") for row in rows} == {
        scene.staff["teacher"]: ("Confirmed", ""),
        scene.staff["lead"]: ("Refused", "Thiếu ý kiến của tôi"),
    }
    assert cards(as_("teacher"))["biên bản chờ tôi xác nhận"] == "0"


def test_whose_positions_have_ended_is_offered_nothing(as_, scene, district):
    row = {"parent": scene.staff["teacher"], "parenttype": "Member School Staff"}
    frappe.db.set_value("Staff Posting", row, "to_date", "2024-12-31")
    frappe.db.commit()
    try:
        browser = as_("teacher")
        boot = browser.driver.execute_script("return [frappe.boot.user, frappe.boot.cum_chuyen_mon]")
    finally:
        frappe.db.rollback()
        frappe.db.set_value("Staff Posting", row, "to_date", None)
        frappe.db.commit()
    user, ours = boot
    assert ours is None
    assert "Cluster Teacher" in user["roles"], "roles stay; they give nothing"
    assert "Cluster Difficulty" not in user["can_create"]
    assert "Cluster Session" not in user["can_write"]
