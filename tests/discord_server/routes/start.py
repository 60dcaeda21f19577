"""What a bot asks first: who am I, what is my application, where is the gateway."""

from __future__ import annotations

from typing import Any

from tests.discord_server import shapes
from tests.discord_server.errors import unknown
from tests.discord_server.http import Call, Route

Json = dict[str, Any]


async def me(call: Call) -> Json:
    return {**shapes.user(call.discord.bot_user), "verified": True, "mfa_enabled": True}


async def user(call: Call) -> Json:
    found = call.discord.users.get(call.id("user_id"))
    if found is None:
        raise unknown("user")
    return shapes.user(found)


async def application(call: Call) -> Json:
    """The application; its ``flags`` tell which privileged intents it has."""
    discord = call.discord
    return {
        "id": str(discord.application_id),
        "name": discord.bot_user.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": shapes.user(discord.bot_user),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": shapes.user(discord.owner),
        "team": None,
        "flags": discord.grants.application_flags(),
        "hook": True,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "approximate_guild_count": len(discord.guilds),
        "integration_types_config": {"0": {}},
    }


async def gateway(call: Call) -> Json:
    return {"url": call.discord.gateway_url}


async def gateway_bot(call: Call) -> Json:
    """Asked by the auto-sharded clients only; a plain client goes to a fixed address."""
    total = call.discord.gateway.identify_limit
    left = max(0, total - call.discord.gateway.counts["identify"])
    limit = {"total": total, "remaining": left, "reset_after": 0, "max_concurrency": 16}
    return {
        "url": call.discord.gateway_url,
        "shards": call.discord.shards,
        "session_start_limit": limit,
    }


async def create_dm(call: Call) -> Json:
    """Opening a DM always works; whether a message may go in is found out by sending."""
    recipient = call.discord.users.get(int(call.body["recipient_id"]))
    if recipient is None:
        raise unknown("user")
    return shapes.channel(call.discord.dm_with(recipient))


async def my_guilds(call: Call) -> list[Json]:
    return [
        {"id": str(guild.id), "name": guild.name, "icon": None, "owner": False, "features": []}
        for guild in call.discord.guilds.values()
        if guild.has_bot
    ]


async def leave_guild(call: Call) -> None:
    guild = call.discord.guilds.get(call.id("guild_id"))
    if guild is None or not guild.has_bot:
        raise unknown("guild")
    await call.discord.bot_leaves(guild)


ROUTES = [
    Route("GET", "/users/@me", me),
    Route("GET", "/users/@me/guilds", my_guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    Route("POST", "/users/@me/channels", create_dm, body="dm"),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/applications/@me", application),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/gateway", gateway),
    Route("GET", "/gateway/bot", gateway_bot),
]
