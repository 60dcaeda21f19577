"""A library of each engine; a second engine joins by one more line in ENGINES."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.database import PATIENCE, Database
from bot.storage.migrate import Migration, shipped
from bot.storage.protocol import Storage
from bot.storage.sqlite import SqliteStorage

Open = Callable[[Path], Awaitable[Storage]]
ENGINES: list[Open] = [SqliteStorage.open]

Opening = Callable[..., Awaitable[SqliteStorage]]
OpeningDatabase = Callable[..., Awaitable[Database]]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=ENGINES, ids=["sqlite"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An open, empty library."""
    opened: Storage = await request.param(tmp_path / "library.db")
    yield opened
    await opened.close()


@pytest.fixture
async def opening() -> AsyncIterator[Opening]:
    """Opens libraries and closes each after the test, also after a failed one: an unclosed
    connection would keep the whole run from ending."""
    async with AsyncExitStack() as stack:

        async def open_storage(path: Path, patience: float = PATIENCE) -> SqliteStorage:
            storage = await SqliteStorage.open(path, patience=patience)
            stack.push_async_callback(storage.close)
            return storage

        yield open_storage


@pytest.fixture
async def opening_database() -> AsyncIterator[OpeningDatabase]:
    """As `opening`, for what lies under the storage."""
    async with AsyncExitStack() as stack:

        async def open_database(
            path: Path, migrations: Sequence[Migration] | None = None
        ) -> Database:
            database = await Database.open(path, migrations=migrations)
            stack.push_async_callback(database.close)
            return database

        yield open_database


async def made_by_schema(path: Path, number: int, script: str) -> None:
    """A library as a version with the first so many migrations left it, filled by a script."""
    database = await Database.open(path, migrations=shipped()[:number])
    # It commits what is open before it begins, and opens what is committed after it.
    await database.write(lambda connection: connection.executescript(f"{script} BEGIN;"))
    await database.close()


def start_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process of the desk; it may import the tests' builders."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_python(code: str, *arguments: object) -> str:
    """What another process printed; it must end by itself, and well, within half a minute."""
    with start_python(code, *arguments) as process:
        try:
            said, complained = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0, complained
    return said.strip()
