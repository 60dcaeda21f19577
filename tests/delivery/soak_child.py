"""The bot in a process of its own, with a clock that runs fast.

All else is the product as it is shipped.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import open_desk
from bot.delivery import runner
from bot.discord_front.process import run_bot, until_stopped
from bot.settings import DeskSettings
from tests.discord_server.client import discord_py_pointed_at


@dataclass(frozen=True)
class FastClock:
    """Shows `begins` at the wall clock's `began` (seconds) and runs `speed` times as fast as it."""

    began: float
    begins: datetime
    speed: float

    def __call__(self) -> datetime:
        return self.begins + timedelta(seconds=(time.time() - self.began) * self.speed)


async def serve(library: Path, clock: FastClock) -> None:
    desk = await open_desk(library)
    try:
        await run_bot(desk, DeskSettings.load(None), clock)
    finally:
        await desk.close()


def run(url: str, token: str, library: Path, clock: FastClock) -> None:
    """The process, to its end; SOAK_LOG=INFO lets it say what it does."""
    for name in [name for name in os.environ if "BRIEFING_DESK" in name]:
        del os.environ[name]
    os.environ |= {"BRIEFING_DESK_TOKEN": token, "BRIEFING_DESK_MESSAGE_CONTENT": "off"}
    logging.basicConfig(level=os.environ.get("SOAK_LOG", "CRITICAL"), stream=sys.stderr)
    runner.TICK = min(runner.TICK, 6.0 / clock.speed)
    with discord_py_pointed_at(url):
        asyncio.run(until_stopped(serve(library, clock)))
