"""Papers that one person signs for a unit: invitation, delegation, certificate of attendance."""

from __future__ import annotations

from datetime import date

import frappe
import pytest
from frappe.utils import getdate
from frappe.www.printview import get_html_and_style

from cum_chuyen_mon.documents.layout import STANDARD, Layout
from cum_chuyen_mon.printing.letters import certificate_of, delegation_of, invitation_of, submission_of
from cum_chuyen_mon.printing.plans import paper_of as plan_of
from cum_chuyen_mon.printing.setting import layout

from . import elections, factory, holders
from .holders import as_user

DAY = date(2025, 1, 6)


@pytest.fixture
def made() -> factory.District:
    return factory.build()


class TestTheInvitation:
    def test_a_clusters_head_signs_on_its_behalf(self, made):
        paper = invitation_of(factory.session(made, DAY, unit=made.cluster, notified_on="2025-01-02"))
        assert paper.right.capacity == ("TM. CỤM THỬ NGHIỆM", "CỤM TRƯỞNG")
        assert paper.right.name == "Hiệu trưởng THCS An"
        assert paper.head.number.endswith("/GM-T-CUM")
        assert paper.head.dateline == "Ngày 02 tháng 01 năm 2025", "that of the notice"
        assert paper.when == "08 giờ 00 đến 10 giờ 30, ngày 06 tháng 01 năm 2025"

    def test_a_deputy_signs_for_the_head(self, made):
        paper = invitation_of(
            factory.session(made, DAY, unit=made.cluster, chair="T-BINH-HT", secretary="T-AN-HT")
        )
        assert paper.right.capacity == ("KT. CỤM TRƯỞNG", "PHÓ CỤM TRƯỞNG")

    def test_who_has_no_office_there_signs_as_the_chair(self, made):
        paper = invitation_of(factory.session(made, DAY))
        assert paper.right.capacity == ("CHỦ TRÌ",)

    def test_schools_and_guests_are_named_and_so_is_why_it_is_told_late(self, made):
        meeting = factory.session(made, DAY, unit=made.cluster)
        factory.insert(
            "Cluster Session Attendance",
            session=meeting.name,
            guest_name="Chuyên viên Phòng",
            guest_organisation="Phòng thử nghiệm",
        )
        meeting.notice_reason = "Báo cáo viên đổi lịch."
        paper = invitation_of(meeting)
        assert paper.to == "Thành viên Cụm thử nghiệm thuộc THCS An, THCS Binh, THCS Cuong"
        assert paper.guests == ("Chuyên viên Phòng, Phòng thử nghiệm",)
        assert paper.short_notice == "Báo cáo viên đổi lịch"

    def test_the_authority_is_that_of_the_papers_own_day(self, made):
        """The district offices ended on 30 June 2025; a department took their place."""
        cluster = frappe.get_doc("School Cluster", made.cluster)
        cluster.authorities[0].to_date = "2025-06-30"
        cluster.append("authorities", {"authority": "T-SO", "from_date": "2025-07-01"})
        cluster.save()
        meeting = factory.session(made, DAY, unit=made.cluster)
        for told, superior in (("2025-06-30", "PHÒNG THỬ NGHIỆM"), ("2025-07-01", "SỞ THỬ NGHIỆM")):
            meeting.notified_on = told
            assert invitation_of(meeting).head.superior == superior


class TestThePlan:
    def test_says_what_when_where_and_who(self, made):
        items = [
            {
                "title": "Chuyên đề phân số",
                "activity_kind": "THEME",
                "subject": "TOAN",
                "planned_on": "2024-11-20",
                "host_school": "T-BINH",
                "person": "T-BINH-HT",
            },
            {"title": "Họp sơ kết", "activity_kind": "PERIODIC-MEETING", "planned_month": "12"},
        ]
        paper = plan_of(holders.plan(made, title="Kế hoạch hoạt động cụm", items=items))
        first, second = paper.items
        theme = frappe.db.get_value("Cluster Activity Kind", "THEME", "activity_title")
        assert (first.when, first.host, first.person) == ("20/11/2024", "THCS Binh", "Hiệu trưởng THCS Binh")
        assert first.content.startswith(f"Chuyên đề phân số; {theme}")
        assert (second.when, second.host, second.person) == ("Tháng 12", "", "")
        assert (paper.kind, paper.subject) == ("KẾ HOẠCH", "Hoạt động cụm")
        assert paper.recipients[0] == "Phòng thử nghiệm (để báo cáo);"
        assert paper.right.capacity == ("TM. CỤM THỬ NGHIỆM", "CỤM TRƯỞNG")

    def test_that_was_approved_says_by_whom_and_by_which_paper(self, made):
        plan = holders.plan(made)
        plan.update({"approved_on": "2024-10-01", "approval_no": "15/QĐ", "received_on": "2024-09-20"})
        paper = plan_of(plan)
        assert (
            paper.approved
            == "Kế hoạch đã được Phòng thử nghiệm phê duyệt tại văn bản số 15/QĐ ngày 01/10/2024."
        )
        assert paper.head.dateline == "Ngày 20 tháng 9 năm 2024", "that on which it came"

    @pytest.mark.clause("N5.2")
    def test_a_clusters_own_rules_are_a_paper_too(self, made):
        plan = holders.plan(
            made, title="Quy định hoạt động", paper_kind="RULES", body="<p>Điều 1.</p><p>Điều 2.</p>"
        )
        paper = plan_of(plan)
        assert (paper.kind, paper.subject) == ("QUY ĐỊNH", "Hoạt động")
        assert paper.body == ("Điều 1.", "Điều 2.")
        assert "/QĐ-T-CUM" in paper.head.number


@pytest.mark.clause("P4.2")
class TestTheDelegation:
    def given(self, made: factory.District, **values) -> object:
        return factory.insert(
            "Cluster Delegation",
            **{
                "unit_type": "School Cluster",
                "unit": made.cluster,
                "delegator": "T-AN-HT",
                "delegate": "T-BINH-HT",
                "from_date": "2025-01-06",
                "to_date": "2025-02-28",
                "convene": 1,
                "report": 1,
                "scope": "Chỉ trong học kỳ I.",
                **values,
            },
        )

    def test_says_who_whom_what_and_how_long(self, made):
        paper = delegation_of(self.given(made))
        assert paper.delegator == "Hiệu trưởng THCS An, Cụm trưởng Cụm thử nghiệm"
        assert paper.delegate == "Hiệu trưởng THCS Binh, Phó cụm trưởng Cụm thử nghiệm"
        assert paper.acts == ("Triệu tập và chủ trì các buổi sinh hoạt;", "Lập báo cáo.")
        assert paper.scope == ("Chỉ trong học kỳ I.",)
        assert paper.term == "từ ngày 06 tháng 01 năm 2025 đến hết ngày 28 tháng 02 năm 2025"
        assert paper.right.capacity == ("TM. CỤM THỬ NGHIỆM", "CỤM TRƯỞNG")

    def test_has_the_number_that_its_giver_wrote(self, made):
        assert delegation_of(self.given(made, number="07/GUQ-CCM")).head.number == "07/GUQ-CCM"
        other = self.given(made, from_date="2025-03-01", to_date="2025-03-31")
        assert other.number is None
        assert delegation_of(other).head.number.endswith("/GUQ-T-CUM")


@pytest.mark.clause("E4.1")
class TestTheCertificate:
    def test_counts_the_sessions_whose_minutes_are_locked(self, made):
        factory.hold_and_lock(made, DAY, session_title="Buổi 1")
        factory.hold_and_lock(made, date(2024, 10, 8), session_title="Buổi 2", end_time="09:30:00")
        factory.everyone_present(factory.session(made, date(2024, 11, 8)))
        paper = self.certificate(made)
        assert [(row.day, row.title, row.length) for row in paper.rows] == [
            ("08/10/2024", "Buổi 2", "1 giờ 30 phút"),
            ("06/01/2025", "Buổi 1", "2 giờ 30 phút"),
        ]
        assert (paper.count, paper.total) == ("2", "4 giờ")
        assert all(row.minutes.endswith("/BB") for row in paper.rows)
        assert paper.period == "từ ngày 05/09/2024 đến ngày 31/05/2025"

    def test_of_nothing_is_refused(self, made):
        with pytest.raises(frappe.ValidationError, match="chưa dự buổi nào có biên bản đã khóa"):
            self.certificate(made)

    def test_holds_what_the_reader_may_see_of_the_roll(self, made):
        factory.hold_and_lock(made, DAY)
        own, other = (holders.login(made.principal(school)) for school in ("T-CUONG", "T-BINH"))
        with as_user(own):
            assert self.certificate(made).count == "1"
        with as_user(other), pytest.raises(frappe.ValidationError):
            self.certificate(made)

    def certificate(self, made: factory.District):
        staff = frappe.get_doc("Member School Staff", made.teacher("T-CUONG"))
        return certificate_of(staff, made.group, made.year)


@pytest.mark.clause("N5.1", "E4.2e")
class TestTheSubmission:
    def test_of_an_election_says_how_it_went_and_whom_to_confirm(self):
        made = elections.district()
        paper = submission_of(elections.elected(made, elections.election(made), submission_no="03/TTr-CCM"))
        assert paper.head.number == "03/TTr-CCM"
        assert (paper.to, paper.subject) == ("Phòng thử nghiệm", "Về việc đề nghị chuẩn y Cụm trưởng")
        assert paper.how.startswith(f"Ngày {getdate():%d/%m/%Y}, Cụm thử nghiệm đã họp và bầu Cụm trưởng")
        (ballot,) = paper.elections
        assert ballot.ballots == "Phát ra 3 phiếu, thu về 3 phiếu, hợp lệ 3 phiếu."
        assert ballot.candidates == (
            ("Hiệu trưởng THCS Binh", "2", "Trúng cử"),
            ("Hiệu trưởng THCS An", "1", ""),
        )
        assert (
            "chuẩn y Hiệu trưởng THCS Binh, Hiệu trưởng THCS Binh giữ chức Cụm trưởng từ ngày" in paper.wish
        )
        assert paper.grounds[0].endswith("văn bản số 12/QĐ-SGDĐT;")

    def test_of_two_drafts_about_one_seat_each_tells_its_own_votes(self):
        made = elections.district()
        meeting = elections.election(made)
        own = elections.elected(made, meeting)
        other = {"rounds": [elections.count(3, 3, 2)], "votes": elections.votes(1, CUONG=2)}
        elections.headship(made, session=meeting.name, **other)
        (ballot,) = submission_of(own).elections
        assert [name for name, _votes, _result in ballot.candidates] == [
            "Hiệu trưởng THCS Binh",
            "Hiệu trưởng THCS An",
        ]

    def test_the_desk_prints_it(self):
        doc = elections.headship(elections.district(elections.ROTATION), way="Rotation")
        assert "TỜ TRÌNH" in get_html_and_style(doc.as_json())["html"]

    def test_of_a_turn_says_so(self):
        made = elections.district(elections.ROTATION)
        paper = submission_of(elections.headship(made, way="Rotation"))
        assert paper.elections == ()
        assert paper.how.startswith("Theo thứ tự luân phiên giữa các trường thành viên, đến lượt ")


class TestTheLayout:
    def settings(self, **values) -> None:
        frappe.get_doc("Cluster Settings").update(values).save()

    def test_is_the_sites_own_within_the_decree(self):
        self.settings(paper_indent=10, paper_spacing=1.5, paper_body=14)
        assert layout() == Layout(indent=10, spacing=1.5, body=14)
        self.settings(paper_indent=0, paper_spacing=0, paper_body=0)
        assert layout() == STANDARD

    @pytest.mark.parametrize(
        ("field", "value"), [("indent", 9.9), ("spacing", 1.6), ("body", 12), ("body", 14.5)]
    )
    def test_outside_the_decree_is_refused(self, field, value):
        with pytest.raises(frappe.ValidationError, match=r"Nghị định 30/2020/NĐ-CP.*cho phép từ"):
            self.settings(**{f"paper_{field}": value})
