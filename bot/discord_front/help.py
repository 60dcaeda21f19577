"""What works here and now for this very asker, written as they asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.ext import commands

from bot.answers.questions import COMMANDS
from bot.discord_front.checks import may_use

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

Ctx = commands.Context["BriefingBot"]
Command = commands.Command[Any, ..., Any]

_USAGE = {command.name: command.usage for command in COMMANDS}
_MOST = 1900
"""Characters of a plain message, of Discord's 2,000."""


async def help_text(bot: BriefingBot, ctx: Ctx) -> str:
    """The commands that the asker may use here, and the ways to ask, in plain words."""
    listed = await usable(ctx)
    numbers = await _numbers(ctx, listed)
    lines = [_line(ctx, command, numbers) for command in listed]
    settings = await bot.settings_of(ctx.guild)
    prefix = settings.extra.get("prefix") or bot.desk_settings.prefix
    foot = [*_ways(bot, ctx, prefix), "Every line I show is quoted from a stored briefing."]
    while lines and len("\n".join([*lines, "", *foot])) > _MOST:
        lines.pop()  # the readers' come first, and are few
    return "\n".join([*lines, "", *foot])


def _line(ctx: Ctx, command: Command, numbers: dict[str, int]) -> str:
    line = f"{_slash_or_words(ctx, command, numbers)} — {command.description}"
    if isinstance(command, commands.Group):
        line += " (" + ", ".join(sorted(child.name for child in command.commands)) + ")"
    return line


def _slash_or_words(ctx: Ctx, command: Command, numbers: dict[str, int]) -> str:
    number = numbers.get(command.name)
    if number is None:
        return asked_as(ctx, usage(command))
    inner = getattr(command, "fallback", None)  # a slash group cannot be used by itself
    return f"</{command.name}{f' {inner}' if inner else ''}:{number}>"


def _ways(bot: BriefingBot, ctx: Ctx, prefix: str) -> list[str]:
    name = bot.user.mention if bot.user else "@me"
    ways = ["slash commands", f"a mention ({name} today)", "a reply to one of my messages"]
    if ctx.guild is None:
        ways.append("plain words here, such as: today")
    elif bot.message_content:
        ways.append(f"`{prefix}today` in any channel I can read")
    lines = [f"Ask by {', '.join(ways[:-1])} or {ways[-1]}."]
    if ctx.guild is not None and not bot.message_content:
        lines.append(
            f"`{prefix}today` does not work here: Discord has not granted me the message-content "
            "intent. The operator can switch it on in Discord's developer portal."
        )
    return lines


# --- who may what ------------------------------------------------------------------------------


async def usable(ctx: Ctx) -> list[Command]:
    """The commands that the asker may use where they are, the readers' first."""
    here = [command for command in ctx.bot.commands if not command.hidden and _fits(ctx, command)]
    readers = [command for command in here if not _guarded(command)]
    guarded = [command for command in here if _guarded(command) and await _may(ctx, command)]
    order = {command.name: number for number, command in enumerate(COMMANDS)}
    readers.sort(key=lambda command: (order.get(command.name, len(order)), command.name))
    return [*readers, *sorted(guarded, key=lambda command: command.name)]


def _fits(ctx: Ctx, command: Command) -> bool:
    """Whether the command is meant for servers, or for direct messages, as this place is."""
    slash = getattr(command, "app_command", None)
    contexts = getattr(slash, "allowed_contexts", None)
    if getattr(slash, "guild_only", False):
        return ctx.guild is not None
    if contexts is None:
        return True
    return bool(contexts.guild if ctx.guild is not None else contexts.dm_channel)


def _guarded(command: Command) -> bool:
    """A moderators' command: Discord hides its slash form from others."""
    slash = getattr(command, "app_command", None)
    return getattr(slash, "default_permissions", None) is not None


async def _may(ctx: Ctx, command: Command) -> bool:
    """A list of commands is no reason to fail: where Discord does not say, it is not listed."""
    try:
        return await may_use(ctx, command.name)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.info("could not read who may use %s (%s)", command.name, type(error).__name__)
        return False


# --- as it was asked ---------------------------------------------------------------------------


def usage(command: Command) -> str:
    """The command as one types it: "company NAME"."""
    needed = [name.upper() for name, value in command.clean_params.items() if value.required]
    return _USAGE.get(command.name) or " ".join([command.name, *needed])


def asked_as(ctx: Ctx, words: str) -> str:
    """The words of a command in the way that the asker asked: with "/", with the server's mark,
    behind a mention, or plain in a direct message and in a reply."""
    prefix = (ctx.prefix or "").strip()
    if ctx.interaction is not None:
        return f"`/{words}`"
    if prefix.startswith("<@"):
        return f"{ctx.bot.user.mention if ctx.bot.user else prefix} {words}"
    return f"`{prefix}{words}`"


async def _numbers(ctx: Ctx, listed: list[Command]) -> dict[str, int]:
    """Discord's numbers of the slash commands, for one who asked by slash, whom a click then
    takes to the command."""
    if ctx.interaction is None:
        return {}
    try:
        found = {item.name: await ctx.bot.overrides.id_of(item.name) for item in listed}
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.info("could not read the commands' numbers (%s)", type(error).__name__)
        return {}
    return {name: number for name, number in found.items() if number}
