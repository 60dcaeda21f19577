"""Who may use a moderators' command: one rule for slash and text.

Slash commands are guarded by Discord itself: by default only members with Manage Server see them,
and a server may override that for a role, a member or a channel. A text command passes no such
guard, so the same rule is applied here, overrides included, in the order that Discord documents
(application command permissions v2): the channel must allow it, then the member's own override,
then their roles' (one that allows is enough), then @everyone's, then the default. What is said of
the whole application comes behind what is said of the command, and only bars: who is let in by it
needs the command's default besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

REFUSED = "Only this server's moderators may do that."
NOT_HERE = "That works in a server, not in a direct message."


class NotAllowed(commands.CheckFailure):
    """Our own refusal; its text is shown."""


def moderators_only() -> Callable[[Any], Any]:
    """Guard a hybrid command: hidden from others by Discord, refused to them in text."""

    async def allowed(ctx: Ctx) -> bool:
        if ctx.guild is None or not isinstance(ctx.author, discord.Member):
            raise NotAllowed(NOT_HERE)
        if not await may_moderate(ctx):
            raise NotAllowed(REFUSED)
        return True

    def decorate(command: Any) -> Any:
        guarded = app_commands.default_permissions(manage_guild=True)(command)
        return commands.check(allowed)(app_commands.guild_only()(guarded))

    return decorate


async def may_moderate(ctx: Ctx) -> bool:
    """For slash Discord has decided; a chosen moderator role counts besides, for text."""
    if ctx.interaction is not None:
        return True
    name = ctx.command.root_parent.name if ctx.command and ctx.command.root_parent else ""
    name = name or (ctx.command.name if ctx.command else "")
    return await may_use(ctx, name)


async def may_use(ctx: Ctx, command: str) -> bool:
    """Whether a moderators' command, by the name of its root, is open to the asker, in the way
    that they asked; false in a direct message."""
    if ctx.guild is None or not isinstance(ctx.author, discord.Member):
        return False
    if ctx.interaction is None:
        role = (await ctx.bot.settings_of(ctx.guild)).extra.get("moderator_role", "")
        if role.isdigit() and ctx.author.get_role(int(role)) is not None:
            return True
    rules = await ctx.bot.overrides.of(ctx.guild.id, command)
    return decide(Asker.of(ctx), rules)


async def must_moderate(interaction: discord.Interaction[Any], *names: str) -> None:
    """Refuse a press on a moderators' button, or a form of theirs, to whom each of the commands
    that lead to it would be refused: who may has perhaps changed since it was shown. Raises
    `NotAllowed`."""
    bot: BriefingBot = interaction.client
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        raise NotAllowed(NOT_HERE)
    role = (await bot.settings_of(guild)).extra.get("moderator_role", "")
    if role.isdigit() and member.get_role(int(role)) is not None:
        return
    asker = Asker.pressing(interaction)
    if not any([decide(asker, await bot.overrides.of(guild.id, name)) for name in names]):
        raise NotAllowed(REFUSED)


@dataclass(frozen=True, slots=True)
class Override:
    """One line of a command's permissions in a server: `kind` 1 role, 2 member, 3 channel."""

    target: int
    kind: int
    allow: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Overrides of the command itself, and of the whole application, which yield to them."""

    command: tuple[Override, ...] = ()
    application: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """The member, as far as permissions go."""

    guild: int
    member: int
    roles: tuple[int, ...]
    channels: tuple[int, ...]
    administrator: bool
    by_default: bool

    @classmethod
    def of(cls, ctx: Ctx) -> Asker:
        assert isinstance(ctx.author, discord.Member)
        assert ctx.guild is not None
        return cls._made(ctx.author, ctx.guild, ctx.channel, ctx.permissions)

    @classmethod
    def pressing(cls, interaction: discord.Interaction[Any]) -> Asker:
        """A member who presses a button in a server."""
        assert isinstance(interaction.user, discord.Member)
        assert interaction.guild is not None
        can = interaction.permissions
        return cls._made(interaction.user, interaction.guild, interaction.channel, can)

    @classmethod
    def _made(
        cls, member: discord.Member, guild: discord.Guild, channel: Any, can: discord.Permissions
    ) -> Asker:
        parent = getattr(channel, "parent_id", None)
        return cls(
            guild=guild.id,
            member=member.id,
            roles=tuple(role.id for role in member.roles),
            channels=(channel.id, *((parent,) if parent else ())),
            administrator=can.administrator or guild.owner_id == member.id,
            by_default=can.manage_guild,
        )


def decide(asker: Asker, rules: Rules) -> bool:
    """Whether the asker may use the command where they are."""
    if asker.administrator:
        return True
    if not _in_channel(asker, rules):
        return False
    told = _about(asker, rules.command)
    if told is not None:
        return told
    return asker.by_default and _about(asker, rules.application) is not False


def _in_channel(asker: Asker, rules: Rules) -> bool:
    """A channel's own line decides, else the line for all channels (guild id - 1), else yes."""
    for overrides in (rules.command, rules.application):
        lines = {item.target: item.allow for item in overrides if item.kind == 3}
        for channel in (*asker.channels, asker.guild - 1):
            if channel in lines:
                return lines[channel]
    return True


def _about(asker: Asker, overrides: Iterable[Override]) -> bool | None:
    lines = {(item.kind, item.target): item.allow for item in overrides}
    own = lines.get((2, asker.member))
    if own is not None:
        return own
    roles = [lines[1, role] for role in asker.roles if role != asker.guild and (1, role) in lines]
    if roles:
        return any(roles)
    return lines.get((1, asker.guild))


class Overrides:
    """The servers' overrides, read when first needed and again when Discord says they changed."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._known: dict[int, dict[int, tuple[Override, ...]]] = {}
        self._ids: dict[str, int] = {}

    def forget(self, guild: int) -> None:
        """Called on the gateway's word that a server's overrides changed."""
        self._known.pop(guild, None)

    async def of(self, guild: int, command: str) -> Rules:
        """The overrides of a command by its name; none where the server has made none."""
        application = self._bot.application_id or 0
        if guild not in self._known:
            self._known[guild] = await self._fetch(application, guild)
        lines = self._known[guild]
        number = await self.id_of(command)
        return Rules(lines.get(number, ()), lines.get(application, ()))

    async def _fetch(self, application: int, guild: int) -> dict[int, tuple[Override, ...]]:
        told = await self._bot.http.get_guild_application_command_permissions(application, guild)
        return {
            int(item["id"]): tuple(
                Override(int(line["id"]), int(line["type"]), bool(line["permission"]))
                for line in item["permissions"]
            )
            for item in told
        }

    async def id_of(self, command: str) -> int:
        """Discord's number of a slash command, by its name; 0 if it knows none."""
        if not self._ids:
            guild = self._bot.desk_settings.development_guild
            target = discord.Object(guild) if guild else None
            found = await self._bot.tree.fetch_commands(guild=target)
            self._ids = {item.name: item.id for item in found}
        return self._ids.get(command, 0)
