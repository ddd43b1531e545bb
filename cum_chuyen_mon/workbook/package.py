"""Whether a file is a workbook that may be opened at all: its kind, its size, and what hides inside.

An XLSX file is a ZIP archive of XML parts. Everything here is decided before a spreadsheet library sees it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_PARTS = 500
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTITY_MARKS = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAVE_AS = "Hãy mở tệp bằng Excel hoặc LibreOffice và lưu lại dạng Excel Workbook (.xlsx)."


class PackageError(ValueError):
    """A file that will not be opened; the text is the sentence for the person who sent it."""


@dataclass(frozen=True)
class Package:
    """A workbook that may be opened. ``merged`` are the merged ranges by sheet title."""

    content: bytes
    has_formulas: bool
    merged: dict[str, list[str]]


def open_package(source: str | Path | bytes) -> Package:
    """The bytes of a workbook, looked through.

    Raises PackageError for a missing, foreign, damaged, locked or oversized file.
    """
    content = source if isinstance(source, bytes) else _read(Path(source))
    _check_size(len(content))
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look_through(archive, content)
    except PackageError:
        raise
    except Exception as error:  # whatever a damaged archive makes zipfile, zlib or the XML parser raise
        raise PackageError(f"Tệp bị hỏng, không đọc được. {_SAVE_AS}") from error


def _read(path: Path) -> bytes:
    try:
        _check_size(path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError:
        raise PackageError(f"Không tìm thấy tệp «{path.name}». Hãy kiểm tra lại đường dẫn.") from None
    except OSError as error:
        raise PackageError(f"Không đọc được tệp «{path.name}»: {error.strerror}.") from None


def _check_size(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise PackageError(
            f"Tệp lớn hơn {MAX_FILE_BYTES >> 20} MB. Hãy bỏ hình ảnh và các trang không dùng rồi gửi lại."
        )


def _check_kind(content: bytes) -> None:
    if not content:
        raise PackageError(f"Tệp rỗng. {_SAVE_AS}")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise PackageError("Tệp được đặt mật khẩu. Hãy bỏ mật khẩu mở tệp trong Excel rồi gửi lại.")
        raise PackageError(f"Tệp ở định dạng Excel cũ (.xls). {_SAVE_AS}")
    if not content.startswith(b"PK"):
        raise PackageError(f"Đây không phải tệp Excel (.xlsx). {_SAVE_AS}")


def _look_through(archive: zipfile.ZipFile, content: bytes) -> Package:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise PackageError(
            f"Nội dung tệp khi mở ra quá lớn (giới hạn {MAX_UNPACKED_BYTES >> 20} MB). "
            "Hãy bỏ các trang và dòng không dùng rồi gửi lại."
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        kind = (
            "sổ nhị phân (.xlsb)" if "xl/workbook.bin" in names else "tệp khác, không phải sổ Excel (.xlsx)"
        )
        raise PackageError(f"Đây là {kind}. {_SAVE_AS}")
    if any(part.flag_bits & 1 for part in parts):
        raise PackageError("Tệp nén có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    titles = _sheet_titles(archive)
    has_formulas, merged = False, {}
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            formula, ranges = _scan(archive, part)
            if part.filename in titles:
                has_formulas = has_formulas or formula
                if ranges:
                    merged[titles[part.filename]] = ranges
    return Package(content, has_formulas, merged)


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[bool, list[str]]:
    """Whether an XML part has formulas, and its merged ranges. Entities, which can blow up, are refused."""
    formula, ranges = False, []
    for text in _pieces(archive, part):
        if any(mark in text for mark in _ENTITY_MARKS):
            raise PackageError(f"Tệp chứa nội dung không an toàn. {_SAVE_AS}")
        formula = formula or bool(_FORMULA.search(text))
        ranges += [r for found in _MERGE.findall(text) if (r := found.decode()) not in ranges[-50:]]
    return formula, ranges


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in chunks, each with the tail of the one before, so that nothing is missed at a seam."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-200:]


def _sheet_titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a part → title of the sheet it holds."""
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        _scan(archive, archive.getinfo(name))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(_REL)}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_ID), "")
            found[target[1:] if target.startswith("/") else f"xl/{target}"] = sheet.get("name", "")
    return found
