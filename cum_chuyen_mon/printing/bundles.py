"""Many papers at once: asked for, made one by one in the background with the asker's own rights, kept for some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from tempfile import TemporaryFile

import frappe
from frappe.core.api.file import get_max_file_size
from frappe.utils import add_days, add_to_date, get_datetime, getdate, now_datetime, strip_html
from frappe.utils.background_jobs import is_job_enqueued

from cum_chuyen_mon.controllers.one_writer import begin_to_write
from cum_chuyen_mon.controllers.own_file import hang
from cum_chuyen_mon.delivery.notice import tell
from cum_chuyen_mon.documents.bundle import Lacking, Made, archive, file_name, one_pdf, said_of

from .kinds import PRINTED

BUNDLE = "Cluster Paper Bundle"
WORKING, READY, FAILED = "Working", "Ready", "Failed"
FORMS = {"pdf": "pdf", "zip": "pdf", "docx": "docx"}
"""How a bundle comes → the form of each paper: one PDF, an archive of PDFs, an archive of Word files."""
MOST = 1000
"""Papers of one request: everybody of a large cluster, in some ten minutes."""
MOST_AT_ONCE = 3
DAYS_KEPT = 7
MINUTES_TO_QUEUE = 1
"""How long after it was asked for a job may not be in the queue yet."""
MEGABYTE = 2**20
UNEXPECTED = "có lỗi ngoài dự kiến, đã ghi vào Error Log"


@dataclass(frozen=True)
class Wanted:
    """One paper that is asked for: its kind, its document, what the kind asks for besides, what it is called."""

    kind: str
    document: str
    title: str
    besides: tuple[str, ...] = ()


def start(title: str, wanted: Sequence[Wanted], form: str) -> str:
    """Put the making of papers into the queue; the name of the bundle that will hold them.

    Throws for none, for too many, and while the same are being made for the user.
    """
    if form not in FORMS:
        frappe.throw("Chỉ làm được một tệp PDF, một tệp ZIP gồm các PDF, hoặc ZIP gồm các tệp Word.")
    if not wanted:
        frappe.throw("Không có văn bản nào để làm. Hãy chọn buổi, học kỳ hoặc năm học khác.")
    if len(wanted) > MOST:
        frappe.throw(
            f"Mỗi lần làm được nhiều nhất {MOST} văn bản, lần này có {len(wanted)}. Hãy chọn ít buổi hơn, hoặc từng "
            "học kỳ, từng đơn vị."
        )
    begin_to_write()
    frappe.db.get_value(
        "User", frappe.session.user, "name", for_update=True
    )  # a second click waits, and sees this one
    key = _key(wanted, form)
    _refuse_if_busy(key)
    doc = frappe.get_doc(
        {
            "doctype": BUNDLE,
            "title": title[:140],
            "status": WORKING,
            "request_key": key,
            "expires_on": add_days(getdate(), DAYS_KEPT),
        }
    )
    doc.insert(
        ignore_permissions=True
    )  # nobody makes bundles by hand: the app does for who may read what is in them
    frappe.enqueue(
        process,
        queue="long",
        timeout=3600,
        job_id=job_of(doc.name),
        enqueue_after_commit=True,
        bundle=doc.name,
        wanted=[vars(one) for one in wanted],
        form=form,
    )
    return doc.name


def job_of(bundle: str) -> str:
    return f"{BUNDLE}::{bundle}"


def _key(wanted: Sequence[Wanted], form: str) -> str:
    """The same for the same request."""
    told = [(one.kind, one.document, one.besides) for one in wanted]
    return sha256(repr((form, sorted(told))).encode()).hexdigest()


def _refuse_if_busy(key: str) -> None:
    """Throw while the same is being made for the user, or several others. A job that died with its worker is over."""
    mine = {"owner": frappe.session.user, "status": WORKING}
    rows = frappe.get_all(BUNDLE, mine, ["name", "request_key", "creation"], limit_page_length=0)
    alive = [row for row in rows if _is_alive(row)]
    if any(row.request_key == key for row in alive):
        frappe.throw("Các văn bản này đang được làm cho bạn. Xong sẽ có thông báo; không cần bấm lại.")
    if len(alive) >= MOST_AT_ONCE:
        frappe.throw(f"Đang làm {len(alive)} tập văn bản cho bạn. Hãy chờ một tập xong rồi bấm lại.")


def _is_alive(row: frappe._dict) -> bool:
    just_asked = get_datetime(row.creation) > add_to_date(now_datetime(), minutes=-MINUTES_TO_QUEUE)
    return just_asked or is_job_enqueued(job_of(row.name))


def process(bundle: str, wanted: list[dict], form: str) -> None:
    """Background job, as the asker: make what he may have, one by one, then keep it where only he reads it."""
    try:
        outcome = _made(bundle, [Wanted(**{**one, "besides": tuple(one["besides"])}) for one in wanted], form)
    except Exception:
        frappe.db.rollback()
        frappe.log_error(title=BUNDLE)
        outcome = {"status": FAILED, "details": f"Không làm được: {UNEXPECTED}. Hãy báo quản trị hệ thống."}
    doc = frappe.get_doc(BUNDLE, bundle)
    doc.db_set(outcome, notify=True)
    word = "Đã làm xong" if outcome["status"] == READY else "Không làm được"
    tell([doc.owner], f"{word}: {doc.title}", BUNDLE, bundle)
    frappe.db.commit()


def _made(bundle: str, wanted: Sequence[Wanted], form: str) -> dict:
    """Make the papers and hang their file on the bundle; what the bundle says then."""
    lacking: list[Lacking] = []
    with TemporaryFile() as store:  # not in memory: a paper is forgotten when it is made
        places: list[tuple[str, int, int]] = []
        for number, one in enumerate(wanted, start=1):
            content = _one(one, FORMS[form], lacking)
            if content:
                places.append((one.title, store.tell(), len(content)))
                store.write(content)
            frappe.publish_progress(
                number * 100 / len(wanted), title=frappe._("Making Papers"), doctype=BUNDLE, docname=bundle
            )
        told = {"made_count": len(places), "failed_count": len(lacking), "details": said_of(lacking)}
        if not places:
            return {"status": FAILED, **told}
        papers = (Made(title, _read(store, at, length)) for title, at, length in places)
        content = one_pdf(papers) if form == "pdf" else archive(papers, lacking, FORMS[form])
    if len(content) > get_max_file_size():
        return {"status": FAILED, **told, "details": _too_large(len(content))}
    return {"status": READY, "file": _keep(bundle, content, "pdf" if form == "pdf" else "zip"), **told}


def _read(store, at: int, length: int) -> bytes:
    store.seek(at)
    return store.read(length)


def _one(one: Wanted, form: str, lacking: list[Lacking]) -> bytes | None:
    """A paper, if the user may have it and it can be made; why not is noted otherwise. Nothing of it stays behind."""
    try:
        printed = PRINTED[one.kind]
        doc = frappe.get_doc(printed.doctype, one.document)
        doc.check_permission("read")
        content = printed.file_of(doc, form, *one.besides)
        frappe.db.commit()  # a PDF that is kept
        return content
    except frappe.PermissionError as refused:
        lacking.append(Lacking(one.title, strip_html(str(refused)) or "bạn không được xem văn bản này"))
    except frappe.ValidationError as refused:
        lacking.append(Lacking(one.title, strip_html(str(refused))))
    except Exception:
        frappe.db.rollback()
        frappe.log_error(title=f"{BUNDLE}: {one.document}")
        frappe.db.commit()
        lacking.append(Lacking(one.title, UNEXPECTED))
    finally:
        frappe.db.rollback()  # what was read is let go, so that the next paper says what holds by then
        frappe.clear_messages()
    return None


def _too_large(size: int) -> str:
    return (
        f"Không làm được: tệp nặng {ceil(size / MEGABYTE)} MB, hơn mức {get_max_file_size() // MEGABYTE} MB của hệ "
        "thống. Hãy chọn ít văn bản hơn, hoặc đề nghị người quản trị nâng mức «Max File Size» trong System Settings."
    )


def _keep(bundle: str, content: bytes, form: str) -> str:
    """The file's URL."""
    title = frappe.db.get_value(BUNDLE, bundle, "title")
    name = file_name(1, title, form).removeprefix("001-")
    return hang(BUNDLE, bundle, content, file_name=name, attached_to_field="file").file_url


def drop_old() -> None:
    """Scheduled daily: bundles go with their files when their days are over."""
    for name in frappe.get_all(BUNDLE, {"expires_on": ("<", getdate())}, pluck="name"):
        frappe.delete_doc(BUNDLE, name, ignore_permissions=True, force=True, delete_permanently=True)
        frappe.db.commit()  # files on the disk do not come back: each bundle goes by itself
