"""Any briefing, however hostile and long: taken into a real library, asked for, and painted as the
bot paints it. Discord's judge refuses no page, no fact is lost between the pages, nothing pings,
and every shown stretch stands in the stored body at its offsets, byte for byte."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import discord
from discord.http import handle_message_parameters
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.answers.card import Card, LineKind
from bot.answers.outline import outline
from bot.answers.questions import Question
from bot.answers.values import Context
from bot.app import Desk, open_catalogue
from bot.discord_front.cards import CardView
from bot.discord_front.delivery import Shown
from bot.discord_front.jumping import jump_items
from bot.discord_front.page_state import PageState
from bot.discord_front.pages import Page, layout_pages, plain_pages
from bot.discord_front.paging import page_buttons
from bot.discord_front.receipts import receipt_items, ways
from bot.ingestion.intake import take_in
from bot.model import HOUSE, Quote
from bot.storage.sqlite import SqliteStorage
from tests.discord_front.conftest import NOON
from tests.discord_front.parity_reading import seen
from tests.discord_front.test_hostile import FIRM, MONTHS, squeezed
from tests.discord_front.test_render import HOSTILE
from tests.discord_server.judge import by_our_rules
from tests.discord_server.judge.description import loaded, where

QUESTIONS = (
    "today",
    f"company {FIRM}",
    f"timeline {FIRM}",
    f"upcoming {FIRM}",
    "search plant",
    "latest",
    "week",
    f"compare {FIRM}, Hartwell Mobility",
    "companies",
)
ANYBODY = 10**19

words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.text(alphabet="*_~|`<#[>\\ ab@:1.-()]!", max_size=40),
    st.builds(
        lambda letter, times: letter * times,
        st.sampled_from(("x", "*", "\\", "e\u0301", "\u0301\u0316", "\U0001f600", "a b ")),
        st.sampled_from((10, 400, 2500)),
    ),
)


def sentence(number: int, hostile: str) -> str:
    """A fact and an event, past or to come, with hostile words in it."""
    verb = "opened" if number % 3 else "will open"
    year = 1960 + number // 8 if number % 3 else 2026 + number // 8
    plain = " ".join(hostile.split())
    return (
        f"{FIRM} {verb} a plant with {plain} in {MONTHS[number % 12]} {number % 28 + 1}, {year}, "
        f"at a cost of ${number + 20} million."
    )


def briefing(title: str, told: Sequence[str], many: int) -> str:
    lines = [sentence(number, told[number % len(told)]) for number in range(many)]
    lines.append(f"Hartwell Mobility and {FIRM} will share a plant in Ludlow by May 2027.")
    return "\n\n".join([f"December 9, 2025 - {' '.join(title.split()) or 'Vans'}", *lines])


briefings = st.builds(
    briefing, words, st.lists(words, min_size=1, max_size=6), st.sampled_from((1, 3, 20))
)


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(briefings)
@example(briefing(HOSTILE[0], HOSTILE[:9], 45))
@example(briefing("\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd", HOSTILE[8:], 45))
def test_no_briefing_is_too_hostile(text: str) -> None:
    asyncio.run(_holds(text))


def test_five_hundred_facts_are_told_on_many_pages() -> None:
    text = briefing("Five Hundred", ("some people", "@here", "[x](https://evil.example)"), 500)
    lines = asyncio.run(_holds(text))
    assert lines == 501


async def _holds(text: str) -> int:
    """How many lines the timeline has."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(await SqliteStorage.open(Path(folder) / "library.db"), catalogue())
        try:
            stored = await take_in(
                desk.storage,
                desk.catalogue,
                text.encode("utf-8", "surrogatepass"),
                library=HOUSE,
                day=NOON.date(),
                now=NOON,
                today=NOON.date(),
            )
            assert stored
            for line in QUESTIONS:
                found = await desk.ask(line, Context(today=NOON.date(), zone="UTC"))
                cards = outline(found)
                await _assert_stored(desk, cards)
                _assert_told(line, cards)
            timeline = outline(await desk.ask(f"timeline {FIRM}", Context(today=NOON.date())))
            return len(dict.fromkeys(quote.span for quote, _ in quotes_of(timeline)))
        finally:
            await desk.close()


@cache
def catalogue() -> Any:
    return open_catalogue()


# --- what is shown is what is stored --------------------------------------------------------------


def quotes_of(cards: Sequence[Card]) -> Iterator[tuple[Quote, str]]:
    """Each shown stretch with the words that are shown of it."""
    for card in cards:
        for section in card.sections:
            for line in (line for block in section.blocks for line in block.lines):
                if line.quote is not None and line.kind is not LineKind.SOURCE:
                    yield line.quote, line.text


async def _assert_stored(desk: Desk, cards: Sequence[Card]) -> None:
    for quote, shown in quotes_of(cards):
        number = quote.briefing.id
        body = await desk.storage.read(lambda shelf, number=number: shelf.body(number))
        assert body is not None
        start, end = quote.span
        assert _bytes(body[start:end]) == _bytes(quote.text)
        before = "… " if start > quote.sentence.start else ""
        after = " …" if end < quote.sentence.end else ""
        assert _bytes(shown) == _bytes(before + body[start:end] + after)
        start, end = quote.sentence
        assert _bytes(body[start:end]) == _bytes(quote.sentence_text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# --- what is painted is taken, and whole ----------------------------------------------------------


def _assert_told(line: str, cards: Sequence[Card]) -> None:
    told = [shown for _, shown in quotes_of(cards)]
    for plain in (False, True):
        pages = (plain_pages if plain else layout_pages)(cards)
        for number, page in enumerate(pages):
            _assert_taken(_message(line, pages, number, plain=plain))
            assert not _PINGS.search(_ADDRESS.sub("", page.plain()))
            again = (plain_pages if plain else layout_pages)(cards, page.start)
            assert [one.parts for one in again] == [one.parts for one in pages]
        _assert_in_order(told, squeezed(seen("\n".join(p for page in pages for p in page.parts))))


def _assert_in_order(told: Sequence[str], shown: str) -> None:
    at = 0
    for text in map(squeezed, told):
        found = shown.find(text, at)
        assert found >= 0, f"lost: {text[:80]!r}"
        at = found + len(text)


def _message(line: str, pages: Sequence[Page], number: int, *, plain: bool) -> dict[str, Any]:
    """The body that discord.py sends for a page with all that stands below it."""
    command, _, argument = line.partition(" ")
    page, starts = pages[number], [one.start for one in pages]
    question = Question(command, argument[:20])
    state = PageState(question, date(2025, 12, 9), ANYBODY, number, page.start, plain)
    items = (
        *receipt_items(ways(page.quotes)),
        *jump_items(state, starts),
        *page_buttons(state, starts),
    )
    shown = Shown.plain(page.plain(), items) if plain else Shown.layout(CardView(page, items))
    fields = shown.fields()
    flags = discord.utils.MISSING if plain else discord.MessageFlags(components_v2=True)
    sent = handle_message_parameters(**fields, flags=flags)
    assert sent.payload is not None
    return dict(sent.payload)


_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_PINGS = re.compile(r"(?<!\\)(?:@everyone|@here|<[@#]|<t:|</)")
"""Nothing of the kind is ours: cards tell plain days. That besides the client lets nobody be pinged
is the harness's to check, where it sends."""


def _assert_taken(body: dict[str, Any]) -> None:
    assert by_our_rules("message", body) == []
    path = where()
    if path is not None:
        found = loaded(path).problems("POST", "/channels/{channel_id}/messages", body)
        assert not found
