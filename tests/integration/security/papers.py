"""The documents of one side: its regulation, its papers, what it sent and what it was sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import frappe
from docx import Document
from PIL import Image

from cum_chuyen_mon.delivery.copies import copy_name
from cum_chuyen_mon.ledger.refresh import refresh
from cum_chuyen_mon.printing import kept, sealed, seals
from tests.data.issued import issued

from ..factory import deadline, insert, quota
from .meetings import ATTENDANCE, CLUSTER, GROUP, build_meetings
from .people import Side, days

SCHOOL = "Member School"


def build_papers(side: Side) -> None:
    side.add("regulation", _regulation(side))
    side.add("paper_template", _paper_template(side))
    side.add("delegation", _delegation(side))
    _foundings(side)
    build_meetings(side)
    side.add("headship", _headship(side))
    _plans_and_reports(side)
    _sent_and_delivered(side)
    _difficulties(side)
    side.add("consent", _consent(side))
    bundle = insert("Cluster Paper Bundle", title=side.say("Tập"), details=side.say("Không làm được"))
    frappe.db.set_value(bundle.doctype, bundle.name, "owner", side.users["leader"])
    side.add("bundle", bundle)
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


def _paper_template(side: Side) -> Any:
    document, stream = Document(), BytesIO()
    document.add_paragraph(side.say("Mẫu") + " {{ subject }}")
    document.save(stream)
    file = insert("File", file_name=f"{side.canary}n-mau.docx", content=stream.getvalue(), is_private=1)
    values = {"authority": side.code("PHONG"), "paper": "minutes", "file": file.file_url}
    return insert("Cluster Paper Template", **values)


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
            photos=[{"image": _photo(side, key), "caption": side.say("Ảnh")}],
            photo_people=[{"photo": 1, "staff": side.staff("invited")}],
            **shared,
        )
        side.add(f"report_{key}", report)


def _photo(side: Side, key: str) -> str:
    stream = BytesIO()
    Image.new("RGB", (8, 8), (len(side.canary), len(key), ord(side.canary[-1]))).save(stream, "PNG")
    name = f"{side.canary}n-anh-{key}.png"
    return insert("File", file_name=name, content=stream.getvalue(), is_private=1).file_url


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
    """A report that lies with the authority, the version of it that is kept, two schools' copies of minutes, the PDF
    of those, and a school's seal on it."""
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
    kept.keep(side.name("minutes_locked"))
    side.add("kept", frappe.get_doc(kept.KEPT, side.name("minutes_locked")))
    _sealed(side, (SCHOOL, side.code("BA")))


def _sealed(side: Side, holder: tuple[str, str]) -> None:
    key = insert(
        "File", file_name=f"{side.canary}.p12", content=issued("Trường BA").p12(side.canary), is_private=1
    )
    seal = insert(
        seals.SEAL, holder_type=holder[0], holder=holder[1], passphrase=side.canary, key_file=key.file_url
    )
    labels = dict.fromkeys(("token_label", "key_label"), side.say("Nhãn"))
    frappe.db.set_value(seals.SEAL, seal.name, labels, update_modified=False)
    side.add("seal", seal)
    side.add("sealed", sealed.seal(side.name("minutes_locked"), holder))


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
