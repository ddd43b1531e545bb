"""Template, preview and import of a workbook."""

import json
from dataclasses import asdict

import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime
from frappe.utils.background_jobs import is_job_enqueued

from cum_chuyen_mon.controllers.stored_file import bytes_of
from cum_chuyen_mon.intake.load import Intake, bring_in, preview
from cum_chuyen_mon.workbook.writing import write_template

IMPORT = "Cluster Workbook Import"
MOST_SHOWN = 500
MINUTES_TO_QUEUE = 1
"""How long after the start a job may not be in the queue yet."""


@frappe.whitelist(methods=["GET", "POST"])
def template() -> None:
    """Download an empty workbook with all sheets, choices and explanations."""
    frappe.has_permission(IMPORT, "create", throw=True)
    frappe.local.response.filename = "so-cum-chuyen-mon.xlsx"
    frappe.local.response.filecontent = write_template()
    frappe.local.response.type = "binary"


@frappe.whitelist(methods=["POST"])
def check(name: str) -> dict:
    """Start a preview in the background; the document shows the result."""
    return _start(name, carry_out=False)


@frappe.whitelist(methods=["POST"])
def run(name: str) -> dict:
    """Start the import in the background; the document shows the result."""
    return _start(name, carry_out=True)


def _start(name: str, carry_out: bool) -> dict:
    frappe.has_permission(IMPORT, "write", throw=True)
    doc = frappe.get_doc(IMPORT, name, for_update=True)
    doc.check_permission("write")
    _refuse_if_busy(doc)
    content_of(doc)
    _say(doc, "Working")
    frappe.enqueue(
        process,
        queue="long",
        timeout=3600,
        job_id=job_of(name),
        enqueue_after_commit=True,
        name=name,
        carry_out=carry_out,
    )
    return {"status": "Working"}


def job_of(name: str) -> str:
    return f"{IMPORT}::{name}"


def _refuse_if_busy(doc) -> None:
    """Throw for an import that is done or still at work. One whose job died with its worker may start again."""
    if doc.status == "Imported":
        frappe.throw("Sổ này đã nhập xong. Hãy tạo lượt nhập mới cho sổ khác.")
    if doc.status != "Working":
        return
    just_started = get_datetime(doc.modified) > add_to_date(now_datetime(), minutes=-MINUTES_TO_QUEUE)
    if just_started or is_job_enqueued(job_of(doc.name)):
        frappe.throw(
            "Sổ này đang được xử lý. Hãy chờ rồi tải lại trang; nếu tiến trình nền đã dừng giữa chừng "
            "thì sau một phút có thể bấm chạy lại."
        )


def process(name: str, carry_out: bool) -> None:
    """Background job: preview or import, then write the outcome onto the document."""
    doc = frappe.get_doc(IMPORT, name)
    try:
        intake = bring_in(content_of(doc)) if carry_out else preview(content_of(doc))
    except Exception:
        frappe.db.rollback()
        frappe.log_error(title="Cluster Workbook Import")
        _say(doc, "Rejected", {"problem_count": 1, "details": json.dumps({"problems": [_unexpected()]})})
        frappe.db.commit()
        return
    status = "Rejected" if intake.problems else "Imported" if carry_out else "Checked"
    _say(doc, status, outcome(intake))
    frappe.db.commit()


def outcome(intake: Intake) -> dict:
    """Counts and the first problems and changes, as the document stores them."""
    changes = [c for c in intake.changes if c.action != "same"][:MOST_SHOWN]
    return {
        "created_count": intake.created,
        "updated_count": intake.updated,
        "unchanged_count": intake.unchanged,
        "problem_count": len(intake.problems),
        "details": json.dumps(
            {
                "problems": [asdict(problem) for problem in intake.problems[:MOST_SHOWN]],
                "changes": [asdict(change) for change in changes],
            },
            ensure_ascii=False,
        ),
    }


def content_of(doc) -> bytes:
    """The bytes of the attached file. Throws unless the file hangs on this very document."""
    file = frappe.db.get_value(  # allowed: the file that hangs on an import the caller may write
        "File",
        {"file_url": doc.workbook, "attached_to_doctype": IMPORT, "attached_to_name": doc.name},
        "name",
    )
    if not file:
        frappe.throw("Chưa có tệp đính kèm. Hãy đính kèm sổ Excel vào ô «Sổ Excel» rồi lưu lại.")
    return bytes_of(frappe.get_doc("File", file))


def _say(doc, status: str, values: dict | None = None) -> None:
    doc.db_set({"status": status, **(values or {})}, notify=True)


def _unexpected() -> dict:
    message = "Có lỗi ngoài dự kiến khi nhập, chưa có gì được ghi. Hãy báo quản trị hệ thống xem Error Log."
    return {"sheet": "", "cell": "", "value": "", "message": message}
