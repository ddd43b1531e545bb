"""Doors of the REST interface, in its first and second version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cum_chuyen_mon.permissions.table import CHILD_TABLES, GRANTS

from .attack import Call, door, get, part, post, put
from .people import Side

RECORDS = [doctype for doctype in GRANTS if doctype != "Cluster Settings"]
HANGING = (
    *("File", "Comment", "Communication", "ToDo", "Version", "Tag Link", "Tag", "DocShare", "User"),
    *("Has Role", "Contact", "Deleted Document", "Access Log", "Activity Log", "Error Log", "View Log"),
    *("Notification Log", "Notification Settings", "Document Follow", "Email Queue", "Route History"),
    "Workflow Action",
    *("Energy Point Log", "Prepared Report", "Data Import", "Scheduled Job Log", "DefaultValue"),
)
PARENT_OF = {
    "Cluster Activity Plan Item": "Cluster Activity Plan",
    "Cluster Agenda Item": "Cluster Session",
    **dict.fromkeys(
        ("Cluster Founding Member", "Cluster Founding Officer", "Cluster Founding Unit"), "Cluster Founding"
    ),
    "Cluster Headship Round": "Cluster Headship",
    "Cluster Headship Vote": "Cluster Headship",
    "Cluster Holiday": "Cluster School Year",
    "Cluster Minutes Finding": "Cluster Minutes",
    "Cluster Minutes Task": "Cluster Minutes",
    "Cluster Minutes Topic": "Cluster Minutes",
    "Cluster Paper Recipient": "School Cluster",
    "Cluster Regulation Duty": "Cluster Regulation",
    "Cluster Report Photo": "Cluster Unit Report",
    "Cluster Report Photo Person": "Cluster Unit Report",
    "Cluster Semester": "Cluster School Year",
    "Cluster Session Participation": "Cluster Session",
    "Session Subject": "Cluster Session",
    "Staff Posting": "Member School Staff",
    "Supervising Authority": "School Cluster",
    "Unit Member": "School Cluster",
    "Unit Officer": "School Cluster",
}
MAIN = (
    *("minutes_locked", "minutes_draft", "session_draft", "attendance_draft", "guest_draft", "signature"),
    *(
        "copy_ba",
        "version",
        "report_group",
        "report_school",
        "plan_cluster",
        "difficulty_group",
        "delegation",
        "obligation_group",
    ),
    "headship",
    *("staff_invited", "subject_group", "consent"),
)
"""Documents for doors at which all documents would be too many."""

WORDS = {
    "Cluster Session": {"venue": "Nơi khác", "status": "Cancelled"},
    "Cluster Session Attendance": {"reason": "Việc khác", "state": "Absent"},
    "Cluster Minutes": {"conclusion": "Kết luận khác", "cancel_reason": "Nhầm"},
    "Cluster Activity Plan": {"title": "Tên khác", "status": "Approved"},
    "Cluster Headship": {"skip_reason": "Khác", "status": "Confirmed"},
    "Cluster Plan Comment": {"answer": "Agree", "comment": "Ý khác"},
    "Cluster Unit Report": {"title": "Tên khác", "status": "Received"},
    "Cluster Obligation": {"waived": 1, "waiver_reason": "Miễn"},
    "Cluster Difficulty": {"title": "Tên khác", "answer": "Trả lời", "status": "Answered"},
    "Cluster Delegation": {"scope": "Việc khác", "plan": 0},
    "School Cluster": {"unit_title": "Tên khác"},
    "Inter-School Group": {"unit_title": "Tên khác"},
    "Subject Group": {"unit_title": "Tên khác"},
    "Member School": {"school_name": "Tên khác"},
    "Member School Staff": {"full_name": "Tên khác"},
    "Education Authority": {"authority_name": "Tên khác"},
    "Cluster Regulation": {"regulation_title": "Tên khác"},
    "Cluster School Year": {"disabled": 1},
    "Authority Staff": {"position": "Authority Leader"},
    "Cluster Workbook Import": {"status": "New"},
    "Cluster Minutes Signature": {"reason": "Khác"},
    "Cluster Task": {"evidence": "Làm khác", "state": "Done"},
    "Cluster Founding": {"title": "Tên khác"},
    "Cluster Minutes Copy": {"attended": 9},
    "Cluster Paper Version": {"outcome": "Accepted"},
    "Cluster Paper Template": {"enabled": 0},
    "Cluster Paper Bundle": {"title": "Tên khác", "status": "Failed"},
    "Cluster Kept Paper": {"sha256": "0" * 64},
    "Cluster Seal": {"disabled": 1, "passphrase": "x"},
    "Cluster Sealed Paper": {"sha256": "0" * 64},
    "Photo Consent": {"withdrawn_on": "2026-01-01"},
}
"""A change to a document of every kind."""


def main(side: Side, who: str) -> list[tuple[str, str]]:
    """Somebody's part of the documents that matter most."""
    return [side.docs[key] for key in part(MAIN, who, 3)]


def new_documents(own: Side, other: Side, who: str) -> Iterator[dict]:
    """New documents that would lie on the other side."""
    me = own.me(who)
    group = {"unit_type": "Inter-School Group", "unit": other.code("NHOM")}
    cluster = {"unit_type": "School Cluster", "unit": other.code("CUM")}
    year = {"school_year": other.name("year"), "semester": "1"}
    session = {
        "session_title": "Buổi lạ",
        "activity_kind": "PERIODIC-MEETING",
        "session_date": "2026-11-20",
        "subjects": [{"subject": "TOAN"}],
    }
    yield {"doctype": "Cluster Session", **group, **session, "chair": me}
    yield {"doctype": "Cluster Session", **cluster, **session, "chair": other.staff("head")}
    hidden = {"cluster": own.code("CUM"), "school_group": own.code("NHOM")}
    yield {"doctype": "Cluster Session", **group, **session, **hidden, "chair": me, "subject": "TOAN"}
    meeting = {"session": other.name("session_draft")}
    yield {"doctype": "Cluster Session Attendance", **meeting, "staff": me, "state": "Present"}
    yield {
        "doctype": "Cluster Session Attendance",
        **meeting,
        "guest_name": "Khách",
        "state": "Present",
        **hidden,
    }
    yield {"doctype": "Cluster Minutes", "session": other.name("session_cluster"), **hidden}
    signing = {"minutes": other.name("minutes_waiting"), "staff": me, "answer": "Confirmed", **hidden}
    yield {"doctype": "Cluster Minutes Signature", **signing}
    yield {"doctype": "Cluster Activity Plan", "title": "Lạ", **cluster, **year, **hidden}
    seat = {"position": "Cluster Head", "way": "Assignment", "person": other.staff("principal")}
    yield {"doctype": "Cluster Headship", **cluster, **hidden, **seat, "school_year": other.name("year")}
    report = {"doctype": "Cluster Unit Report", "title": "Lạ", "paper_kind": "YEAR-REPORT", **year}
    yield {**report, **group, **hidden}
    yield {**report, "unit_type": "Member School", "unit": other.code("BA")}
    difficulty = {"doctype": "Cluster Difficulty", "title": "Lạ", "kind": "Difficulty", "body": "Lạ"}
    yield {**difficulty, **group, **hidden, "raised_by": me}
    yield {**difficulty, **group, "school": other.code("BA"), "raised_by": other.staff("invited")}
    dates = {"from_date": "2026-01-01", "to_date": "2027-12-31", "scope": "Mọi việc", "convene": 1}
    yield {
        "doctype": "Cluster Delegation",
        **cluster,
        **dates,
        **hidden,
        "delegator": me,
        "delegate": other.staff("head"),
    }
    seat = {"parent_type": "Inter-School Group", "parent_unit": other.code("NHOM"), "subject": "NGU-VAN"}
    yield {"doctype": "Subject Group", "unit_code": "ZZ-TO", "unit_title": "Lạ", **seat}
    yield {
        "doctype": "Authority Staff",
        "user": own.users.get(who),
        "full_name": "Lạ",
        "authority": other.code("PHONG"),
        "position": "Authority Leader",
    }
    yield {
        "doctype": "Member School Staff",
        "staff_code": "ZZ-LA",
        "full_name": "Lạ",
        "postings": [{"school": other.code("BA"), "position": "Principal"}],
    }


@door("v1 item")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in other.docs.values():
        yield get(f"api/resource/{doctype}/{name}")


@door("v1 list of all fields")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype in RECORDS:
        yield get(f"api/resource/{doctype}", fields='["*"]', limit_page_length=0)


@door("v1 list, filtered, grouped and ordered")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        path = f"api/resource/{doctype}"
        everything = [["name", "is", "set"]]
        yield get(path, fields='["*"]', filters=[["name", "=", name]])
        yield get(path, fields='["*"]', filters=everything, or_filters=everything, order_by="name desc")
        yield get(path, fields='["name", "owner", "count(name) as n"]', group_by="name", limit_page_length=0)
        yield get(
            path, fields='["name", "_comments", "_assign", "_user_tags", "_liked_by"]', limit_page_length=0
        )
        yield get(path, fields='["name"]', debug=1, filters=[["name", "like", "%' or '1'='1"]])


@door("v1 list with fields of other tables")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    topic = "`tabCluster Minutes Topic`.opinions"
    yield get("api/resource/Cluster Minutes", fields=["name", topic], limit_page_length=0)
    yield get(
        "api/resource/Cluster Minutes", fields=["name", "session.agenda", "topics.title"], limit_page_length=0
    )
    yield get(
        "api/resource/Cluster Session Attendance",
        fields=["staff.full_name", "session.venue"],
        limit_page_length=0,
    )
    elsewhere = ["name", "`tabMember School Staff`.full_name"]
    yield replace(get("api/resource/Teaching Subject", fields=elsewhere), stumbles=True)
    yield get(
        "api/resource/Cluster Minutes",
        filters=[["Cluster Minutes Topic", "title", "like", "%"]],
        fields='["*"]',
    )
    yield get(
        "api/resource/Teaching Subject",
        filters=[["Session Subject", "parent", "=", other.name("session_draft")]],
    )
    union = "name) from `tabMember School Staff` union select (full_name"
    yield replace(get("api/resource/Teaching Subject", fields=[union]), stumbles=True)
    yield get(
        "api/resource/Teaching Subject", fields=["(select full_name from `tabMember School Staff` limit 1)"]
    )
    yield get(
        "api/resource/Teaching Subject", order_by="(select full_name from `tabMember School Staff` limit 1)"
    )


@door("v1 child rows")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for table in part(CHILD_TABLES, who, 2):
        for parent in (PARENT_OF[table], "Teaching Subject", "User", None):
            named = {"parent": parent} if parent else {}
            yield get(f"api/resource/{table}", fields='["*"]', limit_page_length=0, **named)


@door("v1 what hangs on documents")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype in HANGING:
        yield get(f"api/resource/{doctype}", fields='["*"]', limit_page_length=0)
    yield get(
        "api/resource/File", fields='["*"]', filters=[["attached_to_name", "=", other.name("minutes_locked")]]
    )
    yield get(f"api/resource/User/{other.users['head']}")


@door("v1 update")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in part(other.docs.values(), who, 2):
        yield put(f"api/resource/{doctype}/{name}", **WORDS[doctype])


@door("v1 taking over by one's own unit")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    mine = {
        "unit": own.code("NHOM"),
        "cluster": own.code("CUM"),
        "school_group": own.code("NHOM"),
        "school": own.code("BA"),
    }
    people = {
        "chair": own.me(who),
        "secretary": own.me(who),
        "staff": own.me(who),
        "raised_by": own.me(who),
    }
    for doctype, name in main(other, who):
        yield put(f"api/resource/{doctype}/{name}", **mine, **people, session=own.name("session_draft"))


@door("v1 giving away one's own document")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    theirs = {"unit": other.code("NHOM"), "cluster": other.code("CUM"), "school_group": other.code("NHOM")}
    for doctype, name in main(own, who):
        yield put(f"api/resource/{doctype}/{name}", **theirs, session=other.name("session_draft"))


@door("v1 delete", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in part(other.docs.values(), who, 3):
        yield Call("DELETE", f"api/resource/{doctype}/{name}")


@door("v1 insert")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for document in new_documents(own, other, who):
        yield post(f"api/resource/{document['doctype']}", **document)


@door("v1 run_method")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who)[:3]:
        yield get(f"api/resource/{doctype}/{name}", run_method="get_title")
        for run in ("submit", "cancel", "rename", "delete", "on_trash", "save"):
            yield post(f"api/resource/{doctype}/{name}", run_method=run)


@door("v2 item, list and count")
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        path = f"api/v2/document/{doctype}"
        yield get(f"{path}/{name}/")
        yield get(path, fields='["*"]', limit=500)
        yield get(path, fields='["*"]', filters={"name": name})
        yield get(f"api/v2/doctype/{doctype}/meta")


@door("v2 count", tells=lambda response: response.ok and bool(response.json().get("data")))
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        yield get(f"api/v2/doctype/{doctype}/count", filters={"name": name})


@door("v2 writes", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    for doctype, name in main(other, who):
        path = f"api/v2/document/{doctype}/{name}/"
        yield Call("PATCH", path, body=WORDS[doctype])
        yield Call("PUT", path, body=WORDS[doctype])
        for run in ("submit", "cancel", "rename"):
            yield post(f"{path}method/{run}/", name="x")
        yield Call("DELETE", path)
    for document in new_documents(own, other, who):
        yield post(f"api/v2/document/{document['doctype']}", **document)


@door("v1 child rows: change, delete, add", alone=True)
def _(own: Side, other: Side, who: str) -> Iterator[Call]:
    from .stolen import CHILDREN, child_row

    for table in part(CHILDREN, who, 2):
        row = child_row(other, table)
        path = f"api/resource/{table}"
        yield get(f"{path}/{row.name}")
        yield put(f"{path}/{row.name}", parent=row.parent, idx=9)
        yield post(path, parent=row.parent, parenttype=row.parenttype, parentfield=row.parentfield, idx=9)
        yield Call("DELETE", f"{path}/{row.name}")
