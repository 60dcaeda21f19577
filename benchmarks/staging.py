"""What benchmarks through Discord share: the loopback Discord, a bot beside it, readers who ask."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

from tests.delivery.forked import Forked
from tests.discord_server import loopback
from tests.discord_server.answers import NoAnswer

NEVER = 3.0
"""Seconds that an answer counts for which did not come: Discord takes none after them."""


@contextlib.asynccontextmanager
async def discord() -> AsyncIterator[Any]:
    """The loopback Discord with a clock that goes. Bodies are held against our own rules only:
    Discord's whole description would cost this process, which also asks, more than the bots
    cost."""
    async with loopback() as here:
        here.judge.description = None
        keeping = asyncio.create_task(_keep_time(here))
        try:
            yield here
        finally:
            keeping.cancel()


async def _keep_time(here: Any) -> None:
    while True:
        here.clock.advance((datetime.now(UTC) - here.clock.now()).total_seconds())
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def bot_at(here: Any, target: Callable[..., None], *what: Any) -> AsyncIterator[None]:
    """A bot in a process of its own, `target(url, token, *what)`, for as long as the block goes
    on."""
    process = Forked(target, here.url, here.token, *what)
    try:
        await here.connected(within=120)
        yield
    finally:
        process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 20)
        if process.returncode is None:
            process.kill()


async def ask(person: Any, channel: Any, command: str, **options: str) -> float | None:
    """Seconds from the command to its answer; None without one."""
    began = time.perf_counter()
    try:
        await person.slash(channel, command, **options)
    except NoAnswer:
        return None
    return time.perf_counter() - began
