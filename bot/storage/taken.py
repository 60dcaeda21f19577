"""Which files were taken in already; see `protocol.Shelf.taken`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.model import BriefingRef
from bot.storage.rows import insert
from bot.storage.snapshot import Snapshot


def taken(
    snapshot: Snapshot, library: int, digests: Iterable[bytes]
) -> dict[bytes, tuple[BriefingRef, ...]]:
    asked = tuple(digests)
    found: dict[bytes, list[BriefingRef]] = {}
    for digest, number in snapshot.rows(_TAKEN.format(_marks(asked)), library, *asked):
        found.setdefault(digest, []).append(snapshot.ref(number))
    return {digest: tuple(refs) for digest, refs in found.items()}


def note_taken(
    connection: sqlite3.Connection, library: int, taken: Mapping[bytes, Sequence[int]]
) -> None:
    connection.execute(_FORGET.format(_marks(taken)), (library, *taken))
    rows = [
        (library, digest, ordinal, number)
        for digest, briefings in taken.items()
        for ordinal, number in enumerate(briefings)
    ]
    connection.executemany(_NOTE, rows)


def _marks(digests: Collection[bytes]) -> str:
    return ", ".join("?" for _ in digests)


_TAKEN = """
SELECT digest, briefing FROM taken WHERE library = ? AND digest IN ({}) ORDER BY digest, ordinal
"""
_FORGET = "DELETE FROM taken WHERE library = ? AND digest IN ({})"
_NOTE = insert("taken", "library, digest, ordinal, briefing")
