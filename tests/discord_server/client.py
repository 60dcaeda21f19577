"""Pointing the real, unpatched discord.py at a loopback Discord, and away again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

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
