"""Files that are no workbook, or a dangerous one: a clear sentence, never a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cum_chuyen_mon.workbook import package
from cum_chuyen_mon.workbook.reading import read_workbook
from cum_chuyen_mon.workbook.writing import write_workbook
from tests.unit.books import small_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = write_workbook(small_book())


def archive(**parts: bytes | str) -> bytes:
    """A ZIP archive; __ in a name stands for a slash."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in parts.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels"), text)
    return content.getvalue()


def repacked(change) -> bytes:
    """The good file with its parts passed through ``change(name, content)``."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(content, "w") as target:
        for part in source.infolist():
            target.writestr(part.filename, change(part.filename, source.read(part)))
    return content.getvalue()


def the_problem(source) -> str:
    book, problems = read_workbook(source)
    assert book is None
    assert len(problems) == 1
    assert (problems[0].sheet, problems[0].cell) == ("", "")
    return problems[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"Ma truong;Ten truong\n", "không phải tệp Excel (.xlsx)"),
        (b"%PDF-1.7", "không phải tệp Excel (.xlsx)"),
        (OLE + b"\0" * 600, "định dạng Excel cũ (.xls)"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        (b"PK\x03\x04 garbage", "bị hỏng"),
        (GOOD[: len(GOOD) // 2], "bị hỏng"),
        (archive(word__document_xml="<w/>"), "không phải sổ Excel"),
        (archive(xl__workbook_xml="<w/>"), "bị hỏng"),
        (archive(xl__workbook_xml="not xml", xl___rels__workbook_xml_rels="<a/>"), "bị hỏng"),
    ],
)
def test_foreign_damaged_or_locked(content, words):
    assert words in the_problem(content)


def test_binary_workbook():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        target.writestr("xl/workbook.bin", b"\0")
    assert ".xlsb" in the_problem(content.getvalue())


def test_missing_file(tmp_path: Path):
    assert "Không tìm thấy tệp «so.xlsx»" in the_problem(tmp_path / "so.xlsx")


def test_a_folder_is_no_file(tmp_path: Path):
    assert "Không đọc được tệp" in the_problem(tmp_path)


def test_a_path_and_its_content_read_the_same(tmp_path: Path):
    path = tmp_path / "so.xlsx"
    path.write_bytes(GOOD)
    assert read_workbook(path) == read_workbook(str(path)) == read_workbook(GOOD) == (small_book(), [])


def test_too_large_a_file(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(package, "MAX_FILE_BYTES", 1 << 20)
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * (1 << 20))
    assert "lớn hơn 1 MB" in the_problem(path)
    assert "lớn hơn 1 MB" in the_problem(path.read_bytes())


def test_zip_bomb():
    """A small file that unpacks to more than the limit is refused before it is unpacked."""
    bomb = archive(xl__workbook_xml="<w/>", xl__media__x=b"\0" * (package.MAX_UNPACKED_BYTES + 1))
    assert len(bomb) < package.MAX_FILE_BYTES
    assert "quá lớn" in the_problem(bomb)


def test_too_many_parts():
    many = {f"xl__p{number}_xml": "<a/>" for number in range(package.MAX_PARTS + 1)}
    assert "quá lớn" in the_problem(archive(xl__workbook_xml="<w/>", **many))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_blow_up(encoding):
    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet2.xml":
            return content
        return f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{content.decode()}'.encode(encoding)

    assert "không an toàn" in the_problem(repacked(change))


def test_a_row_number_no_spreadsheet_has():
    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet9.xml":
            return content
        return content.replace(b'<row r="2"', b'<row r="99999999"', 1)

    assert "bị hỏng" in the_problem(repacked(change))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bytes_never_raise(data):
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    book, problems = read_workbook(bytes(content))
    assert (book is None) == bool(problems)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet2.xml", "xl/styles.xml"]
    ),
    st.data(),
)
def test_broken_parts_never_raise(part, data):
    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        cut = data.draw(st.integers(0, len(content)))
        return content[:cut] + data.draw(st.binary(max_size=20)) + content[cut:]

    book, problems = read_workbook(repacked(change))
    assert (book is None) == bool(problems)
