"""A briefing on its way into a server's library, and what its moderator is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import discord

from bot.answers.wording import say_day
from bot.app import today_in
from bot.discord_front.delivery import Shown
from bot.discord_front.drafting import asks_first, preview
from bot.discord_front.incoming import Found
from bot.discord_front.markup import literal
from bot.errors import BadBriefing, BadQuestion
from bot.ingestion.drafts import draft_in
from bot.ingestion.intake import take_in
from bot.model import FIRM_KINDS, HOUSE, BriefingRef, Outcome, Stored
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_SAID = {
    Outcome.NEW: "Taken in, new",
    Outcome.SAME: "Already here, the same",
    Outcome.CHANGED: "Changed; the version before is kept",
}
_MOST = 5
"""Briefings of one file that are told one by one."""

TITLE = 120  # characters of a title in a line of ours
_DAYLESS = ("undated", "ahead")
_ZONE_TOLD = "zone_told"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read in a briefing, and how it can be asked for."""

    facts: int
    events: int
    firms: int
    others: int
    shown_today: bool
    subject: str


async def store(
    bot: BriefingBot, guild: discord.Guild | None, member: Any, found: Found, day: date | None
) -> Shown:
    """Take the text into the server's own library, or show it first for approval, as the server
    has chosen; returns what to tell the moderator. Raises `BadBriefing`, `BadQuestion`,
    `StorageError`; then nothing was stored."""
    if guild is None:
        raise BadQuestion("Briefings are taken in in a server, not in a direct message.")
    now = bot.clock()
    zone = (await bot.asking(guild)).zone
    today = today_in(zone, min(found.posted, now))
    if asks_first(bot, await bot.settings_of(guild), member):
        shown = await _drafted(bot, guild, member, found, day, today)
        if shown is not None:
            return shown
    stored = await take_in(
        bot.desk.storage,
        bot.desk.catalogue,
        found.data,
        library=guild.id,
        now=now,
        today=today,
        day=day,
        by=member.id,
        url=found.url,
        isolate=True,
    )
    from bot.discord_front.undoing import UndoButton

    one = stored[0] if len(stored) == 1 else None
    buttons = [UndoButton(one.change, member.id)] if one and one.change else []
    return Shown.plain(await told_of(bot, guild, stored), buttons)


async def _drafted(
    bot: BriefingBot,
    guild: discord.Guild,
    member: Any,
    found: Found,
    day: date | None,
    today: date,
) -> Shown | None:
    """The first draft's preview; None where all of it is in the library already."""
    kept = await draft_in(
        bot.desk.storage,
        bot.desk.catalogue,
        found.data,
        library=guild.id,
        by=member.id,
        now=bot.clock(),
        today=today,
        day=day,
        url=found.url,
    )
    if not kept:
        return None
    note = f"{len(kept) - 1} more wait in /desk queue." if len(kept) > 1 else ""
    return await preview(bot, kept[0], note=note)


async def told_of(bot: BriefingBot, guild: discord.Guild, stored: Sequence[Stored]) -> str:
    """What a moderator is told of briefings that were put."""
    zone = (await bot.asking(guild)).zone
    lines = await _lines(bot, guild.id, stored, today_in(zone, bot.clock()))
    return "\n".join([*lines, *await _zone_hint(bot, guild, zone)])


async def _lines(
    bot: BriefingBot, library: int, stored: Sequence[Stored], today: date
) -> list[str]:
    def count(shelf: Shelf) -> list[Counts]:
        return [counts_of(shelf, library, item.ref, today) for item in stored[:_MOST]]

    counted = await bot.desk.storage.read(count)
    lines = [_told(item, counts) for item, counts in zip(stored, counted, strict=False)]
    if len(stored) > _MOST:
        lines.append(f"… and {len(stored) - _MOST} more.")
    return [*lines, _next(stored[0].ref, counted[0], today)]


def counts_of(shelf: Shelf, library: int, ref: BriefingRef, today: date) -> Counts:
    """Count what a published briefing of the library gives to ask for."""
    whole = shelf.briefing((library,), ref.id)
    topics = whole.topics if whole else ()
    events = shelf.events_of((library,), ref.id)
    named = {topic.key: topic.name for topic in topics}
    firms = sum(topic.kind in FIRM_KINDS for topic in topics)
    return Counts(
        facts=len(whole.facts) if whole else 0,
        events=len({item.event.span for item in events}),
        firms=firms,
        others=len(topics) - firms,
        shown_today=shelf.latest_day((library, HOUSE), today) == ref.day,
        subject=next((named[key] for key in whole.subjects if key in named), "") if whole else "",
    )


def _told(stored: Stored, counts: Counts) -> str:
    ref = stored.ref
    return (
        f"{_SAID[stored.outcome]}: {shown_title(ref)}, {say_day(ref.day)} (briefing {ref.id}): "
        f"{_many(counts.facts, 'fact')}, {_many(counts.events, 'dated event')}, "
        f"{_many(counts.firms, 'company', 'companies')}, {_many(counts.others, 'other name')}."
    )


def _next(ref: BriefingRef, counts: Counts, today: date) -> str:
    """Where to see it: the question that shows it now."""
    if ref.day > today:
        see = f"/today shows it on {say_day(ref.day)}"
    elif counts.shown_today:
        see = "/today shows it"
    elif counts.subject:
        see = f"/company {literal(counts.subject[:TITLE])} asks about it"
    else:
        see = "/company and /timeline ask about it"
    return f"{see}; /remove takes it out again."


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def shown_title(ref: BriefingRef) -> str:
    """The title in a line of ours, no longer than a line bears."""
    title = ref.title if len(ref.title) <= TITLE else ref.title[: TITLE - 1] + "…"
    return literal(title).replace("\n", " ") or "(untitled)"


async def _zone_hint(bot: BriefingBot, guild: discord.Guild, zone: str) -> list[str]:
    """Once in a server without a zone: how to set it."""
    chosen = await bot.settings_of(guild)
    if chosen.zone or chosen.extra.get(_ZONE_TOLD):
        return []
    await bot.keep(_ZONE_TOLD, "yes", library=guild.id)
    return [
        f"This server has no time zone yet, so its day begins in {literal(zone)}; "
        "`/settings zone` sets it. (I say this once.)"
    ]


def lacks_day(error: BaseException) -> bool:
    """Whether the text would be taken in if its day were given."""
    return isinstance(error, BadBriefing) and error.reason in _DAYLESS


def with_advice(error: Exception, advice: str) -> Exception:
    """The error with advice for Discord in place of the terminal's, which stands behind the last
    semicolon."""
    if not isinstance(error, BadBriefing) or not lacks_day(error):
        return error
    said, mark, _ = str(error).rpartition("; ")
    return BadBriefing(f"{said if mark else error}; {advice}", reason=error.reason)
