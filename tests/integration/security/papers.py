"""The documents of one side, each with a private file, a comment, an assignment, a tag and a history."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.desk.doctype.tag.tag import DocTags
from frappe.utils import getdate

from cum_chuyen_mon.delivery.copies import copy_name
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.permissions.sharing import may
from cum_chuyen_mon.rules.words import Answer

from ..factory import deadline, insert, quota
from .people import Side, days

GROUP, CLUSTER, SCHOOL = "Inter-School Group", "School Cluster", "Member School"
ATTENDANCE, SIGNATURE = "Cluster Session Attendance", "Cluster Minutes Signature"
ATTACH_FIELDS = {
    "regulation": "source_file",
    "cluster": "decision_file",
    "group": "decision_file",
    "subject_group": "decision_file",
    "delegation": "file",
    "headship": "submission_file",
    "report_cluster": "file",
    "report_group": "file",
    "report_school": "file",
    "import": "workbook",
    "consent": "file",
    "founding": "decision_file",
    "founding_applied": "decision_file",
    "task": "evidence_file",
    "minutes_waiting": "signed_scan",
}
"""document's key → the field that holds its file's URL."""


def build_papers(side: Side) -> None:
    side.add("regulation", _regulation(side))
    side.add("delegation", _delegation(side))
    _foundings(side)
    _group_session(side, "locked", -10)
    _group_session(side, "waiting", -3)
    _group_session(side, "draft", 0)
    _cluster_session(side)
    side.add("headship", _headship(side))
    _plans_and_reports(side)
    _sent_and_delivered(side)
    _difficulties(side)
    side.add("consent", _consent(side))
    refresh(side.name("year"))
    owed = frappe.get_all(
        "Cluster Obligation",
        filters={"unit": ("in", [side.code("CUM"), side.code("NHOM"), side.code("BA")])},
        fields=["name", "unit_type"],
        order_by="name",
    )
    for row in owed:
        kind = {CLUSTER: "cluster", GROUP: "group", SCHOOL: "school"}[row.unit_type]
        side.docs.setdefault(f"obligation_{kind}", ("Cluster Obligation", row.name))
    frappe.db.set_value(
        "Cluster Obligation", side.name("obligation_group"), "waiver_reason", side.say("Miễn vì")
    )


def _regulation(side: Side) -> Any:
    told = {"clause": side.say("Điều 1"), "legal_basis": side.say("Căn cứ")}
    duties = [
        quota("Q-NHOM", GROUP, 2, per_subject=1, subjects="TOAN, NGU-VAN", period="Semester", **told),
        quota("Q-CUM", CLUSTER, 1, period="Semester", **told),
        deadline("BC-HK1", CLUSTER, "SEMESTER-REPORT", 20, 12, period="Semester", semester="1", **told),
        deadline("BC-TRUONG", SCHOOL, "SEMESTER-REPORT", 20, 12, period="Semester", semester="1", **told),
    ]
    for duty in duties:
        duty["title"] = side.say(duty["title"])
    return insert(
        "Cluster Regulation",
        regulation_code=side.code("QC"),
        regulation_title=side.say("Quy chế"),
        number=side.say("Số"),
        issued_by=side.say("Cơ quan"),
        status="In Force",
        authority=side.code("PHONG"),
        duties=duties,
    )


def _foundings(side: Side) -> None:
    """A draft, and one that was applied before anybody looks: it says what holds already."""
    for key, state in (("founding", "Draft"), ("founding_applied", "Applied")):
        doc = insert(
            "Cluster Founding",
            title=side.say("Thành lập"),
            authority=side.code("PHONG"),
            school_year=side.name("year"),
            decision_no=side.say("Số"),
            decision_date=days(-20),
            from_date=days(1),
            units=[
                {
                    "action": "Carry Over",
                    "unit_type": CLUSTER,
                    "unit_code": side.code("CUM"),
                    "unit_title": side.say("Cụm"),
                    "area": side.say("Huyện"),
                }
            ],
            members=[{"unit_code": side.code("CUM"), "school": side.code(s)} for s in ("MOT", "HAI", "BA")],
            officers=[
                {"unit_code": side.code("CUM"), "position": "Cluster Head", "staff": side.staff("head")}
            ],
        )
        doc.db_set("status", state)
        side.add(key, doc)


def _delegation(side: Side) -> Any:
    return insert(
        "Cluster Delegation",
        unit_type=CLUSTER,
        unit=side.code("CUM"),
        delegator=side.staff("head"),
        delegate=side.staff("delegate"),
        from_date=days(-30),
        to_date=days(30),
        number=side.say("Số"),
        scope=side.say("Thay mặt"),
        convene=1,
        plan=1,
        report=1,
    )


def _group_session(side: Side, state: str, day: int) -> None:
    """A session of the group about Toán, its minutes brought to a state."""
    meeting = insert(
        "Cluster Session",
        session_title=side.say(f"Buổi {state}"),
        unit_type=GROUP,
        unit=side.code("NHOM"),
        activity_kind="PERIODIC-MEETING",
        session_date=days(day),
        start_time="08:00:00",
        end_time="10:30:00",
        venue=side.say("Phòng họp"),
        agenda=side.say("Chương trình"),
        agenda_items=[{"title": side.say("Phân số"), "presenter": side.say("Tổ trưởng")}],
        notice_reason=side.say("Họp gấp"),
        venue_reason=side.say("Sửa phòng"),
        plan_text=side.say("Kế hoạch buổi"),
        directive_number=side.say("Số"),
        participation=[{"school": side.code("BA"), "pupils": 3, "staff_count": 1}],
        chair=side.staff("chair"),
        secretary=side.staff("secretary"),
        subjects=[{"subject": "TOAN"}],
    )
    side.add(f"session_{state}", meeting)
    roll_call.invite(meeting)
    if state != "draft":
        _call_roll(meeting)
    guest = insert(
        ATTENDANCE,
        session=meeting.name,
        guest_name=side.person("guest"),
        guest_organisation=side.say("Đơn vị"),
        guest_email=f"{side.canary}@khach.example",
        state="Present",
    )
    side.add(f"guest_{state}", guest)
    row = frappe.get_doc(ATTENDANCE, roll_call.row_name(meeting.name, side.staff("invited")))
    row.update({"reason": side.say("Lý do")})
    row.save()
    side.add(f"attendance_{state}", row)
    minutes = side.add(f"minutes_{state}", _minutes(side, meeting))
    if state != "draft":
        confirmation.ask(minutes)
    if state == "locked":
        _sign(side, minutes)


def _call_roll(meeting: Any) -> None:
    for name in frappe.get_all(ATTENDANCE, filters={"session": meeting.name}, pluck="name"):
        row = frappe.get_doc(ATTENDANCE, name)
        row.state = "Present"
        row.save()


LESSON = (
    *("lesson_topic", "lesson_class", "lesson_evidence"),
    *("step_prepare", "step_teach", "step_reflect", "step_apply"),
)


def _minutes(side: Side, meeting: Any) -> Any:
    return insert(
        "Cluster Minutes",
        session=meeting.name,
        opened_at="08:00:00",
        closed_at="10:30:00",
        documents=side.say("Công văn"),
        work=side.say("Phân công"),
        topics=[
            {
                "title": side.say("Phân số"),
                "presenter": side.say("Tổ trưởng"),
                "vote": side.say("10/10"),
                "opinions": side.say("Dạy bằng hình"),
                "differing_opinions": side.say("Dạy bằng số"),
            }
        ],
        tasks=[{"description": side.say("Soạn bài"), "person": side.staff("chair")}],
        findings=[
            {field: side.say("Hồ sơ") for field in ("content", "finding", "remedy")}
            | {"rating": "Sound", "person": side.staff("chair")}
        ],
        **{field: side.say("Bài") for field in LESSON},
        conclusion=side.say("Thống nhất dạy bằng hình, rút kinh nghiệm sau hai tuần."),
    )


def _sign(side: Side, minutes: Any) -> None:
    """Everybody present answers; one of them with a reason against."""
    people = frappe.get_all(
        ATTENDANCE, filters={"session": minutes.session, "staff": ("is", "set")}, pluck="staff"
    )
    for person in people:
        refuses = person == side.staff("invited")
        confirmation.answer(
            minutes.name,
            person,
            Answer.REFUSED if refuses else Answer.CONFIRMED,
            reason=side.say("Không đồng ý") if refuses else "",
            method="On Paper",
        )
    for key, person in (("signature", "former_signer"), ("signature_refused", "invited")):
        filters = {"minutes": minutes.name, "staff": side.staff(person)}
        side.docs[key] = (SIGNATURE, frappe.db.get_value(SIGNATURE, filters))
    task = frappe.get_doc("Cluster Task", {"minutes": minutes.name})
    task.evidence = side.say("Đã làm")
    side.add("task", task.save())


def _cluster_session(side: Side) -> None:
    """A session of the cluster about no one subject, with a draft of minutes."""
    meeting = insert(
        "Cluster Session",
        session_title=side.say("Phiên họp cụm"),
        unit_type=CLUSTER,
        unit=side.code("CUM"),
        activity_kind="PERIODIC-MEETING",
        session_date=getdate(),
        start_time="14:00:00",
        end_time="16:00:00",
        status="Convened",
        status_reason=side.say("Triệu tập"),
        chair=side.staff("head"),
        secretary=side.staff("writer"),
    )
    side.add("session_cluster", meeting)
    roll_call.invite(meeting)
    row = frappe.get_doc(ATTENDANCE, roll_call.row_name(meeting.name, side.staff("principal")))
    side.add("attendance_cluster", row)
    side.add("minutes_cluster", _minutes(side, meeting))


def _headship(side: Side) -> Any:
    """Who heads the cluster next, counted in a session in which all three principals were."""
    meeting = insert(
        "Cluster Session",
        session_title=side.say("Phiên bầu"),
        unit_type=CLUSTER,
        unit=side.code("CUM"),
        activity_kind="ELECTION",
        session_date=days(-1),
        chair=side.staff("head"),
        secretary=side.staff("writer"),
    )
    side.add("session_election", meeting)
    for person in ("head", "group_lead", "principal"):
        insert(ATTENDANCE, session=meeting.name, staff=side.staff(person), state="Present")
    return insert(
        "Cluster Headship",
        unit_type=CLUSTER,
        unit=side.code("CUM"),
        school_year=side.name("year"),
        position="Cluster Head",
        session=meeting.name,
        from_date=days(10),
        rounds=[{"issued": 3, "returned": 3, "valid": 3}],
        votes=[
            {"round": 1, "candidate": side.staff("principal"), "votes": 2},
            {"round": 1, "candidate": side.staff("head"), "votes": 1},
        ],
        skip_reason=side.say("Bỏ lượt"),
        submission_no=side.say("Số"),
        decision_no=side.say("Số"),
        return_reason=side.say("Trả lại vì"),
    )


def _consent(side: Side) -> Any:
    return insert(
        "Photo Consent",
        staff=side.staff("invited"),
        consent_version=side.say("Bản 1"),
        scope="Unit Reports",
        given_on=days(-30),
    )


def _plans_and_reports(side: Side) -> None:
    units = {"cluster": (CLUSTER, "CUM"), "group": (GROUP, "NHOM"), "school": (SCHOOL, "BA")}
    for key, (kind, code) in units.items():
        shared = {
            "unit_type": kind,
            "unit": side.code(code),
            "school_year": side.name("year"),
            "semester": "1",
        }
        if kind != SCHOOL:
            item = {"title": side.say("Chuyên đề"), "host_school": side.code("BA"), "planned_on": days(20)}
            item["participants"] = side.say("Giáo viên")
            plan = insert(
                "Cluster Activity Plan",
                title=side.say("Kế hoạch"),
                goals=side.say("Mục tiêu"),
                body=side.say("Quy định"),
                return_reason=side.say("Trả lại vì"),
                approval_no=side.say("Số"),
                items=[item],
                **shared,
            )
            side.add(f"plan_{key}", plan)
            _put_to_the_schools(side, key, plan)
        report = insert(
            "Cluster Unit Report",
            title=side.say("Báo cáo"),
            paper_kind="SEMESTER-REPORT",
            body=side.say("Nội dung"),
            return_reason=side.say("Trả lại vì"),
            link=f"https://bao-cao.example/{side.canary}t",
            **shared,
        )
        side.add(f"report_{key}", report)


def _put_to_the_schools(side: Side, key: str, plan: Any) -> None:
    """The cluster's plan was answered by a school and is a draft again; the group's waits for its answer."""
    plan.update({"status": "Consultation", "consult_until": days(30)}).save()
    if key == "cluster":
        said = {"answer": "Comment", "comment": side.say("Nên họp sớm hơn")}
        side.add(
            "plan_comment", insert("Cluster Plan Comment", plan=plan.name, school=side.code("BA"), **said)
        )
        plan.reload()
        plan.update({"status": "Draft"}).save()


def _sent_and_delivered(side: Side) -> None:
    """A report that lies with the authority, the version of it that is kept, and two schools' copies of minutes."""
    report = insert(
        "Cluster Unit Report",
        title=side.say("Báo cáo năm"),
        paper_kind="YEAR-REPORT",
        body=side.say("Nội dung"),
        unit_type=CLUSTER,
        unit=side.code("CUM"),
        school_year=side.name("year"),
        status="Sent",
    )
    side.add("report_sent", report)
    side.add("version", frappe.get_doc("Cluster Paper Version", {"reference_name": report.name}))
    for school in ("BA", "HAI"):
        name = copy_name(side.name("minutes_locked"), side.code(school))
        side.add(f"copy_{school.lower()}", frappe.get_doc("Cluster Minutes Copy", name))


def _difficulties(side: Side) -> None:
    for key, kind, code, person in (("group", GROUP, "NHOM", "invited"), ("cluster", CLUSTER, "CUM", "head")):
        doc = insert(
            "Cluster Difficulty",
            title=side.say("Vướng mắc"),
            kind="Difficulty",
            unit_type=kind,
            unit=side.code(code),
            school=side.code("BA") if key == "group" else None,
            raised_by=side.staff(person),
            body=side.say("Thiếu phòng"),
            answer=side.say("Sẽ xem xét"),
        )
        side.add(f"difficulty_{key}", doc)


def build_import(side: Side) -> None:
    file = _file(side, "import", {})
    side.add("import", insert("Cluster Workbook Import", workbook=file.file_url))
    details = json.dumps({"problems": [side.say("Sai ô")]})
    frappe.db.set_value("Cluster Workbook Import", side.name("import"), "details", details)


def build_chart(side: Side) -> None:
    """A chart for everybody with his own figures, and the figures of the last who looked, as Frappe keeps them."""
    chart = {"chart_type": "Group By", "document_type": "Cluster Session", "group_by_based_on": "venue"}
    name = side.code("BIEU-DO")
    insert("Dashboard Chart", chart_name=name, is_public=1, filters_json="[]", type="Bar", **chart)
    frappe.cache.set_value(f"chart-data:{name}", json.dumps({"labels": [side.say("Phòng họp")]}))


def hang_on(side: Side) -> None:
    """What people hang on documents: files, comments, assignments, tags, history."""
    for key, (doctype, name) in side.docs.items():
        about = {"reference_doctype": doctype, "reference_name": name}
        insert(
            "Comment", comment_type="Comment", content=side.say("Ý kiến"), comment_by=side.say("Ai"), **about
        )
        if may("read", doctype, name, side.users["leader"]):  # nobody else is given work on it
            todo = {"reference_type": doctype, "reference_name": name}
            insert("ToDo", description=side.say("Làm"), allocated_to=side.users["leader"], **todo)
        DocTags(doctype).add(name, f"{side.canary}t")
        history = json.dumps({"changed": [["title", side.say("Cũ"), side.say("Mới")]]})
        insert("Version", ref_doctype=doctype, docname=name, data=history)
        if key != "import":
            where = {"attached_to_doctype": doctype, "attached_to_name": name}
            field = ATTACH_FIELDS.get(key)
            file = _file(side, key, {**where, "attached_to_field": field})
            if field:
                frappe.db.set_value(doctype, name, field, file.file_url)
    mail = {"reference_doctype": "Cluster Minutes", "reference_name": side.name("minutes_locked")}
    side.mail = insert("Communication", subject=side.say("Thư"), content=side.say("Nội dung"), **mail).name


def _file(side: Side, key: str, where: dict) -> Any:
    file = insert(
        "File",
        file_name=f"{side.canary}n-{key}.txt",
        content=f"{side.canary}c {key}".encode(),
        is_private=1,
        **where,
    )
    side.files[key], side.file_names[key] = file.file_url, file.name
    return file
