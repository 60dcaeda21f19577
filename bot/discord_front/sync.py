"""Slash commands reach Discord only when they changed: 200 creates a day is all a server allows."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

import discord

from bot.model import HOUSE

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

_KEY = "commands"


async def sync_if_changed(bot: BriefingBot) -> bool:
    """Send the commands if their hash differs from the one kept in the library; globally, or to
    the development server alone, never both. True if they were sent."""
    guild_id = bot.desk_settings.development_guild
    target = discord.Object(guild_id) if guild_id else None
    if target is not None:
        bot.tree.copy_global_to(guild=target)
        bot.tree.clear_commands(guild=None)
    digest = _digest(bot, target)
    kept = await bot.desk.storage.read(lambda shelf: shelf.settings(HOUSE))
    if kept.extra.get(_KEY) == digest:
        return False
    sent = await bot.tree.sync(guild=target)
    log.info("sent %d commands %s", len(sent), f"to server {guild_id}" if target else "globally")
    await bot.keep(_KEY, digest)
    return True


def _digest(bot: BriefingBot, target: discord.Object | None) -> str:
    """Hash of the payload, of the application and of where it goes."""
    payload = [command.to_dict(bot.tree) for command in bot.tree.get_commands(guild=target)]
    told = json.dumps([bot.application_id, target and target.id, payload], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:24]
