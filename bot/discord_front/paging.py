"""Page buttons whose whole state is in their custom id: they answer after a restart, and a week
later, by asking the question again as on its day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.answers.questions import Question

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_COMMANDS = {"t": "today", "c": "company", "l": "timeline"}
_LETTERS = {name: letter for letter, name in _COMMANDS.items()}
_LONGEST_ID = 100  # characters, by Discord's components reference


@dataclass(frozen=True, slots=True)
class PageState:
    """A page of an answer: the question with its topic's key, the day it was asked on, who asked,
    and in which look it is shown."""

    question: Question
    today: date
    asker: int
    page: int = 0
    plain: bool = False

    def custom_id(self, button: str) -> str:
        """ "desk:n:c:1:20251209:4711:L:ford", 100 characters at most; raises ValueError beyond."""
        look = "P" if self.plain else "L"
        letter = _LETTERS[self.question.command]
        day = self.today.strftime("%Y%m%d")
        made = f"desk:{button}:{letter}:{self.page}:{day}:{self.asker}:{look}:"
        made += self.question.argument
        if len(made) > _LONGEST_ID:
            raise ValueError("the topic's key does not fit a custom id")
        return made


class PageButton(
    ui.DynamicItem[ui.Button[Any]],
    template=(
        r"desk:(?P<button>[pn]):(?P<command>[tcl]):(?P<page>\d{1,4}):(?P<day>\d{8})"
        r":(?P<asker>\d{1,20}):(?P<look>[LP]):(?P<argument>.*)"
    ),
):
    """Previous ("p") or next ("n"); `state` is the page that a press shows."""

    def __init__(self, state: PageState, button: str, *, disabled: bool = False) -> None:
        self.state = state
        label = "◀ Previous" if button == "p" else "Next ▶"
        super().__init__(
            ui.Button(
                style=discord.ButtonStyle.secondary,
                label=label,
                custom_id=state.custom_id(button),
                disabled=disabled,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        day = match["day"]
        state = PageState(
            question=Question(_COMMANDS[match["command"]], match["argument"]),
            today=date(int(day[:4]), int(day[4:6]), int(day[6:])),
            asker=int(match["asker"]),
            page=int(match["page"]),
            plain=match["look"] == "P",
        )
        return cls(state, match["button"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """The asker turns their own page; another reader gets one of their own, privately."""
        bot: BriefingBot = interaction.client
        await bot.turn_page(interaction, self.state)


def page_buttons(state: PageState, pages: int) -> tuple[PageButton, ...]:
    """Both buttons for the page shown, the one without a page behind it disabled; none for one
    page, or where the key does not fit a custom id."""
    if pages < 2:
        return ()
    back = replace(state, page=max(state.page - 1, 0))
    onward = replace(state, page=state.page + 1)
    try:
        return (
            PageButton(back, "p", disabled=state.page == 0),
            PageButton(onward, "n", disabled=onward.page >= pages),
        )
    except ValueError:
        return ()
