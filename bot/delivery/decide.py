"""What to do now: a schedule, its ledger rows and the present instant in, intents with reasons out.

Pure. Whoever carries an intent out writes `Intent.state` and `Intent.reason` into the ledger, and
for a send claims the row first; deciding twice from the same rows gives the same intents.

Carry intents out in their order, oldest date first: a local date is handled once its row, or that
of a later date, stands in one of `FINAL`.

A clock set back never sends twice, for a row that was sent, or may have been, stands whatever the
clock says. But "missed" and "skipped" rows written in what is now the future are void: a machine
whose clock ran a year ahead for a minute must not stay silent for a year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.delivery.schedule import Schedule, WithoutBriefing
from bot.delivery.when import (
    PUNCTUAL,
    Pending,
    Run,
    Skip,
    Timing,
    due_instant,
    fell_due,
    pending,
    skip_of,
)
from bot.delivery.words import in_words
from bot.model import FINAL, DeliveryState

CLAIM_LIFE = timedelta(minutes=2)
"""After this long an unfinished claim belongs to a process that has died: longer than any send
with its time limits, shorter than a reader's patience."""

REACH = timedelta(days=31)
"""How far back runs without a row are looked for, so that a year of downtime is not told as 365
missed posts. Longer than the longest grace window."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What the ledger knows of one local date. `due` and `changed` are instants; `retry_at` is for
    held rows, None meaning at once."""

    day: date
    due: datetime
    state: DeliveryState
    changed: datetime
    retry_at: datetime | None = None
    unsure: bool = False
    """A try before may have posted it."""


class Act(StrEnum):
    SEND = "send"
    SEND_LINE = "send the line that says there is no briefing"
    WAIT = "wait for a briefing"
    ASK = "ask the channel whether it has the post, and send it if not"
    LOOK = "look for the post a last time"
    SKIP = "skip"
    MISS = "miss"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Intent:
    """`state` is the row's next one, `late` how long after its due instant `now` is, `until` the
    instant at which waiting ends; `part` as in the row."""

    act: Act
    day: date
    due: datetime
    state: DeliveryState
    reason: str
    late: timedelta
    until: datetime | None = None
    part: int = 0


def decide(
    schedule: Schedule,
    rows: Mapping[date, LedgerRow],
    now: datetime,
    ready: Collection[date],
) -> tuple[Intent, ...]:
    """All that is to be done at `now`, oldest date first; empty while the schedule is paused.

    `rows`: those of the last `REACH` and all later ones, and every unfinished one. `ready`: the
    local dates for which there is something to send; dates not yet due may be left out.
    """
    if schedule.paused:
        return ()
    known = {day: row for day, row in rows.items() if not _void(row, now)}
    found = [_intent(schedule, item, known, now, ready) for item in _open(schedule, known, now)]
    return tuple(intent for intent in found if intent)


def _void(row: LedgerRow, now: datetime) -> bool:
    return row.state in (DeliveryState.MISSED, DeliveryState.SKIPPED) and row.changed > now


def _open(schedule: Schedule, rows: Mapping[date, LedgerRow], now: datetime) -> list[Pending]:
    """Runs without a row, and rows that are not final, oldest first."""
    fallen = [row for row in rows.values() if row.due <= now]
    fresh = pending(schedule, now, _handled(fallen, now))
    kept = {item.run.day: item for item in fresh if item.run.day not in rows}
    newest = _newest(fallen, fresh)
    for row in fallen:
        if row.state not in FINAL:
            run = Run(row.day, row.due, skip=skip_of(schedule, row.day))
            kept[row.day] = fell_due(schedule, run, now, row.due < newest)
    return [kept[day] for day in sorted(kept)]


def _handled(fallen: Iterable[LedgerRow], now: datetime) -> date:
    """The last date that is done with, or the one before which nothing is looked for."""
    reach = date.fromordinal(max(1, now.toordinal() - REACH.days))
    return max([reach, *(row.day for row in fallen if row.state in FINAL)])


def _newest(fallen: Iterable[LedgerRow], fresh: Iterable[Pending]) -> datetime:
    """The due instant of the latest run that was to be sent; before all time if there is none."""
    begun = [row.due for row in fallen if row.state is not DeliveryState.SKIPPED]
    return max(
        [*begun, *(item.run.due for item in fresh if not item.run.skip)],
        default=datetime.min.replace(tzinfo=UTC),
    )


def _intent(
    schedule: Schedule,
    item: Pending,
    rows: Mapping[date, LedgerRow],
    now: datetime,
    ready: Collection[date],
) -> Intent | None:
    row = rows.get(item.run.day)
    if row and row.state is DeliveryState.CLAIMED:
        return _of_claimed(row, item, now)
    if row and row.state is DeliveryState.HELD:
        return _of_held(schedule, row, item, now)
    if item.run.skip:
        return _make(item, Act.SKIP, _SKIPS[item.run.skip])
    if item.run.day in ready:
        return _of_ready(schedule, item, now)
    return _of_missing(schedule, item, now)


_SKIPS = {
    Skip.DATE: "this date is on the schedule's list of skipped dates",
    Skip.NEXT: "a moderator skipped this run",
}

_STATES = {
    Act.SEND: DeliveryState.CLAIMED,
    Act.SEND_LINE: DeliveryState.CLAIMED,
    Act.WAIT: DeliveryState.WAITING,
    Act.ASK: DeliveryState.CLAIMED,
    Act.LOOK: DeliveryState.CLAIMED,
    Act.SKIP: DeliveryState.SKIPPED,
    Act.MISS: DeliveryState.MISSED,
    Act.FAIL: DeliveryState.FAILED,
}


def _make(item: Pending, act: Act, reason: str, until: datetime | None = None) -> Intent:
    return Intent(act, item.run.day, item.run.due, _STATES[act], reason, item.late, until)


def _of_claimed(row: LedgerRow, item: Pending, now: datetime) -> Intent | None:
    """A young claim is being sent. An old one may have arrived: never resent without asking."""
    if timedelta(0) <= now - row.changed < CLAIM_LIFE:
        return None
    return _make(item, Act.ASK, "claimed, but never finished: it may have arrived")


def _of_held(schedule: Schedule, row: LedgerRow, item: Pending, now: datetime) -> Intent | None:
    over = ""
    if item.overtaken:
        over = "held until a later run fell due"
    elif _too_late(schedule, item, now):
        over = f"held for longer than {in_words(schedule.grace)}"
    if over and not row.unsure:
        return _make(item, Act.FAIL, over)
    clock_set_back = row.changed > now
    if row.retry_at is None or row.retry_at <= now or clock_set_back:
        return _make(item, Act.LOOK if over else Act.SEND, over or "tried again")
    return None


def _of_ready(schedule: Schedule, item: Pending, now: datetime) -> Intent:
    missed = _why_missed(schedule, item, now)
    if missed:
        return _make(item, Act.MISS, missed)
    return _make(item, Act.SEND, _punctuality(item))


def _of_missing(schedule: Schedule, item: Pending, now: datetime) -> Intent:
    """There is no briefing for the date: then nothing was missed, unless a line was promised."""
    if schedule.without is WithoutBriefing.LINE:
        missed = _why_missed(schedule, item, now)
        act = Act.MISS if missed else Act.SEND_LINE
        return _make(item, act, missed or "no briefing for this day")
    latest = _latest(schedule, item.run.day)
    if latest and now < latest and not item.overtaken:
        return _make(item, Act.WAIT, "no briefing for this day yet", latest)
    by = f" by {schedule.wait_until:%H:%M}" if schedule.wait_until else ""
    return _make(item, Act.SKIP, f"no briefing for this day{by}")


def _why_missed(schedule: Schedule, item: Pending, now: datetime) -> str:
    if item.overtaken:
        return "not sent at its time, and a later run has fallen due"
    if _too_late(schedule, item, now):
        return f"{in_words(item.late)} late, more than the grace of {in_words(schedule.grace)}"
    return ""


def _too_late(schedule: Schedule, item: Pending, now: datetime) -> bool:
    """Until the latest hour to wait for a briefing, a post that comes is not late."""
    latest = _latest(schedule, item.run.day)
    return item.timing is Timing.MISSED and not (latest and now <= latest)


def _latest(schedule: Schedule, day: date) -> datetime | None:
    if schedule.wait_until is None:
        return None
    return due_instant(day, schedule.wait_until, schedule.place)


def _punctuality(item: Pending) -> str:
    if item.late <= PUNCTUAL:
        return "due"
    return f"caught up, {in_words(item.late)} late"
