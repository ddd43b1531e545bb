"""Every paper as DOCX: the measures of the decree in Word's own terms, and the pages that LibreOffice makes of it."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from cum_chuyen_mon.documents.contexts import pictures, texts
from cum_chuyen_mon.documents.docx import docx_of
from cum_chuyen_mon.documents.reports import ReportPaper

from .measured import Measured, tight
from .test_pdf import GRIDS, KIND, MOTTO, NATION, PAPERS, printed

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MOST_SECONDS = 300


@pytest.fixture(scope="module", params=PAPERS, ids=str)
def specimen(request):
    paper = PAPERS[request.param]()
    return paper, docx_of(paper)


@pytest.fixture(scope="module")
def paper(specimen):
    return specimen[0]


@pytest.fixture(scope="module")
def read(specimen):
    return Document(BytesIO(specimen[1]))


def paragraphs(document) -> list:
    from docx.text.paragraph import Paragraph

    return [Paragraph(element, document) for element in document.element.body.iter(qn("w:p"))]


def the(document, text: str):
    (found,) = [paragraph for paragraph in paragraphs(document) if paragraph.text == text]
    return found


def test_the_page_has_the_margins_of_the_decree(read):
    (section,) = read.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25
    assert 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35
    assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_the_page_number_is_in_the_header_and_not_on_page_1(read):
    (section,) = read.sections
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous, "the first page has no header of its own"
    (number,) = section.header.paragraphs
    assert "PAGE" in number._p.xml
    assert number.style.font.size.pt in (13, 14)
    assert number.alignment is None
    assert number.style.paragraph_format.alignment == 1, "centred"


@pytest.mark.parametrize(
    ("text", "sizes", "bold", "italic"),
    [
        (NATION, (12, 13), True, False),
        (MOTTO, (13, 14), True, False),
        ("Củ Chi, ngày 05 tháng 01 năm 2025", (13, 14), False, True),
        ("Số: 05/BB-CCM1", (13,), False, False),
    ],
)
def test_each_element_is_set_as_the_decree_says(read, text, sizes, bold, italic):
    font = the(read, text).style.font
    assert font.size.pt in sizes
    assert (bool(font.bold), bool(font.italic)) == (bold, italic)


def test_kind_and_signatures_are_bold(paper, read):
    for text in (KIND[type(paper)], paper.right.capacity[-1]):
        font = the(read, text).style.font
        assert font.size.pt in (13, 14)
        assert font.bold


def test_the_typeface_is_times_new_roman_throughout(read):
    assert read.styles["Normal"].font.name == "Times New Roman"
    named = {run.font.name for paragraph in paragraphs(read) for run in paragraph.runs}
    assert named <= {None, "Times New Roman"}


def test_lines_under_texts_are_as_long_as_the_decree_says(read):
    found = paragraphs(read)
    under = {found[at - 1].text: found[at] for at in range(1, len(found)) if found[at].style.name == "rule"}
    motto = under[MOTTO].paragraph_format
    assert 93 - 2 * motto.left_indent.mm == pytest.approx(56.1, abs=0.5), "as long as the motto at 13 points"
    issuer = under["CỤM CHUYÊN MÔN SỐ 1"].paragraph_format
    assert 48.6 / 3 <= 72 - 2 * issuer.left_indent.mm <= 48.6 / 2, "1/3 to 1/2 of the name's 48.6 mm"


def check_words(paper, written: str) -> None:
    """Every text of a paper is there, but for what vouches for it: anybody may change this file."""
    vouching = texts(getattr(paper, "check", None))
    for text in texts(paper):
        assert (tight(text) in written) is (text not in vouching)


def test_no_tag_is_left_and_every_text_is_there(paper, read):
    written = tight("".join(paragraph.text for paragraph in paragraphs(read)))
    assert "{%" not in written
    assert "{{" not in written
    check_words(paper, written)


def test_heads_of_tables_repeat_and_no_row_is_torn(paper, read):
    assert any(table.style.name == "Table Grid" for table in read.tables) == (type(paper) in GRIDS)
    for table in (table for table in read.tables if table.style.name == "Table Grid"):
        rows = [row._tr.trPr for row in table.rows]
        assert rows[0].find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_every_photo_of_the_paper_is_in_it(paper, read):
    printed_photos = list(pictures(paper))
    shapes = read.inline_shapes
    sizes = [(round(shape.width.mm, 1), round(shape.height.mm, 1)) for shape in shapes]
    assert sizes == [(picture.width, picture.height) for picture in printed_photos]
    assert bool(sizes) == isinstance(paper, ReportPaper)


@pytest.fixture(scope="session")
def converted(tmp_path_factory) -> dict[str, bytes]:
    """Every paper's DOCX as LibreOffice's PDF, in one go: it takes longer to start than to convert."""
    folder = tmp_path_factory.mktemp("converted")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(PAPERS)}
    for name, file in files.items():
        file.write_bytes(docx_of(PAPERS[name]()))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files.values()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    made = {name: file.with_suffix(".pdf") for name, file in files.items()}
    assert all(file.exists() for file in made.values()), done.stdout + done.stderr
    return {name: file.read_bytes() for name, file in made.items()}


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
@pytest.mark.parametrize("name", PAPERS)
def test_libreoffice_makes_as_many_pages_of_it_as_the_pdf_has(name, request):
    read, paper = Measured(request.getfixturevalue("converted")[name]), PAPERS[name]()
    assert abs(read.pages - printed(name).pages) <= 1
    assert sum(len(page.images) for page in read.pdf.pages) == len(list(pictures(paper)))
    written = read.letters()
    check_words(paper, written)
