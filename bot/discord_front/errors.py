"""The one place that tells a reader what went wrong: our own line, never an exception's text
unless we wrote it; what we did not foresee gets a reference that the log has, too."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front.checks import NotAllowed
from bot.discord_front.cooldown import TooFast
from bot.discord_front.delivery import Reply, Shown, send_shown
from bot.discord_front.markup import literal
from bot.errors import DeskError, StorageError
from bot.translations import gettext

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

    Ctx = commands.Context[BriefingBot]

log = logging.getLogger(__name__)


async def report(ctx: Ctx, error: Exception) -> None:
    """Tell the reader, once; log what an operator needs."""
    cause = unwrapped(error)
    if isinstance(cause, TooFast) and cause.told and ctx.interaction is None:
        return  # the channel has been told once
    line = line_for(cause, ctx.command.qualified_name if ctx.command else "?")
    with _nothing_more_to_do():
        await send_shown(ctx, Shown.plain(line), private=True)


async def report_press(interaction: discord.Interaction[Any], error: Exception) -> None:
    """The same for a button, a form or a right-click, which have no context of a command."""
    command = interaction.command
    name = command.qualified_name if command else interaction.type.name
    line = line_for(unwrapped(error), name)
    with _nothing_more_to_do():
        await Reply.to(interaction).tell(line)


@contextlib.contextmanager
def _nothing_more_to_do() -> Iterator[None]:
    """Telling the reader may fail as well: then the log alone is told."""
    try:
        yield
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failed:
        log.warning("could not tell a reader (%s)", failed)


def line_for(error: BaseException, name: str) -> str:
    """What the reader is told of an error in the command or button `name`."""
    return _known(error, name) or _unforeseen(error, name)


def unwrapped(error: BaseException) -> BaseException:
    """The innermost cause: a text command's error comes wrapped once, a hybrid's by slash twice."""
    inner = getattr(error, "original", None)
    while isinstance(inner, BaseException):
        error, inner = inner, getattr(inner, "original", None)
    return error


def _known(error: BaseException, name: str) -> str:
    match error:
        case StorageError():
            return ""  # ours to read, and the operator's to mend
        case DeskError() | NotAllowed():
            return literal(str(error))
        case TooFast():
            return error.line()
        case commands.MissingRequiredArgument():
            what = error.param.name.upper()
            return gettext(
                "Which one? Type it behind the command: {command}", command=f"{name} {what}"
            )
        case commands.BadArgument():
            return _bad_argument(error)
        case commands.CheckFailure() | app_commands.CheckFailure():
            return gettext("You may not use this command here.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return gettext("This command has changed meanwhile; reload Discord, then ask again.")
        case commands.UserInputError():
            return gettext("That could not be read; type the command and then a name.")
        case _:
            return ""


def _bad_argument(error: commands.BadArgument) -> str:
    """What was typed and is none of what the command takes."""
    match error:
        case commands.RoleNotFound() | commands.ChannelNotFound():
            kind = "role" if isinstance(error, commands.RoleNotFound) else "channel"
            return f"There is no {kind} “{literal(str(error.argument)[:60])}” here."
        case commands.BadBoolArgument():
            return gettext("Say on or off.")
        case _:
            return gettext("That could not be read; look at help.")


def _unforeseen(error: BaseException, name: str) -> str:
    """A line with a reference; a library that cannot be used says what ails it in our own words."""
    reference = secrets.token_hex(4)
    log.error("reference %s: %s failed", reference, name, exc_info=error)
    said = "That did not work, and it is our fault."
    if isinstance(error, StorageError):
        said = literal(str(error))
    return f"{said} Reference for the operator: {reference}"
