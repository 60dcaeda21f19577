"""Taking a briefing out: which one is meant, and the question back before it goes."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

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

_CHOICES = 25  # Discord shows no more
_CHOICE_NAME = 100
_LOOKED_AT = 150
"""Briefings that are looked through for a title, the newest first."""
_VALID = timedelta(minutes=15)
"""How long a question back stands; who may moderate may have changed after it."""

_NUMBER = re.compile(r"#?(\d{1,9})\Z")
_DATED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")


def newest(shelf: Shelf, library: int, typed: str) -> Iterator[BriefingRef]:
    """The library's briefings that fit what was typed, the newest first: a date or the beginning
    of one ("2025-12"), words of a title, or nothing."""
    words = typed.casefold().split()
    dated = typed if _DATED.match(typed) else ""
    until: date | None = shelf.latest_day((library,), _end_of(dated))
    seen = 0
    while until is not None and until.isoformat().startswith(dated) and seen < _LOOKED_AT:
        for item in shelf.briefings_of((library,), until):
            seen += 1
            if dated or all(word in item.ref.title.casefold() for word in words):
                yield item.ref
        until = shelf.latest_day((library,), until - timedelta(days=1)) if until > _FIRST else None


_FIRST = date(1, 1, 1)


def _end_of(dated: str) -> date:
    """The last day that begins so; "2025-02" is February's last."""
    year, month, day = (*map(int, filter(None, dated.split("-"))), 0, 0, 0)[:3]
    try:
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:  # no date, or none that a calendar has
        return date.max


def choices(shelf: Shelf, library: int, typed: str) -> list[tuple[str, str]]:
    """What autocomplete offers: a date with its title, and the number it stands for."""
    found = newest(shelf, library, typed.strip())
    return [
        (f"{ref.day.isoformat()} {ref.title}"[:_CHOICE_NAME], str(ref.id))
        for ref, _ in zip(found, range(_CHOICES), strict=False)
    ]


def meant(shelf: Shelf, library: int, typed: str) -> BriefingRef:
    """The one briefing that was typed: its number, its date, or words of its title. Raises
    `BadQuestion` where there is none or where there are several."""
    typed = typed.strip()
    number = _NUMBER.match(typed)
    by_number = shelf.briefing((library,), int(number[1])) if number else None
    if by_number is not None:
        return by_number.ref
    if not typed:
        raise BadQuestion("Which one? Say its number, its date (2025-12-09) or its title.")
    found = [ref for ref, _ in zip(newest(shelf, library, typed), range(_CHOICES), strict=False)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadQuestion(f"This server has no briefing “{typed[:60]}”; nothing was removed.")
    names = "; ".join(f"{ref.id}, “{ref.title[:60]}”" for ref in found[:5])
    more = f"; and {len(found) - 5} more" if len(found) > 5 else ""
    raise BadQuestion(f"Several fit; say the number of one: {names}{more}.")


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
