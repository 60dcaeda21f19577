"""The moderators' commands: ingest, remove, settings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.wording import say_day
from bot.app import today_in
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Reply, Shown, send_shown, think
from bot.discord_front.errors import report_press
from bot.discord_front.incoming import read_file, text_of
from bot.discord_front.markup import literal
from bot.discord_front.typed import hybrid
from bot.errors import BadQuestion
from bot.ingestion.intake import take_in
from bot.model import Outcome, Stored

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

_SAID = {
    Outcome.NEW: "Taken in",
    Outcome.SAME: "Already here, unchanged",
    Outcome.CHANGED: "Changed; the version before is kept",
}


class Moderation(commands.Cog):
    """For members who may manage the server, or whom it has chosen."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(
            name="Ingest as briefing", callback=self._ingest_message
        )
        self._menu.default_permissions = discord.Permissions(manage_guild=True)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self._menu)

    @hybrid(description="Take a briefing in: a file, or paste it into the form")
    @app_commands.describe(file="A text file", day="Its day, if the text tells none (2025-12-09)")
    @moderators_only()
    async def ingest(
        self,
        ctx: Ctx,
        file: discord.Attachment | None = None,
        day: str = "",
        *,
        text: str = "",
    ) -> None:
        """By slash: a file or the form. In text: a file, the message replied to, or the rest."""
        when = _day(day) if ctx.interaction else None
        if ctx.interaction is not None and file is None and not text:
            await ctx.interaction.response.send_modal(IngestForm(self, when))
            return
        words = text if ctx.interaction else _rest_of_line(ctx)
        data = await self._data(ctx, file, words)
        await think(ctx, private=True)
        told = await self.store(ctx.guild, data, when, ctx.author.id)
        await send_shown(ctx, Shown.plain(told), private=True)

    async def _data(self, ctx: Ctx, file: discord.Attachment | None, words: str) -> bytes:
        if file is not None:
            return await read_file(file)
        if words.strip():
            return words.encode("utf-8", "surrogatepass")
        replied = await _replied_to(ctx.message)
        if replied is None:
            raise BadQuestion(
                "Send the text behind the command, as a file with it, or reply to the message "
                "that holds it."
            )
        return await text_of(replied)

    async def _ingest_message(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> None:
        reply = Reply.to(interaction)
        await reply.defer(private=True)
        try:
            told = await self.store(
                interaction.guild, await text_of(message), None, interaction.user.id
            )
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)
            return
        await reply.send(Shown.plain(told), private=True)

    async def store(
        self, guild: discord.Guild | None, data: bytes, day: date | None, moderator: int
    ) -> str:
        """Take the bytes into the server's own library; returns what to tell the moderator."""
        if guild is None:
            raise BadQuestion("Briefings are taken in in a server, not in a direct message.")
        asking = await self.bot.asking(guild)
        now = self.bot.clock()
        stored = await take_in(
            self.bot.desk.storage,
            self.bot.desk.catalogue,
            data,
            library=guild.id,
            now=now,
            today=today_in(asking.zone, now),
            day=day,
        )
        return "\n".join(_told(item) for item in stored)

    @hybrid(description="Take a briefing of this server out of all answers; its text is kept")
    @app_commands.describe(number="The briefing's number, as its card shows it")
    @moderators_only()
    async def remove(self, ctx: Ctx, number: int) -> None:
        guild = ctx.guild
        assert guild is not None
        now = self.bot.clock()
        found = await self.bot.desk.storage.read(lambda shelf: shelf.briefing((guild.id,), number))
        if found is None:
            raise BadQuestion(f"This server has no briefing {number}; /today shows the number.")
        await self.bot.desk.storage.write(lambda desk: desk.withdraw(number, now=now))
        title = literal(found.ref.title)
        await send_shown(ctx, Shown.plain(f"Removed: {title}, {say_day(found.ref.day)}."))


def _told(stored: Stored) -> str:
    ref = stored.ref
    said = _SAID[stored.outcome]
    return f"{said}: {literal(ref.title)}, {say_day(ref.day)} (briefing {ref.id})."


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadQuestion(f"{text[:20]} is no day; write it as 2025-12-09.") from None


def _rest_of_line(ctx: Ctx) -> str:
    """The message behind the command's name, letter by letter: discord.py's own reading of
    arguments would trip over a quotation mark."""
    content = ctx.message.content
    at = content.casefold().find((ctx.invoked_with or "").casefold())
    return content[at + len(ctx.invoked_with or "") :] if at >= 0 else ""


async def _replied_to(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    return await message.channel.fetch_message(reference.message_id)


class IngestForm(ui.Modal, title="Ingest a briefing"):
    """Two boxes of 4,000 characters, Discord's most for one, since a briefing may be longer."""

    first: ui.Label[Any] = ui.Label(
        text="The briefing's text",
        description="As you copied it: title, byline and all",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=4000, required=True),
    )
    rest: ui.Label[Any] = ui.Label(
        text="The rest, if it did not fit",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=4000, required=False),
    )
    day: ui.Label[Any] = ui.Label(
        text="Its day, if the text tells none",
        component=ui.TextInput(placeholder="2025-12-09", max_length=10, required=False),
    )

    def __init__(self, cog: Moderation, day: date | None) -> None:
        super().__init__(timeout=900)
        self._cog = cog
        if day is not None:
            self._box(self.day).default = day.isoformat()

    @staticmethod
    def _box(label: ui.Label[Any]) -> ui.TextInput[Any]:
        assert isinstance(label.component, ui.TextInput)
        return label.component

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        reply = Reply.to(interaction)
        await reply.defer(private=True)
        text = self._box(self.first).value + self._box(self.rest).value
        told = await self._cog.store(
            interaction.guild,
            text.encode("utf-8", "surrogatepass"),
            _day(self._box(self.day).value),
            interaction.user.id,
        )
        await reply.send(Shown.plain(told), private=True)

    async def on_error(  # type: ignore[override]  # a modal's has no item, as discord.py calls it
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await report_press(interaction, error)
