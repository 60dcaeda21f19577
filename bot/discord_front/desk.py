"""`desk`: what waits for a moderator, and who changed what."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.wording import say_count, say_day
from bot.choices import PLAIN
from bot.discord_front.checks import moderators_only, must_moderate
from bot.discord_front.delivery import Reply, Shown, send_shown
from bot.discord_front.draft_lines import LeaveOutSelect, LineSelect, NameSelect
from bot.discord_front.drafting import COMMAND, DraftButton, looking, person
from bot.discord_front.errors import report_press
from bot.discord_front.histories import who_did
from bot.discord_front.markup import literal, width
from bot.discord_front.pages import Page
from bot.discord_front.typed import hybrid_group, part_of
from bot.errors import DeskError
from bot.ingestion import drafts
from bot.ingestion.logged import cells, say_standing
from bot.model import Change, Draft
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Ctx = commands.Context["BriefingBot"]
Press = discord.Interaction[Any]

WAITING = 10
"""Drafts that are listed at once, the oldest first."""
LINES = 15
"""Lines of the log on a page."""
_EVERY = 10**6
_TITLE = 80
_SAID = 120  # characters of how something stood, in a line of the log
_ROOM, _PLAIN = 3600, 1800
"""Characters of the log's lines on a card, and in a plain message, of Discord's 4,000 and 2,000."""
FILE = "log.csv"


class DeskCommands(commands.Cog):
    """The group `/desk`: its queue and its log. Other modules add their parts to it."""

    def __init__(self, bot: BriefingBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.add_dynamic_items(DraftButton, LeaveOutSelect, LineSelect, NameSelect)
        self.bot.add_dynamic_items(OlderButton, MoreButton)

    @hybrid_group(name="desk", description="The moderators' desk", fallback="queue")
    @moderators_only()
    async def desk(self, ctx: Ctx) -> None:
        """What waits for approval, each with a button to open it."""
        assert ctx.guild is not None
        await send_shown(ctx, await queue(self.bot, ctx.guild.id), private=True)

    @part_of(desk, description="Who changed what here, the newest first")
    @app_commands.describe(form="The whole log as a file")
    @moderators_only()
    async def log(self, ctx: Ctx, form: Literal["page", "file"] = "page") -> None:
        assert ctx.guild is not None
        library = ctx.guild.id
        if form == "page":
            await send_shown(ctx, await log_page(self.bot, library, None), private=True)
            return
        found = await self.bot.desk.storage.read(lambda shelf: shelf.changes(library, None, _EVERY))
        shown = Shown.plain(f"{say_count(len(found), 'change')}, the newest first.")
        await send_shown(ctx, shown.with_file(FILE, as_csv(found)), private=True)


# --- the queue -----------------------------------------------------------------------------------


async def queue(bot: BriefingBot, library: int, after: int = 0) -> Shown:
    """The drafts behind a number, each with a button to open it."""

    def look(shelf: Shelf) -> tuple[Sequence[Draft], bool]:
        plain = shelf.settings(library).extra.get(PLAIN) == "on"
        return shelf.drafts(library, after, WAITING + 1), plain

    waiting, plain = await bot.desk.storage.read(look)
    if not waiting:
        return Shown.plain(f"Nothing {'more ' if after else ''}waits for approval.")
    shown = waiting[:WAITING]
    names = await asyncio.to_thread(lambda: [_name(bot, draft) for draft in shown])
    lines = [
        f"**{draft.number}** {name} · by {person(draft.made_by)}, {_since(draft)}"
        for draft, name in zip(shown, names, strict=True)
    ]
    buttons: list[ui.Item[Any]] = [
        DraftButton("o", draft.number, draft.version, words=f"Open {draft.number}")
        for draft in shown
    ]
    if len(waiting) > WAITING:
        lines.append("More wait behind these.")
        buttons.append(MoreButton(shown[-1].number))
    head = "**Waiting for approval**" if plain else "### Waiting for approval"
    return looking(plain, Page(head, ("\n".join(lines),), ""), buttons)


def _since(draft: Draft) -> str:
    return f"<t:{int(draft.made_at.timestamp())}:R>"


def _name(bot: BriefingBot, draft: Draft) -> str:
    try:
        reading = drafts.reading_of(draft, bot.desk.catalogue)
    except DeskError as error:  # a later version reads it differently
        return literal(str(error)[:_TITLE])
    title = reading.page.title[:_TITLE] or "(untitled)"
    return f"{literal(title)}, {say_day(reading.day)}"


# --- the log -------------------------------------------------------------------------------------


async def log_page(bot: BriefingBot, library: int, before: int | None) -> Shown:
    def look(shelf: Shelf) -> tuple[Sequence[Change], bool]:
        plain = shelf.settings(library).extra.get(PLAIN) == "on"
        return shelf.changes(library, before, LINES + 1), plain

    found, plain = await bot.desk.storage.read(look)
    if not found:
        return Shown.plain("Nothing was changed here yet.")
    lines = _fitting([said(change) for change in found[:LINES]], _PLAIN if plain else _ROOM)
    shown = len(lines)
    buttons = [OlderButton(found[shown - 1].number)] if len(found) > shown else []
    head = "**Who changed what**" if plain else "### Who changed what"
    return looking(
        plain, Page(head, ("\n".join(lines),), "-# /desk log form: file has it whole"), buttons
    )


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many as a message holds, at least one."""
    kept: list[str] = []
    for line in lines:
        room -= width(line) + 1
        if kept and room < 0:
            break
        kept.append(line)
    return kept


def said(change: Change) -> str:
    """One line: when, who, what, how it stood and how it stands."""
    at = f"<t:{int(change.at.timestamp())}:f>" if change.at else ""
    sides = (say_standing(words)[:_SAID] for words in (change.before, change.after))
    moved = " → ".join(literal(side) for side in sides if side)
    told = f"{at} {who_did(change)} **{literal(change.action)}** {literal(change.object)}"
    return f"{told}: {moved}" if moved else told


def as_csv(changes: Sequence[Change]) -> bytes:
    """The log as a table; a cell that a spreadsheet would take for a formula begins with an
    apostrophe."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("at", "who", "action", "object", "before", "after"))
    table.writerows(cells(change) for change in changes)
    return out.getvalue().encode("utf-8", "replace")


class _TurnButton(ui.DynamicItem[ui.Button[Any]], template=r"desk:none"):
    """Shows the page behind a number, as a message of its own."""

    mark = ""
    words = ""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(ui.Button(label=self.words, custom_id=f"desk:{self.mark}:{number}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["number"]))

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction)
        reply.defer_when_late(private=True)
        try:
            await must_moderate(interaction, COMMAND)
            bot: BriefingBot = interaction.client
            bot.take_place(interaction)
            shown = await self._page(bot, interaction.guild_id or 0)
            await reply.send(shown, private=True)
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    async def _page(self, bot: BriefingBot, library: int) -> Shown:
        raise NotImplementedError


class OlderButton(_TurnButton, template=r"desk:log:(?P<number>\d{1,15})"):
    """Lines of the log from before one."""

    mark, words = "log", "Older ▶"

    async def _page(self, bot: BriefingBot, library: int) -> Shown:
        return await log_page(bot, library, self.number)


class MoreButton(_TurnButton, template=r"desk:queue:(?P<number>\d{1,15})"):
    """Drafts behind one."""

    mark, words = "queue", "More ▶"

    async def _page(self, bot: BriefingBot, library: int) -> Shown:
        return await queue(bot, library, self.number)
