"""Application commands: global and per guild, and the overrides that servers set."""

from __future__ import annotations

from typing import Any

from tests.discord_server.errors import unauthorized, unknown
from tests.discord_server.http import Call, Route

from .access import guild_in

Json = dict[str, Any]


def scope(call: Call) -> int | None:
    """The guild whose commands are meant, or None for the global ones."""
    if call.id("application_id") != call.discord.application_id:
        raise unauthorized()
    return guild_in(call).id if "guild_id" in call.parts else None


async def listed(call: Call) -> list[Json]:
    return call.discord.commands.listed(scope(call))


async def replace_all(call: Call) -> list[Json]:
    return call.discord.commands.replace_all(scope(call), call.body)


async def upsert(call: Call) -> Json:
    return call.discord.commands.upsert(scope(call), call.body)


async def get(call: Call) -> Json:
    return call.discord.commands.get(scope(call), call.id("command_id"))


async def patch(call: Call) -> Json:
    return call.discord.commands.patch(scope(call), call.id("command_id"), call.body)


async def delete(call: Call) -> None:
    call.discord.commands.delete(scope(call), call.id("command_id"))


async def all_overrides(call: Call) -> list[Json]:
    """Every command (or the app itself) that this server has rules for; others are left out."""
    guild_id = scope(call)
    assert guild_id is not None
    book = call.discord.commands
    return [book.overrides_shape(guild_id, key) for key in book.overrides.get(guild_id, {})]


async def one_override(call: Call) -> Json:
    guild_id, key = scope(call), call.id("command_id")
    assert guild_id is not None
    if key not in call.discord.commands.overrides.get(guild_id, {}):
        raise unknown("permissions")
    return call.discord.commands.overrides_shape(guild_id, key)


async def set_override(call: Call) -> None:
    """A bot token may not; only a person with MANAGE_GUILD does this, in the client."""
    raise unauthorized()


_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_GLOBAL = "/applications/{application_id}/commands"
_PERMISSIONS = [
    Route("GET", _GUILD + "/permissions", all_overrides),
    Route("GET", _GUILD + "/{command_id}/permissions", one_override),
    Route("PUT", _GUILD + "/{command_id}/permissions", set_override),
]
_CRUD = [
    route
    for base in (_GLOBAL, _GUILD)
    for route in (
        Route("GET", base, listed),
        Route("PUT", base, replace_all, body="commands"),
        Route("POST", base, upsert, body="command"),
        Route("GET", base + "/{command_id}", get),
        Route("PATCH", base + "/{command_id}", patch, body="command edit"),
        Route("DELETE", base + "/{command_id}", delete),
    )
]
ROUTES = _PERMISSIONS + _CRUD
