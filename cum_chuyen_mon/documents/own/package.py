"""The file itself: a Word document of today and nothing else. No macro, no embedded object, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from .unfit import Unfit, refuse_if

MOST_BYTES = 5 * 2**20
MOST_UNPACKED = 30 * 2**20
MOST_IN_AN_XML_PART = 4 * 2**20
MOST_PARTS = 300
"""What a letterhead with its pictures and typefaces never needs."""

OLD_WORD = b"\xd0\xcf\x11\xe0"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WRITTEN = (".xml", ".rels")
KINDS_OF_PARTS = (*WRITTEN, ".png", ".jpg", ".jpeg", ".gif", ".odttf")
ROUND = "Hãy mở tệp bằng Word, chọn Lưu dưới dạng, kiểu Tài liệu Word (*.docx), rồi tải lên lại."

BRINGS_IN = frozenset(
    {"attachedTemplate", "aFChunk", "subDocument", "oleObject", "package", "vbaProject", "control", "frame"}
    | {"mailMergeSource", "mailMergeHeaderSource", "ui", "keyMapCustomizations", "wordVbaData"}
)
"""Last words of relationship types that bring another file or a program in."""
ELEMENTS = frozenset(
    {
        "altChunk",
        "subDoc",
        "object",
        "OLEObject",
        "control",
        "mailMerge",
        "attachedTemplate",
        "frameset",
        "script",
    }
)
POINTING = frozenset({"src", "href", "althref"})
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ"})
"""Word's own fields that only count; others fetch files or start programs (INCLUDETEXT, LINK, DDEAUTO …)."""

_DECLARED = re.compile(r'^\s*<\?xml[^>]*?encoding\s*=\s*["\']([^"\']+)', re.ASCII)
_MARKUP = re.compile(r"<!(?!--)")
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_ROOMY = {**_PARSER, "huge_tree": True}


def parts_of(content: bytes) -> dict[str, bytes]:
    """name → bytes of every part of a sound package. Throws `Unfit` for anything else."""
    if not content:
        raise Unfit(f"Tệp trống. {ROUND}")
    if len(content) > MOST_BYTES:
        raise Unfit(f"Tệp lớn hơn {MOST_BYTES // 2**20} MB. Hãy thu nhỏ hình trong mẫu rồi tải lên lại.")
    if content.startswith(OLD_WORD):
        raise Unfit(f"Tệp thuộc kiểu Word 97-2003 (*.doc), hoặc có đặt mật khẩu. {ROUND}")
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_entries(archive.infolist())
            parts = {
                entry.filename: _read(archive, entry) for entry in archive.infolist() if not entry.is_dir()
            }
    except (BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(f"Tệp không phải là tài liệu Word (*.docx), hoặc bị hỏng. {ROUND}") from None
    _check_parts(parts)
    return parts


def check_filled(content: bytes) -> None:
    """Throw `Unfit` when a filled document reaches outside, whatever its template and its values may have hidden."""
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.casefold().endswith(WRITTEN):
                refuse_if(
                    _reaching_out(name, etree.fromstring(archive.read(name), etree.XMLParser(**_ROOMY)))
                )


def _check_entries(entries: list[ZipInfo]) -> None:
    """Throw for what only an attack or a broken file has, before anything is unpacked."""
    names = [entry.filename.casefold() for entry in entries]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unfit(
            f"Tệp giải nén ra hơn {MOST_PARTS} phần hoặc hơn {MOST_UNPACKED // 2**20} MB. "
            "Hãy tạo mẫu mới, gọn hơn, rồi tải lên lại."
        )
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Unfit(f"Tệp có phần mang tên không hợp lệ «{shown(name)}». {ROUND}")
        if entry.flag_bits & 1:
            raise Unfit(f"Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại. {ROUND}")
    if len(set(names)) != len(names):
        raise Unfit(f"Tệp có hai phần trùng tên. {ROUND}")


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The bytes of a part, never more than the archive's index says it has."""
    most = MOST_IN_AN_XML_PART if entry.filename.casefold().endswith(WRITTEN) else MOST_UNPACKED
    with archive.open(entry) as stream:
        content = stream.read(min(entry.file_size, most) + 1)
    if len(content) > most:
        raise Unfit(
            f"Phần «{shown(entry.filename)}» của tệp lớn hơn {most // 2**20} MB. Hãy tạo mẫu mới, gọn hơn."
        )
    return content


def _check_parts(parts: dict[str, bytes]) -> None:
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise Unfit(f"Tệp không phải là tài liệu Word (*.docx). {ROUND}")
    refuse_if(_foreign(parts))
    trees = {
        name: tree_of(name, content) for name, content in parts.items() if name.casefold().endswith(WRITTEN)
    }
    refuse_if(problem for name, tree in trees.items() for problem in _reaching_out(name, tree))
    if DOCUMENT not in {element.get("ContentType") for element in trees["[Content_Types].xml"]}:
        raise Unfit(f"Tệp không phải là tài liệu Word thường (*.docx): có thể là *.docm, *.dotx. {ROUND}")


def _foreign(parts: dict[str, bytes]) -> Iterator[str]:
    for name in parts:
        if name.casefold().endswith("vbaproject.bin") or "/activex/" in name.casefold():
            yield f"Tệp có chương trình kèm theo (macro, ActiveX: «{shown(name)}»). {ROUND}"
        elif "/embeddings/" in name.casefold():
            yield f"Tệp có đối tượng nhúng («{shown(name)}», ví dụ bảng Excel). Hãy dán thành hình hoặc bảng thường."
        elif not name.casefold().endswith(KINDS_OF_PARTS):
            yield (
                f"Tệp có phần «{shown(name)}» không dùng được trong mẫu. Hình phải là PNG, JPEG hoặc GIF; hãy thay rồi "
                "tải lên lại."
            )


def tree_of(name: str, content: bytes) -> etree._Element:
    """A part of XML, read without ever opening or expanding anything."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit(f"Phần «{shown(name)}» của tệp không ghi bằng UTF-8. {ROUND}") from None
    declared = _DECLARED.match(text)
    if "\0" in text or (declared and declared[1].casefold() not in ("utf-8", "us-ascii")):
        raise Unfit(f"Phần «{shown(name)}» của tệp không ghi bằng UTF-8. {ROUND}")
    if _MARKUP.search(text):
        raise Unfit(f"Phần «{shown(name)}» của tệp có khai báo DTD, thực thể hoặc CDATA. {ROUND}")
    try:
        return etree.fromstring(text.encode(), parser=etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError:
        raise Unfit(f"Phần «{shown(name)}» của tệp bị hỏng. {ROUND}") from None


def _reaching_out(name: str, tree: etree._Element) -> Iterator[str]:
    """What would bring something into the document from elsewhere, or start something."""
    if name.casefold().endswith(".rels"):
        yield from _relations(tree)
        return
    for element in tree.iter(etree.Element):
        word = etree.QName(element).localname
        if word in ELEMENTS:
            yield (
                f"Tệp có thành phần nhúng hoặc nối tệp khác («{word}»). "
                "Hãy bỏ đối tượng, trộn thư hoặc tài liệu con đó rồi tải lên lại."
            )
        for attribute, value in element.attrib.items():
            if etree.QName(attribute).localname.casefold() in POINTING and value:
                yield f"Tệp có hình hoặc liên kết lấy từ nơi khác («{shown(value)}»). Hãy chèn hình vào trong tệp."
    for instruction in instructions_of(tree):
        word = (instruction.split() or [""])[0].upper()
        if word not in FIELDS:
            yield (
                f"Tệp có trường Word «{shown(instruction.strip())}» không dùng được trong mẫu; chỉ dùng "
                f"{', '.join(sorted(FIELDS))}. Hãy chọn trường đó rồi bấm Ctrl+Shift+F9 để đổi thành chữ."
            )


def _relations(tree: etree._Element) -> Iterator[str]:
    for relation in tree:
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode", "").casefold() == "external" or "://" in target:
            yield (
                f"Tệp nối ra ngoài tới «{shown(target)}». Hãy bỏ siêu liên kết, mẫu đính kèm hoặc hình liên kết đó "
                "(chép chữ thường, chèn hình vào trong tệp) rồi tải lên lại."
            )
        elif kind in BRINGS_IN:
            yield f"Tệp có phần kèm theo kiểu «{kind}» không dùng được trong mẫu. {ROUND}"


def instructions_of(tree: etree._Element) -> Iterator[str]:
    """What each of Word's fields is told, however it is split; fields within fields by themselves."""
    open_fields: list[list[str]] = []
    for element in tree.iter(etree.Element):
        word = etree.QName(element).localname
        if word == "fldSimple":
            yield next((v for k, v in element.attrib.items() if etree.QName(k).localname == "instr"), "")
        elif word == "instrText":
            if open_fields:
                open_fields[-1].append(element.text or "")
            else:
                yield element.text or ""
        elif word == "fldChar":
            turn = next(
                (v for k, v in element.attrib.items() if etree.QName(k).localname == "fldCharType"), ""
            )
            if turn == "begin":
                open_fields.append([])
            elif turn == "end" and open_fields:
                yield "".join(open_fields.pop())
    yield from ("".join(left) for left in open_fields)


def shown(text: str, most: int = 60) -> str:
    """What somebody else wrote, short enough for a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"
