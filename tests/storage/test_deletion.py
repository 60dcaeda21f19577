"""A server's library goes for good, and nothing else goes with it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import (
    HOUSE,
    Delivery,
    DeliveryState,
    Follow,
    Query,
    Reading,
    Settings,
    StoredSchedule,
)
from bot.storage.protocol import Desk, Storage
from tests.storage.builders import DAY, NOW, read, year
from tests.storage.conftest import Opening
from tests.storage.test_put import put

CARS, VANS = 71, 72


def told(number: int) -> Reading:
    return read(
        title=f"Jobs go at Tallowbrook, part {number}",
        facts=[("cut 200 jobs", ["tallowbrook"])],
        events=[("plans a plant", ["tallowbrook", "~brisling"], year(2028))],
    )


async def stock(storage: Storage, library: int, briefings: int) -> None:
    def change(desk: Desk) -> None:
        for number in range(briefings):
            stored = desk.put(library, told(number), original=b"one feed", now=NOW)
        desk.put(
            library, read(told(0).body + " More.", title=told(0).page.title), original=b"2", now=NOW
        )
        desk.withdraw(stored.ref.id, now=NOW)
        desk.set_settings(Settings(library, "Europe/Paris", {"plain": "on"}))
        made = desk.put_schedule(schedule(library))
        box = desk.put_schedule(replace(schedule(library), key=f"m{library}", place="dm"))
        desk.put_follow(
            Follow(key=f"f{library}", schedule=box.id, topic="tallowbrook", name="T", made_at=NOW)
        )
        desk.save_delivery(
            Delivery(
                schedule=made.id,
                day=DAY,
                key=f"{made.key}:{DAY}",
                due=NOW,
                state=DeliveryState.SENT,
                changed=NOW,
                since=NOW,
            ),
            None,
        )

    await storage.write(change)


def schedule(library: int) -> StoredSchedule:
    return StoredSchedule(
        key=f"k{library}",
        library=library,
        channel=1,
        place="text",
        kind="day",
        rule="{}",
        next_at=NOW,
    )


async def delete(storage: Storage, library: int, *, briefings: int = 3) -> int:
    """Delete to the end; returns how many steps it took."""
    steps = 1
    while not await storage.write(lambda desk: desk.delete_some(library, briefings=briefings)):
        steps += 1
    return steps


async def everything(storage: Storage, library: int) -> tuple[object, ...]:
    keys = ("tallowbrook", "orrin", "~brisling")
    only = (library,)
    return await storage.read(
        lambda shelf: (
            shelf.coverage(only),
            shelf.known_topics(only),
            shelf.mentions_of(only, keys, 99),
            shelf.facts_about(only, keys, 99),
            shelf.events_about(only, keys, DAY, 99),
            shelf.search(only, Query(("plant",)), 99),
            shelf.settings(library),
            shelf.schedules(library),
        )
    )


async def test_a_server_goes_whole_and_the_others_stay(storage: Storage) -> None:
    for library in (HOUSE, CARS, VANS):
        await stock(storage, library, 7)
    before = [await everything(storage, library) for library in (HOUSE, VANS)]
    assert await storage.read(lambda shelf: shelf.servers()) == (CARS, VANS)
    await delete(storage, CARS)
    assert await storage.read(lambda shelf: shelf.servers()) == (VANS,)
    coverage, *lines, chosen, schedules = await everything(storage, CARS)
    assert lines == [()] * 5
    assert coverage.briefings == 0
    assert (chosen, schedules) == (Settings(CARS), ())
    assert [await everything(storage, library) for library in (HOUSE, VANS)] == before
    assert not list(await storage.check())


@pytest.mark.parametrize(("briefings", "steps"), [(0, 1), (2, 1), (3, 2), (7, 3)])
async def test_each_step_is_bounded(storage: Storage, briefings: int, steps: int) -> None:
    for number in range(briefings):
        await put(storage, told(number), library=CARS)
    assert await delete(storage, CARS) == steps


async def test_between_two_steps_the_file_is_whole_and_answers(storage: Storage) -> None:
    await stock(storage, CARS, 7)
    assert not await storage.write(lambda desk: desk.delete_some(CARS, briefings=3))
    assert not list(await storage.check())
    coverage = await storage.read(lambda shelf: shelf.coverage((CARS,)))
    assert coverage.briefings in (3, 4)  # the withdrawn one may have gone first


async def test_a_server_may_begin_anew(storage: Storage) -> None:
    await stock(storage, CARS, 3)
    before = await everything(storage, CARS)
    await delete(storage, CARS)
    await stock(storage, CARS, 3)
    assert len(str(await everything(storage, CARS))) == len(str(before))
    assert not list(await storage.check())


async def test_the_house_is_not_deleted(storage: Storage) -> None:
    with pytest.raises(ValueError, match="house"):
        await storage.write(lambda desk: desk.delete_some(HOUSE, briefings=9))


async def test_a_reader_in_direct_messages_is_no_server(storage: Storage) -> None:
    await storage.write(lambda desk: desk.set_settings(Settings(-5, None, {"server": "71"})))
    assert await storage.read(lambda shelf: shelf.servers()) == ()


async def test_no_byte_of_it_is_left_in_any_table(opening: Opening, tmp_path: Path) -> None:
    storage = await opening(tmp_path / "library.db")
    await stock(storage, CARS, 7)
    await delete(storage, CARS)
    await storage.close()
    with sqlite3.connect(tmp_path / "library.db") as file:
        tables = [name for (name,) in file.execute(_TABLES)]
        left = {name: file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    file.close()
    assert "original" in left
    assert set(left.values()) == {0}, left


_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
