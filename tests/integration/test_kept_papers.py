"""The PDF of locked minutes is made once and kept; the code on it leads to a page that says whether it is genuine."""

from __future__ import annotations

import hashlib
import os
from html import unescape
from io import BytesIO

import frappe
import pytest
import requests
from pypdf import PdfReader

from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.printing import kept
from cum_chuyen_mon.printing.code import link_to
from cum_chuyen_mon.printing.minutes import whole_paper
from cum_chuyen_mon.printing.verification import verdict_on
from cum_chuyen_mon.rules.words import Answer

from . import factory, holders
from .holders import as_user
from .test_concurrency import PASSWORD, at_once, today_district  # noqa: F401 - a fixture
from .test_papers import DAY, locked, made, signed_up_leader  # noqa: F401 - a fixture


def token(minutes) -> str:
    return link_to(minutes).partition("?v=")[2]


def file_of(minutes):
    return frappe.get_doc("File", {"attached_to_doctype": kept.KEPT, "attached_to_name": minutes.name})


def link_in(pdf: bytes) -> str:
    """The address behind the code on a PDF."""
    pages = PdfReader(BytesIO(pdf)).pages
    found = {a.get_object()["/A"]["/URI"] for page in pages for a in page.get("/Annots", [])}
    assert len(found) == 1
    return found.pop()


class TestKept:
    def test_printing_again_gives_the_kept_bytes(self, made):  # noqa: F811
        minutes = locked(made)
        with as_user(holders.authority_login(made.authority, "Authority Leader")):
            first = kept.pdf_of(minutes)
        assert first.startswith(b"%PDF")
        frappe.db.set_value("Education Authority", made.authority, "authority_name", "Tên đã đổi")
        assert kept.pdf_of(minutes) == first
        row, file = kept.of(minutes.name), file_of(minutes)
        assert row.sha256 == hashlib.sha256(first).hexdigest()
        assert (file.is_private, file.owner) == (1, "Administrator")

    def test_the_job_after_locking_keeps_once(self, made):  # noqa: F811
        minutes = locked(made)
        kept.keep(minutes.name)
        once = kept.of(minutes.name)
        kept.keep(minutes.name)
        assert kept.of(minutes.name) == once

    def test_a_draft_is_not_kept(self, made):  # noqa: F811
        meeting = factory.session(made, DAY)
        factory.everyone_present(meeting)
        draft = factory.complete_minutes(meeting)
        kept.keep(draft.name)
        assert kept.of(draft.name) is None
        assert whole_paper(draft).check is None

    def test_a_file_that_was_changed_is_not_printed(self, made):  # noqa: F811
        minutes = locked(made)
        content = kept.pdf_of(minutes)
        with open(file_of(minutes).get_full_path(), "wb") as file:
            file.write(content.replace(b"%PDF", b"%PDf"))
        with pytest.raises(frappe.ValidationError, match="đã bị thay đổi"):
            kept.pdf_of(minutes)
        assert not verdict_on(token(minutes)).is_genuine

    def test_what_was_changed_after_locking_is_not_kept(self, made):  # noqa: F811
        minutes = locked(made)
        frappe.db.set_value("Cluster Minutes", minutes.name, "conclusion", "Kết luận khác")
        with pytest.raises(frappe.ValidationError, match="không còn khớp"):
            kept.pdf_of(frappe.get_doc("Cluster Minutes", minutes.name))

    def test_nobody_makes_changes_or_deletes_it(self, made):  # noqa: F811
        minutes = locked(made)
        kept.pdf_of(minutes)
        row = frappe.get_doc(kept.KEPT, minutes.name)
        with pytest.raises(frappe.ValidationError, match="không tạo hay sửa"):
            row.save()
        with pytest.raises(frappe.ValidationError, match="không xóa"):
            row.delete()

    def test_the_file_is_not_for_readers_of_the_minutes(self, made):  # noqa: F811
        minutes = locked(made)
        kept.pdf_of(minutes)
        with as_user(holders.authority_login(made.authority, "Authority Leader")):
            assert frappe.has_permission("Cluster Minutes", "read", doc=minutes.name)
            assert not frappe.has_permission(kept.KEPT, "read", doc=minutes.name)
            assert not file_of(minutes).is_downloadable()

    def test_cancelled_minutes_say_so_on_paper(self, made):  # noqa: F811
        minutes = locked(made)
        minutes.cancel_reason = "Ghi nhầm buổi"
        minutes.save()
        minutes.cancel()
        paper = whole_paper(minutes)
        assert paper.way == "BIÊN BẢN ĐÃ BỊ HỦY, không còn giá trị. Lý do: Ghi nhầm buổi."
        assert paper.check is None

    def test_it_goes_with_the_demo(self, made):  # noqa: F811
        minutes, other = locked(made), locked(made, session_title="Buổi khác")
        kept.pdf_of(minutes)
        kept.pdf_of(other)
        path = file_of(minutes).get_full_path()
        kept.drop([minutes.name])
        assert kept.of(minutes.name) is None
        assert not os.path.exists(path)
        assert kept.pdf_of(other).startswith(b"%PDF")


class TestTheCode:
    def test_it_says_genuine_and_counts_answers(self, made):  # noqa: F811
        meeting = factory.session(made, DAY)
        people = factory.everyone_present(meeting)
        doc = factory.complete_minutes(meeting)
        confirmation.ask(doc)
        confirmation.answer(doc.name, people[0], Answer.REFUSED, reason="Thiếu ý kiến của tôi")
        for person in people[1:]:
            confirmation.answer(doc.name, person, Answer.CONFIRMED)
        minutes = frappe.get_doc("Cluster Minutes", doc.name)
        found = verdict_on(link_in(kept.pdf_of(minutes)).partition("?v=")[2])
        assert found.is_genuine
        assert not found.is_cancelled
        assert (found.confirmed, found.refused) == (len(people) - 1, 1)
        assert found.number == f"{minutes.paper_number:02d}/BB-T-NHOM"
        assert (found.unit, found.held_on) == ("Nhóm thử nghiệm", DAY)
        assert found.sha256 == kept.of(minutes.name).sha256

    @pytest.mark.parametrize(
        ("doctype", "field", "value"),
        [
            ("Cluster Minutes", "conclusion", "Kết luận khác"),
            ("Cluster Minutes", "paper_number", 99),
            ("Cluster Minutes", "session_date", "2025-01-06"),
            ("Cluster Minutes", "lock_hash", "0" * 64),
            ("Cluster Minutes Signature", "reason", "x"),
            ("Cluster Session Attendance", "staff_name", "Người Khác"),
        ],
    )
    def test_one_changed_value_is_told(self, made, doctype, field, value):  # noqa: F811
        minutes = locked(made)
        printed = token(minutes)
        assert verdict_on(printed).is_genuine
        by = {"name": minutes.name} if doctype == "Cluster Minutes" else {"session": minutes.session}
        frappe.db.set_value(doctype, frappe.db.get_value(doctype, by), field, value)
        assert not verdict_on(printed).is_genuine

    def test_text_and_hashes_changed_together_are_told(self, made):  # noqa: F811
        minutes = locked(made)
        printed = token(minutes)
        minutes.db_set("conclusion", "Kết luận khác")
        text = confirmation.text_of(minutes)
        minutes.db_set("text_hash", confirmation.text_hash(text))
        frappe.db.set_value(
            "Cluster Minutes Signature", {"minutes": minutes.name}, "text_hash", minutes.text_hash
        )
        minutes.db_set("lock_hash", confirmation.lock_hash(text, confirmation.signatures_of(minutes)))
        assert confirmation.is_genuine(minutes), "its own hashes agree again"
        assert not verdict_on(printed).is_genuine

    def test_cancelled_minutes_are_told(self, made):  # noqa: F811
        minutes = locked(made)
        printed = token(minutes)
        minutes.cancel_reason = "Ghi nhầm buổi"
        minutes.save()
        minutes.cancel()
        found = verdict_on(printed)
        assert found.is_cancelled
        assert found.is_genuine, "cancelled is not changed"

    def test_what_the_site_did_not_sign_is_nothing(self, made):  # noqa: F811
        good = token(locked(made))
        said, _dot, signature = good.partition(".")
        swapped = ("B" if said[0] == "A" else "A") + said[1:]
        for wrong in (None, "", "x", good[:-2], f"{swapped}.{signature}", said, f".{signature}", good * 9):
            assert verdict_on(wrong) is None

    def test_the_address_is_the_settings_and_not_the_requests(self, made):  # noqa: F811
        minutes = locked(made)
        frappe.db.set_single_value("Cluster Settings", "paper_address", "https://truong.example/")
        assert link_to(minutes).startswith("https://truong.example/kiem-tra?v=")
        settings = frappe.get_doc("Cluster Settings")
        settings.paper_address = "truong.example/app"
        with pytest.raises(frappe.ValidationError, match="bắt đầu bằng https"):
            settings.save()


def test_over_http_a_guest_checks_what_somebody_printed(
    today_district,  # noqa: F811
    api_client,
    committed,
    server,
):
    made, users, today = today_district  # noqa: F811
    minutes = locked(made, today)
    leader = signed_up_leader(made, users, committed)
    path = "api/method/cum_chuyen_mon.api.papers.of_minutes"
    clients = [api_client(leader, PASSWORD) for _ in range(4)]
    answers = at_once([lambda c=c: c.get(path, minutes=minutes.name) for c in clients])
    assert [a.status_code for a in answers] == [200] * 4, answers[0].text[:300]
    committed.refresh()
    committed.also(kept.KEPT, minutes.name)
    committed.also("File", file_of(minutes).name)
    assert len({a.content for a in answers}) == 1
    pdf = answers[0].content
    assert kept.of(minutes.name).sha256 == hashlib.sha256(pdf).hexdigest()
    where = link_in(pdf)
    answer = requests.get(f"{server}/kiem-tra?{where.partition('?')[2]}", timeout=60)
    page = unescape(answer.text)
    assert "Nội dung trong hệ thống vẫn đúng như lúc khóa" in page
    assert hashlib.sha256(pdf).hexdigest() in page
    assert answer.headers["Cache-Control"] == "no-store"
    for person in frappe.get_all(
        "Cluster Session Attendance", {"session": minutes.session}, ["staff", "staff_name"]
    ):
        assert person.staff not in page
        assert person.staff_name not in page
    assert minutes.session_title not in page
    frappe.db.set_value("Cluster Minutes", minutes.name, "conclusion", "Kết luận khác")
    frappe.db.commit()
    page = unescape(requests.get(answer.url, timeout=60).text)
    assert "Không còn khớp với bản đã khóa" in page
    nothing = unescape(requests.get(f"{server}/kiem-tra", timeout=60).text)
    assert "Không có biên bản nào mang mã này" in nothing
