"""Messages at once: one for each briefing that names what a person follows, outside of their quiet
hours. Pure, as `decide` is: rows and briefings in, intents out.

A run is a briefing here: its row's `part` is the briefing's number, its `day` the one on which it
was added, in UTC. Both never change, so that a corrected briefing is no second run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from bot.delivery.decide import CLAIM_LIFE, Act, Intent, LedgerRow
from bot.delivery.schedule import is_zone
from bot.delivery.when import PUNCTUAL, due_instant
from bot.delivery.words import in_words
from bot.errors import BadSettings
from bot.model import FINAL, DeliveryState

KIND = "at once"
"""The kind of a stored schedule that is told at once."""

FRESH = timedelta(days=2)
"""Older news are no news: so long after a briefing was added, or after the day that it is of, it is
written about no more. Backfill of last year's briefings writes to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """`quiet` are the local times from which and until which nothing is sent; what comes meanwhile
    is sent when they end. Raises `BadSettings`."""

    zone: str
    since: datetime
    quiet: tuple[time, time] | None = None

    def __post_init__(self) -> None:
        if not is_zone(self.zone):
            raise BadSettings((f"“{self.zone[:60]}” is no time zone; try one such as Asia/Tokyo.",))

    @property
    def place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def as_json(self) -> str:
        quiet = [f"{at:%H:%M}" for at in self.quiet] if self.quiet else None
        told = {"zone": self.zone, "since": self.since.isoformat(), "quiet": quiet}
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        told = json.loads(text)
        quiet = told["quiet"]
        return cls(
            zone=told["zone"],
            since=datetime.fromisoformat(told["since"]),
            quiet=(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None,
        )


class RunKey(NamedTuple):
    """What a row of the ledger is about: a local date, and a part of it."""

    day: date
    part: int


class Arrival(NamedTuple):
    """A briefing that names what is followed, and when it was added."""

    briefing: int
    added_at: datetime

    @property
    def run(self) -> RunKey:
        return RunKey(self.added_at.astimezone(UTC).date(), self.briefing)


def quiet_until(rule: AtOnce, now: datetime) -> datetime | None:
    """The instant at which the quiet hours end, if `now` lies in them."""
    if rule.quiet is None:
        return None
    begin, end = rule.quiet
    local = now.astimezone(rule.place)
    at = local.time().replace(fold=0)
    over_midnight = begin > end
    inside = at >= begin or at < end if over_midnight else begin <= at < end
    if not inside:
        return None
    day = local.date() + timedelta(days=1) if over_midnight and at >= begin else local.date()
    ends = due_instant(day, end, rule.place)
    # A clock set back may show times of the quiet hours once more after they have ended.
    return ends if ends is not None and ends > now else None


def decide_at_once(
    rule: AtOnce,
    rows: Mapping[RunKey, LedgerRow],
    arrivals: Iterable[Arrival],
    now: datetime,
) -> tuple[Intent, ...]:
    """All that is to be done at `now`, the oldest first; nothing in the quiet hours."""
    if quiet_until(rule, now) is not None:
        return ()
    kept = {key: row for key, row in rows.items() if row.state not in FINAL}
    old = [_of_row(key, kept[key], now) for key in sorted(kept)]
    fresh = [_new(rule, item, now) for item in arrivals if item.run not in rows]
    return tuple(intent for intent in (*old, *fresh) if intent)


def _new(rule: AtOnce, item: Arrival, now: datetime) -> Intent:
    late = max(timedelta(0), now - item.added_at)
    reason = "due" if late <= PUNCTUAL else f"caught up, {in_words(late)} late"
    if quiet_until(rule, item.added_at) is not None:
        reason = "kept until the quiet hours were over"
    return _intent(item.run, Act.SEND, item.added_at, reason, now)


def _of_row(key: RunKey, row: LedgerRow, now: datetime) -> Intent | None:
    """As `decide` has it: a claim that nobody finished may have arrived, so it is asked for first;
    what was held is tried again for as long as it is news."""
    if row.state is DeliveryState.CLAIMED:
        if timedelta(0) <= now - row.changed < CLAIM_LIFE:
            return None
        said = "claimed, but never finished: it may have arrived"
        return _intent(key, Act.ASK, row.due, said, now)
    over = f"held for longer than {in_words(FRESH)}" if now - row.due > FRESH else ""
    if over and not row.unsure:
        return _intent(key, Act.FAIL, row.due, over, now)
    if row.retry_at is None or row.retry_at <= now or row.changed > now:
        return _intent(key, Act.LOOK if over else Act.SEND, row.due, over or "tried again", now)
    return None


def _intent(key: RunKey, act: Act, due: datetime, reason: str, now: datetime) -> Intent:
    state = DeliveryState.FAILED if act is Act.FAIL else DeliveryState.CLAIMED
    late = max(timedelta(0), now - due)
    return Intent(act, key.day, due, state, reason, late, part=key.part)
