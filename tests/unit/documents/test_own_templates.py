"""An authority's own template: what officials write in Word, and what they are told about what does not work."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from cum_chuyen_mon.documents.docx import docx_of
from cum_chuyen_mon.documents.docx_template import RULE, build
from cum_chuyen_mon.documents.own.checking import check
from cum_chuyen_mon.documents.own.filling import fill
from cum_chuyen_mon.documents.own.unfit import Unfit

from . import specimens
from .word_files import DOCUMENT_XML, parts, replaced, with_parts, word, written_in

KIND = "minutes"


def paper():
    return specimens.minutes(specimens.SIZES["short"])


def filled(*paragraphs, **more) -> str:
    content = word(*paragraphs, **more)
    check(content, KIND)
    return written_in(fill(content, paper()))


def problems(content: bytes) -> list[str]:
    with pytest.raises(Unfit) as found:
        check(content, KIND)
    return list(found.value.problems)


class TestIsFilled:
    def test_with_the_papers_own_words(self):
        assert "Số: 05/BB-CCM1 của CỤM CHUYÊN MÔN SỐ 1" in filled(
            "Số: {{ head.number }} của {{ head.issuer }}"
        )

    def test_in_header_and_footer_too(self):
        text = filled("a", header="{{ head.superior }}", footer="{{ right.name }}")
        assert text.startswith("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\n")
        assert "Nguyễn Văn An" in text

    def test_whatever_runs_word_cuts_a_tag_into(self):
        assert "CỤM CHUYÊN MÔN SỐ 1" in filled(["{", "{ he", "ad.iss", "uer ", "}", "}"])

    def test_with_a_row_for_each_person(self):
        rows = [
            ("{%tr for p in attendees %}", "", ""),
            ("{{ loop.index }}", "{{ p.name }}", "{{ p.place }}"),
            ("{%tr endfor %}", "", ""),
        ]
        content = word("a", rows=rows)
        check(content, KIND)
        (table,) = Document(BytesIO(fill(content, paper()))).tables
        found = [[cell.text for cell in row.cells] for row in table.rows]
        assert [row[0] for row in found] == ["1", "2", "3"]
        assert found[0][1:] == ["Nguyễn Văn An", "Trường THCS Hoa Sen"]

    def test_with_a_paragraph_for_each_line(self):
        text = filled("{%p for line in absent %}", "- {{ line }}", "{%p else %}", "không", "{%p endfor %}")
        assert "- Lê Văn Cường" in text
        assert "{" not in text
        assert "không" not in text

    def test_with_loops_in_loops_and_parts_without_names(self):
        text = filled(
            *["{%p for t in topics %}", "{{ t.title|upper }}", "{%p for o in t.opinions %}", "+ {{ o }}"],
            *["{%p endfor %}", "{%p endfor %}"],
            *[
                "{%p for school, pupils, staff in participation %}",
                "{{ school }}: {{ pupils }}",
                "{%p endfor %}",
            ],
        )
        assert "MA TRẬN ĐỀ KIỂM TRA SỐ 1" in text
        assert "+ Ý kiến 1" in text
        assert "Trường THCS Hoa Sen: 40" in text

    def test_with_choices(self):
        text = filled(
            "{% if absent %}Có người vắng{% else %}Đủ{% endif %}.",
            "{% if roll == '3/4' and not lesson %}Ba trên bốn{% elif lesson %}{{ lesson.lesson }}{% endif %}",
            '{{ conclusion|join("; ") }} {{ absent|length }}',
        )
        assert "Có người vắng." in text
        assert "Đủ" not in text

    def test_with_quotes_as_word_makes_them(self):
        assert filled("{{ absent|join(“; ”) }}", "{% if roll != ‘’ %}a{% endif %}")

    def test_as_the_apps_own_paper_where_it_is_the_apps_own_template(self):
        """The lines under the head are as long as its words."""
        own, apps = (Document(BytesIO(made)) for made in (fill(build(KIND), paper()), docx_of(paper())))
        assert lines_of(own) == lines_of(apps)
        assert len(lines_of(own)) == 3

    def test_with_the_photos_of_a_report(self):
        """The short specimen has 3, in two rows: one lying, two upright beside each other."""
        report = specimens.report(specimens.SIZES["short"])
        own, apps = fill(build("report"), report), docx_of(report)
        assert sizes_of(own) == sizes_of(apps)
        assert len(sizes_of(own)) == 3
        mine = word("{%p for row in photos %}", " {{ row.first.picture.key }} ", "{%p endfor %}")
        check(mine, "report")
        assert sizes_of(fill(mine, report)) == [sizes_of(apps)[0], sizes_of(apps)[1]]

    def test_with_cells_of_no_width(self):
        check(replaced(build(KIND), 'w:type="dxa"', 'w:type="auto"'), KIND)


def lines_of(document) -> list[tuple]:
    """What stands above each line that is drawn under a text, and how far in the line is."""
    found = [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]
    return [
        (found[at - 1].text, line.paragraph_format.left_indent)
        for at, line in enumerate(found)
        if line.style.name == RULE
    ]


def sizes_of(content: bytes) -> list[tuple[int, int]]:
    return [(shape.width, shape.height) for shape in Document(BytesIO(content)).inline_shapes]


class TestIsTold:
    def test_the_known_names_nearest_to_an_unknown_one(self):
        (problem,) = problems(word("Chủ trì buổi họp: {{ head.isuer }}"))
        assert "Thân văn bản, ở đoạn «Chủ trì buổi họp: {{ head.isuer }}»" in problem
        assert problem.endswith("không có phần nào tên «head.isuer». Gần giống: issuer, superior.")

    def test_what_a_row_has_where_it_is_named_wrongly(self):
        (problem,) = problems(word("{% for p in attendees %}{{ p.nme }}{% endfor %}"))
        assert "«p.nme». Gần giống: name" in problem

    def test_every_problem_at_once(self):
        found = problems(word("{{ abc }}", "{{ head }}", "{{ absent }}", header="{{ xyz }}"))
        assert len(found) == 4
        assert "«head» gồm nhiều phần; hãy viết head.superior, head.issuer" in found[1]
        assert "«absent» là danh sách; hãy dùng {% for … in absent %}" in found[2]
        assert found[3].startswith("Đầu trang")

    def test_words_that_need_no_tag(self):
        (problem,) = problems(word('{{ "Biên bản" }}'))
        assert problem.endswith("viết thẳng vào mẫu, không đặt trong {{ }}.")

    def test_which_loop_is_not_closed_and_where(self):
        (problem,) = problems(word("Vắng: {% for line in absent %}", "{{ line }}"))
        assert (
            problem
            == "Thẻ «{% for line in absent %}» ở đoạn «Vắng: {% for line in absent %}» chưa có «{% endfor %}»."
        )

    def test_what_closes_the_wrong_thing(self):
        (problem,) = problems(word("{% for line in absent %}{% if line %}{% endfor %}"))
        assert "«{% if line %}»" in problem
        assert "chưa có «{% endif %}» trước «{% endfor %}»" in problem
        (problem,) = problems(word("{% endif %}"))
        assert "không có thẻ mở" in problem
        (problem, *_) = problems(word("{% else %}"))
        assert problem == "Thẻ «{% else %}» không nằm trong {% if %} hay {% for %} nào."

    def test_a_tag_that_is_not_whole(self):
        (problem,) = problems(word("Số {{ head.number"))
        assert (
            problem == "Thẻ «{{ head.number» ở đoạn «Số {{ head.number» chưa đóng bằng «}}» trong cùng đoạn."
        )
        (problem,) = problems(word("Số }} a"))
        assert "«}}» ở đoạn «Số }} a» không có dấu mở" in problem

    def test_a_paragraph_tag_that_would_take_text_with_it(self):
        (problem, *_) = problems(word("Vắng {%p for line in absent %}", "{{ line }}", "{%p endfor %}"))
        assert "phải đứng một mình" in problem
        (problem, *_) = problems(word("{%tr if roll %}", "{%tr endif %}"))
        assert "phải nằm trong một hàng của bảng" in problem

    def test_tags_across_cells(self):
        (problem, *_) = problems(word("a", rows=[("{% if roll %}a", "b{% endif %}")]))
        assert "không cùng một chỗ" in problem

    def test_tags_across_paragraphs(self):
        (problem, *_) = problems(word("{% for line in absent %}", "{{ line }}", "{% endfor %}"))
        assert "{%p …%}" in problem

    def test_braces_that_belong_together_only_by_chance(self):
        """docxtpl takes the end of one paragraph and the beginning of the next for a tag, and tears a table."""
        (problem,) = problems(word("giảm 5%", rows=[("} b",)]))
        assert "cắt ngang đoạn" in problem

    def test_a_part_that_may_be_lacking(self):
        (problem,) = problems(word("{{ lesson.lesson }}"))
        assert problem.endswith("Hãy đặt trong {% if lesson %} … {% endif %}.")
        check(word("{% if lesson %}{{ lesson.lesson }}{% endif %}"), KIND)
        assert problems(word("{% if not lesson %}{{ lesson.lesson }}{% endif %}"))
        assert problems(word("{% if lesson or roll %}{{ lesson.lesson }}{% endif %}"))

    @pytest.mark.parametrize("place", ["body", "footer"])
    def test_a_photo_that_does_not_stand_alone(self, place):
        tags = "{% for row in photos %}Ảnh: {{ row.first.picture.key }}{% endfor %}"
        content = word("a", footer=tags) if place == "footer" else word(tags)
        with pytest.raises(Unfit, match="phải đứng riêng một đoạn trong thân văn bản"):
            check(content, "report")

    def test_the_code_that_only_the_kept_pdf_carries(self):
        (told,) = problems(word("{% if check %}{{ check.link }}{% endif %}"))[:1]
        assert "không có phần nào tên «check»" in told

    def test_a_name_that_is_taken(self):
        (problem,) = problems(word("{% for head in absent %}{{ head }}{% endfor %}"))
        assert "tên «head» đã dùng" in problem

    def test_how_many_names_a_row_needs(self):
        (problem,) = problems(word("{% for a, b in participation %}{{ a }}{% endfor %}"))
        assert "có 3 phần" in problem
        (problem,) = problems(word("{% for a, b in absent %}{{ a }}{% endfor %}"))
        assert "chỉ có một tên" in problem

    def test_tags_that_nobody_would_see_filled(self):
        content = replaced(word("a"), "<w:p>", '<w:p w:rsidR="{{ roll }}">')
        assert "thuộc tính" in problems(content)[0]
        content = replaced(word("a"), "<w:t>a</w:t>", "<w:delText>{{ roll }}</w:delText>")
        assert "Track Changes" in problems(content)[0]

    def test_tags_in_parts_that_are_not_filled(self):
        note = b'<w:comments xmlns:w="urn:w"><w:p><w:r><w:t>{{ roll }}</w:t></w:r></w:p></w:comments>'
        (problem,) = problems(with_parts(word("a"), {"word/comments.xml": note}))
        assert "«word/comments.xml»" in problem
        cut = note.replace(b"{{ roll", b"{</w:t></w:r><w:r><w:t>{ roll")
        assert problems(with_parts(word("a"), {"word/comments.xml": cut}))
        title = replaced(word("a"), "<dc:title/>", "<dc:title>{{ roll }}</dc:title>", "docProps/core.xml")
        assert "«docProps/core.xml»" in problems(title)[0]

    def test_tags_in_a_text_box_are_filled(self):
        box = (
            '<w:p><w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r><w:t>'
            "{{ TAG }}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>"
        )
        good = replaced(word("a"), "<w:body>", "<w:body>" + box.replace("TAG", "head.issuer"))
        check(good, KIND)
        assert "CỤM CHUYÊN MÔN SỐ 1" in parts(fill(good, paper()))[DOCUMENT_XML].decode()
        assert (
            "«isuer»"
            in problems(replaced(word("a"), "<w:body>", "<w:body>" + box.replace("TAG", "isuer")))[0]
        )
