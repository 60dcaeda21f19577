"""A schedule's rule in plain English, for `/schedule` to repeat and for reasons in the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import locales
from bot.delivery.schedule import EVERY_DAY, WORKDAYS, Schedule, WithoutBriefing
from bot.delivery.when import Clock, Run, runs_between
from bot.model import Delivery, DeliveryState, StoredSchedule

_WEEKDAYS = "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays".split()
_MOST_NAMED = 5
_AHEAD = timedelta(days=366)


def rule(schedule: Schedule) -> str:
    """The whole rule: days, time and zone, bounds, skips, what happens on days without a briefing,
    lateness, and what clock changes do."""
    parts = [
        f"{_days(schedule)} at {schedule.at:%H:%M}, {schedule.zone} time{_bounds(schedule)}.",
        _skips(schedule),
        _without(schedule),
        _grace(schedule),
        CLOCK_RULE,
    ]
    return " ".join(part for part in parts if part)


CLOCK_RULE = (
    "The time is the local clock's, summer and winter: when clocks change, a time that is left "
    "out goes to the first minute after the gap, and a time that comes twice is taken the first "
    "time."
)


def clock_note(schedule: Schedule, now: datetime) -> str:
    """The next run, within a year, that a clock change touches, in a sentence; "" if none is."""
    coming = runs_between(schedule, now, now + _AHEAD)
    run = next((run for run in coming if run.clock is not Clock.ORDINARY and not run.skip), None)
    return _note(schedule, run) if run else ""


def _note(schedule: Schedule, run: Run) -> str:
    said = f"On {locales.day(run.day)} the clock there"
    if run.clock is Clock.DOUBLED:
        return f"{said} shows {schedule.at:%H:%M} twice: the post comes the first time."
    local = run.due.astimezone(schedule.place)
    return f"{said} leaves out {schedule.at:%H:%M}: the post comes at {local:%H:%M}."


def _days(schedule: Schedule) -> str:
    if schedule.weekdays == EVERY_DAY:
        return "Every day"
    if schedule.weekdays == WORKDAYS:
        return "Monday to Friday"
    return _listed([_WEEKDAYS[day] for day in sorted(schedule.weekdays)])


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _bounds(schedule: Schedule) -> str:
    begin = f", from {locales.day(schedule.first)}" if schedule.first else ""
    end = f", until {locales.day(schedule.last)}" if schedule.last else ""
    return begin + end


def _skips(schedule: Schedule) -> str:
    days = sorted(schedule.skipped | ({schedule.skip_next} if schedule.skip_next else set()))
    named = [locales.day(day) for day in days[:_MOST_NAMED]]
    if len(days) > _MOST_NAMED:
        named.append(f"{len(days) - _MOST_NAMED} other dates")
    return f"Not on {_listed(named)}." if days else ""


def _without(schedule: Schedule) -> str:
    if schedule.without is WithoutBriefing.LINE:
        return "Without a briefing, a line says so."
    if schedule.wait_until:
        return f"Without a briefing, waits for one until {schedule.wait_until:%H:%M}."
    return "Without a briefing, nothing is posted."


def _grace(schedule: Schedule) -> str:
    if not schedule.grace:
        return "After downtime, a post that was due is not made up for."
    late = in_words(schedule.grace)
    return f"After downtime, the latest post is made up for once, up to {late} late."


KINDS = {
    "day": "the day's briefing",
    "week": "the digest of seven days",
    "month": "the digest of thirty days",
    "due": "what falls due that day",
}
"""What is posted, but for one company's news."""


def what(schedule: StoredSchedule) -> str:
    """ "the day's briefing", "Ford's news"."""
    if schedule.topic:
        return f"{schedule.name or schedule.topic}'s news"
    return KINDS.get(schedule.kind, schedule.kind)


def named(schedule: StoredSchedule) -> str:
    """ "schedule 3 (Ford's news in <#70>)": as people know it."""
    return f"schedule {schedule.id} ({what(schedule)} in <#{schedule.channel}>)"


_ENDS = {
    DeliveryState.HELD: "It is tried again, and goes out once that is mended.",
    DeliveryState.FAILED: "The schedule is switched off.",
    DeliveryState.UNKNOWN: "It is not sent again: better missing than twice. Please look.",
}


def told_of(schedule: StoredSchedule, row: Delivery, trouble: str) -> str:
    """What people are told once, when a post does not go out."""
    ends = _ENDS.get(row.state, "")
    asks = f"`/schedule why` tells more about {schedule.id}."
    said = f"The post of {locales.day(row.day)} by {named(schedule)} did not go out: {trouble}."
    return " ".join(part for part in (said, ends, asks) if part)


def say_row(row: Delivery, schedule: Schedule, link: str = "") -> str:
    """ "due 9 December 2025, 07:30 Detroit, sent 07:30:04", in the schedule's own time."""
    city = schedule.zone.rsplit("/", 1)[-1].replace("_", " ")
    due = f"due {locales.day(row.day)}, {_clock(row.due, schedule)} {city}"
    said = _standing(row, schedule)
    return ", ".join(part for part in (due, said, link) if part)


def _standing(row: Delivery, schedule: Schedule) -> str:
    if row.state is DeliveryState.SENT:
        at = row.changed.astimezone(schedule.place)
        late = "" if row.reason == "due" else f" ({row.reason})"
        return f"sent {at:%H:%M:%S}{late}"
    if row.state is DeliveryState.HELD:
        tries = f"tried {row.attempts} time{'s' if row.attempts > 1 else ''}"
        again = f", next try {_clock(row.retry_at, schedule)}" if row.retry_at else ""
        return f"held: {row.reason}, {tries}{again}"
    return f"{row.state}: {row.reason}"


def _clock(instant: datetime, schedule: Schedule) -> str:
    return f"{instant.astimezone(schedule.place):%H:%M}"


def in_words(length: timedelta) -> str:
    """A length of time in days, hours and minutes: "1 day 2 h", "5 min", "0 min"."""
    minutes = length // timedelta(minutes=1)
    days, hours = divmod(minutes // 60, 24)
    parts = [f"{days} day{'s' if days > 1 else ''}"] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{minutes % 60} min"] if minutes % 60 or not parts else []
    return " ".join(parts)
