"""The questions that every route asks first: does it exist, may the bot see it, may it do this."""

from __future__ import annotations

from tests.discord_server.errors import missing_access, missing_permissions, unknown
from tests.discord_server.http import Call
from tests.discord_server.permissions import Permission, in_channel, in_guild
from tests.discord_server.world import Channel, Guild, Member, Message


def channel_in(call: Call, needed: int = 0, name: str = "channel_id") -> Channel:
    """The path's channel: 10003 unknown, 50001 not visible, 50013 visible but not enough."""
    channel = call.discord.channel_of(call.id(name))
    if channel is None:
        raise unknown("channel")
    check(call, channel, needed)
    return channel


def check(call: Call, channel: Channel, needed: int) -> None:
    held = in_channel(call.discord.bot_user, channel)
    if not held & Permission.VIEW_CHANNEL:
        raise missing_access()
    if held & needed != needed:
        raise missing_permissions()


def message_in(call: Call, channel: Channel, name: str = "message_id") -> Message:
    """A message that the bot can fetch; ephemeral ones it cannot (10008)."""
    wanted = call.id(name)
    for message in channel.messages:
        if message.id == wanted and not message.deleted and message.only_for is None:
            return message
    raise unknown("message")


def guild_in(call: Call, needed: int = 0) -> Guild:
    guild = call.discord.guilds.get(call.id("guild_id"))
    if guild is None:
        raise unknown("guild")
    if not guild.has_bot:
        raise missing_access()
    me = guild.members[call.discord.bot_user.id]
    if in_guild(me) & needed != needed:
        raise missing_permissions()
    return guild


def member_in(call: Call, guild: Guild) -> Member:
    member = guild.members.get(call.id("user_id"))
    if member is None:
        raise unknown("member")
    return member
