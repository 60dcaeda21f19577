"""A server that removes the bot: its library is kept for 30 days, then deleted whole."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.discord_front import leaving
from bot.ingestion.intake import take_in
from bot.model import HOUSE
from tests.discord_front.conftest import NOON, Stage

DAY = timedelta(days=1)
GUILD = "GET /guilds/*"


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def stock(stage: Stage, *libraries: int) -> None:
    """A briefing for each library, and one for the house."""
    storage, catalogue = stage.desk.storage, stage.desk.catalogue
    for library in (HOUSE, *libraries):
        text = f"News of {library}\n9 December 2025\n\nFord said on Tuesday that it sold 111 vans."
        await take_in(
            storage, catalogue, text.encode(), library=library, now=NOON, today=NOON.date()
        )


async def mark(stage: Stage, library: int) -> str:
    settings = await stage.desk.storage.read(lambda shelf: shelf.settings(library))
    return settings.extra.get(leaving.MARK, "")


async def kept(stage: Stage, library: int) -> int:
    """How many briefings a library holds."""
    coverage = await stage.desk.storage.read(lambda shelf: shelf.coverage((library,)))
    return coverage.briefings


async def run_for_a_moment(stage: Stage, clock: Clock) -> None:
    async with stage.bot(clock=clock) as bot:
        await bot.wait_until_ready()
        await stage.here.settled()


def comes_back(guild: Any, bot_member: Any) -> None:
    guild.model.has_bot = True
    guild.model.members[bot_member.user.id] = bot_member


async def test_a_library_is_kept_for_thirty_days_and_then_deleted(stage: Stage) -> None:
    cars, vans = stage.here.guild("Cars"), stage.here.guild("Vans")
    await stock(stage, cars.id, vans.id)
    clock = Clock()
    async with stage.bot(clock=clock):
        await cars.leaves()
        await stage.here.settled()
        assert await mark(stage, cars.id) == NOON.isoformat()
        assert await mark(stage, vans.id) == ""
    clock.now += 30 * DAY - timedelta(seconds=1)
    await run_for_a_moment(stage, clock)
    assert await kept(stage, cars.id) == 1
    assert await mark(stage, cars.id) == NOON.isoformat()
    clock.now += timedelta(seconds=1)
    await run_for_a_moment(stage, clock)
    assert [await kept(stage, library) for library in (cars.id, vans.id, HOUSE)] == [0, 1, 1]
    assert await stage.desk.storage.read(lambda shelf: shelf.servers()) == (vans.id,)
    assert not list(await stage.desk.storage.check())


async def test_a_running_bot_deletes_what_has_become_due(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "_EVERY", 0.01)
    cars = stage.here.guild("Cars")
    await stock(stage, cars.id)
    clock = Clock()
    async with stage.bot(clock=clock) as bot:
        await bot.wait_until_ready()
        await cars.leaves()
        async with asyncio.timeout(5):
            while not await mark(stage, cars.id):
                await stage.here.settled()
            clock.now += 30 * DAY
            while await kept(stage, cars.id):
                await stage.here.settled()


async def test_joining_again_keeps_the_library(stage: Stage) -> None:
    cars = stage.here.guild("Cars")
    bot_member = cars.bot_member
    await stock(stage, cars.id)
    clock = Clock()
    async with stage.bot(clock=clock):
        await cars.leaves()
        await stage.here.settled()
        clock.now += 29 * DAY
        comes_back(cars, bot_member)
        await cars.joined()
        await stage.here.settled()
        assert await mark(stage, cars.id) == ""
    clock.now += 29 * DAY
    await run_for_a_moment(stage, clock)
    assert await kept(stage, cars.id) == 1


async def test_what_happened_while_we_were_away_is_caught_up(stage: Stage) -> None:
    cars, vans = stage.here.guild("Cars"), stage.here.guild("Vans")
    bot_member = cars.bot_member
    await stock(stage, cars.id, vans.id)
    clock = Clock()
    await run_for_a_moment(stage, clock)
    await cars.leaves()
    clock.now += 5 * DAY
    await run_for_a_moment(stage, clock)
    assert await mark(stage, cars.id) == (NOON + 5 * DAY).isoformat()
    assert await mark(stage, vans.id) == ""
    comes_back(cars, bot_member)
    clock.now += 10 * DAY
    await run_for_a_moment(stage, clock)
    assert await mark(stage, cars.id) == ""
    assert await kept(stage, cars.id) == 1


async def test_a_server_that_is_out_of_order_is_not_left(stage: Stage) -> None:
    cars = stage.here.guild("Cars")
    await stock(stage, cars.id)
    async with stage.bot():
        gone = {"id": str(cars.id), "unavailable": True}
        await cars.discord.tell("GUILD_DELETE", gone, cars.model)
        await stage.here.settled()
        assert await mark(stage, cars.id) == ""


async def test_nothing_is_deleted_while_discord_does_not_say_so(stage: Stage) -> None:
    cars = stage.here.guild("Cars")
    await stock(stage, cars.id)
    clock = Clock()
    async with stage.bot(clock=clock):
        await cars.leaves()
        await stage.here.settled()
    clock.now += 31 * DAY
    stage.here.faults.status(503, GUILD)
    await run_for_a_moment(stage, clock)
    assert await kept(stage, cars.id) == 1
    await run_for_a_moment(stage, clock)
    assert await kept(stage, cars.id) == 0


async def test_a_server_that_never_used_the_bot_leaves_no_trace(stage: Stage) -> None:
    cars = stage.here.guild("Cars")
    async with stage.bot():
        await cars.leaves()
        await stage.here.settled()
    assert await stage.desk.storage.read(lambda shelf: shelf.servers()) == ()


async def test_what_a_server_has_chosen_stays_with_its_mark(stage: Stage) -> None:
    cars = stage.here.guild("Cars")
    async with stage.bot() as bot:
        await bot.keep("prefix", "?", library=cars.id)
        await cars.leaves()
        await stage.here.settled()
        settings = await stage.desk.storage.read(lambda shelf: shelf.settings(cars.id))
    assert settings.extra == {"prefix": "?", leaving.MARK: NOON.isoformat()}
