"""Official papers from the buttons of a form: a file to keep, or a sentence that says why not."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import frappe
import pytest
from docx import Document

from cum_chuyen_mon.printing import sealed, seals
from tests.data.issued import issued

from .looking import idle, no_trouble, open_form

CAUGHT = """
window.caught = null;
HTMLAnchorElement.prototype.click = function () {
    const name = this.download;
    fetch(this.href).then((answer) => answer.text()).then((text) => (window.caught = [name, text.slice(0, 4)]));
};
"""
"""Keeps what a page would save as a file: its name and its first letters."""


CHOOSE = """
const wanted = [...document.querySelectorAll('.inner-group-button .dropdown-item')].filter(
    (item) => item.innerText.trim() === arguments[0] && item.offsetParent !== null);
if (!wanted.length) return false;
wanted[0].dispatchEvent(new MouseEvent('click', { bubbles: true }));
return true;
"""


def choose(browser, paper: str) -> None:
    """Take a paper from the menu of papers."""
    browser.press("Văn bản")
    browser.until(CHOOSE, paper)


@pytest.fixture(scope="module")
def minutes(district, factory, scene) -> str:
    """Locked minutes of a session that people of three schools attended; their name."""
    frappe.db.rollback()
    meeting = factory.hold_and_lock(district, date(2025, 3, 4))
    frappe.db.commit()
    return f"{meeting.name}-BB"


@pytest.mark.parametrize(("button", "form", "begins"), [("PDF", "pdf", "%PDF"), ("Word", "docx", "PK")])
def test_a_paper_is_saved_as_a_file_of_its_own_name(as_, minutes, button, form, begins):
    browser = as_("leader")
    open_form(browser, "Cluster Minutes", minutes)
    browser.driver.execute_script(CAUGHT)
    choose(browser, f"Biên bản ({button})")
    name, start = browser.until("return window.caught")
    assert name == f"bien-ban-{minutes}.{form}"
    assert start.startswith(begins)


def test_who_may_not_have_it_is_told_why_where_he_is(as_, minutes):
    browser = as_("principal")
    open_form(browser, "Cluster Minutes", minutes)
    choose(browser, "Biên bản (PDF)")
    browser.until("return document.querySelector('.modal.show .msgprint')")
    assert "Hãy in bản trích biên bản của trường mình" in browser.text()


def test_all_extracts_of_a_session_are_asked_for_at_once(as_, minutes):
    browser = as_("leader")
    open_form(browser, "Cluster Session", minutes.removesuffix("-BB"))
    choose(browser, "Trích biên bản cho mọi trường")
    browser.press("Làm văn bản", ".modal.show")
    browser.until(
        "return window.cur_frm?.doctype === 'Cluster Paper Bundle' && cur_frm.doc.status === 'Working'"
    )
    idle(browser)
    browser.see("Văn bản đang được làm; xong sẽ có thông báo.")
    no_trouble(browser)


def test_the_minutes_of_a_semester_are_asked_for_on_a_units_form(as_, district, minutes):
    browser = as_("leader")
    open_form(browser, "Inter-School Group", district.group)
    choose(browser, "Biên bản của học kỳ")
    semester = frappe.db.get_value("Cluster Session", minutes.removesuffix("-BB"), "semester")
    script = "return cur_dialog?.get_field('semester') && (cur_dialog.set_values(arguments[0]), true)"
    browser.until(script, {"school_year": district.year, "semester": semester, "form": "zip"})
    idle(browser)
    browser.press("Làm văn bản", ".modal.show")
    browser.until(
        "return window.cur_frm?.doctype === 'Cluster Paper Bundle' && cur_frm.doc.status === 'Working'"
    )
    assert "Biên bản học kỳ" in browser.driver.execute_script("return cur_frm.doc.title")


def test_invitations_are_asked_for_in_the_list_of_sessions(as_, minutes):
    browser = as_("leader")
    browser.open("cluster-session/view/list")
    browser.until("return document.querySelectorAll('.list-row-checkbox').length > 1")
    idle(browser)
    browser.driver.execute_script("document.querySelector('.list-row-container .list-row-checkbox').click()")
    browser.until(
        "const item = [...document.querySelectorAll('.actions-btn-group .dropdown-item')]"
        ".find((one) => one.textContent.trim() === 'Giấy mời'); return item && (item.click(), true)"
    )
    browser.press("Làm văn bản", ".modal.show")
    browser.until(
        "return window.cur_frm?.doctype === 'Cluster Paper Bundle' && cur_frm.doc.title === 'Giấy mời: 1 buổi'"
    )


@pytest.fixture
def template(district, factory, scene):
    """An authority's own template of minutes; its file goes with it."""
    document, stream = Document(), BytesIO()
    document.add_paragraph("Biên bản của {{ head.issuer }}")
    document.save(stream)
    frappe.db.rollback()
    file = factory.insert("File", file_name="mau.docx", content=stream.getvalue(), is_private=1)
    values = {"authority": district.authority, "paper": "minutes", "file": file.file_url}
    made = factory.insert("Cluster Paper Template", **values)
    frappe.db.commit()
    yield made.name
    frappe.db.rollback()
    frappe.delete_doc(made.doctype, made.name, force=True, delete_permanently=True)
    frappe.db.commit()


def test_an_official_sees_what_a_template_may_name_and_tries_it(as_, template, minutes):
    browser = as_("leader")
    open_form(browser, "Cluster Paper Template", template)
    browser.press("Các phần của văn bản")
    browser.until("return document.querySelector('.modal.show .msgprint code')")
    assert "{{ head.issuer }}" in browser.text()
    assert "Đơn vị ban hành, chữ hoa" in browser.text()
    browser.until("return window.cur_dialog && (cur_dialog.hide(), true)")
    browser.driver.execute_script(CAUGHT)
    browser.press("Mẫu có sẵn")
    assert browser.until("return window.caught")[0] == "mau-minutes.docx"
    browser.driver.execute_script("window.caught = null")
    browser.press("Xem thử với văn bản")
    browser.until("return window.cur_dialog?.get_field('document')?.$input")
    browser.driver.execute_script("cur_dialog.set_value('document', arguments[0])", minutes)
    idle(browser)
    browser.press("Tải về", ".modal.show")
    name, start = browser.until("return window.caught")
    assert (name, start[:2]) == ("xem-thu-minutes.docx", "PK")


@pytest.fixture
def seal(district, factory, minutes):
    """The authority's seal."""
    frappe.db.rollback()
    key = factory.insert("File", file_name="dau.p12", content=issued("Phòng").p12("x"), is_private=1)
    holder = {"holder_type": "Education Authority", "holder": district.authority}
    made = factory.insert(seals.SEAL, **holder, passphrase="x", key_file=key.file_url)
    frappe.db.commit()
    yield made
    frappe.db.rollback()
    sealed.drop([minutes])
    made.delete(delete_permanently=True)
    frappe.db.commit()


def test_the_leader_seals_and_saves_the_minutes_with_the_seal(as_, minutes, seal):
    browser = as_("leader")
    open_form(browser, "Cluster Minutes", minutes)
    choose(browser, f"Đóng dấu số: {seal.holder_name}")
    browser.until("return document.querySelector('.modal.show')?.innerText.includes('không rút lại được')")
    browser.css(".modal.show .btn-primary").click()
    shown = f"return document.querySelector('.form-dashboard')?.innerText.includes('{seal.holder_name} ·')"
    browser.until(shown)
    browser.driver.execute_script(CAUGHT)
    choose(browser, "Biên bản có dấu số (PDF)")
    name, start = browser.until("return window.caught")
    assert (name, start) == (f"bien-ban-{minutes}-dau-so.pdf", "%PDF")
    browser.press("Văn bản")
    assert f"Đóng dấu số: {seal.holder_name}" not in browser.text()
