"""The way from each quoted line of a page to its sentence: a button "Why?" for the only line, else
a select. All that a press needs stands in the button or in the option, so that it works after a
restart, and a week later; what the presser may read is looked up at the press."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

import discord
from discord import ui

from bot.answers.card import quoted
from bot.answers.questions import Question
from bot.answers.receipt import reference
from bot.answers.wording import say_day
from bot.discord_front.markup import label
from bot.discord_front.pages import MOST_QUOTES
from bot.model import Quote
from bot.translations import gettext

_ASK = "desk:r"
_SELECTS = 3
"""A page is turned before it holds more lines than a select, but never within a story."""
_MOST = 100  # characters of an option's label and of its description
_REFERENCE = r"[0-9]{1,15}\.[0-9]{1,9}:[0-9]{1,9}-[0-9]{1,9}"


class Way(NamedTuple):
    """An option: the line's first words, its day and briefing, and how it is asked for."""

    words: str
    about: str
    line: str


def ways(quotes: Iterable[Quote]) -> tuple[Way, ...]:
    return tuple(
        Way(
            label(quoted(quote), _MOST),
            label(f"{say_day(quote.briefing.day)} · {quote.briefing.title}", _MOST),
            reference(quote),
        )
        for quote in quotes
    )


def receipt_items(lines: Sequence[Way], *, button: bool = True) -> tuple[ui.Item[Any], ...]:
    """What is pressed to ask where the lines come from; a select alone where `button` is not
    wanted."""
    if not lines:
        return ()
    if button and len(lines) == 1:
        return (ReceiptButton(lines[0].line),)
    parts = [lines[at : at + MOST_QUOTES] for at in range(0, len(lines), MOST_QUOTES)]
    return tuple(ReceiptSelect(part, number) for number, part in enumerate(parts[:_SELECTS]))


class ReceiptButton(ui.DynamicItem[ui.Button[Any]], template=rf"{_ASK}:(?P<line>{_REFERENCE})"):
    """For a page's only line."""

    def __init__(self, line: str) -> None:
        self.line = line
        super().__init__(ui.Button(label=gettext("Why?"), custom_id=f"{_ASK}:{line}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["line"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await _show(interaction, self.line)


class ReceiptSelect(ui.DynamicItem[ui.Select[Any]], template=_ASK + r"(?P<number>[1-9]?)"):
    """For several lines, one option each; `number` tells a page's second select from its first."""

    def __init__(self, lines: Sequence[Way] = (), number: int = 0) -> None:
        options = [
            discord.SelectOption(label=one.words, description=one.about, value=one.line)
            for one in lines
        ]
        placeholder = gettext("Where does a line come from?")
        custom_id = f"{_ASK}{number or ''}"
        super().__init__(ui.Select(custom_id=custom_id, placeholder=placeholder, options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(number=int(match["number"] or 0))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await _show(interaction, next(iter(self.item.values), ""))


async def _show(interaction: discord.Interaction[Any], line: str) -> None:
    from bot.discord_front.paging import show_beside  # which puts these items below its pages

    await show_beside(interaction, Question("why", line))
