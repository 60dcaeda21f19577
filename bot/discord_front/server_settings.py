"""`settings`: what a server has chosen, shown and changed by its moderators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import today_in
from bot.choices import (
    APPROVAL,
    LOCALE,
    MODERATORS,
    NOTICES,
    PLAIN,
    PREFIX,
    TRUSTED,
    Told,
    changed_settings,
    lines_of,
    prefix_named,
    with_choice,
)
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.markup import literal
from bot.discord_front.typed import hybrid_group, part_of
from bot.errors import BadQuestion
from bot.locales import locale_named
from bot.model import Settings
from bot.storage.protocol import Desk as Shelves
from bot.zones import near_zones, zone_named

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

_CHOICES = 25  # Discord shows no more
_TOLD = Told(literal, "<@&{}>".format, "<#{}>".format)

_NO_ROLE = commands.parameter(default=None)
_NO_CHANNEL = commands.parameter(default=None)
"""May be left out; written otherwise (`Role | None`), a typed name that fits no role would count as
left out, too, and forget the role."""


def _said(locale: discord.Locale) -> str:
    """What of it may be typed: its tag, its language."""
    return f"{locale.value} {locale.name.replace('_', ' ')}".casefold()


class ServerSettings(commands.Cog):
    """Zone, prefix, moderator role, notice channel, plain text, locale."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid_group(name="settings", description="What this server has chosen", fallback="show")
    @moderators_only()
    async def settings(self, ctx: Ctx) -> None:
        unread = "" if ctx.interaction else ctx.view.read_rest().strip()
        if unread:  # a known name would have gone to its own command
            known = ", ".join(sorted(command.name for command in self.settings.commands))
            raise BadQuestion(f"There is no setting “{unread[:30]}”; there are {known}.")
        chosen = await self.bot.settings_of(ctx.guild)
        await send_shown(ctx, Shown.plain(self._told(chosen)), private=True)

    @part_of(settings, description="The time zone in which a day begins here")
    @app_commands.describe(name="An IANA name, such as Europe/Paris")
    @moderators_only()
    async def zone(self, ctx: Ctx, *, name: str) -> None:
        zone = zone_named(name)
        await self._change(ctx, lambda chosen: replace(chosen, zone=zone))

    @zone.autocomplete("name")
    async def zones(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        near = near_zones(typed, _CHOICES)
        return [app_commands.Choice(name=name, value=name) for name in near]

    @part_of(settings, description="What stands before a typed question, such as !")
    @app_commands.describe(mark="One to five characters")
    @moderators_only()
    async def prefix(self, ctx: Ctx, *, mark: str) -> None:
        mark = prefix_named(mark)
        note = ""
        if not self.bot.message_content:
            note = (
                "Discord shows me no messages without a mention (the message-content intent is "
                "not granted), so no prefix is answered yet."
            )
        await self._change(ctx, lambda chosen: with_choice(chosen, PREFIX, mark), note)

    @part_of(settings, description="A role that may use the moderators' commands, typed ones too")
    @app_commands.describe(role="Leave it out to choose none")
    @moderators_only()
    async def moderators(self, ctx: Ctx, *, role: discord.Role = _NO_ROLE) -> None:
        note = ""
        if role is not None:
            if role.is_default():
                raise BadQuestion("Everyone has that role; choose one that moderators have.")
            note = (
                "Typed commands are open to it now. For slash commands allow it in Server "
                "Settings, Integrations: Discord lets only you do that."
            )
        value = str(role.id) if role is not None else ""
        await self._change(ctx, lambda chosen: with_choice(chosen, MODERATORS, value), note)

    @part_of(settings, description="Where the bot tells moderators what needs mending")
    @app_commands.describe(channel="Leave it out to choose none")
    @moderators_only()
    async def notices(self, ctx: Ctx, *, channel: discord.TextChannel = _NO_CHANNEL) -> None:
        if channel is not None:
            may = channel.permissions_for(channel.guild.me)
            if not (may.view_channel and may.send_messages):
                raise BadQuestion(
                    f"I may not write in #{channel.name}; let me view it and send messages there."
                )
        value = str(channel.id) if channel is not None else ""
        await self._change(ctx, lambda chosen: with_choice(chosen, NOTICES, value))

    @part_of(settings, description="Answers as plain text instead of cards")
    @app_commands.describe(on="on or off")
    @moderators_only()
    async def plain(self, ctx: Ctx, on: bool) -> None:
        await self._change(ctx, lambda chosen: with_choice(chosen, PLAIN, "on" if on else ""))

    @part_of(settings, description="Whether moderators see a briefing before it is stored")
    @app_commands.describe(on="on or off")
    @moderators_only()
    async def approval(self, ctx: Ctx, on: bool) -> None:
        await self._change(ctx, lambda chosen: with_choice(chosen, APPROVAL, "on" if on else "off"))

    @part_of(settings, description="A role whose briefings are stored without approval")
    @app_commands.describe(role="Leave it out to choose none")
    @moderators_only()
    async def trusted(self, ctx: Ctx, *, role: discord.Role = _NO_ROLE) -> None:
        if role is not None and role.is_default():
            raise BadQuestion("Everyone has that role; switch approval off instead.")
        value = str(role.id) if role is not None else ""
        await self._change(ctx, lambda chosen: with_choice(chosen, TRUSTED, value))

    @part_of(settings, description="How days and numbers are written, such as en-US or de")
    @app_commands.describe(tag="A language, or a language and a country")
    @moderators_only()
    async def locale(self, ctx: Ctx, tag: str) -> None:
        named = locale_named(tag)
        await self._change(ctx, lambda chosen: with_choice(chosen, LOCALE, named))

    @locale.autocomplete("tag")
    async def locales(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        tags = [locale.value for locale in discord.Locale if typed.casefold() in _said(locale)]
        return [app_commands.Choice(name=tag, value=tag) for tag in tags[:_CHOICES]]

    async def _change(
        self, ctx: Ctx, change: Callable[[Settings], Settings], note: str = ""
    ) -> None:
        guild = ctx.guild
        assert guild is not None

        def write(desk: Shelves) -> Settings:
            before = desk.settings(guild.id)
            chosen = replace(change(before), library=guild.id)
            desk.set_settings(chosen)
            for line in changed_settings(before, chosen, by=ctx.author.id):
                desk.note(line, now=self.bot.clock())
            return chosen

        chosen = await self.bot.desk.storage.write(write)
        lines = ["Kept.", self._told(chosen), *([note] if note else [])]
        await send_shown(ctx, Shown.plain("\n".join(lines)), private=True)

    def _told(self, chosen: Settings) -> str:
        default = self.bot.desk_settings.zone or "UTC"
        return "\n".join(
            lines_of(
                chosen,
                zone=default,
                prefix=self.bot.desk_settings.prefix,
                locale=self.bot.desk_settings.locale,
                approval=self.bot.desk_settings.approval,
                today=today_in(chosen.zone or default, self.bot.clock()),
                told=_TOLD,
            )
        )
