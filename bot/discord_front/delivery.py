"""One answer to one reader, whatever the network does: never two, never silence.

Text: every try of an answer carries the same enforced nonce, so that Discord drops a repeat.
Interactions have no nonce. There is one first answer, though: a try that finds it taken (40060)
fills the very message again by editing it, which may be repeated without harm; a follow-up, which
could double, is never used for an answer. Where work is long, "… is thinking" is sent before
Discord's three seconds are over.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import ui
from discord.ext import commands

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

Press = discord.Interaction[Any]

THINK_AFTER = 1.0
"""Seconds of silence before the reader is told that an answer is on its way."""
_WAITS = (0.2, 0.6, 1.5)
"""Seconds before each new try after a 503 or a lost answer, which discord.py does not try again."""
_ALREADY_ANSWERED = 40060
_EXPIRED = 10062
_NO_HISTORY = 160002
_PASSING = (discord.DiscordServerError, aiohttp.ClientError, OSError, asyncio.TimeoutError)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message; `alt` tells a picture to those who cannot see it."""

    name: str
    data: bytes
    alt: str = ""

    def made(self) -> discord.File:
        """A new one for each try: discord.py closes what it has sent."""
        return discord.File(io.BytesIO(self.data), self.name, description=self.alt or None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message will hold: a layout, or a plain text with its buttons."""

    content: str | None
    view: ui.LayoutView | ui.View | None
    file: Attached | None = None
    without: Shown | None = None
    """The same without its file, for where the file is not taken."""
    clears: bool = False
    """An edit to it takes the message's files away."""

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
        view.stop()  # the buttons carry their state: nothing of the view is kept
        return cls(content, view)

    @classmethod
    def done(cls, content: str) -> Shown:
        """A last word in place of what was shown, its buttons gone."""
        view = ui.View(timeout=None)
        view.stop()
        return cls(content, view)

    def with_file(self, name: str, data: bytes) -> Shown:
        return replace(self, file=Attached(name, data))

    def fields(self, *, editing: bool = False) -> dict[str, Any]:
        """Keyword arguments of any of discord.py's send methods, or of its edit methods."""
        fields: dict[str, Any] = {}
        if self.content is not None:
            fields["content"] = self.content
        if self.view is not None:
            fields["view"] = self.view
        if self.file is not None:
            made = self.file.made()
            fields |= {"attachments": [made]} if editing else {"file": made}
        elif self.clears and editing:
            fields["attachments"] = []
        return fields


async def send_shown(
    ctx: commands.Context[BriefingBot], shown: Shown, *, private: bool = False
) -> None:
    """Answer a command where it was asked, once; `private` counts for slash commands only."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).send(shown, private=private)
        return
    Pending.of(ctx).over()
    await _persist(lambda: _send_text(ctx.message, shown))


async def post_once(channel: Any, shown: Shown, nonce: str) -> int:
    """Post a message of its own; every try, and every other with this nonce, is the same one, whose
    id is returned."""
    sent: list[int] = []

    async def send() -> None:
        message = await channel.send(**shown.fields(), nonce=nonce)
        sent.append(message.id)

    await _persist(send)
    return sent[-1]


async def send_directly(ctx: commands.Context[BriefingBot], shown: Shown) -> None:
    """Answer a text command by a direct message, once."""
    await post_once(ctx.author, shown, _nonce(ctx.message.id))


async def think(ctx: commands.Context[BriefingBot], *, private: bool) -> None:
    """Say at once that an answer will take a while."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).defer(private=private)
    else:
        await _type_in(ctx.message.channel)


def think_when_late(ctx: commands.Context[BriefingBot], *, private: bool) -> None:
    """Say so only if there is no answer after `THINK_AFTER` seconds."""
    if ctx.interaction is not None:
        Reply.to(ctx.interaction).defer_when_late(private=private)
    else:
        channel = ctx.message.channel
        Pending.of(ctx).begin(lambda: _type_in(channel))


async def _persist(attempt: Callable[[], Awaitable[None]]) -> None:
    """Try again after what passes by itself; raises the last failure."""
    for wait in _WAITS:
        try:
            await attempt()
        except _PASSING as error:
            log.info("an answer did not get through (%s); trying again", type(error).__name__)
            await asyncio.sleep(wait)
        else:
            return
    await attempt()


# --- text ----------------------------------------------------------------------------------------


async def _send_text(message: discord.Message, shown: Shown) -> None:
    fields = {**shown.fields(), "nonce": _nonce(message.id)}
    reply = message.to_reference(fail_if_not_exists=False)
    try:
        await message.channel.send(**fields, reference=reply, mention_author=False)
    except discord.HTTPException as error:
        if error.code != _NO_HISTORY:
            raise
        await message.channel.send(**fields)  # here we may speak, but not point back


async def _type_in(channel: Any) -> None:
    with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
        await channel.typing()


def _nonce(number: int) -> str:
    """The same for every try to answer the same message, so that Discord drops a repeat."""
    return hashlib.sha256(f"answer:{number}".encode()).hexdigest()[:25]


class Pending:
    """A note that something is to be said unless the answer comes first."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, ctx: commands.Context[BriefingBot]) -> Pending:
        """The one of a command that is being answered."""
        kept: Pending | None = getattr(ctx, "pending", None)
        if kept is None:
            kept = cls()
            setattr(ctx, "pending", kept)  # noqa: B010 - a Context takes attributes of ours
        return kept

    def begin(self, say: Callable[[], Awaitable[None]]) -> None:
        loop = asyncio.get_running_loop()

        async def late() -> None:
            await say()

        def start() -> None:
            self._task = loop.create_task(late(), name="late answer")

        self.over()
        self._timer = loop.call_later(THINK_AFTER, start)

    def over(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


# --- interactions --------------------------------------------------------------------------------


class Reply:
    """The one answer to an interaction; `update` answers a pressed button in its own message."""

    def __init__(self, interaction: Press, *, update: bool = False) -> None:
        self._interaction = interaction
        self._update = update
        self._lock = asyncio.Lock()  # a deferral and an answer never cross
        self._late = Pending()
        self._sent = False

    @classmethod
    def to(cls, interaction: Press, *, update: bool = False) -> Reply:
        """The reply of this interaction, the same one whenever it is asked for."""
        kept: Reply | None = interaction.extras.get("reply")
        if kept is None:
            kept = interaction.extras["reply"] = cls(interaction, update=update)
        return kept

    def defer_when_late(self, *, private: bool) -> None:
        self._late.begin(lambda: self._defer_quietly(private))

    async def _defer_quietly(self, private: bool) -> None:
        """The timer's deferral: its failure is not the reader's, the answer itself is still due."""
        try:
            await self.defer(private=private)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("could not defer an answer (%s)", type(error).__name__)

    async def defer(self, *, private: bool) -> None:
        """ "… is thinking", or nothing visible for a pressed button."""
        async with self._lock:
            if self._sent or self._interaction.response.is_done():
                return
            thinking = not self._update
            try:
                await self._interaction.response.defer(ephemeral=private, thinking=thinking)
            except discord.HTTPException as error:
                if error.code not in (_ALREADY_ANSWERED, _EXPIRED):
                    raise

    async def send(self, shown: Shown, *, private: bool = False) -> None:
        """Give the answer, or replace it by `shown` if there is one."""
        self._late.over()
        async with self._lock:
            self._sent = True
            await _persist(lambda: self._send(shown, private))

    async def tell(self, line: str) -> None:
        """A line for the presser alone; a message whose button was pressed stays as it is."""
        if self._update and self._interaction.response.is_done():
            await self._interaction.followup.send(line, ephemeral=True)
            return
        self._update = False
        await self.send(Shown.plain(line), private=True)

    async def _send(self, shown: Shown, private: bool) -> None:
        try:
            if self._interaction.response.is_done():
                await self._interaction.edit_original_response(**shown.fields(editing=True))
            else:
                await self._first(shown, private)
        except discord.HTTPException as error:
            if error.code == _ALREADY_ANSWERED:
                # A try before had arrived after all; the same words once more do no harm.
                await self._interaction.edit_original_response(**shown.fields(editing=True))
            elif error.code == _EXPIRED:
                await self._too_late(shown, private)
            else:
                raise

    async def _first(self, shown: Shown, private: bool) -> None:
        response = self._interaction.response
        if self._update:
            await response.edit_message(**shown.fields(editing=True))
        else:
            await response.send_message(**shown.fields(), ephemeral=private)

    async def _too_late(self, shown: Shown, private: bool) -> None:
        """Discord has given the interaction up: the answer comes as a message, a private one as a
        direct message."""
        asker, channel = self._interaction.user, self._interaction.channel
        open_channel = isinstance(channel, discord.abc.Messageable) and not private
        target: Any = channel if open_channel and not self._update else asker
        await target.send(**shown.fields(), nonce=_nonce(self._interaction.id))
