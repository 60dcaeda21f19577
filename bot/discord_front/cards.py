"""Pages as layout components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_front.pages import Page

ACCENT = discord.Colour(0x2F6F8F)


class CardView(ui.LayoutView):
    """One page of a card. Buttons carry their whole state in their custom id, so that the view
    itself is never kept: it is stopped as soon as it is made."""

    def __init__(
        self,
        page: Page,
        buttons: Sequence[ui.Item[Any]] = (),
        *,
        above: str = "",
        picture: ui.MediaGallery[Any] | None = None,
    ) -> None:
        super().__init__(timeout=None)
        if above:
            self.add_item(ui.TextDisplay(above))
        container: ui.Container[Any] = ui.Container(accent_colour=ACCENT)
        container.add_item(ui.TextDisplay(page.head))
        if page.parts:
            container.add_item(ui.TextDisplay("\n\n".join(page.parts)))
        if picture is not None:
            container.add_item(picture)
        if page.foot:  # an empty text is refused
            container.add_item(ui.Separator(visible=True))
            container.add_item(ui.TextDisplay(page.foot))
        self.add_item(container)
        for row in _rows(buttons):
            self.add_item(ui.ActionRow(*row))
        self.stop()


_ROW = 5
"""Buttons in a row; a select takes one for itself."""


def _rows(items: Sequence[ui.Item[Any]]) -> list[list[ui.Item[Any]]]:
    rows: list[list[ui.Item[Any]]] = []
    for item in items:
        if not rows or sum(one.width for one in rows[-1]) + item.width > _ROW:
            rows.append([])
        rows[-1].append(item)
    return rows
