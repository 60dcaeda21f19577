"""One library's file: one writer, a few readers, whole functions in one hop and one transaction.

aiosqlite runs each connection in a thread of its own. A hop to it costs about 100 µs and the query
behind it 10, so a whole question or change is handed over at once. That also settles cancellation:
an awaiting task may be cancelled at any time, the function in the thread still runs to its end and
commits or rolls back; the next one queues behind it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from bot.errors import StorageError
from bot.extraction.companies import search_key
from bot.storage.failures import TOLD, explain, is_busy
from bot.storage.header import refuse_unfit
from bot.storage.identity import digest_of
from bot.storage.migrate import Migration, migrate, shipped

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

PATIENCE = 5.0
"""Seconds that a write waits for another process's before it gives up."""
_GLANCE = 0.004
"""Seconds from one look to the next while another process writes. SQLite's own waiting looks every
tenth of a second in the end, and misses the gaps of a bulk ingest for seconds."""
READERS = 4
"""Connections that read side by side; more questions than that queue up."""


async def hand_over(connection: aiosqlite.Connection, work: Work[T]) -> T:
    """Run `work` as a whole in the connection's thread.

    aiosqlite offers no public way to do so (0.22; only single statements, a hop each), hence its
    private `_execute` and `_conn`, here and nowhere else. Environmental errors of SQLite come out
    as `StorageError`, all others as they are.
    """
    execute = cast("Callable[[Callable[[], T]], Awaitable[T]]", connection._execute)
    try:
        here = copy_context()  # as asyncio.to_thread does: a reader's locale goes along
        return await execute(lambda: here.run(_without_stop, work, connection._conn))
    except sqlite3.Error as error:
        explained = explain(error)
        if explained is None:
            raise
        raise explained from error


def _without_stop(work: Work[T], connection: sqlite3.Connection) -> T:
    """A future cannot carry StopIteration: asyncio would refuse it and the caller wait for ever."""
    try:
        return work(connection)
    except StopIteration as error:
        raise RuntimeError("the function raised StopIteration") from error


def transact(connection: sqlite3.Connection, begin: Work[object], work: Work[T]) -> T:
    """Run `work` between `begin` and COMMIT; roll back whatever it was that went wrong."""
    begin(connection)
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk makes SQLite roll back by itself
            connection.execute("ROLLBACK")
        raise
    return result


def _begin_reading(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")


def _begin_writing(connection: sqlite3.Connection, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= until:
                raise
        time.sleep(_GLANCE)


class Database:
    """An open library file; made by `open`, to be closed once."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, patience: float) -> None:
        self._path = path
        self._writer = writer
        self._watch: sqlite3.Connection | None = None
        """The event loop's own, for `version`; opened when that is first asked."""
        self._patience = patience
        self._idle: list[aiosqlite.Connection] = []
        self._readers: list[aiosqlite.Connection] = []
        self._seats = asyncio.Semaphore(READERS)
        self._closed = False

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        patience: float = PATIENCE,
        bulk: bool = False,
        migrations: Sequence[Migration] | None = None,
    ) -> Database:
        """Open the library at `path`, made anew (with its folders) where there is none.

        `patience` is how many seconds a write waits for another process; `bulk`: thousands of
        writes are to come.
        Raises a `StorageError` that says what to do; then nothing stays open.
        """
        steps = shipped() if migrations is None else tuple(migrations)
        path = await asyncio.to_thread(_fit_path, path, len(steps))
        writer = await _connect(path, "rwc", patience)
        try:
            await hand_over(writer, partial(_prepare, path=path, migrations=steps))
            if bulk:
                await hand_over(writer, _expect_many)
        except BaseException:
            await writer.close()
            raise
        return cls(path, writer, patience)

    async def read(self, question: Work[T]) -> T:
        """Run `question` on a reader, in one snapshot of the file."""
        async with self._seats:
            reader = await self._take_reader()
            try:
                work = partial(transact, begin=_begin_reading, work=question)
                return await hand_over(reader, work)
            finally:
                self._idle.append(reader)

    async def write(self, change: Work[T]) -> T:
        """Run `change` on the writer in one transaction, committed only if it returns."""
        self._check_open()
        begin = partial(_begin_writing, patience=self._patience)
        return await hand_over(self._writer, partial(transact, begin=begin, work=change))

    def version(self) -> int | None:
        """SQLite's `data_version`: another number after any write. It looks into shared memory
        alone and takes some µs, so it goes without a hop. None where SQLite is busy with the file
        itself."""
        if self._closed:
            return None
        try:
            self._watch = self._watch or _watching(self._path)
            ((number,),) = self._watch.execute("PRAGMA data_version")
        except sqlite3.Error:
            return None
        return int(number)

    async def _take_reader(self) -> aiosqlite.Connection:
        self._check_open()
        if self._idle:
            return self._idle.pop()
        reader = await _connect(self._path, "ro", self._patience)
        if self._closed:  # meanwhile; nobody else would close this one
            await reader.close()
        self._check_open()
        self._readers.append(reader)
        await hand_over(reader, _tune)
        return reader

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("the library is closed")

    async def close(self) -> None:
        """Close all connections, the writer last: it folds the log into the file."""
        if self._closed:
            return
        self._closed = True
        if self._watch is not None:
            self._watch.close()
        async with AsyncExitStack() as stack:  # each is closed, whatever happens to the others
            for connection in (self._writer, *self._readers):
                stack.push_async_callback(connection.close)


def _fit_path(path: Path, newest_schema: int) -> Path:
    whole = path.expanduser().absolute()
    refuse_unfit(whole, newest_schema)
    return whole


def _watching(path: Path) -> sqlite3.Connection:
    """A connection of the event loop's own, which waits for nobody."""
    uri = f"{path.as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None, check_same_thread=False)


async def _connect(path: Path, mode: str, patience: float) -> aiosqlite.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    options: dict[str, Any] = {"uri": True, "isolation_level": None, "timeout": patience}
    try:
        return await aiosqlite.connect(uri, **options)
    except sqlite3.Error as error:
        raise (explain(error) or StorageError(f"The library {path} cannot be opened.")) from error


_FOR_MIGRATIONS: dict[str, Callable[[Any], Any]] = {
    "search_key": search_key,
    "sha256": digest_of,
}


def _prepare(
    connection: sqlite3.Connection, *, path: Path, migrations: Sequence[Migration]
) -> None:
    try:
        _tune(connection)
    except TOLD as error:
        raise (explain(error) or error) from error
    for name, function in _FOR_MIGRATIONS.items():
        connection.create_function(name, 1, function, deterministic=True)
    migrate(connection, path, migrations)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":  # kept inside the file: readers and the writer do not wait for each other
        connection.execute("PRAGMA journal_mode = WAL")
    # From here on `_begin_writing` waits; once it has begun, nobody else writes.
    connection.execute("PRAGMA busy_timeout = 0")


def _expect_many(connection: sqlite3.Connection) -> None:
    """A page that is changed again and again goes from the log into the file once: of the default
    1,000 pages, each batch put into a million briefings wrote as many, all far apart. And the pages
    as they were before a statement stay in memory: in a file, they were half of all writes."""
    connection.execute("PRAGMA wal_autocheckpoint = 16000")  # 64 MB, as journal_size_limit has it
    connection.execute("PRAGMA temp_store = MEMORY")


def _tune(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    # Writes are few and people are told that they are kept: each one waits for the disk, where
    # NORMAL could lose the last ones in a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA cache_size = -16000")  # KiB
    connection.execute("PRAGMA journal_size_limit = 67108864")  # bytes a large load may leave
