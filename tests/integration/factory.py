"""A small made-up district on the site: an authority, schools, people, units, one regulation.

Everything is named T-…; `build` inserts it in the running transaction, which the test rolls back. Positions stand for
people, as in the app's own demo.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frappe

SCHOOLS = ("T-AN", "T-BINH", "T-CUONG")
SUBJECTS = ("TOAN", "NGU-VAN")


def insert(doctype: str, name: str | None = None, **values: Any) -> Any:
    doc = frappe.get_doc({"doctype": doctype, **values})
    return doc.insert(set_name=name) if name else doc.insert()


@dataclass
class District:
    """What was built; codes are enough to find everything."""

    year: str = "T-2024-2025"
    authority: str = "T-PHONG"
    cluster: str = "T-CUM"
    group: str = "T-NHOM"
    regulation: str = "T-QC"
    staff: dict[str, str] = field(default_factory=dict)

    def principal(self, school: str) -> str:
        return f"{school}-HT"

    def teacher(self, school: str, subject: str = "TOAN", number: int = 1) -> str:
        return f"{school}-{subject}-{number}"


def school_year_around(day: date) -> tuple[date, date, date, date]:
    """First day, end of semester 1, start of semester 2, last day of the school year that holds a day."""
    start = date(day.year if day.month >= 8 else day.year - 1, 8, 1)
    middle = date(start.year + 1, 1, 18)
    return start, middle, middle + timedelta(days=1), date(start.year + 1, 7, 31)


def year_around(day: date, code: str = "T-NAY") -> Any:
    """Insert a second school year of two semesters that holds a day."""
    first, end_1, start_2, last = school_year_around(day)
    semesters = [
        {"semester_code": "1", "start_date": first, "end_date": end_1},
        {"semester_code": "2", "start_date": start_2, "end_date": last},
    ]
    return insert(
        "Cluster School Year",
        school_year_code=code,
        authority="T-SO",
        start_date=first,
        end_date=last,
        semesters=semesters,
    )


def build(
    year: str = "T-2024-2025", around: date | None = None, duties: list[dict] | None = None
) -> District:
    """Insert a district of three schools, one cluster, one group of the same schools, and a regulation in force.

    ``around``: the school year holds this day; otherwise it is 5/9/2024 to 31/5/2025 with semesters to 18/1 and
    from 20/1. ``duties`` replace the default: two sessions a semester per subject for groups, one for clusters.
    """
    made = District(year=year)
    insert(
        "Education Authority",
        authority_code="T-SO",
        authority_name="Sở thử nghiệm",
        kind="Department",
        is_group=1,
    )
    insert(
        "Education Authority",
        authority_code=made.authority,
        authority_name="Phòng thử nghiệm",
        kind="District Office",
        parent_education_authority="T-SO",
        is_group=0,
    )
    first, end_1, start_2, last = (
        school_year_around(around)
        if around
        else (date(2024, 9, 5), date(2025, 1, 18), date(2025, 1, 20), date(2025, 5, 31))
    )
    insert(
        "Cluster School Year",
        school_year_code=year,
        authority="T-SO",
        start_date=first,
        end_date=last,
        semesters=[
            {"semester_code": "1", "start_date": first, "end_date": end_1},
            {"semester_code": "2", "start_date": start_2, "end_date": last},
        ],
    )
    for school in SCHOOLS:
        add_school(made, school)
    members = [{"school": s, "is_lead": int(s == SCHOOLS[0])} for s in SCHOOLS]
    authorities = [{"authority": made.authority}]
    insert(
        "School Cluster",
        unit_code=made.cluster,
        unit_title="Cụm thử nghiệm",
        levels="THCS",
        members=members,
        authorities=authorities,
        officers=[
            {"position": "Cluster Head", "staff": "T-AN-HT"},
            {"position": "Cluster Deputy", "staff": "T-BINH-HT"},
        ],
    )
    insert(
        "Inter-School Group",
        unit_code=made.group,
        unit_title="Nhóm thử nghiệm",
        levels="THCS",
        members=members,
        authorities=authorities,
        officers=[{"position": "Group Lead", "staff": "T-AN-HT"}],
    )
    insert(
        "Cluster Regulation",
        regulation_code=made.regulation,
        regulation_title="Quy chế thử nghiệm",
        status="In Force",
        authority=made.authority,
        duties=duties if duties is not None else default_duties(),
    )
    return made


def default_duties() -> list[dict]:
    return [
        quota(
            "Q-NHOM", "Inter-School Group", 2, per_subject=1, subjects=", ".join(SUBJECTS), period="Semester"
        ),
        quota("Q-CUM", "School Cluster", 1, period="Semester"),
        deadline("BC-HK1", "School Cluster", "SEMESTER-REPORT", 20, 12, period="Semester", semester="1"),
    ]


def quota(code: str, unit_kind: str, minimum: int, **values: Any) -> dict:
    return {
        "duty_code": code,
        "kind": "Quota",
        "unit_kind": unit_kind,
        "title": f"Số buổi {code}",
        "minimum": minimum,
        **values,
    }


def deadline(
    code: str, unit_kind: str, paper: str, day: int, month: int, bound: str = "Before", **values: Any
) -> dict:
    return {
        "duty_code": code,
        "kind": "Deadline",
        "unit_kind": unit_kind,
        "title": f"Thời hạn {code}",
        "paper_kind": paper,
        "anchor": "Fixed Date",
        "bound": bound,
        "day": day,
        "month": month,
        **values,
    }


def add_school(made: District, school: str, teachers: int = 1) -> None:
    insert(
        "Member School",
        school_code=school,
        school_name=f"THCS {school[2:].title()}",
        levels="THCS",
        authorities=[{"authority": made.authority}],
    )
    add_staff(made, made.principal(school), f"Hiệu trưởng THCS {school[2:].title()}", school, "Principal")
    for subject in SUBJECTS:
        for number in range(1, teachers + 1):
            code = made.teacher(school, subject, number)
            add_staff(
                made, code, f"Giáo viên {subject} {number} {school[2:].title()}", school, "Teacher", subject
            )


def add_staff(
    made: District,
    code: str,
    name: str,
    school: str,
    position: str,
    subject: str | None = None,
    **values: Any,
) -> Any:
    made.staff[code] = school
    return insert(
        "Member School Staff",
        staff_code=code,
        full_name=name,
        postings=[{"school": school, "position": position, "subject": subject}],
        **values,
    )


def session(made: District, on: date, unit: str | None = None, **values: Any) -> Any:
    """A planned session of the group about TOAN, chaired and recorded by teachers of two schools."""
    unit = unit or made.group
    is_cluster = unit == made.cluster
    defaults = {
        "session_title": "Sinh hoạt chuyên môn",
        "unit_type": "School Cluster" if is_cluster else "Inter-School Group",
        "unit": unit,
        "activity_kind": "PERIODIC-MEETING",
        "session_date": on,
        "start_time": "08:00:00",
        "end_time": "10:30:00",
        "venue": "Phòng họp THCS An",
        "chair": "T-AN-HT" if is_cluster else made.teacher("T-AN"),
        "secretary": "T-BINH-HT" if is_cluster else made.teacher("T-BINH"),
        "subjects": [] if is_cluster else [{"subject": "TOAN"}],
    }
    return insert("Cluster Session", **{**defaults, **values})


def crowded_session(made: District, on: date, number: int) -> tuple[Any, list[str]]:
    """A session that many people of one school attended, and their codes: the first chairs, the second records."""
    people = [f"T-AN-NGUOI-{n}" for n in range(1, number + 1)]
    for n, code in enumerate(people, start=1):
        add_staff(made, code, f"Giáo viên Toán {n}", "T-AN", "Teacher", "TOAN")
    meeting = session(made, on, chair=people[0], secretary=people[1])
    for code in people:
        insert("Cluster Session Attendance", session=meeting.name, staff=code, state="Present")
    return meeting, people


def without_times(meeting: Any) -> Any:
    """The session without start and end: on insert Frappe fills empty times with the current one."""
    meeting.update({"start_time": None, "end_time": None})
    return meeting.save()


def complete_minutes(meeting: Any, **values: Any) -> Any:
    """A draft of minutes with everything L3b asks for."""
    return insert(
        "Cluster Minutes",
        **{
            "session": meeting.name,
            "opened_at": "08:00:00",
            "closed_at": "10:30:00",
            "documents": "Công văn hướng dẫn nhiệm vụ năm học",
            "work": "Phân công dạy minh họa",
            "topics": [
                {
                    "title": "Phân số",
                    "presenter": "Tổ trưởng Toán",
                    "opinions": "Nên dạy bằng hình trước",
                    "differing_opinions": "Có ý kiến dạy bằng số trước",
                }
            ],
            "conclusion": "Thống nhất dạy bằng hình trước, rút kinh nghiệm sau hai tuần.",
            **values,
        },
    )


def everyone_present(meeting: Any) -> list[str]:
    """Invite, call everybody present; the staff codes."""
    from cum_chuyen_mon.meetings import roll_call

    roll_call.invite(meeting)
    names = frappe.get_all("Cluster Session Attendance", filters={"session": meeting.name}, pluck="name")
    for name in names:
        row = frappe.get_doc("Cluster Session Attendance", name)
        row.state = "Present"
        row.save()
    return frappe.get_all("Cluster Session Attendance", filters={"session": meeting.name}, pluck="staff")


def hold_and_lock(made: District, on: date, **values: Any) -> Any:
    """A session from invitation to locked minutes; the session."""
    from cum_chuyen_mon.meetings import confirmation
    from cum_chuyen_mon.rules.words import Answer

    meeting = session(made, on, **values)
    people = everyone_present(meeting)
    minutes = complete_minutes(meeting)
    confirmation.ask(minutes)
    for person in people:
        confirmation.answer(minutes.name, person, Answer.CONFIRMED, method="On Paper")
    return frappe.get_doc("Cluster Session", meeting.name)


def obligation(made: District, duty: str, **filters: Any) -> Any:
    """The one stored obligation of a duty that fits the filters."""
    names = frappe.get_all(
        "Cluster Obligation",
        filters={"regulation": made.regulation, "duty_code": duty, **filters},
        pluck="name",
    )
    assert len(names) == 1, f"{duty} {filters}: {len(names)} obligations"
    return frappe.get_doc("Cluster Obligation", names[0])
