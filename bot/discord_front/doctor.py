"""`doctor`: what works in this server, and what needs mending before the next post falls due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.answers.wording import say_coverage
from bot.choices import NOTICES
from bot.delivery.port import Place
from bot.discord_front.checks import moderators_only
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.markup import literal
from bot.discord_front.rights import place_of, problems
from bot.discord_front.typed import hybrid
from bot.errors import BadQuestion
from bot.model import HOUSE, Settings, StoredSchedule
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

_MOST = 1900
"""Characters of a plain message, of Discord's 2,000."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` is the step that mends it, empty where all is well."""

    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"**To mend** · {self.what} {self.mend}" if self.mend else f"OK · {self.what}"


class Doctor(commands.Cog):
    """Looks before the reader waits in vain."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid(name="doctor", description="What works in this server, and what needs mending")
    @moderators_only()
    async def doctor(self, ctx: Ctx) -> None:
        guild = ctx.guild
        assert guild is not None

        def look(shelf: Shelf) -> tuple[str, Settings, tuple[StoredSchedule, ...]]:
            held = say_coverage(shelf.coverage((guild.id, HOUSE)))
            return held, shelf.settings(guild.id), shelf.schedules(guild.id)

        held, chosen, schedules = await self.bot.desk.storage.read(look)
        found = [
            Finding(f"The library: {literal(held)}."),
            self._content(),
            _zone(chosen, self.bot.desk_settings.zone or "UTC"),
            _notices(guild, chosen.extra.get(NOTICES, "")),
            *(_posts(guild, schedule) for schedule in schedules),
        ]
        await send_shown(ctx, Shown.plain(_told(found)), private=True)

    def _content(self) -> Finding:
        mark = self.bot.desk_settings.prefix
        if self.bot.message_content:
            return Finding("Typed questions are read in every channel that I can see.")
        return Finding(
            "Slash commands, mentions, replies and direct messages are answered; "
            f"{literal(mark)}today is not, for want of the message-content intent (optional)."
        )


def _told(found: list[Finding]) -> str:
    """What needs mending first; what does not fit is counted."""
    lines = [str(one) for one in sorted(found, key=lambda one: not one.mend)]
    room, shown = _MOST, list[str]()
    for line in lines:
        if len(line) >= room:
            return "\n".join([*shown, f"… and {len(lines) - len(shown)} more."])
        room -= len(line) + 1
        shown.append(line)
    return "\n".join(shown)


def _zone(chosen: Settings, default: str) -> Finding:
    if chosen.zone:
        return Finding(f"The day begins by the clock of {literal(chosen.zone)}.")
    return Finding(
        f"Nobody has chosen a time zone; the day begins by {literal(default)}.",
        "Choose one with settings zone.",
    )


def _notices(guild: discord.Guild, number: str) -> Finding:
    if not number:
        return Finding(
            "No channel is chosen in which I tell what needs mending.",
            "Choose one with settings notices.",
        )
    channel: Any = guild.get_channel(int(number))
    if channel is None:
        return Finding(
            "The channel for notices is gone, or I cannot see it.",
            "Choose another with settings notices.",
        )
    can = channel.permissions_for(guild.me)
    if not can.view_channel or not can.send_messages:
        return Finding(f"I may not write notices in {channel.mention}.", _grant("Send Messages"))
    return Finding(f"Notices go to {channel.mention}.")


def _posts(guild: discord.Guild, schedule: StoredSchedule) -> Finding:
    """Whether a schedule's posts can arrive."""
    name = f"Schedule {schedule.id} in <#{schedule.channel}>"
    if schedule.off:
        return Finding(
            f"{name} is switched off: {literal(schedule.off)}.",
            f"Mend it, then schedule resume {schedule.id}.",
        )
    channel = guild.get_channel_or_thread(schedule.channel)
    if channel is None and schedule.place == Place.THREAD:
        return Finding(f"{name}: an archived thread, which a post opens again.")
    if channel is None:
        return Finding(
            f"{name}: the channel is gone, or I cannot see it.",
            f"{_grant('View Channel')} Or schedule remove {schedule.id}.",
        )
    try:
        place_of(channel)
    except BadQuestion as error:
        return Finding(f"{name}: {error}", f"Make another, and schedule remove {schedule.id}.")
    role = guild.get_role(schedule.role) if schedule.role else None
    if schedule.role and role is None:
        return Finding(f"{name}: the role to ping is gone.", "Remove the schedule and add it anew.")
    missing = problems(channel, role)
    if missing:
        return Finding(f"{name}: I lack {', '.join(missing)}.", _grant("it"))
    return Finding(f"{name}: nothing is missing.")


def _grant(what: str) -> str:
    return f"Grant me {what} in the channel's permissions."
