"""A paper as HTML: the same for the PDF and for the desk's print."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from html import escape

from . import layout
from .contexts import Paper, Picture, pictures, values
from .layout import STANDARD, Layout, Style, styles
from .template import render
from .typeface import FAMILIES, Typeface

_DECLARATION = re.compile(r"(?<=[{;] )([a-z-]+: [^;{}]+?)(?=;| })")
_PICTURE = re.compile(r'<img picture="([0-9a-f]+)"/>')
_WIDTHS = re.compile(r'(<table class="[a-z ]+") widths="([0-9. ]+)">')


def page(paper: Paper, face: Typeface, setting: Layout = STANDARD) -> str:
    """A whole HTML document. Characters that the typeface lacks are squares."""
    style = "\n".join([*_faces(face), css(face.family, setting)])
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(paper.subject)}</title>'
        f"<style>{style}</style></head><body>{_with_pictures(face.printable(_body(paper)), paper)}</body></html>"
    )


def fragment(paper: Paper, setting: Layout = STANDARD) -> str:
    """The same to stand in a page of the desk, set in the reader's own Times New Roman."""
    style = _DECLARATION.sub(r"\1 !important", css(FAMILIES[0], setting))  # the desk's own style insists, too
    return f'<style>{style}</style><div class="paper" lang="vi">{_with_pictures(_body(paper), paper)}</div>'


def _body(paper: Paper) -> str:
    return _with_columns(render(paper.template, values(paper)))


def _with_columns(body: str) -> str:
    """Widths of columns, which the templates name in millimetres, as HTML knows them."""
    return _WIDTHS.sub(
        lambda found: f"{found[1]}><colgroup>{''.join(map(_column, found[2].split()))}</colgroup>", body
    )


def _column(width: str) -> str:
    return f'<col style="width: {float(width)}mm">'


def _with_pictures(body: str, paper: Paper) -> str:
    """The pictures that the template names, carried by the page itself."""
    named = {picture.key: picture for picture in pictures(paper)}
    return _PICTURE.sub(lambda found: _image(named[found[1]]), body)


def _image(picture: Picture) -> str:
    data = b64encode(picture.jpeg).decode("ascii")
    size = f"width: {picture.width}mm; height: {picture.height}mm"
    return f'<img style="{size}" alt="" src="data:image/jpeg;base64,{data}">'


def css(family: str, setting: Layout = STANDARD) -> str:
    """The style sheet: the page and every class."""
    named = styles(setting)
    return "\n".join([_page(named["page-number"], family), *_classes(named, setting), _rest(family)])


def _faces(face: Typeface) -> Iterator[str]:
    for path, style in zip(face.files, ("normal", "bold", "italic", "bold italic"), strict=True):
        weight, slant = (
            ("bold" if "bold" in style else "normal"),
            ("italic" if "italic" in style else "normal"),
        )
        yield (
            f'@font-face {{ font-family: "{face.family}"; src: url("{path.as_uri()}"); '
            f"font-weight: {weight}; font-style: {slant} }}"
        )


def _page(number: Style, family: str) -> str:
    width, height = layout.PAGE
    margins = f"{layout.TOP}mm {layout.RIGHT}mm {layout.BOTTOM}mm {layout.LEFT}mm"
    return (
        f"@page {{ size: {width}mm {height}mm; margin: {margins}; "
        f'@top-center {{ content: counter(page); font: {number.size}pt "{family}" }} }}\n'
        "@page :first { @top-center { content: none } }"
    )


def _classes(named: dict[str, Style], setting: Layout) -> Iterator[str]:
    for name, style in named.items():
        selector = "p" if name == "p" else f"p.{name}"
        yield f"{selector} {{ {'; '.join(_declarations(style, setting))} }}"
        if style.rule:
            yield f"{selector} > span {{ display: inline-block }}"
            yield (
                f'{selector} > span::after {{ content: ""; display: block; width: {style.rule:.0%}; '
                "margin: 1pt auto 0; border-bottom: 0.75pt solid }"
            )
    cell, head = named["cell"], named["cell-head"]
    yield f"td {{ font-size: {cell.size}pt }} th {{ font-size: {head.size}pt; font-weight: bold; text-align: center }}"


def _declarations(style: Style, setting: Layout) -> Iterator[str]:
    yield f"font-size: {style.size}pt"
    yield f"font-weight: {'bold' if style.bold else 'normal'}"
    yield f"font-style: {'italic' if style.italic else 'normal'}"
    yield f"text-align: {style.align}"
    yield f"margin: {style.before}pt 0 {style.after:.2f}pt"
    yield f"text-indent: {setting.indent if style.indent else 0}mm"
    yield f"line-height: {layout.SINGLE * (setting.spacing if style.spaced else 1):.4f}"
    if style.keep:
        yield "break-after: avoid"
    if style.new_page:
        yield "break-before: page"


def _rest(family: str) -> str:
    return f"""
body, .paper {{ font-family: "{family}", serif; color: #000; margin: 0 }}
p {{ orphans: 2; widows: 2; overflow-wrap: anywhere }}
p.room:empty::before {{ content: "\\00a0" }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed }}
table.head td, table.signatures td {{ vertical-align: top; padding: 0 }}
table.photos td {{ vertical-align: top; padding: 0 2mm }}
table.grid {{ margin: 0 0 {layout.PARAGRAPH_GAP}pt }}
table.grid th, table.grid td {{ border: 0.5pt solid; padding: 2pt 4pt; vertical-align: top; overflow-wrap: anywhere }}
table.grid tr, table.signatures tr, table.photos tr {{ break-inside: avoid }}
p.photo img {{ vertical-align: bottom }}
table.grid.tall td {{ height: 11mm; vertical-align: middle }}
table.signatures {{ margin-top: 12pt }}
table.check {{ break-inside: avoid; margin: 2pt 0 }}
table.check td {{ vertical-align: middle; padding: 0 }}
table.check img {{ width: {layout.CODE}mm; height: {layout.CODE}mm; display: block }}
td.center {{ text-align: center }}
th, td {{ color: inherit }}
"""
