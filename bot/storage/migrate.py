"""Numbered changes of the schema, each whole or not at all, its number kept inside the file."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.errors import ForeignDatabase, NewerDatabase
from bot.storage.header import APPLICATION_ID, newer

log = logging.getLogger(__name__)


class Migration(NamedTuple):
    """One step: plain SQL that leads from the schema `number - 1` to `number`."""

    number: int
    name: str
    sql: str


def shipped() -> tuple[Migration, ...]:
    """The migrations of this version: `migrations/0001_initial.sql` …, in order, without gaps."""
    files = sorted((Path(__file__).parent / "migrations").glob("*.sql"))
    found = tuple(_migration(file.name, file.read_text(encoding="utf-8")) for file in files)
    if not found or [item.number for item in found] != list(range(1, len(found) + 1)):
        raise RuntimeError("the migrations are not numbered from 1 without gaps")
    return found


def _migration(name: str, sql: str) -> Migration:
    number, _, rest = name.removesuffix(".sql").partition("_")
    return Migration(int(number), rest, sql)


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    """Bring the file to the newest schema; all missing steps in one transaction, or none.

    The connection is in autocommit mode: Python's own transactions leave DDL outside, and its
    `executescript` commits what is open, so half a failed step would stay. Raises
    `NewerDatabase`, `ForeignDatabase` and whatever a step raises.
    """
    if _schema(connection, path) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been as quick.
        done = _schema(connection, path)
        if done > len(migrations):
            raise NewerDatabase(newer(path))
        if done:  # which may take as long as half a minute where there are a million briefings
            log.info("bringing %s from schema %d to %d", path, done, len(migrations))
        for migration in migrations[done:]:
            _run(connection, migration)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _schema(connection: sqlite3.Connection, path: Path) -> int:
    """The schema number in the file; 0 for one that holds nothing yet."""
    application = _pragma(connection, "application_id")
    if application == APPLICATION_ID:
        return _pragma(connection, "user_version")
    if application == 0 and _pragma(connection, "schema_version") == 0:
        return 0
    raise ForeignDatabase(f"{path} is the database of another program; give another path.")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _run(connection: sqlite3.Connection, migration: Migration) -> None:
    for statement in statements(migration.sql):
        connection.execute(statement)
    # A pragma takes no parameters; both values are our own integers.
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {migration.number:d}")


def statements(sql: str) -> Iterator[str]:
    """The single statements of a script: cut where SQLite itself says that one is complete, so
    that a semicolon in a text, a comment or a trigger does not cut."""
    gathered = ""
    for piece in re.split("(?<=;)", sql):
        gathered += piece
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""
    if any(line.strip() and not line.strip().startswith("--") for line in gathered.splitlines()):
        yield gathered
