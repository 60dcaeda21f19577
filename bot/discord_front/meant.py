"""The topic that somebody names for what is to be posted, also one that is only listed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.topics import Meant, find_topic
from bot.answers.values import Context as Asking
from bot.answers.values import NothingFound
from bot.errors import BadQuestion
from bot.extraction.companies.overlay import overlaid
from bot.model import Topic
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot


async def topic_meant(bot: BriefingBot, asking: Asking, name: str) -> Topic:
    """Raises `BadQuestion` with near names where there is none."""
    catalogue = bot.desk.catalogue

    def look(shelf: Shelf) -> Meant | NothingFound:
        own = overlaid(catalogue, shelf.name_rules(asking.libraries))
        return find_topic(shelf, own, asking, "company", name)

    meant = await bot.desk.storage.read(look)
    if not isinstance(meant, NothingFound):
        return meant.topic
    if meant.topic is not None:
        return meant.topic
    near = ", ".join(topic.name for topic in meant.suggestions)
    hint = f" Did you mean {near}?" if near else ""
    raise BadQuestion(f"No briefing names “{name[:60]}”.{hint}")
