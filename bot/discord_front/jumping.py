"""To any page of many, besides the previous and the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

import discord
from discord import ui

from bot.discord_front.page_state import STATE, PageState
from bot.translations import gettext

FEW = 3
"""Pages that two buttons are enough for."""
_OPTIONS = 25  # Discord takes no more


class JumpSelect(ui.DynamicItem[ui.Select[Any]], template="desk:j:" + STATE):
    """One option a page; of more than 25 pages, 25 that lie evenly from the first to the last."""

    def __init__(self, state: PageState | None, custom_id: str, starts: Sequence[str] = ()) -> None:
        """`starts` are the keys of all pages' first pieces, as in `Page.start`."""
        self.state = state
        pages = len(starts)
        options = [
            discord.SelectOption(
                label=gettext("Page {number} of {pages}", number=page + 1, pages=pages),
                value=f"{page}~{starts[page]}",
            )
            for page in offered(pages)
        ]
        page = state.page if state else 0
        told = gettext("Page {number} of {pages}: go to …", number=page + 1, pages=pages)
        super().__init__(ui.Select(custom_id=custom_id, placeholder=told, options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(PageState.read(match), match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """As a page button: the asker's own page goes there, another reader gets one."""
        from bot.discord_front.paging import turn_page

        chosen = re.fullmatch(_CHOSEN, next(iter(self.item.values), ""))
        page, start = chosen.groups("") if chosen else ("0", "")
        state = self.state and replace(self.state, page=int(page), start=start)
        await turn_page(interaction, state)


_CHOSEN = "([0-9]{1,4})(?:~([a-z2-7]{6,12})?)?"
"""An option's value; messages from before pages had a start bear the number alone."""


def turn_label(*, onward: bool) -> str:
    """What stands on the buttons to the pages before and behind."""
    return gettext("Next ▶") if onward else gettext("◀ Previous")


def jump_items(state: PageState, starts: Sequence[str]) -> tuple[JumpSelect, ...]:
    """The select below a page of many; nothing for few."""
    return (JumpSelect(state, state.custom_id("j"), starts),) if len(starts) > FEW else ()


def offered(pages: int) -> tuple[int, ...]:
    """The pages to choose from, counted from 0.

    >>> offered(4), len(offered(100)), offered(100)[-1]
    ((0, 1, 2, 3), 25, 99)
    """
    if pages <= _OPTIONS:
        return tuple(range(pages))
    return tuple(round(step * (pages - 1) / (_OPTIONS - 1)) for step in range(_OPTIONS))
