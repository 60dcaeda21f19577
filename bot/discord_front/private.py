"""Answers for one person's eyes: by slash only they see them; in a channel's text everybody would,
so there they come as a direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.discord_front.delivery import Shown, send_directly, send_shown
from bot.errors import BadQuestion
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

    Ctx = commands.Context[BriefingBot]

WRITTEN = gettext_noop("I have written to you directly.")
_CLOSED_DMS = 50007


async def send_privately(ctx: Ctx, shown: Shown) -> None:
    """Raises `BadQuestion` where the person takes no direct messages."""
    if ctx.interaction is not None or ctx.guild is None:
        await send_shown(ctx, shown, private=True)
        return
    try:
        await send_directly(ctx, shown)
    except discord.Forbidden as error:
        if error.code != _CLOSED_DMS:
            raise
        name = ctx.command.name if ctx.command else "the command"
        raise BadQuestion(
            gettext(
                "That is for you alone, but your direct messages are closed to me; ask with "
                "/{command}.",
                command=name,
            )
        ) from error
    await send_shown(ctx, Shown.plain(gettext(WRITTEN)))
