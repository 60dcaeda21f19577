"""`feed`: the feeds that a server follows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.answers.wording import say_count
from bot.app import today_in
from bot.choices import APPROVAL
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.markup import literal
from bot.discord_front.posting import DiscordChannels
from bot.discord_front.typed import hybrid_group, part_of
from bot.errors import BadQuestion
from bot.ingestion.feeds import FeedReader, followed, logged
from bot.model import HOUSE, Feed, FeedState
from bot.storage.protocol import Desk as Shelves

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

MOST = 25
"""Feeds of one server."""


class Feeds(commands.Cog):
    """Followed by moderators; pulled as long as this lives."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot
        channels = DiscordChannels(bot, bot.pacer)
        self.reader = FeedReader(
            bot.desk.storage,
            bot.desk.catalogue,
            bot.fetcher,
            bot.clock,
            tell=channels.tell,
            asks_first=self._asks_first,
            today_of=self._today_of,
        )
        self._running: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        self._running = asyncio.create_task(self.reader.run(), name="feeds")

    async def cog_unload(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def _asks_first(self, library: int) -> bool:
        """The house library has nobody who could be asked: its operator chose the feed."""
        if library == HOUSE:
            return False
        chosen = await self.bot.desk.storage.read(lambda shelf: shelf.settings(library))
        return (chosen.extra.get(APPROVAL) or self.bot.desk_settings.approval) == "on"

    async def _today_of(self, library: int) -> date:
        chosen = await self.bot.desk.storage.read(lambda shelf: shelf.settings(library))
        zone = chosen.zone or self.bot.desk_settings.zone or "UTC"
        return today_in(zone, self.bot.clock())

    # --- commands ------------------------------------------------------------------------------

    @hybrid_group(name="feed", description="The feeds that this server follows", fallback="list")
    @moderators_only()
    async def feed(self, ctx: Ctx) -> None:
        library = _server(ctx)
        found = await self.bot.desk.storage.read(lambda shelf: shelf.feeds(library))
        lines = [told(feed) for feed in found]
        await _tell(ctx, "\n".join(lines) or "No feed is followed; try feed add ADDRESS.")

    @part_of(feed, description="Follow a feed: RSS, Atom or JSON, a podcast's too")
    @app_commands.describe(url="The feed's address", trusted="Store its entries without approval")
    @moderators_only()
    async def add(self, ctx: Ctx, url: str, trusted: bool = False) -> None:
        library, now = _server(ctx), self.bot.clock()
        new = followed(library, url.strip("<>"), by=ctx.author.id, now=now, trusted=trusted)

        def write(desk: Shelves) -> Feed:
            if len(desk.feeds(library)) >= MOST:
                raise BadQuestion(f"A server follows at most {MOST} feeds; remove one first.")
            kept = replace(new, number=desk.add_feed(new))
            if not kept.number:
                raise BadQuestion("That feed is followed already.")
            desk.note(logged(None, kept, "feed add", ctx.author.id), now=now)
            return kept

        kept = await self.bot.desk.storage.write(write)
        await _tell(ctx, f"Followed: {told(kept)}. It is first looked at within a minute.")

    @part_of(feed, description="Follow a feed no longer")
    @app_commands.describe(number="As feed list shows it")
    @moderators_only()
    async def remove(self, ctx: Ctx, number: int) -> None:
        gone = await self._change(ctx, "feed remove", number, None)
        await _tell(ctx, f"No longer followed: {literal(gone.url)}. Its briefings stay.")

    @part_of(feed, description="Leave a feed alone for a while")
    @app_commands.describe(number="As feed list shows it")
    @moderators_only()
    async def pause(self, ctx: Ctx, number: int) -> None:
        made = await self._change(
            ctx, "feed pause", number, lambda feed: replace(feed, state=FeedState.PAUSED)
        )
        await _tell(ctx, told(made))

    @part_of(feed, description="Follow a paused or stopped feed again")
    @app_commands.describe(number="As feed list shows it")
    @moderators_only()
    async def resume(self, ctx: Ctx, number: int) -> None:
        now = self.bot.clock()
        made = await self._change(
            ctx,
            "feed resume",
            number,
            lambda feed: replace(feed, state=FeedState.ACTIVE, failures=0, next_at=now),
        )
        await _tell(ctx, told(made))

    async def _change(
        self, ctx: Ctx, action: str, number: int, change: Callable[[Feed], Feed] | None
    ) -> Feed:
        """Change or (None) remove one of the server's own feeds, and log it."""
        library, now = _server(ctx), self.bot.clock()

        def write(desk: Shelves) -> Feed:
            found = next((one for one in desk.feeds(library) if one.number == number), None)
            if found is None:
                raise BadQuestion(f"This server follows no feed {number}; feed list shows them.")
            changed = change(found) if change else found
            if change:
                desk.save_feed(changed)
            else:
                desk.remove_feed(library, number)
            after = changed if change else None
            desk.note(logged(found, after, action, ctx.author.id), now=now)
            return changed

        return await self.bot.desk.storage.write(write)


def _server(ctx: Ctx) -> int:
    assert ctx.guild is not None
    return ctx.guild.id


def told(feed: Feed) -> str:
    """One feed in a list: how it stands, and what is wrong with it."""
    stands = str(feed.state)
    if feed.state is FeedState.ACTIVE and feed.failures:
        stands = f"ill, {say_count(feed.failures, 'failure')} in a row"
    trusted = ", stored without approval" if feed.trusted else ""
    why = f": {literal(feed.why)}" if feed.why else ""
    last = f", last read <t:{int(feed.pulled_at.timestamp())}:R>" if feed.pulled_at else ""
    return f"**{feed.number}** {literal(feed.url)} · {stands}{trusted}{last}{why}"


async def _tell(ctx: Ctx, words: str) -> None:
    await send_shown(ctx, Shown.plain(words[:1990]), private=True)
