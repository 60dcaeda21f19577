"""Direct messages: the house library, or a server that reader and bot share, as the reader picks.

That the reader is a member is asked of Discord at each answer (and believed for a minute): the bot
does without the privileged intent that would tell it who joins and leaves. A server is only ever
named to its members, so nobody learns by asking where the bot is.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.values import Context as Asking
from bot.discord_front.checks import NotAllowed
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.markup import literal
from bot.discord_front.typed import hybrid
from bot.errors import BadQuestion
from bot.model import HOUSE
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

LEFT = gettext_noop("You are not in the server you chose any more; this is the house library.")
UNSURE = gettext_noop(
    "Discord cannot tell just now if you are in your server; this is the house library."
)
_UNKNOWN = gettext_noop("I know no server of that name that both of us are in.")
_HOUSE = "house"
_KEY = "server"

_BELIEVED = timedelta(seconds=60)
_PATIENCE = 2.0
"""Seconds for Discord's word on a membership; autocomplete has three in all."""
_MOST_ASKED = 10
"""Servers that are looked at for one question: each may cost a request."""
_MOST_READERS = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """The library that a reader is answered from, and what they are to be told of it."""

    library: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answering:
    """All that an answer goes by: whose briefings and which day, in which look, with what note."""

    asking: Asking
    plain: bool
    note: str


def dm_settings(reader: int) -> int:
    """The number under which a reader's own choices are kept: below zero, where no server is."""
    return -reader


class Members:
    """Who was a member of what when last asked; told by Discord, or seen when they asked there."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._known: OrderedDict[int, dict[int, tuple[bool, datetime]]] = OrderedDict()

    def note(self, guild: int, reader: int, *, member: bool = True) -> None:
        """Remember what was just learnt."""
        self._known.setdefault(reader, {})[guild] = (member, self._bot.clock())
        self._known.move_to_end(reader)
        if len(self._known) > _MOST_READERS:
            self._known.popitem(last=False)

    def forget(self, reader: int) -> None:
        """Know nothing of a reader any more."""
        self._known.pop(reader, None)

    def seen_in(self, reader: int) -> frozenset[int]:
        """Servers in which the reader was last seen; each is still to be asked."""
        return frozenset(
            guild for guild, (member, _) in self._known.get(reader, {}).items() if member
        )

    async def has(self, guild: discord.Guild, reader: int) -> bool | None:
        """Whether the reader is a member now; None where Discord does not tell in time."""
        member, when = self._known.get(reader, {}).get(guild.id, (False, None))
        if when is not None and abs(self._bot.clock() - when) < _BELIEVED:
            return member
        try:
            await asyncio.wait_for(guild.fetch_member(reader), _PATIENCE)
        except discord.NotFound:
            member = False
        except (discord.HTTPException, aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            return None
        else:
            member = True
        self.note(guild.id, reader, member=member)
        return member


async def place_of(bot: BriefingBot, reader: int) -> Place:
    """Where a reader's direct message is answered from, with membership asked anew."""
    kept = await bot.desk.storage.read(lambda shelf: shelf.settings(dm_settings(reader)))
    chosen = kept.extra.get(_KEY, "")
    if not chosen:
        return Place(HOUSE)
    guild = bot.get_guild(int(chosen))
    member = await bot.members.has(guild, reader) if guild is not None else False
    if guild is not None and member:
        return Place(guild.id)
    return Place(HOUSE, gettext(UNSURE if member is None else LEFT))


class Direct(commands.Cog):
    """Whose briefings a reader gets in direct messages."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid(description=gettext_noop("In direct messages: whose briefings you read here"))
    @app_commands.describe(
        name=gettext_noop("A server that both of us are in; house for the house library")
    )
    @app_commands.dm_only()
    async def server(self, ctx: Ctx, *, name: str = "") -> None:
        if ctx.guild is not None:
            raise NotAllowed(
                gettext("That is for direct messages; here you read this server's briefings.")
            )
        told = await (self._choose(ctx, name) if name.strip() else self._tell(ctx))
        await send_shown(ctx, Shown.plain(told), private=True)

    @server.autocomplete("name")
    async def names(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Servers shared with the reader, by name; the house last."""
        shared = await self._shared(interaction.user.id, typed)
        choices = [app_commands.Choice(name=item.name[:100], value=str(item.id)) for item in shared]
        return [*choices, app_commands.Choice(name=gettext("House library"), value=_HOUSE)]

    async def _choose(self, ctx: Ctx, name: str) -> str:
        if name.strip().casefold() == _HOUSE:
            await self.bot.keep(_KEY, "", library=dm_settings(ctx.author.id))
            return gettext("From now on you read the house library here.")
        guild = _the_one(await self._shared(ctx.author.id, name), name)
        await self.bot.keep(_KEY, str(guild.id), library=dm_settings(ctx.author.id))
        return gettext(
            "From now on you read the briefings of {server} here, and the house's.",
            server=literal(guild.name),
        )

    async def _tell(self, ctx: Ctx) -> str:
        place = await place_of(self.bot, ctx.author.id)
        guild = self.bot.get_guild(place.library)
        whose = gettext("You read the house library.")
        if guild:
            whose = gettext(
                "You read the briefings of {server}, and the house's.", server=literal(guild.name)
            )
        shared = await self._shared(ctx.author.id, "")
        named = ", ".join(literal(item.name) for item in shared)
        lines = (
            place.note,
            whose,
            gettext(
                "Servers that both of us are in: {servers}.",
                servers=named or gettext("none that I have seen you in"),
            ),
            gettext("Choose with `server NAME`; `server house` is the house library."),
        )
        return "\n".join(line for line in lines if line)

    async def _shared(self, reader: int, typed: str) -> list[discord.Guild]:
        """Servers that fit what was typed and that the reader is a member of."""
        candidates = list(self._candidates(reader, typed.strip()))
        known = await asyncio.gather(*(self.bot.members.has(guild, reader) for guild in candidates))
        return [guild for guild, member in zip(candidates, known, strict=True) if member]

    def _candidates(self, reader: int, typed: str) -> Iterator[discord.Guild]:
        """At most so many servers to ask about: the likelier first."""
        words, seen = typed.casefold(), self.bot.members.seen_in(reader)

        def unlikeliness(guild: discord.Guild) -> tuple[bool, bool, str]:
            return not _named(guild, typed), guild.id not in seen, guild.name.casefold()

        fit = (
            guild
            for guild in self.bot.guilds
            if words in guild.name.casefold() or typed == str(guild.id)
        )
        yield from sorted(fit, key=unlikeliness)[:_MOST_ASKED]


def _named(guild: discord.Guild, typed: str) -> bool:
    return guild.name.casefold() == typed.casefold() or str(guild.id) == typed


def _the_one(shared: list[discord.Guild], name: str) -> discord.Guild:
    """The only one meant. Raises `BadQuestion` where there is none, or more than one."""
    exact = [guild for guild in shared if _named(guild, name.strip())]
    found = exact or shared
    if not found:
        raise BadQuestion(gettext(_UNKNOWN))
    if len(found) > 1:
        offered = "; ".join(f"{guild.name} ({guild.id})" for guild in found[:5])
        raise BadQuestion(gettext("Which one? {servers}. The number will do.", servers=offered))
    return found[0]
