"""Many papers as one file: a PDF in which each begins on its own page, or an archive of one file each."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from cum_chuyen_mon.rules.text import search_key

LONGEST_NAME = 80
NOT_MADE = "khong-lam-duoc.txt"


class Made(NamedTuple):
    """One finished paper: what it is called, and its bytes."""

    title: str
    content: bytes


class Lacking(NamedTuple):
    """A paper that could not be made, and why."""

    title: str
    reason: str


def one_pdf(papers: Iterable[Made]) -> bytes:
    """The papers one after another, each with its own page numbers and a bookmark."""
    from pypdf import PdfWriter  # comes with Frappe

    writer, stream = PdfWriter(), BytesIO()
    for paper in papers:
        writer.append(BytesIO(paper.content), outline_item=paper.title, import_outline=False)
    writer.write(stream)
    return stream.getvalue()


def archive(papers: Iterable[Made], lacking: Iterable[Lacking], form: str) -> bytes:
    """A ZIP of the papers, numbered in their order, and a list of those that could not be made."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for number, paper in enumerate(papers, start=1):
            made.writestr(file_name(number, paper.title, form), paper.content)
        if told := said_of(lacking):
            made.writestr(
                NOT_MADE, f"\ufeff{told}"
            )  # without the mark Windows' editor takes it for another encoding
    return stream.getvalue()


def file_name(number: int, title: str, form: str) -> str:
    """ "003-giay-xac-nhan-tran-thi-binh.pdf": distinct by number, and safe on every system."""
    words = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in search_key(title)
    ).split()
    return f"{number:03d}-{'-'.join(words)[:LONGEST_NAME].strip('-') or 'van-ban'}.{form}"


def said_of(lacking: Iterable[Lacking]) -> str:
    return "\r\n".join(f"{paper.title}: {paper.reason}" for paper in lacking)
