"""The bot as a process: finds out what it may read, runs, and stops clean."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot.app import Desk
from bot.discord_front.client import BriefingBot
from bot.errors import BadSettings, DeskError
from bot.locales import speak
from bot.settings import DeskSettings
from bot.watchdog import Watchdog, watched

log = logging.getLogger(__name__)

_AGAIN = 1.0
"""Seconds until whoever has not heeded a cancellation is cancelled again."""


def answer_first() -> None:
    """Let no thread of this process (reading a library again, drawing a picture) keep the
    interpreter for longer than a blink while the event loop has something to do. By default that is
    5 ms, which the loop waits for again and again within one answer.

    And let the garbage collector look at all that lasts a tenth as often: a long answer makes ten
    thousand objects that go with it, and by default every other one had it look at everything."""
    sys.setswitchinterval(0.0005)
    gc.set_threshold(700, 10, 100)


async def run_bot(desk: Desk, settings: DeskSettings, clock: Callable[[], datetime]) -> None:
    """Serve until cancelled. Raises `DeskError` with one line if it cannot start or go on."""
    token = settings.token.get_secret_value() if settings.token else ""
    if not token:
        raise BadSettings(("BRIEFING_DESK_TOKEN is not set; the README says how to get a token.",))
    answer_first()
    with _plain_errors():
        granted = await may_read_messages(token, settings)
        try:
            await _serve(desk, settings, clock, token, message_content=granted)
        except discord.PrivilegedIntentsRequired:
            # Switched off since it was asked for, or insisted on by the setting.
            log.warning("Discord refused the message-content intent; going on without it")
            await _serve(desk, settings, clock, token, message_content=False)


async def may_read_messages(token: str, settings: DeskSettings) -> bool:
    """Whether Discord grants this application the content of messages: asked before connecting,
    since asking for an intent that is not granted would close the connection (4014)."""
    if settings.message_content != "auto":
        log.info("message content is %s, as the setting says", settings.message_content)
        return settings.message_content == "on"
    async with discord.Client(intents=discord.Intents(guilds=True)) as asker:
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
    speak(settings.locale)  # every task of the bot begins with it
    bot = BriefingBot(desk, settings, message_content=message_content, clock=clock)
    async with bot, watched(Watchdog()):
        await _heeding(bot.start(token))


async def _heeding(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` so that it ends when cancelled, even if it has not heard it the first time.

    Up to Python 3.11 `asyncio.wait_for` swallows a cancellation that comes in the turn of the loop
    in which it has what it waited for (python/cpython#86296), and discord.py opens its connections
    in it: a SIGTERM at the wrong moment would be lost, and every one after it ignored.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task})
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=_AGAIN)
    await task


@contextlib.contextmanager
def _plain_errors() -> Iterator[None]:
    """Discord's refusals and a missing network, as one line each."""
    try:
        yield
    except discord.LoginFailure as error:
        raise DeskError(
            "Discord does not accept the token in BRIEFING_DESK_TOKEN; copy it anew from the "
            "developer portal."
        ) from error
    except (discord.HTTPException, discord.GatewayNotFound) as error:
        raise DeskError("Discord is out of order just now; start again later.") from error
    except discord.ConnectionClosed as error:
        raise DeskError(f"Discord closed the connection for good (code {error.code}).") from error
    except (OSError, aiohttp.ClientError) as error:  # TimeoutError is an OSError
        raise DeskError("Discord cannot be reached; is this machine online?") from error


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end, or until SIGTERM or SIGINT cancels it, which is a good end, too.

    Only the first signal counts: a second one must not break off the closing.
    """
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    stopped: list[str] = []

    def stop(number: signal.Signals) -> None:
        if not stopped:
            stopped.append(number.name)
            log.info("stopping on %s", number.name)
            task.cancel()

    numbers = (signal.SIGTERM, signal.SIGINT)
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers in a loop
        for number in numbers:
            loop.add_signal_handler(number, stop, number)
    try:
        await task
    except asyncio.CancelledError:
        if not stopped:
            raise
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in numbers:
                loop.remove_signal_handler(number)
