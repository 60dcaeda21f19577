"""The rule for clock changes, and what is due, as tables to be read."""

# ruff: noqa: E501 (a table is read one case a line)

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.schedule import WORKDAYS, Schedule
from bot.delivery.when import (
    Clock,
    Skip,
    Timing,
    due_instant,
    next_runs,
    pending,
    runs_between,
    skip_next,
)

HOUR = timedelta(hours=1)

CLOCKS = [
    # an ordinary day, in winter and in summer
    ("America/Detroit", "2026-01-15", "07:30", "2026-01-15 12:30"),
    ("America/Detroit", "2026-07-15", "07:30", "2026-07-15 11:30"),
    # Detroit leaves out 02:00-02:59 on 8 March 2026: all of it comes at 03:00
    ("America/Detroit", "2026-03-08", "01:59", "2026-03-08 06:59"),
    ("America/Detroit", "2026-03-08", "02:00", "2026-03-08 07:00"),
    ("America/Detroit", "2026-03-08", "02:30", "2026-03-08 07:00"),
    ("America/Detroit", "2026-03-08", "03:00", "2026-03-08 07:00"),
    ("America/Detroit", "2026-03-08", "03:01", "2026-03-08 07:01"),
    # and shows 01:00-01:59 twice on 1 November: the first one counts
    ("America/Detroit", "2026-11-01", "01:00", "2026-11-01 05:00"),
    ("America/Detroit", "2026-11-01", "01:30", "2026-11-01 05:30"),
    ("America/Detroit", "2026-11-01", "02:00", "2026-11-01 07:00"),
    # Lord Howe changes by half an hour
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),
    ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03 15:30"),
    ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
    ("Australia/Lord_Howe", "2026-04-05", "02:00", "2026-04-04 15:30"),
    # Samoa crossed the date line: there was no 30 December 2011
    ("Pacific/Apia", "2011-12-29", "23:30", "2011-12-30 09:30"),
    ("Pacific/Apia", "2011-12-30", "00:00", None),
    ("Pacific/Apia", "2011-12-30", "07:30", None),
    ("Pacific/Apia", "2011-12-31", "00:00", "2011-12-30 10:00"),
    # Kwajalein crossed it too, in 1993
    ("Pacific/Kwajalein", "1993-08-21", "07:30", None),
    # Casablanca goes back for Ramadan and forward after it
    ("Africa/Casablanca", "2025-02-23", "02:30", "2025-02-23 01:30"),
    ("Africa/Casablanca", "2025-04-06", "02:30", "2025-04-06 02:00"),
    # Cairo leaves out the first hour of the day, and doubles the last
    ("Africa/Cairo", "2024-04-26", "00:30", "2024-04-25 22:00"),
    ("Africa/Cairo", "2024-10-31", "23:30", "2024-10-31 20:30"),
    ("Africa/Cairo", "2024-11-01", "00:00", "2024-10-31 22:00"),
    # so did Tehran, half an hour off, for the last time in 2022
    ("Asia/Tehran", "2022-03-22", "00:30", "2022-03-21 20:30"),
    ("Asia/Tehran", "2022-09-21", "23:30", "2022-09-21 19:00"),
    ("Asia/Tehran", "2023-03-22", "00:30", "2023-03-21 21:00"),
    # São Paulo changed at midnight: 17 February 2018 had two last hours
    ("America/Sao_Paulo", "2017-10-15", "00:00", "2017-10-15 03:00"),
    ("America/Sao_Paulo", "2018-02-17", "23:30", "2018-02-18 01:30"),
    # in Nuuk the gap is the last hour of a date: the run falls due at midnight, for its own date
    ("America/Nuuk", "2025-03-29", "23:30", "2025-03-30 01:00"),
    ("America/Nuuk", "2025-03-30", "00:00", "2025-03-30 01:00"),
    # Kolkata's clock never changes; UTC is UTC
    ("Asia/Kolkata", "2026-03-29", "02:30", "2026-03-28 21:00"),
    ("UTC", "2026-03-29", "02:30", "2026-03-29 02:30"),
]


@pytest.mark.parametrize(("zone", "day", "at", "expected"), CLOCKS)
def test_due_instant(zone: str, day: str, at: str, expected: str | None) -> None:
    due = due_instant(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert due == (_utc(expected) if expected else None)


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [("Pacific/Honolulu", date.max, time(23)), ("Asia/Tokyo", date.min, time(1))],
)
def test_beyond_the_calendar_there_is_no_instant(zone: str, day: date, at: time) -> None:
    assert due_instant(day, at, ZoneInfo(zone)) is None


@pytest.mark.parametrize(
    ("at", "day", "clock"),
    [
        ("02:30", date(2026, 3, 8), Clock.MISSING),
        ("01:30", date(2026, 11, 1), Clock.DOUBLED),
        ("02:30", date(2026, 11, 1), Clock.ORDINARY),
    ],
)
def test_a_run_tells_what_the_clock_does_to_it(at: str, day: date, clock: Clock) -> None:
    midnight = datetime.combine(day, time.min, UTC)
    schedule = _schedule(at=time.fromisoformat(at), since=midnight)
    assert [run.clock for run in runs_between(schedule, midnight, midnight + 24 * HOUR)] == [clock]


# --- the calendar ------------------------------------------------------------------------------


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _schedule(**changes: object) -> Schedule:
    """07:30 in Detroit, every day, made on 20 February 2026 (a Friday) in the evening."""
    wanted: dict[str, object] = {"at": time(7, 30), "zone": "America/Detroit"}
    wanted["since"] = _utc("2026-02-20 23:00")
    return Schedule(**(wanted | changes))  # type: ignore[arg-type]


MARCH = [date(2026, 3, day) for day in range(32) if day]

CALENDARS: list[tuple[str, dict[str, object], list[int]]] = [
    ("every day", {}, [2, 3, 4, 5]),
    ("Monday to Friday", {"weekdays": WORKDAYS}, [2, 3, 4, 5]),
    ("weekends", {"weekdays": frozenset({5, 6})}, [7, 8, 14, 15]),
    ("Mondays", {"weekdays": frozenset({0})}, [2, 9, 16, 23]),
    ("skipped dates", {"skipped": frozenset({MARCH[2], MARCH[3]})}, [2, 5, 6, 7]),
    ("skip next", {"skip_next": MARCH[1]}, [3, 4, 5, 6]),
    ("from a date", {"first": MARCH[9]}, [10, 11, 12, 13]),
    ("until a date", {"last": MARCH[2]}, [2, 3]),
    ("one day", {"first": MARCH[9], "last": MARCH[9]}, [10]),
    ("over", {"last": MARCH[0]}, []),
    ("made later", {"since": datetime(2026, 3, 5, 12, 30, tzinfo=UTC)}, [5, 6, 7, 8]),
    (
        "made a second too late",
        {"since": datetime(2026, 3, 5, 12, 30, 1, tzinfo=UTC)},
        [6, 7, 8, 9],
    ),
]


@pytest.mark.parametrize(("name", "changes", "days"), CALENDARS, ids=[row[0] for row in CALENDARS])
def test_the_next_runs(name: str, changes: dict[str, object], days: list[int]) -> None:
    coming = next_runs(_schedule(**changes), _utc("2026-03-01 20:00"), 4)
    assert [run.day for run in coming] == [MARCH[day - 1] for day in days]


def test_a_run_at_this_very_instant_is_no_longer_a_next_one() -> None:
    now = _utc("2026-03-02 12:30")
    assert next_runs(_schedule(), now, 1)[0].day == MARCH[2]
    assert next_runs(_schedule(), now - HOUR / 3600, 1)[0].day == MARCH[1]


def test_it_does_not_matter_in_which_zone_now_is_told() -> None:
    """On Kiritimati it is already 3 March when Pago Pago's 1 March is not yet over."""
    now = _utc("2026-03-02 10:30")
    schedule = _schedule(at=time(23, 45), zone="Pacific/Pago_Pago")
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert next_runs(schedule, now.astimezone(ZoneInfo(zone)), 1)[0].day == MARCH[0]


def test_runs_between_holds_its_end_and_not_its_beginning() -> None:
    begin, end = _utc("2026-03-02 12:30"), _utc("2026-03-04 12:30")
    assert [run.day for run in runs_between(_schedule(), begin, end)] == MARCH[2:4]


def test_runs_between_marks_what_is_skipped() -> None:
    schedule = _schedule(skipped=frozenset({MARCH[1]}), skip_next=MARCH[2])
    runs = runs_between(schedule, _utc("2026-03-02 00:00"), _utc("2026-03-05 00:00"))
    assert [run.skip for run in runs] == [Skip.DATE, Skip.NEXT, None]


def test_skip_next_said_twice_skips_two_runs() -> None:
    now = _utc("2026-03-01 20:00")
    twice = skip_next(skip_next(_schedule(), now), now)
    assert [run.day for run in next_runs(twice, now, 2)] == [MARCH[3], MARCH[4]]


def test_skip_next_without_a_next_run_changes_nothing() -> None:
    over = _schedule(last=MARCH[0])
    assert skip_next(over, _utc("2026-03-01 20:00")) == over


# --- what is pending ---------------------------------------------------------------------------

D, C, M, S = Timing.DUE, Timing.CAUGHT_UP, Timing.MISSED, Timing.SKIPPED

PENDING: list[tuple[str, str, int, dict[str, object], list[tuple[int, Timing]]]] = [
    # what, now in UTC (07:30 is 12:30), last handled day of March, schedule, (day, timing)
    ("a second early", "2026-03-04 12:29:59", 3, {}, []),
    ("on the minute", "2026-03-04 12:30:00", 3, {}, [(4, D)]),
    ("a tick later", "2026-03-04 12:30:29", 3, {}, [(4, D)]),
    ("done with", "2026-03-04 12:30:29", 4, {}, []),
    ("after an hour of downtime", "2026-03-04 13:30", 3, {}, [(4, C)]),
    ("at the end of the grace", "2026-03-04 18:30", 3, {}, [(4, C)]),
    ("after the grace", "2026-03-04 18:30:01", 3, {}, [(4, M)]),
    ("asleep for a day", "2026-03-05 12:31", 3, {}, [(4, M), (5, D)]),
    ("asleep for a day and two hours", "2026-03-05 14:31", 3, {}, [(4, M), (5, C)]),
    ("a long grace is no flood", "2026-03-06 13:30", 3, {"grace": 144 * HOUR}, [(4, M), (5, M), (6, C)]),
    ("no grace", "2026-03-04 12:33", 3, {"grace": 0 * HOUR}, [(4, M)]),
    ("no grace, but the tick is late", "2026-03-04 12:31", 3, {"grace": 0 * HOUR}, [(4, D)]),
    ("clock set back an hour after the post", "2026-03-04 11:31", 4, {}, []),
    ("and forward again", "2026-03-04 12:31", 4, {}, []),
    ("skipped", "2026-03-04 12:31", 3, {"skip_next": MARCH[3]}, [(4, S)]),
    ("skipped overtakes nothing", "2026-03-05 12:31", 3, {"skip_next": MARCH[4], "grace": 48 * HOUR}, [(4, C), (5, S)]),
    ("paused", "2026-03-04 12:31", 3, {"paused": True}, []),
    ("made at 08:00 for 07:30", "2026-03-04 13:01", 3, {"since": datetime(2026, 3, 4, 13, tzinfo=UTC)}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "now", "handled", "changes", "expected"), PENDING, ids=[row[0] for row in PENDING]
)
def test_pending(
    name: str, now: str, handled: int, changes: dict[str, object], expected: list[object]
) -> None:
    found = pending(_schedule(**changes), _utc(now), MARCH[handled - 1])
    assert [(item.run.day.day, item.timing) for item in found] == expected


def test_an_empty_ledger_counts_from_the_schedules_beginning() -> None:
    schedule = _schedule(since=_utc("2026-03-03 12:30"))
    found = pending(schedule, _utc("2026-03-04 12:30"), None)
    assert [(item.run.day.day, item.timing) for item in found] == [(3, M), (4, D)]
