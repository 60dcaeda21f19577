"""The selects below a preview: a line left out, in other words or re-dated; a name confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.answers.wording import say_when
from bot.discord_front.delivery import Reply
from bot.discord_front.drafting import WHICH, Press, changed, reading_now, seen
from bot.discord_front.errors import report_press
from bot.discord_front.markup import label
from bot.discord_front.preview import MOST_EVENTS, MOST_FACTS
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.ingestion.edits import Edits
from bot.model import FIRM_KINDS, Draft, NameKind, NameRule, Reading, Span, Topic

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_OPTION = 100  # characters of an option's label and of its description
_CHOICES = 25  # Discord shows no more


def line_items(draft: Draft, reading: Reading) -> list[ui.Item[Any]]:
    """Those that have something to choose."""
    lines = _lines(reading)
    out = [(span, "left out; choose it to have it back") for span in _left_out(draft, reading)]
    kinds: list[tuple[Callable[..., _Select], list[discord.SelectOption]]] = [
        (LeaveOutSelect, _options(reading, [*lines, *out])),
        (LineSelect, _options(reading, lines)),
        (NameSelect, [_to_confirm(topic) for topic in unlisted(reading)]),
    ]
    which = draft.number, draft.version
    return [kind(*which, options[:_CHOICES]) for kind, options in kinds if options]


def _lines(reading: Reading) -> list[tuple[Span, str]]:
    """What the preview shows, and what each is."""
    told = [(fact.span, "fact") for fact in reading.facts[:MOST_FACTS]]
    return told + [
        (event.span, f"event, {say_when(event)}") for event in reading.events[:MOST_EVENTS]
    ]


def _left_out(draft: Draft, reading: Reading) -> list[Span]:
    out = Edits.from_json(draft.edits).left_out
    return sorted(span for span in out if span.end <= len(reading.body))


def _options(reading: Reading, lines: list[tuple[Span, str]]) -> list[discord.SelectOption]:
    once = dict(reversed(lines))
    return [
        discord.SelectOption(
            label=label(span.of(reading.body), _OPTION),
            description=label(about, _OPTION),
            value=f"{span.start}-{span.end}",
        )
        for span, about in sorted(once.items())
    ]


def unlisted(reading: Reading) -> list[Topic]:
    """The firms of a draft that no list has."""
    return [one for one in reading.topics if one.kind in FIRM_KINDS and not one.listed]


def _to_confirm(topic: Topic) -> discord.SelectOption:
    return discord.SelectOption(
        label=label(topic.name, _OPTION), description="List it from now on", value=topic.key[:100]
    )


def _span(value: str) -> Span:
    """Raises `BadQuestion` for what no select of ours holds."""
    found = re.fullmatch(r"(\d{1,7})-(\d{1,7})", value)
    if found is None or int(found[1]) >= int(found[2]):
        raise BadQuestion("That line is not in the draft any more.")
    return Span(int(found[1]), int(found[2]))


# --- selects -------------------------------------------------------------------------------------


class _Select(ui.DynamicItem[ui.Select[Any]], template=r"desk:none"):
    """One of a draft's, in the version that was seen."""

    mark = ""
    words = ""

    def __init__(
        self, number: int, version: int, options: list[discord.SelectOption] | None = None
    ) -> None:
        self.number, self.version = number, version
        super().__init__(
            ui.Select(
                custom_id=f"desk:{self.mark}:{number}:{version}",
                placeholder=self.words,
                options=options or [],
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["number"]), int(match["version"]))

    @property
    def chosen(self) -> str:
        return next(iter(self.item.values), "")

    async def callback(self, interaction: Press) -> None:
        try:
            await self._chosen(interaction)
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    async def _chosen(self, interaction: Press) -> None:
        raise NotImplementedError

    async def _current(self, interaction: Press) -> Reading:
        """How the draft reads. Raises `BadQuestion` where it is not the one that was seen."""
        draft, current = await seen(interaction, self.number, self.version)
        if not current:
            raise BadQuestion("Meanwhile it was changed or decided; press a button to see it.")
        return await reading_now(interaction.client, draft)


class LeaveOutSelect(_Select, template=rf"desk:dl:{WHICH}"):
    """Leaves a fact or an event out, or takes it back in."""

    mark, words = "dl", "Leave a fact or an event out"

    async def _chosen(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        span = _span(self.chosen)

        def change(edits: Edits, reading: Reading, catalogue: Catalogue) -> Edits:
            return replace(edits, left_out=edits.left_out ^ {span})

        await reply.send(await changed(interaction, self.number, self.version, change))


class LineSelect(_Select, template=rf"desk:dd:{WHICH}"):
    """Opens the form for other words, or another date of an event."""

    mark, words = "dd", "Correct a fact's words, or an event's date"

    async def _chosen(self, interaction: Press) -> None:
        from bot.discord_front.draft_forms import LineForm

        reading, span = await self._current(interaction), _span(self.chosen)
        form = LineForm(self.number, self.version, reading, span)
        await interaction.response.send_modal(form)


class NameSelect(_Select, template=rf"desk:dn:{WHICH}"):
    """Asks whether a name that no list has is to be listed, after showing what it changes."""

    mark, words = "dn", "Confirm a name that no list has"

    async def _chosen(self, interaction: Press) -> None:
        from bot.discord_front.naming import asked

        reply = Reply.to(interaction)
        reply.defer_when_late(private=True)
        reading = await self._current(interaction)
        topic = next((one for one in unlisted(reading) if one.key[:100] == self.chosen), None)
        if topic is None:
            raise BadQuestion("That name is listed already, or not in the draft any more.")
        bot: BriefingBot = interaction.client
        rule = NameRule(interaction.guild_id or 0, NameKind.ADOPT, topic.key, topic.name)
        await reply.send(await asked(bot, rule, interaction.user.id), private=True)
