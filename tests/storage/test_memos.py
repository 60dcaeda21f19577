"""Short texts under random keys: found again for 30 days, in their own library."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.storage.protocol import Storage
from tests.storage.builders import NOW
from tests.storage.conftest import Opening

CARS, VANS = 71, 72
LONG = "everything about " + "long names " * 18
MONTH = timedelta(days=30)


async def remember(storage: Storage, text: str = LONG, library: int = CARS, days: int = 0) -> str:
    now = NOW + timedelta(days=days)
    return await storage.write(lambda desk: desk.remember(library, text, now))


async def recall(storage: Storage, key: str, library: int = CARS, days: float = 0) -> str | None:
    now = NOW + timedelta(days=days)
    return await storage.read(lambda shelf: shelf.recall(library, key, now))


async def test_a_text_is_found_by_its_key_in_its_library(storage: Storage) -> None:
    key = await remember(storage)
    assert 12 <= len(key) <= 16
    assert await recall(storage, key) == LONG
    assert await recall(storage, key, VANS) is None
    assert await recall(storage, key[:-1]) is None


async def test_it_is_forgotten_after_thirty_days(storage: Storage) -> None:
    key = await remember(storage)
    assert await recall(storage, key, days=30) == LONG
    assert await recall(storage, key, days=30.001) is None


async def test_the_same_text_keeps_its_key_and_lives_on(storage: Storage) -> None:
    key = await remember(storage)
    assert await remember(storage, days=20) == key
    assert await recall(storage, key, days=45) == LONG
    assert await remember(storage, library=VANS) != key
    assert await remember(storage, "another") != key


async def test_old_ones_go_in_passing_in_small_steps(opening: Opening, tmp_path: Path) -> None:
    storage = await opening(tmp_path / "library.db")
    for number in range(120):
        await remember(storage, f"text {number}")

    def held() -> int:
        with closing(sqlite3.connect(tmp_path / "library.db")) as file:
            (count,) = file.execute("SELECT count(*) FROM memo").fetchone()
        return int(count)

    await remember(storage, "fresh", days=31)
    assert held() == 120 - 50 + 1
    for _ in range(2):
        await remember(storage, "fresh", days=31)
    assert held() == 1


async def test_a_left_servers_texts_go_with_it(storage: Storage) -> None:
    gone, kept = await remember(storage), await remember(storage, library=VANS)
    assert await storage.read(lambda shelf: shelf.servers()) == (CARS, VANS)
    assert await storage.write(lambda desk: desk.delete_some(CARS, briefings=3))
    assert await recall(storage, gone) is None
    assert await recall(storage, kept, VANS) == LONG
    assert await storage.read(lambda shelf: shelf.servers()) == (VANS,)
