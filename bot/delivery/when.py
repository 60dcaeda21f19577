"""When a schedule's runs fall due: pure functions of a schedule and of instants handed in.

The rule for the days on which clocks change, in one sentence: a run is due at the earliest
instant at which the local clock reads its date and time or later. So

- on an ordinary day it is due when the clock reads that time;
- a time that the clock shows twice (PEP 495, `fold`) is taken the first time;
- a time that the clock leaves out goes to the first minute after the gap. RFC 5545, section
  3.3.5, would read it by the offset before the gap (02:30 becomes 03:30); we come sooner, as
  cron implementations do;
- a date that a place leaves out altogether (30 December 2011 in Apia, when Samoa crossed the date
  line) has no run, for nobody there lived it.

The calendar of dates is python-dateutil's `rrule` (RFC 5545), the clocks are `zoneinfo`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, rrule

from bot.delivery.schedule import EVERY_DAY, Schedule

PUNCTUAL = timedelta(minutes=2)
"""Up to here a run counts as on time: some ticks, and the pacer's queue."""

_MARGIN = 3
"""Days: a run lies within a day of its date in UTC, `instant` may be told in any zone, and a
missing time may fall due on the next date."""

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class Clock(StrEnum):
    """How the local clock treats a run's time on its date."""

    ORDINARY = "ordinary"
    MISSING = "missing"
    DOUBLED = "doubled"


class Skip(StrEnum):
    DATE = "skipped date"
    NEXT = "skip next"


class Run(NamedTuple):
    """One run. `day` is the local date that it is for (and the ledger's key), `due` its instant in
    UTC. A missing time late at night may fall due on the next date: `day` stays its own."""

    day: date
    due: datetime
    clock: Clock = Clock.ORDINARY
    skip: Skip | None = None


class Timing(StrEnum):
    DUE = "due"
    CAUGHT_UP = "caught up"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Pending:
    """A run that has fallen due and that the ledger does not know yet. `late` is never negative.
    `overtaken`: a later run has fallen due as well."""

    run: Run
    timing: Timing
    late: timedelta
    overtaken: bool = False


# --- one date ----------------------------------------------------------------------------------


def due_instant(day: date, at: time, place: ZoneInfo) -> datetime | None:
    """The instant in UTC at which the clock of `place` first reads `at` on `day`, by the rule at
    the head of this module; None where the place leaves the whole date out, or where the instant
    lies outside of Python's years 1 to 9999."""
    run = _run(day, at, place)
    return run.due if run else None


def _run(day: date, at: time, place: ZoneInfo) -> Run | None:
    wall = datetime.combine(day, at)
    try:
        return _run_at(wall, place)
    except OverflowError:
        return None


def _run_at(wall: datetime, place: ZoneInfo) -> Run | None:
    first = wall.replace(tzinfo=place).astimezone(UTC)
    second = wall.replace(tzinfo=place, fold=1).astimezone(UTC)
    if first == second:
        return Run(wall.date(), first)
    if first < second:
        return Run(wall.date(), first, Clock.DOUBLED)
    end = _gap_end(wall, place, second, first)
    if _leaves_out(wall.date(), end, place):
        return None
    return Run(wall.date(), end, Clock.MISSING)


def _gap_end(wall: datetime, place: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The instant at which the clock leaps over `wall`, to the second, by halving.

    PEP 495: for a missing time, fold=1 reads it by the offset after the gap and so gives an
    instant before it (`low`), fold=0 one after it (`high`).
    """
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _local(middle, place) < wall:
            low = middle
        else:
            high = middle
    return high


def _leaves_out(day: date, end: datetime, place: ZoneInfo) -> bool:
    before = _local(end - timedelta(seconds=1), place)
    return before.date() < day < _local(end, place).date()


def _local(instant: datetime, place: ZoneInfo) -> datetime:
    """What the clock on the wall reads, without its zone."""
    return instant.astimezone(place).replace(tzinfo=None)


# --- runs --------------------------------------------------------------------------------------


def runs_between(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Run]:
    """The runs with `after < due <= until`, in their order, those to be skipped among them (marked
    `skip`). Runs before `schedule.since` are none; whether it is paused is not looked at."""
    return takewhile(lambda run: run.due <= until, _runs_from(schedule, after))


def next_runs(schedule: Schedule, now: datetime, count: int) -> tuple[Run, ...]:
    """The next `count` runs after `now` that will be sent; fewer when the schedule ends."""
    return tuple(islice((run for run in _runs_from(schedule, now) if not run.skip), count))


def skip_next(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule with its next run skipped, on top of what was skipped before; the same schedule
    when no run is to come."""
    coming = next_runs(schedule, now, 1)
    if not coming:
        return schedule
    kept = schedule.skipped | ({schedule.skip_next} if schedule.skip_next else set())
    return replace(schedule, skipped=kept, skip_next=coming[0].day)


def _runs_from(schedule: Schedule, after: datetime, begin: date = date.min) -> Iterator[Run]:
    """All runs due after `after` whose date is `begin` or later, without an end."""
    place = schedule.place
    for day in _dates(schedule, max(begin, _before(after), _before(schedule.since))):
        run = _run(day, schedule.at, place)
        if run is None or run.due <= after or run.due < schedule.since:
            continue
        skip = skip_of(schedule, day)
        yield run._replace(skip=skip) if skip else run


def _dates(schedule: Schedule, begin: date) -> Iterator[date]:
    """The schedule's dates from `begin`, by the calendar alone."""
    first = max(begin, schedule.first or begin)
    rule = rrule(
        DAILY,
        dtstart=datetime.combine(first, time.min),
        until=datetime.combine(schedule.last, time.min) if schedule.last else None,
        byweekday=None if schedule.weekdays == EVERY_DAY else sorted(schedule.weekdays),
    )
    return (stamp.date() for stamp in rule)


def _before(instant: datetime) -> date:
    """A date whose runs all lie before `instant`, whatever the zone."""
    return date.fromordinal(max(1, instant.toordinal() - _MARGIN))


def skip_of(schedule: Schedule, day: date) -> Skip | None:
    """Why the run of a local date is to be skipped, if it is."""
    if day == schedule.skip_next:
        return Skip.NEXT
    return Skip.DATE if day in schedule.skipped else None


# --- what is due now ---------------------------------------------------------------------------


def pending(schedule: Schedule, now: datetime, handled: date | None) -> tuple[Pending, ...]:
    """The runs that have fallen due by `now` on dates after `handled`, the last date that the
    ledger knows (None: none yet), oldest first, each with its timing.

    Only the newest that is not skipped can still be sent: due, or within the grace window caught
    up on, once. Older ones are missed: a channel wants today's news, not a week of it at once.
    A clock set back changes nothing, for `handled` stands. Nothing is pending while paused.
    """
    if schedule.paused:
        return ()
    runs = _fallen_due(schedule, now, handled)
    newest = max((run.due for run in runs if not run.skip), default=None)
    return tuple(
        fell_due(schedule, run, now, newest is not None and run.due < newest) for run in runs
    )


def fell_due(schedule: Schedule, run: Run, now: datetime, overtaken: bool) -> Pending:
    """How the run stands at `now`, an instant at or after its due one. `overtaken`: a later run
    has fallen due as well."""
    late = now - run.due
    if run.skip:
        timing = Timing.SKIPPED
    elif overtaken or late > max(schedule.grace, PUNCTUAL):
        timing = Timing.MISSED
    else:
        timing = Timing.DUE if late <= PUNCTUAL else Timing.CAUGHT_UP
    return Pending(run, timing, late, overtaken)


def _fallen_due(schedule: Schedule, now: datetime, handled: date | None) -> list[Run]:
    if handled == date.max:
        return []
    begin = handled + timedelta(days=1) if handled else date.min
    return list(takewhile(lambda run: run.due <= now, _runs_from(schedule, _ALWAYS, begin)))
