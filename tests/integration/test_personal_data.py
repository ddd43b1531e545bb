"""Personal data: who gets it, who is told what is held, what goes when asked, and what the law keeps."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from unittest.mock import patch

import frappe
import pytest
from frappe.desk.form.load import getdoc
from frappe.utils import getdate

from cum_chuyen_mon.api import personal as api
from cum_chuyen_mon.meetings.confirmation import is_genuine
from cum_chuyen_mon.permissions.standing import forget
from cum_chuyen_mon.personal import consent, erasure, export
from cum_chuyen_mon.personal.contact import METHOD
from cum_chuyen_mon.personal.fields import STAFF, erased_fields, traces

from . import factory

HELD = date(2024, 11, 4)
PERSON, OTHER = "T-BINH-TOAN-1", "T-AN-TOAN-1"
EMAIL, PHONE = "zqk.canary@nha.example", "0912 345 678"
OTHERS_EMAIL, OTHERS_PHONE = "zqk.other@nha.example", "0987 654 321"
WHY = "Mời dạy minh họa ngày 12/11"


@pytest.fixture
def made() -> factory.District:
    made = factory.build()
    set_contact(PERSON, EMAIL, PHONE)
    set_contact(OTHER, OTHERS_EMAIL, OTHERS_PHONE)
    return made


def set_contact(staff: str, email: str, phone: str) -> None:
    doc = frappe.get_doc(STAFF, staff)
    doc.update({"email": email, "phone": phone})
    doc.save()


def login(staff: str | None, email: str | None = None, roles: tuple[str, ...] = ()) -> str:
    """A login, linked to a person when one is given."""
    email = email or f"{staff.lower()}@personal.example"
    values = {"email": email, "first_name": "Người dùng", "send_welcome_email": 0}
    factory.insert("User", **values, roles=[{"role": role} for role in roles])
    if staff:
        doc = frappe.get_doc(STAFF, staff)
        doc.user = email
        doc.save()
    return email


def officer_of(authority: str) -> str:
    email = login(None, "officer@personal.example")
    values = {"full_name": "Chuyên viên", "authority": authority, "position": "Authority Officer"}
    factory.insert("Authority Staff", user=email, **values)
    return email


def as_user(email: str) -> None:
    forget()
    frappe.set_user(email)


def traces_left(staff: str = PERSON) -> list:
    frappe.set_user("Administrator")
    return frappe.get_all(
        "Access Log",
        filters={"export_from": STAFF, "reference_document": staff, "method": METHOD},
        fields=["user", "filters", "creation"],
    )


def locked_minutes(made: factory.District):
    meeting = factory.hold_and_lock(made, HELD)
    return frappe.get_doc("Cluster Minutes", {"session": meeting.name, "docstatus": 1})


# --- contact -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [PERSON, "T-BINH-HT"])
def test_oneself_and_ones_principal_get_contact_data_without_a_trace(made, who):
    as_user(login(who))
    found = api.contact(PERSON)
    assert (found["email"], found["phone"]) == (EMAIL, PHONE)
    assert traces_left() == []


@pytest.mark.parametrize("who", ["T-AN-HT", "officer", "administrator"])
def test_people_from_elsewhere_give_a_reason_that_is_kept(made, who):
    user = {
        "T-AN-HT": lambda: login("T-AN-HT"),
        "officer": lambda: officer_of(made.authority),
        "administrator": lambda: login(None, "admin@personal.example", ("Cluster Administrator",)),
    }[who]()
    as_user(user)
    with pytest.raises(frappe.ValidationError, match="Hãy ghi lý do"):
        api.contact(PERSON, "  ")
    assert traces_left() == []
    as_user(user)
    assert api.contact(PERSON, WHY)["phone"] == PHONE
    [trace] = traces_left()
    assert (trace.user, trace.filters) == (user, WHY)
    assert getdate(trace.creation) == getdate()


def test_a_subject_lead_reaches_the_people_of_the_unit(made):
    factory.insert(
        "Subject Group",
        unit_code="T-TOAN",
        unit_title="Tổ Toán liên trường",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=made.group,
        officers=[{"position": "Subject Lead", "staff": OTHER}],
    )
    as_user(login(OTHER))
    assert api.contact(PERSON, WHY)["email"] == EMAIL
    assert len(traces_left()) == 1


@pytest.mark.parametrize("who", ["T-BINH-NGU-VAN-1", "T-CUONG-HT", OTHER])
def test_nobody_else_gets_contact_data_nor_learns_who_exists(made, who):
    as_user(login(who))
    with pytest.raises(frappe.PermissionError) as refused:
        api.contact(PERSON, WHY)
    with pytest.raises(frappe.PermissionError) as unknown:
        api.contact("T-KHONG-CO", WHY)
    assert str(refused.value) == str(unknown.value)
    assert traces_left() == []


def test_opening_a_person_on_the_desk_is_logged_and_shows_no_contact_data(made):
    user = login("T-AN-HT")
    as_user(user)
    getdoc(STAFF, PERSON)
    sent = frappe.as_json(frappe.response.docs)
    frappe.response.docs = []
    assert PERSON in sent
    assert EMAIL not in sent
    assert PHONE not in sent
    filters = {"reference_doctype": STAFF, "reference_name": PERSON}
    assert frappe.get_all("View Log", filters=filters, pluck="viewed_by") == [user]


# --- export ------------------------------------------------------------------------------------------------------


def content_of(packed: bytes) -> tuple[dict, list[str]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return json.loads(archive.read(export.DATA_FILE)), archive.namelist()


def everything_about(made: factory.District) -> None:
    """The person in every DocType that is declared, each row together with other people."""
    user = login(PERSON)
    meeting = factory.session(made, HELD, chair=PERSON, secretary=OTHER)
    factory.everyone_present(meeting)
    factory.insert("Photo Consent", staff=PERSON, consent_version="1", given_on=HELD)
    factory.complete_minutes(
        meeting,
        tasks=[
            {"description": "Soạn bài", "person": PERSON},
            {"description": "In tài liệu", "person": OTHER},
        ],
    )
    factory.insert("Cluster Session", **_second_session(made))
    _row("Cluster Minutes Signature", staff=PERSON, staff_name="Giáo viên TOAN 1 Binh", user=user)
    _row("Cluster Delegation", delegator=PERSON, delegate="T-AN-HT")
    _row("Cluster Delegation", delegator="T-AN-HT", delegate=PERSON)
    _row("Cluster Difficulty", raised_by=PERSON, title="Thiếu phòng máy")
    _row("Cluster Activity Plan Item", person=PERSON, title="Chuyên đề")
    _row("Cluster Obligation", waived_by=user, duty_title="Họp")
    _row("Unit Officer", staff=PERSON, position="Cluster Deputy", to_date="2020-01-01")
    _row("Authority Staff", user=user, full_name="Cán bộ", position="Authority Officer")
    _row("Cluster Session Attendance", staff=OTHER, staff_name="Người khác zqk", substitute_for=PERSON)
    frappe.db.set_value(STAFF, OTHER, "erased_by", user)


def _second_session(made: factory.District) -> dict:
    first = factory.session(made, HELD + timedelta(days=1), chair=OTHER, secretary=PERSON)
    return {
        key: first.get(key)
        for key in ("session_title", "unit_type", "unit", "activity_kind", "venue", "chair", "secretary")
    } | {"session_date": HELD + timedelta(days=2), "subjects": [{"subject": "TOAN"}]}


def _row(doctype: str, **values) -> None:
    frappe.get_doc({"doctype": doctype, "name": frappe.generate_hash(length=10), **values}).db_insert()


def test_an_export_holds_everything_that_is_declared_about_the_person(made):
    everything_about(made)
    data = export.data_of(PERSON)["data"]
    missing = [
        f"{doctype}.{column}"
        for doctype, column, trace in traces()
        if not any(set(trace.fields) <= set(row) for row in data.get(doctype, []))
    ]
    assert missing == []
    assert data[STAFF][0]["phone"] == PHONE
    assert data["Cluster Minutes Task"][0]["description"] == "Soạn bài"


def test_an_export_holds_nothing_of_anybody_else(made):
    everything_about(made)
    factory.insert(
        "Comment", comment_type="Comment", reference_doctype=STAFF, reference_name=OTHER, content="zqk"
    )
    text = json.dumps(export.data_of(PERSON), default=str, ensure_ascii=False)
    for foreign in (
        OTHERS_EMAIL,
        OTHERS_PHONE,
        OTHER,
        "Giáo viên TOAN 1 An",
        "zqk",
        "In tài liệu",
        "T-AN-HT",
    ):
        assert foreign not in text.replace(EMAIL, ""), foreign


def test_an_export_tells_who_looked_by_place_and_why(made):
    as_user(login("T-AN-HT"))
    api.contact(PERSON, WHY)
    getdoc(STAFF, PERSON)
    frappe.response.docs = []
    frappe.set_user("Administrator")
    log = export.data_of(PERSON)["access_log"]
    assert sorted((line["what"], line["reason"], line["by"]) for line in log) == [
        (METHOD, WHY, "Hiệu trưởng, T-AN"),
        ("form", "", "Hiệu trưởng, T-AN"),
    ]


def test_an_export_says_what_everything_is_for(made):
    told = export.data_of(PERSON)
    assert "91/2025/QH15" in told["legal_basis"]
    phone = told["meaning"][STAFF]["phone"]
    assert phone["label"]
    assert phone["purpose"]
    assert phone["retention"].startswith("Xóa")


@pytest.mark.parametrize("who", ["T-BINH-HT", "T-AN-HT", "T-BINH-NGU-VAN-1"])
def test_only_oneself_or_an_administrator_exports(made, who):
    as_user(login(who))
    for staff in (PERSON, "T-KHONG-CO", ""):
        with pytest.raises(frappe.PermissionError):
            api.export_person(staff)


def test_an_administrator_exports_for_somebody_without_a_login(made):
    as_user(login(None, "admin@personal.example", ("Cluster Administrator",)))
    api.export_person(PERSON)
    told, _names = content_of(frappe.local.response.filecontent)
    assert told["data"][STAFF][0]["staff_code"] == PERSON


@pytest.fixture
def person_online(committed, api_client):
    """A person with a login and an attachment, for real requests."""
    school = committed.insert(
        {"doctype": "Member School", "school_code": "P-MOT", "school_name": "THCS Một", "levels": "THCS"}
    )
    password = committed.user("p-mot@personal.example")
    staff = committed.insert(
        {
            "doctype": STAFF,
            "staff_code": "P-MOT-1",
            "full_name": "Giáo viên Một",
            "user": "p-mot@personal.example",
            "email": EMAIL,
            "phone": PHONE,
            "postings": [{"school": school.name, "position": "Teacher"}],
        }
    )
    values = {"attached_to_doctype": STAFF, "attached_to_name": staff.name, "is_private": 1}
    committed.insert({"doctype": "File", "file_name": "ly-lich.txt", "content": "lý lịch zqk", **values})
    yield staff, api_client("p-mot@personal.example", password)
    frappe.db.rollback()
    for table, column in (("Access Log", "reference_document"), ("View Log", "reference_name")):
        frappe.db.delete(table, {column: staff.name})
    frappe.db.commit()


def test_a_person_downloads_his_data_with_his_attachments(person_online):
    staff, client = person_online
    answer = client.call("cum_chuyen_mon.api.personal.export_person", staff=staff.name)
    assert answer.ok
    assert "du-lieu-ca-nhan-P-MOT-1.zip" in answer.headers["Content-Disposition"]
    told, names = content_of(answer.content)
    assert told["data"][STAFF][0]["phone"] == PHONE
    assert told["account"]["name"] == "p-mot@personal.example"
    assert [name for name in names if name.startswith("tep/1-ly-lich")]


@pytest.mark.parametrize("method", ["contact", "export_person", "erase_person", "give_photo_consent"])
def test_a_link_alone_does_nothing(person_online, method):
    """Only POST asks for the token that another site's page does not have."""
    staff, client = person_online
    path = f"api/method/cum_chuyen_mon.api.personal.{method}"
    assert client.get(path, staff=staff.name, reason="x", version="1").status_code == 403


def test_a_person_asks_for_his_own_contact_data_and_not_for_erasure(person_online):
    staff, client = person_online
    assert client.method("cum_chuyen_mon.api.personal.contact", staff=staff.name)["email"] == EMAIL
    answer = client.call("cum_chuyen_mon.api.personal.erase_person", staff=staff.name, reason="đơn số 1")
    assert answer.status_code == 403


def test_after_erasure_the_login_is_shut_out_and_the_file_is_gone_from_the_disk(person_online):
    if frappe.db.db_type == "sqlite":
        pytest.skip("SQLite has one writer: the server cannot sign anybody in while this test erases")
    staff, client = person_online
    file = frappe.get_doc("File", {"attached_to_doctype": STAFF, "attached_to_name": staff.name})
    path = file.get_full_path()
    assert client.method("frappe.auth.get_logged_user") == "p-mot@personal.example"
    api.erase_person(staff.name, "Đơn số 1")
    with open(path, encoding="utf-8") as kept:
        assert "zqk" in kept.read(), "nothing leaves the disk before the commit"
    frappe.db.commit()
    with pytest.raises(FileNotFoundError):
        open(path, encoding="utf-8").close()
    assert client.get("api/method/frappe.auth.get_logged_user").status_code in (401, 403)
    assert frappe.db.get_value("User", "p-mot@personal.example", "enabled") == 0


# --- erasure -----------------------------------------------------------------------------------------------------


def rows_holding(*values: str) -> list[str]:
    """Every table and column of the site that still holds one of the values."""
    found = []
    for table in frappe.db.get_tables(cached=False):
        columns = [c.name for c in frappe.db.get_table_columns_description(table) if _is_text(c.type)]
        if columns:
            where = " or ".join(f"`{column}` like %(v{n})s" for column in columns for n in range(len(values)))
            params = {f"v{n}": f"%{value}%" for n, value in enumerate(values)}
            if frappe.db.sql(f"select 1 from `{table}` where {where} limit 1", params):
                found.append(table)
    return found


def _is_text(kind: str) -> bool:
    return any(word in kind.lower() for word in ("char", "text", "json"))


def leave_traces(user: str) -> None:
    """Values of the person in every place where Frappe repeats them."""
    changed = [["phone", None, PHONE], ["position", None, "Teacher"]]
    for data in ({"changed": changed}, {"changed": [["email", EMAIL, None]]}):
        _row("Version", ref_doctype=STAFF, docname=PERSON, data=json.dumps(data))
    _row(
        "Version",
        ref_doctype="User",
        docname=user,
        data=json.dumps({"changed": [["mobile_no", None, PHONE]]}),
    )
    about = {"reference_doctype": STAFF, "reference_name": PERSON}
    _row("Comment", comment_type="Comment", content=f"gọi số {PHONE}", **about)
    _row("Comment", comment_type="Comment", content="đã nghỉ từ tháng 6", **about)
    _row("Communication", communication_type="Communication", recipients=EMAIL, content="x", **about)
    _row("Deleted Document", deleted_doctype=STAFF, deleted_name=PERSON, data=json.dumps({"phone": PHONE}))
    _row("Cluster Workbook Import", details=json.dumps({"changes": [["Điện thoại", "", PHONE]]}))
    frappe.db.set_value("User", user, {"mobile_no": PHONE, "bio": f"thư {EMAIL}"})
    _row("Contact", first_name="x", user=user, email_id=EMAIL, phone=PHONE)


def test_erasing_leaves_the_minutes_genuine_and_the_values_nowhere(made):
    user = login(PERSON)
    minutes = locked_minutes(made)
    leave_traces(user)
    assert is_genuine(minutes)
    assert len(rows_holding(EMAIL, PHONE)) >= 7
    told = api.erase_person(PERSON, "Đơn số 12 ngày 3/2")
    assert rows_holding(EMAIL, PHONE) == []
    assert is_genuine(frappe.get_doc("Cluster Minutes", minutes.name))
    assert frappe.db.exists("Cluster Minutes Signature", {"minutes": minutes.name, "staff": PERSON})
    name = frappe.db.get_value("Cluster Session Attendance", {"staff": PERSON}, "staff_name")
    assert name == "Giáo viên TOAN 1 Binh"
    assert set(told) == {"erased", "kept", "login", "by_hand"}
    why = {line["doctype"]: line["why"] for line in told["kept"]}
    assert "biên bản" in why["Cluster Minutes Signature"]
    assert "lưu trữ" in why["Cluster Session Attendance"]
    assert told["erased"] == ["Tên gọi", "Tên tìm kiếm", "Tài khoản", "E-mail", "Điện thoại"]
    assert "khóa" in told["login"]
    assert EMAIL not in json.dumps(told)


def test_the_record_is_marked_with_who_when_and_why(made):
    login(PERSON)
    locked_minutes(made)
    admin = login(None, "admin@personal.example", ("Cluster Administrator",))
    as_user(admin)
    api.erase_person(PERSON, "Đơn số 12 ngày 3/2")
    doc = frappe.get_doc(STAFF, PERSON)
    assert (doc.disabled, doc.erased_by, doc.erasure_reason) == (1, admin, "Đơn số 12 ngày 3/2")
    assert getdate(doc.erased_on) == getdate()
    assert [doc.get(name) for name in erased_fields(STAFF, "name")] == [None] * 5
    assert doc.full_name == "Giáo viên TOAN 1 Binh", "locked minutes name him"


def test_notes_without_the_values_stay(made):
    leave_traces(login(PERSON))
    api.erase_person(PERSON, "Đơn số 12")
    comments = frappe.get_all("Comment", filters={"reference_name": PERSON}, pluck="content")
    assert "đã nghỉ từ tháng 6" in comments
    [version] = frappe.get_all("Version", filters={"ref_doctype": STAFF, "docname": PERSON}, pluck="data")
    assert [change[0] for change in json.loads(version)["changed"]] == ["position"]


def test_a_name_that_no_paper_needs_goes_too(made):
    api.erase_person("T-CUONG-NGU-VAN-1", "Đơn số 3")
    assert frappe.db.get_value(STAFF, "T-CUONG-NGU-VAN-1", "full_name") == erasure.NOBODY
    assert rows_holding("Giáo viên NGU-VAN 1 Cuong") == []


def test_erasing_is_all_or_nothing(made):
    user = login(PERSON)
    factory.insert("Photo Consent", staff=PERSON, consent_version="1", given_on=HELD)
    values = {"attached_to_doctype": STAFF, "attached_to_name": PERSON, "is_private": 1}
    factory.insert("File", file_name="ly-lich.txt", content="zqk", **values)
    leave_traces(user)
    tables = (
        "Version",
        "Comment",
        "Communication",
        "File",
        "Photo Consent",
        STAFF,
        "User",
        "Deleted Document",
    )
    before = {table: frappe.db.sql(f"select * from `tab{table}` order by name") for table in tables}
    with patch.object(erasure, "_has_other_use", side_effect=RuntimeError), pytest.raises(RuntimeError):
        api.erase_person(PERSON, "Đơn số 12")
    assert {table: frappe.db.sql(f"select * from `tab{table}` order by name") for table in tables} == before
    later = [step.__qualname__ for step in frappe.db.after_commit._functions]
    assert not [name for name in later if "file" in name.lower() or "login" in name], (
        "a later commit takes nothing"
    )


@pytest.mark.parametrize("who", [PERSON, "T-BINH-HT", "T-AN-HT"])
def test_only_an_administrator_erases(made, who):
    as_user(login(who))
    with pytest.raises(frappe.PermissionError):
        api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value(STAFF, PERSON, "phone") == PHONE


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Hãy ghi lý do"),
        (f"xóa số {PHONE}", "không được chứa"),
        (f"xóa {EMAIL.upper()}", "không được chứa"),
    ],
)
def test_a_reason_is_needed_and_must_not_repeat_the_data(made, reason, said):
    with pytest.raises(frappe.ValidationError, match=said):
        api.erase_person(PERSON, reason)


def test_somebody_in_office_is_not_erased(made):
    with pytest.raises(frappe.ValidationError, match=made.cluster):
        api.erase_person("T-AN-HT", "Đơn số 12")


def test_nobody_is_erased_twice(made):
    api.erase_person(PERSON, "Đơn số 12")
    with pytest.raises(frappe.ValidationError, match="đã được xóa"):
        api.erase_person(PERSON, "Đơn số 13")


@pytest.mark.parametrize(("roles", "enabled"), [((), 0), (("Cluster Administrator",), 1), (("Blogger",), 1)])
def test_a_login_with_another_use_is_only_unlinked(made, roles, enabled):
    user = login(PERSON, roles=roles)
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value("User", user, "enabled") == enabled
    assert frappe.db.get_value(STAFF, PERSON, "user") is None


def test_a_login_of_an_authority_is_only_unlinked(made):
    user = login(PERSON)
    values = {"full_name": "Chuyên viên", "authority": made.authority, "position": "Authority Officer"}
    factory.insert("Authority Staff", user=user, **values)
    api.erase_person(PERSON, "Đơn số 12")
    assert frappe.db.get_value("User", user, "enabled") == 1


@pytest.mark.parametrize("change", [{"phone": "0900 000 000"}, {"email": EMAIL}, {"disabled": 0}])
def test_what_was_erased_does_not_come_back(made, change):
    api.erase_person(PERSON, "Đơn số 12")
    doc = frappe.get_doc(STAFF, PERSON)
    doc.update(change)
    with pytest.raises(frappe.ValidationError, match="hồ sơ mới"):
        doc.save()


def test_saving_an_erased_record_does_not_derive_its_search_keys_again(made):
    api.erase_person(PERSON, "Đơn số 12")
    frappe.get_doc(STAFF, PERSON).save()
    assert frappe.db.get_value(STAFF, PERSON, ["given_name", "search_name"]) == (None, None)


def test_nobody_marks_a_record_as_erased_by_hand(made):
    doc = frappe.get_doc(STAFF, PERSON)
    doc.update({"erased_on": "2026-01-01", "erased_by": "Administrator", "erasure_reason": "x"})
    doc.save()
    assert frappe.db.get_value(STAFF, PERSON, ["erased_on", "erased_by", "erasure_reason"]) == (None,) * 3


# --- photos ------------------------------------------------------------------------------------------------------


def agreed(**values):
    return factory.insert(
        "Photo Consent", **{"staff": PERSON, "consent_version": "2026-01", "given_on": HELD, **values}
    )


def test_a_consent_holds_from_its_day_to_the_day_before_it_is_withdrawn(made):
    withdrawn = HELD + timedelta(days=10)
    agreed(withdrawn_on=withdrawn)
    days = {
        HELD - timedelta(days=1): False,
        HELD: True,
        withdrawn - timedelta(days=1): True,
        withdrawn: False,
        withdrawn + timedelta(days=1): False,
    }
    assert {day: consent.may_publish_photo(PERSON, day) for day in days} == days
    assert not consent.may_publish_photo(OTHER, HELD)


def test_a_consent_is_for_one_purpose(made):
    agreed()
    assert consent.may_publish_photo(PERSON)
    assert not consent.may_publish_photo(PERSON, scope="Public Website")


def test_people_agree_and_withdraw_in_their_own_name(made):
    as_user(login(PERSON))
    name = api.give_photo_consent("2026-01")["consent"]
    assert consent.may_publish_photo(PERSON)
    assert frappe.db.get_value("Photo Consent", name, ["staff", "consent_version"]) == (PERSON, "2026-01")
    assert api.withdraw_photo_consent()["withdrawn"] == 1
    assert not consent.may_publish_photo(PERSON)
    assert api.withdraw_photo_consent()["withdrawn"] == 0


def test_withdrawing_for_one_purpose_leaves_the_others(made):
    agreed()
    agreed(scope="Public Website")
    as_user(login(PERSON))
    assert api.withdraw_photo_consent("Public Website")["withdrawn"] == 1
    assert consent.may_publish_photo(PERSON)


def test_somebody_who_is_nobody_here_cannot_agree(made):
    as_user(login(None, "nobody@personal.example"))
    with pytest.raises(frappe.PermissionError):
        api.give_photo_consent("2026-01")


def test_others_do_not_see_a_consent(made):
    name = agreed().name
    as_user(login(PERSON))
    assert frappe.get_list("Photo Consent", pluck="name") == [name]
    frappe.set_user("Administrator")
    as_user(login("T-BINH-NGU-VAN-1"))
    assert frappe.get_list("Photo Consent", pluck="name") == []
    assert not frappe.has_permission("Photo Consent", "read", doc=name)


def test_another_text_is_another_consent(made):
    doc = agreed()
    doc.update({"consent_version": "2026-02", "staff": OTHER, "given_on": "2020-01-01"})
    with pytest.raises(frappe.ValidationError):
        doc.save()
    assert frappe.db.get_value("Photo Consent", doc.name, "consent_version") == "2026-01"


@pytest.mark.parametrize("later", [None, HELD + timedelta(days=20)])
def test_a_withdrawal_is_final(made, later):
    doc = agreed(withdrawn_on=HELD + timedelta(days=10))
    doc.withdrawn_on = later
    with pytest.raises(frappe.ValidationError, match="đã rút"):
        doc.save()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"given_on": date(2100, 1, 1)}, "tương lai"),
        ({"withdrawn_on": HELD - timedelta(days=1)}, "Ngày rút"),
        ({"consent_version": ""}, "Còn trống"),
    ],
)
def test_a_consent_makes_sense(made, values, said):
    with pytest.raises(frappe.ValidationError, match=said):
        agreed(**values)


def test_erasing_ends_consent_and_keeps_the_proof_without_the_file(made):
    file = "/private/files/zqk-dong-y.pdf"
    name = agreed().name
    frappe.db.set_value("Photo Consent", name, "file", file)
    api.erase_person(PERSON, "Đơn số 12")
    assert not consent.may_publish_photo(PERSON)
    assert not consent.may_publish_photo(PERSON, HELD), "nothing is published of somebody who was erased"
    columns = ["consent_version", "given_on", "withdrawn_on", "file"]
    assert frappe.db.get_value("Photo Consent", name, columns) == ("2026-01", HELD, getdate(), None)
    with pytest.raises(frappe.ValidationError, match="đã được xóa"):
        agreed()
