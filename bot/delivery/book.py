"""How the pure part's decisions become rows of the ledger. Pure, too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.delivery.at_once import KIND, AtOnce, RunKey, quiet_until
from bot.delivery.decide import CLAIM_LIFE, Act, Intent, LedgerRow
from bot.delivery.port import Place, Post
from bot.delivery.schedule import Schedule
from bot.delivery.when import next_runs
from bot.model import Delivery, DeliveryState, Posted, Span, StoredSchedule

WAIT_POLL = timedelta(seconds=30)
"""How often a run that waits for a briefing is looked at."""

FAR = timedelta(days=366)
"""A schedule without a next run is looked at again after this; editing it looks at once."""

SOON = (5, 15, 60, 300, 600)
"""Seconds before each new try where time helps; the last one again and again."""
LATER = (60, 300, 900)
"""The same where people have to help."""

SENDS = frozenset({Act.SEND, Act.SEND_LINE, Act.ASK, Act.LOOK})


def rule_of(schedule: StoredSchedule) -> Schedule | AtOnce:
    """Raises `BadSettings`, ValueError or KeyError where it cannot be read."""
    kind = AtOnce if schedule.kind == KIND else Schedule
    return kind.from_json(schedule.rule)


def row_key(schedule: StoredSchedule, day: date, part: int = 0) -> str:
    """24 hex digits for a schedule's local date and part: in the ledger, and in the post."""
    return hashlib.sha256(f"{schedule.key}:{day}:{part}".encode()).hexdigest()[:24]


def post_of(schedule: StoredSchedule, row: Delivery) -> Post:
    """The post that a claimed row stands for. The nonce is made of the row's key, never of the
    content, in 25 characters at most (Discord's message resource)."""
    return Post(
        key=row.key,
        nonce=hashlib.sha256(f"post:{row.key}".encode()).hexdigest()[:25],
        library=schedule.library,
        channel=schedule.channel,
        place=Place(schedule.place),
        rendering=row.rendering,
        since=row.since or row.changed,
        publish=schedule.publish,
        person=schedule.made_by if schedule.place == Place.DM else 0,
    )


@dataclass(frozen=True, slots=True)
class Who:
    """A process that posts: its own random name, and when it began."""

    owner: str
    began: datetime

    def has_lost(self, schedule: StoredSchedule, row: Delivery) -> bool:
        """Whether a claim was made by a process before this one, so that nobody is behind it. Where
        Discord drops no repeat, only the claim's age can tell, in case both are alive."""
        before = row.owner != self.owner and row.changed <= self.began
        return (
            row.state is DeliveryState.CLAIMED and before and Place(schedule.place) != Place.FORUM
        )


def ledger(schedule: StoredSchedule, rows: Iterable[Delivery], who: Who) -> dict[date, LedgerRow]:
    """The rows as `decide` wants them."""
    return {row.day: _as_seen(schedule, row, who) for row in rows}


def ledger_of_parts(
    schedule: StoredSchedule, rows: Iterable[Delivery], who: Who
) -> dict[RunKey, LedgerRow]:
    """The same for what is told at once."""
    return {RunKey(row.day, row.part): _as_seen(schedule, row, who) for row in rows}


def _as_seen(schedule: StoredSchedule, row: Delivery, who: Who) -> LedgerRow:
    """A lost claim is as old as can be."""
    return LedgerRow(
        day=row.day,
        due=row.due,
        state=row.state,
        changed=_LONG_AGO if who.has_lost(schedule, row) else row.changed,
        retry_at=row.retry_at,
        unsure=row.since is not None,
    )


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def entry(
    schedule: StoredSchedule, intent: Intent, seen: Delivery | None, now: datetime, who: Who
) -> Delivery:
    """The row as an intent leaves it; one to be sent is claimed, and lacks its rendering only if
    it never had one. `since` is set from the first claim on: whatever happens after, a post may
    have gone out."""
    row = seen or Delivery(
        schedule=schedule.id,
        day=intent.day,
        part=intent.part,
        key=row_key(schedule, intent.day, intent.part),
        due=intent.due,
        state=intent.state,
        changed=now,
    )
    row = replace(row, state=intent.state, reason=intent.reason, changed=now, retry_at=None)
    if intent.act not in SENDS:
        return row
    return replace(row, owner=who.owner, attempts=row.attempts + 1, since=row.since or now)


def sent(row: Delivery, message: int, now: datetime) -> Delivery:
    return replace(row, state=DeliveryState.SENT, message=message, changed=now)


Shows = tuple[tuple[int, int, tuple[Span, ...]], ...]
"""See `model.Posted.shows`."""


def posted(schedule: StoredSchedule, row: Delivery, shows: Shows, now: datetime) -> Posted:
    """What a sent row has put where. A forum post's first message has its thread's own id."""
    to_person = schedule.place == Place.DM
    thread = row.message if schedule.place == Place.FORUM else schedule.channel
    return Posted(
        message=row.message,
        library=schedule.library,
        channel=0 if to_person else thread,
        person=schedule.made_by if to_person else 0,
        delivery=row.key,
        sent_at=now,
        shows=shows,
    )


def held(row: Delivery, reason: str, now: datetime, *, people: bool, untouched: bool) -> Delivery:
    """Held for another try; `untouched`: no try so far can have posted anything."""
    waits = LATER if people else SOON
    wait = timedelta(seconds=waits[min(row.attempts, len(waits)) - 1])
    return replace(
        row,
        state=DeliveryState.HELD,
        reason=reason,
        changed=now,
        retry_at=now + wait,
        since=None if untouched else row.since,
    )


def ended(row: Delivery, state: DeliveryState, reason: str, now: datetime) -> Delivery:
    """Failed or unknown, with the reason."""
    return replace(row, state=state, reason=reason, changed=now)


def next_look(rule: Schedule | AtOnce, rows: Iterable[Delivery], now: datetime) -> datetime:
    """When a schedule is to be looked at again: its next run, or sooner for what is unfinished. For
    what is told at once, a briefing calls; in the quiet hours, not before they end."""
    if isinstance(rule, AtOnce):
        return quiet_until(rule, now) or min([now + FAR, *_unfinished(rows, now)])
    coming = next_runs(rule, now, 1) if not rule.paused else ()
    return min([*([run.due for run in coming] or [now + FAR]), *_unfinished(rows, now)])


def _unfinished(rows: Iterable[Delivery], now: datetime) -> list[datetime]:
    looks = []
    for row in rows:
        match row.state:
            case DeliveryState.CLAIMED:
                looks.append(max(now, row.changed) + CLAIM_LIFE)
            case DeliveryState.WAITING:
                looks.append(now + WAIT_POLL)
            case DeliveryState.HELD:
                looks.append(max(row.retry_at or now, now))
    return looks
