"""The question before a follow is kept: a rehearsal, and two buttons that carry the wish."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any, Self

import aiohttp
import discord
from discord import ui

from bot.answers.values import Context as Asking
from bot.delivery import follows
from bot.delivery.follows import Cadence, Rhythm, Wish
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.errors import report_press
from bot.discord_front.letters import whose_briefings
from bot.discord_front.markup import literal
from bot.errors import BadQuestion
from bot.model import HOUSE, Settings, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Press = discord.Interaction[Any]

_LETTERS = {Cadence.AT_ONCE: "a", Cadence.DAILY: "d", Cadence.WEEKLY: "w"}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
GONE = gettext_noop("That is no longer in the library; ask again with follow.")
NO_MEMBER = gettext_noop("You are not in that server any more; nothing was kept.")
UNSURE = gettext_noop(
    "Discord cannot tell just now if you are in that server; press again in a moment."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish as its buttons carry it: whose, of which server, in which rhythm; the topic's key by
    its hash. At most 98 characters, of Discord's 100."""

    person: int
    library: int
    rhythm: Rhythm
    topic: str

    def custom_id(self, answer: str) -> str:
        how = self.rhythm
        quiet = "-" if how.quiet is None else "".join(f"{at:%H%M}" for at in how.quiet)
        rhythm = f"{_LETTERS[how.cadence]}{how.weekday}{how.at:%H%M}{quiet}"
        who = f"{_short(self.person)}:{_short(self.library)}"
        return f"desk:f:{answer}:{who}:{rhythm}:{how.zone}:{self.topic}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Asked | None:
        """What a custom id asks for, which anybody may have forged; None if it makes no sense."""
        try:
            rhythm = Rhythm(
                cadence=next(item for item, mark in _LETTERS.items() if mark == match["how"]),
                zone=match["zone"],
                at=_time(match["at"]),
                weekday=int(match["weekday"]),
                quiet=_quiet(match["quiet"]),
            )
        except ValueError:
            return None
        return cls(int(match["person"], 36), int(match["library"], 36), rhythm, match["topic"])


def _short(number: int) -> str:
    """The number to base 36, which `int` reads.

    >>> _short(71)
    '1z'
    """
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits


def _time(digits: str) -> time:
    return time(int(digits[:2]), int(digits[2:]))


def _quiet(digits: str) -> tuple[time, time] | None:
    return None if digits == "-" else (_time(digits[:4]), _time(digits[4:]))


def mark_of(topic: str) -> str:
    """A topic's key in twelve digits: a custom id has no room for a long one."""
    return hashlib.sha256(topic.encode("utf-8", "surrogatepass")).hexdigest()[:12]


# --- the question ------------------------------------------------------------------------------


async def rehearsed(
    bot: BriefingBot, person: int, asking: Asking, topic: Topic, rhythm: Rhythm
) -> Shown:
    """What would be kept, and how often it would have written to the person so far."""
    library = asking.libraries[0]
    told = await bot.desk.storage.read(
        lambda shelf: follows.rehearse(shelf, asking.libraries, topic.key, rhythm)
    )
    asked = Asked(person, library, rhythm, mark_of(topic.key))
    whose = whose_briefings(library, bot.name_of(library))
    words = (
        gettext(
            "Follow {name} in {library}, {rhythm}?",
            name=f"**{literal(topic.name)}**",
            library=literal(whose),
            rhythm=literal(rhythm.words()),
        ),
        f"{told.words()} {gettext('Messages come to you directly, and to nobody else.')}",
        gettext("It is kept when you press the button."),
    )
    return Shown.plain("\n".join(words), [FollowButton(answer, asked) for answer in ("y", "n")])


class FollowButton(
    ui.DynamicItem[ui.Button[Any]],
    template=(
        r"desk:f:(?P<yes>[yn]):(?P<person>[0-9a-z]{1,13}):(?P<library>[0-9a-z]{1,13})"
        r":(?P<how>[adw])(?P<weekday>[0-6])(?P<at>[0-9]{4})(?P<quiet>-|[0-9]{8})"
        r":(?P<zone>[A-Za-z0-9_+/-]{1,40}):(?P<topic>[0-9a-f]{12})"
    ),
):
    """Yes or no, for the asker alone; all it needs is in it, so it works after a restart."""

    def __init__(self, answer: str, asked: Asked | None, custom_id: str = "") -> None:
        self.yes, self.asked = answer == "y", asked
        made = custom_id or (asked.custom_id(answer) if asked else "")
        look = discord.ButtonStyle.primary if self.yes else discord.ButtonStyle.secondary
        label = gettext("Follow") if self.yes else gettext("Cancel")
        super().__init__(ui.Button(style=look, label=label, custom_id=made))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(match["yes"], Asked.read(match), match.string)

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        try:
            if self.asked is None or interaction.user.id != self.asked.person:
                raise BadQuestion(gettext("Only who asked may answer; ask with /follow."))
            told = gettext("Nothing was kept.")
            if self.yes:
                told = await _kept(interaction, self.asked)
            await reply.send(Shown.done(told))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)


async def _kept(interaction: Press, asked: Asked) -> str:
    """Keep the wish, if its reader may read that library and the topic is still known there."""
    bot: BriefingBot = interaction.client
    await _must_be_member(bot, interaction, asked.library)
    topic = await bot.desk.storage.read(lambda shelf: _topic(bot, shelf, asked))
    wish = Wish(
        person=asked.person,
        library=asked.library,
        topic=topic.key,
        name=topic.name,
        rhythm=asked.rhythm,
        channel=await _channel(interaction),
        keys=(secrets.token_hex(8), secrets.token_hex(8)),
    )
    now = bot.clock()
    await bot.desk.storage.write(lambda desk: follows.keep(desk, wish, now))
    whose = whose_briefings(asked.library, bot.name_of(asked.library))
    return gettext(
        "You follow {name} in {library}, {rhythm}. `following` lists what you follow, `unfollow` "
        "ends it.",
        name=f"**{literal(topic.name)}**",
        library=literal(whose),
        rhythm=literal(asked.rhythm.words()),
    )


async def _must_be_member(bot: BriefingBot, interaction: Press, library: int) -> None:
    if library in (HOUSE, interaction.guild_id):
        return
    guild = bot.get_guild(library)
    member = await bot.members.has(guild, interaction.user.id) if guild else False
    if not member:
        raise BadQuestion(gettext(UNSURE if member is None else NO_MEMBER))


def _topic(bot: BriefingBot, shelf: Shelf, asked: Asked) -> Topic:
    libraries = tuple(dict.fromkeys((asked.library, HOUSE)))
    known = (item.topic for item in shelf.known_topics(libraries))
    listed = (entry.topic for entry in bot.desk.catalogue.entries.values())
    for topic in (*known, *listed):
        if mark_of(topic.key) == asked.topic:
            entry = bot.desk.catalogue.entry(topic.key)
            return entry.topic if entry else topic
    raise BadQuestion(gettext(GONE))


async def _channel(interaction: Press) -> int:
    """The channel of the asker's direct messages, opened now and not among many later; 0 where that
    fails, and the first message tries again."""
    try:
        return (interaction.user.dm_channel or await interaction.user.create_dm()).id
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return 0


def zone_of(shelf: Shelf, person: int, typed: str, server: Settings, default: str | None) -> str:
    """The person's zone: typed, else as in what they follow already, else the server's; "" where
    none is known."""
    if typed:
        return typed
    own = [Rhythm.of(box).zone for box in shelf.mailboxes(person) if not box.off]
    return next(iter(own), "") or server.zone or default or ""
