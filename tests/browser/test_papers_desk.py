"""Official papers from the buttons of a form: a file to keep, or a sentence that says why not."""

from __future__ import annotations

from datetime import date

import frappe
import pytest

from cum_chuyen_mon.printing import sealed, seals
from tests.data.issued import issued

from .looking import open_form

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
