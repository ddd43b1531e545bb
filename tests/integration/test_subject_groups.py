"""All subject groups of a unit in one action, and the addresses of their online groups (E4.2a, C5d, C5e, N5.7)."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.api.founding import make_subject_groups, subjects_of_unit
from cum_chuyen_mon.founding.subject_groups import Wish, make, taught_in
from cum_chuyen_mon.ledger.refresh import refresh

from . import factory
from .holders import as_user, authority_login, login

CLUSTER, GROUP, TEAM = "School Cluster", "Inter-School Group", "Subject Group"
ZALO = "https://zalo.me/g/abcdef123"


@pytest.fixture
def made() -> factory.District:
    """T-AN leads the group; its head of Toán is T-AN-TT."""
    district = factory.build(year="T-NAY", around=getdate())
    factory.add_staff(district, "T-AN-TT", "Tổ trưởng Toán An", "T-AN", "Subject Team Lead", "TOAN")
    factory.add_staff(district, "T-BINH-PHT", "Phó hiệu trưởng THCS Bình", "T-BINH", "Vice Principal")
    return district


def unit(made: factory.District, kind: str = GROUP) -> Any:
    return frappe.get_doc(kind, made.group if kind == GROUP else made.cluster)


def groups(made: factory.District) -> dict[str, Any]:
    """Subject → its group, in the inter-school group."""
    names = frappe.get_all(TEAM, filters={"parent_unit": made.group}, pluck="name")
    return {doc.subject: doc for doc in (frappe.get_doc(TEAM, name) for name in names)}


def named(doc: Any) -> list[tuple]:
    return [(row.position, row.staff, row.from_date) for row in doc.officers]


@pytest.mark.clause("E4.2a", "C5d")
def test_the_head_makes_the_groups_of_all_subjects_at_once(made):
    with as_user(login("T-AN-HT")):
        rows = subjects_of_unit(GROUP, made.group)["subjects"]
        made_now = make_subject_groups(GROUP, made.group, [{"subject": row["subject"]} for row in rows])
    thcs = {subject.code for subject in taught_in(unit(made))}
    assert len(thcs) > 8
    assert set(groups(made)) == thcs
    assert sorted(made_now["made"]) == sorted(f"{made.group}-{code}" for code in thcs)
    assert groups(made)["TOAN"].unit_title == "Tổ Toán liên trường, Nhóm thử nghiệm"


@pytest.mark.clause("E4.2a")
def test_the_head_of_a_cluster_names_lead_and_overseeing_leader(made):
    with as_user(login("T-AN-HT")):
        wish = {"subject": "TOAN", "lead": made.teacher("T-CUONG"), "overseer": "T-BINH-PHT"}
        make_subject_groups(CLUSTER, made.cluster, [wish])
    team = frappe.get_doc(TEAM, f"{made.cluster}-TOAN")
    assert team.unit_title == "Cụm tổ bộ môn Toán, Cụm thử nghiệm"
    assert named(team) == [
        ("Subject Lead", made.teacher("T-CUONG"), getdate()),
        ("Overseeing Leader", "T-BINH-PHT", getdate()),
    ]


@pytest.mark.clause("C5d")
def test_the_head_of_the_subject_at_the_lead_school_is_offered(made):
    with as_user(login("T-AN-HT")):
        shown = subjects_of_unit(GROUP, made.group)
    rows = {row["subject"]: row for row in shown["subjects"]}
    assert (rows["TOAN"]["lead"], rows["NGU-VAN"]["lead"]) == ("T-AN-TT", "")
    assert rows["TOAN"]["leads"][0] == "T-AN-TT", "heads of the subject come first"
    assert set(rows["TOAN"]["leads"]) == {"T-AN-TT", *(made.teacher(s) for s in factory.SCHOOLS)}
    assert shown["overseers"] == ["T-AN-HT", "T-BINH-HT", "T-CUONG-HT", "T-BINH-PHT"]
    assert shown["people"]["T-AN-TT"] == "Tổ trưởng Toán An, THCS An"


def test_what_is_there_is_marked_and_not_made_again(made):
    factory.insert(
        TEAM,
        unit_code="T-TO-CU",
        unit_title="Tổ Toán",
        subject="TOAN",
        parent_type=GROUP,
        parent_unit=made.group,
        officers=[{"position": "Subject Lead", "staff": made.teacher("T-AN")}],
    )
    with as_user(login("T-AN-HT")):
        rows = {row["subject"]: row for row in subjects_of_unit(GROUP, made.group)["subjects"]}
        assert (rows["TOAN"]["group"], rows["TOAN"]["lead"]) == ("T-TO-CU", made.teacher("T-AN"))
        wishes = [
            {
                "subject": "TOAN",
                "lead": made.teacher("T-AN"),
                "overseer": "T-AN-HT",
                "online_group_url": ZALO,
            },
            {"subject": "NGU-VAN"},
        ]
        done = make_subject_groups(GROUP, made.group, wishes)
        assert done == {"made": [f"{made.group}-NGU-VAN"], "changed": ["T-TO-CU"]}
        assert make_subject_groups(GROUP, made.group, wishes) == {"made": [], "changed": []}
    team = groups(made)["TOAN"]
    assert [row.staff for row in team.officers] == [made.teacher("T-AN"), "T-AN-HT"]
    assert (team.online_group_url, team.online_group_since) == (ZALO, getdate())


class TestRefused:
    @pytest.mark.parametrize(
        ("wish", "words"),
        [
            ({"subject": "KHONG-CO"}, "không có môn «KHONG-CO»"),
            (
                {"subject": "TOAN", "lead": "T-AN-NGU-VAN-1"},
                "ô «Tổ trưởng».*không phải tổ trưởng chuyên môn.*Hãy chọn",
            ),
            ({"subject": "TOAN", "lead": "T-AN-HT"}, "ô «Tổ trưởng»"),
            (
                {"subject": "TOAN", "overseer": "T-AN-TOAN-1"},
                "ô «Lãnh đạo phụ trách».*không phải hiệu trưởng.*Hãy chọn",
            ),
            ({"subject": "TOAN", "online_group_url": "http://zalo.me/g/x"}, "phải bắt đầu bằng https://"),
            ({}, "không đọc được"),
        ],
    )
    def test_and_nothing_is_made(self, made, wish, words):
        with (
            as_user(login("T-AN-HT")),
            pytest.raises(frappe.ValidationError, match=words),
        ):
            make_subject_groups(GROUP, made.group, [wish])
        assert groups(made) == {}

    def test_who_left_the_unit(self, made):
        staff = frappe.get_doc("Member School Staff", "T-AN-TT")
        staff.postings[0].to_date = frappe.utils.add_days(getdate(), -1)
        staff.save()
        with pytest.raises(frappe.ValidationError, match="ô «Tổ trưởng»"):
            make(unit(made), [Wish("TOAN", lead="T-AN-TT")])

    def test_a_seat_that_is_taken(self, made):
        make(unit(made), [Wish("TOAN", lead="T-AN-TT")])
        with pytest.raises(frappe.ValidationError, match=r"đã có.*ghi ngày kết thúc"):
            make(unit(made), [Wish("TOAN", lead=made.teacher("T-BINH"))])

    @pytest.mark.parametrize("kind", ["Member School", "User"])
    def test_units_that_have_none(self, made, kind):
        with pytest.raises(frappe.ValidationError, match="Chỉ cụm chuyên môn và nhóm liên trường"):
            subjects_of_unit(kind, "T-AN")


class TestWhoMay:
    @pytest.mark.parametrize("who", ["T-BINH-HT", "T-AN-TT", "Authority Leader"])
    def test_nobody_but_the_head_of_the_unit(self, made, who):
        user = authority_login(made.authority, who) if who == "Authority Leader" else login(who)
        with as_user(user):
            for call in (
                lambda: subjects_of_unit(GROUP, made.group),
                lambda: make_subject_groups(GROUP, made.group, [{"subject": "TOAN"}]),
            ):
                with pytest.raises(frappe.PermissionError):
                    call()
        assert groups(made) == {}

    def test_the_head_of_one_level_makes_those_of_his_level(self, made):
        cluster = unit(made, CLUSTER)
        cluster.levels = "TH-THCS"
        cluster.officers[0].level = "THCS"
        cluster.save()
        everything = {subject.code for subject in taught_in(cluster)}
        with as_user(login("T-AN-HT")):
            own = {subject.code for subject in taught_in(cluster)}
        assert own < everything


class TestOnlineGroups:
    """C5e: a Zalo group per subject; N5.7: a forum or group per cluster. Any service that answers over https."""

    @pytest.mark.clause("C5e")
    @pytest.mark.parametrize(
        "address", [ZALO, "https://t.me/+abc", "https://m.me/j/x/", "https://teams.microsoft.com/l"]
    )
    def test_is_kept_with_its_day(self, made, address):
        make(unit(made), [Wish("TOAN", online_group_url=address)])
        team = groups(made)["TOAN"]
        assert (team.online_group_url, team.online_group_since) == (address, getdate())

    @pytest.mark.clause("C5e", "N5.7")
    @pytest.mark.parametrize("kind", [CLUSTER, GROUP])
    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("http://zalo.me/g/abc", "phải bắt đầu bằng https://"),
            ("javascript:alert(1)", "phải bắt đầu bằng https://"),
            ("https://localhost/g", "không có tên máy chủ hợp lệ"),
            ("https://ai:mat-khau@zalo.me/g/abc", "có kèm tên đăng nhập"),
        ],
    )
    def test_is_refused_in_the_units_own_form(self, made, kind, address, why):
        doc = unit(made, kind)
        doc.online_group_url = address
        with pytest.raises(frappe.ValidationError, match=why) as error:
            doc.save()
        assert "Hãy " in str(error.value)
        assert "Ô «" in str(error.value)

    @pytest.mark.clause("C5e")
    def test_of_a_subject_meets_what_is_owed_for_that_subject(self):
        """A duty per subject, as 1671/HD-PGDĐT-THCS has it: the group that was entered counts, the other is owed."""
        owed = {"per_subject": 1, "subjects": "TOAN, NGU-VAN"}
        made = self.with_duty(GROUP, **owed)
        with as_user(login("T-AN-HT")):
            wishes = [{"subject": "TOAN", "online_group_url": ZALO}, {"subject": "NGU-VAN"}]
            make_subject_groups(GROUP, made.group, wishes)
        refresh(made.year)
        assert factory.obligation(made, "ONLINE", subject="TOAN").state == "Met"
        assert factory.obligation(made, "ONLINE", subject="NGU-VAN").state in (
            "Upcoming",
            "Due Soon",
            "Overdue",
        )

    @pytest.mark.clause("N5.7")
    def test_of_a_cluster_meets_what_it_owes_and_taken_away_it_is_owed_again(self):
        made = self.with_duty(CLUSTER)
        cluster = unit(made, CLUSTER)
        states = []
        for address in (ZALO, None):
            cluster.online_group_url = address
            cluster.save()
            refresh(made.year)
            states.append(factory.obligation(made, "ONLINE").state == "Met")
        assert states == [True, False]

    def with_duty(self, kind: str, **values: Any) -> factory.District:
        """A district that owes an online group by the end of the school year that holds today."""
        duty = factory.deadline("ONLINE", kind, "ONLINE-GROUP", 0, 0, **values) | {"anchor": "Period End"}
        return factory.build(year="T-NAY", around=getdate(), duties=[duty])
