"""What the bot must be allowed to do where it posts, named one by one, in Discord's own words."""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.delivery.port import Place
from bot.errors import BadQuestion


def place_of(channel: Any) -> Place:
    """The kind of a channel; raises `BadQuestion` for one that takes no posts."""
    if isinstance(channel, discord.ForumChannel):
        if channel.flags.require_tag:
            raise BadQuestion(
                f"#{channel.name} asks for a tag on every post, and mine have none; switch that "
                "off in the forum's settings, or choose another channel."
            )
        return Place.FORUM
    if isinstance(channel, discord.Thread):
        return Place.THREAD
    if isinstance(channel, discord.TextChannel):
        return Place.ANNOUNCEMENT if channel.is_news() else Place.TEXT
    raise BadQuestion("Posts go to a text channel, an announcement channel, a thread or a forum.")


def problems(channel: Any, role: discord.Role | None = None) -> tuple[str, ...]:
    """The permissions that are missing there, as Discord's settings name them. Without "Read
    Message History" a post of which nobody knows whether it arrived could not be looked for."""
    can = channel.permissions_for(channel.guild.me)
    needed = {
        "View Channel": can.view_channel,
        "Send Messages": can.send_messages,
        "Read Message History": can.read_message_history,
    }
    match place_of(channel):
        case Place.THREAD:
            needed["Send Messages in Threads"] = can.send_messages_in_threads
            del needed["Send Messages"]
        case Place.FORUM:
            del needed["Send Messages"]
            needed["Create Posts"] = can.send_messages
    if role is not None and not role.mentionable:
        needed["Mention @everyone, @here and All Roles"] = can.mention_everyone
    return tuple(name for name, granted in needed.items() if not granted)


def may_attach(ctx: commands.Context[Any]) -> bool:
    """Whether a file may come with the answer. An interaction's answer may always have one, and so
    may a direct message."""
    if ctx.interaction is not None or ctx.guild is None:
        return True
    try:
        return ctx.channel.permissions_for(ctx.guild.me).attach_files
    except discord.ClientException:  # a thread whose channel we do not see
        return False
