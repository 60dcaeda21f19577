"""What becomes of a server's library when the bot is removed: kept for 30 days, then deleted.

The library is marked with the moment at which we noticed; joining again takes the mark away. A
server that is only out of order (GUILD_DELETE with `unavailable`) is not left. Before anything is
deleted Discord is asked once more, since a list of servers that came short must not cost a library.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.ext import commands

from bot.delivery.follows import KEPT_OFF, KEPT_SENT
from bot.errors import StorageError
from bot.storage.protocol import Desk, Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
MARK = "left"
"""The name in a library's settings under which the moment stands, in ISO format."""
_EVERY = 6 * 3600.0  # seconds between two looks at what is due
_STEP = 20  # briefings deleted in one transaction, which takes some tens of milliseconds


class Leaving(commands.Cog):
    """Marks, unmarks and at last deletes the libraries of servers that the bot has left."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot
        self._marked: set[int] = set()
        self._tidying = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def cog_unload(self) -> None:
        if self._task is not None:
            self._task.cancel()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        log.info("removed from server %d; its library is kept for %d days", guild.id, KEPT.days)
        await self._mark([guild.id])

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._unmark([guild.id])

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """discord.py takes a server for an old one whose GUILD_CREATE says `unavailable: false`;
        on connecting that is every server, so only marks that we know of are looked at."""
        if guild.id in self._marked:
            await self._unmark([guild.id])

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """All shards have told their servers: what went on while we were away is caught up."""
        await self._tidy()
        if self._task is None:
            self._task = asyncio.create_task(self._from_time_to_time(), name="tidy libraries")

    async def _from_time_to_time(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            if self.bot.is_ready():
                await self._tidy()

    async def _tidy(self) -> None:
        """Never raises: what fails now is due again at the next look."""
        async with self._tidying:
            with _next_time():
                await self._compare()
            with _next_time():
                await self._tidy_mailboxes()
            with _next_time():
                for library in await self._due():
                    with _next_time():
                        await self._delete(library)

    async def _tidy_mailboxes(self) -> None:
        now = self.bot.clock()
        off, sent = now - KEPT_OFF, now - KEPT_SENT
        await self.bot.desk.storage.write(
            lambda desk: desk.tidy_mailboxes(off_before=off, sent_before=sent)
        )

    async def _compare(self) -> None:
        """Mark what we are no longer in, unmark what we are in again."""
        kept = await self.bot.desk.storage.read(_marks)
        ours = {guild.id for guild in self.bot.guilds}  # no older than the marks
        await self._mark([library for library in kept if library not in ours])
        await self._unmark([library for library, left in kept.items() if left and library in ours])

    async def _due(self) -> list[int]:
        until = self.bot.clock() - KEPT
        kept = await self.bot.desk.storage.read(_marks)
        return [library for library, left in kept.items() if left and left <= until]

    async def _delete(self, library: int) -> None:
        if await self._is_there(library):
            await self._unmark([library])
            return
        log.info("deleting the library of server %d, which we left %d days ago", library, KEPT.days)
        done = False
        while not done:
            done = await self.bot.desk.storage.write(lambda desk: _delete_some(desk, library))

    async def _is_there(self, library: int) -> bool:
        """Discord's own word on whether we are in a server. Raises where it gives none."""
        if self.bot.get_guild(library) is not None:
            return True
        try:
            await self.bot.fetch_guild(library, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return False
        return True

    async def _mark(self, libraries: Iterable[int]) -> None:
        now, wanted = self.bot.clock(), set(libraries)
        if wanted:
            self._marked |= wanted
            await self.bot.desk.storage.write(lambda desk: _write_marks(desk, wanted, now))

    async def _unmark(self, libraries: Iterable[int]) -> None:
        wanted = set(libraries)
        if wanted:
            await self.bot.desk.storage.write(lambda desk: _write_marks(desk, wanted, None))
            self._marked -= wanted


@contextmanager
def _next_time() -> Iterator[None]:
    try:
        yield
    except (StorageError, discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("a library of a server that we left is looked after later: %s", error)


def _marks(shelf: Shelf) -> dict[int, datetime | None]:
    """Every server of which anything is kept, with the moment at which we noticed being gone."""
    return {library: _left(shelf, library) for library in shelf.servers()}


def _left(shelf: Shelf, library: int) -> datetime | None:
    told = shelf.settings(library).extra.get(MARK)
    return datetime.fromisoformat(told) if told else None


def _write_marks(desk: Desk, libraries: set[int], now: datetime | None) -> None:
    """Set a mark where there is none yet, or with None take it away; only where a thing is kept,
    so that a server that never used the bot leaves no trace."""
    for library in libraries.intersection(desk.servers()):
        if (now is None) is (_left(desk, library) is None):
            continue
        settings = desk.settings(library)
        extra = {name: value for name, value in settings.extra.items() if name != MARK}
        if now is not None:
            extra[MARK] = now.isoformat()
        desk.set_settings(replace(settings, library=library, extra=extra))


def _delete_some(desk: Desk, library: int) -> bool:
    """One step; true when there is no more to do, also because the bot has been called back."""
    return _left(desk, library) is None or desk.delete_some(library, briefings=_STEP)
