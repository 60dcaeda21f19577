"""Any zone, any time of day, any instant: the rule of due instants, and of what is pending."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.schedule import EVERY_DAY, Schedule, is_zone
from bot.delivery.when import (
    Timing,
    due_instant,
    next_runs,
    pending,
    runs_between,
    skip_next,
)
from tests.delivery.reckoning import reckon

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

zones = st.sampled_from(sorted(name for name in available_timezones() if is_zone(name)))
minutes = st.integers(0, 24 * 60 - 1).map(lambda count: time(*divmod(count, 60)))
instants = st.datetimes(
    datetime(1975, 1, 1), datetime(2090, 1, 1), timezones=zones.map(ZoneInfo)
).map(lambda stamp: stamp.replace(microsecond=0))
any_dates = st.dates(date(1975, 1, 1), date(2090, 1, 1))


@st.composite
def zones_and_dates(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a date, half of the time one on which its clock is changed."""
    zone, day = draw(zones), draw(any_dates)
    changes = _changes(zone, day.year) if draw(st.booleans()) else []
    return zone, draw(st.sampled_from(changes)) if changes else day


def _changes(zone: str, year: int) -> list[date]:
    noons = [datetime(year, 1, 1, 12, tzinfo=ZoneInfo(zone)) + n * DAY for n in range(365)]
    offsets = [noon.utcoffset() for noon in noons]
    return [
        noon.date() + n * DAY
        for noon, before, after in zip(noons, offsets, offsets[1:], strict=False)
        if before != after
        for n in (0, 1)
    ]


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    zone, day = draw(zones_and_dates())
    return Schedule(
        at=draw(minutes),
        zone=zone,
        since=datetime.combine(day, draw(minutes), UTC),
        weekdays=draw(st.sets(st.sampled_from(range(7)), min_size=1).map(frozenset)),
        first=draw(st.none() | st.just(day + 3 * DAY)),
        last=draw(st.none() | st.just(day + 20 * DAY)),
        skipped=frozenset(draw(st.sets(st.integers(0, 9).map(lambda n: day + n * DAY)))),
        grace=draw(st.integers(0, 7 * 24).map(lambda hours: timedelta(hours=hours))),
    )


@settings(max_examples=40, deadline=None)
@given(zones_and_dates(), minutes)
def test_due_is_the_first_minute_at_which_the_clock_has_reached_the_time(
    zone_and_date: tuple[str, date], at: time
) -> None:
    zone, day = zone_and_date
    midnight = datetime.combine(day, time.min, UTC)
    reckoned = reckon(zone, midnight - 16 * DAY / 24, midnight + 38 * DAY / 24, MINUTE, MINUTE)
    assert due_instant(day, at, ZoneInfo(zone)) == reckoned.get(at, {}).get(day)


@settings(max_examples=60, deadline=None)
@given(zones_and_dates(), minutes)
def test_the_clock_reads_the_time_or_the_first_minute_after_a_gap(
    zone_and_date: tuple[str, date], at: time
) -> None:
    zone, day = zone_and_date
    place = ZoneInfo(zone)
    due = due_instant(day, at, place)
    if due is None:
        return
    wanted = datetime.combine(day, at)
    shown = due.astimezone(place).replace(tzinfo=None)
    before = (due - timedelta(seconds=1)).astimezone(place).replace(tzinfo=None)
    assert before < wanted <= shown


@settings(max_examples=60, deadline=None)
@given(schedules(), st.integers(0, 40 * 24 * 60), st.integers(0, 30 * 24 * 60))
def test_two_windows_that_meet_hold_what_the_whole_holds(
    schedule: Schedule, first: int, second: int
) -> None:
    begin = schedule.since - DAY
    middle, end = begin + first * MINUTE, begin + (first + second) * MINUTE
    whole = list(runs_between(schedule, begin, end))
    halves = [*runs_between(schedule, begin, middle), *runs_between(schedule, middle, end)]
    assert whole == halves
    assert [run.due for run in whole] == sorted({run.due for run in whole})
    for run in whole:
        assert max(begin, schedule.since) <= run.due <= end
        assert run.day.weekday() in schedule.weekdays
        assert (schedule.first or run.day) <= run.day <= (schedule.last or run.day)
        assert bool(run.skip) == (run.day in schedule.skipped)


@settings(max_examples=60, deadline=None)
@given(schedules(), instants)
def test_the_next_runs_lie_ahead_and_are_never_skipped(schedule: Schedule, now: datetime) -> None:
    coming = next_runs(schedule, now, 3)
    assert all(run.due > now and not run.skip for run in coming)
    skipping = skip_next(schedule, now)
    assert next_runs(skipping, now, 2) == coming[1:3]
    assert next_runs(skip_next(skipping, now), now, 1) == coming[2:3]


@settings(max_examples=60, deadline=None)
@given(schedules(), st.integers(0, 40 * 24 * 60), st.integers(-5, 40))
def test_at_most_one_pending_run_is_sent_and_every_date_is_told_once(
    schedule: Schedule, elapsed: int, handled_after: int
) -> None:
    now = schedule.since + elapsed * MINUTE
    handled = schedule.since.date() + handled_after * DAY
    found = pending(schedule, now, handled)
    days = [item.run.day for item in found]
    assert days == sorted(set(days))
    assert all(day > handled for day in days)
    assert all(item.run.due <= now and item.late == now - item.run.due for item in found)
    sent = [item for item in found if item.timing in (Timing.DUE, Timing.CAUGHT_UP)]
    assert len(sent) <= 1
    assert all(item.late <= max(schedule.grace, 2 * MINUTE) for item in sent)
    assert {item.timing for item in found if item.run.skip} <= {Timing.SKIPPED}


edges = st.sampled_from([date.min, date.min + DAY, date.max - DAY, date.max]) | st.dates()


@settings(max_examples=60, deadline=None)
@given(edges, minutes, zones, st.datetimes(timezones=zones.map(ZoneInfo)), st.none() | edges)
def test_nothing_raises_at_the_edges_of_the_calendar(
    day: date, at: time, zone: str, now: datetime, handled: date | None
) -> None:
    due_instant(day, at, ZoneInfo(zone))
    since = datetime.combine(day, at, UTC)
    schedule = Schedule(at=at, zone=zone, since=since, weekdays=EVERY_DAY - {3})
    next_runs(schedule, now, 3)
    skip_next(schedule, now)
    if now - since < 100 * DAY:
        pending(schedule, now, handled)
