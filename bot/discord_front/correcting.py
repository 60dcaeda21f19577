"""`/desk`: what is stored, put right by its moderators."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.kept import choices, kept, meant
from bot.app import today_in
from bot.delivery.amending import Amender
from bot.discord_front.amending import DiscordMessages
from bot.discord_front.checks import moderators_only, must_moderate
from bot.discord_front.delivery import Reply, Shown, send_shown
from bot.discord_front.desk import DeskCommands
from bot.discord_front.drafting import COMMAND
from bot.discord_front.errors import report_press
from bot.discord_front.histories import history_shown
from bot.discord_front.incoming import BOX, day_of, joined
from bot.discord_front.naming import NameButton, Naming, ProgressButton
from bot.discord_front.typed import part_of
from bot.discord_front.undoing import UndoButton, told, with_undo
from bot.errors import BadQuestion
from bot.ingestion.corrections import By, Done, edit, restore, undo, withdrawing
from bot.ingestion.edits import Edits
from bot.ingestion.names import Rereader
from bot.model import Revision
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
Press = discord.Interaction[Any]

_OPEN = 24 * 3600.0
_NUMBER = re.compile(r"#?(\d{1,9})\Z")
_WITH_REVISION = re.compile(r"(.*\S)\s+(\d{1,6})\Z", re.DOTALL)
_PARTS = re.compile(r"(?:^|\s)(title|author|date|text):", re.IGNORECASE)
_CHOICES = 25  # Discord shows no more
_TITLE = 300
_BRIEFING = "Its number, its date or its title"


class Correcting(Naming):
    """For members who may manage the server, or whom it has chosen; its own library alone."""

    def __init__(self, bot: BriefingBot) -> None:
        super().__init__(bot)
        self.amender = Amender(bot.desk.storage, DiscordMessages(bot), bot.clock)
        self.rereader = Rereader(bot.desk.storage, bot.desk.catalogue)
        self._running: list[asyncio.Task[None]] = []

    async def cog_load(self) -> None:
        await super().cog_load()
        self.bot.add_dynamic_items(UndoButton, NameButton, ProgressButton)
        self._running = [
            asyncio.create_task(self.amender.run(), name="corrections"),
            asyncio.create_task(self.rereader.run(), name="reading again"),
        ]

    async def cog_unload(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    @part_of(DeskCommands.desk, description="Change a briefing's title, author, date or text")
    @app_commands.describe(briefing=_BRIEFING)
    @moderators_only()
    async def edit(self, ctx: Ctx, *, briefing: str) -> None:
        """By slash: a form. In text: `desk edit 12 title: …`, `author:`, `date:`, `text:`."""
        typed, _, _ = briefing.partition("\n")
        begin = _PARTS.search(briefing)
        named = briefing[: begin.start()] if begin else typed
        newest = await self._newest(ctx, named)
        if ctx.interaction is not None:
            await ctx.interaction.response.send_modal(EditForm(self.bot, newest))
            return
        if begin is None:
            raise BadQuestion("Say what changes: desk edit 12 title: …, author:, date: or text:.")
        edits = _edits_in(briefing)
        await self._done(ctx, await edit_one(self.bot, self._by(ctx), newest, edits))

    @part_of(DeskCommands.desk, description="Give a briefing another day")
    @app_commands.describe(briefing=_BRIEFING, day="Such as 2025-12-09")
    @moderators_only()
    async def redate(self, ctx: Ctx, *, briefing: str, day: str = "") -> None:
        """In text all stands behind the command, its new day last."""
        if ctx.interaction is None:
            briefing, _, day = briefing.strip().rpartition(" ")
        if not briefing or not day:
            raise BadQuestion("Say which briefing and its new day: desk redate 12 2025-12-09.")
        newest = await self._newest(ctx, briefing)
        edits = Edits(day=day_of(day))
        await self._done(ctx, await edit_one(self.bot, self._by(ctx), newest, edits))

    @part_of(
        DeskCommands.desk, description="Take a briefing out of all answers; it can be restored"
    )
    @app_commands.describe(briefing=_BRIEFING)
    @moderators_only()
    async def withdraw(self, ctx: Ctx, *, briefing: str) -> None:
        number = await self._number(ctx, briefing)
        change = withdrawing(number, self._by(ctx))
        await self._done(ctx, await self.bot.desk.storage.write(change))

    @part_of(
        DeskCommands.desk, description="Bring back a withdrawn briefing, or an earlier revision"
    )
    @app_commands.describe(briefing=_BRIEFING, revision="Its number, as /desk history tells it")
    @moderators_only()
    async def restore(self, ctx: Ctx, *, briefing: str, revision: int = 0) -> None:
        """In text a revision's number stands last."""
        number, revision = await self._revision(ctx, briefing, revision)
        storage, catalogue = self.bot.desk.storage, self.bot.desk.catalogue
        by = self._by(ctx)
        await self._done(ctx, await restore(storage, catalogue, number, by, revision=revision))

    @part_of(
        DeskCommands.desk, description="What became of a briefing: what changed, by whom, when"
    )
    @app_commands.describe(briefing=_BRIEFING, revision="Show this one whole, as a file")
    @moderators_only()
    async def history(self, ctx: Ctx, *, briefing: str, revision: int = 0) -> None:
        """In text a revision's number stands last."""
        number, revision = await self._revision(ctx, briefing, revision)
        library = _library(ctx)
        shown = await self.bot.desk.storage.read(
            lambda shelf: history_shown(shelf, library, number, revision)
        )
        await send_shown(ctx, shown, private=True)

    @part_of(DeskCommands.desk, description="Take the last change back, for ten minutes after it")
    @moderators_only()
    async def undo(self, ctx: Ctx) -> None:
        done = await undo(self.bot.desk.storage, self.bot.desk.catalogue, self._by(ctx))
        await send_shown(ctx, Shown.plain(f"Undone. {told(done)}"), private=True)

    @edit.autocomplete("briefing")
    @redate.autocomplete("briefing")
    @withdraw.autocomplete("briefing")
    async def published(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The server's own briefings, the newest first."""
        library = interaction.guild_id or 0
        found = await self.bot.desk.storage.read(lambda shelf: choices(shelf, library, typed))
        return [app_commands.Choice(name=name, value=value) for name, value in found]

    @restore.autocomplete("briefing")
    @history.autocomplete("briefing")
    async def all_kept(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """Those that were withdrawn first."""
        library = interaction.guild_id or 0

        def look(shelf: Shelf) -> list[tuple[str, str]]:
            gone = [
                (f"withdrawn: {kept.ref.day} {kept.ref.title}"[:100], str(kept.ref.id))
                for kept in shelf.withdrawn(library, _CHOICES)
                if typed.strip().casefold() in f"{kept.ref.day} {kept.ref.title}".casefold()
            ]
            return [*gone, *choices(shelf, library, typed)][:_CHOICES]

        found = await self.bot.desk.storage.read(look)
        return [app_commands.Choice(name=name, value=value) for name, value in found]

    # --- what they share -----------------------------------------------------------------------

    def _by(self, ctx: Ctx) -> By:
        return By(_library(ctx), ctx.author.id, self.bot.clock())

    async def _number(self, ctx: Ctx, typed: str) -> int:
        library = _library(ctx)
        return await self.bot.desk.storage.read(lambda shelf: kept(shelf, library, typed))

    async def _revision(self, ctx: Ctx, typed: str, revision: int) -> tuple[int, int]:
        """A briefing's number and a revision's, which in text stand one behind the other. A title
        may end in a number, too: behind anything but a briefing's number it is looked for whole."""
        parted = None if ctx.interaction else _WITH_REVISION.match(typed.strip())
        if parted is None:
            return await self._number(ctx, typed), revision
        if _NUMBER.match(parted[1]) is None:
            with suppress(BadQuestion):
                return await self._number(ctx, typed), revision
        return await self._number(ctx, parted[1]), int(parted[2])

    async def _newest(self, ctx: Ctx, typed: str) -> Revision:
        library = _library(ctx)

        def look(shelf: Shelf) -> Revision:
            ref = meant(shelf, library, typed)
            found = shelf.revision(ref.id, ref.revision)
            assert found is not None  # a published briefing has its newest revision
            return found

        return await self.bot.desk.storage.read(look)

    async def _done(self, ctx: Ctx, done: Done) -> None:
        await send_shown(ctx, with_undo(done, ctx.author.id), private=True)


def _library(ctx: Ctx) -> int:
    assert ctx.guild is not None  # moderators_only
    return ctx.guild.id


def _edits_in(words: str) -> Edits:
    """ "title: A Van date: 2025-12-09 text: …": each part to the next one, the text to the end."""
    pieces = _PARTS.split(words)[1:]
    told: dict[str, str] = {}
    for at in range(0, len(pieces), 2):
        name = pieces[at].casefold()
        if "text" in told:
            told["text"] += f" {pieces[at]}:{pieces[at + 1]}"
        else:
            told[name] = pieces[at + 1].strip()
    return Edits(
        title=told.get("title"),
        author=told.get("author"),
        day=day_of(told.get("date", "")),
        body=told.get("text"),
    )


async def edit_one(bot: BriefingBot, by: By, newest: Revision, edits: Edits) -> Done:
    """Raises `BadBriefing`, `BadQuestion`; then nothing was changed."""
    settings = await bot.desk.storage.read(lambda shelf: shelf.settings(by.library))
    today = today_in(settings.zone or bot.desk_settings.zone or "UTC", by.now)
    return await edit(
        bot.desk.storage,
        bot.desk.catalogue,
        newest.briefing,
        edits,
        by,
        today=today,
        seen=newest.number,
    )


class EditForm(ui.Modal, title="Correct a briefing"):
    """A text that fits no form is left out of it; what is left empty stays as it is."""

    def __init__(self, bot: BriefingBot, newest: Revision) -> None:
        super().__init__(timeout=_OPEN)
        self._bot = bot
        self._newest = newest
        first, rest = _halves(newest.body)
        self._title = _line("Title", newest.title[:_TITLE], _TITLE)
        self._author = _line("Author", newest.author[:_TITLE], _TITLE)
        self._day = _line("Date", newest.day.isoformat() if newest.day else "", 10)
        self._text = [_box("Text", first), _box("The rest of the text", rest)] if first else []
        for label in (self._title, self._author, self._day, *self._text):
            self.add_item(label)

    def _edits(self) -> Edits:
        title, author = _value(self._title), _value(self._author)
        text = joined(*map(_value, self._text)) if self._text else ""
        newest = self._newest
        return Edits(
            title=title if title and title != newest.title[:_TITLE] else None,
            author=author if author != newest.author[:_TITLE] else None,
            day=day_of(_value(self._day)),
            body=text if text.strip() else None,
        )

    async def on_submit(self, interaction: Press, /) -> None:
        reply = Reply.to(interaction)
        await reply.defer(private=True)
        await must_moderate(interaction, COMMAND)
        by = By(interaction.guild_id or 0, interaction.user.id, self._bot.clock())
        done = await edit_one(self._bot, by, self._newest, self._edits())
        await reply.send(with_undo(done, by.person), private=True)

    async def on_error(  # type: ignore[override]  # a modal's has no item, as discord.py calls it
        self, interaction: Press, error: Exception, /
    ) -> None:
        await report_press(interaction, error)


def _halves(body: str) -> tuple[str, str]:
    """The text in two boxes, cut between paragraphs or else between words; nothing where it does
    not fit."""
    if len(body) <= BOX:
        return body, ""
    at = max(body.rfind("\n", 0, BOX), 0) or body.rfind(" ", 0, BOX)
    rest = body[at + 1 :]
    return (body[:at], rest) if at > 0 and len(rest) <= BOX else ("", "")


def _line(text: str, value: str, most: int) -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(default=value, max_length=most, required=False)
    return ui.Label(text=text, component=box)


def _box(text: str, value: str) -> ui.Label[Any]:
    style = discord.TextStyle.paragraph
    box: ui.TextInput[Any] = ui.TextInput(
        style=style, default=value, max_length=BOX, required=False
    )
    return ui.Label(text=text, component=box)


def _value(label: ui.Label[Any]) -> str:
    assert isinstance(label.component, ui.TextInput)
    return label.component.value.strip()
