"""When a post is wanted: the frozen values that `when` and `decide` reason about.

What is posted, and where, is no business of this room's pure part; only the times are here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from bot.errors import BadSettings

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))

DEFAULT_GRACE = timedelta(hours=6)
LONGEST_GRACE = timedelta(days=7)

_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})
_NO_REGIONS = ("posix/", "right/")


class WithoutBriefing(StrEnum):
    """What to do when a run falls due and there is no briefing for its day."""

    SILENCE = "silence"
    LINE = "line"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A time of day, by the clock of a place, on some days of the calendar.

    `at` is a local time in whole minutes, `zone` an IANA name; they are kept as they were said and
    turned into an instant anew for each date, so that 07:30 stays 07:30 in summer and winter.
    `weekdays` count from Monday = 0. `first` and `last` are local dates, both included.

    `since` is the instant from which the schedule counts: when it was made, last given other
    times, or resumed. Runs before it never happen, so a schedule made at 08:00 for 07:30 does not
    "catch up" on this morning, and a pause is not caught up on at its end.

    `skip_next` is the date that "skip next" hit, not a flag: a flag would have to be lowered after
    the run, and a crash between the two would skip one day too many, or one too few.

    `grace` is how late a run may still be sent. `wait_until` is the latest local time on the same
    date, with `WithoutBriefing.WAIT` and only with it.

    Raises `BadSettings` with every problem, for a person.
    """

    at: time
    zone: str
    since: datetime
    weekdays: frozenset[int] = EVERY_DAY
    first: date | None = None
    last: date | None = None
    skipped: frozenset[date] = frozenset()
    skip_next: date | None = None
    grace: timedelta = DEFAULT_GRACE
    without: WithoutBriefing = WithoutBriefing.SILENCE
    wait_until: time | None = None
    paused: bool = False

    def __post_init__(self) -> None:
        problems = tuple(_problems(self))
        if problems:
            raise BadSettings(problems)

    @property
    def place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def as_json(self) -> str:
        """For the library; `from_json` reads it back to an equal value."""
        told = {
            "at": f"{self.at:%H:%M}",
            "zone": self.zone,
            "since": self.since.isoformat(),
            "weekdays": sorted(self.weekdays),
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "skipped": sorted(day.isoformat() for day in self.skipped),
            "skip_next": self.skip_next.isoformat() if self.skip_next else None,
            "grace": self.grace // timedelta(minutes=1),
            "without": self.without.value,
            "wait_until": f"{self.wait_until:%H:%M}" if self.wait_until else None,
            "paused": self.paused,
        }
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises `BadSettings` if the rule does not hold (a zone that is not known here)."""
        told = json.loads(text)
        return cls(
            at=time.fromisoformat(told["at"]),
            zone=told["zone"],
            since=datetime.fromisoformat(told["since"]),
            weekdays=frozenset(told["weekdays"]),
            first=_day(told["first"]),
            last=_day(told["last"]),
            skipped=frozenset(map(date.fromisoformat, told["skipped"])),
            skip_next=_day(told["skip_next"]),
            grace=timedelta(minutes=told["grace"]),
            without=WithoutBriefing(told["without"]),
            wait_until=time.fromisoformat(told["wait_until"]) if told["wait_until"] else None,
            paused=told["paused"],
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone that this installation knows.

    The tables under "right/" count leap seconds, which no Python clock does; "localtime" means
    another place on another machine.
    """
    if name in _NO_PLACES or name.startswith(_NO_REGIONS):
        return False
    return _opens(name)


@lru_cache(maxsize=1024)
def _opens(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; "../x" or a NUL; a folder such as "America"
        return False
    return True


def _problems(schedule: Schedule) -> list[str]:
    return [
        *_problems_of_times(schedule),
        *_problems_of_days(schedule),
        *_problems_of_waiting(schedule),
    ]


def _problems_of_times(schedule: Schedule) -> list[str]:
    found = []
    if not _is_minute(schedule.at):
        found.append("The time must be hours and minutes of a local clock, such as 07:30.")
    if not is_zone(schedule.zone):
        found.append(f"“{schedule.zone[:60]}” is no time zone; try one such as America/Detroit.")
    if schedule.since.utcoffset() is None:
        found.append("The instant a schedule counts from must carry a time zone.")
    if not timedelta(0) <= schedule.grace <= LONGEST_GRACE:
        found.append(f"The grace window must be between 0 and {LONGEST_GRACE.days} days.")
    return found


def _problems_of_days(schedule: Schedule) -> list[str]:
    found = []
    if not schedule.weekdays or not schedule.weekdays <= EVERY_DAY:
        found.append("Choose at least one weekday, from Monday to Sunday.")
    if schedule.first and schedule.last and schedule.last < schedule.first:
        found.append(f"The last day, {schedule.last}, lies before the first, {schedule.first}.")
    return found


def _problems_of_waiting(schedule: Schedule) -> list[str]:
    waits = schedule.without is WithoutBriefing.WAIT
    latest = schedule.wait_until
    if waits != (latest is not None):
        return ["Waiting for a briefing needs a latest time, and only waiting has one."]
    if latest is None:
        return []
    if not _is_minute(latest):
        return ["The latest time must be hours and minutes of a local clock, such as 12:00."]
    if _is_minute(schedule.at) and latest <= schedule.at:
        return ["The latest time to wait for must be later on the same day than the post."]
    return []


def _is_minute(value: time) -> bool:
    return value.tzinfo is None and not value.second and not value.microsecond and not value.fold
