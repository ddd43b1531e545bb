"""The photos of a report: which files they are, who may see them, whether the people in them consented (C5h).

Only a file of the site that hangs on the report is ever opened: a row may name any address.
"""

from __future__ import annotations

from collections import defaultdict

import frappe

from cum_chuyen_mon.controllers.stored_file import bytes_of, files_at
from cum_chuyen_mon.documents.pictures import NoPicture, check_picture, picture_of
from cum_chuyen_mon.documents.reports import Album
from cum_chuyen_mon.permissions.files import NOT_YET_SAVED, may_reach, path_of
from cum_chuyen_mon.personal.consent import may_publish_photo
from cum_chuyen_mon.rules.text import join_vi

from .names import titles
from .setting import photo_pixels

MOST_PHOTOS = 40
"""A report is read, and is sent by mail."""
NO_CONSENT = "{count} ảnh không in vì chưa có, hoặc đã rút, sự đồng ý sử dụng hình ảnh của người trong ảnh."


def check_photos(doc) -> None:
    """Throw for photos of a report that could not be printed, each named; and tell which ones lack a consent."""
    if len(doc.photos) > MOST_PHOTOS:
        frappe.throw(
            f"Báo cáo có {len(doc.photos)} ảnh; phụ lục in được nhiều nhất {MOST_PHOTOS} ảnh, vì báo cáo phải "
            "ngắn gọn. Hãy bớt ảnh."
        )
    before = doc.get_doc_before_save()
    stored = {row.image for row in before.photos} if before else set()
    for row in doc.photos:
        if row.image not in stored:
            _check_photo(doc, row)
    for person in doc.photo_people:
        if not 1 <= (person.photo or 0) <= len(doc.photos):
            frappe.throw(
                f"Bảng «Người trong ảnh», dòng {person.idx}: báo cáo không có ảnh số {person.photo or 0}. "
                f"Hãy ghi số thứ tự của một dòng trong bảng «Ảnh» (1 đến {len(doc.photos)})."
            )
    _tell_missing_consents(doc)


def hang_photos(doc) -> None:
    """After a report was saved: its photos hang on it, so that whoever reads it reads them and its versions keep them.

    Frappe does this for the fields of a document, not for those of its rows.
    """
    for url in dict.fromkeys(row.image for row in doc.photos):
        if _hanging(doc, url):
            continue
        on_a_new_one = {"attached_to_doctype": doc.doctype, "attached_to_name": ("like", f"{NOT_YET_SAVED}%")}
        fresh = files_at(url, owner=frappe.session.user, **on_a_new_one)
        if fresh:
            frappe.db.set_value("File", fresh[0].name, "attached_to_name", doc.name)
        else:
            target = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
            frappe.get_doc({"doctype": "File", "file_url": url, "is_private": 1, **target}).insert()


def album_of(doc) -> Album:
    """The photos of a report as its annex prints them today. One that nobody can read any more is named instead."""
    longest, hidden = photo_pixels(), _without_consent(doc)
    photos, left_out = [], []
    for row in doc.photos:
        if row.idx in hidden:
            continue
        try:
            photos.append((picture_of(_content(doc, row.image), longest), row.caption or ""))
        except NoPicture as why:
            left_out.append(f"Không in được ảnh «{_name(row.image)}»: {why}")
    if hidden:
        left_out.append(NO_CONSENT.format(count=len(hidden)))
    return Album(photos, left_out)


def _check_photo(doc, row) -> None:
    try:
        if not _hanging(doc, row.image) and not _reachable(row.image):
            raise NoPicture("không có tệp này, hoặc bạn không có quyền đọc. Hãy tải ảnh từ máy của bạn lên.")
        check_picture(_bytes_at(row.image))
    except NoPicture as why:
        frappe.throw(f"Bảng «Ảnh», dòng {row.idx}, tệp «{_name(row.image)}»: {why}")


def _content(doc, url: str) -> bytes:
    """The bytes of a photo that hangs on the report. Throws `NoPicture` when there is none."""
    if not _hanging(doc, url):
        raise NoPicture("tệp không còn đính kèm báo cáo này. Hãy tải lại ảnh.")
    return _bytes_at(url)


def _bytes_at(url: str) -> bytes:
    """What a file of the site holds. Throws `NoPicture` when it is gone from the disk."""
    try:
        return bytes_of(files_at(url)[0])
    except OSError as gone:
        raise NoPicture("tệp không còn trên máy chủ. Hãy tải lại ảnh.") from gone


def _hanging(doc, url: str) -> bool:
    return bool(files_at(url, attached_to_doctype=doc.doctype, attached_to_name=doc.name))


def _reachable(url: str) -> bool:
    path = path_of({"file_url": url})
    return path == url and bool(files_at(url)) and may_reach(url)


def _name(url: str) -> str:
    return (url or "").rpartition("/")[2]


def _people(doc) -> dict[int, list[str]]:
    """Number of a photo → the people in it."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in doc.photo_people:
        found[row.photo].append(row.staff)
    return found


def _without_consent(doc) -> set[int]:
    """The numbers of the photos that may not be printed today."""
    consents = {row.staff: may_publish_photo(row.staff) for row in doc.photo_people}
    return {number for number, people in _people(doc).items() if not all(consents[who] for who in people)}


def _tell_missing_consents(doc) -> None:
    if not doc.photo_people or not (doc.has_value_changed("photos") or doc.has_value_changed("photo_people")):
        return
    lacking = _without_consent(doc)
    people = [
        row.staff for row in doc.photo_people if row.photo in lacking and not may_publish_photo(row.staff)
    ]
    if people:
        names = titles("Member School Staff", "full_name", people)
        who = join_vi([frappe.utils.escape_html(names[code]) for code in dict.fromkeys(people)])
        frappe.msgprint(
            f"Ảnh số {join_vi([str(number) for number in sorted(lacking)])} chưa in được: chưa có sự đồng ý sử dụng "
            f"hình ảnh của {who}. Hãy đề nghị họ đồng ý ở hồ sơ của mình, hoặc thay ảnh khác.",
            title="Thiếu sự đồng ý",
            indicator="orange",
        )
