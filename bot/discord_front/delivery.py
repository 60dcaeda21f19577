"""One answer to one reader, whatever the network does: never two, never silence."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.ext import commands

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_WAITS = (0.2, 0.6, 1.5)
"""Seconds before each new try after a 503, which discord.py does not try again itself."""
_ALREADY_ANSWERED = 40060


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message will hold: a layout, or a plain text with its buttons."""

    content: str | None
    view: ui.LayoutView | ui.View | None

    @classmethod
    def layout(cls, view: ui.LayoutView) -> Shown:
        return cls(None, view)

    @classmethod
    def plain(cls, content: str, buttons: Sequence[ui.Item[Any]] = ()) -> Shown:
        if not buttons:
            return cls(content, None)
        view = ui.View(timeout=None)
        for button in buttons:
            view.add_item(button)
        return cls(content, view)

    def fields(self) -> dict[str, Any]:
        """Keyword arguments of any of discord.py's send and edit methods."""
        fields: dict[str, Any] = {}
        if self.content is not None:
            fields["content"] = self.content
        if self.view is not None:
            fields["view"] = self.view
        return fields


async def send_shown(
    ctx: commands.Context[BriefingBot], shown: Shown, *, private: bool = False
) -> None:
    """Answer a command where it was asked; a 503 is tried again without doubling the answer."""
    for wait in (*_WAITS, None):
        try:
            await _send(ctx, shown, private)
            return
        except discord.DiscordServerError:
            if wait is None:
                raise
            await asyncio.sleep(wait)
        except discord.HTTPException as error:
            if error.code == _ALREADY_ANSWERED:
                return  # the try before had arrived after all
            raise


async def _send(ctx: commands.Context[BriefingBot], shown: Shown, private: bool) -> None:
    if ctx.interaction is not None:
        await ctx.send(**shown.fields(), ephemeral=private)
        return
    message = ctx.message
    await ctx.send(
        **shown.fields(),
        reference=message.to_reference(fail_if_not_exists=False),
        mention_author=False,
        nonce=_nonce(message),
    )


def _nonce(message: discord.Message) -> str:
    """The same for every try to answer the same message, so that Discord drops a repeat."""
    return hashlib.sha256(f"answer:{message.id}".encode()).hexdigest()[:25]
