"""Addresses of online groups: Zalo, Messenger, Telegram, Teams or any forum that answers over https (C5e, N5.7)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

LONGEST = 140
MARKUP = set("\"'<>`")
"""What an address has encoded only; Frappe's desk writes addresses into its pages as they are."""

NAME = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
"""One part of a host's name, letters of any language among them."""


def is_plain_https(address: str) -> bool:
    """Whether an address may stand in a page as it is, and be opened."""
    return address.startswith("https://") and not set(address) & MARKUP


def problem_of_group_url(address: str) -> str:
    """What is wrong with the address of an online group, and the remedy; "" when it may be opened by its members.

    It must be a whole https address of a host on the internet. What says who logs in (``user:password@``) belongs
    into nobody's list, and invisible characters make one address look like another.
    """
    if any(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in address):
        return "có khoảng trắng hoặc ký tự ẩn. Hãy sao chép lại liên kết của nhóm."
    if set(address) & MARKUP:
        return "có dấu nháy hoặc dấu ngoặc nhọn. Hãy sao chép lại liên kết của nhóm."
    if len(address) > LONGEST:
        return f"dài hơn {LONGEST} ký tự. Hãy dùng liên kết mời ngắn của nhóm."
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "không phải là địa chỉ. Hãy sao chép lại liên kết của nhóm."
    if parts.scheme != "https":
        return "phải bắt đầu bằng https://. Hãy sao chép lại liên kết của nhóm."
    if "@" in parts.netloc:
        return "có kèm tên đăng nhập. Hãy bỏ phần trước dấu @."
    if "\\" in address or not _is_on_the_internet(host):
        return (
            "không có tên máy chủ hợp lệ, ví dụ https://zalo.me/g/abc123. Hãy sao chép lại liên kết của nhóm."
        )
    return ""


def _is_on_the_internet(host: str) -> bool:
    """A name of several parts, such as zalo.me: neither a number nor a machine of one's own network."""
    names = host.split(".")
    is_number = ":" in host or names[-1].isdigit()
    return len(names) > 1 and not is_number and all(NAME.fullmatch(name) for name in names)
