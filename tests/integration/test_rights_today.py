"""How far a right goes today: one's level, one's authority and school as they stand, the people one knows."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from cum_chuyen_mon.meetings import roll_call
from cum_chuyen_mon.permissions.standing import standing_of

from . import factory
from .holders import as_user, authority_login, delegation, district, login


@pytest.fixture
def made() -> factory.District:
    return district()


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
