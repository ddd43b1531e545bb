"""Working days: weekends, Vietnam's public holidays and the school's own holiday list do not count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

from .words import DayUnit

SATURDAY = 5


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


@lru_cache(maxsize=64)
def _worked_weekends(year: int) -> frozenset[date]:
    """Saturdays the Government swapped for a day off (old versions of the package do not list them)."""
    return frozenset(getattr(holidays.country_holidays("VN", years=year), "weekend_workdays", ()))


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. ``extra`` are further days off; ``worked`` are swapped days that are worked."""

    extra: Collection[date] = field(default_factory=frozenset)
    worked: Collection[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        if day in self.extra or day in _public_holidays(day.year):
            return False
        return day.weekday() < SATURDAY or day in _worked_weekends(day.year)

    def shift(self, day: date, count: int, unit: DayUnit = DayUnit.WORKING) -> date:
        """The day that lies ``count`` days (working or calendar, negative for earlier) from ``day``.

        ``day`` itself is never counted: ten working days before Monday 16/12 is Monday 2/12 (E4.2b).
        """
        if unit is DayUnit.CALENDAR:
            return day + timedelta(days=count)
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day
