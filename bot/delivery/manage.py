"""Schedules made, changed and explained: what both fronts offer moderators. Functions of a Shelf or
Desk; every refusal is a `BadQuestion` or `BadSettings` with a line that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from bot.delivery import arguments as typed
from bot.delivery.port import Place
from bot.delivery.schedule import Schedule, WithoutBriefing
from bot.delivery.when import next_runs, skip_next
from bot.errors import BadQuestion
from bot.model import Delivery, StoredSchedule
from bot.storage.protocol import Desk, Shelf
from bot.zones import zone_named

MOST = 50
"""Schedules of one server."""

SHOWN = 10
"""Rows that "why" tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a moderator typed of a schedule's times; None leaves it as it is, "none" clears it."""

    at: str | None = None
    zone: str | None = None
    days: str | None = None
    first: str | None = None
    last: str | None = None
    skip: str | None = None
    without: str | None = None
    grace: str | None = None

    @property
    def any(self) -> bool:
        return any(getattr(self, item.name) is not None for item in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a schedule posts what, by its kind (`words.KINDS`): `topic` is the key of the topic
    whose news it posts, "" for any other kind."""

    library: int
    channel: int
    place: Place
    kind: str = "day"
    topic: str = ""
    name: str = ""
    role: int = 0
    publish: bool = False


def rule_of(wishes: Wishes, now: datetime, zone: str) -> Schedule:
    """A new rule; `zone` is the server's own, "" where it has chosen none."""
    if wishes.at is None:
        raise BadQuestion("At what time? Write it as in 07:30.")
    chosen = zone_named(wishes.zone) if wishes.zone else zone
    if not chosen:
        raise BadQuestion("In which time zone? Name one, such as America/Detroit.")
    return changed(Schedule(at=typed.time_of(wishes.at), zone=chosen, since=now), wishes, now)


def changed(rule: Schedule, wishes: Wishes, now: datetime) -> Schedule:
    """The rule with what was typed; from then on it counts anew, so that a new time makes up for
    nothing that lies behind."""
    without, until = (
        typed.without_of(wishes.without) if wishes.without else (rule.without, rule.wait_until)
    )
    return replace(
        rule,
        since=now,
        at=typed.time_of(wishes.at) if wishes.at else rule.at,
        zone=zone_named(wishes.zone) if wishes.zone else rule.zone,
        weekdays=typed.days_of(wishes.days) if wishes.days else rule.weekdays,
        first=_day(wishes.first, rule.first),
        last=_day(wishes.last, rule.last),
        skipped=typed.dates_of(wishes.skip) if wishes.skip else rule.skipped,
        without=WithoutBriefing(without),
        wait_until=until,
        grace=typed.length_of(wishes.grace) if wishes.grace else rule.grace,
    )


def _day(text: str | None, known: date | None) -> date | None:
    if text is None:
        return known
    return None if text.strip().casefold() == "none" else typed.date_of(text)


# --- changing ----------------------------------------------------------------------------------


def add(
    desk: Desk, target: Target, rule: Schedule, *, key: str, made_by: int, now: datetime
) -> StoredSchedule:
    """A new schedule; `key` is random, and its own for life."""
    if len(desk.schedules(target.library)) >= MOST:
        raise BadQuestion(f"There are {MOST} schedules here already; remove one first.")
    return desk.put_schedule(
        StoredSchedule(
            key=key,
            library=target.library,
            channel=target.channel,
            place=target.place.value,
            kind="company" if target.topic else target.kind,
            topic=target.topic,
            name=target.name,
            rule=rule.as_json(),
            role=target.role,
            publish=target.publish,
            made_by=made_by,
            next_at=now,
        )
    )


def get(shelf: Shelf, library: int, number: int) -> StoredSchedule:
    """A server's schedule by its number, which says nothing about other servers' ones."""
    found = shelf.schedule(number)
    if found is None or found.library != library or found.place == Place.DM:
        raise BadQuestion(f"There is no schedule {number} here; schedule list shows them.")
    return found


def keep(desk: Desk, schedule: StoredSchedule, rule: Schedule, now: datetime) -> StoredSchedule:
    """Store a changed rule; what had switched it off is taken as mended."""
    return desk.put_schedule(replace(schedule, rule=rule.as_json(), off="", told="", next_at=now))


def pause(desk: Desk, library: int, number: int, now: datetime) -> StoredSchedule:
    found = get(desk, library, number)
    rule = rule_in(found)
    return found if rule.paused else keep(desk, found, replace(rule, paused=True), now)


def resume(desk: Desk, library: int, number: int, now: datetime) -> StoredSchedule:
    """Run again, from now on: nothing that fell into the pause is made up for."""
    found = get(desk, library, number)
    rule = rule_in(found)
    if not rule.paused and not found.off:
        return found
    return keep(desk, found, replace(rule, paused=False, since=now), now)


def skip(desk: Desk, library: int, number: int, now: datetime) -> StoredSchedule:
    """Skip the next run. Asked twice, it skips the next two."""
    found = get(desk, library, number)
    rule = rule_in(found)
    skipped = skip_next(rule, now)
    if skipped == rule:
        raise BadQuestion(f"Schedule {number} has no run ahead that could be skipped.")
    return keep(desk, found, skipped, now)


def remove(desk: Desk, library: int, number: int, now: datetime) -> StoredSchedule:
    found = get(desk, library, number)
    desk.remove_schedule(number, now=now)
    return found


# --- telling -----------------------------------------------------------------------------------


def rule_in(schedule: StoredSchedule) -> Schedule:
    return Schedule.from_json(schedule.rule)


def runs_ahead(schedule: StoredSchedule, now: datetime, count: int = 3) -> tuple[datetime, ...]:
    """The next runs' instants; none while it is paused or switched off."""
    rule = rule_in(schedule)
    if rule.paused or schedule.off:
        return ()
    return tuple(run.due for run in next_runs(rule, now, count))


def rows_of(
    shelf: Shelf, schedules: Sequence[StoredSchedule], now: datetime, days: int = 14
) -> tuple[Delivery, ...]:
    """The ledger of the last days, the newest first."""
    numbers = [item.id for item in schedules]
    since = (now - timedelta(days=days)).date()
    rows = shelf.deliveries(numbers, since) if numbers else ()
    return tuple(sorted(rows, key=lambda row: row.due, reverse=True))
