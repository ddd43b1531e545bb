"""PDF by WeasyPrint: it can set the page number in the top margin and leave it off page 1."""

from __future__ import annotations

import os

from .contexts import Paper
from .html import page
from .layout import STANDARD, Layout
from .typeface import Typeface, typeface


def pdf_of(paper: Paper, setting: Layout = STANDARD) -> bytes:
    """The paper as PDF; the same bytes for the same paper. Throws `NoTypeface`."""
    face = typeface()
    return render_pdf(page(paper, face, setting), face)


def render_pdf(html: str, face: Typeface) -> bytes:
    """A page that names no file but the typeface's and what it carries itself, and is given none other."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    allowed = {path.as_uri() for path in face.files}

    def fetch(url: str, *args: object, **options: object) -> object:
        if url not in allowed and not url.startswith("data:"):
            raise ValueError(f"{url} is no part of a paper")
        return _fetch(url)

    # A subset of a font carries the time of its making otherwise, and no two prints would be the same.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    return HTML(string=html, url_fetcher=fetch).write_pdf(font_config=FontConfiguration())


def _fetch(url: str) -> object:
    """What WeasyPrint itself would fetch: the name of that changed with version 68."""
    try:
        from weasyprint.urls import URLFetcher
    except ImportError:
        from weasyprint import default_url_fetcher

        return default_url_fetcher(url)
    return URLFetcher(allowed_protocols=("file", "data")).fetch(url)
