"""Many people at once, over real HTTP: check-in by one person 24 times, confirmation by 30 people together.

And work that must not be lost or done twice when several do it: a count that two transactions write, a nightly pass
of which one school year fails, an import that is started again.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_to_date, background_jobs, now_datetime
from frappe.utils.password import update_password

from cum_chuyen_mon.api import workbook
from cum_chuyen_mon.ledger import refresh as ledger
from cum_chuyen_mon.meetings import confirmation, roll_call
from cum_chuyen_mon.printing import numbers
from cum_chuyen_mon.rules.words import Answer
from cum_chuyen_mon.workbook.writing import write_workbook
from tests.unit.books import small_book

from . import factory

PARALLEL_CHECK_INS = 24
SIGNERS = 30
PASSWORD = "Cum-chuyen-mon-2024!"


def drop_district(made: factory.District, users: list[str]) -> None:
    """Take out what a committed test made, past everything that would refuse it."""
    frappe.db.rollback()
    sessions = frappe.get_all(
        "Cluster Session", filters={"unit": ("in", [made.group, made.cluster])}, pluck="name"
    )
    minutes = frappe.get_all("Cluster Minutes", filters={"session": ("in", sessions or [""])}, pluck="name")
    for doctype, filters in (
        ("Cluster Minutes Copy", {"session": ("in", sessions or [""])}),
        ("Cluster Minutes Signature", {"session": ("in", sessions or [""])}),
        ("Cluster Minutes Topic", {"parent": ("in", minutes or [""])}),
        ("Cluster Minutes", {"name": ("in", minutes or [""])}),
        ("Cluster Session Attendance", {"session": ("in", sessions or [""])}),
        ("Session Subject", {"parent": ("in", sessions or [""])}),
        ("Cluster Session", {"name": ("in", sessions or [""])}),
        ("Cluster Obligation", {"regulation": made.regulation}),
    ):
        frappe.db.delete(doctype, filters)
    numbers.forget([made.group, made.cluster])
    for doctype, name in (
        ("Cluster Regulation", made.regulation),
        ("Inter-School Group", made.group),
        ("School Cluster", made.cluster),
        *(("Member School Staff", code) for code in made.staff),
        *(("Member School", school) for school in factory.SCHOOLS),
        ("Cluster School Year", made.year),
        ("Education Authority", made.authority),
        ("Education Authority", "T-SO"),
    ):
        frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)
    for user in users:
        frappe.delete_doc("User", user, force=True, ignore_permissions=True, delete_permanently=True)
    frappe.db.commit()


def make_user(email: str, staff: str) -> str:
    """A login without any role, linked to a person."""
    user = frappe.get_doc(
        {
            "doctype": "User",
            "email": email,
            "first_name": staff,
            "enabled": 1,
            "send_welcome_email": 0,
            "user_type": "Website User",
        }
    )
    frappe.flags.in_import = True  # Frappe throttles the making of users otherwise
    user.insert(ignore_permissions=True)
    frappe.flags.in_import = False
    update_password(email, PASSWORD)
    frappe.db.set_value("Member School Staff", staff, "user", email)
    return email


@pytest.fixture
def today_district(connection):
    """A district whose school year holds today, committed, so that requests see it."""
    today = frappe.utils.getdate()
    made = factory.build(year="T-NOW", around=today)
    users: list[str] = []
    yield made, users, today
    drop_district(made, users)


def at_once(calls: list) -> list:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


@pytest.mark.parametrize("invited", [True, False], ids=["invited", "walk-in"])
def test_24_parallel_check_ins_of_one_person_leave_one_row(today_district, api_client, committed, invited):
    made, users, today = today_district
    person = made.teacher("T-AN")
    meeting = factory.session(made, today)
    if invited:
        roll_call.invite(meeting)
    users.append(make_user("t-mot@cum.example", person))
    frappe.db.commit()

    client = api_client("t-mot@cum.example", PASSWORD)
    client.csrf_token  # noqa: B018 - asked for once, before the threads share the client
    call = "cum_chuyen_mon.api.sessions.check_in"
    answers = at_once([lambda: client.call(call, session=meeting.name)] * PARALLEL_CHECK_INS)

    assert [a.status_code for a in answers] == [200] * PARALLEL_CHECK_INS, answers[0].text[:500]
    said = [a.json()["message"] for a in answers]
    assert [s["state"] for s in said] == ["Present"] * PARALLEL_CHECK_INS
    assert [s["already"] for s in said].count(False) == 1, "one request checked in, the others were told so"
    committed.refresh()
    rows = frappe.get_all(
        "Cluster Session Attendance", filters={"session": meeting.name, "staff": person}, pluck="state"
    )
    assert rows == ["Present"]
    kept = frappe.db.get_value("Cluster Session", meeting.name, ["invited_count", "present_count"])
    assert kept == ((3, 1) if invited else (1, 1))


def test_30_people_confirming_at_once_all_succeed(today_district, api_client, committed):
    made, users, today = today_district
    meeting, people = factory.crowded_session(made, today, SIGNERS)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    for number, code in enumerate(people, start=1):
        users.append(make_user(f"t-nguoi-{number}@cum.example", code))
    frappe.db.commit()

    clients = [api_client(user, PASSWORD) for user in users]
    for client in clients:
        client.csrf_token  # noqa: B018
    call = "cum_chuyen_mon.api.minutes.confirm"
    answers = at_once(
        [lambda c=c: c.call(call, minutes=minutes.name, text_hash=minutes.text_hash) for c in clients]
    )

    assert [a.status_code for a in answers] == [200] * SIGNERS, [a.text[:300] for a in answers if not a.ok][
        :1
    ]
    told = [a.json()["message"] for a in answers]
    last = [answer for answer in told if answer["locked"] and not answer["already"]]
    assert len(last) == 1, f"exactly one of them was the last: {[a for a in told if a['locked']]}"
    committed.refresh()
    stored = frappe.get_doc("Cluster Minutes", minutes.name)
    assert (stored.docstatus, stored.state) == (1, "Locked")
    assert confirmation.is_genuine(stored)
    counts = frappe.db.get_value(
        "Cluster Session", meeting.name, ["present_count", "signed_count", "minutes_state"]
    )
    assert counts == (SIGNERS, SIGNERS, "Locked")
    obligation = factory.obligation(made, "Q-NHOM", subject="TOAN", semester=meeting.semester)
    assert obligation.counted == 1


def test_a_person_confirms_only_in_his_own_name_and_only_what_he_attended(today_district, api_client):
    made, users, today = today_district
    meeting = factory.session(made, today)
    factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    users.append(make_user("t-ngoai@cum.example", made.teacher("T-AN", "NGU-VAN")))
    frappe.db.commit()
    outsider = api_client("t-ngoai@cum.example", PASSWORD)
    refused = outsider.call("cum_chuyen_mon.api.minutes.confirm", minutes=minutes.name)
    assert refused.status_code == 403
    other = outsider.call(
        "cum_chuyen_mon.api.sessions.check_in", session=meeting.name, staff=made.teacher("T-BINH")
    )
    assert other.status_code == 403
    paper = outsider.call(
        "cum_chuyen_mon.api.minutes.record_paper_roll",
        minutes=minutes.name,
        signed=[made.teacher("T-BINH")],
    )
    assert paper.status_code == 403
    assert outsider.get("api/resource/Cluster Minutes").status_code == 403


def test_todays_date_is_in_the_school_year(today_district):
    made, _users, today = today_district
    assert isinstance(today, date)
    assert factory.session(made, today).school_year == made.year


def test_a_session_locked_behind_a_transactions_back_still_counts(today_district, api_client, committed):
    """Two sessions of one unit, each locked in a transaction that cannot see the other's.

    The first one reads, which fixes what it sees; the second one locks and is done; the first one locks its own. What
    it judges in its transaction counts one session, and so does the row it writes over the other's, until it judges
    again after its commit.
    """
    if frappe.db.db_type != "mariadb":
        pytest.skip(
            f"{frappe.db.db_type} refuses to write after another has, in a transaction that read before"
        )
    made, users, today = today_district
    last = made.teacher("T-CUONG")
    users.append(make_user("t-cuoi@cum.example", last))
    own, other = (waiting_for_one(made, today, last, f"Buổi {number}") for number in (1, 2))
    frappe.db.commit()
    client = api_client("t-cuoi@cum.example", PASSWORD)

    assert counted_in(made) == 0, "this read begins the transaction"
    done = client.method("cum_chuyen_mon.api.minutes.confirm", minutes=other)
    assert done["locked"]
    assert counted_in(made) == 0, "what was locked meanwhile is not seen"
    assert confirmation.answer(own, last, Answer.CONFIRMED)["locked"]
    assert counted_in(made) == 1, "this transaction counts its own"
    frappe.db.commit()

    committed.refresh()
    assert counted_in(made) == 2


def waiting_for_one(made: factory.District, on: date, last: str, title: str) -> str:
    """Minutes that everybody has confirmed but one person, who thus locks them; their name."""
    meeting = factory.session(made, on, session_title=title)
    people = factory.everyone_present(meeting)
    minutes = factory.complete_minutes(meeting)
    confirmation.ask(minutes)
    for person in people:
        if person != last:
            confirmation.answer(minutes.name, person, Answer.CONFIRMED)
    return minutes.name


def counted_in(made: factory.District) -> int:
    """How many sessions count for the group's Toán in the semester in which it held two."""
    return factory.obligation(made, "Q-NHOM", subject="TOAN", held=2).counted


def test_a_school_year_that_cannot_be_refreshed_leaves_those_before_it_stored(
    today_district, committed, monkeypatch
):
    """Every school year is refreshed in a transaction of its own."""
    made, _users, today = today_district
    year = frappe.get_doc("Cluster School Year", made.year)
    frappe.db.commit()
    following = committed.insert(
        {
            "doctype": "Cluster School Year",
            "school_year_code": "T-NEXT",
            "authority": year.authority,
            "start_date": add_to_date(year.start_date, years=1),
            "end_date": add_to_date(year.end_date, years=1),
            "semesters": [
                {
                    "semester_code": row.semester_code,
                    "start_date": add_to_date(row.start_date, years=1),
                    "end_date": add_to_date(row.end_date, years=1),
                }
                for row in year.semesters
            ],
        }
    ).name
    ours = [row for row in ledger.all_years() if row.name in (made.year, following)]
    assert [row.name for row in ours] == [made.year, following], "the one that fails comes last"
    monkeypatch.setattr(ledger, "all_years", lambda: ours)
    assert stored(made) == {}

    refresh = ledger.refresh

    def failing(name: str, *args: Any, **kwargs: Any) -> ledger.Outcome:
        if name == following:
            raise RuntimeError("no such year")
        return refresh(name, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "refresh", failing)
        with pytest.raises(RuntimeError, match="no such year"):
            ledger.refresh_all(today)
    frappe.db.rollback()  # as the job that failed does
    first = stored(made)
    assert set(first) == {made.year}

    outcomes = ledger.refresh_all(today)
    frappe.db.rollback()
    assert stored(made) == {**first, following: outcomes[following].found}
    assert outcomes[made.year].written == 0, "what was stored is found as it is"


def stored(made: factory.District) -> dict[str, int]:
    """school year → number of stored obligations of the district's regulation."""
    years = frappe.get_all(
        "Cluster Obligation",
        filters={"regulation": made.regulation},
        pluck="school_year",
        limit_page_length=0,
    )
    return {year: years.count(year) for year in years}


@pytest.fixture
def imported(connection) -> Any:
    """An import with a sound workbook attached, not started."""
    file = factory.insert(
        "File", file_name="t-so.xlsx", content=write_workbook(small_book()), is_private=1
    )  # as a form does before its document is saved; saving attaches it
    return factory.insert(workbook.IMPORT, workbook=file.file_url)


def started(doc: Any, minutes_ago: int) -> None:
    """Say that the import was started some minutes ago."""
    modified = add_to_date(now_datetime(), minutes=-minutes_ago)
    doc.db_set({"status": "Working", "modified": modified}, update_modified=False)


@contextmanager
def in_the_queue(doc: Any, status: str) -> Iterator[None]:
    """A job of the import as the queue knows it; no worker is given it."""
    from rq.job import Job

    job = Job.create(
        "frappe.ping",
        id=background_jobs.create_job_id(workbook.job_of(doc.name)),
        connection=background_jobs.get_redis_conn(),
        status=status,
    )
    job.save()
    try:
        yield
    finally:
        job.delete()


BUSY = "Sổ này đang được xử lý"
STARTS = pytest.mark.parametrize("start", [workbook.check, workbook.run], ids=["check", "run"])


@STARTS
def test_an_import_whose_job_died_may_be_started_again(imported, start):
    """It says that it works, but no job of it is in the queue and its start is longer ago than a job needs to get
    there. Started again, it counts as just started."""
    started(imported, minutes_ago=5)
    assert start(imported.name) == {"status": "Working"}
    with pytest.raises(frappe.ValidationError, match=BUSY):
        start(imported.name)


@STARTS
def test_an_import_that_was_just_started_is_not_started_again(imported, start):
    """Its job may not be in the queue yet: it gets there after the commit."""
    assert start(imported.name) == {"status": "Working"}
    with pytest.raises(frappe.ValidationError, match=BUSY):
        start(imported.name)


@STARTS
@pytest.mark.parametrize("status", ["queued", "started"])
def test_an_import_whose_job_is_in_the_queue_is_not_started_again(imported, start, status):
    started(imported, minutes_ago=5)
    with in_the_queue(imported, status), pytest.raises(frappe.ValidationError, match=BUSY):
        start(imported.name)


@pytest.mark.parametrize("status", ["finished", "failed"])
def test_an_import_whose_job_ended_without_saying_so_may_be_started_again(imported, status):
    started(imported, minutes_ago=5)
    with in_the_queue(imported, status):
        assert workbook.run(imported.name) == {"status": "Working"}
