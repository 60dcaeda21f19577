"""The bot as Discord sees it: explicit intents, closed mentions, commands synced on change."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import locales, translations
from bot.answers.standing import KeptAnswers
from bot.answers.values import Context as Asking
from bot.app import Desk, today_in
from bot.choices import LOCALE, PREFIX
from bot.delivery.pacer import Pacer
from bot.discord_front.checks import Overrides
from bot.discord_front.cooldown import Cooldowns, Limits, counted
from bot.discord_front.delivery import think_when_late
from bot.discord_front.direct import Answering, Direct, Members, Place, place_of
from bot.discord_front.errors import report, report_press
from bot.discord_front.guesses import answer_unknown
from bot.discord_front.invitation import invitation
from bot.discord_front.jumping import JumpSelect
from bot.discord_front.paging import PageButton
from bot.discord_front.receipts import ReceiptButton, ReceiptSelect
from bot.discord_front.sharing import ShareButton
from bot.discord_front.sync import sync_if_changed
from bot.discord_front.traffic import paced
from bot.discord_front.translating import Descriptions
from bot.discord_front.why import WhyButton
from bot.ingestion.fetching import Fetcher
from bot.model import HOUSE, Settings
from bot.pictures.gallery import Gallery
from bot.settings import DeskSettings
from bot.storage.protocol import Desk as Shelves
from bot.storage.protocol import Shelf

log = logging.getLogger(__name__)

Ctx = commands.Context["BriefingBot"]


def intents(*, message_content: bool) -> discord.Intents:
    """What we listen to: servers, messages and direct messages; nothing privileged but, where it is
    granted, the content of messages (for `!today` without a mention)."""
    chosen = discord.Intents.none()
    chosen.guilds = True
    chosen.guild_messages = True
    chosen.dm_messages = True
    chosen.message_content = message_content
    return chosen


_CHOSEN = 10_000
"""Libraries whose settings are kept in memory, some hundred bytes each."""


class BriefingBot(commands.AutoShardedBot):
    """Holds the open desk; `clock` gives the present as an aware datetime."""

    def __init__(
        self,
        desk: Desk,
        settings: DeskSettings,
        *,
        message_content: bool,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        fetcher: Fetcher | None = None,
        **options: Any,
    ) -> None:
        pacer = Pacer(time.monotonic)
        super().__init__(
            command_prefix=_prefixes,
            tree_cls=_Tree,
            help_command=None,
            intents=intents(message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            case_insensitive=True,
            strip_after_prefix=True,
            max_messages=None,
            http_trace=paced(pacer),
            **options,
        )
        self.pacer = pacer
        self.desk = desk
        self.desk_settings = settings
        self.message_content = message_content
        self.clock = clock
        self.overrides = Overrides(self)
        self.members = Members(self)
        self.gallery = Gallery()
        self.kept = KeptAnswers()
        self._chosen: dict[int, tuple[object, Settings]] = {}
        """Of libraries, each with the mark that the file bore when they were read."""
        self.fetcher = fetcher or Fetcher()
        self._cooldowns = Cooldowns(limits or Limits())
        self._settled = False

    async def setup_hook(self) -> None:
        """Runs once, before the gateway: commands, lasting buttons, sync."""
        from bot.discord_front.correcting import Correcting
        from bot.discord_front.doctor import Doctor
        from bot.discord_front.exporting import Exporting
        from bot.discord_front.feeds import Feeds
        from bot.discord_front.follows import Follows
        from bot.discord_front.leaving import Leaving
        from bot.discord_front.moderation import Moderation
        from bot.discord_front.my_data import MyData
        from bot.discord_front.questions import Questions
        from bot.discord_front.schedules import Schedules
        from bot.discord_front.server_settings import ServerSettings

        await self.add_cog(Questions(self))
        await self.add_cog(Direct(self))
        await self.add_cog(Follows(self))
        await self.add_cog(MyData(self))
        await self.add_cog(Moderation(self))
        await self.add_cog(Feeds(self))
        await self.add_cog(Correcting(self))
        await self.add_cog(ServerSettings(self))
        await self.add_cog(Leaving(self))
        await self.add_cog(Schedules(self))
        await self.add_cog(Doctor(self))
        await self.add_cog(Exporting(self))
        self.add_dynamic_items(PageButton, JumpSelect, ShareButton)
        self.add_dynamic_items(WhyButton, ReceiptButton, ReceiptSelect)
        self.before_invoke(self._say_when_late)
        self.add_check(self._text_in_time, call_once=True)
        self.tree.on_error = self._on_tree_error  # type: ignore[method-assign]
        if translations.are_there_any():  # each text is asked for in each of Discord's locales
            await self.tree.set_translator(Descriptions())
        await sync_if_changed(self)
        if self.application_id is not None:
            log.info("to invite the bot, open %s", invitation(self.application_id))

    async def on_ready(self) -> None:
        """Servers and their channels are known now and stay: the garbage collector, which would
        hold up everybody while it looks at some hundred thousand objects, leaves them alone."""
        if not self._settled:
            self._settled = True
            gc.collect()
            gc.freeze()

    # --- who asks ------------------------------------------------------------------------------

    def name_of(self, server: int) -> str:
        """A server's name, "" where we are not in it (or do not know it yet)."""
        guild = self.get_guild(server)
        return guild.name if guild else ""

    async def settings_of(self, guild: discord.Guild | None) -> Settings:
        number = guild.id if guild else HOUSE
        return await self.desk.storage.read(lambda shelf: shelf.settings(number))

    async def asking(self, guild: discord.Guild | None, *, today: date | None = None) -> Asking:
        """The libraries of a server, own first, and what day it is there."""
        return self._asking(await self.settings_of(guild), today)

    async def place_of(self, guild: discord.Guild | None, reader: int) -> Place:
        """The server's library where a reader asks in one, else the one they have picked for direct
        messages, if it is still open to them."""
        return Place(guild.id) if guild else await place_of(self, reader)

    async def answering(
        self, guild: discord.Guild | None, reader: int, *, today: date | None = None
    ) -> Answering:
        """What a reader is answered from."""
        place = await self.place_of(guild, reader)
        return await self.desk.storage.read(lambda shelf: self.answering_at(shelf, place, today))

    def answering_at(
        self, shelf: Shelf, place: Place, today: date | None = None, *, mark: object = None
    ) -> Answering:
        """The same for whoever is reading in the library already; `mark` is the library's from
        before, so that it can be told again (`answering_still`)."""
        settings = shelf.settings(place.library)
        if mark is not None:
            if len(self._chosen) >= _CHOSEN:
                self._chosen.clear()
            self._chosen[place.library] = mark, settings
        return self._answering(settings, place, today)

    def answering_still(self, mark: object, place: Place, today: date | None) -> Answering | None:
        """The same without a look into the library; None where that bears another mark by now."""
        seen, settings = self._chosen.get(place.library, (None, None))
        if mark is None or settings is None or seen != mark:
            return None
        return self._answering(settings, place, today)

    def _answering(self, settings: Settings, place: Place, today: date | None) -> Answering:
        plain = settings.extra.get("plain") == "on"
        return Answering(self._asking(settings, today), plain, place.note)

    def _asking(self, settings: Settings, today: date | None) -> Asking:
        zone = settings.zone or self.desk_settings.zone or "UTC"
        own = settings.library
        return Asking(
            today=today or today_in(zone, self.clock()),
            libraries=(HOUSE,) if own == HOUSE else (own, HOUSE),
            zone=zone,
        )

    async def keep(self, key: str, value: str, *, library: int = HOUSE) -> None:
        """Remember one named choice of a library; an empty value forgets it."""

        def change(desk: Shelves) -> None:
            settings = desk.settings(library)
            extra = {name: kept for name, kept in settings.extra.items() if name != key}
            if value:
                extra[key] = value
            desk.set_settings(replace(settings, library=library, extra=extra))

        await self.desk.storage.write(change)

    async def _say_when_late(self, ctx: Ctx) -> None:
        """A reader is told after a second that an answer is on its way, in time for Discord."""
        public = ctx.command is not None and ctx.command.extras.get("public", False)
        chosen = ctx.interaction and getattr(ctx.interaction.namespace, "private", False)
        think_when_late(ctx, private=not public or bool(chosen))

    # --- how often -----------------------------------------------------------------------------

    def take_place(self, asked: Ctx | discord.Interaction[Any]) -> None:
        """Count a question of a reader in a channel; raises `TooFast` where it is one too many."""
        user = asked.author if isinstance(asked, commands.Context) else asked.user
        if isinstance(asked, discord.Interaction):
            locales.speak(asked.locale.value)
        channel = asked.channel.id if asked.channel else None
        aloud = isinstance(asked, commands.Context)
        self._cooldowns.ask(user.id, channel, self.clock(), aloud=aloud)
        if asked.guild is not None:
            self.members.note(asked.guild.id, user.id)

    async def _text_in_time(self, ctx: Ctx) -> bool:
        if ctx.interaction is None:  # what comes by slash the command tree has counted
            self.take_place(ctx)
        return True

    # --- when it goes wrong --------------------------------------------------------------------

    async def invoke(self, ctx: Any, /) -> None:
        """As discord.py does it, but that a mention without a word is a question, too."""
        if ctx.command is None and not ctx.invoked_with and (ctx.prefix or "").startswith("<@"):
            self.dispatch("command_error", ctx, commands.CommandNotFound())
            return
        try:
            await super().invoke(ctx)
        except Exception as failed:  # a check may fail, too, which discord.py lets through
            await report(ctx, failed)

    async def on_command_error(self, ctx: Any, error: commands.CommandError, /) -> None:
        if not isinstance(error, commands.CommandNotFound):
            await report(ctx, error)
            return
        try:
            await answer_unknown(ctx)
        except Exception as failed:  # everything is told in the one place that tells errors
            await report(ctx, failed)

    async def on_raw_app_command_permissions_update(
        self, payload: discord.RawAppCommandPermissionsUpdateEvent
    ) -> None:
        """A server changed who may use a command: read it anew when it is next needed."""
        self.overrides.forget(payload.guild.id)

    async def _on_tree_error(
        self, interaction: discord.Interaction[Any], error: discord.app_commands.AppCommandError, /
    ) -> None:
        await report_press(interaction, error)

    async def close(self) -> None:
        """Leave the gateway; the desk is closed by whoever opened it."""
        await super().close()
        await asyncio.sleep(0)


class _Tree(app_commands.CommandTree[BriefingBot]):
    """The slash commands and right-clicks, each counted before it runs."""

    async def interaction_check(self, interaction: discord.Interaction[BriefingBot], /) -> bool:
        locales.speak(interaction.locale.value)
        if counted(interaction):
            self.client.take_place(interaction)
        return True


async def _prefixes(bot: BriefingBot, message: discord.Message) -> list[str]:
    """What may stand before a command here: a mention always; nothing at all in a direct message
    or in a reply to the bot; the server's prefix where we can read it."""
    mentions = [mention.rstrip() for mention in commands.when_mentioned(bot, message)]
    prefix = await _mark(bot, message.guild)
    free = message.guild is None or _replies_to(message, bot)
    marks = (f" {prefix}", prefix, " /", "/")
    after_mention = [f"{mention}{mark}" for mention in mentions for mark in marks]
    return [*after_mention, *mentions, prefix, *(("/", "") if free else ())]


async def _mark(bot: BriefingBot, guild: discord.Guild | None) -> str:
    """What the server has put before its questions; its locale is taken up, too. Read before there
    is a command that could be answered with an error: where it cannot be, the question itself will
    meet the error."""
    try:
        chosen = (await bot.settings_of(guild)).extra
    except Exception:
        log.info("the prefix cannot be read; taking the default", exc_info=True)
        chosen = {}
    locales.speak(chosen.get(LOCALE, ""))
    return chosen.get(PREFIX) or bot.desk_settings.prefix


def _replies_to(message: discord.Message, bot: BriefingBot) -> bool:
    """A reply that pings us reaches us with its content, intent or not."""
    return message.reference is not None and bot.user in message.mentions
