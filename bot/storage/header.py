"""What a library's file is, told from its first hundred bytes and before SQLite opens it.

SQLite itself leaves files beside a database it only looks at and may replay another program's
journal; a file that is not ours must not be touched, so it is read as bytes here.
Layout: https://www.sqlite.org/fileformat2.html#the_database_header
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from bot.errors import DamagedDatabase, ForeignDatabase, NewerDatabase, StorageError

APPLICATION_ID = 0x42444553
""""BDES" for briefing desk; stands in every library's file."""

_MAGIC = b"SQLite format 3\0"
_SIZE = 100
_FIELDS = struct.Struct(">16sH6xI I 28x I 4x I 20x I 4x")
# magic, page size, change counter, page count, schema number, application id, version-valid-for


def refuse_unfit(path: Path, newest_schema: int) -> None:
    """Make the folder of a library that is yet to come; refuse a file that cannot become ours.

    Raises `ForeignDatabase`, `NewerDatabase`, `DamagedDatabase`, or `StorageError` for a path
    that cannot be written. Neither the file nor its neighbours are changed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file:
            head, size = file.read(_SIZE), os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        head, size = b"", 0
    except OSError as error:
        raise StorageError(
            f"The library {path} cannot be opened ({error.strerror}); "
            "give a path to a file that this account may read and write."
        ) from error
    if size:
        _refuse_content(path, head, size, newest_schema)
    _refuse_read_only(path, exists=bool(size))


def _refuse_content(path: Path, head: bytes, size: int, newest_schema: int) -> None:
    if not head.startswith(_MAGIC):
        raise ForeignDatabase(f"{path} is not a library of Briefing Desk; give another path.")
    if len(head) < _SIZE:
        raise _damaged(path)
    _, page_size, changes, pages, schema, application, valid_for = _FIELDS.unpack(head)
    if application != APPLICATION_ID:
        raise ForeignDatabase(f"{path} is the database of another program; give another path.")
    if schema > newest_schema:
        raise NewerDatabase(newer(path))
    # 1 stands for 65,536. The count of pages only holds where both counters agree, and not while
    # a journal or log lies beside, whose pages have yet to reach the file.
    whole = (65536 if page_size == 1 else page_size) * pages
    if changes == valid_for and size < whole and not _has_journal(path):
        raise _damaged(path)


def newer(path: Path) -> str:
    """What is said of a library that a later version has written."""
    return f"{path} was written by a newer Briefing Desk; update the program to open it."


def _damaged(path: Path) -> DamagedDatabase:
    return DamagedDatabase(f"{path} is damaged: its end is missing; restore it from a backup.")


def _has_journal(path: Path) -> bool:
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return any(file.exists() and file.stat().st_size for file in beside)


def _refuse_read_only(path: Path, *, exists: bool) -> None:
    """SQLite would open such a file for reading only, and fail at the first write."""
    if exists and not os.access(path, os.W_OK):
        raise StorageError(f"The file {path} is read-only; give write permission for it.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageError(
            f"The folder {path.parent} is read-only; give write permission for it, "
            "since SQLite keeps its log beside the library."
        )
