"""What works here and now for this very asker, written as they asked."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.ext import commands

from bot.answers.questions import COMMANDS
from bot.discord_front.cards import CardView
from bot.discord_front.checks import may_use
from bot.discord_front.delivery import Shown
from bot.discord_front.pages import Page
from bot.model import FIRM_KINDS
from bot.translations import gettext

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

Ctx = commands.Context["BriefingBot"]
Command = commands.Command[Any, ..., Any]

_USAGE = {command.name: command.usage for command in COMMANDS}
_MOST = 1900
"""Characters of a plain message, of Discord's 2,000."""


async def help_card(bot: BriefingBot, ctx: Ctx) -> Shown:
    """The commands that the asker may use here, and the ways to ask."""
    listed = await usable(ctx)
    numbers = await _numbers(ctx, listed)
    settings = await bot.settings_of(ctx.guild)
    prefix = settings.extra.get("prefix") or bot.desk_settings.prefix
    lines = [_line(ctx, command, numbers) for command in listed]
    foot = [
        *_ways(bot, ctx, prefix),
        await _examples(bot, ctx),
        gettext("Every line I show is quoted from a stored briefing."),
    ]
    if not (await bot.answering(ctx.guild, ctx.author.id)).plain:
        page = Page(f"### {gettext('What works here')}", ("\n".join(lines),), "\n".join(foot))
        return Shown.layout(CardView(page))
    if len("\n".join([*lines, "", *foot])) > _MOST:
        lines = [line.partition(" — ")[0] for line in lines]
    return Shown.plain("\n".join([*lines, "", *foot]))


async def _examples(bot: BriefingBot, ctx: Ctx) -> str:
    """Questions that this reader's libraries can answer, as one would ask them here."""
    asking = (await bot.answering(ctx.guild, ctx.author.id)).asking
    known = await bot.desk.storage.read(lambda shelf: shelf.known_topics(asking.libraries))
    plain = [item.topic for item in known if _PLAIN_NAME.fullmatch(item.topic.name)]
    firms = [topic.name for topic in plain if topic.kind in FIRM_KINDS]
    others = [topic.name for topic in plain if topic.kind not in FIRM_KINDS]
    if not firms:
        return gettext("No briefing is here yet: a moderator takes the first one in with ingest.")
    asked = [f"company {firms[0]}", f"timeline {(others or firms)[0]}"]
    asked += [f"compare {firms[0]}, {firms[1]}"] if len(firms) > 1 else ["upcoming"]
    shown = ", ".join(asked_as(ctx, words) for words in asked)
    return gettext("Try {questions}.", questions=shown)


_PLAIN_NAME = re.compile(r"[\w .&'’-]{1,40}")
"""A name that is safe to stand in an example: nothing in it is mark-up."""


def _line(ctx: Ctx, command: Command, numbers: dict[str, int]) -> str:
    line = f"{_slash_or_words(ctx, command, numbers)} — {gettext(command.description)}"
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
    ways = [
        gettext("slash commands"),
        gettext("a mention ({mention})", mention=f"{name} today"),
        gettext("a reply to one of my messages"),
    ]
    if ctx.guild is None:
        ways.append(gettext("plain words here, such as: today"))
    elif bot.message_content:
        ways.append(gettext("{question} in any channel I can read", question=f"`{prefix}today`"))
    lines = [gettext("Ask by {ways} or {last}.", ways=", ".join(ways[:-1]), last=ways[-1])]
    if ctx.guild is not None and not bot.message_content:
        lines.append(
            gettext(
                "{question} does not work here: Discord has not granted me the message-content "
                "intent. The operator can switch it on in Discord's developer portal.",
                question=f"`{prefix}today`",
            )
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
