"""`settings`: what a server has chosen, shown and changed by its moderators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.wording import say_weekday
from bot.app import today_in
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.markup import literal
from bot.discord_front.typed import hybrid_group, part_of
from bot.errors import BadQuestion
from bot.model import Settings
from bot.settings import PREFIX_RULE, valid_prefix
from bot.storage.protocol import Desk as Shelves

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]


class ServerSettings(commands.Cog):
    """Zone, prefix, moderator role, notice channel, plain text."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid_group(name="settings", description="What this server has chosen", fallback="show")
    @moderators_only()
    async def settings(self, ctx: Ctx) -> None:
        chosen = await self.bot.settings_of(ctx.guild)
        await send_shown(ctx, Shown.plain(self._told(chosen)), private=True)

    @part_of(settings, description="The time zone in which a day begins here")
    @app_commands.describe(name="An IANA name, such as Europe/Paris")
    @moderators_only()
    async def zone(self, ctx: Ctx, *, name: str) -> None:
        zone = _zone(name)
        await self._change(ctx, lambda chosen: replace(chosen, zone=zone))

    @zone.autocomplete("name")
    async def zones(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        words = typed.casefold().replace(" ", "_")
        near = sorted(name for name in available_timezones() if words in name.casefold())
        return [app_commands.Choice(name=name, value=name) for name in near[:25]]

    @part_of(settings, description="What stands before a typed question, such as !")
    @app_commands.describe(mark="One to five characters")
    @moderators_only()
    async def prefix(self, ctx: Ctx, *, mark: str) -> None:
        if not valid_prefix(mark.strip()):
            raise BadQuestion(f"The prefix {PREFIX_RULE}.")
        await self._keep(ctx, "prefix", mark.strip())

    @part_of(settings, description="A role that may use the moderators' commands, typed ones too")
    @app_commands.describe(role="Leave it out to choose none")
    @moderators_only()
    async def moderators(self, ctx: Ctx, role: discord.Role | None = None) -> None:
        await self._keep(ctx, "moderator_role", str(role.id) if role else "")

    @part_of(settings, description="Where the bot tells moderators what needs mending")
    @app_commands.describe(channel="Leave it out to choose none")
    @moderators_only()
    async def notices(self, ctx: Ctx, channel: discord.TextChannel | None = None) -> None:
        await self._keep(ctx, "notice_channel", str(channel.id) if channel else "")

    @part_of(settings, description="Answers as plain text instead of cards")
    @app_commands.describe(on="on or off")
    @moderators_only()
    async def plain(self, ctx: Ctx, on: bool) -> None:
        await self._keep(ctx, "plain", "on" if on else "")

    async def _keep(self, ctx: Ctx, key: str, value: str) -> None:
        assert ctx.guild is not None
        await self.bot.keep(key, value, library=ctx.guild.id)
        await self._show_anew(ctx)

    async def _change(self, ctx: Ctx, change: Callable[[Settings], Settings]) -> None:
        guild = ctx.guild
        assert guild is not None

        def write(desk: Shelves) -> None:
            desk.set_settings(replace(change(desk.settings(guild.id)), library=guild.id))

        await self.bot.desk.storage.write(write)
        await self._show_anew(ctx)

    async def _show_anew(self, ctx: Ctx) -> None:
        chosen = await self.bot.settings_of(ctx.guild)
        await send_shown(ctx, Shown.plain(f"Kept.\n{self._told(chosen)}"), private=True)

    def _told(self, chosen: Settings) -> str:
        zone = chosen.zone or self.bot.desk_settings.zone or "UTC"
        day = say_weekday(today_in(zone, self.bot.clock()))
        by = "" if chosen.zone else " (nobody has chosen one: settings zone)"
        role, channel = (chosen.extra.get(key) for key in ("moderator_role", "notice_channel"))
        return "\n".join(
            (
                f"Zone: {literal(zone)}{by}; today is {day}.",
                f"Prefix: {literal(chosen.extra.get('prefix') or self.bot.desk_settings.prefix)}",
                f"Moderators: {f'<@&{role}>, and ' if role else ''}who may manage the server",
                f"Notices: {f'<#{channel}>' if channel else 'nowhere'}",
                f"Plain text: {chosen.extra.get('plain') or 'off'}",
            )
        )


def _zone(name: str) -> str:
    wanted = name.strip().replace(" ", "_").casefold()
    found = next((zone for zone in available_timezones() if zone.casefold() == wanted), None)
    if found is None:
        raise BadQuestion(f"There is no zone {name.strip()[:40]}; write it as in Europe/Paris.")
    return found
