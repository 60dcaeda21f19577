"""The readers' commands: today, company, timeline, help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.questions import COMMANDS, Question, parse
from bot.discord_front.delivery import Shown, send_shown
from bot.discord_front.help import help_text
from bot.discord_front.paging import answer
from bot.discord_front.typed import Private, hybrid
from bot.extraction.companies import look_up

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]

_CHOICES = 25  # Discord shows no more
_CHOICE_NAME = 100

PUBLIC = {"public": True}
"""Marks a command whose answer everyone in the channel sees."""


class Questions(commands.Cog):
    """Open to everyone who may see the bot."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    @hybrid(extras=PUBLIC, description="Today's briefing, or the latest one")
    async def today(self, ctx: Ctx, *, private: Private = False) -> None:
        await answer(ctx, Question("today"), private=private)

    @hybrid(
        extras=PUBLIC, description="What the briefings say about a firm, or anything else they name"
    )
    @app_commands.describe(name="A name, an alias or a ticker; slips are forgiven")
    async def company(self, ctx: Ctx, *, name: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"company {name}"), private=private)

    @hybrid(extras=PUBLIC, description="Dated events, past and planned, oldest first")
    @app_commands.describe(name="A firm, a unit, a product, a place or a person")
    async def timeline(self, ctx: Ctx, *, name: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"timeline {name}"), private=private)

    @hybrid(extras=PUBLIC, description="Where a shown line comes from")
    @app_commands.describe(line="The briefing and the line's characters, such as 12:120-180")
    async def why(self, ctx: Ctx, *, line: str = "", private: Private = False) -> None:
        await answer(ctx, parse(f"why {line}"), private=private)

    @hybrid(name="help", description="What works here, and how to ask")
    async def help_(self, ctx: Ctx) -> None:
        await send_shown(ctx, Shown.plain(await help_text(self.bot, ctx)), private=True)

    @company.autocomplete("name")
    @timeline.autocomplete("name")
    async def names(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Names that the reader's libraries hold, the most named first, slips forgiven."""
        asking = (await self.bot.answering(interaction.guild, interaction.user.id)).asking
        catalogue = self.bot.desk.catalogue
        known = await self.bot.desk.storage.read(lambda shelf: shelf.known_topics(asking.libraries))
        typed = typed.strip().casefold()
        begin = [
            item.topic
            for item in known
            if any(
                form.casefold().startswith(typed) for form in (item.topic.name, *item.topic.aliases)
            )
        ]
        if not begin and typed:
            found = look_up(typed, known, catalogue)
            held = {item.topic.key for item in known}
            near = (found.best, *found.suggestions)
            begin = [topic for topic in near if topic and topic.key in held]
        return [
            app_commands.Choice(name=topic.name[:_CHOICE_NAME], value=topic.name[:_CHOICE_NAME])
            for topic in begin[:_CHOICES]
        ]


assert {command.name for command in COMMANDS} <= set(dir(Questions))
