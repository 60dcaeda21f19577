"""Stretches of the calendar with their TIMEX3 values. Years outside 1..9999 give None."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.model import Days, Precision

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season of the north; winter runs into the next year."""

_DAY, _MONTH, _YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR
"""What most times are: asked of the class they cost a search each time."""


class Period(NamedTuple):
    """A stretch of the calendar: its days, how fine it is, how TIMEX3 writes it."""

    days: Days
    precision: Precision
    value: str


def day_of(year: int, month: int, day: int) -> Period | None:
    try:
        return a_day(date(year, month, day))
    except (ValueError, OverflowError):
        return None


def a_day(day: date) -> Period:
    return Period(Days(day, day), _DAY, day.isoformat())


def months(year: int, first: int, count: int) -> Days | None:
    """The days of so many months from a month on (`first` may run over the year's end)."""
    begin, end = year * 12 + first - 1, year * 12 + first + count - 2
    try:
        last_year, last_month = end // 12, end % 12 + 1
        return Days(
            date(begin // 12, begin % 12 + 1, 1),
            date(last_year, last_month, monthrange(last_year, last_month)[1]),
        )
    except (ValueError, OverflowError, IndexError):
        return None


@lru_cache(maxsize=512)
def month_of(year: int, month: int) -> Period | None:
    """A month; the same few years' months are what most texts tell of, whoever wrote them."""
    days = months(year, month, 1)
    if days is None:
        return None
    first = days[0]
    return Period(days, _MONTH, f"{first.year:04d}-{first.month:02d}")


def quarter_of(year: int, quarter: int) -> Period | None:
    days = months(year, 3 * quarter - 2, 3)
    if days is None:
        return None
    return Period(days, Precision.QUARTER, f"{days[0].year:04d}-Q{(days[0].month + 2) // 3}")


def half_of(year: int, half: int) -> Period | None:
    days = months(year, 6 * half - 5, 6)
    return days and Period(days, Precision.HALF, f"{year:04d}-H{half}")


def season_of(year: int, season: str) -> Period | None:
    days = months(year, SEASON_MONTH[season], 3)
    return days and Period(days, Precision.SEASON, f"{year:04d}-{season}")


@lru_cache(maxsize=512)  # as with months
def year_of(year: int) -> Period | None:
    days = months(year, 1, 12)
    return days and Period(days, _YEAR, f"{year:04d}")


def decade_of(year: int) -> Period | None:
    first = year - year % 10
    days = months(first, 1, 120)
    return days and Period(days, Precision.DECADE, f"{first // 10:03d}")


def century_of(hundreds: int) -> Period | None:
    """The years that begin with these two digits (20 is the 21st century)."""
    days = months(hundreds * 100, 1, 1200)
    return days and Period(days, Precision.CENTURY, f"{hundreds:02d}")


def week_of(day: date) -> Period | None:
    """The ISO week, Monday to Sunday, in which a day lies."""
    try:
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(
            Days(monday, monday + timedelta(days=6)), Precision.WEEK, f"{year:04d}-W{week:02d}"
        )
    except OverflowError:
        return None


def weekend_of(day: date) -> Period | None:
    """Saturday and Sunday of the ISO week in which a day lies."""
    week = week_of(day)
    if week is None:
        return None
    saturday = week.days.earliest + timedelta(days=5)
    return Period(Days(saturday, week.days.latest), Precision.DAY, week.value + "-WE")


def shift_day(day: date, count: int) -> date | None:
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def unit_of(day: date, unit: str, count: int = 0) -> Period | None:
    """The day, week, month … that lies `count` such units after the one that holds a day."""
    if unit in ("D", "W", "2W", "WE"):
        size = {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit]
        moved = shift_day(day, size * max(-(10**7), min(10**7, count)))
        if moved is None:
            return None
        if unit == "D":
            return a_day(moved)
        return weekend_of(moved) if unit == "WE" else week_of(moved)
    if unit == "M":
        return month_of(day.year, day.month + count)
    if unit == "Q":
        return quarter_of(day.year, (day.month + 2) // 3 + count)
    wide = {"Y": 1, "E": 10, "C": 100}.get(unit)
    if wide is None:
        return None
    year = day.year + wide * count
    if unit == "C":
        return century_of(year // 100)
    return decade_of(year) if unit == "E" else year_of(year)


def easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian computus (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, count: int) -> date:
    """The count-th such weekday of a month; -1 is its last."""
    if count > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7)
