"""A library's file copied while it is used, and a copy put back in its place.

A backup is one file, with its SHA-256 in a small file beside it (`sha256sum -c` reads it), since
SQLite's own check does not see a changed letter. Both functions block: they are for a terminal.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import BadArchive, DamagedDatabase, LibraryBusy, StorageError
from bot.storage.database import PATIENCE
from bot.storage.failures import TOLD, explain
from bot.storage.header import refuse_unfit
from bot.storage.migrate import shipped
from bot.whole import new_file, sync

_CHUNK = 1 << 20
_BESIDE = ("-wal", "-shm", "-journal")
_IN_USE = "The library is in use; stop the bot and every other command on it first."


def checksum_of(backup: Path) -> Path:
    """The small file that belongs to a backup."""
    return backup.with_name(f"{backup.name}.sha256")


def back_up(library: Path, target: Path) -> int:
    """Copy the library as it stands at one moment, others writing meanwhile, and look whether the
    copy is well; returns how many briefings it holds. Raises `BadArchive`, `StorageError`."""
    refuse_unfit(library, len(shipped()))
    with _explained(), new_file(target) as part:
        with closing(_connect(library, "rw")) as source, closing(_connect(part, "rwc")) as copy:
            source.backup(copy)
            # One file that needs no log beside it, also where nothing may be written.
            copy.execute("PRAGMA journal_mode = DELETE")
        count = _checked(part)
        checksum_of(target).unlink(missing_ok=True)  # of a backup that was cut off or deleted
        with new_file(checksum_of(target)) as sums:
            sums.write_text(f"{_digest(part)}  {target.name}\n", "utf-8")
    return count


def restore(
    backup: Path, library: Path, *, now: datetime, unchecked: bool = False
) -> tuple[int, Path | None]:
    """Put a copy of the backup in the library's place, once it is known to be well; returns how
    many briefings it holds, and where the library before is kept. `unchecked` takes a backup
    without its checksum.

    At any moment the old library or the new one is there, whole. Raises `BadArchive` and
    `StorageError`; then the library is as it was.
    """
    _refuse_as_backup(backup, library)
    wanted = None if unchecked else _told_digest(backup)
    coming = library.with_name(f"{library.name}.restoring")
    with _explained():
        try:
            found = _copied(backup, coming)
            if wanted not in (None, found):
                raise BadArchive(f"{backup} is damaged: it is not as it was backed up.")
            count = _checked_backup(backup, coming)
            sync(coming)
            aside = _put_in_place(coming, library, now)
            sync(library.parent)
        finally:
            coming.unlink(missing_ok=True)
    return count, aside


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except TOLD as error:
        raise (explain(error) or StorageError(f"The file cannot be used: {error}.")) from error
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadArchive(f"{error.filename or 'A file'} cannot be used: {why}.") from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE)


def _checked(path: Path) -> int:
    """How many briefings a file holds that nobody else has open; raises `StorageError` where it is
    no well library of this version or an earlier one."""
    refuse_unfit(path, len(shipped()))
    with closing(_connect(path, "ro&immutable=1")) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedDatabase(f"{path} is damaged.")
        (count,) = connection.execute("SELECT coalesce(sum(briefings), 0) FROM library").fetchone()
    return int(count)


def _checked_backup(backup: Path, copy: Path) -> int:
    try:
        return _checked(copy)
    except (StorageError, *TOLD) as error:
        found = explain(error) if isinstance(error, TOLD) else error
        told = "it is damaged." if isinstance(found, DamagedDatabase) else str(found or "")
        told = told.replace(str(copy.absolute()), str(backup)).replace(str(copy), str(backup))
        raise BadArchive(f"{backup} cannot be restored: {told or 'it is no library.'}") from error


def _refuse_as_backup(backup: Path, library: Path) -> None:
    if not backup.is_file():
        raise BadArchive(f"There is no backup at {backup}.")
    if library.exists() and backup.samefile(library):
        raise BadArchive(f"{backup} is the library itself; name a backup of it.")
    log = backup.with_name(f"{backup.name}-wal")
    if log.exists() and log.stat().st_size:
        raise BadArchive(
            f"{backup} is a library in use, with part of it in {log.name}; make a backup of it."
        )


def _told_digest(backup: Path) -> str:
    sums = checksum_of(backup)
    try:
        return sums.read_text("utf-8", "replace").split()[0]
    except (OSError, IndexError):
        raise BadArchive(
            f"{backup} has no checksum beside it ({sums.name}); bring it along, or restore with "
            "--without-checksum."
        ) from None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(source: Path, target: Path) -> str:
    """Copy, and tell the digest of the very bytes that were copied."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as written:
        while piece := read.read(_CHUNK):
            digest.update(piece)
            written.write(piece)
    return digest.hexdigest()


# --- the exchange ------------------------------------------------------------------------------


def _put_in_place(coming: Path, library: Path, now: datetime) -> Path | None:
    """Replace the library while nobody else has it open, and keep it under another name."""
    if not library.exists():
        coming.replace(library)
        return None
    aside = _name_for(library, now)
    with _alone(library) as connection:
        _keep(library, aside)
        if connection is None:
            _move_logs(library, aside)
        elif os.name == "nt":  # where an open file cannot be replaced
            connection.close()
        coming.replace(library)
    return aside


def _move_logs(library: Path, aside: Path) -> None:
    """A log that could not be folded into its file would be played into the new one."""
    for end in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            library.with_name(library.name + end).replace(aside.with_name(aside.name + end))


@contextlib.contextmanager
def _alone(library: Path) -> Iterator[sqlite3.Connection | None]:
    """Hold the library alone, its log folded into it; None where it is too damaged for that.
    Raises `LibraryBusy` while any process has it open, be it idle: SQLite leaves its log mode only
    for the last one."""
    with closing(_connect(library, "rw")) as connection:
        try:
            connection.execute("PRAGMA busy_timeout = 1000")
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except TOLD as error:
            explained = explain(error)
            if isinstance(explained, LibraryBusy):
                raise LibraryBusy(_IN_USE) from error
            if not isinstance(explained, DamagedDatabase):
                raise
            connection.close()
            yield None
        else:
            yield connection


def _name_for(library: Path, now: datetime) -> Path:
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    names = (f"{library.stem}.before-{stamp}{more}{library.suffix}" for more in ("", "-2", "-3"))
    for name in names:
        if not library.with_name(name).exists():
            return library.with_name(name)
    raise BadArchive(f"{library.with_name(name)} exists already; try again in a second.")


def _keep(library: Path, aside: Path) -> None:
    """A second name for the old file, so that there is a library at every moment."""
    try:
        os.link(library, aside)
    except OSError:  # a file system without such names
        shutil.copyfile(library, aside)
        sync(aside)
