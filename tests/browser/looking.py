"""What a person sees on a page of the desk, once it has come to rest."""

from __future__ import annotations

import frappe


def idle(browser) -> None:
    """No request is under way and nothing is being drawn."""
    browser.until(
        "return !!window.frappe?.request && frappe.request.ajax_count === 0 && !!document.querySelector('.page-head')"
        " && !document.body.dataset.ajaxState?.includes('triggered')"
    )


def open_form(browser, doctype: str, name: str) -> None:
    browser.open(f"{frappe.scrub(doctype).replace('_', '-')}/{name}")
    browser.until(
        "return window.cur_frm?.doc?.name === arguments[0] && cur_frm.doc.__onload !== undefined"
        " && !!document.querySelector('.form-page .section-body')",
        name,
    )
    idle(browser)


def buttons(browser) -> set[str]:
    """Texts of the buttons in sight on the open page, its header included."""
    script = """
        const page = document.querySelector('.page-container:not([style*="display: none"])');
        return [...page.querySelectorAll('.page-head button, .form-dashboard button, .inner-toolbar button')]
            .filter(b => b.offsetParent !== null).map(b => b.innerText.trim()).filter(Boolean);"""
    return set(browser.driver.execute_script(script))


def offered(browser, expected: set[str], among: set[str]) -> None:
    """Of some buttons exactly the expected ones come into sight."""
    script = """
        const page = document.querySelector('.page-container:not([style*="display: none"])');
        const seen = [...page.querySelectorAll('button')]
            .filter(b => b.offsetParent !== null).map(b => b.innerText.trim());
        return arguments[0].every(text => seen.includes(text));"""
    browser.until(script, sorted(expected))
    idle(browser)
    assert buttons(browser) & among == expected


def may_edit(browser, fieldname: str) -> bool:
    return browser.driver.execute_script(
        "return cur_frm.get_field(arguments[0]).disp_status === 'Write'", fieldname
    )


def no_trouble(browser, where: str = "") -> None:
    """No dialog, no page of refusal, nothing in the console."""
    dialogs = browser.driver.execute_script(
        "return [...document.querySelectorAll('.modal.show, .msgprint')].map(m => m.innerText)"
    )
    route = browser.driver.execute_script("return window.frappe?.get_route?.() || []")
    assert dialogs == [], where
    assert not {"403", "404", "message-page"} & set(route), where
    text = browser.text()
    for refusal in (
        "Not Permitted",
        "Không được phép",
        "không có quyền",
        "Không tìm thấy trang",
        "not found",
    ):
        assert refusal not in text, f"{where}: {refusal}"
    errors = browser.errors()
    assert not errors, f"{where}: {errors}"


def cards(browser) -> dict[str, str]:
    """The workspace's number cards, by label, once every one has its figure."""
    browser.until(
        "const w = [...document.querySelectorAll('.number-widget-box')];"
        "return w.length && w.every(box => box.querySelector('.number'))"
    )
    pairs = browser.driver.execute_script(
        "return [...document.querySelectorAll('.number-widget-box')].map("
        "box => [box.querySelector('.widget-title').innerText.trim().toLowerCase(), "
        "box.querySelector('.number').innerText.trim()])"
    )
    return dict(pairs)
