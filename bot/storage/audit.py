"""Who changed what: one row a change, written with it or not at all."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.model import FORGOTTEN, Change
from bot.storage.rows import insert, instant, row_of, run
from bot.storage.snapshot import Snapshot


def _who(kept: int | None) -> int:
    return FORGOTTEN if kept is None else kept


def changes(snapshot: Snapshot, library: int, before: int | None, limit: int) -> tuple[Change, ...]:
    newest = before if before is not None else 2**62
    return tuple(
        Change(library, _who(who), action, thing, was, now, number, datetime.fromisoformat(at))
        for number, at, who, action, thing, was, now in snapshot.rows(
            _CHANGES, library, newest, limit
        )
    )


_CHANGES = """
SELECT id, at, who, action, object, before, after FROM audit
WHERE library = ? AND id < ? ORDER BY id DESC LIMIT ?
"""


def changes_of(snapshot: Snapshot, library: int, thing: str) -> tuple[Change, ...]:
    return tuple(
        Change(library, _who(who), action, thing, was, now, number, datetime.fromisoformat(at))
        for number, at, who, action, was, now in snapshot.rows(_OF, library, thing)
    )


_OF = """
SELECT id, at, who, action, before, after FROM audit WHERE library = ? AND object = ? ORDER BY id
"""


def changes_by(snapshot: Snapshot, person: int) -> tuple[Change, ...]:
    return tuple(
        Change(library, person, action, thing, was, now, number, datetime.fromisoformat(at))
        for number, library, at, action, thing, was, now in snapshot.rows(_BY, person)
    )


_BY = "SELECT id, library, at, action, object, before, after FROM audit WHERE who = ? ORDER BY id"


def note(connection: sqlite3.Connection, change: Change, now: datetime) -> int:
    added = run(
        connection,
        _NEW,
        *(change.library, instant(now), change.who, change.action, change.object),
        *(change.before, change.after),
    )
    return row_of(added)


_NEW = insert("audit", "library, at, who, action, object, before, after")


def forget_person(connection: sqlite3.Connection, person: int) -> None:
    """What a person changed stays, without their number."""
    run(connection, "UPDATE audit SET who = NULL WHERE who = ?", person)
    run(connection, "UPDATE feed SET added_by = 0 WHERE added_by = ?", person)
    run(connection, "UPDATE draft SET made_by = 0 WHERE made_by = ?", person)
    run(connection, "UPDATE draft SET decided_by = NULL WHERE decided_by = ?", person)
