"""The bot as a process: finds out what it may read, runs, and stops clean."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Iterator
from datetime import datetime

import discord

from bot.app import Desk
from bot.discord_front.client import BriefingBot
from bot.errors import BadSettings, DeskError
from bot.settings import DeskSettings

log = logging.getLogger(__name__)


async def run_bot(desk: Desk, settings: DeskSettings, clock: Callable[[], datetime]) -> None:
    """Serve until SIGTERM or SIGINT. Raises `DeskError` with one line if it cannot start."""
    token = settings.token.get_secret_value() if settings.token else ""
    if not token:
        raise BadSettings(("BRIEFING_DESK_TOKEN is not set; the README says how to get a token.",))
    granted = await may_read_messages(token, settings)
    try:
        await _serve(desk, settings, clock, token, message_content=granted)
    except discord.PrivilegedIntentsRequired:
        log.warning("Discord refused the message-content intent; going on without it")
        await _serve(desk, settings, clock, token, message_content=False)


async def may_read_messages(token: str, settings: DeskSettings) -> bool:
    """Whether Discord grants this application the content of messages: asked before connecting,
    since asking for an intent that is not granted would close the connection (4014)."""
    if settings.message_content != "auto":
        return settings.message_content == "on"
    async with discord.Client(intents=discord.Intents.none()) as asker:
        with _plain_login_errors():
            await asker.login(token)
        flags = (await asker.application_info()).flags
    granted = flags.gateway_message_content or flags.gateway_message_content_limited
    log.info("message content is %s", "granted" if granted else "not granted; mentions work")
    return granted


async def _serve(
    desk: Desk,
    settings: DeskSettings,
    clock: Callable[[], datetime],
    token: str,
    *,
    message_content: bool,
) -> None:
    bot = BriefingBot(desk, settings, message_content=message_content, clock=clock)
    with _stopping(bot):
        async with bot:
            with _plain_login_errors():
                await bot.start(token)


@contextlib.contextmanager
def _plain_login_errors() -> Iterator[None]:
    """Discord's refusals and a missing network, as one line each."""
    try:
        yield
    except discord.LoginFailure as error:
        raise DeskError(
            "Discord does not accept the token in BRIEFING_DESK_TOKEN; copy it anew from the "
            "developer portal."
        ) from error
    except OSError as error:
        raise DeskError(f"Discord cannot be reached: {error.strerror or error}.") from error


@contextlib.contextmanager
def _stopping(bot: BriefingBot) -> Iterator[None]:
    """SIGTERM and SIGINT close the bot; the handlers are taken away afterwards."""
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []

    def stop(number: signal.Signals) -> None:
        log.info("stopping on %s", number.name)
        closing.append(loop.create_task(bot.close()))

    numbers = (signal.SIGTERM, signal.SIGINT)
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers in a loop
        for number in numbers:
            loop.add_signal_handler(number, stop, number)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in numbers:
                loop.remove_signal_handler(number)
