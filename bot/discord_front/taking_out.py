"""Taking a briefing out: which one is meant, and the question back before it goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.answers.kept import meant
from bot.answers.wording import say_day
from bot.discord_front.checks import must_moderate
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.errors import report_press
from bot.discord_front.taking_in import counts_of, shown_title
from bot.errors import BadQuestion
from bot.ingestion import corrections
from bot.ingestion.corrections import By
from bot.model import BriefingRef
from bot.storage.protocol import Desk, Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Press = discord.Interaction[Any]

_VALID = timedelta(minutes=15)
"""How long a question back stands; who may moderate may have changed after it."""


async def question_back(bot: BriefingBot, library: int, typed: str, asker: int) -> Shown:
    """Ask whether the briefing is to go, in words that say what goes with it."""
    today = bot.clock().date()

    def look(shelf: Shelf) -> tuple[BriefingRef, int, int]:
        ref = meant(shelf, library, typed)
        counts = counts_of(shelf, library, ref, today)
        return ref, counts.facts, counts.events

    ref, facts, events = await bot.desk.storage.read(look)
    asked = int(bot.clock().timestamp())
    return Shown.plain(
        f"Remove {shown_title(ref)}, {say_day(ref.day)} (briefing {ref.id})? It goes out of all "
        f"answers with its {facts} facts and {events} dated events; its text is kept.",
        [RemoveButton(answer, ref.id, asker, asked) for answer in ("yes", "no")],
    )


class RemoveButton(
    ui.DynamicItem[ui.Button[Any]],
    template=r"desk:remove:(?P<yes>yes|no):(?P<number>\d{1,9}):(?P<asker>\d{1,20}):(?P<at>\d{1,12})",
):
    """Yes or no to the question back, for the asker alone and for a quarter of an hour."""

    def __init__(self, answer: str, number: int, asker: int, at: int) -> None:
        self.yes, self.number, self.asker, self.at = answer == "yes", number, asker, at
        super().__init__(
            ui.Button(
                style=discord.ButtonStyle.danger if self.yes else discord.ButtonStyle.secondary,
                label="Remove it" if self.yes else "Keep it",
                custom_id=f"desk:remove:{answer}:{number}:{asker}:{at}",
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["yes"], int(match["number"]), int(match["asker"]), int(match["at"]))

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        try:
            if interaction.user.id != self.asker:
                raise BadQuestion("Only who asked may answer; ask with /remove.")
            await must_moderate(interaction, "remove")
            await reply.send(Shown.done(await self._decided(interaction)))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    async def _decided(self, interaction: Press) -> str:
        bot: BriefingBot = interaction.client
        guild = interaction.guild
        assert guild is not None
        if bot.clock().timestamp() - self.at > _VALID.total_seconds():
            return "That was asked too long ago; nothing was removed. Ask again with /remove."
        if not self.yes:
            return "Nothing was removed."
        ref = await bot.desk.storage.write(
            withdrawing(bot, guild.id, self.number, interaction.user.id)
        )
        if ref is None:
            return "It was removed already."
        return (
            f"Removed: {shown_title(ref)}, {say_day(ref.day)} (briefing {ref.id}). "
            f"To have it back: /desk restore {ref.id}."
        )


def withdrawing(
    bot: BriefingBot, library: int, number: int, by: int
) -> Callable[[Desk], BriefingRef | None]:
    """Take a briefing of the library out; returns what went, None if it was not there."""
    take_out = corrections.withdrawing(number, By(library, by, bot.clock()), action="remove")

    def withdraw(desk: Desk) -> BriefingRef | None:
        return take_out(desk).ref if desk.briefing((library,), number) is not None else None

    return withdraw
