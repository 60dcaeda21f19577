"""`export`: a server's own briefings as one file, for its moderators alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.answers.wording import say_count
from bot.archive.writing import write_archive
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Shown, think
from bot.discord_front.private import send_privately
from bot.discord_front.typed import hybrid
from bot.errors import BadQuestion
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

FILE = "briefings.zip"
_DIRECT = discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
_NONE = "This server has no briefings of its own; what you read here is the house library's."


class Exporting(commands.Cog):
    """For moderators; the file holds withdrawn briefings, too, so that nobody else sees it."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid(name="export", description="All briefings of this server as one file")
    @moderators_only()
    async def export(self, ctx: Ctx) -> None:
        guild = ctx.guild
        assert guild is not None
        await think(ctx, private=True)
        limit = _DIRECT if ctx.interaction is None else guild.filesize_limit
        count, data = await self.bot.desk.storage.read(
            lambda shelf: exported(shelf, guild.id, limit)
        )
        if not count:
            raise BadQuestion(_NONE)
        told = (
            f"{say_count(count, 'briefing')} of this server, also withdrawn ones, with all their "
            "versions: Markdown, JSON, the facts as a table, the dated events as a calendar."
        )
        await send_privately(ctx, Shown.plain(told).with_file(FILE, data))


def exported(shelf: Shelf, library: int, limit: int) -> tuple[int, bytes]:
    """The file and how many briefings are in it. Raises `BadQuestion` as soon as it is plain that
    it takes more bytes than `limit`."""
    target = _Limited(limit)
    try:
        count = write_archive(shelf, target, (library,))
    except _TooLargeError:
        raise BadQuestion(
            f"The file would be over the {limit // 2**20} MB that Discord takes here; ask whoever "
            f"runs this bot for: briefing-desk export --library {library} {FILE}"
        ) from None
    return count, target.getvalue()


class _TooLargeError(Exception):
    """More was written than may be sent."""


class _Limited(io.BytesIO):
    """Bytes in memory, no more than so many."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._limit:
            raise _TooLargeError
        return super().write(data)
