"""What each server has chosen."""

from __future__ import annotations

import json
import sqlite3

from bot.model import Settings
from bot.storage.rows import as_json, run
from bot.storage.snapshot import Snapshot


def settings(snapshot: Snapshot, library: int) -> Settings:
    row = snapshot.row("SELECT zone, extra FROM settings WHERE library = ?", library)
    if row is None:
        return Settings(library)
    zone, extra = row
    return Settings(library, zone, json.loads(extra))


def set_settings(connection: sqlite3.Connection, chosen: Settings) -> None:
    run(
        connection,
        "INSERT INTO settings (library, zone, extra) VALUES (?, ?, ?) "
        "ON CONFLICT (library) DO UPDATE SET zone = excluded.zone, extra = excluded.extra",
        chosen.library,
        chosen.zone,
        as_json(chosen.extra),
    )
