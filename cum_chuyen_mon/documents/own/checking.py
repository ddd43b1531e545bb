"""Whether a file may be an authority's template: looked at from the outside in, then filled twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cum_chuyen_mon.documents.contexts import Paper

from . import expressions, tags
from .filling import fill, sources
from .known import kinds, parts_of
from .package import parts_of as parts_of_package
from .package import shown, tree_of
from .specimen import specimens
from .unfit import Unfit, refuse_if

FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml", re.IGNORECASE)
TEXT_OF_A_PART = ("word/", "docprops/", "customxml/")


def check(content: bytes, kind: str) -> None:
    """Throw `Unfit`, with every problem and its place, unless a file can be the template of a kind of paper."""
    paper = kinds()[kind]
    parts = parts_of_package(content)
    refuse_if(_of_tags(parts))
    refuse_if(_of_expressions(content, paper))
    for specimen in specimens(paper):
        fill(content, specimen)


def _of_tags(parts: dict[str, bytes]) -> Iterator[str]:
    for name, content in parts.items():
        if not name.casefold().endswith(".xml"):
            continue
        tree = tree_of(name, content)
        if FILLED.fullmatch(name):
            yield from tags.problems_of(tree)
        elif tags.has_tags("".join(tree.itertext())) or tags.has_tags(" ".join(_attributes(tree))):
            yield (
                f"Phần «{shown(name)}» của tệp (ví dụ chú thích, thuộc tính tệp, biểu đồ) có thẻ, nhưng không được "
                "điền. Hãy đưa thẻ vào thân văn bản, đầu trang hoặc chân trang."
            )


def _attributes(tree) -> Iterator[str]:
    for element in tree.iter():
        yield from element.attrib.values()


def _of_expressions(content: bytes, paper: type[Paper]) -> Iterator[str]:
    try:
        read = list(sources(content))
    except (KeyError, ValueError, AttributeError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(
            "Tệp không mở được như một tài liệu Word. Hãy mở bằng Word, lưu lại dạng *.docx rồi tải lên lại."
        ) from None
    for place, source in read:
        yield from expressions.problems_of(source, parts_of(paper), place)
