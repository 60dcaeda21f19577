"""Processes that benchmarks measure: the bot, a bare bot, and a loop that does nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import resource
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
from discord import ui
from discord.ext import commands

from bot.app import open_desk
from bot.discord_front.client import BriefingBot
from bot.discord_front.cooldown import Limits
from bot.discord_front.process import answer_first, until_stopped
from bot.ingestion.fetching import Fetcher, Policy
from bot.settings import DeskSettings
from bot.watchdog import Watchdog
from tests.discord_server.client import discord_py_pointed_at

UNHURRIED = Limits(reader=10**9, channel=10**9)
"""A benchmark asks faster than any reader may."""


def product(url: str, token: str, library: Path, report: Path, feeds: int = 0) -> None:
    """Our bot, until it is told to stop; then `report` holds its longest stall since it was ready
    and its greatest memory. `feeds` is a port of 127.0.0.1 that feeds may be fetched from.
    BENCHMARK_LOG=INFO lets it say what it does."""
    for name in [name for name in os.environ if "BRIEFING_DESK" in name]:
        del os.environ[name]
    os.environ |= {"BRIEFING_DESK_TOKEN": token, "BRIEFING_DESK_MESSAGE_CONTENT": "off"}
    logging.basicConfig(level=os.environ.get("BENCHMARK_LOG", "CRITICAL"), stream=sys.stderr)
    answer_first()
    with discord_py_pointed_at(url):
        asyncio.run(until_stopped(_serve(token, library, report, feeds)))


async def _serve(token: str, library: Path, report: Path, feeds: int) -> None:
    desk = await open_desk(library)
    settings = DeskSettings.load(None)
    bot = BriefingBot(
        desk,
        settings,
        message_content=False,
        clock=lambda: datetime.now(UTC),
        limits=UNHURRIED,
        fetcher=Fetcher(Policy(opened=frozenset({("127.0.0.1", feeds)}))),
    )
    try:
        async with bot:
            await _reported(bot, bot.start(token), report)
    finally:
        await desk.close()


async def _reported(bot: discord.Client, work: Coroutine[Any, Any, None], report: Path) -> None:
    async def watch() -> None:
        await bot.wait_until_ready()
        await asyncio.sleep(1)  # what comes with being ready is over
        await dog.run()

    dog = Watchdog(period=0.005)
    watching = asyncio.create_task(watch())
    try:
        await work
    finally:
        watching.cancel()
        _write(report, stall=dog.longest, memory=_most_memory())


def _most_memory() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(report: Path, **told: float) -> None:
    report.write_text(json.dumps(told))


class _Bare(commands.AutoShardedBot):
    def __init__(self, text: str) -> None:
        super().__init__(
            commands.when_mentioned,
            intents=discord.Intents(guilds=True, guild_messages=True),
            max_messages=None,
        )
        self.text = text

    async def setup_hook(self) -> None:
        @self.tree.command(name="today", description="A constant card")
        async def today(interaction: discord.Interaction) -> None:
            card = ui.LayoutView()
            card.add_item(ui.Container(ui.TextDisplay(self.text)))
            await interaction.response.send_message(view=card)

        await self.tree.sync()


def bare(url: str, token: str, text: str, report: Path) -> None:
    """A bot of discord.py alone, whose `/today` is always the same card."""
    bot = _Bare(text)

    async def serve() -> None:
        async with bot:
            await _reported(bot, bot.start(token), report)

    with discord_py_pointed_at(url):
        asyncio.run(until_stopped(serve()))


def idle(report: Path) -> None:
    """A loop with nothing to do but to see how late it is woken, until it is told to stop."""

    async def sleep() -> None:
        dog = Watchdog(period=0.005)
        try:
            await dog.run()
        finally:
            _write(report, stall=dog.longest)

    asyncio.run(until_stopped(sleep()))
