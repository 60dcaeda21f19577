"""Earlier revisions, and the messages that have to hear of a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from bot.model import Behind, Correction, Held, Posted, Revision, State
from bot.storage.rows import Column, Row, as_json, instant, run, run_many, spans
from bot.storage.snapshot import Snapshot


def held(snapshot: Snapshot, libraries: Sequence[int], number: int) -> Held | None:
    row = snapshot.row("SELECT library, state FROM briefing WHERE id = ?", number)
    if row is None or row[0] not in libraries:
        return None
    return Held(snapshot.ref(number), State(row[1]))


def withdrawn(snapshot: Snapshot, library: int, limit: int) -> tuple[Held, ...]:
    rows = snapshot.rows(_WITHDRAWN, library, limit)
    return tuple(Held(snapshot.ref(number), State.WITHDRAWN) for (number,) in rows)


_WITHDRAWN = """
SELECT id FROM briefing WHERE library = ? AND state = 'withdrawn'
ORDER BY updated_at DESC, id DESC LIMIT ?
"""


def revision(snapshot: Snapshot, briefing: int, number: int) -> Revision | None:
    row = snapshot.row(_REVISION, briefing, number)
    return None if row is None else _made(row)


_REVISION = """
SELECT briefing, number, added_at, title, body, day, author, source, url FROM revision
WHERE briefing = ? AND number = ?
"""


def _made(row: Row) -> Revision:
    briefing, number, added, title, body, day, *rest = row
    at, told = datetime.fromisoformat(added), date.fromisoformat(day)
    return Revision(briefing, number, at, b"", title, body, told, *rest)


def corrections(snapshot: Snapshot, libraries: Sequence[int], limit: int) -> tuple[Correction, ...]:
    marks = ", ".join("?" for _ in libraries)
    rows = snapshot.rows(_CORRECTED.format(marks), *libraries, limit)
    return tuple(_correction(snapshot, *row) for row in rows)


_CORRECTED = """
SELECT r.briefing, r.number FROM revision AS r JOIN briefing AS b ON b.id = r.briefing
WHERE r.number > 1 AND b.state = 'published' AND b.library IN ({})
ORDER BY r.added_at DESC, r.briefing DESC, r.number DESC LIMIT ?
"""


def _correction(snapshot: Snapshot, briefing: int, number: int) -> Correction:
    before, after = (revision(snapshot, briefing, one) for one in (number - 1, number))
    assert before is not None
    assert after is not None
    return Correction(snapshot.ref(briefing), before, after)


# --- messages ------------------------------------------------------------------------------------


def note_posted(connection: sqlite3.Connection, posted: Posted) -> None:
    """A briefing that was changed while the message was on its way leaves it behind at once."""
    for briefing, number, told in posted.shows:
        values: tuple[Column, ...] = (
            *(posted.message, briefing, posted.library, posted.channel, posted.person),
            *(posted.delivery, instant(posted.sent_at), number, as_json(told)),
        )
        run(connection, _NEW_POSTED, *values)
        sql = f"{_LEAVE_BEHIND} AND message = ? AND NOT EXISTS ({_IS_NEWEST})"
        run(connection, sql, briefing, posted.message, briefing, number)


_NEW_POSTED = """
INSERT INTO posted (
    message, briefing, library, channel, person, delivery, sent_at, revision, spans
)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
WHERE EXISTS (SELECT 1 FROM briefing WHERE id = ?2)
AND (?6 = '' OR EXISTS (SELECT 1 FROM delivery WHERE key = ?6))  -- the person may be forgotten
ON CONFLICT DO NOTHING
"""
_LEAVE_BEHIND = """
UPDATE posted SET behind = behind + 1, tries = 0, retry_at = NULL WHERE briefing = ?
"""
_IS_NEWEST = "SELECT 1 FROM briefing WHERE id = ? AND revision = ? AND state = 'published'"


def leave_behind(connection: sqlite3.Connection, briefing: int) -> None:
    """Every message that shows the briefing has to hear of a change to it."""
    run(connection, _LEAVE_BEHIND, briefing)


def behind(snapshot: Snapshot, now: datetime, limit: int) -> tuple[Behind, ...]:
    found = snapshot.rows(_BEHIND, instant(now), limit)
    return tuple(_behind(snapshot, message) for (message,) in found)


_BEHIND = """
SELECT DISTINCT message FROM posted
WHERE behind > 0 AND (retry_at IS NULL OR retry_at <= ?) ORDER BY message LIMIT ?
"""


def _behind(snapshot: Snapshot, message: int) -> Behind:
    rows = snapshot.rows(_SHOWN, message)
    _, library, channel, person, delivery, sent_at, *_ = rows[0]
    shows = tuple((row[0], row[6], spans(row[7])) for row in rows)
    at = datetime.fromisoformat(sent_at)
    posted = Posted(message, library, channel, person, delivery, at, shows)
    return Behind(posted, tuple((row[0], row[8]) for row in rows), max(row[9] for row in rows))


_SHOWN = """
SELECT briefing, library, channel, person, delivery, sent_at, revision, spans, behind, tries
FROM posted WHERE message = ? ORDER BY briefing
"""


def caught_up(connection: sqlite3.Connection, told: Behind, said: str) -> None:
    """The message has heard of so many changes as were known; any more since are still to come."""
    rows = ((count, said, told.posted.message, briefing) for briefing, count in told.changes)
    run_many(connection, _CAUGHT_UP, rows)


_CAUGHT_UP = """
UPDATE posted SET behind = behind - ?, tries = 0, retry_at = NULL, note = ?
WHERE message = ? AND briefing = ?
"""


def put_off(connection: sqlite3.Connection, message: int, until: datetime, said: str) -> None:
    sql = "UPDATE posted SET tries = tries + 1, retry_at = ?, note = ? WHERE message = ?"
    run(connection, sql, instant(until), said, message)
