"""Drafts: briefings that wait for a moderator's yes. Changed only by who has seen the newest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.model import Draft, DraftState
from bot.storage.identity import digest_of
from bot.storage.rows import Row, insert, instant, row_of, run
from bot.storage.snapshot import Snapshot


def draft(snapshot: Snapshot, library: int, number: int) -> Draft | None:
    return next(_made(snapshot, snapshot.rows(_DRAFT, number, library)), None)


def approved(snapshot: Snapshot, library: int, briefing: int) -> Draft | None:
    return next(_made(snapshot, snapshot.rows(_APPROVED, briefing, library)), None)


def drafts(snapshot: Snapshot, library: int, after: int, limit: int) -> tuple[Draft, ...]:
    return tuple(_made(snapshot, snapshot.rows(_WAITING, library, after, limit)))


def drafts_of(snapshot: Snapshot, library: int, original: bytes) -> tuple[Draft, ...]:
    return tuple(_made(snapshot, snapshot.rows(_SAME_BYTES, library, digest_of(original))))


_COLUMNS = (
    "id, library, made_at, made_by, original, pasted_on, part, edits, version, state, "
    "decided_by, briefing, entry"
)
_DRAFT = f"SELECT {_COLUMNS} FROM draft WHERE id = ? AND library = ?"
_APPROVED = f"""
SELECT {_COLUMNS} FROM draft WHERE briefing = ? AND library = ? AND state = 'approved'
ORDER BY id DESC LIMIT 1
"""
_SAME_BYTES = f"""
SELECT {_COLUMNS} FROM draft
WHERE library = ? AND digest = ? AND state = 'waiting' AND entry = '' ORDER BY id
"""
_WAITING = f"""
SELECT {_COLUMNS} FROM draft
WHERE library = ? AND id > ? AND state = 'waiting' ORDER BY id LIMIT ?
"""


def _made(snapshot: Snapshot, rows: Iterable[Row]) -> Iterator[Draft]:
    """Drafts, those of one feed with the very same bytes in memory."""
    held: dict[int, bytes] = {}
    for number, library, at, by, came, pasted, part, edits, version, state, *rest in rows:
        if came not in held:
            ((held[came],),) = snapshot.rows("SELECT bytes FROM original WHERE id = ?", came)
        decided, became, entry = rest
        yield Draft(
            number=number,
            library=library,
            made_at=datetime.fromisoformat(at),
            made_by=by,
            original=held[came],
            pasted_on=date.fromisoformat(pasted),
            part=part,
            edits=edits,
            version=version,
            state=DraftState(state),
            decided_by=decided or 0,
            briefing=became or 0,
            entry=entry,
        )


def add_draft(connection: sqlite3.Connection, new: Draft) -> int:
    """See `protocol.Desk.add_draft`."""
    if new.entry and run(connection, _HELD, new.library, new.entry).fetchone():
        return 0
    digest = digest_of(new.original)
    original = original_of(connection, new.library, new.original, digest)
    added = run(
        connection,
        _NEW,
        *(new.library, instant(new.made_at), new.made_by, original, digest),
        *(new.pasted_on.isoformat(), new.part, new.edits, new.entry),
    )
    return row_of(added)


def original_of(connection: sqlite3.Connection, library: int, data: bytes, digest: bytes) -> int:
    """The number under which bytes of this `digest_of` are kept: that of a draft which came in the
    same, or a new one."""
    held = connection.execute(_CAME_IN, (library, digest)).fetchone()
    if held is not None:
        return int(held[0])
    return row_of(connection.execute(_NEW_ORIGINAL, (data,)))


_CAME_IN = "SELECT original FROM draft WHERE library = ? AND digest = ? LIMIT 1"
_NEW_ORIGINAL = insert("original", "bytes")
_NEW = insert("draft", "library, made_at, made_by, original, digest, pasted_on, part, edits, entry")


_HELD = "SELECT 1 FROM draft WHERE library = ? AND entry = ?"


def save_draft(connection: sqlite3.Connection, changed: Draft) -> bool:
    """See `protocol.Desk.save_draft`."""
    done = run(
        connection,
        "UPDATE draft SET edits = ?, state = ?, decided_by = ?, briefing = ?, "
        "version = version + 1 "
        "WHERE id = ? AND library = ? AND version = ? AND state = 'waiting'",
        *(changed.edits, changed.state, changed.decided_by or None, changed.briefing or None),
        *(changed.number, changed.library, changed.version),
    )
    return done.rowcount == 1
