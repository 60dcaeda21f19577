"""A private answer, shown to all by whoever got it: once, in their name, pinging nobody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.answers.receipt import reference
from bot.discord_front.amending import shows
from bot.discord_front.checks import NotAllowed
from bot.discord_front.delivery import Shown, post_once
from bot.discord_front.page_state import STATE, PageState
from bot.model import Posted, Quote
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_NOT_YOU = gettext_noop("You may not write in this channel, so you cannot share here.")
_NOT_ME = gettext_noop(
    "I may not write in this channel; a moderator can allow me View Channel and Send Messages."
)
_NOWHERE = gettext_noop("That works in a server, not in a direct message.")


class ShareButton(ui.DynamicItem[ui.Button[Any]], template="desk:s:" + STATE):
    """Below a private page; `state` is the page that it shares."""

    def __init__(self, state: PageState | None, custom_id: str, *, shared: bool = False) -> None:
        self.state = state
        super().__init__(
            ui.Button(
                style=discord.ButtonStyle.primary,
                label=gettext("Shared") if shared else gettext("Share here"),
                custom_id=custom_id,
                disabled=shared,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(PageState.read(match), match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        from bot.discord_front.paging import share_page

        await share_page(interaction, self.state)


def check_may_share(interaction: discord.Interaction[Any]) -> None:
    """Raises `NotAllowed` where the presser or the bot could not write by themselves."""
    if interaction.guild is None:
        raise NotAllowed(gettext(_NOWHERE))
    if not _may_write(interaction.permissions, interaction.channel):
        raise NotAllowed(gettext(_NOT_YOU))
    if not _may_write(interaction.app_permissions, interaction.channel):
        raise NotAllowed(gettext(_NOT_ME))


def _may_write(can: discord.Permissions, channel: Any) -> bool:
    in_thread = isinstance(channel, discord.Thread)
    return can.view_channel and (can.send_messages_in_threads if in_thread else can.send_messages)


def named(person: discord.abc.User) -> str:
    """Who shares, above the page: a mention that the bot lets ping nobody."""
    return gettext("Shared by {person}", person=person.mention)


async def post(
    interaction: discord.Interaction[Any], shown: Shown, page: str, quotes: Iterable[Quote]
) -> None:
    """Post a page, `page` being its custom id, and keep which lines it quotes. However often the
    button of one message is pressed at a time, Discord takes the post once: all carry one nonce."""
    message = interaction.message.id if interaction.message else interaction.id
    nonce = hashlib.sha256(f"share:{message}:{page}".encode()).hexdigest()[:25]
    try:
        posted = await post_once(interaction.channel, shown, nonce)
    except discord.Forbidden as error:
        raise NotAllowed(gettext(_NOT_ME)) from error
    told = shows([reference(quote) for quote in quotes])
    bot: BriefingBot = interaction.client
    place = (interaction.guild_id or 0, interaction.channel_id or 0)
    known = Posted(posted, *place, person=0, delivery="", sent_at=bot.clock(), shows=told)
    await bot.desk.storage.write(lambda desk: desk.note_posted(known))
