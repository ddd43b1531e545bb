"""Many papers at once: asked for over HTTP, made by the job with the asker's rights, kept where only he reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import frappe
import pytest
from frappe.utils import add_days, add_to_date, background_jobs, getdate, now_datetime
from frappe.utils.password import update_password
from pypdf import PdfReader

from cum_chuyen_mon.printing import bundles
from cum_chuyen_mon.printing.bundles import BUNDLE, Wanted

from . import factory, holders
from .holders import as_user
from .test_concurrency import PASSWORD, today_district  # noqa: F401 - a fixture

API = "cum_chuyen_mon.api.bundles"
TEACHER, PRINCIPAL, HEAD = (f"{who}@cum.example" for who in ("t-cuong-toan-1", "t-cuong-ht", "t-an-ht"))
LOGS = ("Error Log", "Notification Log")


@pytest.fixture
def place(today_district, committed) -> Iterator[SimpleNamespace]:  # noqa: F811
    """A district with a locked session of its group; four people with logins. What is left goes."""
    made, users, today = today_district
    before = {kind: set(frappe.get_all(kind, pluck="name")) for kind in LOGS}
    meeting = factory.hold_and_lock(made, today)
    leader = holders.authority_login(made.authority, "Authority Leader")
    users += [leader, *map(holders.login, (made.teacher("T-CUONG"), "T-CUONG-HT", "T-AN-HT"))]
    assert users == [leader, TEACHER, PRINCIPAL, HEAD]
    for post in frappe.get_all("Authority Staff", {"user": leader}, pluck="name"):
        committed.also("Authority Staff", post)
    for user in users:  # the factory's logins are made as by an import, which leaves notices off
        update_password(user, PASSWORD)
        frappe.db.set_value("Notification Settings", user, "enabled", 1)
    frappe.db.commit()
    yield SimpleNamespace(made=made, meeting=meeting.name, year=made.year, leader=leader, today=today)
    frappe.db.rollback()
    frappe.set_user("Administrator")
    for name in frappe.get_all(BUNDLE, {"owner": ("in", [*users, "Administrator"])}, pluck="name"):
        drop(name)
    for kind in LOGS:
        for name in set(frappe.get_all(kind, pluck="name")) - before[kind]:
            frappe.db.delete(kind, {"name": name})
    frappe.db.commit()


def drop(bundle: str) -> None:
    if job := job_of(bundle):
        job.delete()
    frappe.delete_doc(BUNDLE, bundle, force=True, delete_permanently=True)


def job_of(bundle: str):
    return background_jobs.get_job(bundles.job_of(bundle))


def carried_out(bundle: str):
    """The bundle after its job, as the queue has it, was carried out in its user's name."""
    job = job_of(bundle)
    with as_user(job.kwargs["user"]):
        job.kwargs["method"](**job.kwargs["kwargs"])
    job.delete()
    frappe.db.rollback()
    return frappe.get_doc(BUNDLE, bundle)


def content_of(doc) -> bytes:
    content = frappe.get_doc("File", {"file_url": doc.file}).get_content()
    return content if isinstance(content, bytes) else content.encode()


def started_by(user: str, wanted: list[Wanted], form: str = "pdf"):
    with as_user(user):
        name = bundles.start("Thử", wanted, form)
        frappe.db.commit()
    return carried_out(name)


def extracts(place) -> list[Wanted]:
    names = sorted(frappe.get_all("Cluster Minutes Copy", {"session": place.meeting}, pluck="name"))
    return [Wanted("minutes_extract", name, f"Trích {name}") for name in names]


def said(answer) -> str:
    """What a refused request tells the person."""
    (message,) = json.loads(answer.json()["_server_messages"])
    return json.loads(message)["message"]


class TestIsMade:
    def test_the_extracts_of_a_session_as_one_pdf(self, place, api_client, committed):
        answer = api_client(place.leader, PASSWORD).call(f"{API}.make_extracts", session=place.meeting)
        assert answer.ok, answer.text[:500]
        committed.refresh()
        name = answer.json()["message"]
        assert frappe.db.get_value(BUNDLE, name, ["status", "owner"]) == ("Working", place.leader)
        doc = carried_out(name)
        assert (doc.status, doc.made_count, doc.failed_count, doc.details) == ("Ready", 3, 0, "")
        pdf = PdfReader(BytesIO(content_of(doc)))
        text = ["".join(page.extract_text().split()) for page in pdf.pages]
        assert [number for number, page in enumerate(text) if "TRÍCHBIÊNBẢN" in page] == list(
            range(len(text))
        )
        assert len(text) == 3, "each on its own page"
        assert [mark.title for mark in pdf.outline] == [
            f"Trích biên bản: THCS {school}" for school in ("An", "Binh", "Cuong")
        ]

    def test_all_word_files_in_an_archive(self, place):
        doc = started_by(place.leader, extracts(place), "docx")
        with ZipFile(BytesIO(content_of(doc))) as archive:
            names = archive.namelist()
            assert [name.partition("-")[0] for name in names] == ["001", "002", "003"]
            assert all(name.endswith(".docx") and archive.read(name)[:2] == b"PK" for name in names)

    def test_the_locked_minutes_of_a_semester(self, place, api_client, committed):
        semester = frappe.db.get_value("Cluster Session", place.meeting, "semester")
        asked = {
            "unit_type": "Inter-School Group",
            "unit": place.made.group,
            "school_year": place.year,
            "semester": semester,
        }
        client = api_client(place.leader, PASSWORD)
        name = client.method(f"{API}.make_minutes", **asked, form="zip")
        committed.refresh()
        doc = carried_out(name)
        assert (doc.made_count, doc.failed_count) == (1, 0)
        with ZipFile(BytesIO(content_of(doc))) as archive:
            (file,) = archive.namelist()
            assert file.startswith("001-bien-ban-")
            assert archive.read(file).startswith(b"%PDF")
        other = {**asked, "semester": "khong-co"}
        assert "Không có văn bản nào" in said(client.call(f"{API}.make_minutes", **other))

    def test_the_certificates_of_a_year_in_the_order_of_names(self, place, api_client, committed):
        asked = {"unit_type": "Inter-School Group", "unit": place.made.group, "school_year": place.year}
        name = api_client(place.leader, PASSWORD).method(f"{API}.make_certificates", **asked)
        committed.refresh()
        attended = {"session": place.meeting, "state": "Present"}
        people = set(frappe.get_all("Cluster Session Attendance", attended, pluck="staff"))
        doc = carried_out(name)
        assert doc.made_count == len(people)
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content_of(doc))).pages)
        assert text.count("GIẤY XÁC NHẬN") == len(people)

    @pytest.mark.parametrize(("kind", "says"), [("attendance_sheet", "DANHSÁCH"), ("invitation", "GIẤYMỜI")])
    def test_papers_of_sessions_chosen_in_the_list(self, place, api_client, committed, kind, says):
        chosen = json.dumps([place.meeting, "khong-co"])  # as the desk sends a list
        client = api_client(place.leader, PASSWORD)
        name = client.method(f"{API}.make_for_sessions", sessions=chosen, paper_form=kind)
        for nonsense in ("khong-co", '{"a": 1}', "[1]"):
            refused = client.call(f"{API}.make_for_sessions", sessions=nonsense, paper_form=kind)
            assert "Danh sách buổi không đọc được" in said(refused)
        committed.refresh()
        doc = carried_out(name)
        assert doc.made_count == 1
        (page,) = PdfReader(BytesIO(content_of(doc))).pages
        assert says in "".join(page.extract_text().split())


class TestWhatCannotBeMade:
    def test_is_told_and_spoils_nothing(self, place):
        wanted = extracts(place)
        wanted[1:1] = [
            Wanted("minutes_extract", "khong-co", "Không có"),
            Wanted("certificate", place.made.teacher("T-AN"), "Lỗi ngoài dự kiến"),
        ]
        doc = started_by(place.leader, wanted, "zip")
        assert (doc.status, doc.made_count, doc.failed_count) == ("Ready", 3, 2)
        first, second = doc.details.splitlines()
        assert first.startswith("Không có: ")
        assert second == f"Lỗi ngoài dự kiến: {bundles.UNEXPECTED}"
        with ZipFile(BytesIO(content_of(doc))) as archive:
            assert archive.namelist()[-1] == "khong-lam-duoc.txt"
            assert len(archive.namelist()) == 4
            assert first in archive.read("khong-lam-duoc.txt").decode()

    def test_is_all_of_it(self, place):
        doc = started_by(place.leader, [Wanted("minutes_extract", "khong-co", "Không có")])
        assert (doc.status, doc.file, doc.failed_count) == ("Failed", None, 1)

    def test_rights_are_those_of_the_asker_when_it_is_made(self, place):
        """Whatever stands in the queue, who may not see the whole roll gets no whole minutes so either."""
        minutes = frappe.db.get_value("Cluster Minutes", {"session": place.meeting})
        wanted = [Wanted("minutes", minutes, "Biên bản"), *extracts(place)]
        doc = started_by(HEAD, wanted)
        assert (doc.made_count, doc.details) == (4, "")
        doc = started_by(PRINCIPAL, wanted)
        assert (doc.status, doc.made_count) == ("Ready", 1), "his own school's extract"
        whole, *other_schools = doc.details.splitlines()
        assert "mà bạn không được xem" in whole
        assert [line.partition(":")[0] for line in other_schools] == [one.title for one in wanted[1:3]]
        doc = started_by(TEACHER, wanted[:1])
        assert doc.status == "Failed"


class TestIsTheAskersOwn:
    def test_others_read_neither_the_bundle_nor_its_file(self, place, api_client):
        doc = started_by(place.leader, extracts(place))
        file = frappe.get_doc("File", {"file_url": doc.file})
        assert (file.owner, file.is_private, file.attached_to_name) == ("Administrator", 1, doc.name)
        mine = api_client(place.leader, PASSWORD)
        assert mine.get(doc.file.lstrip("/")).ok
        assert [row["name"] for row in mine.resource(BUNDLE)] == [doc.name]
        for client in (api_client(HEAD, PASSWORD), api_client(TEACHER, PASSWORD)):
            assert client.get(doc.file.lstrip("/")).status_code == 403
            assert client.get(f"api/resource/{BUNDLE}/{doc.name}").status_code == 403
            assert client.resource(BUNDLE) == []
        assert api_client().get(doc.file.lstrip("/")).status_code in (403, 404)

    def test_nobody_writes_one_by_hand(self, place, api_client):
        doc = started_by(place.leader, extracts(place))
        client = api_client(place.leader, PASSWORD)
        assert client.post(f"api/resource/{BUNDLE}", title="x").status_code == 403
        assert client.put(f"api/resource/{BUNDLE}/{doc.name}", file="/private/files/x").status_code == 403

    def test_the_asker_is_told(self, place):
        doc = started_by(place.leader, extracts(place))
        told = frappe.get_all("Notification Log", {"document_name": doc.name}, ["for_user", "subject"])
        assert [(row.for_user, row.subject) for row in told] == [(place.leader, "Đã làm xong: Thử")]

    def test_who_may_not_read_the_session_or_unit_asks_in_vain(self, place, api_client, committed):
        outsider = committed.user("t-ngoai@cum.example", "Cluster Teacher")
        client = api_client("t-ngoai@cum.example", outsider)
        unit = {"unit_type": "Inter-School Group", "unit": place.made.group, "school_year": place.year}
        for call, asked in (
            ("make_extracts", {"session": place.meeting}),
            ("make_certificates", unit),
            ("make_minutes", {**unit, "semester": "1"}),
        ):
            assert client.call(f"{API}.{call}", **asked).status_code == 403
            assert api_client().call(f"{API}.{call}", **asked).status_code == 403
        chosen = {"sessions": [place.meeting], "paper_form": "invitation"}
        assert client.call(f"{API}.make_for_sessions", **chosen).status_code == 417
        committed.refresh()
        assert frappe.db.count(BUNDLE) == 0


class TestIsRefused:
    def test_a_second_click_while_it_is_made(self, place, api_client):
        client = api_client(place.leader, PASSWORD)
        assert client.call(f"{API}.make_extracts", session=place.meeting).ok
        again = client.call(f"{API}.make_extracts", session=place.meeting)
        assert again.status_code == 417
        assert "đang được làm cho bạn" in said(again)
        other_form = client.call(f"{API}.make_extracts", session=place.meeting, form="zip")
        assert other_form.ok, "another request"

    def test_no_longer_when_the_job_died(self, place):
        with as_user(place.leader):
            name = bundles.start("Thử", extracts(place), "pdf")
            with pytest.raises(frappe.ValidationError, match="đang được làm cho bạn"):
                bundles.start("Thử", extracts(place), "pdf")
            frappe.db.set_value(BUNDLE, name, "creation", add_to_date(now_datetime(), minutes=-5))
            assert bundles.start("Thử", extracts(place), "pdf") != name
        frappe.db.rollback()

    def test_more_than_some_at_once(self, place):
        with as_user(place.leader):
            for one in extracts(place):
                bundles.start("Thử", [one], "pdf")
            with pytest.raises(frappe.ValidationError, match="Đang làm 3 tập văn bản"):
                bundles.start("Thử", extracts(place), "pdf")
        frappe.db.rollback()

    def test_too_many_none_and_other_forms(self, place):
        many = [Wanted("minutes", f"M-{number}", "Biên bản") for number in range(bundles.MOST + 1)]
        for wanted, form, says in (
            (many, "pdf", f"nhiều nhất {bundles.MOST} văn bản, lần này có {bundles.MOST + 1}"),
            ([], "pdf", "Không có văn bản nào"),
            (many[:1], "exe", "Chỉ làm được"),
        ):
            with pytest.raises(frappe.ValidationError, match=says):
                bundles.start("Thử", wanted, form)


def test_a_file_above_the_sites_limit_is_not_made(place, monkeypatch):
    assert not frappe.get_system_settings("max_file_size"), "the limit of the site's own configuration holds"
    monkeypatch.setitem(frappe.conf, "max_file_size", 1000)
    doc = started_by(place.leader, extracts(place))
    assert (doc.status, doc.file) == ("Failed", None)
    assert doc.details.startswith(
        "Không làm được: tệp nặng 1 MB, hơn mức 0 MB của hệ thống. Hãy chọn ít văn bản"
    )


def test_a_bundle_goes_with_its_file_when_its_days_are_over(place):
    old, new = started_by(place.leader, extracts(place)), started_by(place.leader, extracts(place), "zip")
    assert getdate(old.expires_on) == add_days(getdate(), bundles.DAYS_KEPT)
    path = Path(frappe.get_doc("File", {"file_url": old.file}).get_full_path())
    assert path.exists()
    frappe.db.set_value(BUNDLE, old.name, "expires_on", add_days(getdate(), -1))
    frappe.db.commit()
    bundles.drop_old()
    assert not frappe.db.exists(BUNDLE, old.name)
    assert not frappe.db.exists("File", {"file_url": old.file})
    assert not path.exists()
    assert frappe.db.exists(BUNDLE, new.name)
