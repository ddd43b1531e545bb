"""One cell: from what a spreadsheet stores to a typed value, and back.

``parse`` is generous with how people type (dates as text, numbers as text, any Unicode form, Vietnamese
labels or the stored English words) and strict with what it cannot understand. Nothing is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from ..rules.levels import level_text, parse_levels
from ..rules.text import CODE_PATTERN, clean, clean_lines, date_vi, split_codes
from ..rules.words import Word
from ..wording import find_word, label
from .schema import EMPTY, Column, Kind

FIRST_YEAR, LAST_YEAR = 1990, 2100
_CODE = re.compile(CODE_PATTERN)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2})?)\s*(?::(\d{2}))?\s*(?:phút|ph|p)?", re.IGNORECASE)
_YES = frozenset({"có", "co", "x", "1", "true", "yes", "đúng", "y"})
_NO = frozenset({"không", "khong", "0", "false", "no", "sai", "n"})


class CellError(ValueError):
    """A cell that cannot be understood; the text is the sentence for the person who filled it in."""


def is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not clean(raw))


def parse(column: Column, raw: object) -> Any:
    """The typed value of a cell.

    Raises CellError with a Vietnamese sentence that says what to write instead.
    """
    if is_blank(raw):
        if column.required:
            raise CellError(f"Thiếu «{column.title}». Hãy điền ô này.")
        return column.default
    value = _PARSERS[column.kind](column, raw)
    if isinstance(value, str) and len(value) > column.max_length:
        raise CellError(
            f"«{column.title}» dài {len(value)} ký tự, quá giới hạn {column.max_length}. Hãy viết ngắn lại."
        )
    return value


def _text(column: Column, raw: object) -> str:
    return clean(_as_text(raw))


def _long_text(column: Column, raw: object) -> str:
    return clean_lines(_as_text(raw))


def _as_text(raw: object) -> str:
    """A number, date or truth value that Excel made out of a text, written the way a person would."""
    if isinstance(raw, bool):
        return "Có" if raw else "Không"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return date_vi(raw.date()) if raw.time() == time() else f"{raw:%d/%m/%Y %H:%M}"
    if isinstance(raw, date):
        return date_vi(raw)
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    return str(raw)


def _code(column: Column, raw: object) -> str:
    if isinstance(raw, (datetime, date, time)):
        raise CellError(
            f"Excel đã đổi «{column.title}» thành ngày giờ. Hãy định dạng ô là Văn bản (Text) rồi gõ lại mã."
        )
    return _checked_code(column, clean(_as_text(raw)))


def _checked_code(column: Column, text: str) -> str:
    if not _CODE.fullmatch(text):
        raise CellError(
            f"«{column.title}» phải là mã gồm chữ hoa không dấu A-Z, chữ số và . _ - "
            "(không có khoảng trắng), bắt đầu bằng chữ hoặc số."
        )
    return text


def _codes(column: Column, raw: object) -> tuple[str, ...]:
    return tuple(_checked_code(column, text) for text in split_codes(_as_text(raw)))


def _email(column: Column, raw: object) -> str:
    text = clean(_as_text(raw))
    if not _EMAIL.fullmatch(text):
        raise CellError(f"«{column.title}» không phải địa chỉ thư. Ví dụ đúng: toan@truong.edu.vn.")
    return text


def _date(column: Column, raw: object) -> date:
    found = _date_of(column, raw)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(f"Năm {found.year} của «{column.title}» không hợp lý. Hãy kiểm tra lại năm.")
    return found


def _date_of(column: Column, raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    how = "Hãy ghi ngày/tháng/năm, ví dụ 05/01/2025."
    if isinstance(raw, (bool, int, float, time, timedelta)):
        raise CellError(f"«{column.title}» không phải ngày. {how}")
    text = clean(raw)
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        raise CellError(f"Không hiểu «{column.title}». {how}")
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(f"Ngày {day}/{month}/{year} không có trong lịch. {how}") from None


def _time(column: Column, raw: object) -> time:
    if isinstance(raw, datetime):
        raw = raw.time()
    if isinstance(raw, time):
        return raw.replace(microsecond=0, tzinfo=None)
    how = f"Không hiểu «{column.title}». Hãy ghi giờ:phút, ví dụ 07:30."
    seconds = -1.0
    if isinstance(raw, timedelta):
        seconds = raw.total_seconds()
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
        seconds = round(raw * 86400)
    elif isinstance(raw, str) and (match := _CLOCK.fullmatch(clean(raw))):
        hour, minute, second = (int(part or 0) for part in match.groups())
        seconds = hour * 3600 + minute * 60 + second if minute < 60 and second < 60 else -1.0
    if not 0 <= seconds < 86400:
        raise CellError(how)
    return (datetime.min + timedelta(seconds=int(seconds))).time()


def _number(column: Column, raw: object) -> int:
    how = f"«{column.title}» phải là số nguyên."
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        raise CellError(how)
    text = clean(raw)
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise CellError(how)
    return int(text)


def _flag(column: Column, raw: object) -> bool:
    word = clean(_as_text(raw)).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(f"«{column.title}» chỉ nhận «Có» hoặc «Không».")


def _choice(column: Column, raw: object) -> Word:
    assert column.choices
    found = find_word(column.choices, _as_text(raw))
    if found is None:
        allowed = ", ".join(label(word) for word in column.choices)
        raise CellError(f"«{column.title}» không có lựa chọn này. Hãy chọn một trong: {allowed}.")
    return found


def _choices(column: Column, raw: object) -> tuple[Word, ...]:
    return tuple(_choice(column, part) for part in split_codes(_as_text(raw)))


def _levels(column: Column, raw: object) -> object:
    try:
        return parse_levels(_as_text(raw))
    except ValueError:
        raise CellError(
            f"«{column.title}» ghi bằng MN, TH, THCS, THPT hoặc các cấp liền nhau nối bằng gạch nối, "
            "ví dụ TH-THCS."
        ) from None


_PARSERS: dict[Kind, Callable[[Column, object], Any]] = {
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.EMAIL: _email,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LEVELS: _levels,
}


def store(column: Column, value: Any) -> object:
    """What goes into the cell for a typed value; None for a blank cell."""
    if value == EMPTY[column.kind]:
        return None
    if column.kind is Kind.FLAG:
        return "Có"
    if column.kind is Kind.CODES:
        return ", ".join(value)
    if column.kind is Kind.CHOICE:
        return label(value)
    if column.kind is Kind.CHOICES:
        return ", ".join(label(word) for word in value)
    if column.kind is Kind.LEVELS:
        return level_text(value)
    return value


def show(column: Column, value: Any) -> str:
    """A typed value as a person reads it in a message."""
    stored = store(column, value)
    return "" if stored is None else _as_text(stored)


def raw_text(raw: object) -> str:
    """A raw cell value as a person reads it in a message."""
    return "" if raw is None else clean(_as_text(raw))
