"""A checked template filled with a paper. What comes out is looked at as what went in was: it is no larger than a
paper may be, it is sound, and it reaches nothing outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateError
from lxml import etree

from cum_chuyen_mon.documents.contexts import Paper, pictures, values
from cum_chuyen_mon.documents.docx import draw_rules, put_pictures
from cum_chuyen_mon.documents.layout import STANDARD, Layout
from cum_chuyen_mon.documents.template import Sandbox

from . import package
from .unfit import Unfit

MOST_LETTERS = 24 * 2**20
"""Of the XML of a filled part; the longest paper of a whole year has less than a tenth."""
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NAMES = {"header": "Đầu trang", "footer": "Chân trang", "footnotes": "Chú thích cuối trang"}


class Filled(DocxTemplate):
    """docxtpl's filling, in which a part that grows without end or comes out torn is refused."""

    def render_xml_part(
        self, src_xml: str, part: Part, context: dict[str, object], jinja_env: Environment | None = None
    ) -> str:
        pieces: list[str] = []
        room = MOST_LETTERS
        for piece in jinja_env.from_string(as_filled(src_xml)).generate(context):
            room -= len(piece)
            if room < 0:
                raise Unfit(
                    "Văn bản điền theo mẫu này dài quá mức. Hãy bỏ bớt các vòng for lặp lại cùng nội dung."
                )
            pieces.append(piece)
        filled = re.sub(r"\n<w:p([ >])", r"<w:p\1", "".join(pieces))
        check_sound(filled)
        return self.resolve_listing(filled)

    def render_properties(self, context: dict[str, object], jinja_env: Environment | None = None) -> None:
        """What the file says of itself (title, author) holds no tags."""


def as_filled(patched: str) -> str:
    """A part's XML as Jinja reads it: each paragraph on a line of its own, so that a place can be told."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", patched)


def check_sound(xml: str) -> None:
    """Throw `Unfit` for XML that docxtpl would mend by leaving something out."""
    try:
        etree.fromstring(
            xml.encode(), parser=etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    except etree.XMLSyntaxError:
        raise Unfit(
            "Các thẻ trong mẫu cắt ngang đoạn, hàng hoặc ô của bảng. Hãy đặt thẻ mở và thẻ đóng trong cùng một đoạn, "
            "hoặc mỗi thẻ riêng một đoạn dạng {%p …%}, riêng một hàng dạng {%tr …%}."
        ) from None


def sources(content: bytes) -> Iterator[tuple[str, str]]:
    """(what a part is called, its text for Jinja) of every part that is filled."""
    template = Filled(BytesIO(content))
    template.init_docx()
    yield "Thân văn bản", as_filled(template.patch_xml(template.get_xml()))
    for uri, name in ((template.HEADER_URI, "header"), (template.FOOTER_URI, "footer")):
        for _key, part in template.get_headers_footers(uri):
            yield NAMES[name], as_filled(template.patch_xml(template.get_part_xml(part)))
    for part in template.docx.part.package.parts:
        if part.content_type == FOOTNOTES:
            yield NAMES["footnotes"], as_filled(template.patch_xml(part.blob.decode()))


def fill(content: bytes, paper: Paper, setting: Layout = STANDARD) -> bytes:
    """The DOCX of a paper by a template that passed `checking.check`. Throws `Unfit` where it cannot be made."""
    template = Filled(BytesIO(content))
    try:
        template.render(values(paper), jinja_env=Sandbox(), autoescape=True)
    except TemplateError as error:
        raise Unfit(f"Không điền được mẫu: {package.shown(str(error), 200)}") from None
    draw_rules(template.docx, setting)  # where the template keeps the app's own lines
    put_pictures(template.docx, paper)
    _check_placed(template, paper)
    stream = BytesIO()
    template.save(stream)
    made = stream.getvalue()
    package.check_filled(made)
    return made


def _check_placed(template: DocxTemplate, paper: Paper) -> None:
    """Throw `Unfit` where a picture's key is still to be read."""
    keys = [picture.key.encode() for picture in pictures(paper)]
    parts = [part.blob for part in template.docx.part.package.iter_parts() if "xml" in part.content_type]
    if any(key in part for key in keys for part in parts):
        raise Unfit(
            "Thẻ của ảnh phải đứng riêng một đoạn trong thân văn bản, không kèm chữ nào khác, không ở đầu trang hay "
            "chân trang. Hãy đặt lại thẻ đó."
        )
