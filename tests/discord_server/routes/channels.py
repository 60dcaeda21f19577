"""Channels: reading one, listing a guild's."""

from __future__ import annotations

from typing import Any

from tests.discord_server import shapes
from tests.discord_server.http import Call, Route

from .access import channel_in, guild_in

Json = dict[str, Any]


async def get_channel(call: Call) -> Json:
    return shapes.channel(channel_in(call))


async def typing(call: Call) -> None:
    """The "is typing…" line; shown to people, kept nowhere."""
    channel_in(call)


async def guild_channels(call: Call) -> list[Json]:
    return [shapes.channel(channel) for channel in guild_in(call).channels.values()]


ROUTES = [
    Route("GET", "/channels/{channel_id}", get_channel),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("GET", "/guilds/{guild_id}/channels", guild_channels),
]
