"""`run`: the bot in Discord, until it is told to stop."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_desk
from bot.errors import BadSettings
from bot.log import set_up
from bot.settings import DeskSettings
from bot.single import only_one

DONE = 0


def run(db: Path | None) -> int:
    """Serve Discord from the library at `db`, else the settings'."""
    settings = DeskSettings.load()
    if settings.token is None:
        raise BadSettings(("BRIEFING_DESK_TOKEN is not set; the README says how to get one.",))
    token = settings.token.get_secret_value()
    set_up(settings.log_level, settings.log_format, secrets=[token])
    path = db or settings.database
    with only_one(path, token):
        asyncio.run(_stoppable(path, settings))
    return DONE


async def _stoppable(path: Path, settings: DeskSettings) -> None:
    from bot.discord_front.process import until_stopped

    await until_stopped(_serve(path, settings))


async def _serve(path: Path, settings: DeskSettings) -> None:
    from bot.discord_front.process import run_bot

    desk = await open_desk(path)
    try:
        await run_bot(desk, settings, lambda: datetime.now(UTC))
    finally:  # an open connection's thread would keep the process alive
        await desk.close()
