"""Official papers of the site: what they say, their numbers, who may have them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import frappe
import pytest
from frappe.utils.password import update_password
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader

from cum_chuyen_mon.documents.docx import docx_of
from cum_chuyen_mon.documents.pdf import pdf_of
from cum_chuyen_mon.meetings import confirmation
from cum_chuyen_mon.printing import shown
from cum_chuyen_mon.printing.minutes import paper_of
from cum_chuyen_mon.printing.numbers import next_number
from cum_chuyen_mon.rules.words import Answer

from . import factory, holders
from .holders import as_user
from .test_concurrency import (  # noqa: F401 - a fixture
    PASSWORD,
    at_once,
    make_user,
    today_district,
    waiting_for_one,
)

DAY = date(2025, 1, 5)
LOCKED_AT_ONCE = 6


@pytest.fixture
def made() -> factory.District:
    made = factory.build()
    frappe.db.set_value("Education Authority", made.authority, "paper_place", "Củ Chi")
    return made


def locked(made: factory.District, on: date = DAY, **values):
    meeting = factory.session(made, on, **values)
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    return frappe.get_doc("Cluster Minutes", minutes.name)


def signed_up_leader(made: factory.District, users: list[str], committed) -> str:
    """A leader of the district's authority who may sign in, committed with all that was made before."""
    leader = holders.authority_login(made.authority, "Authority Leader")
    users.append(leader)
    for post in frappe.get_all("Authority Staff", {"user": leader}, pluck="name"):
        committed.also("Authority Staff", post)
    update_password(leader, PASSWORD)
    frappe.db.commit()
    return leader


def read(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


class TestNumbers:
    def test_minutes_are_numbered_when_they_lock_and_not_before(self, made):
        meeting = factory.session(made, DAY)
        factory.everyone_present(meeting)
        draft = factory.complete_minutes(meeting)
        assert not draft.paper_number
        assert "".join(paper_of(draft).head.number.split()) == "/BB-T-NHOM"
        first = locked(made, session_title="Buổi 2").paper_number
        assert first >= 1
        assert locked(made, session_title="Buổi 3").paper_number == first + 1

    def test_each_calendar_year_and_each_unit_counts_for_itself(self, made):
        assert next_number("A", "BB", date(2024, 12, 31)) == 1
        assert next_number("A", "BB", date(2024, 12, 31)) == 2
        assert next_number("A", "BB", date(2025, 1, 1)) == 1
        assert next_number("B", "BB", date(2024, 12, 31)) == 1
        assert next_number("A", "KH", date(2024, 12, 31)) == 1

    def test_a_number_that_was_not_used_is_given_again(self):
        frappe.db.savepoint("unused")
        assert next_number("A", "BB", DAY) == 1
        frappe.db.rollback(save_point="unused")
        assert next_number("A", "BB", DAY) == 1

    def test_nobody_sets_a_number(self, made):
        minutes = locked(made)
        copy = frappe.get_doc("Cluster Minutes", minutes.name)
        copy.paper_number = 99
        with pytest.raises(frappe.ValidationError):
            copy.save()
        meeting = factory.session(made, DAY, session_title="Buổi 2")
        draft = factory.complete_minutes(meeting, paper_number=7)
        assert not draft.paper_number

    def test_minutes_that_lock_at_once_get_numbers_without_gaps_or_doubles(
        self,
        today_district,  # noqa: F811
        api_client,
        committed,
    ):
        made, users, today = today_district
        last = made.teacher("T-CUONG")
        users.append(make_user("t-cuoi@cum.example", last))
        waiting = [waiting_for_one(made, today, last, f"Buổi {n}") for n in range(LOCKED_AT_ONCE)]
        frappe.db.commit()
        before = next_number(made.group, "BB", today)
        frappe.db.commit()
        clients = [api_client("t-cuoi@cum.example", PASSWORD) for _ in waiting]
        for client in clients:
            client.csrf_token  # noqa: B018
        call = "cum_chuyen_mon.api.minutes.confirm"
        answers = at_once(
            [lambda c=c, m=m: c.call(call, minutes=m) for c, m in zip(clients, waiting, strict=True)]
        )
        assert [a.status_code for a in answers] == [200] * LOCKED_AT_ONCE, answers[0].text[:300]
        committed.refresh()
        numbers = frappe.get_all("Cluster Minutes", {"name": ("in", waiting)}, pluck="paper_number")
        assert sorted(numbers) == list(range(before + 1, before + 1 + LOCKED_AT_ONCE))


class TestTheMinutes:
    def test_the_head_is_that_of_the_unit_and_its_authority_on_the_day(self, made):
        minutes = locked(made)
        head = paper_of(minutes).head
        assert (head.superior, head.issuer) == ("PHÒNG THỬ NGHIỆM", "NHÓM THỬ NGHIỆM")
        assert head.number == f"{minutes.paper_number:02d}/BB-T-NHOM"
        assert head.dateline == "Củ Chi, ngày 05 tháng 01 năm 2025"

    def test_everybody_who_was_there_is_on_the_paper_with_his_confirmation(self, made):
        minutes = locked(made)
        paper = paper_of(minutes)
        attended = frappe.db.count("Cluster Session Attendance", {"session": minutes.session})
        assert paper.roll == f"{attended}/{attended}"
        assert len(paper.attendees) == attended
        assert all(line.answer for line in paper.attendees)

    def test_names_stand_where_the_site_has_codes(self, made):
        minutes = locked(made)
        session = frappe.get_doc("Cluster Session", minutes.session)
        paper = paper_of(minutes)
        school = frappe.db.get_value("Member School", "T-AN", "school_name")
        assert paper.chair.startswith(f"{session.chair_name}, ")
        assert session.chair not in paper.chair
        assert school in {line.place for line in paper.attendees}

    def test_both_forms_say_the_same(self, made):
        paper = paper_of(locked(made))
        written = read(pdf_of(paper))
        assert "BIÊNBẢN" in written
        assert "".join(paper.conclusion[0].split()) in written
        assert docx_of(paper)[:2] == b"PK"

    def test_who_may_not_see_the_whole_roll_gets_no_whole_paper(self, made):
        minutes = locked(made)
        principal = holders.login(made.principal("T-CUONG"))
        with as_user(principal), pytest.raises(frappe.PermissionError):
            paper_of(frappe.get_doc("Cluster Minutes", minutes.name))

    def test_a_draft_leaves_open_what_it_does_not_say(self, made):
        meeting = factory.without_times(factory.session(made, DAY))
        draft = factory.complete_minutes(meeting)
        draft.closed_at = None
        assert paper_of(draft).closed == "...... giờ ...... cùng ngày"


class TestThePrint:
    def test_says_what_is_stored_and_not_what_a_client_sends(self, made):
        minutes = locked(made)
        sent = {**minutes.as_dict(), "conclusion": "Kết luận giả", "topics": []}
        page = get_html_and_style(frappe.as_json(sent), print_format="Minutes Paper")["html"]
        assert "Kết luận giả" not in page
        assert minutes.conclusion in page
        assert "Phân số" in page

    @pytest.mark.parametrize("doctype", shown.PAPERS)
    def test_is_the_official_paper_where_nobody_chose_another(self, doctype):
        chosen = frappe.get_meta(doctype).default_print_format
        found = frappe.db.get_value("Print Format", chosen, ["doc_type", "html", "disabled"])
        assert found == (doctype, "{{ cluster_paper(doc) }}", 0)

    def test_is_no_way_around_the_roll(self, made):
        minutes = locked(made)
        refused = pytest.raises(frappe.ValidationError, match=r"Hãy in bản trích biên bản của trường mình")
        with as_user(holders.login(made.principal("T-CUONG"))), refused:
            get_html_and_style("Cluster Minutes", minutes.name, print_format="Minutes Paper")


class TestOverHttp:
    def test_a_paper_is_a_file_to_download_for_whoever_may_read_all_of_it(
        self,
        today_district,  # noqa: F811
        api_client,
        committed,
    ):
        made, users, today = today_district
        minutes = locked(made, today)
        users += [make_user("t-hoc@cum.example", made.teacher("T-CUONG"))]
        leader = signed_up_leader(made, users, committed)
        path = "api/method/cum_chuyen_mon.api.papers.of_minutes"
        allowed = api_client(leader, PASSWORD)
        for form, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
            answer = allowed.get(path, minutes=minutes.name, form=form)
            assert answer.ok, answer.text[:500]
            assert answer.content.startswith(magic)
            assert f"bien-ban-{minutes.name}.{form}" in answer.headers["Content-Disposition"]
        committed.refresh()
        committed.also("Cluster Kept Paper", minutes.name)
        committed.also("File", frappe.db.get_value("File", {"attached_to_name": minutes.name}))
        assert allowed.get(path, minutes=minutes.name, form="html").status_code == 417
        assert api_client("t-hoc@cum.example", PASSWORD).get(path, minutes=minutes.name).status_code == 403
        assert api_client().get(path, minutes=minutes.name).status_code == 403
