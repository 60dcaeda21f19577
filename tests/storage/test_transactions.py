"""Whole or not at all: failing changes, cancelled tasks, killed processes, full disks."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import aiosqlite
import pytest

from bot.errors import StorageError
from bot.model import HOUSE, Coverage
from bot.storage.database import READERS, hand_over
from bot.storage.migrate import Migration, shipped, statements
from bot.storage.protocol import Desk, Shelf, Storage
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import NOW, read
from tests.storage.conftest import Opening, OpeningDatabase, run_python, start_python


def put(desk: Desk, title: str, original: bytes = b"x") -> None:
    desk.put(HOUSE, read(title=title), original=original, now=NOW)


async def count(storage: Storage) -> int:
    return (await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings


# --- changes that fail -------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
async def test_a_change_that_raises_leaves_nothing(
    storage: Storage, error: type[BaseException]
) -> None:
    def change(desk: Desk) -> None:
        put(desk, "a")
        raise error

    with pytest.raises(error):
        await storage.write(change)
    assert await count(storage) == 0
    await storage.write(lambda desk: put(desk, "a"))
    assert await count(storage) == 1
    assert not await storage.check()


async def test_a_question_that_raises_leaves_its_reader_well(storage: Storage) -> None:
    def question(shelf: Shelf) -> None:
        shelf.coverage((HOUSE,))
        raise ZeroDivisionError

    for _ in range(2 * READERS):
        with pytest.raises(ZeroDivisionError):
            await storage.read(question)
    assert await count(storage) == 0


async def test_stop_iteration_does_not_hang(storage: Storage) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await storage.read(lambda shelf: next(iter(shelf.known_topics((HOUSE,)))))


async def test_a_wrong_statement_is_a_bug_and_no_trouble_of_the_library(
    opening_database: OpeningDatabase, tmp_path: Path
) -> None:
    database = await opening_database(tmp_path / "library.db")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.read(lambda connection: connection.execute("SELECT 1 FROM nowhere"))


async def test_a_question_cannot_write_even_by_mistake(
    opening_database: OpeningDatabase, tmp_path: Path
) -> None:
    database = await opening_database(tmp_path / "library.db")
    with pytest.raises(StorageError, match="cannot be written"):
        await database.read(lambda connection: connection.execute("DELETE FROM library"))


# --- one snapshot, side by side ----------------------------------------------------------------


async def test_a_question_sees_one_state_from_its_start_to_its_end(storage: Storage) -> None:
    looked, written = threading.Event(), threading.Event()

    def question(shelf: Shelf) -> tuple[Coverage, Coverage]:
        before = shelf.coverage((HOUSE,))
        looked.set()
        assert written.wait(10)
        return before, shelf.coverage((HOUSE,))

    asked = asyncio.create_task(storage.read(question))
    await asyncio.to_thread(looked.wait, 10)
    await storage.write(lambda desk: put(desk, "a"))
    written.set()
    assert await asked == (Coverage(0), Coverage(0))
    assert await count(storage) == 1


async def test_a_mark_is_another_one_after_any_write(storage: Storage, tmp_path: Path) -> None:
    """Also of another process; not after a question, nor after what was taken back."""
    await storage.write(lambda desk: put(desk, "a"))
    marks = [storage.mark()]
    assert await count(storage) == 1
    with pytest.raises(LookupError):
        await storage.write(_fails)
    assert storage.mark() == marks[0]
    await storage.write(lambda desk: put(desk, "b"))
    marks.append(storage.mark())
    run_python(_OTHER, tmp_path / "library.db")
    marks.append(storage.mark())
    assert storage.mark() == marks[-1]
    assert len({*marks, None}) == 4


def _fails(desk: Desk) -> None:
    put(desk, "never")
    raise LookupError


_OTHER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as library:
    library.execute("INSERT INTO settings (library, extra) VALUES (3, '{}')")
"""


async def test_many_questions_and_changes_at_once(storage: Storage) -> None:
    writes = (storage.write(lambda desk, n=n: put(desk, f"number {n}")) for n in range(25))
    reads = (count(storage) for _ in range(100))
    await asyncio.gather(*writes, *reads)
    assert await count(storage) == 25
    assert not await storage.check()


async def test_questions_share_a_few_readers(storage: Storage) -> None:
    await asyncio.gather(*(count(storage) for _ in range(10 * READERS)))
    before = threading.active_count()
    for _ in range(10):
        await count(storage)
    assert threading.active_count() == before


# --- cancelled ---------------------------------------------------------------------------------


async def test_a_cancelled_change_is_whole_and_the_next_one_runs(storage: Storage) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def change(desk: Desk) -> None:
        put(desk, "first")
        begun.set()
        assert go_on.wait(10)
        put(desk, "second")

    task = asyncio.create_task(storage.write(change))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    await storage.write(lambda desk: put(desk, "third"))
    assert await count(storage) == 3
    assert not await storage.check()


async def test_cancelled_questions_do_not_use_up_the_readers(storage: Storage) -> None:
    for _ in range(3 * READERS):
        go_on = threading.Event()
        task = asyncio.create_task(storage.read(lambda shelf, go_on=go_on: go_on.wait(10)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
    async with asyncio.timeout(10):
        assert await count(storage) == 0


async def test_closing_while_a_question_runs_waits_for_it(opening: Opening, tmp_path: Path) -> None:
    storage = await opening(tmp_path / "library.db")
    task = asyncio.create_task(count(storage))
    await asyncio.sleep(0)
    await storage.close()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    assert outcome == 0 or isinstance(outcome, ValueError)


# --- killed ------------------------------------------------------------------------------------

KILLED_WHILE_WRITING = """
import asyncio, sys, time
from pathlib import Path
from bot.model import HOUSE
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import NOW, read

def change(desk):
    for number in range(200):
        reading = read(title=f"lost {number}")
        desk.put(HOUSE, reading, original=b"x" * 9_000, now=NOW)
    print("in the middle", flush=True)
    time.sleep(60)

async def main(path):
    storage = await SqliteStorage.open(path)
    kept = read(title="kept")
    await storage.write(lambda desk: desk.put(HOUSE, kept, original=b"x", now=NOW))
    await storage.write(change)

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_a_process_killed_in_mid_write_loses_only_that_write(
    opening: Opening, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    with start_python(KILLED_WHILE_WRITING, path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in the middle\n"
        process.kill()
    storage = await opening(path)
    assert await count(storage) == 1
    assert not await storage.check()


# --- full --------------------------------------------------------------------------------------


async def test_a_full_disk_is_told_and_what_was_stored_is_whole(
    opening_database: OpeningDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    database = await opening_database(path)
    storage = SqliteStorage(database)
    await storage.write(lambda desk: put(desk, "kept"))
    await database.write(_leave_room_for(5))
    with pytest.raises(StorageError, match="disk is full"):
        await storage.write(lambda desk: put(desk, "too large", b"x" * 200_000))
    assert await count(storage) == 1
    assert not await storage.check()
    await database.write(_leave_room_for(1_000))
    await storage.write(lambda desk: put(desk, "later"))
    assert await count(storage) == 2


def _leave_room_for(pages: int) -> Callable[[sqlite3.Connection], None]:
    def limit(connection: sqlite3.Connection) -> None:
        (held,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {held + pages}")

    return limit


FILE_SIZE_LIMIT = """
import asyncio, resource, sys
from pathlib import Path
from bot.errors import StorageError
from bot.model import HOUSE
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import NOW, read

def put(title, size):
    return lambda desk: desk.put(HOUSE, read(title=title), original=b"x" * size, now=NOW)

async def main(path):
    storage = await SqliteStorage.open(path)
    await storage.write(put("kept", 10))
    size = max(file.stat().st_size for file in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, resource.RLIM_INFINITY))
    try:
        await storage.write(put("too large", 2_000_000))
    except StorageError as error:
        print(error)
    print((await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings)
    print(*await storage.check())
    await storage.close()

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_a_limit_on_file_sizes_is_told_and_what_was_stored_is_whole(
    opening: Opening, tmp_path: Path
) -> None:
    pytest.importorskip("resource", reason="limits are those of POSIX")
    path = tmp_path / "folder" / "library.db"
    told, kept = run_python(FILE_SIZE_LIMIT, path).splitlines()
    assert told.startswith("The disk ")
    assert kept == "1"
    storage = await opening(path)
    await storage.write(lambda desk: put(desk, "later"))
    assert await count(storage) == 2
    assert not await storage.check()


# --- migrations --------------------------------------------------------------------------------

FIRST = Migration(1, "first", "-- why; because\nCREATE TABLE one (x TEXT DEFAULT ';') STRICT;")
HALF = Migration(2, "half", "CREATE TABLE two (x); INSERT INTO nowhere VALUES (1);")
WHOLE = Migration(2, "whole", "CREATE TABLE two (x);\nINSERT INTO two VALUES (1)")


@pytest.fixture
async def first_schema(opening_database: OpeningDatabase, tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    database = await opening_database(path, migrations=(FIRST,))
    await database.write(lambda connection: connection.execute("INSERT INTO one VALUES ('a')"))
    await database.close()
    return path


def tables(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]


async def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(
    opening_database: OpeningDatabase,
    first_schema: Path,
) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await opening_database(first_schema, migrations=(FIRST, HALF))
    database = await opening_database(first_schema, migrations=(FIRST,))
    assert await database.read(tables) == ["one"]


async def test_missing_migrations_are_made_up_for_once(
    opening_database: OpeningDatabase, first_schema: Path
) -> None:
    for _ in range(2):
        database = await opening_database(first_schema, migrations=(FIRST, WHOLE))
        rows = await database.read(lambda c: c.execute("SELECT * FROM one, two").fetchall())
        assert rows == [("a", 1)]
        await database.close()


async def test_a_first_migration_that_fails_leaves_an_empty_file_to_begin_anew(
    opening_database: OpeningDatabase,
    opening: Opening,
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    with pytest.raises(sqlite3.OperationalError):
        await opening_database(path, migrations=(FIRST, HALF))
    await (await opening(path)).close()


def test_the_shipped_migrations_each_begin_with_their_reason() -> None:
    assert all(migration.sql.startswith("-- ") for migration in shipped())


@pytest.mark.parametrize(
    ("script", "cut"),
    [
        ("", 0),
        ("-- only; a comment;\n", 0),
        ("SELECT 1", 1),
        ("SELECT ';';\nSELECT 2;", 2),
        ("CREATE TRIGGER t AFTER INSERT ON a BEGIN\n SELECT 1;\n SELECT 2;\nEND;\nSELECT 3;", 2),
        ("/* a; b */ SELECT 1;\n\n", 1),
    ],
)
def test_a_script_is_cut_into_its_statements(script: str, cut: int) -> None:
    assert len(list(statements(script))) == cut


# --- the one private door ----------------------------------------------------------------------


async def test_aiosqlite_still_runs_a_whole_function_in_its_thread(tmp_path: Path) -> None:
    """`hand_over` stands on two private names of aiosqlite; if an upgrade fails here, look for
    what has taken the place of `Connection._execute` and `Connection._conn`."""
    assert callable(getattr(aiosqlite.Connection, "_execute", None))
    assert isinstance(getattr(aiosqlite.Connection, "_conn", None), property)
    async with aiosqlite.connect(tmp_path / "any.db") as connection:
        thread = await hand_over(connection, lambda _: threading.current_thread())
        (one,) = await hand_over(connection, lambda c: c.execute("SELECT 1").fetchone())
    assert thread is not threading.main_thread()
    assert one == 1
