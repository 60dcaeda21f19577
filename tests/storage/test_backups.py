"""A backup is one moment of a library in use; a restore replaces all of it, or nothing."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BadArchive, DamagedDatabase, DeskError, LibraryBusy
from bot.model import HOUSE
from bot.single import nobody, only_one
from bot.storage.backups import back_up, checksum_of, restore
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import BODY, DAY, NOW, read
from tests.storage.conftest import Opening, start_python

LATER = datetime(2026, 3, 9, 8, tzinfo=UTC)


async def fill(library: Path, *titles: str) -> None:
    storage = await SqliteStorage.open(library)
    try:
        for title in titles:
            await storage.write(
                lambda desk, title=title: desk.put(  # type: ignore[misc]
                    HOUSE, read(title=title), original=title.encode(), now=NOW
                )
            )
    finally:
        await storage.close()


def titles(library: Path) -> set[str]:
    with closing(sqlite3.connect(library)) as connection:
        return {title for (title,) in connection.execute("SELECT title FROM briefing")}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "library.db"
    asyncio.run(fill(path, "Old"))
    return path


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    asyncio.run(fill(tmp_path / "source.db", "New", "Newer"))
    path = tmp_path / "backup.db"
    assert back_up(tmp_path / "source.db", path) == 2
    return path


def contents(library: Path) -> dict[str, bytes]:
    """All that lies beside a library and is of it, byte by byte; a lock's file says nothing."""
    beside = library.parent.iterdir()
    return {path.name: path.read_bytes() for path in beside if path.suffix != ".lock"}


# --- backing up ----------------------------------------------------------------------------------


async def test_a_backup_is_one_moment_while_others_write(
    library: Path, tmp_path: Path, opening: Opening
) -> None:
    """A briefing and its neighbour come in one transaction: a backup has both or neither."""
    storage = await opening(library)
    stop, made = threading.Event(), list[Path]()

    def copy() -> None:
        while not stop.is_set():
            made.append(tmp_path / f"{len(made)}.db")
            back_up(library, made[-1])

    copying = threading.Thread(target=copy)
    copying.start()
    for number in range(25):

        def both(desk: object, number: int = number) -> None:
            for half in "ab":
                desk.put(  # type: ignore[attr-defined]
                    HOUSE, read(title=f"{number}{half}"), original=b"x", now=NOW
                )

        await storage.write(both)
    stop.set()
    copying.join()
    assert made
    for path in made:
        found = titles(path) - {"Old"}
        assert len({title[:-1] for title in found}) * 2 == len(found)


def test_a_backup_needs_nothing_beside_it_but_its_checksum(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "b" / "x.db"
    target.parent.mkdir()
    back_up(library, target)
    assert {path.name for path in target.parent.iterdir()} == {"x.db", "x.db.sha256"}
    digest, name = checksum_of(target).read_text("utf-8").split()
    assert (len(digest), name) == (64, "x.db")


def test_a_backup_overwrites_nothing(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.db"
    target.write_bytes(b"mine")
    with pytest.raises(BadArchive, match="exists already; give another name"):
        back_up(library, target)
    assert target.read_bytes() == b"mine"
    with pytest.raises(BadArchive, match="no folder"):
        back_up(library, tmp_path / "none" / "x.db")


# --- restoring -----------------------------------------------------------------------------------


def test_a_restore_keeps_the_library_before(library: Path, backup: Path) -> None:
    count, aside = restore(backup, library, now=LATER)
    assert count == 2
    assert titles(library) == {"New", "Newer"}
    assert aside is not None
    assert aside.name == "library.before-20260309-080000.db"
    assert titles(aside) == {"Old"}
    assert set(contents(library)) == {"library.db", aside.name}
    assert restore(backup, library, now=LATER)[1] not in (aside, None)


async def test_a_restored_library_is_well(library: Path, backup: Path, opening: Opening) -> None:
    restore(backup, library, now=LATER)
    storage = await opening(library)
    assert list(await storage.check()) == []
    found = await storage.read(lambda shelf: shelf.briefings_of((HOUSE,), DAY))
    assert [one.body for one in found] == [BODY, BODY]


def test_where_there_is_no_library_one_comes(tmp_path: Path, backup: Path) -> None:
    path = tmp_path / "new" / "library.db"
    assert restore(backup, path, now=LATER) == (2, None)
    assert titles(path) == {"New", "Newer"}


def test_any_damage_leaves_the_library_as_it_was(library: Path, backup: Path) -> None:
    before, whole = contents(library), backup.read_bytes()
    for at in range(0, len(whole), len(whole) // 40):
        flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        for data in (flipped, whole[:at]):
            backup.write_bytes(data)
            with pytest.raises(BadArchive, match="is damaged") as refused:
                restore(backup, library, now=LATER)
            assert "\n" not in str(refused.value)
    assert contents(library) == before


def test_without_its_checksum_a_backup_is_taken_only_if_asked_so(
    library: Path, backup: Path
) -> None:
    before = contents(library)
    checksum_of(backup).unlink()
    with pytest.raises(BadArchive, match=r"no checksum beside it \(backup.db.sha256\)"):
        restore(backup, library, now=LATER)
    assert contents(library) == before
    restore(backup, library, now=LATER, unchecked=True)
    assert titles(library) == {"New", "Newer"}


@pytest.mark.parametrize("kind", ["foreign", "newer", "torn", "text", "dangling", "open"])
def test_what_is_no_well_library_is_refused(library: Path, backup: Path, kind: str) -> None:
    before = contents(library)
    spoil(backup, kind)
    with pytest.raises(BadArchive) as refused:
        restore(backup, library, now=LATER, unchecked=True)
    assert "\n" not in str(refused.value)
    assert str(backup) in str(refused.value)
    assert "restoring" not in str(refused.value)
    assert contents(library) == before


def spoil(backup: Path, kind: str) -> None:
    if kind == "text":
        backup.write_text("Tallowbrook builds a van.", "utf-8")
    elif kind == "torn":
        data = bytearray(backup.read_bytes())
        data[8192:12288] = bytes(4096)
        backup.write_bytes(data)
    elif kind == "open":
        backup.with_name("backup.db-wal").write_bytes(b"x")
    else:
        sql = {
            "foreign": "PRAGMA application_id = 7",
            "newer": "PRAGMA user_version = 9999",
            "dangling": "UPDATE revision SET briefing = 77 WHERE id = 1",
        }[kind]
        with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
            connection.execute(sql)


async def test_a_library_in_use_is_not_replaced(
    library: Path, backup: Path, opening: Opening
) -> None:
    """Whoever has it open, be it idle."""
    storage = await opening(library)
    with pytest.raises(LibraryBusy, match="is in use; stop the bot"):
        restore(backup, library, now=LATER)
    await storage.write(lambda desk: desk.put(HOUSE, read(), original=b"x", now=NOW))
    await storage.close()
    assert len(titles(library)) == 2
    assert not list(library.parent.glob("*restoring*"))
    restore(backup, library, now=LATER)


def test_while_a_bot_runs_nobody_restores_and_the_other_way_round(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    with (
        only_one(library, "a token"),
        pytest.raises(DeskError, match=r"runs on .*\(process \d+\); stop it first"),
        nobody(library),
    ):
        pass
    with nobody(library):
        for holding in (nobody(library), only_one(library, "a token"), only_one(library, "new")):
            with pytest.raises(DeskError, match="is being restored"), holding:
                pass
    with only_one(library, "a token"):
        pass


def test_a_name_that_is_damaged_is_no_riddle(backup: Path, library: Path) -> None:
    """SQLite quotes it in its message, byte for byte, and Python cannot read that as UTF-8."""
    before = contents(library)
    whole = backup.read_bytes()
    backup.write_bytes(whole.replace(b"CREATE TABLE briefing ", b"CREATE \xa4ABLE briefing "))
    assert backup.read_bytes() != whole
    with pytest.raises(BadArchive, match=r"cannot be restored: it is damaged\.$"):
        restore(backup, library, now=LATER, unchecked=True)
    assert contents(library) == before
    with pytest.raises(DamagedDatabase):
        asyncio.run(fill(backup, "Newest"))


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_a_damaged_library_is_replaced_without_its_log(
    library: Path, backup: Path, end: str
) -> None:
    """Its log would be played into the new file."""
    log = library.with_name(f"library.db{end}")
    for damaged in (library, log):
        damaged.write_bytes(b"x" * 5000)
    _, aside = restore(backup, library, now=LATER)
    assert not log.exists()
    assert titles(library) == {"New", "Newer"}
    assert aside is not None
    assert aside.read_bytes() == b"x" * 5000


def test_what_is_named_wrongly_is_told(library: Path, backup: Path, tmp_path: Path) -> None:
    for wrong, told in ((tmp_path / "gone", "no backup at"), (library, "the library itself")):
        with pytest.raises(BadArchive, match=told):
            restore(wrong, library, now=LATER)


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage.backups import restore

left = int(sys.argv[3])
def watch(event, arguments):
    global left
    if event in ("open", "os.rename", "os.link", "os.remove", "sqlite3.connect") and any(
        str(sys.argv[2]) in str(one) for one in arguments
    ):
        if left == 0:
            os.kill(os.getpid(), 9)
        left -= 1
sys.addaudithook(watch)
restore(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime(2026, 3, 9, 8, tzinfo=UTC))
"""


async def test_killed_at_any_step_the_old_or_the_new_one_is_there(
    library: Path, backup: Path, tmp_path: Path
) -> None:
    """Killed before each step that touches a file of the library, one after the other."""
    seen = list[set[str]]()
    whole = tmp_path / "whole"
    shutil.copytree(library.parent, whole)
    for step in range(40):
        shutil.rmtree(library.parent)
        shutil.copytree(whole, library.parent)
        with start_python(KILLED, backup, library, step) as process:
            process.wait(timeout=30)
        assert process.returncode in (0, -signal.SIGKILL), process.stderr and process.stderr.read()
        seen.append(titles(library))
        await fill(library, "After")  # it opens, and no log of the other is played into it
        assert titles(library) == seen[-1] | {"After"}
        if process.returncode == 0:
            break
    assert process.returncode == 0
    assert {frozenset(one) for one in seen} == {frozenset({"Old"}), frozenset({"New", "Newer"})}
    assert seen[0] == {"Old"}
