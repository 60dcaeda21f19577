"""An independent reckoning of due instants: no calendar, no `fold`, no search for a gap.

It walks through time in UTC, step by step, and reads the clock on the wall. Whenever the clock
shows more than it ever has, all the hours it has passed since have come: that is the first instant
at which each of them has been reached. Dates that the clock never shows are struck out at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Due = dict[time, dict[date, datetime]]


def reckon(zone: str, begin: datetime, end: datetime, step: timedelta, marks: timedelta) -> Due:
    """For each time of day that is a multiple of `marks`: local date → the instant it is reached,
    for the instants begin < t <= end that are multiples of `step`."""
    due: Due = {}
    lived: set[date] = set()
    place = ZoneInfo(zone)
    top = _wall(begin, place)
    for instant in _walk(begin, end, step):
        wall = _wall(instant, place)
        lived.add(wall.date())
        for mark in _passed(top, wall, marks):
            due.setdefault(mark.time(), {})[mark.date()] = instant
        top = max(top, wall)
    return {
        at: {day: instant for day, instant in found.items() if day in lived}
        for at, found in due.items()
    }


def _walk(begin: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    instant = begin
    while instant < end:
        instant += step
        yield instant


def _wall(instant: datetime, place: ZoneInfo) -> datetime:
    return instant.astimezone(place).replace(tzinfo=None)


def _passed(top: datetime, wall: datetime, marks: timedelta) -> Iterator[datetime]:
    """The multiples of `marks` in top < mark <= wall."""
    if wall <= top:
        return
    midnight = datetime.combine(top.date(), time.min)
    mark = midnight + ((top - midnight) // marks + 1) * marks
    while mark <= wall:
        yield mark
        mark += marks


def start_of(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)
