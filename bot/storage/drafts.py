"""Drafts: briefings that wait for a moderator's yes. Changed only by who has seen the newest."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from bot.model import Draft, DraftState
from bot.storage.rows import insert, instant, run
from bot.storage.snapshot import Snapshot


def draft(snapshot: Snapshot, library: int, number: int) -> Draft | None:
    row = snapshot.row(_DRAFT, number, library)
    return None if row is None else _made(row)


def approved(snapshot: Snapshot, library: int, briefing: int) -> Draft | None:
    row = snapshot.row(_APPROVED, briefing, library)
    return None if row is None else _made(row)


def drafts(snapshot: Snapshot, library: int, after: int, limit: int) -> tuple[Draft, ...]:
    return tuple(_made(row) for row in snapshot.rows(_WAITING, library, after, limit))


def drafts_of(snapshot: Snapshot, library: int, original: bytes) -> tuple[Draft, ...]:
    return tuple(_made(row) for row in snapshot.rows(_SAME_BYTES, library, original))


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
WHERE library = ? AND original = ? AND state = 'waiting' AND entry = '' ORDER BY id
"""
_WAITING = f"""
SELECT {_COLUMNS} FROM draft
WHERE library = ? AND id > ? AND state = 'waiting' ORDER BY id LIMIT ?
"""


def _made(row: Sequence[object]) -> Draft:
    (
        number,
        library,
        at,
        by,
        original,
        pasted,
        part,
        edits,
        version,
        state,
        decided,
        became,
        entry,
    ) = row
    return Draft(
        number=int(str(number)),
        library=int(str(library)),
        made_at=datetime.fromisoformat(str(at)),
        made_by=int(str(by)),
        original=bytes(original) if isinstance(original, bytes) else b"",
        pasted_on=date.fromisoformat(str(pasted)),
        part=int(str(part)),
        edits=str(edits),
        version=int(str(version)),
        state=DraftState(str(state)),
        decided_by=int(str(decided or 0)),
        briefing=int(str(became or 0)),
        entry=str(entry),
    )


def add_draft(connection: sqlite3.Connection, new: Draft) -> int:
    """See `protocol.Desk.add_draft`."""
    if new.entry and run(connection, _HELD, new.library, new.entry).fetchone():
        return 0
    added = run(
        connection,
        insert("draft", "library, made_at, made_by, original, pasted_on, part, edits, entry"),
        *(new.library, instant(new.made_at), new.made_by, new.original),
        *(new.pasted_on.isoformat(), new.part, new.edits, new.entry),
    )
    assert added.lastrowid is not None
    return added.lastrowid


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
