"""Guilds: the guild itself, its members, its roles."""

from __future__ import annotations

from typing import Any

from tests.discord_server import shapes
from tests.discord_server.errors import unknown
from tests.discord_server.http import Call, Route
from tests.discord_server.permissions import Permission as P

from .access import guild_in, member_in

Json = dict[str, Any]


async def get_guild(call: Call) -> Json:
    guild = guild_in(call)
    counts = {"approximate_member_count": len(guild.members)} if "with_counts" in call.query else {}
    return shapes.guild_summary(guild) | counts


async def get_member(call: Call) -> Json:
    """10007 for who is not in the guild: this is how membership is asked."""
    return shapes.member(member_in(call, guild_in(call)))


async def list_members(call: Call) -> list[Json]:
    guild = guild_in(call)
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    found = sorted(
        (m for m in guild.members.values() if m.user.id > after), key=lambda m: m.user.id
    )
    return [shapes.member(member) for member in found[:limit]]


async def search_members(call: Call) -> list[Json]:
    start, limit = call.query.get("query", ""), int(call.query.get("limit", 1))
    found = [m for m in guild_in(call).members.values() if m.user.name.startswith(start)]
    return [shapes.member(member) for member in found[:limit]]


async def list_roles(call: Call) -> list[Json]:
    return [shapes.role(role) for role in guild_in(call).roles.values()]


async def add_role(call: Call) -> None:
    _role_change(call).add(call.id("role_id"))


async def take_role(call: Call) -> None:
    _role_change(call).discard(call.id("role_id"))


def _role_change(call: Call) -> set[int]:
    guild = guild_in(call, P.MANAGE_ROLES)
    if call.id("role_id") not in guild.roles:
        raise unknown("role")
    return member_in(call, guild).role_ids


ROUTES = [
    Route("GET", "/guilds/{guild_id}", get_guild),
    Route("GET", "/guilds/{guild_id}/members", list_members),
    Route("GET", "/guilds/{guild_id}/members/search", search_members),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", get_member),
    Route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", add_role),
    Route("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", take_role),
    Route("GET", "/guilds/{guild_id}/roles", list_roles),
]
