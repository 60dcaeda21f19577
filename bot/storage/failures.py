"""SQLite's environmental errors in words that say what to do; bugs of ours keep their own."""

from __future__ import annotations

import sqlite3

from bot.errors import DamagedDatabase, LibraryBusy, StorageError

_BUSY = LibraryBusy, "The library is held by another process; try again in a moment."
_DAMAGED = DamagedDatabase, "The library's file is damaged; restore it from a backup."
_READ_ONLY = (
    StorageError,
    "The library cannot be written; give write permission for its file and its folder.",
)

_BY_CODE: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: (
        StorageError,
        "The disk is full, nothing was changed; make room and try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        StorageError,
        "The disk refused to read or write, nothing was changed; look at its room, its limits "
        "and its health.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StorageError,
        "The library's file cannot be opened; look at its path and its permissions.",
    ),
    sqlite3.SQLITE_NOMEM: (StorageError, "Out of memory, nothing was changed; try again."),
}

_PRIMARY = 0xFF
"""The low byte of an extended result code is its primary code (SQLite, "Result and Error Codes")"""


TOLD = (sqlite3.Error, UnicodeDecodeError)
"""What opening or checking a damaged file raises: SQLite quotes the damaged bytes in its message,
and Python cannot decode that."""


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process is in the way, so that the same may go well in a moment."""
    return _told(error) is _BUSY


def explain(error: sqlite3.Error | UnicodeDecodeError) -> StorageError | None:
    """The error for people, or None for one of the program (a wrong statement, a broken rule)."""
    if isinstance(error, UnicodeDecodeError):
        return DamagedDatabase(_DAMAGED[1])
    found = _told(error)
    if found is None:
        return None
    kind, message = found
    return kind(message)


def _told(error: sqlite3.Error) -> tuple[type[StorageError], str] | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and str(error).startswith("Could not decode to UTF-8"):
        return _DAMAGED  # Python's own: every text was stored as UTF-8
    return _BY_CODE.get(code & _PRIMARY) if isinstance(code, int) else None
