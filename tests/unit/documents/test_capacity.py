"""What stands above a signer's name, by Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7, điểm b.

"Trường hợp ký thay mặt tập thể thì phải ghi chữ viết tắt “TM.” vào trước tên tập thể lãnh đạo hoặc tên cơ quan, tổ
chức"; "ký thay người đứng đầu … “KT.” vào trước chức vụ của người đứng đầu"; "ký thừa ủy quyền … “TUQ.” vào trước chức
vụ của người đứng đầu". Below stands the signer's own office.
"""

from __future__ import annotations

import pytest

from cum_chuyen_mon.documents.letters import capacity, of_school
from cum_chuyen_mon.rules.words import Position

CLUSTER, GROUP, TEAM = "Cụm chuyên môn số 1", "Nhóm liên trường 2", "Tổ Toán cụm 1"
HEAD, LEAD, SUBJECT = Position.HEAD, Position.GROUP_LEAD, Position.SUBJECT_LEAD


@pytest.mark.parametrize(
    ("unit", "office", "head", "lines"),
    [
        (CLUSTER, HEAD, HEAD, ("TM. CỤM CHUYÊN MÔN SỐ 1", "CỤM TRƯỞNG")),
        (GROUP, LEAD, LEAD, ("TM. NHÓM LIÊN TRƯỜNG 2", "NHÓM TRƯỞNG")),
        (TEAM, SUBJECT, SUBJECT, ("TM. TỔ TOÁN CỤM 1", "TỔ TRƯỞNG BỘ MÔN LIÊN TRƯỜNG")),
    ],
)
def test_the_head_signs_for_the_body(unit, office, head, lines):
    assert capacity(unit, office, head) == lines
    assert capacity(unit, office, head, by_warrant=True) == lines


@pytest.mark.parametrize(
    ("head", "lines"),
    [(HEAD, ("KT. CỤM TRƯỞNG", "PHÓ CỤM TRƯỞNG")), (LEAD, ("KT. NHÓM TRƯỞNG", "PHÓ NHÓM TRƯỞNG"))],
)
@pytest.mark.parametrize("by_warrant", [True, False])
def test_a_deputy_signs_for_his_head_under_a_warrant_too(head, lines, by_warrant):
    assert capacity(CLUSTER, Position.DEPUTY, head, by_warrant, "Hiệu trưởng Trường THCS Hoa Mai") == lines


@pytest.mark.parametrize(
    ("office", "at_school", "own"),
    [
        (None, "Hiệu trưởng Trường THCS Hoa Mai", "HIỆU TRƯỞNG TRƯỜNG THCS HOA MAI"),
        (Position.OVERSEEING_LEADER, "Hiệu trưởng Trường THCS Hoa Mai", "LÃNH ĐẠO PHỤ TRÁCH"),
        (None, "", "NGƯỜI ĐƯỢC ỦY QUYỀN"),
    ],
    ids=["no office in the unit", "an office of his own there", "no post known"],
)
def test_whoever_else_holds_the_warrant_signs_above_his_own_office(office, at_school, own):
    assert capacity(CLUSTER, office, HEAD, True, at_school) == ("TUQ. CỤM TRƯỞNG", own)


def test_a_chair_without_office_and_warrant_signs_for_nobody_else():
    assert capacity(CLUSTER, None, HEAD, False, "Hiệu trưởng Trường THCS Hoa Mai") == ("CHỦ TRÌ",)


def test_a_principal_signs_in_his_own_right_and_his_deputy_for_him():
    assert of_school(Position.PRINCIPAL) == ("HIỆU TRƯỞNG",)
    assert of_school(Position.VICE_PRINCIPAL) == ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")
