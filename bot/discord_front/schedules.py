"""`schedule`: what is posted where and when, for moderators; and the task that posts it."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.topics import topic_meant
from bot.app import today_in
from bot.delivery import manage
from bot.delivery.manage import Target, Wishes, rule_in, runs_ahead
from bot.delivery.noted import noted
from bot.delivery.port import Place
from bot.delivery.runner import Runner
from bot.delivery.words import clock_note, rule, say_row, what
from bot.discord_front.amending import shown_in
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.letters import Letters
from bot.discord_front.markup import literal
from bot.discord_front.painting import CardPainter
from bot.discord_front.posting import DiscordChannels
from bot.discord_front.rendering import Rendering
from bot.discord_front.rights import place_of, problems
from bot.discord_front.typed import hybrid_group, part_of
from bot.errors import BadQuestion
from bot.model import Delivery, StoredSchedule
from bot.storage.protocol import Desk as Shelves
from bot.storage.protocol import Shelf
from bot.zones import near_zones

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
T = TypeVar("T")
Kind = Literal["day", "week", "month", "due"]
_PLACES = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
    discord.ChannelType.forum,
)


class PostChannel(app_commands.Transformer, commands.Converter[Any]):
    """A channel that takes posts, chosen by slash or named in text."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return list(_PLACES)

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        return value.resolve() or await value.fetch()

    async def convert(self, ctx: commands.Context[Any], argument: str) -> Any:
        try:
            return await commands.GuildChannelConverter().convert(ctx, argument)
        except commands.ChannelNotFound:
            return await commands.ThreadConverter().convert(ctx, argument)


_ZONE = "IANA time zone, such as America/Detroit; this server's own if left out"
_DAYS = "daily, weekdays, or days as in mon, wed, fri"
_WITHOUT = "On a day without a briefing: silence, line, or wait until 12:00"


class When(commands.FlagConverter, prefix="", delimiter=":", case_insensitive=True):
    """The times of a schedule, as typed: `at: 07:30 days: weekdays`."""

    at: str | None = commands.flag(default=None, description="Local time, such as 07:30")
    zone: str | None = commands.flag(default=None, description=_ZONE)
    days: str | None = commands.flag(default=None, description=_DAYS)
    first: str | None = commands.flag(default=None, description="First day, such as 2026-12-01")
    last: str | None = commands.flag(default=None, description="Last day, such as 2026-12-31")
    skip: str | None = commands.flag(default=None, description="Dates left out, or none")
    without: str | None = commands.flag(default=None, description=_WITHOUT)
    grace: str | None = commands.flag(default=None, description="How late it may come: 6h, none")

    def wishes(self) -> Wishes:
        return Wishes(
            at=self.at,
            zone=self.zone,
            days=self.days,
            first=self.first,
            last=self.last,
            skip=self.skip,
            without=self.without,
            grace=self.grace,
        )


class What(When, prefix="", delimiter=":", case_insensitive=True):
    """The same, and what is posted where."""

    channel: PostChannel | None = commands.flag(default=None, description="Where; here if left out")
    kind: Kind = commands.flag(default="day", description="The day, a digest, or what falls due")
    company: str | None = commands.flag(default=None, description="Only this company's news")
    role: discord.Role | None = commands.flag(default=None, description="A role to ping")
    publish: bool = commands.flag(default=False, description="Publish to followers")


class Schedules(commands.Cog):
    """Made, changed, explained; the runner lives as long as this does."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot
        letters = Letters(bot.desk.catalogue, bot.name_of)
        self.painter = CardPainter(bot.desk.catalogue, letters)
        channels = DiscordChannels(bot, bot.pacer)
        self.runner = Runner(bot.desk.storage, channels, self.painter, bot.clock, shows=shown_in)
        self._running: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        self._running = asyncio.create_task(self.runner.run(), name="scheduled posts")

    async def cog_unload(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    # --- commands ------------------------------------------------------------------------------

    @hybrid_group(name="schedule", description="What is posted here by itself", fallback="list")
    @moderators_only()
    async def schedule(self, ctx: Ctx) -> None:
        assert ctx.guild is not None
        number = ctx.guild.id
        found = await self._read(lambda shelf: shelf.schedules(number))
        lines = [self._line(item) for item in found]
        await self._tell(ctx, "\n".join(lines) or "Nothing is scheduled; try schedule add.")

    @part_of(schedule, description="Post the briefing, a company's news or a digest on schedule")
    @moderators_only()
    async def add(self, ctx: Ctx, *, what: What) -> None:
        assert ctx.guild is not None
        channel: Any = what.channel or ctx.channel
        place = place_of(channel)
        _refuse_problems(channel, what.role)
        zone = (await self.bot.settings_of(ctx.guild)).zone or self.bot.desk_settings.zone or ""
        now = self.bot.clock()
        chosen = manage.rule_of(what.wishes(), now, zone)
        topic, name = await self._topic(ctx.guild, what.company)
        target = Target(
            library=ctx.guild.id,
            channel=channel.id,
            place=place,
            kind=what.kind,
            topic=topic,
            name=name,
            role=what.role.id if what.role else 0,
            publish=what.publish and place is Place.ANNOUNCEMENT,
        )
        key, by = secrets.token_hex(8), ctx.author.id
        made = await self._write(
            ctx, lambda desk: manage.add(desk, target, chosen, key=key, made_by=by, now=now)
        )
        await self._tell(ctx, f"Kept as schedule {made.id}.\n{self._whole(made)}")

    @part_of(schedule, description="Change a schedule's times")
    @moderators_only()
    async def edit(self, ctx: Ctx, number: int, *, when: When) -> None:
        wishes, now, library = when.wishes(), self.bot.clock(), _server(ctx)
        if not wishes.any:
            raise BadQuestion("What is to change? For example at: 08:00, or days: weekdays.")

        def change(desk: Shelves) -> StoredSchedule:
            found = manage.get(desk, library, number)
            return manage.keep(desk, found, manage.changed(rule_in(found), wishes, now), now)

        await self._changed(ctx, "Changed.", change)

    @part_of(schedule, description="Stop a schedule until it is resumed")
    @moderators_only()
    async def pause(self, ctx: Ctx, number: int) -> None:
        library, now = _server(ctx), self.bot.clock()
        await self._changed(ctx, "Paused.", lambda d: manage.pause(d, library, number, now))

    @part_of(schedule, description="Let a paused schedule run again, from now on")
    @moderators_only()
    async def resume(self, ctx: Ctx, number: int) -> None:
        library, now = _server(ctx), self.bot.clock()
        await self._changed(ctx, "Runs again.", lambda d: manage.resume(d, library, number, now))

    @part_of(schedule, description="Skip the next run of a schedule")
    @moderators_only()
    async def skip(self, ctx: Ctx, number: int) -> None:
        library, now = _server(ctx), self.bot.clock()
        await self._changed(ctx, "Skipped.", lambda d: manage.skip(d, library, number, now))

    @part_of(schedule, description="Remove a schedule")
    @moderators_only()
    async def remove(self, ctx: Ctx, number: int) -> None:
        library, now = _server(ctx), self.bot.clock()
        gone = await self._write(ctx, lambda desk: manage.remove(desk, library, number, now))
        await self._tell(ctx, f"Removed: {self._line(gone)}")

    @part_of(schedule, description="See a schedule's post now, for your eyes only")
    @moderators_only()
    async def test(self, ctx: Ctx, number: int) -> None:
        assert ctx.guild is not None
        library = ctx.guild.id
        found = await self._read(lambda shelf: manage.get(shelf, library, number))
        day = today_in(rule_in(found).zone, self.bot.clock())
        quiet = replace(found, role=0)

        def paint(shelf: Shelf) -> str:
            latest = shelf.latest_day((library, 0), day) or day
            shown = self.painter.post(shelf, quiet, latest, "test")
            return shown or self.painter.line(shelf, quiet, day, "test")

        rendering = Rendering.from_json(await self._read(paint))
        await self._say_problems(ctx, found)
        await send_shown(ctx, rendering.shown(), private=True)

    @part_of(schedule, description="Why a post came, or did not")
    @moderators_only()
    async def why(self, ctx: Ctx, number: int) -> None:
        library, now = _server(ctx), self.bot.clock()

        def ask(shelf: Shelf) -> tuple[StoredSchedule, tuple[Delivery, ...]]:
            found = manage.get(shelf, library, number)
            return found, manage.rows_of(shelf, (found,), now)

        found, rows = await self._read(ask)
        told = [f"- {_row(found, row)}" for row in rows[: manage.SHOWN]]
        nothing = "Nothing has fallen due in the last 14 days."
        await self._tell(ctx, "\n".join([self._whole(found), *(told or [nothing])]))

    @add.autocomplete("zone")
    @edit.autocomplete("zone")
    async def zones(
        self, interaction: discord.Interaction[Any], text: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in near_zones(text, 25)]

    # --- helpers -------------------------------------------------------------------------------

    async def _topic(self, guild: discord.Guild, company: str | None) -> tuple[str, str]:
        if not company:
            return "", ""
        catalogue, asking = self.bot.desk.catalogue, await self.bot.asking(guild)
        topic = await self._read(lambda shelf: topic_meant(shelf, catalogue, asking, company))
        return topic.key, topic.name

    async def _read(self, ask: Callable[[Shelf], T]) -> T:
        return await self.bot.desk.storage.read(ask)

    async def _write(self, ctx: Ctx, change: Callable[[Shelves], StoredSchedule]) -> StoredSchedule:
        """Change a schedule, and write so into the server's log."""
        library, now = _server(ctx), self.bot.clock()
        action = f"schedule {ctx.command.name}" if ctx.command else "schedule"

        logged = noted(change, action, library=library, by=ctx.author.id, now=now)
        return await self.bot.desk.storage.write(logged)

    async def _changed(
        self, ctx: Ctx, said: str, change: Callable[[Shelves], StoredSchedule]
    ) -> None:
        made = await self._write(ctx, change)
        await self._tell(ctx, f"{said}\n{self._whole(made)}")

    async def _tell(self, ctx: Ctx, words: str) -> None:
        await send_shown(ctx, Shown.plain(words[:1990]), private=True)

    async def _say_problems(self, ctx: Ctx, found: StoredSchedule) -> None:
        channel: Any = self.bot.get_channel(found.channel)
        if channel is None:
            raise BadQuestion(f"The channel of schedule {found.id} is gone.")
        _refuse_problems(channel, ctx.guild.get_role(found.role) if ctx.guild else None)

    def _line(self, schedule: StoredSchedule) -> str:
        """One schedule in a list."""
        stands = f"off: {literal(schedule.off)}" if schedule.off else ""
        stands = stands or ("paused" if rule_in(schedule).paused else self._next(schedule, 1))
        return f"{_head(schedule)} · {stands}"

    def _next(self, schedule: StoredSchedule, count: int) -> str:
        runs = runs_ahead(schedule, self.bot.clock(), count)
        return "next " + ", ".join(map(_stamp, runs)) if runs else "no run ahead"

    def _whole(self, schedule: StoredSchedule) -> str:
        """One schedule with its rule, its next three runs and what a clock change will do."""
        known = rule_in(schedule)
        stands = f"It is off: {literal(schedule.off)}." if schedule.off else ""
        coming = f"Comes {self._next(schedule, 3)}."
        lines = (
            _head(schedule),
            literal(rule(known)),
            f"Pings <@&{schedule.role}>." if schedule.role else "",
            stands or ("It is paused." if known.paused else coming),
            clock_note(known, self.bot.clock()),
        )
        return "\n".join(line for line in lines if line)


def _head(schedule: StoredSchedule) -> str:
    known = rule_in(schedule)
    at = f"{known.at:%H:%M} {literal(known.zone)}"
    return f"**{schedule.id}** · {literal(what(schedule))} in <#{schedule.channel}> at {at}"


def _server(ctx: Ctx) -> int:
    assert ctx.guild is not None
    return ctx.guild.id


def _stamp(instant: datetime) -> str:
    return f"<t:{int(instant.timestamp())}:f>"


def _row(schedule: StoredSchedule, row: Delivery) -> str:
    link = ""
    if row.message:
        forum = schedule.place == Place.FORUM
        channel = row.message if forum else schedule.channel
        link = f" https://discord.com/channels/{schedule.library}/{channel}/{row.message}"
    return literal(say_row(row, rule_in(schedule))) + link


def _refuse_problems(channel: Any, role: discord.Role | None) -> None:
    found = problems(channel, role)
    if found:
        raise BadQuestion(f"Not kept: I may not {', '.join(found)} in #{channel.name}.")
