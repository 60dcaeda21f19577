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
        if buttons:
            self.add_item(ui.ActionRow(*buttons))
        self.stop()
