"""The bot as a process of its own, with a clock that runs fast.

    python -m tests.delivery.soak_child URL LIBRARY BEGAN BEGINS SPEED

The clock shows BEGINS (an ISO instant) at the wall clock's BEGAN (seconds) and runs SPEED times as
fast as it. All else is the product as it is shipped.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import open_desk
from bot.delivery import runner
from bot.discord_front.process import run_bot, until_stopped
from bot.settings import DeskSettings
from tests.discord_server.client import discord_py_pointed_at


async def serve(library: Path, began: float, begins: datetime, speed: float) -> None:
    desk = await open_desk(library)
    try:
        await run_bot(
            desk,
            DeskSettings.load(None),
            lambda: begins + timedelta(seconds=(time.time() - began) * speed),
        )
    finally:
        await desk.close()


def main(arguments: list[str]) -> None:
    url, library, began, begins, speed = arguments
    logging.basicConfig(level=os.environ.get("SOAK_LOG", "ERROR"), stream=sys.stderr)
    runner.TICK = min(runner.TICK, 6.0 / float(speed))
    with discord_py_pointed_at(url):
        work = serve(Path(library), float(began), datetime.fromisoformat(begins), float(speed))
        asyncio.run(until_stopped(work))


if __name__ == "__main__":
    main(sys.argv[1:])
