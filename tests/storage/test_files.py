"""Which files are opened, and which are refused and left exactly as they were."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import (
    DamagedDatabase,
    ForeignDatabase,
    LibraryBusy,
    NewerDatabase,
    StorageError,
)
from bot.model import HOUSE
from bot.storage.header import APPLICATION_ID
from bot.storage.migrate import shipped
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import NOW, read
from tests.storage.conftest import Opening, run_python

TWENTY = "Orrin Vale sold %d vans, and Tallowbrook cut jobs again. " * 20


@pytest.fixture
async def library(opening: Opening, tmp_path: Path) -> Path:
    """A closed library with a few briefings in it."""
    path = tmp_path / "kept" / "library.db"
    storage = await opening(path)
    await fill(storage)
    await storage.close()
    return path


async def fill(storage: SqliteStorage, start: int = 0) -> None:
    for number in range(start, start + 20):
        reading = read(TWENTY % ((number,) * 20), title=f"number {number}")
        await storage.write(
            lambda desk, reading=reading: desk.put(HOUSE, reading, original=b"x" * 999, now=NOW)
        )


async def count(storage: SqliteStorage) -> int:
    return (await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings


# --- opened ------------------------------------------------------------------------------------


async def test_a_library_is_made_with_its_folders(opening: Opening, tmp_path: Path) -> None:
    path = tmp_path / "a" / "b#1 ?" / "büro.db"
    storage = await opening(path)
    await fill(storage)
    await storage.close()
    assert [item.name for item in path.parent.iterdir()] == ["büro.db"]


async def test_an_empty_file_becomes_a_library(opening: Opening, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    storage = await opening(path)
    assert await count(storage) == 0


async def test_the_file_says_whose_it_is_and_waits_for_nobody(library: Path) -> None:
    asked = sqlite3.connect(library)
    marks = [
        asked.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "journal_mode")
    ]
    asked.close()
    assert marks == [APPLICATION_ID, len(shipped()), "wal"]


async def test_closing_twice_is_once_and_nothing_is_answered_afterwards(
    opening: Opening, library: Path
) -> None:
    storage = await opening(library)
    await storage.close()
    await storage.close()
    with pytest.raises(ValueError, match="closed"):
        await count(storage)
    with pytest.raises(ValueError, match="closed"):
        await storage.write(lambda desk: None)


# --- refused -----------------------------------------------------------------------------------


def text_file(path: Path) -> None:
    path.write_text("Ford plans a plant.\n" * 400)


def short_text(path: Path) -> None:
    path.write_text("SQL")


def other_program(path: Path, application: int = 0x0F055112) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.execute(f"PRAGMA application_id = {application}")
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("INSERT INTO theirs VALUES (1)")
    other.commit()
    other.close()


def other_program_crashed(path: Path) -> None:
    """Its log still lies beside it; to open and close the file would play it back."""
    living = path.with_name("living.db")
    other_program(living)
    other = sqlite3.connect(living)
    other.execute("INSERT INTO theirs VALUES (2)")
    other.commit()
    shutil.copy(living, path)
    shutil.copy(living.with_name("living.db-wal"), path.with_name(path.name + "-wal"))
    other.close()
    living.unlink()


def nobodys_database(path: Path) -> None:
    other_program(path, 0)


def newer(path: Path) -> None:
    changed = sqlite3.connect(path)
    changed.execute("PRAGMA user_version = 4711")
    changed.close()


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_to_its_magic(path: Path) -> None:
    os.truncate(path, 16)


def wrong_end(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


REFUSED: list[tuple[Callable[[Path], None], type[StorageError], str]] = [
    (text_file, ForeignDatabase, "not a library"),
    (short_text, ForeignDatabase, "not a library"),
    (other_program, ForeignDatabase, "another program"),
    (other_program_crashed, ForeignDatabase, "another program"),
    (nobodys_database, ForeignDatabase, "another program"),
    (newer, NewerDatabase, "update"),
    (cut_in_half, DamagedDatabase, "backup"),
    (cut_to_its_magic, DamagedDatabase, "backup"),
    (wrong_end, DamagedDatabase, "backup"),
]
OVER_A_LIBRARY = (newer, cut_in_half, cut_to_its_magic, wrong_end)


def content_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


@pytest.mark.parametrize(
    ("make", "kind", "says"), REFUSED, ids=[make.__name__ for make, _, _ in REFUSED]
)
async def test_an_unfit_file_is_refused_and_not_touched(
    opening: Opening,
    tmp_path: Path,
    library: Path,
    make: Callable[[Path], None],
    kind: type[StorageError],
    says: str,
) -> None:
    path = tmp_path / "unfit" / "unfit.db"
    path.parent.mkdir()
    if make in OVER_A_LIBRARY:
        shutil.copy(library, path)
    make(path)
    before = content_of(path.parent)
    with pytest.raises(kind, match=says) as caught:
        await opening(path)
    assert "\n" not in str(caught.value)
    assert content_of(path.parent) == before


async def test_a_folder_is_no_library(opening: Opening, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        await opening(tmp_path)


async def test_a_file_is_no_folder_for_a_library(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="cannot be opened"):
        await opening(tmp_path / "file" / "library.db")


def tear(path: Path, share: float) -> bytes:
    """Overwrite the pages of a file behind a share of it; its length stays. What it then holds."""
    content = path.read_bytes()
    start = max(1, int(share * len(content)) // 4096) * 4096
    torn = content[:start] + b"\xa5" * (len(content) - start)
    path.write_bytes(torn)
    return torn


def assert_untouched(path: Path, before: bytes) -> None:
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


async def test_a_torn_schema_is_refused_and_not_touched(opening: Opening, library: Path) -> None:
    before = tear(library, 0.02)
    with pytest.raises(DamagedDatabase, match="backup"):
        await opening(library)
    assert_untouched(library, before)


@pytest.mark.parametrize("share", [0.85, 0.95])  # pages of texts; others hold the schema
async def test_torn_pages_are_told_as_damage(opening: Opening, library: Path, share: float) -> None:
    tear(library, share)
    storage = await opening(library)
    try:
        with pytest.raises(DamagedDatabase, match="backup"):
            await storage.read(lambda shelf: [shelf.revisions(n) for n in range(1, 21)])
        assert list(await storage.check())
    finally:
        await storage.close()


async def test_a_text_that_is_no_text_is_told_as_damage(opening: Opening, library: Path) -> None:
    torn = sqlite3.connect(library)
    torn.execute("UPDATE revision SET body = CAST(x'c3' AS TEXT)")
    torn.commit()
    torn.close()
    storage = await opening(library)
    with pytest.raises(DamagedDatabase, match="backup"):
        await storage.read(lambda shelf: shelf.body(1))
    assert list(await storage.check()) == [
        "The library's file is damaged; restore it from a backup."
    ]


AS_ANOTHER_ACCOUNT = """
import asyncio, os, sys
from pathlib import Path
from bot.errors import StorageError
from bot.storage.sqlite import SqliteStorage

async def main(path):
    if os.getuid() == 0:  # to whom no file is read-only
        await (await SqliteStorage.open(path.parent.parent / "warm.db")).close()
        os.setuid(65534)
    try:
        await SqliteStorage.open(path)
    except StorageError as error:
        print(error)

asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_file_or_folder_is_told(tmp_path: Path, library: Path, what: str) -> None:
    if os.name != "posix":
        pytest.skip("permissions are those of POSIX")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and os.getuid() == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    library.chmod(0o444 if what == "file" else 0o666)
    library.parent.chmod(0o777 if what == "file" else 0o555)
    before = library.read_bytes()
    said = run_python(AS_ANOTHER_ACCOUNT, library)
    library.parent.chmod(0o755)
    assert f"The {what} " in said
    assert "read-only" in said
    assert_untouched(library, before)


# --- held by another process -------------------------------------------------------------------


async def test_a_library_held_by_another_process_is_told_and_can_be_read(
    opening: Opening, library: Path
) -> None:
    storage = await opening(library, patience=0.05)
    other = sqlite3.connect(library, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LibraryBusy, match="another process"):
            await fill(storage, 20)
        assert await count(storage) == 20
    finally:
        other.close()
    await fill(storage, 20)
    assert await count(storage) == 40


def write_again_and_again(
    library: Path, turns: list[None], begun: threading.Event, over: threading.Event
) -> None:
    """As a bulk ingest does: the library is held nearly all the time."""
    other = sqlite3.connect(library, isolation_level=None)
    while not over.is_set():
        other.execute("BEGIN IMMEDIATE")
        turns.append(None)
        begun.set()
        time.sleep(0.15)
        other.execute("COMMIT")
        time.sleep(0.015)
    other.close()


async def test_a_write_comes_between_two_of_a_process_that_writes_all_the_time(
    opening: Opening, library: Path
) -> None:
    storage = await opening(library)
    turns, begun, over, waited = list[None](), threading.Event(), threading.Event(), 0
    writing = asyncio.to_thread(write_again_and_again, library, turns, begun, over)
    busy = asyncio.create_task(writing)
    try:
        for _ in range(8):
            before = len(turns)
            begun.clear()
            await asyncio.to_thread(begun.wait)
            await storage.write(lambda desk: desk.coverage((HOUSE,)))
            waited += len(turns) - before
    finally:
        over.set()
        await busy
    assert waited <= 16  # SQLite's own waiting looks ever more rarely and takes more than twenty


ANOTHER_PUTS = """
import asyncio, sys
from pathlib import Path
from bot.model import HOUSE
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import NOW, read

async def main(path):
    storage = await SqliteStorage.open(path)
    reading = read("Orrin Vale rests.", title="from the other process")
    await storage.write(lambda desk: desk.put(HOUSE, reading, original=b"", now=NOW))
    await storage.close()

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_what_another_process_puts_is_in_the_next_answer(
    opening: Opening, library: Path
) -> None:
    storage = await opening(library)
    before = await storage.read(lambda shelf: shelf.known_topics((HOUSE,)))
    run_python(ANOTHER_PUTS, library)
    after = await storage.read(lambda shelf: shelf.known_topics((HOUSE,)))
    assert await count(storage) == 21
    assert after[0].briefings == before[0].briefings + 1


async def test_two_open_libraries_write_in_turns(opening: Opening, library: Path) -> None:
    first, second = await opening(library), await opening(library)
    await fill(first, 20)
    await fill(second, 40)
    assert await count(first) == await count(second) == 60
    await first.close()
    await fill(second, 60)
    await second.close()
    assert list(library.parent.iterdir()) == [library]


# --- the process ends --------------------------------------------------------------------------

FAILS_AND_ENDS = """
import asyncio, sys
from pathlib import Path
from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.migrate import Migration
from bot.storage.sqlite import SqliteStorage

async def main(path):
    broken = (Migration(1, "broken", "CREATE TABLE a (x); SELECT nothing FROM nowhere;"),)
    try:
        await Database.open(path / "new.db", migrations=broken)
    except Exception as error:
        print(type(error).__name__)
    (path / "text.db").write_text("no library")
    for name in ("text.db", "."):
        try:
            await SqliteStorage.open(path / name)
        except StorageError as error:
            print(type(error).__name__)

asyncio.run(main(Path(sys.argv[1])))
"""


def test_a_failed_start_lets_the_process_end(tmp_path: Path) -> None:
    said = run_python(FAILS_AND_ENDS, tmp_path)
    assert said.split() == ["OperationalError", "ForeignDatabase", "StorageError"]
