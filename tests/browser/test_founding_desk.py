"""A founding decision and the subject groups of a unit in a real Chromium, in Vietnamese."""

from __future__ import annotations

from datetime import date

import frappe


def test_last_years_units_are_taken_over_previewed_and_applied(browser, district, factory):
    frappe.db.rollback()
    doc = factory.insert(
        "Cluster Founding",
        title="Kiện toàn cụm chuyên môn",
        authority=district.authority,
        school_year=district.year,
        decision_no="140/QĐ-PGDĐT",
        decision_date="2024-09-11",
        from_date=date(2024, 9, 11),
    )
    frappe.db.commit()
    browser.open(f"cluster-founding/{doc.name}")
    browser.press("Lấy đơn vị năm trước")
    browser.see("Đã thêm 2 đơn vị")
    browser.driver.execute_script("cur_dialog && cur_dialog.hide()")
    browser.press("Xem trước thay đổi")
    browser.see("Hiệu trưởng THCS An")
    browser.press("Áp dụng quyết định", ".modal.show")
    browser.see("Quyết định đã được áp dụng")
    frappe.db.rollback()
    assert frappe.db.get_value("School Cluster", district.cluster, "founding") == doc.name
    assert browser.errors() == []


def test_the_subject_groups_of_a_group_are_made_in_a_dialog(browser, district):
    browser.open(f"inter-school-group/{district.group}")
    browser.press("Lập các tổ bộ môn")
    browser.until("return document.querySelectorAll('.modal.show tr[data-subject]').length > 8")
    browser.driver.execute_script(
        "document.querySelectorAll('.modal.show tr[data-subject]:not([data-subject=TOAN]) [data-field=wanted]')"
        ".forEach(box => (box.checked = false));"
        "document.querySelector('.modal.show tr[data-subject=TOAN] [data-field=lead]').value = 'T-AN-TOAN-1'"
    )
    browser.press("Lập các tổ bộ môn", ".modal.show")
    browser.see("Đã lập 1 tổ bộ môn")
    frappe.db.rollback()
    made = frappe.get_all("Subject Group", filters={"parent_unit": district.group}, pluck="name")
    assert made == [f"{district.group}-TOAN"]
    assert [row.staff for row in frappe.get_doc("Subject Group", made[0]).officers] == ["T-AN-TOAN-1"]
    assert browser.errors() == []
