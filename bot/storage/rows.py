"""How values become columns and columns values."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from bot.model import Days, Span

Row = tuple[Any, ...]
Column = str | int | float | bytes | None

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether `storable` would leave the text as it is."""
    return _UNSTORABLE.search(text) is None


def storable(text: str) -> str:
    """The text with a replacement character for each lone surrogate, which has no UTF-8, and each
    NUL, at which SQL functions stop. One for one, so that offsets stay true."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def run(connection: sqlite3.Connection, sql: str, *values: Column) -> sqlite3.Cursor:
    """Execute one statement with its values made storable."""
    return connection.execute(
        sql, [storable(value) if isinstance(value, str) else value for value in values]
    )


def run_many(
    connection: sqlite3.Connection, sql: str, rows: Iterable[Sequence[Column]]
) -> sqlite3.Cursor:
    """Execute one statement for each row of values, made storable."""
    cleaned = (
        [storable(value) if isinstance(value, str) else value for value in row] for row in rows
    )
    return connection.executemany(sql, cleaned)


def row_of(added: sqlite3.Cursor) -> int:
    """The number of the row that an INSERT into a rowid table has made."""
    assert added.lastrowid is not None
    return added.lastrowid


def insert(table: str, columns: str) -> str:
    """An INSERT of named columns; both arguments are our own words, never a stranger's.

    >>> insert("settings", "library, zone")
    'INSERT INTO settings (library, zone) VALUES (?, ?)'
    """
    marks = ", ".join("?" for _ in columns.split(","))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


@lru_cache(maxsize=4096)
def texts_json(told: tuple[str, ...]) -> str:
    """A JSON list of texts, as `as_json` would write it; mostly the same few forms and keys of
    topics."""
    return f"[{','.join(map(encode_basestring, told))}]"


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as compact JSON; `json.dumps` would make an encoder for each."""


@lru_cache(maxsize=4096)
def texts(column: str) -> tuple[str, ...]:
    """A JSON list of texts; mostly the same few keys of topics."""
    return tuple(json.loads(column))


def spans(column: str) -> tuple[Span, ...]:
    """A JSON list of lists that begin with start and end."""
    return tuple(Span(item[0], item[1]) for item in json.loads(column))


def instant(now: datetime) -> str:
    """An aware instant in UTC; a naive one is a bug of the caller."""
    if now.tzinfo is None:
        raise ValueError("an instant must be aware")
    return now.astimezone(UTC).isoformat()


def days_of(earliest: str | None, latest: str | None) -> Days | None:
    if earliest is None or latest is None:
        return None
    return Days(date.fromisoformat(earliest), date.fromisoformat(latest))
