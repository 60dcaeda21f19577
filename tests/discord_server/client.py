"""Pointing the real, unpatched discord.py at a loopback Discord, and away again."""

from __future__ import annotations

import asyncio
import runpy
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

if TYPE_CHECKING:
    from .scenario import Scene

# The names that discord.py gives to the tasks in which a bot's own code runs.
_BOT_TASKS = (
    "discord.py: ",
    "CommandTree-invoker",
    "discord-ui-view-dispatch",
    "discord-ui-modal-dispatch",
    "discord-ui-dynamic-item",
)
_CLIENTS = ("Shard.worker", "Client.connect", "Client.start")
LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")


@contextmanager
def discord_py_pointed_at(url: str) -> Iterator[None]:
    """Within the block discord.py talks to ``url`` (``http://127.0.0.1:port``) and to nobody else.

    Three class attributes are all there is to change; they are put back on every way out. Any host
    but this machine is refused with ``ValueError``: a test's token must never leave it.
    """
    base = yarl.URL(url)
    if base.host not in LOOPBACK_HOSTS:
        raise ValueError(f"not a loopback address: {url}")
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE)
    Route.BASE = f"{base.origin()}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = base.with_scheme("ws").with_path("/gateway")
    discord.Asset.BASE = f"{base.origin()}/cdn"
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE = before


def bot_tasks() -> list[asyncio.Task[Any]]:
    """The tasks of this event loop in which a bot's own code is at work."""
    return [task for task in asyncio.all_tasks() if task.get_name().startswith(_BOT_TASKS)]


def bot_is_here() -> bool:
    """Whether a discord.py client runs in this event loop, and not in another process."""
    names = (getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks())
    return any(name in _CLIENTS for name in names)


@asynccontextmanager
async def running(bot: discord.Client, on: Scene) -> AsyncIterator[None]:
    """Start ``bot`` with the loopback's token; in the block it is connected, after it closed.

    What ends the bot (a refused intent, an error in ``setup_hook``) is raised here. Give the bot a
    small ``guild_ready_timeout``; connected does not wait for ``on_ready``.
    """
    life = asyncio.create_task(bot.start(on.token))
    life.add_done_callback(lambda _: on.bell.ring())
    try:
        await on.bell.wait(lambda: on.gateway.live or life.done(), within=10.0)
        if life.done():
            life.result()
        await on.connected()
        yield
    finally:
        await bot.close()
        await asyncio.wait([life])
    life.result()


def main(arguments: list[str]) -> None:
    """``python -m tests.discord_server.client URL module [argument ...]``.

    Runs a module as ``python -m`` does, in this process, with discord.py pointed at ``URL``: for
    tests that need the bot in a process of its own (signals, a second ``run``).
    """
    url, module, *rest = arguments
    sys.argv = [module, *rest]
    with discord_py_pointed_at(url):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
