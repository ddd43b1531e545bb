"""An authority's own Word templates on the site: who puts them there, which one sets a paper, what is refused."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import frappe
import pytest
from docx import Document
from frappe.utils.password import update_password

from cum_chuyen_mon.api import paper_templates
from cum_chuyen_mon.documents.own.known import kinds
from cum_chuyen_mon.documents.own.specimen import specimens
from cum_chuyen_mon.printing.kinds import PRINTED
from cum_chuyen_mon.printing.letters import invitation_of
from cum_chuyen_mon.printing.making import made as made_paper

from . import factory, holders
from .holders import as_user
from .test_concurrency import PASSWORD, make_user, today_district  # noqa: F401 - a fixture
from .test_papers import locked

DAY = date(2025, 1, 6)
LETTER = "Kính mời: {{ to }}. Chủ trì: {{ chair }}."


@pytest.fixture
def made() -> factory.District:
    return factory.build()


def word(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def uploaded(content: bytes, name: str = "mau.docx") -> str:
    return factory.insert("File", file_name=name, content=content, is_private=1).file_url


def template(made: factory.District, content: bytes | None = None, **values):
    given = {"authority": made.authority, "paper": "invitation", **values}
    return factory.insert("Cluster Paper Template", file=uploaded(content or word(LETTER)), **given)


def text_of(made: factory.District, told: str = "2025-01-02") -> str:
    meeting = factory.session(made, DAY, unit=made.cluster)
    meeting.notified_on = told
    content = made_paper(invitation_of(meeting), "docx")
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


class TestWhichOne:
    def test_the_authoritys_own_sets_the_papers_of_its_units(self, made):
        assert "GIẤY MỜI" in text_of(made)
        assert template(made).title == "Giấy mời: Phòng thử nghiệm"
        assert text_of(made).startswith("Kính mời: Thành viên Cụm thử nghiệm")

    def test_a_pdf_keeps_the_apps_own_layout(self, made):
        template(made)
        meeting = factory.session(made, DAY, unit=made.cluster)
        assert made_paper(invitation_of(meeting), "pdf").startswith(b"%PDF")

    def test_only_of_its_own_kind_of_paper(self, made):
        template(made, word("{{ subject }}"), paper="plan")
        assert "GIẤY MỜI" in text_of(made)

    def test_the_one_of_the_papers_own_day(self, made):
        template(made, word("Mẫu cũ {{ to }}"), valid_to="2025-01-01")
        template(made, word("Mẫu mới {{ to }}"), valid_from="2025-01-02")
        assert text_of(made, "2025-01-01").startswith("Mẫu cũ")
        assert text_of(made, "2025-01-02").startswith("Mẫu mới")

    def test_of_the_authority_of_that_day(self, made):
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.authorities[0].to_date = "2025-06-30"
        cluster.append("authorities", {"authority": "T-SO", "from_date": "2025-07-01"})
        cluster.save()
        template(made, word("Phòng {{ to }}"))
        template(made, word("Sở {{ to }}"), authority="T-SO")
        assert text_of(made, "2025-06-30").startswith("Phòng")
        assert text_of(made, "2025-07-01").startswith("Sở")

    def test_the_nearest_one_up_the_tree(self, made):
        template(made, word("Sở {{ to }}"), authority="T-SO")
        assert text_of(made).startswith("Sở"), "where the authority has none of its own"
        template(made, word("Phòng {{ to }}"))
        assert text_of(made).startswith("Phòng")

    def test_none_that_is_switched_off(self, made):
        template(made, enabled=0)
        assert "GIẤY MỜI" in text_of(made)


class TestIsRefused:
    def test_two_for_one_day(self, made):
        template(made, valid_from="2025-01-01", valid_to="2025-06-30")
        with pytest.raises(frappe.ValidationError, match="từ 01/01/2025 đến 30/06/2025"):
            template(made, valid_from="2025-06-30")
        template(made, valid_from="2025-07-01")
        template(made, valid_from="2025-03-01", enabled=0)

    def test_an_end_before_the_beginning(self, made):
        with pytest.raises(frappe.ValidationError, match="Ô «Valid To»: phải sau ngày bắt đầu"):
            template(made, valid_from="2025-01-02", valid_to="2025-01-01")

    def test_what_does_not_work_with_its_place(self, made):
        with pytest.raises(frappe.ValidationError) as refused:
            template(made, word("Mời {{ tho }} {% for x in guests %}"))
        assert "Ô «Word Template»" in str(refused.value)
        assert "ở đoạn «Mời {{ tho }} {% for x in guests %}»" in str(refused.value)

    def test_what_it_quotes_is_no_html(self, made):
        with pytest.raises(frappe.ValidationError) as refused:
            template(made, word("{{ <img src=x onerror=alert(1)> }}"))
        assert "<img" not in str(refused.value)

    def test_a_file_from_elsewhere(self, made):
        values = {"authority": made.authority, "paper": "invitation"}
        for url in (
            "https://evil.example/x.docx",
            "/private/files/khong-co.docx",
            "/files/../../site_config.json",
        ):
            with pytest.raises(frappe.ValidationError):
                factory.insert("Cluster Paper Template", file=url, **values)

    def test_a_template_whose_file_was_changed_after_it_was_checked(self, made):
        doc = template(made)
        file = frappe.get_doc("File", {"file_url": doc.file})
        with open(file.get_full_path(), "wb") as stored:
            stored.write(word("{{ ''.__class__ }}"))
        with pytest.raises(frappe.ValidationError, match="thay đổi sau khi được kiểm tra"):
            text_of(made)


class TestWhoMay:
    def test_leaders_and_officers_of_the_authority_write_and_its_people_read(self, made):
        doc = template(made)
        teacher = holders.login(made.teacher("T-AN"))
        leader, officer = (
            holders.authority_login(made.authority, f"Authority {position}")
            for position in ("Leader", "Officer")
        )
        for user in (leader, officer):
            with as_user(user):
                assert frappe.has_permission(doc.doctype, "write", doc=doc.name)
                assert frappe.has_permission(doc.doctype, "create", doc=frappe.copy_doc(doc))
                other = frappe.copy_doc(doc)
                other.authority = "T-SO"
                assert not frappe.has_permission(doc.doctype, "create", doc=other), "an authority above"
        with as_user(teacher):
            assert frappe.has_permission(doc.doctype, "read", doc=doc.name)
            assert not frappe.has_permission(doc.doctype, "write", doc=doc.name)

    def test_the_file_of_another_is_no_way_to_read_it(self, made):
        """Whoever may upload a template may not have any file of the site looked at and filled."""
        url = uploaded(word("{{ to }}"))
        leader = holders.authority_login(made.authority, "Authority Leader")
        with as_user(leader), pytest.raises(frappe.PermissionError):
            frappe.get_doc(
                {
                    "doctype": "Cluster Paper Template",
                    "authority": made.authority,
                    "paper": "plan",
                    "file": url,
                }
            ).insert()


class TestForWhoeverWritesOne:
    def test_the_list_of_printed_papers_is_that_of_the_contexts(self):
        assert set(PRINTED) == set(kinds())

    @pytest.mark.parametrize("kind", kinds())
    def test_the_sample_is_taken_as_a_template_as_it_is(self, made, kind):
        paper_templates.sample(kind)
        content = frappe.local.response.filecontent
        assert frappe.local.response.filename == f"mau-{kind}.docx"
        doc = template(made, content, paper=kind)
        assert doc.file_hash
        assert specimens(kinds()[kind])

    def test_the_parts_are_named_with_their_meaning(self):
        parts = {row["tag"]: row["meaning"] for row in paper_templates.known_parts("certificate")}
        assert parts["{{ person }}"] == "Người được xác nhận, chức vụ, trường"
        with pytest.raises(frappe.ValidationError, match="Không có loại văn bản này"):
            paper_templates.known_parts("khong-co")

    def test_a_look_at_it_filled_with_a_document(self, made):
        doc = template(made)
        meeting = factory.session(made, DAY, unit=made.cluster)
        paper_templates.preview(doc.name, meeting.name)
        assert frappe.local.response.filename == "xem-thu-invitation.docx"
        (paragraph,) = Document(BytesIO(frappe.local.response.filecontent)).paragraphs
        assert paragraph.text.startswith("Kính mời: Thành viên Cụm thử nghiệm")

    def test_a_document_that_one_may_not_read_is_not_shown_so(self, made):
        doc = template(made)
        meeting = factory.session(made, DAY, unit=made.cluster)
        with as_user(holders.login(made.teacher("T-AN"))), pytest.raises(frappe.PermissionError):
            paper_templates.preview(doc.name, meeting.name)


def test_over_http(today_district, api_client, committed):  # noqa: F811
    """Whoever may have the paper has it as his authority sets it; others have neither paper nor template."""
    made, users, today = today_district
    minutes = locked(made, today)
    users.append(make_user("t-hoc@cum.example", made.teacher("T-CUONG")))
    leader = holders.authority_login(made.authority, "Authority Leader")
    users.append(leader)
    update_password(leader, PASSWORD)
    doc = template(made, word("Biên bản của {{ head.issuer }}"), paper="minutes")
    for kind, filters in (("Authority Staff", {"user": leader}), ("File", {"file_url": doc.file})):
        for name in frappe.get_all(kind, filters, pluck="name"):
            committed.also(kind, name)
    committed.also(doc.doctype, doc.name)
    frappe.db.commit()
    client, teacher, guest = (
        api_client(leader, PASSWORD),
        api_client("t-hoc@cum.example", PASSWORD),
        api_client(),
    )
    api = "api/method/cum_chuyen_mon.api"
    answer = client.get(f"{api}.papers.of_minutes", minutes=minutes.name, form="docx")
    assert answer.ok, answer.text[:300]
    assert Document(BytesIO(answer.content)).paragraphs[0].text == "Biên bản của NHÓM THỬ NGHIỆM"
    shown = {"template": doc.name, "document": minutes.name}
    assert client.get(f"{api}.paper_templates.preview", **shown).ok
    assert teacher.get(f"{api}.paper_templates.preview", **shown).status_code == 403
    for call, values in (
        ("sample", {"paper_form": "plan"}),
        ("known_parts", {"paper_form": "plan"}),
        ("preview", shown),
    ):
        assert guest.get(f"{api}.paper_templates.{call}", **values).status_code == 403
    assert client.get(f"api/resource/Cluster Paper Template/{doc.name}").ok
    unseen = {"doctype": doc.doctype, "authority": "T-SO", "paper": "plan", "file": doc.file}
    assert client.post(f"api/resource/{doc.doctype}", **unseen).status_code == 403, "of an authority above"
    assert (
        teacher.post(f"api/resource/{doc.doctype}", **{**unseen, "authority": made.authority}).status_code
        == 403
    )
