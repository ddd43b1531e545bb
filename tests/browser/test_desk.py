"""The desk in a real Chromium, in Vietnamese: workspace, reports, a session from invitation to locked minutes."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import frappe
import pytest

PHONE = (360, 780)
REPORTS = {
    "Cluster Compliance": "Mức thực hiện của cụm, nhóm",
    "Cluster Deadlines": "Thời hạn của cụm, nhóm",
    "Session Register": "Sổ theo dõi sinh hoạt",
    "Attendance by School": "Tham dự theo trường",
    "Attendance by Person": "Tham dự theo cá nhân",
}


def latest() -> None:
    """See what the server committed since."""
    frappe.db.rollback()


@pytest.fixture
def meeting(district, factory):
    latest()
    made = factory.session(district, date(2024, 10, 10))
    frappe.db.commit()
    return made


def test_the_workspace_opens_in_vietnamese(browser, district):
    browser.open("cum-chuyen-mon")
    for text in ("Nghĩa vụ quá hạn", "Biên bản chờ xác nhận", "Phím tắt", "Quy chế và nghĩa vụ", "Danh mục"):
        browser.see(text)
    for text in ("Cán bộ, giáo viên", "Sổ theo dõi sinh hoạt", "Nhóm liên trường"):
        browser.see(text)
    assert browser.errors() == []


def test_the_compliance_report_shows_its_rows(browser, district):
    browser.open(f"query-report/{quote('Cluster Compliance')}?school_year={district.year}")
    browser.until("return window.frappe?.query_report?.data?.length === 6")
    browser.see("Nhóm thử nghiệm")
    browser.see("Quá hạn")
    browser.see("Tỷ lệ đạt")
    pills = browser.until(
        "const p = document.querySelectorAll('.dt-row .indicator-pill.red a, .dt-row a .indicator-pill.red');"
        "return p.length"
    )
    assert pills == 6
    assert browser.errors() == []


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("width", [1280, 360])
def test_every_report_opens(browser, district, report, width):
    browser.size(width, 800)
    browser.open(f"query-report/{quote(report)}?school_year={district.year}")
    browser.until("return document.title.includes(arguments[0])", REPORTS[report])
    browser.until("return !!window.frappe?.query_report?.columns || !!document.querySelector('.msg-box')")
    assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.errors() == []


@pytest.mark.parametrize(
    "route",
    [
        "cluster-session",
        "cluster-session/view/calendar/default",
        "cluster-minutes",
        "cluster-obligation",
        "cluster-regulation/T-QC",
        "cluster-school-year/T-2024-2025",
        "school-cluster/T-CUM",
        "inter-school-group/T-NHOM",
        "member-school/T-AN",
        "member-school-staff/T-AN-HT",
        "education-authority",
    ],
)
def test_every_page_opens_without_an_error(browser, district, route):
    browser.open(route)
    browser.until(
        "return !!document.querySelector('.page-container:not([style*=\"display: none\"]) .page-head')"
    )
    browser.until("return !window.frappe.request || frappe.request.ajax_count === 0")
    assert browser.errors() == []


def test_an_obligation_says_why_and_by_what(browser, district):
    latest()
    name = frappe.db.get_value(
        "Cluster Obligation", {"school_year": district.year, "subject": "TOAN", "semester": "1"}
    )
    browser.open(f"cluster-obligation/{name}")
    browser.see("Chưa đủ: 0/2 buổi đã khóa biên bản")
    assert browser.errors() == []


def test_a_roll_call_on_a_phone_from_invitation_to_saved_states(browser, district, meeting):
    browser.size(*PHONE)
    browser.open(f"cluster-session/{meeting.name}")
    browser.press("Mời thành phần")
    browser.see("Đã mời: 3")
    browser.press("Điểm danh")
    browser.until("return document.querySelectorAll('.ccm-person').length === 3")
    widest = browser.driver.execute_script(
        "return Math.max(...[...document.querySelectorAll('.ccm-roll-dialog .modal-dialog, .ccm-roll-dialog button')]"
        ".map(e => e.getBoundingClientRect().right))"
    )
    assert widest <= PHONE[0]
    lowest = browser.driver.execute_script(
        "return Math.min(...[...document.querySelectorAll('.ccm-state')].map(b => b.offsetHeight))"
    )
    assert lowest >= 40, "buttons are high enough for a thumb"
    browser.press("Những người còn lại có mặt", ".modal.show")
    browser.see("Có mặt 3/3, chưa điểm danh 0")
    absent = "T-CUONG-TOAN-1"
    line = f'.ccm-person[data-key="{absent}"]'
    browser.css(f'{line} [data-state="Excused"]').click()
    browser.css(f"{line} .ccm-more").send_keys("Ốm")
    browser.see("Có mặt 2/3")
    browser.press("Lưu điểm danh", ".modal.show")
    browser.see("Có mặt: 2")
    assert browser.errors() == []
    latest()
    rows = frappe.get_all(
        "Cluster Session Attendance", filters={"session": meeting.name}, fields=["staff", "state", "reason"]
    )
    assert {row.staff: (row.state, row.reason or "") for row in rows} == {
        "T-AN-TOAN-1": ("Present", ""),
        "T-BINH-TOAN-1": ("Present", ""),
        absent: ("Excused", "Ốm"),
    }


def test_what_the_server_refuses_leaves_the_roll_call_open(browser, district, meeting):
    from cum_chuyen_mon.meetings import roll_call

    roll_call.invite(meeting)
    frappe.db.commit()
    browser.open(f"cluster-session/{meeting.name}")
    browser.press("Điểm danh")
    browser.css('.ccm-person[data-key="T-AN-TOAN-1"] [data-state="Excused"]').click()
    browser.press("Lưu điểm danh", ".modal.show")
    browser.see("vắng có phép phải ghi lý do")
    latest()
    assert set(frappe.get_all("Cluster Session Attendance", {"session": meeting.name}, pluck="state")) == {
        "Invited"
    }


def sign_on_paper(minutes) -> None:
    """The scan of the signed sheet hangs on the minutes."""
    where = {"attached_to_doctype": minutes.doctype, "attached_to_name": minutes.name, "is_private": 1}
    scan = frappe.get_doc(
        {"doctype": "File", "file_name": "ky-ten.txt", "content": "đã ký", **where}
    ).insert()
    minutes.update({"signing_way": "On Paper", "signed_scan": scan.file_url})
    minutes.save()
    frappe.db.commit()


def test_minutes_from_asking_to_locked(browser, district, factory, meeting):
    factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    frappe.db.commit()
    browser.open(f"cluster-minutes/{minutes.name}")
    browser.press("Gửi xác nhận")
    browser.see("Xác nhận: 0/3")
    browser.see("Chờ xác nhận")
    latest()
    sign_on_paper(frappe.get_doc("Cluster Minutes", minutes.name))
    browser.open(f"cluster-minutes/{minutes.name}")
    browser.press("Ghi chữ ký giấy")
    browser.see("Những người đã ký trên giấy")
    browser.until(
        "return document.querySelectorAll('.modal.show .checkbox input[data-unit]:checked').length === 3"
    )
    browser.press("Ghi nhận", ".modal.show")
    browser.see("Xác nhận: 3/3")
    browser.see("Đã khóa")
    assert browser.errors() == []
    latest()
    assert frappe.db.get_value("Cluster Minutes", minutes.name, ["docstatus", "state"]) == (1, "Locked")


def test_incomplete_minutes_say_what_is_missing(browser, district, factory, meeting):
    factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting, conclusion="", work="")
    frappe.db.commit()
    browser.open(f"cluster-minutes/{minutes.name}")
    browser.press("Gửi xác nhận")
    browser.see("Biên bản chưa đầy đủ")
    browser.see("Thiếu kết luận của chủ tọa")
    browser.see("Thiếu phần triển khai công việc")
