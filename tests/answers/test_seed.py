"""The published example, asked as a newcomer would ask. The text itself is never in this file."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.outline import outline
from bot.answers.values import (
    Answer,
    CompanyAnswer,
    Context,
    NothingFound,
    TimelineAnswer,
    TodayAnswer,
)
from bot.answers.wording import say_when
from bot.app import Desk
from bot.model import FIRM_KINDS, Outcome, Status
from tests.conftest import put

DAY = date(2025, 12, 9)


async def ask(desk: Desk, line: str, today: date = DAY) -> Answer:
    return await desk.ask(line, Context(today=today))


def shown(answer: Answer) -> str:
    return "\n".join(
        line.text
        for card in outline(answer)
        for section in card.sections
        for block in section.blocks
        for line in block.lines
    )


async def test_today_tells_the_briefing_without_its_furniture(desk: Desk, seed: str) -> None:
    await put(desk, seed)
    answer = await ask(desk, "!today")
    assert isinstance(answer, TodayAnswer)
    [briefing] = answer.briefings
    assert briefing.ref.title == "Ford and Renault Partner on EVs/CVs"
    assert (briefing.ref.day, briefing.ref.author) == (DAY, "Sam Abuelsamid")
    told = shown(answer)
    for furniture in ("1 day ago", "2 min read", "Comments", "This is the", "I'm Sam", "Thanks"):
        assert furniture not in told
    facts = " | ".join(item.quote.text for item in briefing.facts[:6])
    for figure in ("two new", "more than $2 billion", "just over 61,000 sales", "early 2028"):
        assert figure in facts
    firms = {topic.name for topic in briefing.topics if topic.kind in FIRM_KINDS}
    assert {"Ford", "Renault", "Volkswagen", "Nissan", "Mitsubishi Motors", "Ampere"} <= firms


async def test_another_day_gets_the_latest_and_is_told_so(desk: Desk, seed: str) -> None:
    await put(desk, seed)
    answer = await ask(desk, "!today", date(2025, 12, 12))
    assert isinstance(answer, TodayAnswer)
    assert answer.is_latest_instead
    assert "No briefing for Friday 12 December 2025 yet" in shown(answer)


async def test_the_timeline_of_ampere(desk: Desk, seed: str) -> None:
    await put(desk, seed)
    answer = await ask(desk, "!timeline Ampere")
    assert isinstance(answer, TimelineAnswer)
    told = [(say_when(line.event.event), line.event.event.status) for line in answer.lines]
    assert told == [("9 December 2025", Status.PAST), ("early 2028", Status.PLANNED)]
    assert "the two models" in answer.lines[1].event.quote.text
    assert "2019" not in shown(answer)


async def test_the_timeline_of_ford_runs_from_the_oldest(desk: Desk, seed: str) -> None:
    await put(desk, seed)
    answer = await ask(desk, "!timeline Ford")
    assert isinstance(answer, TimelineAnswer)
    told = [say_when(line.event.event) for line in answer.lines]
    assert told == ["2019", "mid-2024", "9 December 2025", "early 2028"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("vw", "Volkswagen"),
        ("Renalt", "Renault"),
        ("Nisan", "Nissan"),
        ("NYSE:F", "Ford"),
        ("ford motor", "Ford"),
        ("mitsubishi", "Mitsubishi Motors"),
    ],
)
async def test_names_aliases_tickers_and_slips(
    desk: Desk, seed: str, typed: str, name: str
) -> None:
    await put(desk, seed)
    answer = await ask(desk, f"!company {typed}")
    assert isinstance(answer, CompanyAnswer)
    assert answer.topic.name == name


async def test_volkswagen_shows_2019(desk: Desk, seed: str) -> None:
    await put(desk, seed)
    assert "2019" in shown(await ask(desk, "!company vw"))


async def test_a_firm_that_is_not_named_says_what_was_searched(desk: Desk, seed: str) -> None:
    await put(desk, seed)
    answer = await ask(desk, "!company Toyota")
    assert isinstance(answer, NothingFound)
    assert "No briefing names Toyota. Searched 1 briefing, 9 December 2025." in shown(answer)


@pytest.mark.parametrize("topic", ["Twingo", "Cologne", "MEB"])
async def test_products_places_and_units_have_a_timeline_card(
    desk: Desk, seed: str, topic: str
) -> None:
    await put(desk, seed)
    answer = await ask(desk, f"!timeline {topic}")
    assert isinstance(answer, TimelineAnswer | NothingFound)
    if topic != "MEB":
        assert isinstance(answer, TimelineAnswer)


async def test_every_shown_line_is_a_span_of_the_stored_body(desk: Desk, seed: str) -> None:
    [stored] = await put(desk, seed)
    body = await desk.storage.read(lambda shelf: shelf.body(stored.ref.id))
    assert body is not None
    today = await ask(desk, "!today")
    assert isinstance(today, TodayAnswer)
    quotes = [*today.briefings[0].summary, *(item.quote for item in today.briefings[0].facts)]
    for name in ("Ford", "Ampere", "Volkswagen"):
        company = await ask(desk, f"!company {name}")
        timeline = await ask(desk, f"!timeline {name}")
        assert isinstance(company, CompanyAnswer)
        assert isinstance(timeline, TimelineAnswer)
        quotes += [item.quote for item in (*company.latest, *company.figures, *company.planned)]
        quotes += [line.event.quote for line in timeline.lines]
    for quote in quotes:
        assert body[quote.span.start : quote.span.end].encode() == quote.text.encode()
        assert body[quote.sentence.start : quote.sentence.end] == quote.sentence_text
        assert quote.sentence.holds(quote.span)


async def test_the_same_again_is_same_and_a_changed_sentence_a_revision(
    desk: Desk, seed: str
) -> None:
    [first] = await put(desk, seed)
    spaced = seed.replace("\n", "\n\n").replace("- 2 min read", "- 3 min read")
    assert first.outcome is Outcome.NEW
    assert [item.outcome for item in await put(desk, seed)] == [Outcome.SAME]
    assert [item.outcome for item in await put(desk, spaced)] == [Outcome.SAME]
    changed = seed.replace("just over 61,000 sales", "just over 62,000 sales")
    [second] = await put(desk, changed)
    assert (second.outcome, second.ref.id) == (Outcome.CHANGED, first.ref.id)
    kept = await desk.storage.read(lambda shelf: shelf.revisions(first.ref.id))
    assert [item.original for item in kept] == [seed.encode(), changed.encode()]
    assert "62,000" in shown(await ask(desk, "!today"))


SWAPS = [
    {"Ford": "Toyota", "Renault": "Honda", "Ampere": "Ionna", "Nissan": "Mazda"},
    {"Ford": "Kia", "Volkswagen": "Subaru", "VW": "Subaru", "Ampere": "Mobilize"},
]


@pytest.mark.parametrize("swap", SWAPS)
async def test_with_the_names_swapped_the_answers_are_the_same(
    desk: Desk, seed: str, swap: dict[str, str]
) -> None:
    text = seed
    for name, other in swap.items():
        text = text.replace(name, other)
    await put(desk, text)
    for name in ("Ford", "Ampere"):
        answer = await ask(desk, f"!timeline {swap[name]}")
        assert isinstance(answer, TimelineAnswer)
        expected = {
            "Ford": ["2019", "mid-2024", "9 December 2025", "early 2028"],
            "Ampere": ["9 December 2025", "early 2028"],
        }[name]
        assert [say_when(line.event.event) for line in answer.lines] == expected
