"""Slash commands reach Discord only when they changed: 200 creates a day is all a server allows."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.model import HOUSE

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

_KEY = "commands"
_PLACE = "commands_at"
_GLOBAL = "global"


async def sync_if_changed(bot: BriefingBot) -> bool:
    """Send the commands if their hash differs from the one kept in the library; globally, or to
    the development server alone, never both. True if they were sent.

    A failure is logged and tried again at the next start: the bot answers all the same, to the
    commands that Discord knows, to mentions and to direct messages.
    """
    guild_id = bot.desk_settings.development_guild
    target = discord.Object(guild_id) if guild_id else None
    if target is not None:
        bot.tree.copy_global_to(guild=target)
        bot.tree.clear_commands(guild=None)
    digest = await _digest(bot, target)
    kept = (await bot.desk.storage.read(lambda shelf: shelf.settings(HOUSE))).extra
    if kept.get(_KEY) == digest:
        return False
    try:
        await _clean(bot, kept.get(_PLACE, _GLOBAL), target)
        sent = await bot.tree.sync(guild=target)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.error("the slash commands could not be sent, next start tries again: %s", error)
        return False
    log.info("sent %d commands %s", len(sent), f"to server {guild_id}" if target else "globally")
    await bot.keep(_PLACE, str(guild_id or _GLOBAL))
    await bot.keep(_KEY, digest)
    return True


async def _clean(bot: BriefingBot, place: str, target: discord.Object | None) -> None:
    """Take the commands away from where they stood before, so that none is offered twice. The
    tree holds none for that place, so to send it is to send an empty list."""
    if target is not None and place == _GLOBAL:
        await bot.tree.sync()
    elif place != _GLOBAL and (target is None or int(place) != target.id):
        try:
            await bot.tree.sync(guild=discord.Object(int(place)))
        except (discord.Forbidden, discord.NotFound):
            log.info("server %s is not ours any more; its commands went with us", place)


async def _digest(bot: BriefingBot, target: discord.Object | None) -> str:
    """Hash of the payload in all its languages, of the application and of where it goes."""
    listed, translator = bot.tree.get_commands(guild=target), bot.tree.translator
    if translator is None:
        payload = [command.to_dict(bot.tree) for command in listed]
    else:
        payload = [await command.get_translated_payload(bot.tree, translator) for command in listed]
    told = json.dumps([bot.application_id, target and target.id, payload], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:24]
