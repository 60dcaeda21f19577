"""Page buttons whose whole state is in their custom id: they answer after a restart, and a week
later, by asking the question again as on its day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import discord
from discord import ui
from discord.ext import commands

from bot.answers.card import Card
from bot.answers.outline import outline
from bot.answers.posts import COMPANY, DUE, post_cards
from bot.answers.questions import Question
from bot.answers.questions import answer as answer_question
from bot.answers.standing import Kept
from bot.answers.values import (
    Answer,
    CompanyAnswer,
    CompareAnswer,
    DayAnswer,
    TimelineAnswer,
    UpcomingAnswer,
)
from bot.answers.values import Context as Asking
from bot.answers.wording import say_day
from bot.discord_front.cards import CardView
from bot.discord_front.delivery import Reply, Shown, send_shown
from bot.discord_front.direct import Answering, Place
from bot.discord_front.errors import report_press
from bot.discord_front.jumping import jump_items, turn_label
from bot.discord_front.memory import fitted, recalled
from bot.discord_front.page_state import HASHED, STATE, PageState, key_of
from bot.discord_front.pages import Page, layout_pages, page_at, plain_pages
from bot.discord_front.pictures import attached, on_card, picture_for, with_or_without
from bot.discord_front.receipts import Way, receipt_items, ways
from bot.discord_front.rights import may_attach
from bot.discord_front.sharing import ShareButton, check_may_share, named, post
from bot.discord_front.why import server_of_letter
from bot.errors import BadQuestion
from bot.locales import spoken
from bot.pictures.gallery import Picture
from bot.storage.protocol import Shelf
from bot.translations import gettext

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_POSTED = {"news": COMPANY, "due": DUE}
Posted = tuple[Card, ...]
T = TypeVar("T")


class PageButton(
    ui.DynamicItem[ui.Button[Any]],
    template=r"desk:(?P<button>[pnea]):" + STATE,
):
    """Previous ("p") or next ("n") page, an earlier ("e") day or one after ("a"); `state` is the
    page that a press shows."""

    def __init__(
        self, state: PageState | None, custom_id: str, *, label: str = "", disabled: bool = False
    ) -> None:
        self.state = state
        super().__init__(
            ui.Button(
                style=discord.ButtonStyle.secondary,
                label=label or turn_label(onward=not custom_id.startswith("desk:p")),
                custom_id=custom_id,
                disabled=disabled,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(PageState.read(match), match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """The asker turns their own page; another reader gets one of their own, privately."""
        await turn_page(interaction, self.state)


def page_buttons(state: PageState, starts: Sequence[str]) -> tuple[PageButton, ...]:
    """Both buttons for the page shown, the one without a page behind it disabled; none for one
    page. `starts` are the keys of all pages' beginnings."""
    if len(starts) < 2:
        return ()
    before, after = max(state.page - 1, 0), state.page + 1
    last = after >= len(starts)
    back = replace(state, page=before, start=starts[before])
    onward = replace(state, page=after, start="" if last else starts[after])
    return (
        PageButton(back, back.custom_id("p"), disabled=state.page == 0),
        PageButton(onward, onward.custom_id("n"), disabled=last),
    )


def day_buttons(state: PageState, found: Answer | Posted) -> tuple[PageButton, ...]:
    """To the nearest days with a briefing, before and after the one shown."""
    if not isinstance(found, DayAnswer):
        return ()
    near = (("e", found.before, "◀ {}"), ("a", found.after, "{} ▶"))
    return tuple(
        PageButton(to, to.custom_id(button), label=label.format(say_day(day)))
        for button, day, label in near
        if day
        for asked in [Question("briefing", day.isoformat())]
        for to in [replace(state, question=asked, page=0, start="")]
    )


# --- answering ---------------------------------------------------------------------------------


async def answer(
    ctx: commands.Context[BriefingBot], question: Question, *, private: bool = False
) -> None:
    """Answer a reader's command, in the look that the server has chosen; `private` counts for
    slash commands only."""
    bot = ctx.bot
    place = await bot.place_of(ctx.guild, ctx.author.id)
    found = await _found(bot, question, place)
    where = found.where
    state = PageState(question, where.asking.today, ctx.author.id, plain=where.plain)
    hidden = private and ctx.interaction is not None and ctx.guild is not None
    face = await _shown(bot, state, found, attach=may_attach(ctx), shares=hidden)
    shown = face.painted(share=hidden)
    await with_or_without(lambda one: send_shown(ctx, one, private=private), shown)


async def turn_page(
    interaction: discord.Interaction[Any], state: PageState | None, *, beside: bool = False
) -> None:
    """Show another page: in place for the asker, privately for anyone else, and for all where it
    is to stand `beside` the message. Never raises: nothing above would tell the reader."""
    mine = state is not None and interaction.user.id == state.asker and not beside
    reply = Reply.to(interaction, update=mine)
    private = not beside or interaction.guild is not None
    reply.defer_when_late(private=private)
    try:
        face = await _pressed(interaction, state)
        hidden = private if not mine else _is_private(interaction)
        shown = face.painted(share=hidden and interaction.guild is not None)
        await with_or_without(lambda one: reply.send(one, private=private), shown)
    except Exception as error:  # everything is told in the one place that tells errors
        await report_press(interaction, error)


async def show_beside(interaction: discord.Interaction[Any], question: Question) -> None:
    """Answer a press by a page of the presser's own, and leave the message as it is."""
    day = interaction.created_at.date()
    await turn_page(interaction, PageState(question, day, interaction.user.id), beside=True)


async def share_page(interaction: discord.Interaction[Any], state: PageState | None) -> None:
    """Show a private page to all in the channel, in the presser's name. Never raises."""
    reply = Reply.to(interaction, update=True)
    reply.defer_when_late(private=True)
    try:
        check_may_share(interaction)
        face = await _pressed(interaction, state)
        shown = face.painted(above=named(interaction.user))
        await post(interaction, shown, face.state.custom_id("s"), face.page.quotes)
        await reply.send(face.painted(share=True, shared=True), private=True)
    except Exception as error:  # everything is told in the one place that tells errors
        await report_press(interaction, error)


async def _pressed(interaction: discord.Interaction[Any], state: PageState | None) -> _Face:
    """The page that a press asks for, as the presser's own."""
    if state is None:
        raise BadQuestion(gettext("This button is no longer of use; ask again."))
    bot: BriefingBot = interaction.client
    bot.take_place(interaction)
    reader = interaction.user.id
    guild = interaction.guild or await server_of_letter(interaction)
    place = await bot.place_of(guild, reader)
    own = replace(state, asker=reader, plain=_is_plain(interaction))
    own = await recalled(bot, own, place.library)
    found = await _found(bot, own.question, place, today=state.today, keyed=own.keyed)
    return await _shown(bot, own, found, attach=True, shares=True)


def _is_private(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_plain(interaction: discord.Interaction[Any]) -> bool:
    """The look of the message that bears the button: Discord lets no edit change it, whatever a
    custom id may say."""
    return interaction.message is not None and not interaction.message.flags.components_v2


@dataclass(frozen=True, slots=True)
class _Face:
    """One page of an answer with the state that its buttons bear, and its picture if it has one;
    `starts` are the keys of all pages' beginnings, `lines` what can be asked where it comes from,
    `around` buttons that lead beside the answer."""

    page: Page
    state: PageState
    starts: tuple[str, ...]
    lines: tuple[Way, ...] = ()
    around: tuple[PageButton, ...] = ()
    picture: Picture | None = None

    def painted(self, *, share: bool = False, shared: bool = False, above: str = "") -> Shown:
        """As a message: with a button to share it, with a word above it."""
        sharing = (
            (ShareButton(self.state, self.state.custom_id("s"), shared=shared),) if share else ()
        )
        items = (
            *receipt_items(self.lines),
            *jump_items(self.state, self.starts),
            *page_buttons(self.state, self.starts),
            *self.around,
            *sharing,
        )
        bare = replace(self._bare(items, above), clears=True)
        if self.picture is None:
            return bare
        if self.state.plain:
            return replace(bare, file=attached(self.picture), without=bare)
        view = CardView(self.page, items, above=above, picture=on_card(self.picture))
        return replace(Shown.layout(view), file=attached(self.picture), without=bare)

    def _bare(self, items: tuple[ui.Item[Any], ...], above: str) -> Shown:
        if not self.state.plain:
            return Shown.layout(CardView(self.page, items, above=above))
        words = f"{above}\n\n{self.page.plain()}" if above else self.page.plain()
        return Shown.plain(words, items)


class Found(NamedTuple):
    """What was read in one hop: by what the answer goes, and the answer."""

    where: Answering
    told: Kept | Posted

    @property
    def answer(self) -> Answer | Posted:
        return self.told.answer if isinstance(self.told, Kept) else self.told


async def _shown(
    bot: BriefingBot, state: PageState, found: Found, *, attach: bool, shares: bool
) -> _Face:
    """The page of the answer as it is now, the last one if there are fewer by now; the first with
    its picture where we may `attach` one. A long question is kept only for buttons that ask it
    again: of many pages, and of one that `shares` the page."""
    where, told = found
    pages = _pages(told, state)
    page = page_at(pages, state.start, state.page)
    asked = _by_key(state.question, found.answer)
    kept = replace(state, question=asked, page=page, start=pages[page].start)
    asked_again = shares or len(pages) > 1
    if asked_again and not isinstance(found.answer, _BY_TOPIC):  # a topic's key is found for good
        kept = await fitted(bot, kept, where.asking.libraries[0])
    return _Face(
        page=_noted(pages[page], where.note),
        state=kept,
        starts=tuple(one.start for one in pages),
        lines=_made(told, ("ways", page, *_look(state)), lambda: ways(pages[page].quotes)),
        around=day_buttons(kept, found.answer),
        picture=await picture_for(bot, found.answer) if attach and page == 0 else None,
    )


def _pages(told: Kept | Posted, state: PageState) -> tuple[Page, ...]:
    cut = plain_pages if state.plain else layout_pages
    if isinstance(told, tuple):
        return cut(told, state.start)

    def make() -> tuple[Page, ...]:
        pages = cut(outline(told.answer), state.start)
        told.lines += 2 * sum(len(page.quotes) for page in pages)  # as words and as ways
        return pages

    return _made(told, _look(state), make)


def _look(state: PageState) -> tuple[object, ...]:
    return state.plain, state.start, spoken()


def _made(told: Kept | Posted, key: object, make: Callable[[], T]) -> T:
    """What is made of an answer, kept as long as the answer is."""
    made: T = told.make(key, make) if isinstance(told, Kept) else make()
    return made


_BY_TOPIC = (tuple, CompanyAnswer, UpcomingAnswer)


async def _found(
    bot: BriefingBot,
    question: Question,
    place: Place,
    *,
    today: date | None = None,
    keyed: bool = False,
) -> Found:
    """The answer to a reader at a place: at once where nothing was written since it was last
    given, else in one hop."""
    mark = bot.desk.storage.mark()
    still = bot.answering_still(mark, place, today)
    kept = still and bot.kept.recall(mark, question, still.asking, keyed=keyed)
    if still and kept:
        return Found(still, kept)

    def ask(shelf: Shelf) -> Found:
        where = bot.answering_at(shelf, place, today, mark=mark)
        return Found(where, _told(bot, shelf, question, where.asking, keyed=keyed, mark=mark))

    return await bot.desk.storage.read(ask)


def _told(
    bot: BriefingBot,
    shelf: Shelf,
    question: Question,
    asking: Asking,
    *,
    keyed: bool,
    mark: object,
) -> Kept | Posted:
    catalogue = bot.desk.catalogue
    asked = _spelt_out(shelf, question, asking) if keyed else question
    if kind := _POSTED.get(asked.command):
        cards = post_cards(shelf, catalogue, asking, kind, asked.argument, asked.argument)
        if not cards:
            raise BadQuestion(gettext("That is no longer in the library; ask again."))
        return cards

    def read() -> Answer:
        found = answer_question(shelf, catalogue, asking, asked)
        return _in_words(found) if keyed else found

    return bot.kept.find(shelf, asked, asking, read, keyed=keyed, mark=mark)


def _spelt_out(shelf: Shelf, question: Question, asking: Asking) -> Question:
    """The question with the key whose mark it bears, where it is too long to stand there."""
    if not HASHED.fullmatch(question.argument):
        return question
    keys = (item.topic.key for item in shelf.known_topics(asking.libraries))
    mark, _, filters = question.argument.partition(" ")
    return replace(question, argument=f"{key_of(mark, keys)} {filters}".strip())


def _in_words(found: Answer) -> Answer:
    """The answer without the key by which it was asked for, which is no word of the reader's."""
    if isinstance(found, CompanyAnswer | TimelineAnswer):
        return replace(found, asked=found.topic.name)
    if isinstance(found, UpcomingAnswer) and found.topic:
        return replace(found, asked=found.topic.name)
    return found


def _by_key(question: Question, found: Answer | Posted) -> Question:
    """The question with its topics' keys, so that its next page is about the very same ones."""
    match found:
        case CompanyAnswer():
            return replace(question, argument=found.topic.key)
        case TimelineAnswer():
            return replace(question, argument=f"{found.topic.key} {found.asked_for}".strip())
        case UpcomingAnswer():
            return replace(question, argument=found.topic.key if found.topic else "")
        case CompareAnswer():
            keys = f"{found.left.topic.key} | {found.right.topic.key}"
            return replace(question, argument=keys)
        case DayAnswer():  # "latest" may be another day's by then
            return Question("briefing", found.day.isoformat())
    return question


def _noted(page: Page, note: str) -> Page:
    """The page below a line on where its answer comes from, short enough for both looks."""
    return replace(page, head=f"{note}\n{page.head}") if note else page
