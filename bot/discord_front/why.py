"""The "Why?" under each scheduled post: when it was due, when it was sent, by which rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.delivery.follows import Rhythm
from bot.delivery.manage import rule_in
from bot.delivery.port import Place
from bot.delivery.schedule import Schedule
from bot.delivery.words import rule, say_row
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.errors import report_press
from bot.discord_front.markup import literal
from bot.discord_front.rendering import ASK_WHY, custom_ids
from bot.errors import BadQuestion
from bot.model import Delivery, StoredSchedule
from bot.storage.protocol import Shelf
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_GONE = gettext_noop("The ledger does not know this post any more.")


class WhyButton(ui.DynamicItem[ui.Button[Any]], template=ASK_WHY + r"(?P<key>[0-9a-f]{1,40})"):
    """Answers whoever presses, privately; a week later, too: the row's key is all it needs."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(ui.Button(label="Why?", custom_id=ASK_WHY + key))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["key"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: BriefingBot = interaction.client
        try:
            bot.take_place(interaction)
            library, key = interaction.guild_id or 0, self.key
            person = interaction.user.id
            told = await bot.desk.storage.read(lambda shelf: _told(shelf, library, person, key))
            await Reply.to(interaction).send(Shown.plain(told), private=True)
        except Exception as error:  # nothing above would tell the reader
            await report_press(interaction, error)


async def server_of_letter(interaction: discord.Interaction[Any]) -> discord.Guild | None:
    """The server whose briefings a private message of ours told of, while the presser is a member
    of it; None for any other message. A message by another's key, which cannot be here, is none."""
    if interaction.guild is not None or interaction.message is None:
        return None
    bot: BriefingBot = interaction.client
    person = interaction.user.id
    ids = custom_ids(interaction.message.components)
    keys = [one.removeprefix(ASK_WHY) for one in ids if one.startswith(ASK_WHY)]

    def library(shelf: Shelf) -> int:
        rows = [row for row in map(shelf.delivery, keys) if row]
        boxes = [box for box in (shelf.schedule(row.schedule) for row in rows) if box]
        own = (box for box in boxes if box.place == Place.DM and box.made_by == person)
        return next((box.library for box in own), 0)

    guild = bot.get_guild(await bot.desk.storage.read(library)) if keys else None
    return guild if guild is not None and await bot.members.has(guild, person) else None


def _told(shelf: Shelf, library: int, person: int, key: str) -> str:
    """The row's story. A key of another server's row, or of another person's, which anybody may
    have forged, is unknown."""
    row = shelf.delivery(key)
    schedule = shelf.schedule(row.schedule) if row else None
    if row is None or schedule is None:
        raise BadQuestion(gettext(_GONE))
    if schedule.place == Place.DM and schedule.made_by == person:
        names = ", ".join(item.name for item in shelf.follows_in(schedule.id))
        return letter_story(schedule, row, names)
    if schedule.place == Place.DM or schedule.library != library:
        raise BadQuestion(gettext(_GONE))
    return _story(schedule, row)


def letter_story(mailbox: StoredSchedule, row: Delivery, names: str) -> str:
    """Why a person was written to, in their own time."""
    rhythm = Rhythm.of(mailbox)
    clock = Schedule(at=rhythm.at, zone=rhythm.zone, since=row.due)
    return "\n".join(
        (
            gettext(
                "You follow {names}, {rhythm}.",
                names=literal(names),
                rhythm=literal(rhythm.words()),
            ),
            gettext("This message: {story}.", story=literal(say_row(row, clock))),
            gettext("Every line of it is quoted from a stored briefing. /unfollow ends it."),
        )
    )


def _story(schedule: StoredSchedule, row: Delivery) -> str:
    known = rule_in(schedule)
    return "\n".join(
        (
            f"Schedule {schedule.id}: {literal(say_row(row, known))}.",
            literal(rule(known)),
            "Every line of it is quoted from a stored briefing.",
        )
    )
