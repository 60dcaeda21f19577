"""The readers' commands: each answer, and help."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.asked import with_filters
from bot.answers.questions import COMMANDS, Question, parse
from bot.answers.wording import say_weekday
from bot.discord_front.delivery import send_shown
from bot.discord_front.help import help_card
from bot.discord_front.paging import answer
from bot.discord_front.typed import Private, hybrid
from bot.extraction.companies import complete
from bot.model import BriefingRef, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

_CHOICES = 25  # Discord shows no more
_CHOICE_NAME = 100
_DAYS_READ = 200
"""Briefings, the newest, among which a typed day or title is looked for."""

PUBLIC = {"public": True}
"""Marks a command whose answer everyone in the channel sees."""


class Questions(commands.Cog):
    """Open to everyone who may see the bot."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid(extras=PUBLIC, description=gettext_noop("Today's briefing, or the latest one"))
    async def today(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("today"), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("The newest briefing, whatever its day"))
    async def latest(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("latest"), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("The briefing of a day"))
    @app_commands.describe(day=gettext_noop("Such as 2025-12-09, 9 December 2025 or yesterday"))
    async def briefing(self, ctx: Ctx, *, day: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"briefing {day}"), private=private)

    @hybrid(
        extras=PUBLIC,
        description=gettext_noop("What the briefings say about a firm, or anything else they name"),
    )
    @app_commands.describe(name=gettext_noop("A name, an alias or a ticker; slips are forgiven"))
    async def company(self, ctx: Ctx, *, name: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"company {name}"), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("Dated events, past and planned, oldest first"))
    @app_commands.describe(
        name=gettext_noop("A firm, a unit, a product, a place or a person"),
        since=gettext_noop("From this day on, such as 2026 or 9 December 2025"),
        until=gettext_noop("Until this day"),
        only=gettext_noop("Only what is planned, or what is past"),
    )
    @app_commands.rename(since="from")
    async def timeline(
        self,
        ctx: Ctx,
        *,
        name: str = "",
        since: str = "",
        until: str = "",
        only: Literal["planned", "past"] | None = None,
        private: Private = False,
    ) -> None:
        line = with_filters(f"timeline {name}", {"from": since, "until": until, "only": only or ""})
        await answer(ctx, parse(line), private=private)

    @hybrid(
        extras=PUBLIC, description=gettext_noop("What has been promised, by the day it falls due")
    )
    @app_commands.describe(
        name=gettext_noop("A firm or anything else that is named; all of them without")
    )
    async def upcoming(self, ctx: Ctx, *, name: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"upcoming {name}"), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("Two firms side by side, and what links them"))
    @app_commands.describe(
        names=gettext_noop("The first, or both with a comma between"),
        second=gettext_noop("The second"),
    )
    async def compare(
        self, ctx: Ctx, *, names: str = "", second: str = "", private: Private = False
    ) -> None:
        both = f"{names}, {second}" if second else names
        await answer(ctx, parse(f"compare {both}"), private=private)

    @hybrid(
        extras=PUBLIC, description=gettext_noop("Sentences of the briefings that hold the words")
    )
    @app_commands.describe(
        words=gettext_noop('Words; also "a phrase" and -word'),
        company=gettext_noop("Only briefings that name this firm"),
        after=gettext_noop("Only briefings from this day on"),
        before=gettext_noop("Only briefings until this day"),
        sort=gettext_noop("The newest first, or the best"),
    )
    async def search(
        self,
        ctx: Ctx,
        *,
        words: str = "",
        company: str = "",
        after: str = "",
        before: str = "",
        sort: Literal["newest", "best"] | None = None,
        private: Private = False,
    ) -> None:
        filters = {"company": company, "after": after, "before": before, "sort": sort or ""}
        await answer(ctx, parse(with_filters(f"search {words}", filters)), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("Who is in the library, the most named first"))
    async def companies(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("companies"), private=private)

    @hybrid(
        extras=PUBLIC,
        description=gettext_noop("The last seven days, firm by firm, and what falls due"),
    )
    async def week(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("week"), private=private)

    @hybrid(
        extras=PUBLIC,
        description=gettext_noop("The last thirty days, firm by firm, and what falls due"),
    )
    async def month(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("month"), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("Where a shown line comes from"))
    @app_commands.describe(
        line=gettext_noop("The briefing and the line's characters, such as 12:120-180")
    )
    async def why(self, ctx: Ctx, *, line: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"why {line}"), private=private)

    @hybrid(extras=PUBLIC, description=gettext_noop("What was put right in the briefings"))
    async def corrections(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("corrections"), private=private)

    @hybrid(name=gettext_noop("help"), description=gettext_noop("What works here, and how to ask"))
    async def help_(self, ctx: Ctx) -> None:
        await send_shown(ctx, await help_card(self.bot, ctx), private=True)

    @briefing.autocomplete("day")
    async def days(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Days that have a briefing, the newest first, with its title; what is typed may stand in
        either."""
        bot = self.bot
        place = await bot.place_of(interaction.guild, interaction.user.id)

        def look(shelf: Shelf) -> tuple[BriefingRef, ...]:
            libraries = bot.answering_at(shelf, place).asking.libraries
            return shelf.newest(libraries, date.min, date.max, _DAYS_READ)

        refs = await bot.desk.storage.read(look)
        told = [(f"{say_weekday(ref.day)} · {ref.title}", ref.day.isoformat()) for ref in refs]
        near = [item for item in told if typed.strip().casefold() in " ".join(item).casefold()]
        return [
            app_commands.Choice(name=name[:_CHOICE_NAME], value=day)
            for name, day in near[:_CHOICES]
        ]

    @compare.autocomplete("names")
    async def pairs(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Names for the one that is being typed, behind the one that is typed already."""
        first, comma, second = typed.partition(",")
        before = f"{first.strip()}, " if comma else ""
        found = await self._names(interaction, second if comma else first)
        whole = [f"{before}{name}"[:_CHOICE_NAME] for name in found]
        return [app_commands.Choice(name=words, value=words) for words in whole]

    @company.autocomplete("name")
    @timeline.autocomplete("name")
    @upcoming.autocomplete("name")
    @search.autocomplete("company")
    @compare.autocomplete("second")
    async def names(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Names that the reader's libraries hold."""
        found = await self._names(interaction, typed)
        return [
            app_commands.Choice(name=name[:_CHOICE_NAME], value=name[:_CHOICE_NAME])
            for name in found
        ]

    async def _names(self, interaction: discord.Interaction[Any], typed: str) -> list[str]:
        """Names that begin as typed, the most named first, else the nearest, slips forgiven."""
        bot, catalogue = self.bot, self.bot.desk.catalogue
        place = await bot.place_of(interaction.guild, interaction.user.id)

        def look(shelf: Shelf) -> tuple[Topic, ...]:
            known = shelf.known_topics(bot.answering_at(shelf, place).asking.libraries)
            return complete(typed, known, catalogue, _CHOICES)

        return [topic.name for topic in await bot.desk.storage.read(look)]


assert {command.name for command in COMMANDS} <= set(dir(Questions))
