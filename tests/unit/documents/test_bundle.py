"""Many papers as one archive: distinct, safe names, and a list of what is lacking."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.documents.bundle import NOT_MADE, Lacking, Made, archive, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Giấy xác nhận: Trần Thị Bình", "001-giay-xac-nhan-tran-thi-binh.pdf"),
        ("Đổi mới 05/01/2025", "001-doi-moi-05-01-2025.pdf"),
        ("../../etc/passwd", "001-etc-passwd.pdf"),
        ("", "001-van-ban.pdf"),
        ("Ω字", "001-van-ban.pdf"),
    ],
)
def test_a_file_is_named_without_marks(title, name):
    assert file_name(1, title, "pdf") == name


@given(st.text(max_size=300))
def test_a_name_is_safe_whatever_the_title(title):
    name = file_name(7, title, "docx")
    assert name.isascii()
    assert len(name) < 100
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")


def test_papers_of_one_title_are_files_of_their_own_and_what_lacks_is_told():
    papers, lacking = [Made("Biên bản", b"1"), Made("Biên bản", b"2")], [Lacking("Buổi 3", "không được xem")]
    with ZipFile(BytesIO(archive(papers, lacking, "pdf"))) as made:
        assert made.namelist() == ["001-bien-ban.pdf", "002-bien-ban.pdf", NOT_MADE]
        assert made.read("002-bien-ban.pdf") == b"2"
        assert made.read(NOT_MADE).decode("utf-8-sig") == "Buổi 3: không được xem"
    with ZipFile(BytesIO(archive(papers, [], "pdf"))) as made:
        assert NOT_MADE not in made.namelist()
