"""Personal data on the desk: reaching people, one's own data, consent to photos."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from .looking import idle, open_form
from .people import user_of

STAFF = "Member School Staff"
CERTIFICATE, CONTACT, DATA = "Giấy xác nhận tham gia", "Thông tin liên lạc", "Dữ liệu cá nhân"
CONSENT, DOWNLOAD, ERASE = "Đồng ý sử dụng hình ảnh", "Tải dữ liệu cá nhân", "Xóa dữ liệu cá nhân"


def offered_on_data(browser) -> list[str]:
    """The items behind the button of personal data."""
    browser.until("return !!document.querySelector('.inner-group-button .dropdown-item')")
    return browser.driver.execute_script(
        "return [...document.querySelectorAll('.inner-group-button .dropdown-item')].map(a => a.textContent.trim())"
    )


def test_a_teacher_agrees_to_photos_and_takes_it_back(as_, scene):
    browser = as_("teacher")
    me = scene.staff["teacher"]
    for checked in (1, 0):
        open_form(browser, STAFF, me)
        assert offered_on_data(browser) == [CONSENT, DOWNLOAD]
        choose(browser, CONSENT)
        browser.see("Việc đồng ý là tự nguyện")
        browser.css(".modal.show input[data-fieldname='unit_reports']").click()
        browser.press("Lưu lựa chọn", ".modal.show")
        browser.until("return !document.querySelector('.modal.show')")
        frappe.db.rollback()
        given = frappe.get_all("Photo Consent", {"staff": me}, ["scope", "consent_text", "withdrawn_on"])
        assert [(row.scope, "tự nguyện" in row.consent_text, row.withdrawn_on) for row in given] == [
            ("Unit Reports", True, None if checked else getdate())
        ]
    assert browser.errors() == []


def choose(browser, item: str) -> None:
    browser.driver.execute_script(
        "[...document.querySelectorAll('.inner-group-button .dropdown-item')]"
        ".find(a => a.textContent.trim() === arguments[0]).click()",
        item,
    )
    browser.css(".modal.show .modal-title")
    idle(browser)


def test_whoever_asks_from_another_school_says_why(as_, scene):
    teacher = scene.staff["teacher"]
    log = {"export_from": STAFF, "reference_document": teacher, "user": user_of("head")}
    frappe.db.delete("Access Log", log)
    frappe.db.set_value(STAFF, teacher, "phone", "0912 345 678")
    frappe.db.commit()
    browser = as_("head")
    open_form(browser, STAFF, teacher)
    browser.press(CONTACT)
    browser.css(".modal.show textarea").send_keys("Mời dạy minh họa\t")
    browser.press("Xem liên lạc", ".modal.show")
    browser.see("0912 345 678")
    assert browser.errors() == []
    frappe.db.rollback()
    assert frappe.get_all("Access Log", log, pluck="filters") == ["Mời dạy minh họa"]


def test_erasure_is_offered_to_administrators_only(as_, scene, site):
    browser = as_("principal")
    open_form(browser, STAFF, scene.staff["teacher"])
    browser.until("return cur_frm.custom_buttons && Object.keys(cur_frm.custom_buttons).length > 0")
    assert browser.driver.execute_script("return Object.keys(cur_frm.custom_buttons)") == [
        CERTIFICATE,
        CONTACT,
    ]
    browser.logout()
    browser.login("Administrator", site.admin_password)
    open_form(browser, STAFF, scene.staff["teacher"])
    assert offered_on_data(browser) == [DOWNLOAD, ERASE]
