"""What a position lets a person do today, and what it does not: decisions, delegations, names, roles."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.meetings import roll_call
from cum_chuyen_mon.permissions.standing import forget, standing_of

from . import factory


@pytest.fixture
def made() -> factory.District:
    """A district whose school year holds today, with a subject group that a teacher leads."""
    made = factory.build(year="T-NAY", around=getdate())
    factory.insert(
        "Subject Group",
        unit_code="T-TO-TOAN",
        unit_title="Tổ Toán",
        subject="TOAN",
        parent_type="Inter-School Group",
        parent_unit=made.group,
        officers=[{"position": "Subject Lead", "staff": made.teacher("T-AN")}],
    )
    return made


def login(staff: str) -> str:
    """A login for a person; the roles come by themselves."""
    user = new_user(f"{staff.lower()}@cum.example")
    person = frappe.get_doc("Member School Staff", staff)
    person.user = user
    person.save()
    return user


def new_user(email: str) -> str:
    frappe.flags.in_import = True  # Frappe throttles the making of users otherwise
    user = {"doctype": "User", "email": email, "first_name": email.split("@")[0], "send_welcome_email": 0}
    frappe.get_doc(user).insert()
    frappe.flags.in_import = False
    return email


def authority_login(authority: str, position: str) -> str:
    user = new_user(f"{position.split()[1].lower()}.{authority.lower()}@cum.example")
    factory.insert("Authority Staff", user=user, full_name="Cán bộ", authority=authority, position=position)
    return user


@contextmanager
def as_user(user: str):
    frappe.set_user(user)
    forget()
    try:
        yield
    finally:
        frappe.set_user("Administrator")


def plan(made: factory.District, **values):
    return factory.insert(
        "Cluster Activity Plan",
        **{
            "title": "Kế hoạch năm học",
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "school_year": made.year,
            **values,
        },
    )


def delegation(made: factory.District, **values):
    today = getdate()
    return factory.insert(
        "Cluster Delegation",
        **{
            "unit_type": "School Cluster",
            "unit": made.cluster,
            "delegator": "T-AN-HT",
            "delegate": "T-BINH-HT",
            "from_date": today - timedelta(days=1),
            "to_date": today + timedelta(days=1),
            "scope": "Lập kế hoạch",
            "plan": 1,
            **values,
        },
    )


def test_roles_follow_from_positions(made):
    expected = {
        login("T-AN-HT"): {"School Principal", "Cluster Teacher"},
        login(made.teacher("T-AN")): {"Cluster Teacher"},
        authority_login(made.authority, "Authority Leader"): {"Authority Leader"},
        authority_login(made.authority, "Authority Officer"): {"Authority Officer"},
    }
    ours = {
        "School Principal",
        "Cluster Teacher",
        "Authority Leader",
        "Authority Officer",
        "Cluster Administrator",
    }
    assert {user: ours & set(frappe.get_roles(user)) for user in expected} == expected


class TestNobodyDecidesOnHisOwn:
    """C5a: the plan goes to the authority for approval."""

    def test_the_head_sends_his_plan_and_does_not_approve_it(self, made):
        with as_user(login("T-AN-HT")):
            own = plan(made)
            own.status = "Submitted"
            own.save()
            own.status = "Approved"
            with pytest.raises(frappe.PermissionError, match="không ai tự duyệt"):
                own.save()

    def test_the_leader_approves_it_and_changes_nothing_else(self, made):
        with as_user(login("T-AN-HT")):
            name = plan(made, status="Submitted").name
        with as_user(authority_login(made.authority, "Authority Leader")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.update({"status": "Approved", "approval_no": "12/QĐ", "title": "Tên khác"})
            doc.append("items", {"title": "Thêm vào"})
            doc.save()
        stored = frappe.get_doc("Cluster Activity Plan", name)
        assert (stored.status, stored.approval_no, stored.title, stored.items) == (
            "Approved",
            "12/QĐ",
            "Kế hoạch năm học",
            [],
        )

    def test_an_officer_does_not_approve_plans(self, made):
        name = plan(made, status="Submitted").name
        with as_user(authority_login(made.authority, "Authority Officer")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Approved"
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_a_leader_who_heads_the_unit_himself_does_not_approve_its_plan(self, made):
        user = login("T-AN-HT")
        factory.insert(
            "Authority Staff",
            user=user,
            full_name="Kiêm nhiệm",
            authority="T-SO",
            position="Authority Leader",
        )
        name = plan(made, status="Submitted").name
        with as_user(user):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Approved"
            with pytest.raises(frappe.PermissionError, match="không ai tự duyệt"):
                doc.save()

    def test_an_approval_is_not_taken_back_by_the_unit(self, made):
        name = plan(made, status="Approved").name
        with as_user(login("T-AN-HT")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Draft"
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_what_was_returned_is_sent_again_by_the_unit(self, made):
        name = plan(made, status="Returned").name
        with as_user(login("T-AN-HT")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.status = "Submitted"
            assert doc.save().status == "Submitted"

    def test_the_day_of_arrival_is_the_servers(self, made):
        """C5c: in time or late is decided by the day a report came, not by the day its writer enters."""
        early = getdate() - timedelta(days=90)
        with as_user(login("T-AN-HT")):
            report = factory.insert(
                "Cluster Unit Report",
                title="Báo cáo",
                paper_kind="SEMESTER-REPORT",
                unit_type="School Cluster",
                unit=made.cluster,
                school_year=made.year,
                semester="1",
                status="Sent",
                received_on=early,
            )
            assert getdate(report.received_on) == getdate()
            report.received_on = early
            assert getdate(report.save().received_on) == getdate()

    def test_an_obligation_is_waived_by_its_authority_only(self, made):
        from cum_chuyen_mon.ledger.refresh import refresh

        refresh(made.year)
        owed = factory.obligation(made, "Q-CUM", semester="1").name
        factory.insert("Education Authority", authority_code="T-KHAC", authority_name="Cơ quan khác")
        waive = {"waived": 1, "waiver_reason": "Bão lũ"}
        for user in (login("T-AN-HT"), authority_login("T-KHAC", "Authority Leader")):
            with as_user(user), pytest.raises(frappe.PermissionError):
                frappe.get_doc("Cluster Obligation", owed).update(waive).save()
        with as_user(authority_login(made.authority, "Authority Officer")):
            frappe.get_doc("Cluster Obligation", owed).update(waive).save()
        assert frappe.db.get_value("Cluster Obligation", owed, "state") == "Waived"


class TestDelegation:
    """P4.2: a deputy acts for the head only when authorised."""

    def test_without_one_a_deputy_only_reads(self, made):
        name = plan(made).name
        with as_user(login("T-BINH-HT")):
            doc = frappe.get_doc("Cluster Activity Plan", name)
            doc.check_permission("read")
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_inside_one_he_acts_and_the_paper_says_under_which(self, made):
        given = delegation(made)
        with as_user(login("T-BINH-HT")):
            doc = plan(made)
        assert (doc.delegation, doc.owner) == (given.name, "t-binh-ht@cum.example")

    @pytest.mark.parametrize(
        "values",
        [
            {"plan": 0, "report": 1},
            {"from_date": -9, "to_date": -1},
            {"from_date": 1, "to_date": 9},
            {"revoked_on": 0},
        ],
        ids=["another act", "over", "not begun", "revoked"],
    )
    def test_outside_its_scope_and_time_he_does_not(self, made, values):
        """Dates are days from today."""
        today = getdate()
        delegation(made, **{k: today + timedelta(days=v) if "_" in k else v for k, v in values.items()})
        with as_user(login("T-BINH-HT")), pytest.raises(frappe.PermissionError):
            plan(made)

    def test_it_ends_with_the_term_of_the_head_who_gave_it(self, made):
        delegation(made)
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.officers[0].to_date = getdate() - timedelta(days=1)
        cluster.save()
        with as_user(login("T-BINH-HT")), pytest.raises(frappe.PermissionError):
            plan(made)

    def test_nobody_gives_one_in_the_heads_name(self, made):
        with as_user(login("T-BINH-HT")), pytest.raises(frappe.PermissionError):
            delegation(made)
        with as_user(login("T-AN-HT")):
            with pytest.raises(frappe.PermissionError, match="tự ủy quyền"):
                delegation(made, delegator="T-CUONG-HT")
            assert delegation(made, from_date=getdate()).name

    def test_the_head_does_not_write_a_delegation_onto_his_own_paper(self, made):
        given = delegation(made)
        with as_user(login("T-AN-HT")):
            assert plan(made, delegation=given.name).delegation is None


class TestDifficulties:
    """N4.1, P5.3, C5g: difficulties go up and are answered."""

    def raised(self, made, **values):
        return factory.insert(
            "Cluster Difficulty",
            **{
                "title": "Thiếu phòng thí nghiệm",
                "kind": "Difficulty",
                "unit_type": "Inter-School Group",
                "unit": made.group,
                "body": "Nhóm chưa có phòng dùng chung.",
                **values,
            },
        )

    def test_a_teacher_raises_one_in_his_own_name(self, made):
        teacher = made.teacher("T-CUONG")
        with as_user(login(teacher)):
            doc = self.raised(made, raised_by="T-AN-HT", answer="Tự trả lời")
        assert (doc.raised_by, doc.answer) == (teacher, None)

    def test_the_authority_answers_it_and_its_writer_does_not(self, made):
        writer = login(made.teacher("T-CUONG"))
        with as_user(writer):
            name = self.raised(made).name
        answer = {"status": "Answered", "answer": "Sẽ cấp trong quý này."}
        with as_user(writer), pytest.raises(frappe.PermissionError):
            frappe.get_doc("Cluster Difficulty", name).update(answer).save()
        with as_user(authority_login(made.authority, "Authority Officer")):
            frappe.get_doc("Cluster Difficulty", name).update(answer).save()
        assert frappe.db.get_value("Cluster Difficulty", name, "status") == "Answered"

    def test_not_for_a_school_outside_the_unit(self, made):
        factory.add_school(made, "T-XA")
        with as_user(login("T-XA-HT")), pytest.raises((frappe.PermissionError, frappe.ValidationError)):
            self.raised(made, school="T-XA")


class TestTheSubjectLead:
    """C5d: the subject's lead convenes and chairs; its secretary calls the roll and writes the minutes."""

    def test_convenes_in_the_own_subject_only(self, made):
        own = {"chair": made.teacher("T-AN"), "secretary": made.teacher("T-BINH")}
        with as_user(login(made.teacher("T-AN"))):
            meeting = factory.session(made, getdate(), **own)
            assert meeting.name
            with pytest.raises(frappe.PermissionError):
                factory.session(made, getdate(), subjects=[{"subject": "NGU-VAN"}], **own)

    def test_the_secretary_calls_the_roll_and_does_not_move_the_session(self, made):
        from cum_chuyen_mon.api import sessions

        meeting = factory.session(
            made, getdate(), chair=made.teacher("T-AN"), secretary=made.teacher("T-BINH")
        )
        with as_user(login(made.teacher("T-BINH"))):
            assert sessions.invite(meeting.name)["invited"] == 3
            states = {made.teacher(school): "Present" for school in factory.SCHOOLS}
            assert sessions.call_roll(meeting.name, states)["present_count"] == 3
            assert factory.complete_minutes(meeting).name
            doc = frappe.get_doc("Cluster Session", meeting.name)
            doc.venue = "Nơi khác"
            with pytest.raises(frappe.PermissionError):
                doc.save()

    def test_a_teacher_who_is_only_invited_does_neither(self, made):
        from cum_chuyen_mon.api import desk, sessions

        meeting = factory.session(
            made, getdate(), chair=made.teacher("T-AN"), secretary=made.teacher("T-BINH")
        )
        sessions.invite(meeting.name)
        with as_user(login(made.teacher("T-CUONG"))):
            assert [person["key"] for person in desk.roll(meeting.name)] == [made.teacher("T-CUONG")]
            with pytest.raises(frappe.PermissionError):
                sessions.invite(meeting.name)
            with pytest.raises(frappe.PermissionError):
                factory.complete_minutes(meeting)


class TestLockedMinutes:
    """Locked minutes are cancelled with a reason by those who answer for them, and amended by the same."""

    @pytest.fixture
    def locked(self, made):
        people = {"chair": made.teacher("T-AN"), "secretary": made.teacher("T-BINH")}
        meeting = factory.hold_and_lock(made, getdate(), **people)
        return frappe.db.get_value("Cluster Minutes", {"session": meeting.name}, "name")

    def cancel(self, name: str) -> None:
        doc = frappe.get_doc("Cluster Minutes", name)
        doc.cancel_reason = "Ghi nhầm số phiếu"
        doc.save()
        doc.cancel()

    def test_the_chair_cancels_and_amends_them(self, made, locked):
        with as_user(login(made.teacher("T-AN"))):
            self.cancel(locked)
            amended = frappe.copy_doc(frappe.get_doc("Cluster Minutes", locked))
            amended.update({"amended_from": locked, "docstatus": 0})
            assert amended.insert().docstatus == 0

    def test_the_secretary_does_neither(self, made, locked):
        user = login(made.teacher("T-BINH"))
        with as_user(user), pytest.raises(frappe.PermissionError):
            self.cancel(locked)
        self.cancel(locked)
        with as_user(user):
            amended = frappe.copy_doc(frappe.get_doc("Cluster Minutes", locked))
            amended.update({"amended_from": locked, "docstatus": 0})
            with pytest.raises(frappe.PermissionError):
                amended.insert()


def test_people_see_the_logins_of_those_they_work_with(made):
    """Law 91/2025: a login is a mail address. Frappe lists all of them to everybody on the desk."""
    factory.add_school(made, "T-XA")
    near, far, head = login(made.teacher("T-BINH")), login(made.teacher("T-XA")), login("T-AN-HT")
    with as_user(head):
        seen = set(frappe.get_list("User", pluck="name", limit_page_length=0))
    assert {near, head} <= seen
    assert far not in seen


class TestOneHeadPerLevel:
    """Position table: a head sees and does all of the own cluster, of the own level where headship is per level."""

    @pytest.fixture
    def mixed(self, made) -> factory.District:
        """A cluster of THCS and THPT schools: T-AN-HT heads it for THCS, T-CUONG-HT for THPT."""
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.levels = "THCS-THPT"
        cluster.officers[0].level = "THCS"
        cluster.append("officers", {"position": "Cluster Head", "staff": "T-CUONG-HT", "level": "THPT"})
        cluster.save()
        return made

    def meeting(self, made, **values):
        return factory.session(made, getdate(), unit_type="School Cluster", unit=made.cluster, **values)

    def test_what_a_head_convenes_is_for_his_level(self, mixed):
        with as_user(login("T-CUONG-HT")):
            assert self.meeting(mixed).level == "THPT"
            with pytest.raises(frappe.PermissionError):
                self.meeting(mixed, level="THCS")
            assert self.meeting(mixed, level="THCS-THPT").level == "THCS-THPT"

    @pytest.mark.parametrize(("level", "may"), [("THCS", False), ("THPT", True), ("", True)])
    def test_he_changes_and_records_only_what_is_for_his_level(self, mixed, level, may):
        name = self.meeting(mixed, level=level).name
        user = login("T-CUONG-HT")
        roll = {"doctype": "Cluster Session Attendance", "session": name, "staff": "T-BINH-HT"}
        minutes = {"doctype": "Cluster Minutes", "session": name}
        with as_user(user):
            assert frappe.has_permission("Cluster Session", "write", name) is may
            assert frappe.has_permission(roll["doctype"], "create", frappe.get_doc(roll)) is may
            assert frappe.has_permission(minutes["doctype"], "create", frappe.get_doc(minutes)) is may

    def test_he_does_not_take_a_session_of_another_level(self, mixed):
        name = self.meeting(
            mixed, level="THCS", chair=mixed.teacher("T-BINH"), secretary=mixed.teacher("T-CUONG")
        ).name
        with as_user(login("T-CUONG-HT")), pytest.raises(frappe.PermissionError):
            frappe.get_doc("Cluster Session", name).update({"level": "THPT"}).save()
        with as_user(login("T-AN-HT")), pytest.raises(frappe.PermissionError):
            frappe.get_doc("Cluster Session", name).update({"level": "THPT"}).save()

    def test_minutes_in_the_making_and_the_roll_are_for_the_heads_of_their_level(self, mixed):
        meeting = self.meeting(mixed, level="THCS")
        roll_call.invite(meeting)
        factory.insert("Cluster Minutes", session=meeting.name)
        seen = {}
        for head in ("T-AN-HT", "T-CUONG-HT"):
            with as_user(login(head)):
                seen[head] = [
                    len(frappe.get_list(doctype, filters={"session": meeting.name}))
                    for doctype in ("Cluster Minutes", "Cluster Session Attendance")
                ]
        of_his_school = 1  # his own invitation: he is a principal, too
        assert seen == {"T-AN-HT": [1, meeting.reload().invited_count], "T-CUONG-HT": [0, of_his_school]}

    def test_a_deputy_acts_for_the_level_of_the_head_who_authorised_him(self, mixed):
        given = delegation(mixed, delegator="T-CUONG-HT", convene=1)
        with as_user(login("T-BINH-HT")):
            meeting = self.meeting(mixed)
            assert (meeting.level, meeting.delegation) == ("THPT", given.name)
            with pytest.raises(frappe.PermissionError):
                self.meeting(mixed, level="THCS")

    def test_a_level_that_the_unit_does_not_have_is_refused(self, mixed):
        with pytest.raises(frappe.ValidationError, match=r"không có cấp TH\. Hãy chọn trong: THCS-THPT"):
            self.meeting(mixed, level="TH")


class TestWhatEndsARight:
    """Old rights end with the position, with the authority and with the school."""

    def test_a_post_ends_with_its_authority(self, made):
        """District offices ended on 1 July 2025."""
        user = authority_login(made.authority, "Authority Leader")
        with as_user(user):
            assert frappe.get_list("School Cluster", pluck="name") == [made.cluster]
        office = frappe.get_doc("Education Authority", made.authority)
        office.valid_to = getdate() - timedelta(days=1)
        office.save()
        with as_user(user):
            assert frappe.get_list("School Cluster", pluck="name") == []

    def test_a_post_at_an_authority_above_an_ended_one_stays(self, made):
        user = authority_login("T-SO", "Authority Leader")
        frappe.db.set_value("Education Authority", made.authority, "valid_to", getdate() - timedelta(days=1))
        with as_user(user):
            assert frappe.get_list("School Cluster", pluck="name") == [made.cluster]

    def test_a_closed_school_is_nobodys(self, made):
        user = login("T-AN-HT")
        frappe.get_doc("Member School", "T-AN").update({"disabled": 1}).save()
        with as_user(user):
            standing = standing_of()
            assert (standing.works_at, standing.principal_of, standing.heads.codes) == (frozenset(),) * 3


class TestNames:
    """Beside a code stands the name of its person: one writes down whom one knows."""

    @pytest.fixture
    def stranger(self, made) -> str:
        factory.add_school(made, "T-XA")
        return "T-XA-HT"

    @pytest.mark.parametrize("field", ["chair", "secretary"])
    def test_nobody_chairs_or_records_who_works_elsewhere(self, made, stranger, field):
        with as_user(login("T-AN-HT")), pytest.raises(frappe.PermissionError) as refused:
            factory.session(made, getdate(), **{field: stranger})
        assert f"«{stranger}» không công tác ở trường thành viên" in str(refused.value)
        assert "Hiệu trưởng THCS Xa" not in str(refused.value)

    def test_nor_is_he_an_officer_of_a_subject_group(self, made, stranger):
        with as_user(login("T-AN-HT")):
            group = frappe.get_doc("Subject Group", "T-TO-TOAN")
            group.append("officers", {"position": "Overseeing Leader", "staff": stranger})
            with pytest.raises(frappe.PermissionError, match="không công tác ở trường thành viên"):
                group.save()
            group.reload()
            group.append("officers", {"position": "Overseeing Leader", "staff": "T-BINH-HT"})
            group.save()

    def test_whoever_was_named_before_may_stay(self, made, stranger):
        name = factory.session(made, getdate(), chair=stranger).name
        with as_user(login("T-AN-HT")):
            assert (
                frappe.get_doc("Cluster Session", name).update({"venue": "Phòng 2"}).save().chair == stranger
            )


def test_a_change_is_told_to_those_who_have_the_document_open_only(made, monkeypatch):
    """Frappe tells which document was changed, and by whom, to everybody with a role for its kind."""
    told = []
    monkeypatch.setattr(
        frappe, "publish_realtime", lambda event, *args, **kwargs: told.append((event, kwargs))
    )
    meeting = factory.session(made, getdate())
    mine = [
        (event, kwargs.get("docname")) for event, kwargs in told if kwargs.get("doctype") == "Cluster Session"
    ]
    assert ("doc_update", meeting.name) in mine
    assert "list_update" not in [event for event, _kwargs in told]
