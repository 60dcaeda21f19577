"""`follow`, `unfollow`, `following`: news of a topic by direct message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.topics import topic_meant
from bot.delivery import follows
from bot.delivery.follows import Rhythm
from bot.discord_front.delivery import Reply, Shown, send_shown
from bot.discord_front.errors import report_press
from bot.discord_front.letters import whose_briefings
from bot.discord_front.markup import literal
from bot.discord_front.private import send_privately
from bot.discord_front.rendering import STOP
from bot.discord_front.typed import hybrid
from bot.discord_front.wanting import FollowButton, rehearsed, zone_of
from bot.errors import BadQuestion
from bot.model import Delivery, Follow, StoredSchedule
from bot.storage.protocol import Desk, Shelf
from bot.translations import gettext, gettext_noop
from bot.zones import near_zones, zone_named

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
Press = discord.Interaction[Any]

_CHOICES = 25  # Discord shows no more
_CHOICE_NAME = 100
_ROOM = 1900
"""Characters of a plain message, of Discord's 2,000."""
_WHENS = ("at once", "daily 08:00", "daily 18:00", "weekly mon 08:00", "weekly fri 18:00")
_WORDS = re.compile(r"\b(when|zone|quiet)\s*:\s*", re.I)
_NOTHING = gettext_noop("You follow nothing; try follow NAME.")
_GONE = gettext_noop("You do not follow that any more.")


@dataclass(frozen=True, slots=True)
class Held:
    """A follow with its mailbox, and the last message that came into that."""

    follow: Follow
    mailbox: StoredSchedule
    last: Delivery | None = None


class Follows(commands.Cog):
    """For everyone; each sees and changes their own alone."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.add_dynamic_items(FollowButton, StopButton)

    @hybrid(description=gettext_noop("Get the news of a topic by direct message"))
    @app_commands.describe(
        name=gettext_noop("A firm, or anything else that briefings name"),
        when=gettext_noop("at once, daily 08:00, or weekly mon 08:00"),
        zone=gettext_noop("Your time zone, such as Europe/Paris; this server's own if left out"),
        quiet=gettext_noop("For messages at once: hours without any, such as 22:00-07:00"),
    )
    async def follow(
        self, ctx: Ctx, *, name: str, when: str = "", zone: str = "", quiet: str = ""
    ) -> None:
        """In text all stands behind the name: `follow Ford when: daily zone: Europe/Paris`."""
        if ctx.interaction is None:
            name, typed = words_of(name)
            when, zone, quiet = (typed.get(key, "") for key in ("when", "zone", "quiet"))
        where = await self.bot.answering(ctx.guild, ctx.author.id)
        catalogue, asking = self.bot.desk.catalogue, where.asking
        topic = await self.bot.desk.storage.read(
            lambda shelf: topic_meant(shelf, catalogue, asking, name.strip())
        )
        rhythm = await self._rhythm(ctx, where.asking.libraries[0], when, zone, quiet)
        shown = await rehearsed(self.bot, ctx.author.id, where.asking, topic, rhythm)
        before = [where.note, *await self._troubles(ctx.author.id)]
        told = "\n".join([*filter(None, before), shown.content or ""])
        await send_shown(ctx, replace(shown, content=told), private=True)

    @hybrid(description=gettext_noop("Stop the messages about a topic, or about all"))
    @app_commands.describe(name=gettext_noop("What you follow; all for everything"))
    async def unfollow(self, ctx: Ctx, *, name: str) -> None:
        person, library = ctx.author.id, ctx.guild.id if ctx.guild else None

        def drop(desk: Desk) -> tuple[str, ...]:
            chosen = chosen_of(held_by(desk, person), name.strip(), library)
            for item in chosen:
                desk.remove_follow(item.follow.key)
            return tuple(item.follow.name for item in chosen)

        gone = await self.bot.desk.storage.write(drop)
        names = ", ".join(map(literal, dict.fromkeys(gone)))
        await send_shown(
            ctx,
            Shown.plain(gettext("You no longer follow {names}.", names=names)[:_ROOM]),
            private=True,
        )

    @hybrid(description=gettext_noop("What you follow, and when you are written to"))
    async def following(self, ctx: Ctx) -> None:
        person, now = ctx.author.id, self.bot.clock()
        held = await self.bot.desk.storage.read(lambda shelf: held_by(shelf, person, last=True))
        await self._troubles(person)  # the list tells them
        servers = {item.mailbox.library for item in held}
        names = {server: await self._name(server, person) for server in servers}
        lines = [line_of(item, names[item.mailbox.library], now) for item in held]
        await send_privately(ctx, Shown.plain(fitting(lines) or gettext(_NOTHING)))

    # --- offered while typing ------------------------------------------------------------------

    @follow.autocomplete("when")
    async def whens(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        begin = [item for item in _WHENS if item.startswith(typed.strip().casefold())]
        return [app_commands.Choice(name=item, value=item) for item in begin]

    @follow.autocomplete("zone")
    async def zones(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        found = near_zones(typed, _CHOICES)
        return [app_commands.Choice(name=zone, value=zone) for zone in found]

    @follow.autocomplete("name")
    async def names(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """As for `company`: names that the reader's libraries hold."""
        questions: Any = self.bot.get_cog("Questions")
        offered: list[app_commands.Choice[str]] = await questions.names(interaction, typed)
        return offered

    @unfollow.autocomplete("name")
    async def followed(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        person, library = interaction.user.id, interaction.guild_id
        held = await self.bot.desk.storage.read(lambda shelf: held_by(shelf, person))
        here = [item for item in held if library in (None, item.mailbox.library)]
        fit = [item.follow for item in here if typed.casefold() in item.follow.name.casefold()]
        offered = [
            app_commands.Choice(name=item.name[:_CHOICE_NAME], value=item.key) for item in fit
        ]
        return [*offered[: _CHOICES - 1], app_commands.Choice(name=gettext("All"), value="all")]

    # --- helpers -------------------------------------------------------------------------------

    async def _rhythm(self, ctx: Ctx, library: int, when: str, zone: str, quiet: str) -> Rhythm:
        typed = zone_named(zone) if zone.strip() else ""
        person, default = ctx.author.id, self.bot.desk_settings.zone
        known = await self.bot.desk.storage.read(
            lambda shelf: zone_of(shelf, person, typed, shelf.settings(library), default)
        )
        rhythm = follows.rhythm_of(when, known or "UTC", quiet)
        if not known and (rhythm.quiet or rhythm.kind == follows.DIGEST):
            raise BadQuestion(gettext("In which time zone? Name yours with zone: Europe/Paris."))
        return rhythm

    async def _troubles(self, person: int) -> list[str]:
        """What was switched off meanwhile, told once."""
        boxes = await self.bot.desk.storage.read(lambda shelf: shelf.mailboxes(person))
        if not any(box.off and box.told for box in boxes):
            return []
        fresh = await self.bot.desk.storage.write(lambda desk: follows.told_now(desk, person))
        return [
            gettext("Switched off meanwhile: {reason}. See following.", reason=literal(box.off))
            for box in fresh
        ]

    async def _name(self, server: int, person: int) -> str:
        """A server's name is for its members."""
        guild = self.bot.get_guild(server)
        if guild is None or not await self.bot.members.has(guild, person):
            return ""
        return guild.name


def words_of(text: str) -> tuple[str, dict[str, str]]:
    """What is typed behind `follow`: the name, and what is said of the messages.

    >>> words_of("Ford when: daily 07:30 zone: Europe/Paris")
    ('Ford', {'when': 'daily 07:30', 'zone': 'Europe/Paris'})
    """
    name, *rest = _WORDS.split(text)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return name.strip(), {key.casefold(): value.strip() for key, value in pairs}


def held_by(shelf: Shelf, person: int, *, last: bool = False) -> tuple[Held, ...]:
    """All that a person follows; `last` asks for the last messages, too."""
    found = []
    for box in shelf.mailboxes(person):
        sent = follows.last_sent(shelf, box.id) if last else None
        found += [Held(item, box, sent) for item in shelf.follows_in(box.id)]
    return tuple(found)


def chosen_of(held: Sequence[Held], typed: str, library: int | None) -> tuple[Held, ...]:
    """Those that are meant: in a server its own ones, else whatever the person follows. Raises
    `BadQuestion`."""
    here = [item for item in held if library in (None, item.mailbox.library)]
    words = typed.casefold()
    if words == "all" and here:
        return tuple(here)
    exact = [
        item
        for item in here
        if words in (item.follow.name.casefold(), item.follow.topic.casefold(), item.follow.key)
    ]
    found = exact or [item for item in here if item.follow.name.casefold().startswith(words)]
    names = list(dict.fromkeys(item.follow.name for item in found))
    if len(names) == 1:
        return tuple(found)
    if names:
        raise BadQuestion(gettext("Which one? {names}.", names="; ".join(names[:5])))
    known = "; ".join(dict.fromkeys(item.follow.name for item in here))
    told = {"name": typed[:60], "names": known[:300]}
    if known:
        raise BadQuestion(gettext("You do not follow “{name}”; you follow {names}.", **told))
    raise BadQuestion(gettext("You do not follow “{name}”; you follow nothing here.", **told))


def line_of(item: Held, server: str, now: datetime) -> str:
    """One follow in a list: how often, whose briefings, and how it stands."""
    box = item.mailbox
    whose = whose_briefings(box.library, server)
    parts = [
        f"**{literal(item.follow.name)}**",
        literal(Rhythm.of(box).words()),
        literal(whose),
        *_standing(item, now),
    ]
    return " · ".join(parts)


def _standing(item: Held, now: datetime) -> Iterable[str]:
    if item.mailbox.off:
        reason = literal(item.mailbox.off)
        yield gettext("switched off: {reason}; mend that and follow it again", reason=reason)
        return
    if item.mailbox.told:
        yield gettext("a message waits: {reason}", reason=literal(item.mailbox.told))
    if item.last:
        yield gettext("last message {when}", when=_stamp(item.last.changed))
    coming = follows.next_digest(item.mailbox, now)
    if coming:
        yield gettext("next {when}, if there is news", when=_stamp(coming))


def _stamp(instant: datetime) -> str:
    return f"<t:{int(instant.timestamp())}:f>"


def fitting(lines: Sequence[str]) -> str:
    """As many lines as a message holds, and how many more there are."""
    shown = list(lines)
    while len("\n".join(shown)) > _ROOM:
        shown.pop()
    more = len(lines) - len(shown)
    return "\n".join(
        [*shown, *([gettext("and {number} more; my-data has all", number=more)] if more else [])]
    )


class StopButton(ui.DynamicItem[ui.Button[Any]], template=STOP + r"(?P<key>[0-9a-f]{1,40})"):
    """Under a message: ends what it carries the key of, for whom it belongs to alone."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(ui.Button(label=gettext("Stop"), custom_id=STOP + key))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["key"])

    async def callback(self, interaction: Press) -> None:
        bot: BriefingBot = interaction.client
        try:
            bot.take_place(interaction)
            person, key = interaction.user.id, self.key
            name = await bot.desk.storage.write(lambda desk: _stopped(desk, person, key))
            words = gettext("You no longer follow {names}.", names=literal(name))
            await Reply.to(interaction).send(Shown.plain(words), private=True)
        except Exception as error:  # nothing above would tell the reader
            await report_press(interaction, error)


def _stopped(desk: Desk, person: int, key: str) -> str:
    """A key of another person's, which anybody may have forged, is unknown."""
    found = desk.follow(key)
    box = desk.schedule(found.schedule) if found else None
    if found is None or box is None or box.made_by != person:
        raise BadQuestion(gettext(_GONE))
    desk.remove_follow(key)
    return found.name
