"""A machine that ails: nothing is lost, nothing comes twice, and the log says what happened."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app import Desk
from bot.delivery.runner import Runner
from bot.discord_front.schedules import Schedules
from bot.errors import StorageError
from tests.discord_front.conftest import Stage
from tests.discord_front.schedule_room import DAY, VANS, Room, opened, room

__all__ = ["room"]


async def until(true: Any, what: str) -> None:
    """Wait for something that another task brings about."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - there is no event for what a log says
            await asyncio.sleep(0.01)


def room_for(pages: int) -> Callable[[Any], None]:
    """The library may grow by so many pages and no more: a full disk."""

    def limit(shelf: Any) -> None:
        connection: sqlite3.Connection = shelf._connection
        (held,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {held + pages}")

    return limit


@contextlib.contextmanager
def locked(desk_path: Any) -> Iterator[None]:
    """Another program holds the library's write lock."""
    with contextlib.closing(sqlite3.connect(desk_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


async def test_a_library_held_by_another_program_delays_a_post(
    room: Room, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await room.briefing()
    await room.add()
    room.stage.here.clock.advance(30)
    with locked(tmp_path / "library.db"):
        with contextlib.suppress(Exception):
            await room.runner.tick()
        assert room.posts() == []
    await room.tick()
    assert len(room.posts()) == 1


LONG = VANS.format(DAY) + " ".join(
    f"Pemberlock Motors sold {n},{n}00 vans in the city of Number{n} in 20{n}."
    for n in range(10, 90)
)


async def test_a_full_disk_delays_a_post(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    await room.briefing(text=LONG)
    await room.add()
    await room.stage.desk.storage.write(room_for(0))
    room.stage.here.clock.advance(30)
    with pytest.raises(StorageError, match="full"):
        await room.runner.tick()
    await room.runner.idle()
    assert room.posts() == [], "nothing is sent that could not be claimed"
    await room.stage.desk.storage.write(room_for(1000))
    await room.tick()
    assert len(room.posts()) == 1


async def test_a_result_that_cannot_be_written_is_kept_until_it_can(
    room: Room, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await room.briefing()
    await room.add()
    slow = room.stage.here.faults.slow(0.4, "POST /channels/*/messages")
    room.stage.here.clock.advance(30)
    await room.runner.tick()
    await until(lambda: slow.hits, "the post is on its way")
    with locked(tmp_path / "library.db"):
        await until(lambda: "could not write down what was sent" in caplog.text, "the log")
    await room.runner.idle()
    for _ in range(3):
        await room.tick(minutes=3)
    assert len(room.posts()) == 1
    assert "sent" in await room.asks("why", number=1)


async def test_a_clock_set_back_an_hour_repeats_nothing(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    await room.briefing()
    await room.add()
    await room.tick(seconds=30)
    assert len(room.posts()) == 1
    await room.tick(hours=-1)
    assert "the clock was set back" in caplog.text
    for _ in range(7):
        await room.tick(minutes=10)
    assert len(room.posts()) == 1
    await room.briefing(DAY + timedelta(days=1), VANS.replace("Vans", "More vans"))
    await room.tick(days=1)
    assert len(room.posts()) == 2, "the next day's comes all the same"


async def test_a_clock_that_ran_a_year_ahead_silences_nothing(room: Room) -> None:
    await room.briefing()
    await room.add()
    await room.tick(days=365)
    await room.tick(days=-365)
    assert room.posts() == []
    await room.tick(seconds=30)
    assert len(room.posts()) == 1


async def test_asleep_for_a_day_it_tells_what_was_missed_and_posts_the_newest(room: Room) -> None:
    await room.briefing()
    await room.briefing(DAY + timedelta(days=1), VANS.replace("Vans", "More vans"))
    await room.add()
    await room.tick(days=1, minutes=5)
    [post] = room.posts()
    assert "More vans" in post
    told = await room.asks("why", number=1)
    assert "missed: not sent at its time, and a later run has fallen due" in told
    assert any("did not go out" in m.content for m in room.mod.dm_channel.messages)


async def test_two_bots_on_one_library_post_once(stage: Stage, desk: Desk) -> None:
    """Against all advice: `run` refuses it, but two machines may share a disk."""
    async with opened(stage) as room:
        cog = room.bot.get_cog("Schedules")
        assert isinstance(cog, Schedules)
        twin = Runner(desk.storage, cog.runner._channels, cog.painter, stage.here.clock.now)
        await room.briefing()
        for _ in range(12):
            await room.add()
        stage.here.clock.advance(30)
        await asyncio.gather(room.runner.tick(), twin.tick())
        await asyncio.gather(room.runner.idle(), twin.idle())
        for _ in range(3):
            stage.here.clock.advance(180)
            await asyncio.gather(room.runner.tick(), twin.tick())
        assert len(room.posts()) == 12


async def test_an_unreadable_rule_switches_its_schedule_off_and_no_other(room: Room) -> None:
    await room.briefing()
    await room.add()
    await room.add()

    def spoil(shelf: Any) -> None:
        found = shelf.schedule(1)
        shelf.put_schedule(replace(found, rule='{"at":"07:30","zone":"Mars/Olympus"}'))

    await room.stage.desk.storage.write(spoil)
    await room.tick(seconds=30)
    assert len(room.posts()) == 1


async def test_a_hundred_posts_at_one_minute_stay_below_discords_limit(room: Room) -> None:
    """The small one of the benchmark: no doubles, no 429 in the server's own window."""
    here = room.stage.here
    here.rate_limits.whole_bot(50)
    await room.briefing()
    await room.add()

    def copy(shelf: Any) -> None:
        first = shelf.schedule(1)
        for number in range(99):
            shelf.put_schedule(replace(first, id=0, key=f"copy-{number}"))

    await room.stage.desk.storage.write(copy)
    await room.tick(seconds=30)
    assert len(room.posts()) == 100
    assert not [one for one in here.door.seen if one.status == 429]


# --- after the grace window ----------------------------------------------------------------------

SEND = "POST /channels/*/messages"


async def test_a_post_that_arrived_is_found_even_after_its_time(room: Room) -> None:
    await room.briefing()
    await room.add()
    room.stage.here.faults.timeout_after(SEND, status=503)
    await room.tick(seconds=30)
    assert "held: Discord answered with 503" in await room.asks("why", number=1)
    await room.tick(hours=7)
    assert len(room.posts()) == 1
    assert "sent" in await room.asks("why", number=1)


async def test_a_post_that_did_not_arrive_in_its_time_is_not_sent_and_told(room: Room) -> None:
    await room.mod.slash(room.news, "settings notices", channel=room.news)
    await room.briefing()
    await room.add()
    room.stage.here.faults.status(503, SEND)
    await room.tick(seconds=30)
    await room.tick(hours=7)
    [notice] = room.posts()
    assert "did not go out: held for longer than 6 h" in notice
    assert "failed: held for longer than 6 h" in await room.asks("why", number=1)
    await room.tick(days=1)
    assert len(room.posts()) == 1
