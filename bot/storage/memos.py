"""Short texts under random keys, each for its own library, forgotten after 30 days."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime, timedelta

from bot.storage.rows import insert, instant, run, storable
from bot.storage.snapshot import Snapshot

LIFE = timedelta(days=30)
_FORGOTTEN_AT_ONCE = 50
"""Old texts that go with each new one: more than one, so that they never gather."""


def recall(snapshot: Snapshot, library: int, key: str, now: datetime) -> str | None:
    since = instant(now - LIFE)
    row = snapshot.row(_TEXT, key, library, since)
    return None if row is None else str(row[0])


_TEXT = "SELECT text FROM memo WHERE key = ? AND library = ? AND made_at >= ?"


def remember(connection: sqlite3.Connection, library: int, text: str, now: datetime) -> str:
    """See `protocol.Desk.remember`."""
    run(connection, _FORGET, instant(now - LIFE), _FORGOTTEN_AT_ONCE)
    held = run(connection, _HELD, library, storable(text)).fetchone()
    if held is not None:
        run(connection, "UPDATE memo SET made_at = ? WHERE key = ?", instant(now), held[0])
        return str(held[0])
    key = secrets.token_urlsafe(12)  # 16 characters that nobody guesses
    run(connection, _NEW, key, library, instant(now), text)
    return key


_FORGET = """
DELETE FROM memo WHERE key IN (
    SELECT key FROM memo WHERE made_at < ? ORDER BY made_at LIMIT ?)
"""
_HELD = "SELECT key FROM memo WHERE library = ? AND text = ?"
_NEW = insert("memo", "key, library, made_at, text")
