"""Feeds that are followed, each for one library."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.model import Feed, FeedState
from bot.storage.rows import insert, instant, row_of, run
from bot.storage.snapshot import Snapshot

_COLUMNS = (
    "id, library, url, added_by, added_at, trusted, state, why, failures, pulled_at, etag, "
    "modified, next_at"
)
_OF_LIBRARY = f"SELECT {_COLUMNS} FROM feed WHERE library = ? ORDER BY id"
_DUE = f"""
SELECT {_COLUMNS} FROM feed WHERE state = 'active' AND next_at <= ? ORDER BY next_at LIMIT ?
"""
_UNTOLD = f"""
SELECT {_COLUMNS} FROM feed WHERE state = 'stopped' AND next_at <= ? ORDER BY next_at LIMIT ?
"""


def feeds(snapshot: Snapshot, library: int) -> tuple[Feed, ...]:
    return tuple(_made(row) for row in snapshot.rows(_OF_LIBRARY, library))


def feeds_due(snapshot: Snapshot, now: datetime, limit: int) -> tuple[Feed, ...]:
    return tuple(_made(row) for row in snapshot.rows(_DUE, instant(now), limit))


def feeds_untold(snapshot: Snapshot, now: datetime, limit: int) -> tuple[Feed, ...]:
    return tuple(_made(row) for row in snapshot.rows(_UNTOLD, instant(now), limit))


def _made(row: Sequence[Any]) -> Feed:
    number, library, url, by, at, trusted, state, why, failures, pulled, etag, modified, due = row
    return Feed(
        library=library,
        url=url,
        added_by=by,
        added_at=datetime.fromisoformat(at),
        next_at=datetime.fromisoformat(due),
        trusted=bool(trusted),
        state=FeedState(state),
        why=why,
        failures=failures,
        pulled_at=datetime.fromisoformat(pulled) if pulled else None,
        etag=etag,
        modified=modified,
        number=number,
    )


def add_feed(connection: sqlite3.Connection, feed: Feed) -> int:
    """See `protocol.Desk.add_feed`."""
    held = run(connection, _HELD, feed.library, feed.url).fetchone()
    if held is not None:
        return 0
    added = run(
        connection,
        insert("feed", "library, url, added_by, added_at, trusted, state, next_at"),
        *(feed.library, feed.url, feed.added_by, instant(feed.added_at), int(feed.trusted)),
        *(feed.state, instant(feed.next_at)),
    )
    return row_of(added)


_HELD = "SELECT id FROM feed WHERE library = ? AND url = ?"


def save_feed(connection: sqlite3.Connection, feed: Feed) -> bool:
    done = run(
        connection,
        "UPDATE feed SET state = ?, why = ?, failures = ?, pulled_at = ?, etag = ?, modified = ?, "
        "next_at = ?, trusted = ? WHERE id = ? AND library = ?",
        *(feed.state, feed.why, feed.failures, instant(feed.pulled_at) if feed.pulled_at else None),
        *(feed.etag, feed.modified, instant(feed.next_at), int(feed.trusted)),
        *(feed.number, feed.library),
    )
    return done.rowcount == 1


def remove_feed(connection: sqlite3.Connection, library: int, number: int) -> bool:
    gone = run(connection, "DELETE FROM feed WHERE library = ? AND id = ?", library, number)
    return gone.rowcount == 1
