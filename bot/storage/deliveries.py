"""Schedules and the ledger of what was posted, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.model import FINAL, Delivery, DeliveryState, StoredSchedule
from bot.storage.rows import Column, Row, insert, instant, run
from bot.storage.snapshot import Snapshot

_SCHEDULE = (
    'key, library, channel, place, kind, topic, name, rule, role, publish, made_by, "off", told, '
    "next_at"
)
_DELIVERY = (
    "schedule, day, part, key, due, state, changed, reason, attempts, retry_at, since, owner, "
    "rendering, message"
)
_A_SECOND = 50
"""Schedules that are looked at anew in a second, at most, after a start."""
UNFINISHED = ", ".join(f"'{state}'" for state in DeliveryState if state not in FINAL)


# --- schedules -----------------------------------------------------------------------------------


def schedules(snapshot: Snapshot, library: int) -> tuple[StoredSchedule, ...]:
    """A person's own mailboxes are none of the server's."""
    return schedules_where(
        snapshot, "library = ? AND place <> 'dm' AND removed_at IS NULL", library
    )


def schedules_where(snapshot: Snapshot, condition: str, value: int) -> tuple[StoredSchedule, ...]:
    """`condition` is in our own words."""
    sql = f"SELECT id, {_SCHEDULE} FROM schedule WHERE {condition} ORDER BY id"
    return tuple(map(_schedule, snapshot.rows(sql, value)))


def schedule(snapshot: Snapshot, number: int) -> StoredSchedule | None:
    sql = f"SELECT id, {_SCHEDULE} FROM schedule WHERE id = ? AND removed_at IS NULL"
    row = snapshot.row(sql, number)
    return _schedule(row) if row else None


def schedules_due(snapshot: Snapshot, now: datetime, limit: int) -> tuple[StoredSchedule, ...]:
    sql = (
        f"SELECT id, {_SCHEDULE} FROM schedule "
        "WHERE next_at <= ? AND removed_at IS NULL AND \"off\" = '' "
        # However many people are to be written to, a channel's post does not stand behind them.
        "ORDER BY place = 'dm', next_at, id LIMIT ?"
    )
    return tuple(map(_schedule, snapshot.rows(sql, instant(now), limit)))


def put_schedule(connection: sqlite3.Connection, chosen: StoredSchedule) -> StoredSchedule:
    """Insert (id 0) or update; the stored value comes back."""
    values = _schedule_values(chosen)
    if not chosen.id:
        made = run(connection, insert("schedule", _SCHEDULE), *values)
        return replace(chosen, id=made.lastrowid or 0)
    marks = ", ".join(f"{column} = ?" for column in _SCHEDULE.split(", "))
    run(connection, f"UPDATE schedule SET {marks} WHERE id = ?", *values, chosen.id)
    return chosen


def remove_schedule(connection: sqlite3.Connection, number: int, now: datetime) -> bool:
    sql = "UPDATE schedule SET removed_at = ? WHERE id = ? AND removed_at IS NULL"
    return run(connection, sql, instant(now), number).rowcount > 0


def look_again(connection: sqlite3.Connection, now: datetime) -> None:
    """Let every schedule be looked at soon: after a start, or when the clock was set back. Those
    with an unfinished row go first, by the instant at which it was due; those that wait already
    stay before all others, and many are spread, so that they hold up none."""
    run(connection, UNFINISHED_FIRST, instant(now))
    (count,) = run(connection, "SELECT count(*) FROM schedule WHERE removed_at IS NULL").fetchone()
    for part in range(seconds := count // _A_SECOND + 1):
        then = instant(now + timedelta(seconds=part))
        sql = (
            "UPDATE schedule SET next_at = ? "
            "WHERE next_at > ? AND removed_at IS NULL AND id % ? = ?"
        )
        run(connection, sql, then, then, seconds, part)


UNFINISHED_FIRST = f"""
UPDATE schedule SET next_at = min(?, told.due)
FROM (
    SELECT schedule, min(due) AS due FROM delivery WHERE state IN ({UNFINISHED}) GROUP BY schedule
) AS told
WHERE told.schedule = schedule.id AND removed_at IS NULL
"""


def set_next(connection: sqlite3.Connection, number: int, next_at: datetime) -> None:
    run(connection, "UPDATE schedule SET next_at = ? WHERE id = ?", instant(next_at), number)


def _schedule_values(chosen: StoredSchedule) -> tuple[Column, ...]:
    return (
        chosen.key,
        chosen.library,
        chosen.channel,
        chosen.place,
        chosen.kind,
        chosen.topic,
        chosen.name,
        chosen.rule,
        chosen.role,
        int(chosen.publish),
        chosen.made_by,
        chosen.off,
        chosen.told,
        instant(chosen.next_at),
    )


def _schedule(row: Row) -> StoredSchedule:
    return StoredSchedule(
        id=row[0],
        key=row[1],
        library=row[2],
        channel=row[3],
        place=row[4],
        kind=row[5],
        topic=row[6],
        name=row[7],
        rule=row[8],
        role=row[9],
        publish=bool(row[10]),
        made_by=row[11],
        off=row[12],
        told=row[13],
        next_at=datetime.fromisoformat(row[14]),
    )


# --- the ledger ----------------------------------------------------------------------------------


def deliveries(snapshot: Snapshot, schedules: Sequence[int], since: date) -> tuple[Delivery, ...]:
    """The rows of the schedules from a local date on, and every unfinished one, oldest first."""
    marks = ", ".join("?" for _ in schedules)
    sql = (
        f"SELECT {_DELIVERY} FROM delivery WHERE schedule IN ({marks}) "
        f"AND (day >= ? OR state IN ({UNFINISHED})) ORDER BY schedule, day, part"
    )
    return tuple(map(_delivery, snapshot.rows(sql, *schedules, since.isoformat())))


def delivery(snapshot: Snapshot, key: str) -> Delivery | None:
    row = snapshot.row(f"SELECT {_DELIVERY} FROM delivery WHERE key = ?", key)
    return _delivery(row) if row else None


def save_delivery(connection: sqlite3.Connection, changed: Delivery, seen: Delivery | None) -> bool:
    """Write the row if it still is as it was `seen` (None: there was none); else change nothing.
    Who loses against another process gets False, and must not send."""
    values = _delivery_values(changed)
    if seen is None:
        sql = f"{insert('delivery', _DELIVERY)} ON CONFLICT DO NOTHING"
        return run(connection, sql, *values).rowcount > 0
    marks = ", ".join(f"{column} = ?" for column in _DELIVERY.split(", "))
    sql = f"UPDATE delivery SET {marks} WHERE key = ? AND state = ? AND changed = ? AND owner = ?"
    known = (seen.key, seen.state.value, instant(seen.changed), seen.owner)
    return run(connection, sql, *values, *known).rowcount > 0


def _delivery_values(row: Delivery) -> tuple[Column, ...]:
    return (
        row.schedule,
        row.day.isoformat(),
        row.part,
        row.key,
        instant(row.due),
        row.state.value,
        instant(row.changed),
        row.reason,
        row.attempts,
        instant(row.retry_at) if row.retry_at else None,
        instant(row.since) if row.since else None,
        row.owner,
        row.rendering,
        row.message,
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        schedule=row[0],
        day=date.fromisoformat(row[1]),
        part=row[2],
        key=row[3],
        due=datetime.fromisoformat(row[4]),
        state=DeliveryState(row[5]),
        changed=datetime.fromisoformat(row[6]),
        reason=row[7],
        attempts=row[8],
        retry_at=datetime.fromisoformat(row[9]) if row[9] else None,
        since=datetime.fromisoformat(row[10]) if row[10] else None,
        owner=row[11],
        rendering=row[12],
        message=row[13],
    )
