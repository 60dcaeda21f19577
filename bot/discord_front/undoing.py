"""The button below a change that takes it back, for ten minutes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.answers.wording import say_day
from bot.discord_front.checks import must_moderate
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.drafting import COMMAND, last_word
from bot.discord_front.errors import report_press
from bot.discord_front.taking_in import shown_title
from bot.errors import BadQuestion
from bot.ingestion.corrections import By, Done, undo
from bot.model import State

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Press = discord.Interaction[Any]


def told(done: Done) -> str:
    """How the briefing stands now."""
    named = f"{shown_title(done.ref)}, {say_day(done.ref.day)} (briefing {done.ref.id})"
    if done.state is not State.PUBLISHED:
        return f"Withdrawn: {named}. Its text is kept."
    return f"Stored: {named}, revision {done.ref.revision}."


def with_undo(done: Done, asker: int) -> Shown:
    words = f"{told(done)} For ten minutes it can be undone; messages that told it are corrected."
    return Shown.plain(words, [UndoButton(done.change, asker)])


class UndoButton(
    ui.DynamicItem[ui.Button[Any]],
    template=r"desk:undo:(?P<change>\d{1,15}):(?P<asker>\d{1,20})",
):
    """Takes one change back, for who made it."""

    def __init__(self, change: int, asker: int) -> None:
        self.change, self.asker = change, asker
        super().__init__(
            ui.Button(
                style=discord.ButtonStyle.secondary,
                label="Undo",
                custom_id=f"desk:undo:{change}:{asker}",
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["change"]), int(match["asker"]))

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        try:
            if interaction.user.id != self.asker:
                raise BadQuestion("Only who made the change may undo it here; use /desk undo.")
            await must_moderate(interaction, COMMAND)
            bot: BriefingBot = interaction.client
            by = By(interaction.guild_id or 0, self.asker, bot.clock())
            done = await undo(bot.desk.storage, bot.desk.catalogue, by, change=self.change)
            await reply.send(last_word(interaction, f"Undone. {told(done)}"))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)
