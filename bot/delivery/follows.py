"""What people follow: typed, rehearsed, kept, dropped. Functions of a Shelf or Desk; every refusal
is a `BadQuestion` with a line that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.delivery import arguments as typed
from bot.delivery import at_once, book
from bot.delivery.at_once import AtOnce
from bot.delivery.port import Place
from bot.delivery.schedule import EVERY_DAY, Schedule
from bot.delivery.when import due_instant, next_runs
from bot.errors import BadQuestion, BadSettings
from bot.model import Delivery, DeliveryState, Follow, StoredSchedule
from bot.storage.protocol import Desk, Shelf
from bot.translations import gettext, gettext_noop, ngettext

MOST = 25
"""Topics that a person follows in one server."""

REHEARSED = 30
"""Briefings that a rehearsal looks at."""

DIGEST = "digest"
"""The kind of a stored schedule that is a person's daily or weekly digest."""

KEPT_OFF = timedelta(days=30)
"""What was switched off is kept for so long, for the person to see why."""

KEPT_SENT = timedelta(days=90)
"""A person's ledger is kept for so long: three times as long as anything looks back into it."""

_NAMES = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
_MORNING = time(8)
_GRACE = timedelta(hours=12)
_BACK = timedelta(days=31)


class Cadence(StrEnum):
    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a person is written to, by the clock of `zone`: `at` and `weekday` (Monday = 0) are
    a digest's, `quiet` hours are for messages at once."""

    cadence: Cadence = Cadence.AT_ONCE
    zone: str = "UTC"
    at: time = _MORNING
    weekday: int = 0
    quiet: tuple[time, time] | None = None

    @property
    def kind(self) -> str:
        return at_once.KIND if self.cadence is Cadence.AT_ONCE else DIGEST

    def rule(self, now: datetime) -> str:
        """For the library; it counts from `now` on."""
        if self.cadence is Cadence.AT_ONCE:
            return AtOnce(zone=self.zone, since=now, quiet=self.quiet).as_json()
        days = EVERY_DAY if self.cadence is Cadence.DAILY else frozenset({self.weekday})
        return Schedule(
            at=self.at, zone=self.zone, since=now, weekdays=days, grace=_GRACE
        ).as_json()

    @classmethod
    def of(cls, mailbox: StoredSchedule) -> Rhythm:
        """A rule that cannot be read is like no other."""
        try:
            rule = book.rule_of(mailbox)
        except (BadSettings, ValueError, KeyError):
            return cls(zone="")
        if isinstance(rule, AtOnce):
            return cls(zone=rule.zone, quiet=rule.quiet)
        if rule.weekdays == EVERY_DAY:
            return cls(cadence=Cadence.DAILY, zone=rule.zone, at=rule.at)
        (weekday,) = rule.weekdays
        return cls(cadence=Cadence.WEEKLY, zone=rule.zone, at=rule.at, weekday=weekday)

    def words(self) -> str:
        """ "weekly on Monday at 08:00 Europe/Paris"."""
        if self.cadence is Cadence.AT_ONCE:
            if self.quiet is None:
                return gettext("at once")
            begin, end = (f"{at:%H:%M}" for at in self.quiet)
            return gettext(
                "at once, quiet from {begin} to {end} {zone}", begin=begin, end=end, zone=self.zone
            )
        told = {"at": f"{self.at:%H:%M}", "zone": self.zone}
        if self.cadence is Cadence.DAILY:
            return gettext("daily at {at} {zone}", **told)
        day = gettext(_NAMES[self.weekday])
        return gettext("weekly on {day} at {at} {zone}", day=day, **told)


# --- typed -------------------------------------------------------------------------------------

_WHEN = gettext_noop("When? Write at once, daily 08:00, or weekly mon 08:00.")
_QUIET = gettext_noop("Write quiet hours as in 22:00-07:00, or none.")


def rhythm_of(when: str, zone: str, quiet: str) -> Rhythm:
    """ "at once", "daily", "daily 7:30", "weekly", "weekly fri 18:00"; `zone` is a known one."""
    first, *rest = when.casefold().replace(",", " ").split() or ["now"]
    if first in ("now", "once", "at") and rest in ([], ["once"]):
        return Rhythm(zone=zone, quiet=_quiet_of(quiet))
    if first not in (Cadence.DAILY, Cadence.WEEKLY):
        raise BadQuestion(gettext(_WHEN))
    if _quiet_of(quiet) is not None:
        raise BadQuestion(
            gettext("Quiet hours are for messages at once; a digest comes at its own time.")
        )
    cadence = Cadence(first)
    words = [word for word in rest if word not in ("at", "on")]
    weekday = 0
    if cadence is Cadence.WEEKLY and words and words[0][0].isalpha():
        (weekday, *others) = sorted(typed.days_of(words.pop(0)))
        if others:
            raise BadQuestion(gettext("A weekly digest comes on one day, as in weekly fri 18:00."))
    at = typed.time_of(" ".join(words)) if words else _MORNING
    return Rhythm(cadence=cadence, zone=zone, at=at, weekday=weekday)


def _quiet_of(text: str) -> tuple[time, time] | None:
    words = text.strip().casefold()
    if words in ("", "none", "-"):
        return None
    parts = re.split(r"\s*(?:-|–|\bto\b)\s*", words.removeprefix("from "))
    if len(parts) != 2:
        raise BadQuestion(gettext(_QUIET))
    begin, end = map(typed.time_of, parts)
    if begin == end:
        span = {"begin": f"{begin:%H:%M}", "end": f"{end:%H:%M}"}
        no_time = gettext("Quiet from {begin} to {end} is no time.", **span)
        raise BadQuestion(f"{no_time} {gettext(_QUIET)}")
    return begin, end


# --- rehearsed ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How often the last so many briefings would have written to somebody."""

    times: int
    briefings: int

    def words(self) -> str:
        if not self.briefings:
            return gettext("There is no briefing yet to rehearse it with.")
        over = ngettext(
            "the one briefing",
            "the last {number} briefings",
            self.briefings,
            number=self.briefings,
        )
        times = ngettext("once", "{number} times", self.times, number=self.times)
        return gettext(
            "Over {briefings} this would have written to you {times}.",
            briefings=over,
            times=times if self.times else gettext("not once"),
        )


def rehearse(shelf: Shelf, libraries: Sequence[int], topic: str, rhythm: Rhythm) -> Rehearsal:
    """By the days that the briefings are of: a digest takes all that lies before it together."""
    last = shelf.last_briefings(libraries, REHEARSED)
    # Each briefing has at most one mention of the topic, and those come newest first, too.
    named = {item.quote.briefing.id for item in shelf.mentions_of(libraries, (topic,), REHEARSED)}
    days = [ref.day for ref in last if ref.id in named]
    messages = len(days) if rhythm.cadence is Cadence.AT_ONCE else len({*_runs(days, rhythm)})
    return Rehearsal(messages, len(last))


def _runs(days: Sequence[date], rhythm: Rhythm) -> list[int]:
    """The number of the day on which the digest with each day's news would have come."""
    if rhythm.cadence is Cadence.DAILY:
        return [day.toordinal() for day in days]
    return [day.toordinal() + (rhythm.weekday - day.weekday()) % 7 for day in days]


# --- kept and dropped --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants: `library` is the server's (or the house's), `channel` that of their
    direct messages, 0 while it is not known. Both keys are random."""

    person: int
    library: int
    topic: str
    name: str
    rhythm: Rhythm
    channel: int
    keys: tuple[str, str]


def keep(desk: Desk, wish: Wish, now: datetime) -> None:
    """Follow from now on, and in this rhythm alone. A mailbox that was switched off runs again, and
    makes up for nothing."""
    here = [box for box in desk.mailboxes(wish.person) if box.library == wish.library]
    held = [item for box in here for item in desk.follows_in(box.id)]
    before = [item for item in held if item.topic == wish.topic]
    if not before and len(held) >= MOST:
        raise BadQuestion(f"You follow {MOST} here already; unfollow one first.")
    box = _mailbox(desk, wish, here, now)
    for item in before:
        if item.schedule != box.id:
            desk.remove_follow(item.key)
    made = Follow(key=wish.keys[1], schedule=box.id, topic=wish.topic, name=wish.name, made_at=now)
    desk.put_follow(made)


def _mailbox(
    desk: Desk, wish: Wish, here: Sequence[StoredSchedule], now: datetime
) -> StoredSchedule:
    rhythm = wish.rhythm
    found = next((box for box in here if Rhythm.of(box) == rhythm), None)
    if found is None:
        new = StoredSchedule(
            key=wish.keys[0],
            library=wish.library,
            channel=wish.channel,
            place=Place.DM.value,
            kind=rhythm.kind,
            rule=rhythm.rule(now),
            made_by=wish.person,
            next_at=now,
        )
        return desk.put_schedule(new)
    found = replace(found, channel=wish.channel or found.channel)
    if found.off:
        for item in desk.follows_in(found.id):
            desk.put_follow(replace(item, made_at=now))
        found = replace(found, off="", told="", rule=rhythm.rule(now), next_at=now)
    return desk.put_schedule(found)


def told_now(desk: Desk, person: int) -> tuple[StoredSchedule, ...]:
    """The mailboxes that were switched off and of which the person has not been told; they are now,
    and will not be again."""
    fresh = tuple(box for box in desk.mailboxes(person) if box.off and box.told)
    for box in fresh:
        desk.put_schedule(replace(box, told=""))
    return fresh


# --- told --------------------------------------------------------------------------------------


def next_digest(mailbox: StoredSchedule, now: datetime) -> datetime | None:
    """When a digest comes next, if there is news for it by then."""
    rule = book.rule_of(mailbox)
    if mailbox.off or isinstance(rule, AtOnce):
        return None
    return next((run.due for run in next_runs(rule, now, 1)), None)


def last_sent(shelf: Shelf, mailbox: int) -> Delivery | None:
    rows = shelf.deliveries((mailbox,), date.min)
    sent = [row for row in rows if row.state is DeliveryState.SENT]
    return max(sent, key=lambda row: row.changed, default=None)


def digest_window(
    shelf: Shelf, mailbox: StoredSchedule, day: date
) -> tuple[datetime, datetime] | None:
    """After which instant and until which one briefings were added whose news belong into the
    digest of a local date: since the last digest that was sent or may have been, so that one that
    fell into downtime is told with the next."""
    rule = Schedule.from_json(mailbox.rule)
    until = due_instant(day, rule.at, rule.place)
    if until is None:
        return None
    rows = shelf.deliveries((mailbox.id,), day - _BACK)
    told = [row.due for row in rows if row.day < day and _may_be_told(row)]
    return max([rule.since, until - _BACK, *told]), until


def _may_be_told(row: Delivery) -> bool:
    tried = row.since is not None and row.state in (DeliveryState.CLAIMED, DeliveryState.HELD)
    return tried or row.state in (DeliveryState.SENT, DeliveryState.UNKNOWN)
