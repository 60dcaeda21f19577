"""The picture that goes with a timeline's first page. It is never worth the answer: where it
cannot be drawn or Discord does not take it, the answer comes without."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.answers.values import TimelineAnswer
from bot.discord_front.delivery import Attached, Shown
from bot.pictures.gallery import Picture

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

FILE = "timeline.png"
LEAST = 2
"""Events that make a picture worth the room it takes."""


async def picture_for(bot: BriefingBot, found: object) -> Picture | None:
    """The picture of an answer; None where there is none to be had."""
    if not isinstance(found, TimelineAnswer) or len(found.lines) < LEAST:
        return None
    try:
        return await bot.gallery.picture_of(found)
    except Exception:
        log.exception("could not draw a timeline")
        return None


def attached(picture: Picture) -> Attached:
    return Attached(FILE, picture.png, picture.alt)


def on_card(picture: Picture) -> ui.MediaGallery[Any]:
    """The place in a card that shows the attached file: without one, nobody would see it."""
    item = discord.MediaGalleryItem(f"attachment://{FILE}", description=picture.alt)
    return ui.MediaGallery(item)


async def with_or_without(send: Callable[[Shown], Awaitable[None]], shown: Shown) -> None:
    """Send an answer; without its file if that is why Discord refuses it."""
    try:
        await send(shown)
    except discord.HTTPException as error:
        if shown.without is None or error.status >= 500:
            raise
        log.warning("a picture was refused (%s); the answer comes without", error)
        await send(shown.without)
