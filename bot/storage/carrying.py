"""Whole briefings on their way from one library to another, with all their versions.

A library is walked some briefings at a time, and nothing of one step is kept for the next, so that
the walk takes no more memory for a large library than for a small one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.model import (
    KeptBriefing,
    KeptRevision,
    Outcome,
    Reading,
    State,
    StoredBriefing,
    StoredEvent,
)
from bot.storage import briefings, events
from bot.storage.identity import title_key
from bot.storage.rows import Row
from bot.storage.shelving import Shelver
from bot.storage.snapshot import Snapshot


def libraries(snapshot: Snapshot) -> tuple[int, ...]:
    sql = """
        SELECT id FROM library AS l
        WHERE EXISTS (SELECT 1 FROM briefing AS b WHERE b.library = l.id) ORDER BY id
    """
    return tuple(number for (number,) in snapshot.rows(sql))


def kept(snapshot: Snapshot, library: int, after: int, limit: int) -> tuple[KeptBriefing, ...]:
    return tuple(_kept(snapshot, row) for row in snapshot.rows(_KEPT, library, after, limit))


# The plus keeps SQLite on the table itself: an index would have all numbers sorted for each step.
_KEPT = """
SELECT id, library, state, added_at, updated_at FROM briefing
WHERE +library = ? AND id > ? ORDER BY id LIMIT ?
"""
_ONE = "SELECT id, library, state, added_at, updated_at FROM briefing WHERE id = ?"


def _kept(snapshot: Snapshot, row: Row) -> KeptBriefing:
    number, library, state, added, updated = row
    return KeptBriefing(
        id=number,
        library=library,
        state=State(state),
        added_at=datetime.fromisoformat(added),
        updated_at=datetime.fromisoformat(updated),
        revisions=tuple(_revision(row) for row in snapshot.rows(_REVISIONS, number)),
    )


_REVISIONS = """
SELECT r.added_at, r.day, r.title, r.author, r.source, r.url, r.body, o.bytes
FROM revision AS r JOIN original AS o ON o.id = r.original
WHERE r.briefing = ? ORDER BY r.number
"""


def _revision(row: Row) -> KeptRevision:
    added, day, title, author, source, url, body, original = row
    return KeptRevision(
        added_at=datetime.fromisoformat(added),
        day=date.fromisoformat(day),
        title=title,
        author=author,
        source=source,
        url=url,
        body=body,
        original=original,
    )


def published(
    snapshot: Snapshot, library: int, after: int, limit: int
) -> tuple[tuple[StoredBriefing, tuple[StoredEvent, ...]], ...]:
    sql = """
        SELECT id FROM briefing WHERE +library = ? AND id > ? AND +state = 'published'
        ORDER BY id LIMIT ?
    """
    return tuple(_read_out(snapshot, row[0]) for row in snapshot.rows(sql, library, after, limit))


def _read_out(snapshot: Snapshot, number: int) -> tuple[StoredBriefing, tuple[StoredEvent, ...]]:
    libraries = (snapshot.ref(number).library,)
    whole = briefings.briefing(snapshot, libraries, number)
    assert whole is not None  # it was published a moment ago, in the same snapshot
    return whole, events.events_of(snapshot, libraries, number)


# --- bringing back -----------------------------------------------------------------------------


def bring_back(
    connection: sqlite3.Connection,
    shelver: Shelver,
    carried: KeptBriefing,
    readings: Sequence[Reading],
) -> Outcome:
    """See `protocol.Desk.bring_back`."""
    for held in _alike(Snapshot(connection), carried):
        if _history(held) == _history(carried):
            return Outcome.SAME
        if _began_alike(held.revisions[0], carried.revisions[0]):
            return Outcome.CHANGED
    shelver.add_whole(carried, readings)
    return Outcome.NEW


def _history(briefing: KeptBriefing) -> tuple[object, ...]:
    return (briefing.state, briefing.added_at, briefing.updated_at, briefing.revisions)


def _alike(snapshot: Snapshot, carried: KeptBriefing) -> Iterator[KeptBriefing]:
    """Briefings of the library that may be the same one, by their newest version."""
    newest = carried.revisions[-1]
    url = newest.url.strip()
    named = (carried.library, newest.day.isoformat(), title_key(newest.title))
    numbers = {number for (number,) in snapshot.rows(_BY_NAME, *named)}
    if url:
        numbers |= {number for (number,) in snapshot.rows(_BY_URL, carried.library, url)}
    for number in sorted(numbers):
        yield from (_kept(snapshot, row) for row in snapshot.rows(_ONE, number))


_BY_NAME = "SELECT id FROM briefing WHERE library = ? AND day = ? AND title_key = ?"
_BY_URL = "SELECT id FROM briefing WHERE library = ? AND url = ? AND url <> ''"


def _began_alike(one: KeptRevision, other: KeptRevision) -> bool:
    """Whether both were the same briefing when they came in, by the rule of `Desk.put`."""
    if one.url.strip() and one.url.strip() == other.url.strip():
        return True
    key = title_key(one.title)
    if one.day != other.day or key != title_key(other.title):
        return False
    return bool(key) or one.body == other.body
