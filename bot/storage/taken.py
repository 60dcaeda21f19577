"""Which files were taken in already; see `protocol.Shelf.taken`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from bot.model import BriefingRef
from bot.storage.rows import insert
from bot.storage.snapshot import Snapshot


def taken(
    snapshot: Snapshot, library: int, digests: Iterable[bytes]
) -> dict[bytes, tuple[BriefingRef, ...]]:
    sql = "SELECT briefing FROM taken WHERE library = ? AND digest = ? ORDER BY ordinal"
    found: dict[bytes, tuple[BriefingRef, ...]] = {}
    for digest in digests:
        rows = snapshot.connection.execute(sql, (library, digest)).fetchall()
        if rows:
            found[digest] = tuple(snapshot.ref(number) for (number,) in rows)
    return found


def note_taken(
    connection: sqlite3.Connection, library: int, digest: bytes, briefings: Sequence[int]
) -> None:
    connection.execute("DELETE FROM taken WHERE library = ? AND digest = ?", (library, digest))
    rows = ((library, digest, ordinal, number) for ordinal, number in enumerate(briefings))
    connection.executemany(_NOTE, rows)


_NOTE = insert("taken", "library, digest, ordinal, briefing")
