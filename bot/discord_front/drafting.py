"""A draft on its moderator's screen: the preview, and what is pressed below it.

All that a press needs is in its custom id, the version that was seen among it: who presses on an
old preview is told what has become of the draft, and nothing is done twice.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import ui

from bot.choices import APPROVAL, PLAIN, TRUSTED
from bot.discord_front.cards import CardView
from bot.discord_front.checks import must_moderate
from bot.discord_front.delivery import Reply, Shown
from bot.discord_front.errors import report_press
from bot.discord_front.pages import Page, layout_pages, plain_pages
from bot.discord_front.preview import Preview, look_at, preview_card
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.ingestion import drafts
from bot.ingestion.edits import Edits
from bot.ingestion.intake import catalogue_of
from bot.model import Draft, DraftState, Reading, Settings
from bot.storage.protocol import Shelf

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

Press = discord.Interaction[Any]

COMMAND = "desk"
"""The command whose permissions count for a press, too."""
WHICH = r"(?P<number>\d{1,15}):(?P<version>\d{1,9})"


def asks_first(bot: BriefingBot, chosen: Settings, member: Any) -> bool:
    """Whether what a member ingests is shown for approval before it is stored."""
    if (chosen.extra.get(APPROVAL) or bot.desk_settings.approval) == "off":
        return False
    role = chosen.extra.get(TRUSTED, "")
    trusted = role.isdigit() and getattr(member, "get_role", lambda _: None)(int(role)) is not None
    return not trusted


# --- the preview ---------------------------------------------------------------------------------


async def preview(
    bot: BriefingBot, draft: Draft, *, page: int = 0, note: str = "", plain: bool | None = None
) -> Shown:
    """The draft as it would be stored, with its buttons; `note` stands above. `plain` is the look
    of the message that it replaces, None for a new one."""
    catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, draft.library)
    reading = await asyncio.to_thread(drafts.reading_of, draft, catalogue)

    def look(shelf: Shelf) -> tuple[Preview, bool]:
        chosen = shelf.settings(draft.library).extra.get(PLAIN) == "on"
        return look_at(shelf, draft, reading), chosen if plain is None else plain

    told, plainly = await bot.desk.storage.read(look)
    pages = (plain_pages if plainly else layout_pages)((preview_card(told),))
    page = min(page, len(pages) - 1)
    return looking(plainly, pages[page], _items(draft, reading, page, len(pages)), note)


def looking(plain: bool, page: Page, items: Sequence[ui.Item[Any]] = (), above: str = "") -> Shown:
    """A page as a server has chosen to see such, or as the message has it that it replaces."""
    if not plain:
        return Shown.layout(CardView(page, items, above=above))
    words = "\n\n".join(part for part in (above, page.plain()) if part)
    return Shown.plain(words, items) if items else Shown.done(words)


def is_plain(interaction: Press) -> bool:
    """The look of the message whose button is pressed, which an edit must keep."""
    return interaction.message is None or not interaction.message.flags.components_v2


def last_word(interaction: Press, words: str, items: Sequence[ui.Item[Any]] = ()) -> Shown:
    """What stands in place of a pressed message's own words from now on."""
    return looking(is_plain(interaction), Page(words, (), ""), items)


def _items(draft: Draft, reading: Reading, page: int, pages: int) -> list[ui.Item[Any]]:
    from bot.discord_front.draft_lines import line_items

    which = (draft.number, draft.version)
    items = line_items(draft, reading)
    items += [DraftButton(action, *which, page) for action in ("y", "e", "n")]
    if pages > 1:
        turned = (page - 1) % pages, (page + 1) % pages
        items += [DraftButton("v", *which, to, side) for to, side in zip(turned, "◀▶", strict=True)]
    return items


# --- presses -------------------------------------------------------------------------------------


async def seen(interaction: Press, number: int, version: int) -> tuple[Draft, bool]:
    """The draft as it is now, and whether it is the one that the presser saw. Raises."""
    await must_moderate(interaction, COMMAND)
    bot: BriefingBot = interaction.client
    bot.take_place(interaction)
    library = interaction.guild_id or 0
    draft = await bot.desk.storage.read(lambda shelf: shelf.draft(library, number))
    if draft is None:
        raise BadQuestion("There is no such draft here.")
    return draft, draft.version == version and draft.state is DraftState.WAITING


async def _as_it_is(interaction: Press, draft: Draft) -> Shown:
    """What a presser sees who was not the first: the newest preview, or who decided."""
    plain = is_plain(interaction)
    if draft.state is DraftState.WAITING:
        note = "Meanwhile it was changed, or what names mean; this is how it is."
        return await preview(interaction.client, draft, note=note, plain=plain)
    became = f" It is briefing {draft.briefing}." if draft.briefing else ""
    words = f"Draft {draft.number} was {draft.state} by {person(draft.decided_by)}.{became}"
    return last_word(interaction, words)


def person(number: int) -> str:
    """As Discord shows somebody; nobody is pinged."""
    return f"<@{number}>" if number else "somebody"


class DraftButton(
    ui.DynamicItem[ui.Button[Any]],
    template=rf"desk:d:(?P<action>[yenvo]):{WHICH}:(?P<page>\d{{1,3}})[bf]?",
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
        draft, current = await seen(interaction, self.number, self.version)
        if self.action in "vo" and draft.state is DraftState.WAITING:
            plain = None if self.action == "o" else is_plain(interaction)
            return await preview(bot, draft, page=self.page, plain=plain)
        if not current:
            return await _as_it_is(interaction, draft)
        if self.action == "y":
            return await _approved(interaction, draft)
        if await drafts.reject(bot.desk.storage, draft, by=interaction.user.id, now=bot.clock()):
            words = f"Draft {draft.number} is rejected; nothing of it was stored."
            return last_word(interaction, words)
        return await _as_it_is(interaction, await newest(interaction, draft))

    async def _edit(self, interaction: Press) -> None:
        bot: BriefingBot = interaction.client
        draft, current = await seen(interaction, self.number, self.version)
        if not current:
            reply = Reply.to(interaction, update=True)
            await reply.send(await _as_it_is(interaction, draft), private=True)
            return
        from bot.discord_front.draft_forms import EditForm

        reading = await reading_now(bot, draft)
        await interaction.response.send_modal(EditForm(draft, reading))


async def newest(interaction: Press, draft: Draft) -> Draft:
    """The draft as it stands now that somebody else was quicker."""
    return (await seen(interaction, draft.number, draft.version))[0]


async def reading_now(bot: BriefingBot, draft: Draft) -> Reading:
    """How a draft reads as its library's names are now."""
    catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, draft.library)
    return await asyncio.to_thread(drafts.reading_of, draft, catalogue)


async def _approved(interaction: Press, draft: Draft) -> Shown:
    from bot.discord_front.taking_in import told_of
    from bot.discord_front.undoing import UndoButton

    bot: BriefingBot = interaction.client
    assert interaction.guild is not None
    by = interaction.user.id
    stored = await drafts.approve(
        bot.desk.storage, bot.desk.catalogue, draft, by=by, now=bot.clock()
    )
    if stored is None:
        return await _as_it_is(interaction, await newest(interaction, draft))
    words = await told_of(bot, interaction.guild, (stored,))
    buttons = [UndoButton(stored.change, by)] if stored.change else []
    return last_word(interaction, words, buttons)


async def changed(
    interaction: Press,
    number: int,
    version: int,
    change: Callable[[Edits, Reading, Catalogue], Edits],
) -> Shown:
    """Keep a moderator's change, and show the draft as it is then."""
    bot: BriefingBot = interaction.client
    draft, current = await seen(interaction, number, version)
    if not current:
        return await _as_it_is(interaction, draft)
    catalogue = await catalogue_of(bot.desk.storage, bot.desk.catalogue, draft.library)

    def edits_now() -> Edits:
        reading = drafts.reading_of(draft, catalogue)
        return change(Edits.from_json(draft.edits), reading, catalogue)

    edits = await asyncio.to_thread(edits_now)
    by, now = interaction.user.id, bot.clock()
    kept = await drafts.edit(bot.desk.storage, draft, edits, bot.desk.catalogue, by=by, now=now)
    if kept is None:
        return await _as_it_is(interaction, await newest(interaction, draft))
    return await preview(bot, kept, plain=is_plain(interaction))
