"""The moderators' commands: ingest, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.kept import choices
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Reply, send_shown, think
from bot.discord_front.errors import report_press
from bot.discord_front.forms import MENU, DayButton, IngestForm, refused
from bot.discord_front.incoming import (
    Found,
    address_in,
    day_and_rest,
    day_of,
    read_file,
    replied_to,
    text_behind,
    text_of,
)
from bot.discord_front.taking_in import lacks_day, store, with_advice
from bot.discord_front.taking_out import RemoveButton, question_back
from bot.discord_front.typed import hybrid
from bot.errors import BadBriefing, BadQuestion

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
Press = discord.Interaction[Any]


class Moderation(commands.Cog):
    """For members who may manage the server, or whom it has chosen."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(name=MENU, callback=self._ingest_message)
        self._menu.default_permissions = discord.Permissions(manage_guild=True)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self._menu)
        self.bot.add_dynamic_items(DayButton, RemoveButton)

    @hybrid(description="Take a briefing in: a file, or paste it into the form")
    @app_commands.describe(file="A text file", day="Its day, if the text tells none (2025-12-09)")
    @moderators_only()
    async def ingest(
        self, ctx: Ctx, file: discord.Attachment | None = None, *, day: str = ""
    ) -> None:
        """By slash: a file or the form. In text: a file, the rest of the message, or the message
        replied to; there `day` is all that stands behind the command, letter by letter."""
        if ctx.interaction is None:
            await self._by_text(ctx, day)
        elif file is None:
            await ctx.interaction.response.send_modal(IngestForm(self.bot, day_of(day)))
        else:
            await self._by_file(ctx.interaction, file, day)

    async def _by_text(self, ctx: Ctx, words: str) -> None:
        day, rest = day_and_rest(words)
        await think(ctx, private=False)
        if address := address_in(rest):
            found = await self._fetched(address)
        else:
            found = await text_behind(ctx.message, rest) or await self._text_replied_to(ctx)
        try:
            shown = await store(self.bot, ctx.guild, ctx.author, found, day)
        except BadBriefing as error:
            if not lacks_day(error):
                raise
            again = f"{ctx.prefix or ''}{ctx.invoked_with} 2025-12-09"
            if (ctx.prefix or "").startswith("<@"):
                again = "ingest 2025-12-09"
            raise with_advice(
                error, f"send it again with its day on the command's own line: {again}"
            ) from error
        await send_shown(ctx, shown)

    @hybrid(description="Take a briefing in from a web page")
    @app_commands.describe(url="The page's address", day="Its day, if the page tells none")
    @moderators_only()
    async def fetch(self, ctx: Ctx, url: str, day: str = "") -> None:
        when = day_of(day)
        await think(ctx, private=True)
        found = await self._fetched(url.strip("<>"))
        try:
            shown = await store(self.bot, ctx.guild, ctx.author, found, when)
        except BadBriefing as error:
            raise with_advice(error, "give its day behind the address: 2025-12-09") from error
        await send_shown(ctx, shown, private=True)

    async def _fetched(self, url: str) -> Found:
        got = await self.bot.fetcher.fetch(url)
        return Found(got.data, self.bot.clock(), got.url)

    async def _text_replied_to(self, ctx: Ctx) -> Found:
        message = await replied_to(ctx.message)
        if message is None:
            raise BadQuestion(
                "Send the text behind the command, as a file with it, or reply to the message "
                "that holds it."
            )
        try:
            return await text_of(message)
        except BadBriefing as error:
            if error.reason != "empty" or self.bot.message_content:
                raise
            raise BadQuestion(
                "Discord does not show me that message's text; right-click it, Apps, "
                "Ingest as briefing."
            ) from None

    async def _by_file(self, interaction: Press, file: discord.Attachment, day: str) -> None:
        when = day_of(day)
        await Reply.to(interaction).defer(private=True)
        found = Found(await read_file(file), interaction.created_at)
        await self._take_in(interaction, found, when)

    async def _take_in(self, interaction: Press, found: Found, day: Any = None) -> None:
        try:
            shown = await store(self.bot, interaction.guild, interaction.user, found, day)
        except BadBriefing as error:
            if not lacks_day(error):
                raise
            shown = refused(error, "ingest", found.data)
        await Reply.to(interaction).send(shown, private=True)

    async def _ingest_message(self, interaction: Press, message: discord.Message) -> None:
        try:
            await Reply.to(interaction).defer(private=True)
            await self._take_in(interaction, await text_of(message))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    @hybrid(description="Take a briefing of this server out of all answers; its text is kept")
    @app_commands.describe(briefing="Its date, its title or its number")
    @moderators_only()
    async def remove(self, ctx: Ctx, *, briefing: str) -> None:
        guild = ctx.guild
        assert guild is not None
        shown = await question_back(self.bot, guild.id, briefing, ctx.author.id)
        await send_shown(ctx, shown, private=True)

    @remove.autocomplete("briefing")
    async def briefings(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The server's own briefings, the newest first."""
        library = interaction.guild_id or 0
        found = await self.bot.desk.storage.read(lambda shelf: choices(shelf, library, typed))
        return [app_commands.Choice(name=name, value=value) for name, value in found]
