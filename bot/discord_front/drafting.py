"""A draft on its moderator's screen: the preview, and what is pressed below it.

All that a press needs is in its custom id, the version that was seen among it: who presses on an
old preview is told what has become of the draft, and nothing is done twice.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import ui

from bot.answers.wording import say_when
from bot.choices import APPROVAL, PLAIN, TRUSTED
from bot.discord_front.cards import CardView
from bot.discord_front.checks import must_moderate
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.errors import report_press
from bot.discord_front.markup import label
from bot.discord_front.pages import Page, layout_pages, plain_pages
from bot.discord_front.preview import MOST_EVENTS, MOST_FACTS, Preview, look_at, preview_card
from bot.errors import BadQuestion
from bot.ingestion import drafts
from bot.ingestion.edits import Edits
from bot.ingestion.intake import catalogue_of
from bot.model import Draft, DraftState, Reading, Settings, Span

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Press = discord.Interaction[Any]

COMMAND = "desk"
"""The command whose permissions count for a press, too."""
_OPTION = 100  # characters of an option's label and of its description
_WHICH = r"(?P<number>\d{1,15}):(?P<version>\d{1,9})"


def asks_first(bot: BriefingBot, chosen: Settings, member: Any) -> bool:
    """Whether what a member ingests is shown for approval before it is stored."""
    if (chosen.extra.get(APPROVAL) or bot.desk_settings.approval) == "off":
        return False
    role = chosen.extra.get(TRUSTED, "")
    trusted = role.isdigit() and getattr(member, "get_role", lambda _: None)(int(role)) is not None
    return not trusted


# --- the preview ---------------------------------------------------------------------------------


async def preview(bot: BriefingBot, draft: Draft, *, page: int = 0, note: str = "") -> Shown:
    """The draft as it would be stored, with its buttons; `note` stands above."""
    catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, draft.library)
    reading = await asyncio.to_thread(drafts.reading_of, draft, catalogue)

    def look(shelf: Any) -> tuple[Preview, bool]:
        plain = shelf.settings(draft.library).extra.get(PLAIN) == "on"
        return look_at(shelf, draft, reading), plain

    told, plain = await bot.desk.storage.read(look)
    pages = (plain_pages if plain else layout_pages)((preview_card(told),))
    page = min(page, len(pages) - 1)
    items = _items(draft, reading, page, len(pages))
    if not plain:
        return Shown.layout(CardView(pages[page], items, above=note))
    return Shown.plain("\n\n".join(words for words in (note, pages[page].plain()) if words), items)


def _items(draft: Draft, reading: Reading, page: int, pages: int) -> list[ui.Item[Any]]:
    which = (draft.number, draft.version)
    edits = Edits.from_json(draft.edits)
    items: list[ui.Item[Any]] = []
    if options := _lines(reading, edits):
        items.append(LeaveOutSelect(*which, options))
    if reading.events:
        items.append(RedateSelect(*which, _dated(reading)))
    items += [DraftButton(action, *which, page) for action in ("y", "e", "n")]
    if pages > 1:
        turned = (page - 1) % pages, (page + 1) % pages
        items += [DraftButton("v", *which, to, side) for to, side in zip(turned, "◀▶", strict=True)]
    return items


def _lines(reading: Reading, edits: Edits) -> list[discord.SelectOption]:
    """What may be left out, and what was and may come back."""
    told = [(fact.span, "fact") for fact in reading.facts[:MOST_FACTS]]
    told += [(event.span, f"event, {say_when(event)}") for event in reading.events[:MOST_EVENTS]]
    told += [(span, "left out; choose it to have it back") for span in sorted(edits.left_out)]
    once = dict(reversed(told))
    body = reading.body
    return [
        discord.SelectOption(
            label=label(span.of(body), _OPTION),
            description=label(about, _OPTION),
            value=f"{span.start}-{span.end}",
        )
        for span, about in sorted(once.items())
    ][:25]


def _dated(reading: Reading) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=label(event.span.of(reading.body), _OPTION),
            description=label(say_when(event), _OPTION),
            value=f"{event.span.start}-{event.span.end}",
        )
        for event in {event.span: event for event in reading.events[:MOST_EVENTS]}.values()
    ]


def _span(value: str) -> Span:
    """Raises `BadQuestion` for what no select of ours holds."""
    found = re.fullmatch(r"(\d{1,7})-(\d{1,7})", value)
    if found is None or int(found[1]) >= int(found[2]):
        raise BadQuestion("That line is not in the draft any more.")
    return Span(int(found[1]), int(found[2]))


# --- presses -------------------------------------------------------------------------------------


async def _seen(interaction: Press, number: int, version: int) -> tuple[Draft, bool]:
    """The draft as it is now, and whether it is the one that the presser saw. Raises."""
    await must_moderate(interaction, COMMAND)
    bot: BriefingBot = interaction.client
    bot.take_place(interaction)
    library = interaction.guild_id or 0
    draft = await bot.desk.storage.read(lambda shelf: shelf.draft(library, number))
    if draft is None:
        raise BadQuestion("There is no such draft here.")
    return draft, draft.version == version and draft.state is DraftState.WAITING


async def _as_it_is(bot: BriefingBot, draft: Draft) -> Shown:
    """What a presser sees who was not the first: the newest preview, or who decided."""
    if draft.state is DraftState.WAITING:
        return await preview(bot, draft, note="Somebody changed it meanwhile; this is how it is.")
    became = f" It is briefing {draft.briefing}." if draft.briefing else ""
    words = f"Draft {draft.number} was {draft.state} by {person(draft.decided_by)}.{became}"
    return await said(bot, draft.library, words)


def person(number: int) -> str:
    """As Discord shows somebody; nobody is pinged."""
    return f"<@{number}>" if number else "somebody"


async def said(bot: BriefingBot, library: int, words: str) -> Shown:
    """A last word in place of a preview, in the look that the message has."""
    chosen = await bot.desk.storage.read(lambda shelf: shelf.settings(library))
    if chosen.extra.get(PLAIN) == "on":
        return Shown.done(words)
    return Shown.layout(CardView(Page(words, (), "")))


class DraftButton(
    ui.DynamicItem[ui.Button[Any]],
    template=rf"desk:d:(?P<action>[yenvo]):{_WHICH}:(?P<page>\d{{1,3}})[bf]?",
):
    """Approve, edit, reject, another page, or open it privately."""

    _LOOKS: ClassVar = {
        "y": ("Approve", discord.ButtonStyle.success),
        "e": ("Edit", discord.ButtonStyle.primary),
        "n": ("Reject", discord.ButtonStyle.danger),
    }

    def __init__(
        self, action: str, number: int, version: int, page: int = 0, words: str = ""
    ) -> None:
        self.action, self.number, self.version, self.page = action, number, version, page
        name, style = self._LOOKS.get(action, (words, discord.ButtonStyle.secondary))
        side = {"◀": "b", "▶": "f"}.get(words, "")  # two turns to one page need two custom ids
        custom_id = f"desk:d:{action}:{number}:{version}:{page}{side}"
        super().__init__(ui.Button(label=name, style=style, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(
            match["action"], int(match["number"]), int(match["version"]), int(match["page"]), "…"
        )

    async def callback(self, interaction: Press) -> None:
        try:
            if self.action == "e":
                await self._edit(interaction)
                return
            reply = Reply.to(interaction, update=self.action != "o")
            reply.defer_when_late(private=True)
            await reply.send(await self._pressed(interaction), private=True)
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)

    async def _pressed(self, interaction: Press) -> Shown:
        bot: BriefingBot = interaction.client
        draft, current = await _seen(interaction, self.number, self.version)
        if self.action in "vo" and draft.state is DraftState.WAITING:
            return await preview(bot, draft, page=self.page)
        if not current:
            return await _as_it_is(bot, draft)
        if self.action == "y":
            return await _approved(interaction, draft)
        if await drafts.reject(bot.desk.storage, draft, by=interaction.user.id, now=bot.clock()):
            return await said(
                bot, draft.library, f"Draft {draft.number} is rejected; nothing of it was stored."
            )
        return await _as_it_is(bot, (await _seen(interaction, self.number, self.version))[0])

    async def _edit(self, interaction: Press) -> None:
        bot: BriefingBot = interaction.client
        draft, current = await _seen(interaction, self.number, self.version)
        if not current:
            reply = Reply.to(interaction, update=True)
            await reply.send(await _as_it_is(bot, draft), private=True)
            return
        catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, draft.library)
        reading = await asyncio.to_thread(drafts.reading_of, draft, catalogue)
        from bot.discord_front.draft_forms import EditForm

        await interaction.response.send_modal(EditForm(draft, reading))


async def _approved(interaction: Press, draft: Draft) -> Shown:
    from bot.discord_front.taking_in import told_of

    bot: BriefingBot = interaction.client
    assert interaction.guild is not None
    stored = await drafts.approve(
        bot.desk.storage,
        bot.desk.catalogue,
        draft,
        by=interaction.user.id,
        now=bot.clock(),
    )
    if stored is None:
        return await _as_it_is(bot, (await _seen(interaction, draft.number, draft.version))[0])
    return await said(bot, draft.library, await told_of(bot, interaction.guild, (stored,)))


class LeaveOutSelect(ui.DynamicItem[ui.Select[Any]], template=rf"desk:dl:{_WHICH}"):
    """Leaves a fact or an event out, or takes it back in."""

    def __init__(
        self, number: int, version: int, options: list[discord.SelectOption] | None = None
    ) -> None:
        self.number, self.version = number, version
        super().__init__(
            ui.Select(
                custom_id=f"desk:dl:{number}:{version}",
                placeholder="Leave a fact or an event out",
                options=options or [],
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["number"]), int(match["version"]))

    async def callback(self, interaction: Press) -> None:
        reply = Reply.to(interaction, update=True)
        reply.defer_when_late(private=True)
        try:
            span = _span(next(iter(self.item.values), ""))

            def change(edits: Edits, reading: Reading) -> Edits:
                return replace(edits, left_out=edits.left_out ^ {span})

            await reply.send(await changed(interaction, self.number, self.version, change))
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)


class RedateSelect(ui.DynamicItem[ui.Select[Any]], template=rf"desk:dd:{_WHICH}"):
    """Opens the form for another date of an event."""

    def __init__(
        self, number: int, version: int, options: list[discord.SelectOption] | None = None
    ) -> None:
        self.number, self.version = number, version
        super().__init__(
            ui.Select(
                custom_id=f"desk:dd:{number}:{version}",
                placeholder="Give an event another date",
                options=options or [],
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["number"]), int(match["version"]))

    async def callback(self, interaction: Press) -> None:
        try:
            await must_moderate(interaction, COMMAND)
            span = _span(next(iter(self.item.values), ""))
            from bot.discord_front.draft_forms import RedateForm

            form = RedateForm(self.number, self.version, span)
            await interaction.response.send_modal(form)
        except Exception as error:  # everything is told in the one place that tells errors
            await report_press(interaction, error)


async def changed(
    interaction: Press, number: int, version: int, change: Callable[[Edits, Reading], Edits]
) -> Shown:
    """Keep a moderator's change, and show the draft as it is then."""
    bot: BriefingBot = interaction.client
    draft, current = await _seen(interaction, number, version)
    if not current:
        return await _as_it_is(bot, draft)
    catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, draft.library)
    reading = await asyncio.to_thread(drafts.reading_of, draft, catalogue)
    edits = change(Edits.from_json(draft.edits), reading)
    kept = await drafts.edit(
        bot.desk.storage,
        draft,
        edits,
        bot.desk.catalogue,
        by=interaction.user.id,
        now=bot.clock(),
    )
    if kept is None:
        return await _as_it_is(bot, (await _seen(interaction, number, version))[0])
    return await preview(bot, kept)
