"""Corrections below the messages that we sent: by an edit, or by an answer where Discord refuses
it. Done twice, both are done once: an edit says the same again, an answer is looked for first."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import ui

from bot.answers.amended import amended
from bot.choices import LOCALE
from bot.delivery.amending import Amendment
from bot.delivery.port import Cure, Trouble
from bot.discord_front.markup import literal
from bot.discord_front.posting import must_be_member, trouble
from bot.discord_front.rendering import Rendering
from bot.discord_front.traffic import of_our_own_accord
from bot.locales import speaking
from bot.model import Posted, Span
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

MARK = "✎ "
"""What our note below a message begins with."""
_AS_IT_WAS = "It stands again as it was first told."
_ASK_AGAIN = "It stands again; ask for it anew."
_LOST = (OSError, aiohttp.ClientError, asyncio.TimeoutError)
_CONTENT = 2000
_ANSWERS = 200
"""Messages behind a corrected one among which our answer to it is looked for."""

Shows = tuple[tuple[int, int, tuple[Span, ...]], ...]


def shown_in(rendering: str) -> Shows:
    """The briefings that a rendering quotes, each with its revision and the stretches."""
    return shows([way["line"] if isinstance(way, dict) else way[2] for way in _lines(rendering)])


def _lines(rendering: str) -> list[Any]:
    return list(json.loads(rendering).get("lines", ())) if rendering else []


def shows(references: list[str]) -> Shows:
    """The same from references such as "12.1:120-180"."""
    found: dict[tuple[int, int], list[Span]] = {}
    for line in references:
        briefing, _, span = line.partition(":")
        number, _, revision = briefing.partition(".")
        start, _, end = span.partition("-")
        found.setdefault((int(number), int(revision)), []).append(Span(int(start), int(end)))
    return tuple((*key, tuple(spans)) for key, spans in found.items())


class DiscordMessages:
    """`delivery.amending.Messages` by way of the bot."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    def stopped_for(self) -> float:
        return self._bot.pacer.stopped_for

    def amendment(self, shelf: Shelf, posted: Posted) -> Amendment:
        with speaking(shelf.settings(posted.library).extra.get(LOCALE, "")):
            told = amended(shelf, posted)
        row = shelf.delivery(posted.delivery) if posted.delivery else None
        return Amendment(posted, told.lines, told.gone, row.rendering if row else "")

    async def amend(self, told: Amendment) -> str:
        with of_our_own_accord():
            try:
                return await self._amend(told)
            except (discord.DiscordException, *_LOST) as error:
                raise trouble(error, "the channel") from error

    async def _amend(self, told: Amendment) -> str:
        channel = await self._channel(told.posted)
        if channel is None:
            return "not a member any more"
        try:
            message = await channel.fetch_message(told.posted.message)
        except discord.NotFound:
            return "the message is gone"
        except discord.Forbidden:
            return await self._say(channel, None, told)
        if said_in(message) == note_of(told):
            return "told already"
        try:
            await message.edit(**edited(message, told))
        except discord.NotFound:
            return "the message is gone"
        except (discord.DiscordServerError, discord.RateLimited):
            raise
        except (discord.HTTPException, ValueError):
            return await self._answer(channel, message, told)
        return "edited"

    async def _channel(self, posted: Posted) -> Any:
        """None for a person who has left the server whose news it was."""
        if not posted.person:
            return self._bot.get_partial_messageable(posted.channel, guild_id=posted.library)
        try:
            await must_be_member(self._bot, posted.library, posted.person)
        except Trouble as error:
            if error.cure is Cure.NOTHING:
                return None
            raise
        known = await self._bot.http.start_private_message(posted.person)
        return self._bot.get_partial_messageable(int(known["id"]))

    async def _answer(self, channel: Any, message: discord.Message, told: Amendment) -> str:
        words = note_of(told) or MARK + _AS_IT_WAS
        async for later in channel.history(limit=_ANSWERS, after=message):
            reference = later.reference
            answers = reference is not None and reference.message_id == message.id
            if answers and later.author.id == message.author.id and later.content == words:
                return "answered already"
        return await self._say(channel, message, told)

    async def _say(self, channel: Any, message: discord.Message | None, told: Amendment) -> str:
        words = note_of(told) or MARK + _AS_IT_WAS
        key = hashlib.sha256(f"amend:{told.posted.message}:{words}".encode()).hexdigest()[:25]
        reference = message.to_reference(fail_if_not_exists=False) if message else None
        more = {"reference": reference, "mention_author": False} if reference else {}
        await channel.send(words, nonce=key, **more)
        return "answered" if message else "told in the channel"


def note_of(told: Amendment) -> str:
    """The lines as they stand below the message; "" for none."""
    words = "\n".join(MARK + literal(line) for line in told.lines)
    return words[: _CONTENT - 1] + "…" if len(words) > _CONTENT else words


def said_in(message: discord.Message) -> str:
    """The note that stands below a message, "" for none."""
    if message.flags.components_v2:
        tops = (part for part in message.components if isinstance(part, discord.TextDisplay))
        return next((part.content for part in tops if part.content.startswith(MARK)), "")
    at = (f"\n{message.content}").find("\n" + MARK)
    return message.content[at:] if at >= 0 else ""


def edited(message: discord.Message, told: Amendment) -> dict[str, Any]:
    """Keyword arguments of discord.py's edit. Raises ValueError where it would be too long."""
    note = note_of(told)
    if message.flags.components_v2:
        return {"view": _layout(message, told, note), "allowed_mentions": _NOBODY}
    return _plain(message, told, note)


_NOBODY = discord.AllowedMentions.none()


def _layout(message: discord.Message, told: Amendment, note: str) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    if not told.gone:
        for item in _first_sent(message, told.rendering):
            view.add_item(item)
    if note or not view.children:
        view.add_item(ui.TextDisplay(note or MARK + _ASK_AGAIN))
    view.stop()
    return view


def _first_sent(message: discord.Message, rendering: str) -> list[ui.Item[Any]]:
    if rendering:
        sent = Rendering.from_json(rendering).fields()["view"]
    else:
        sent = ui.LayoutView.from_message(message, timeout=None)
    return [item for item in sent.children if not _is_note(item)]


def _is_note(item: ui.Item[Any]) -> bool:
    return isinstance(item, ui.TextDisplay) and item.content.startswith(MARK)


def _plain(message: discord.Message, told: Amendment, note: str) -> dict[str, Any]:
    if told.gone:
        return {"content": note, "view": None, "allowed_mentions": _NOBODY}
    fields = Rendering.from_json(told.rendering).fields() if told.rendering else {}
    before = message.content.removesuffix(said_in(message)).rstrip()
    words = str(fields.get("content", before)) or MARK + _ASK_AGAIN
    content = f"{words}\n\n{note}" if note else words
    if len(content) > _CONTENT:
        raise ValueError("too long for an edit")
    return {**fields, "content": content, "allowed_mentions": _NOBODY}
