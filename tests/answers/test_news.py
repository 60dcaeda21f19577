"""One day's news about one topic: only that day's, each sentence once, each with its source."""

from __future__ import annotations

from datetime import date

from bot.answers.card import LineKind
from bot.answers.news import NewsAnswer, news, news_card
from bot.answers.values import Context
from bot.app import Desk
from tests.conftest import put

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
VANS = (
    "Vans\n{}\n\nPemberlock Motors opened a van plant in Toledo. The plant will employ 300 people. "
    "Pemberlock Motors sold 61,000 vans in 2025. Quillhaven Trucks builds none.\n"
)
SHIPS = "Ships\n{}\n\nTallowbrook Lines ordered two ferries for $90 million. Nobody else did.\n"


async def ask(desk: Desk, day: date, key: str, name: str = "") -> NewsAnswer | None:
    context = Context(today=day)
    return await desk.storage.read(lambda shelf: news(shelf, desk.catalogue, context, key, name))


async def test_only_the_days_own_briefings_count(desk: Desk) -> None:
    await put(desk, VANS.format(MONDAY))
    await put(desk, SHIPS.format(TUESDAY))
    told = await ask(desk, MONDAY, "~pemberlock-motors")
    assert told is not None
    assert told.topic.name == "Pemberlock Motors"
    assert await ask(desk, TUESDAY, "~pemberlock-motors") is None
    assert await ask(desk, TUESDAY, "~tallowbrook-lines") is not None
    assert await ask(desk, MONDAY, "nobody") is None


async def test_every_sentence_is_shown_once_with_its_source(desk: Desk) -> None:
    await put(desk, VANS.format(MONDAY))
    told = await ask(desk, MONDAY, "~pemberlock-motors")
    assert told is not None
    card = news_card(told)
    blocks = [block for section in card.sections for block in section.blocks]
    quotes = [line.text for block in blocks for line in block.lines if line.kind is LineKind.QUOTE]
    assert quotes[0] == "Pemberlock Motors opened a van plant in Toledo."
    assert len(quotes) == len(set(quotes))
    assert any("61,000 vans" in words for words in quotes)
    assert all(block.lines[-1].kind is LineKind.SOURCE for block in blocks)
    assert (card.title, card.foot) == ("Pemberlock Motors", "Named in 1 briefing of this day")
