"""Addresses of online groups (C5e, N5.7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.online import is_plain_https, problem_of_group_url

SOUND = (
    "https://zalo.me/g/abcdef123",
    "https://m.me/j/AbY8x/",
    "https://t.me/+xyz",
    "https://teams.microsoft.com/l/team/19%3a?groupId=1&tenantId=2",
    "https://groups.google.com/g/cum-01",
    "https://diễn-đàn.vn/cụm",
    "https://forum.example.vn:8443/c/1#x",
)


@pytest.mark.clause("C5e", "N5.7")
@pytest.mark.parametrize("address", SOUND)
def test_any_service_that_answers_over_https(address):
    assert problem_of_group_url(address) == ""


@pytest.mark.clause("C5e", "N5.7")
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://zalo.me/g/abc", "https://"),
        ("zalo.me/g/abc", "https://"),
        ("javascript:alert(1)", "https://"),
        ("data:text/html,x", "https://"),
        ("//zalo.me/g", "https://"),
        ("https://", "tên máy chủ"),
        ("https:///g/abc", "tên máy chủ"),
        ("https://zalo", "tên máy chủ"),
        ("https://localhost/g", "tên máy chủ"),
        ("https://192.168.1.5/g", "tên máy chủ"),
        ("https://[::1]/g", "tên máy chủ"),
        ("https://zalo..me/g", "tên máy chủ"),
        ("https://-zalo.me/g", "tên máy chủ"),
        ("https://zalo.me\\@evil.vn/", "@"),
        ("https://ai:mat-khau@zalo.me/g", "tên đăng nhập"),
        ("https://zalo.me@evil.vn/g", "tên đăng nhập"),
        ("https://zalo.me/g abc", "khoảng trắng"),
        ("https://zalo.me/\u200babc", "ký tự ẩn"),
        ("https://zalo.me/\nabc", "khoảng trắng"),
        ("https://zalo.me:99999/", "không phải là địa chỉ"),
        ("https://[zalo.me/", "không phải là địa chỉ"),
        ("https://zalo.me/" + "x" * 130, "dài hơn 140"),
        ('https://zalo.me/"onmouseover="alert(1)', "dấu nháy"),
        ("https://zalo.me/<script>", "ngoặc nhọn"),
    ],
)
def test_what_is_wrong_is_said_with_a_remedy(address, why):
    said = problem_of_group_url(address)
    assert why in said
    assert "Hãy " in said


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    problem_of_group_url(text)
    problem_of_group_url("https://" + text)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://drive.example/anh?a=1&b=2#c", True),
        ("http://drive.example/anh", False),
        ("javascript:alert(1)", False),
        ('https://drive.example/"onmouseover="alert(1)', False),
        ("https://drive.example/<b>", False),
    ],
)
def test_a_papers_link_breaks_out_of_no_page(address, is_one):
    assert is_plain_https(address) is is_one
