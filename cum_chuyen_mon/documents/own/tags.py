"""Tags as they stand in the paragraphs, rows and cells of a template: closed, alone where they must be, in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from .package import shown

MOST_TAGS = 2000
WORDS = {"for": "endfor", "if": "endif"}
"""What opens a part of a template, and what closes it."""
BETWEEN = ("else", "elif")
STANDS_FOR = {
    "p": (qn("w:p"), "một đoạn"),
    "tr": (qn("w:tr"), "một hàng của bảng"),
    "tc": (qn("w:tc"), "một ô"),
}
"""Letters after ``{%`` → what the tag takes the place of, all of it."""
_TEXT, _PARAGRAPH = qn("w:t"), qn("w:p")
_NOT_TEXT = (qn("w:delText"), qn("w:instrText"), qn("w:delInstrText"))
_ENDS = re.compile(r"{{|{%|{#|}}|%}|#}")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}


@dataclass(frozen=True)
class Tag:
    """One tag: how it opens, what it says, and the paragraph in which it stands."""

    opens: str
    inner: str
    paragraph: etree._Element

    @property
    def whole(self) -> str:
        return f"{self.opens}{self.inner}{_CLOSES[self.opens]}"

    @property
    def said(self) -> str:
        """The tag and where it stands, as the beginning of a sentence."""
        return f"Thẻ «{shown(self.whole)}»{near(self.paragraph, self.whole)}"

    @property
    def prefix(self) -> str:
        """ "p", "tr", "tc", "r" or ""."""
        found = re.match(r"(p|tr|tc|r)\s", self.inner)
        return found[1] if found else ""

    @property
    def word(self) -> str:
        """ "for", "endif" …; of a value its first name."""
        found = re.match(r"(?:(?:p|tr|tc|r)\s)?[-+\s]*([^\s-]*)", self.inner)
        return found[1] if found else ""


def has_tags(text: str) -> bool:
    return any(mark in text for mark in _CLOSES)


def text_of(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of text boxes in it, which are paragraphs of their own."""
    texts = paragraph.iter(_TEXT)
    return "".join(t.text or "" for t in texts if next(t.iterancestors(_PARAGRAPH)) is paragraph)


def near(paragraph: etree._Element, tag: str = "") -> str:
    """Where a tag stands; nothing when it is all that stands there."""
    text = text_of(paragraph)
    return f" ở đoạn «{shown(text)}»" if text.strip() != tag else ""


def problems_of(root: etree._Element) -> Iterator[str]:
    """What is wrong with the tags of a part that is filled."""
    yield from _misplaced(root)
    tags: list[Tag] = []
    for paragraph in root.iter(_PARAGRAPH):
        found, problem = _tags_of(paragraph)
        tags += found
        if problem:
            yield problem
    if len(tags) > MOST_TAGS:
        yield f"Mẫu có hơn {MOST_TAGS} thẻ. Hãy rút gọn mẫu."
        return
    for tag in tags:
        yield from _odd(tag)
    yield from _unbalanced(tags)


def _misplaced(root: etree._Element) -> Iterator[str]:
    """Tags where a reader of the template does not see them, and none is filled as text."""
    for element in root.iter(etree.Element):
        if any(has_tags(value) for value in element.attrib.values()):
            yield "Có thẻ nằm trong thuộc tính (ví dụ văn bản thay thế của hình). Hãy đưa thẻ ra phần chữ của mẫu."
        if element.tag in _NOT_TEXT and has_tags(element.text or ""):
            yield (
                f"Thẻ «{shown(element.text)}» nằm trong chữ đã xóa hoặc trong trường Word. "
                "Hãy chấp nhận mọi thay đổi (Track Changes) và bỏ trường đó."
            )


def _tags_of(paragraph: etree._Element) -> tuple[list[Tag], str]:
    """The tags of a paragraph, and what is wrong with the first that is not whole ("" for nothing)."""
    text, tags, opened = text_of(paragraph), [], None
    for mark in _ENDS.finditer(text):
        if opened is None and mark[0] in _CLOSES:
            opened = mark
        elif opened is None or mark[0] in _CLOSES:
            stray = text[(opened or mark).start() :]
            return tags, _not_whole(stray, opened is not None, paragraph)
        elif mark[0] == _CLOSES[opened[0]]:
            tags.append(Tag(opened[0], text[opened.end() : mark.start()], paragraph))
            opened = None
    if opened is not None:
        return tags, _not_whole(text[opened.start() :], True, paragraph)
    return tags, ""


def _not_whole(text: str, is_opened: bool, paragraph: etree._Element) -> str:
    if is_opened:
        return f"Thẻ «{shown(text)}»{near(paragraph, text)} chưa đóng bằng «{_CLOSES[text[:2]]}» trong cùng đoạn."
    return f"Dấu «{text[:2]}»{near(paragraph)} không có dấu mở trước nó trong cùng đoạn."


def _odd(tag: Tag) -> Iterator[str]:
    """A tag of a sort that templates do not have, or that would take other text with it."""
    if tag.opens == "{{" and tag.prefix:
        yield f"Thẻ «{shown(tag.whole)}»: hãy viết «{{{{ {tag.inner[len(tag.prefix) :].strip()} }}}}»."
    elif tag.opens == "{%" and (tag.prefix == "r" or tag.word not in (*WORDS, *WORDS.values(), *BETWEEN)):
        yield (
            f"{tag.said} không dùng được; chỉ dùng for, endfor, if, elif, else, "
            "endif (có thể viết {%p …%} cho cả đoạn, {%tr …%} cho cả hàng, {%tc …%} cho cả ô)."
        )
    elif tag.prefix in STANDS_FOR:
        element, what = STANDS_FOR[tag.prefix]
        holder = tag.paragraph if tag.prefix == "p" else next(tag.paragraph.iterancestors(element), None)
        if holder is None:
            yield f"Thẻ «{shown(tag.whole)}» phải nằm trong {what}."
        elif _all_text(holder).strip() != tag.whole:
            yield f"Thẻ «{shown(tag.whole)}» thay cho {what} nên phải đứng một mình ở đó. Hãy tách phần chữ khác ra."


def _all_text(holder: etree._Element) -> str:
    return "".join(t.text or "" for t in holder.iter(_TEXT))


def _unbalanced(tags: list[Tag]) -> Iterator[str]:
    """Tags that open and are not closed, or the other way round."""
    opened: list[Tag] = []
    for tag in (tag for tag in tags if tag.opens == "{%"):
        if tag.word in WORDS:
            opened.append(tag)
        elif tag.word in WORDS.values():
            if not opened or WORDS[opened[-1].word] != tag.word:
                yield from _unmatched(tag, opened)
                return
            opened.pop()
        elif tag.word in BETWEEN and not opened:
            yield f"{tag.said} không nằm trong {{% if %}} hay {{% for %}} nào."
    for tag in reversed(opened):
        yield f"{tag.said} chưa có «{{% {WORDS[tag.word]} %}}»."


def _unmatched(tag: Tag, opened: list[Tag]) -> Iterator[str]:
    if opened:
        last = opened[-1]
        yield (
            f"{last.said} chưa có «{{% {WORDS[last.word]} %}}» trước "
            f"«{shown(tag.whole)}»{near(tag.paragraph, tag.whole)}."
        )
    else:
        yield f"{tag.said} không có thẻ mở trước nó."
