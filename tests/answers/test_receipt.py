"""Whatever the answers quote, `why` finds it again by its offsets, with the rule that read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.outline import outline
from bot.answers.questions import ask, parse
from bot.answers.receipt import reference
from bot.answers.values import Answer, Context, ReceiptAnswer, TimelineAnswer, TodayAnswer
from bot.app import Desk
from bot.errors import BadQuestion
from bot.model import Quote
from bot.terminal_front.as_json import answer_as_json
from tests.conftest import TODAY, put

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def quotes(value: Answer) -> Iterator[Quote]:
    for card in outline(value):
        for section in card.sections:
            for block in section.blocks:
                yield from (line.quote for line in block.lines if line.quote is not None)


async def answer(desk: Desk, line: str) -> Answer:
    return await ask(desk.storage, desk.catalogue, Context(today=TODAY), line)


async def why(desk: Desk, line: str) -> ReceiptAnswer:
    found = await answer(desk, f"!why {line}")
    assert isinstance(found, ReceiptAnswer)
    return found


@pytest.mark.parametrize("line", ["!today", "!company Ford", "!timeline Ampere", "!company vw"])
async def test_every_quoted_line_is_found_by_its_offsets(desk: Desk, line: str) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        await put(desk, sample.read_bytes())
    asked = list(quotes(await answer(desk, line)))
    assert asked
    for quote in asked:
        for form in (reference(quote), reference(quote).replace(".1:", ":")):
            found = (await why(desk, form)).passage
            assert found.quote == quote
            body = await desk.storage.read(lambda shelf, n=quote.briefing.id: shelf.body(n))  # type: ignore[misc]
            assert body is not None
            assert quote.text.encode() == body[quote.span.start : quote.span.end].encode()


async def test_the_reading_tells_the_rule_of_each_tag(desk: Desk) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        await put(desk, sample.read_bytes())
    today = await answer(desk, "!today")
    timeline = await answer(desk, "!timeline Ampere")
    assert isinstance(today, TodayAnswer)
    assert isinstance(timeline, TimelineAnswer)
    for fact in today.briefings[0].facts:
        assert f"Rule: fact {fact.fact.rule}" in await told(desk, fact.quote)
    for event in timeline.lines:
        assert f"Rule: event {event.event.event.rule}" in await told(desk, event.event.quote)
    for quote in today.briefings[0].summary:
        assert "A sentence of the summary." in await told(desk, quote)


async def told(desk: Desk, quote: Quote) -> str:
    (card,) = outline(await why(desk, reference(quote)))
    return "\n".join(
        line.text for section in card.sections for block in section.blocks for line in block.lines
    )


async def test_as_json_it_has_the_names_that_the_readme_promises(desk: Desk) -> None:
    await put(desk, next(iter(sorted(SAMPLES.glob("*.txt")))).read_bytes())
    found = answer_as_json(await why(desk, "1:0-40"))
    assert set(found) == {
        *("version", "answer", "coverage", "asked", "standing", "shown_from", "briefing", "line"),
        *("before", "after", "summary", "facts", "events", "names"),
    }
    assert found["line"]["text"] == found["line"]["sentence"][:40]
    assert (found["answer"], found["standing"]) == ("why", "stands")


@pytest.mark.parametrize("argument", ["", "Ford", "12", "12:5", "١:٢-٣", "1:0-40 and", "-1:0-4"])
async def test_what_names_no_line_gets_one_line_that_says_how(desk: Desk, argument: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        await answer(desk, f"why {argument}")
    assert "why 12:120-180" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_question_is_read_as_it_is_shown() -> None:
    assert parse("!why 12.1:120-180").argument == "12.1:120-180"
