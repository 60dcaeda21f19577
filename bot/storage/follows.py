"""What people follow, as rows; and all that is kept about a person.

A mailbox is a row of `schedule` whose place is "dm": what one person gets of one server's briefings
in one rhythm. Its follows name the topics. It goes with the last of them, and its ledger with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.model import HOUSE, BriefingRef, Follow, Named, StoredSchedule
from bot.storage.deliveries import UNFINISHED, schedules_where
from bot.storage.rows import Row, insert, instant, run, run_many
from bot.storage.snapshot import Snapshot

_FOLLOW = "key, schedule, topic, name, made_at"
_COLUMNS = f"id, {_FOLLOW}"


def mailboxes(snapshot: Snapshot, person: int) -> tuple[StoredSchedule, ...]:
    return schedules_where(snapshot, "made_by = ? AND place = 'dm'", person)


def schedules_by(snapshot: Snapshot, person: int) -> tuple[StoredSchedule, ...]:
    """A removed schedule is kept, too, and so is who made it."""
    return schedules_where(snapshot, "made_by = ? AND place <> 'dm'", person)


def follows_in(snapshot: Snapshot, mailbox: int) -> tuple[Follow, ...]:
    sql = f"SELECT {_COLUMNS} FROM follow WHERE schedule = ? ORDER BY id"
    return tuple(map(_follow, snapshot.rows(sql, mailbox)))


def follow(snapshot: Snapshot, key: str) -> Follow | None:
    row = snapshot.row(f"SELECT {_COLUMNS} FROM follow WHERE key = ?", key)
    return _follow(row) if row else None


def _follow(row: Row) -> Follow:
    return Follow(
        id=row[0],
        key=row[1],
        schedule=row[2],
        topic=row[3],
        name=row[4],
        made_at=datetime.fromisoformat(row[5]),
    )


# --- what there is to tell ---------------------------------------------------------------------


def named_in(
    snapshot: Snapshot, mailbox: int, after: datetime, until: datetime, since: date
) -> tuple[Named, ...]:
    """See `protocol.Shelf.named_in`."""
    rows = snapshot.rows(
        _NAMED, since.isoformat(), mailbox, HOUSE, instant(after), instant(until), HOUSE
    )
    return tuple(Named(row[0], datetime.fromisoformat(row[1]), _follow(row[2:])) for row in rows)


_NAMED = f"""
SELECT b.id, b.added_at, {", ".join(f"f.{column}" for column in _COLUMNS.split(", "))}
FROM follow AS f
JOIN schedule AS s ON s.id = f.schedule
JOIN topic AS t ON t.key = f.topic
JOIN mention AS m ON m.topic = t.id AND m.day >= ? AND m."start" IS NOT NULL
JOIN briefing AS b ON b.id = m.briefing
WHERE f.schedule = ? AND t.library IN (s.library, ?)
AND b.added_at > f.made_at AND b.added_at > ? AND b.added_at <= ?
-- The house's news reach one who follows the same in two servers once, by the elder mailbox.
AND NOT (b.library = ? AND EXISTS (
    SELECT 1 FROM schedule AS r JOIN follow AS g ON g.schedule = r.id
    WHERE r.made_by = s.made_by AND r.place = s.place AND r.kind = s.kind AND r.id < s.id
    AND r."off" = '' AND g.topic = f.topic AND g.made_at < b.added_at
))
ORDER BY b.day, b.id, f.id
"""


def last_briefings(
    snapshot: Snapshot, libraries: Sequence[int], limit: int
) -> tuple[BriefingRef, ...]:
    """Each library is read from its newest day on, and no further than needed."""
    found = [
        row for library in dict.fromkeys(libraries) for row in snapshot.rows(_LAST, library, limit)
    ]
    newest = sorted(found, reverse=True)[:limit]
    return tuple(snapshot.ref(number) for _, number in newest)


_LAST = """
SELECT day, id FROM briefing WHERE library = ? AND state = 'published'
ORDER BY day DESC, id DESC LIMIT ?
"""


def wake(
    connection: sqlite3.Connection, briefings: Iterable[int], library: int, now: datetime
) -> None:
    """Have the mailboxes that want briefings at once looked at, in the very transaction that
    brings them, whichever process that is. Always a new instant: who looks just now looks again."""
    if run(connection, "SELECT 1 FROM follow LIMIT 1").fetchone():  # a thousand texts may come
        run_many(connection, _WAKE, ((instant(now), library, HOUSE, one) for one in briefings))


_WAKE = """
UPDATE schedule SET next_at = ?
WHERE place = 'dm' AND kind = 'at once' AND "off" = '' AND ? IN (library, ?) AND id IN (
    SELECT f.schedule FROM mention AS m
    JOIN topic AS t ON t.id = m.topic JOIN follow AS f ON f.topic = t.key
    WHERE m.briefing = ?
)
"""


# --- changing ----------------------------------------------------------------------------------


def put_follow(connection: sqlite3.Connection, wanted: Follow) -> None:
    """Insert; what is followed in the mailbox already counts anew, from `made_at` on."""
    run(
        connection,
        f"{insert('follow', _FOLLOW)} ON CONFLICT (schedule, topic) "
        "DO UPDATE SET name = excluded.name, made_at = excluded.made_at",
        *(wanted.key, wanted.schedule, wanted.topic, wanted.name, instant(wanted.made_at)),
    )


def remove_follow(connection: sqlite3.Connection, key: str) -> bool:
    row = run(connection, "SELECT schedule FROM follow WHERE key = ?", key).fetchone()
    if row is None:
        return False
    (mailbox,) = row
    run(connection, "DELETE FROM follow WHERE key = ?", key)
    if run(connection, "SELECT 1 FROM follow WHERE schedule = ?", mailbox).fetchone() is None:
        _remove_mailboxes(connection, "id = ?", mailbox)
    return True


def forget_person(connection: sqlite3.Connection, person: int, choices: int) -> None:
    """See `protocol.Desk.forget_person`."""
    _remove_mailboxes(connection, "made_by = ?", person)
    run(connection, "UPDATE schedule SET made_by = 0 WHERE made_by = ?", person)
    run(connection, "DELETE FROM settings WHERE library = ?", choices)


def tidy_mailboxes(
    connection: sqlite3.Connection, off_before: datetime, sent_before: datetime
) -> None:
    """Nothing is done for a mailbox that is off, so `next_at` still tells when that happened."""
    _remove_mailboxes(connection, "\"off\" <> '' AND next_at <= ?", instant(off_before))
    run(connection, _OLD_ROWS, instant(sent_before))


_OLD_ROWS = f"""
DELETE FROM delivery WHERE schedule IN (SELECT id FROM schedule WHERE place = 'dm')
AND changed <= ? AND state NOT IN ({UNFINISHED})
"""


def _remove_mailboxes(connection: sqlite3.Connection, condition: str, value: str | int) -> None:
    """`condition` is in our own words."""
    chosen = f"SELECT id FROM schedule WHERE place = 'dm' AND {condition}"
    for table in ("follow", "delivery"):
        run(connection, f"DELETE FROM {table} WHERE schedule IN ({chosen})", value)
    run(connection, f"DELETE FROM schedule WHERE place = 'dm' AND {condition}", value)
