"""Deleting a server's library for good, some briefings at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.model import HOUSE, State
from bot.storage.live import Shelved, forget
from bot.storage.rows import run, run_many
from bot.storage.snapshot import Snapshot


def servers(snapshot: Snapshot) -> tuple[int, ...]:
    """Servers of which anything is kept, in the order of their numbers."""
    return tuple(number for (number,) in snapshot.rows(_SERVERS))


_SERVERS = """
SELECT id FROM library WHERE id > 0 UNION SELECT library FROM settings WHERE library > 0
UNION SELECT library FROM schedule WHERE library > 0
UNION SELECT library FROM memo WHERE library > 0
UNION SELECT library FROM draft WHERE library > 0
UNION SELECT library FROM feed WHERE library > 0 ORDER BY 1
"""


def delete_some(connection: sqlite3.Connection, library: int, briefings: int) -> bool:
    """See `protocol.Desk.delete_some`."""
    if library == HOUSE:
        raise ValueError("the house library is not deleted")
    found = run(connection, _SOME, library, briefings).fetchall()
    for *at, state in found:
        if state == State.PUBLISHED:
            forget(connection, Shelved(*at))
        _delete_briefing(connection, at[0])
    if len(found) == briefings:
        return False
    drafted = run(connection, "SELECT DISTINCT original FROM draft WHERE library = ?", library)
    originals: Sequence[tuple[int]] = drafted.fetchall()
    for sql in _THE_REST:
        run(connection, sql, library)
    run_many(connection, _DELETE_ORIGINAL, originals)
    return True


_SOME = "SELECT id, library, day, place, state FROM briefing WHERE library = ? LIMIT ?"


def _delete_briefing(connection: sqlite3.Connection, briefing: int) -> None:
    """All its revisions, and the bytes they came in unless another briefing or a draft came in
    them, too."""
    found = run(connection, "SELECT DISTINCT original FROM revision WHERE briefing = ?", briefing)
    originals: Sequence[tuple[int]] = found.fetchall()
    run(connection, "DELETE FROM revision WHERE briefing = ?", briefing)
    run(connection, "DELETE FROM taken WHERE briefing = ?", briefing)
    run(connection, "DELETE FROM briefing WHERE id = ?", briefing)
    run_many(connection, _DELETE_ORIGINAL, originals)


_DELETE_ORIGINAL = """
DELETE FROM original WHERE id = ?
AND NOT EXISTS (SELECT 1 FROM revision WHERE revision.original = original.id)
AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.original = original.id)
"""

_THE_REST = (
    "DELETE FROM follow WHERE schedule IN (SELECT id FROM schedule WHERE library = ?)",
    "DELETE FROM delivery WHERE schedule IN (SELECT id FROM schedule WHERE library = ?)",
    "DELETE FROM schedule WHERE library = ?",
    "DELETE FROM memo WHERE library = ?",
    "DELETE FROM posted WHERE library = ?",
    "DELETE FROM name_rule WHERE library = ?",
    "DELETE FROM rereading WHERE library = ?",
    "DELETE FROM draft WHERE library = ?",
    "DELETE FROM audit WHERE library = ?",
    "DELETE FROM feed WHERE library = ?",
    "DELETE FROM library WHERE id = ?",
    "DELETE FROM settings WHERE library = ?",
)
"""What is left when no briefing is; topics went with the last that named them."""
