"""From every line that is shown to its sentence: by a select or a button below the page, for
whoever presses, after a restart and whatever has become of the briefing since."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.answers.outline import outline
from bot.discord_front.pages import MOST_QUOTES, layout_pages, plain_pages
from bot.discord_front.receipts import receipt_items, ways
from bot.discord_front.rendering import Rendering
from bot.ingestion.intake import take_in as put_in
from bot.model import BriefingRef, Quote, Span
from tests.conftest import put
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.parity_reading import seen_in
from tests.discord_front.parity_stage import Place
from tests.discord_front.schedule_room import Room, room
from tests.discord_front.test_bold import bold_in
from tests.discord_front.test_hostile import (
    FIRM,
    HOSTILE,
    assert_nobody_pinged,
    at_work,
    squeezed,
    take_in,
    value_of,
)
from tests.discord_front.test_render import visible
from tests.discord_server import Answer
from tests.discord_server.answers import read, walk
from tests.discord_server.world import Message

__all__ = ["room"]

ASK = "desk:r"
VAN = (
    "December 9, 2025 - A Van\nBy Maren Tilbrook\n"
    "Tallowbrook Motors opened its first plant in May 1998. "
    "Tallowbrook Motors spent $40 million on its plant in Ludlow. Production of its small electric "
    "van starts there in March 2026. Hartwell Mobility opened a battery line in Ashcombe in May "
    "2021 and will hire 300 people for a second one, which cost $75 million."
)


def options(message: Message | Answer) -> list[dict[str, Any]]:
    """The lines that the page offers to explain; none where it has no select."""
    message = message.message if isinstance(message, Answer) else message
    found = [part for part in walk(message.components) if part.get("custom_id") == ASK]
    return found[0]["options"] if found else []


def bolds(answer: Answer) -> list[str]:
    """What is bold in a receipt but its headings."""
    return [
        words
        for words in bold_in(read(answer.message))
        if words not in ("Briefing", "How it was read")
    ]


def offsets(line: str) -> tuple[int, Span]:
    """ "12.1:120-180" """
    number, _, span = line.partition(":")
    start, _, end = span.partition("-")
    return int(number.partition(".")[0]), Span(int(start), int(end))


async def body(place: Place, number: int) -> str:
    found = await place.stage.desk.storage.read(lambda shelf: shelf.body(number))
    assert found is not None
    return found


async def took_in(place: Place, text: str = VAN) -> int:
    desk = place.stage.desk
    (stored,) = await put_in(
        desk.storage,
        desk.catalogue,
        text.encode(),
        library=place.guild.id,
        now=NOON,
        today=NOON.date(),
    )
    return stored.ref.id


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("today", "A sentence of the summary. Rule: summary"),
        ("today", "Fact, money: 40,000,000 USD; about Tallowbrook Motors"),
        (f"timeline {FIRM}", "Event, March 2026, planned; about Tallowbrook Motors"),
        (f"company {FIRM}", "Names Tallowbrook Motors (unlisted). Rule: name"),
    ],
)
async def test_each_kind_of_line_leads_to_its_sentence(stage: Stage, line: str, told: str) -> None:
    place = Place.made(stage)
    number = await took_in(place)
    text = await body(place, number)
    async with at_work(place):
        answer = await place.alice.says(place.news, f"!{line}")
        shown, readings = read(answer.message), []
        for option in options(answer):
            receipt = await place.alice.selects(answer, ASK, option["value"])
            _, span = offsets(option["value"])
            assert receipt.ephemeral
            assert bolds(receipt) == [span.of(text)], "byte for byte"
            words = seen_in(receipt)
            assert "Tuesday 9 December 2025 · Maren Tilbrook" in words
            assert "A Van" in words
            assert f"Briefing {number}, revision 1, characters {span[0]}–{span[1]}" in words
            readings.append(words)
        assert any(told in words for words in readings), readings
        assert read(answer.message) == shown
        assert place.carol.sees(place.news)[-1] is answer.message
        assert_nobody_pinged(place)


async def test_the_sentence_stands_between_its_neighbours(stage: Stage) -> None:
    place = Place.made(stage)
    number = await took_in(place)
    text = await body(place, number)
    start = text.index("Production")
    async with at_work(place):
        answer = await place.alice.says(place.news, f"!why {number}:{start}-{start + 10}")
        shown = [line for line in seen_in(answer).splitlines() if line]
    sentences = [part + "." for part in text.rstrip(".").split(". ")]
    assert shown[1:4] == sentences[1:]
    assert bolds(answer) == ["Production"]


async def test_how_a_story_stood_before_has_its_sentence_too(stage: Stage) -> None:
    place = Place.made(stage)
    plan = "{} - Plans\nTallowbrook Motors will open its plant in Ludlow in {}."
    await took_in(place, plan.format("December 1, 2025", "March 2026"))
    await took_in(place, plan.format("December 9, 2025", "June 2026"))
    async with at_work(place):
        answer = await place.alice.says(place.news, f"!timeline {FIRM}")
        assert "before: March 2026, planned" in seen_in(answer)
        told = [
            seen_in(await place.alice.selects(answer, ASK, option["value"]))
            for option in options(answer)
        ]
    assert ["March 2026" in words for words in told] == [False, True]


async def test_the_link_leads_to_the_page(stage: Stage) -> None:
    place = Place.made(stage)
    page = (
        "<html><head><title>A Van</title><link rel='canonical' href='https://news.example/van'>"
        "<meta property='article:published_time' content='2025-12-09'></head><body><article>"
        "<h1>A Van</h1><p>Tallowbrook Motors spent $40 million on its plant in Ludlow. Production "
        "of its small electric van starts there in March 2026.</p></article></body></html>"
    )
    await took_in(place, page)
    async with at_work(place):
        answer = await place.alice.says(place.news, "!today")
        receipt = await place.alice.selects(answer, ASK, options(answer)[0]["value"])
    assert "[A Van](<https://news.example/van>)" in read(receipt.message)


async def test_the_only_line_of_a_page_has_a_button(stage: Stage) -> None:
    place = Place.made(stage)
    await took_in(place, "December 9, 2025 - One\nTallowbrook Motors opened a plant in May 2021.")
    async with at_work(place):
        answer = await place.alice.says(place.news, f"!timeline {FIRM}")
        assert options(answer) == []
        receipt = await place.alice.clicks(answer, "Why?")
        assert receipt.ephemeral
        assert "Event, May 2021, past" in seen_in(receipt)


async def test_in_a_direct_message_the_receipt_is_a_message_like_others(stage: Stage) -> None:
    place = Place.made(stage)
    await put(stage.desk, VAN, pasted=NOON.date())
    async with at_work(place):
        answer = await place.alice.dm("today")
        receipt = await place.alice.selects(answer, ASK, options(answer)[0]["value"])
        assert not receipt.ephemeral
        assert "Where this line comes from" in seen_in(receipt)
        assert "Share here" not in receipt.buttons


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_after_a_restart_it_answers_whoever_presses(stage: Stage, plain: bool) -> None:
    place = Place.made(stage)
    await took_in(place)
    async with at_work(place, plain=plain):
        answer = await place.alice.says(place.news, "!today")
    async with at_work(place):
        for reader in (place.alice, place.carol):
            receipt = await reader.selects(answer, ASK, options(answer)[0]["value"])
            assert receipt.ephemeral
            assert receipt.message in reader.sees(place.news)
            assert receipt.message not in place.mod.sees(place.news)
            assert len(bolds(receipt)) == 1


# --- what is not the reader's, or not there any more ---------------------------------------------


def forge(answer: Answer, value: str) -> None:
    """A value as a message of the bot could only bear it if somebody had made it up."""
    options(answer)[0]["value"] = value


async def test_a_forged_line_of_another_server_is_unknown(stage: Stage) -> None:
    place, other = Place.made(stage), Place.made(stage, "Vans")
    await took_in(place)
    theirs = await took_in(other, VAN.replace("Ludlow", "Secretsville"))
    made_up = {
        "another server's": f"{theirs}.1:0-40",
        "no such": "4711.1:0-40",
        "past the end": "1.1:0-999999999",
        "the wrong way round": "1.1:40-3",
        "a revision to come": "1.7:0-40",
        "no line": "@everyone <@&1> [x](https://evil.example)",
    }
    async with at_work(place):
        answer = await place.alice.says(place.news, "!today")
        for name, value in made_up.items():
            forge(answer, value)
            told = await place.alice.selects(answer, ASK, value)
            assert told.ephemeral, name
            assert "Secretsville" not in told.text
            assert seen_in(told).startswith(("No line stands there: ", "Which line? ")), name
        assert_nobody_pinged(place)


async def test_a_withdrawn_briefing_says_so(stage: Stage) -> None:
    place = Place.made(stage)
    number = await took_in(place)
    async with at_work(place):
        answer = await place.alice.says(place.news, "!today")
        await stage.desk.storage.write(lambda desk: desk.withdraw(number, now=NOON))
        receipt = await place.alice.selects(answer, ASK, options(answer)[0]["value"])
        words = seen_in(receipt)
    assert f"Briefing {number} has been withdrawn" in words
    assert "Tallowbrook" not in words


async def test_a_revised_briefing_shows_only_the_very_words(stage: Stage) -> None:
    place = Place.made(stage)
    number = await took_in(place)
    async with at_work(place):
        answer = await place.alice.says(place.news, "!timeline Tallowbrook Motors")
        before = options(answer)
        newer = VAN.replace("Tallowbrook Motors spent", "Nobody knew it. Tallowbrook Motors spent")
        newer = newer.replace("in March 2026", "in June 2026")
        assert await took_in(place, newer) == number
        told = [seen_in(await place.alice.selects(answer, ASK, one["value"])) for one in before]
        text = await body(place, number)
    assert any("Its very words still stand in revision 2:" in words for words in told)
    gone = [words for words in told if "Its words stand there no more." in words]
    assert gone
    assert not any("March 2026" in words for words in told)
    assert "June 2026" in text


# --- hostile briefings, and every line -----------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_hostile_lines_each_have_their_way(stage: Stage, name: str, plain: bool) -> None:
    """Discord refuses nothing of it, and what is bold are the stored words."""
    place = Place.made(stage)
    async with at_work(place, plain=plain):
        await take_in(place, name)
        line = f"timeline {FIRM}"
        answer = await place.alice.says(place.news, f"!{line}")
        value = await value_of(place, line)
        asked = [
            line.quote
            for card in outline(value)
            for section in card.sections
            for block in section.blocks
            for line in block.lines
            if line.quote is not None
        ]
        pages = (plain_pages if plain else layout_pages)(outline(value))
        offered = [option["value"] for option in options(answer)]
        assert offered == [way.line for way in ways(pages[0].quotes)]
        stretches = {(quote.briefing.id, quote.span) for page in pages for quote in page.quotes}
        assert stretches == {(quote.briefing.id, quote.span) for quote in asked}
        for chosen in offered[:4]:
            receipt = await place.alice.selects(answer, ASK, chosen)
            number, span = offsets(chosen)
            text = span.of(await body(place, number))
            told = [bolds(receipt)]
            seen_in(receipt)
            while "Next ▶" in receipt.buttons:
                await place.alice.clicks(receipt, "Next ▶")
                seen_in(receipt)
                told.append(bolds(receipt))
            assert squeezed("".join(map("".join, told))) == squeezed(visible(text))
        assert_nobody_pinged(place)


def card_of(many: int, words: str, kind: LineKind) -> Card:
    ref = BriefingRef(1, 0, date(2025, 12, 9), "T")
    spans = [Span(number * 10, number * 10 + 5) for number in range(many)]
    lines = [
        Line(kind, words, mark="1", quote=Quote(ref, span, words, span, words)) for span in spans
    ]
    return Card("T", "", (Section("Facts", tuple(Block((line,)) for line in lines)),), "")


@pytest.mark.parametrize("words", ["x", "word " * 60, "y" * 5000])
@pytest.mark.parametrize("kind", [LineKind.ITEM, LineKind.QUOTE])
def test_no_page_holds_more_lines_than_its_select(words: str, kind: LineKind) -> None:
    for paint in (layout_pages, plain_pages):
        pages = paint((card_of(70, words, kind),))
        assert max(len(page.quotes) for page in pages) <= MOST_QUOTES
        spans = [quote.span for page in pages for quote in page.quotes]
        assert sorted(set(spans)) == [Span(n * 10, n * 10 + 5) for n in range(70)]
        for page in pages:
            assert len({quote.span for quote in page.quotes}) == len(page.quotes)


def test_a_story_of_more_lines_than_a_select_has_several() -> None:
    [section] = card_of(60, "x", LineKind.QUOTE).sections
    story = Block(tuple(line for block in section.blocks for line in block.lines))
    [page] = layout_pages((Card("T", "", (Section("", (story,)),), ""),))
    selects = [item.item for item in receipt_items(ways(page.quotes))]  # type: ignore[attr-defined]
    assert [select.custom_id for select in selects] == ["desk:r", "desk:r1", "desk:r2"]
    assert [len(select.options) for select in selects] == [25, 25, 10]


# --- scheduled posts -----------------------------------------------------------------------------


@pytest.mark.parametrize("plain", ["", "on"], ids=["cards", "plain text"])
async def test_a_post_has_both_ways(room: Room, plain: str) -> None:
    await room.bot.keep("plain", plain, library=room.guild.id)
    await room.briefing()
    await room.add()
    await room.tick(seconds=30)
    post = next(item for item in room.mod.sees(room.news) if options(item))
    receipt = await room.mod.selects(post, ASK, options(post)[0]["value"])
    assert receipt.ephemeral
    assert bolds(receipt) == [options(post)[0]["label"]]
    why = await room.mod.clicks(post, "Why?")
    assert "Schedule 1" in why.text


def test_a_post_rendered_before_there_were_receipts_is_still_sent() -> None:
    card = card_of(3, "words", LineKind.ITEM)
    made, _ = Rendering.of((card,), title="T", key="ab", plain=False, role=0)
    assert len(Rendering.from_json(made.as_json()).lines) == 3
    told = json.loads(made.as_json())
    for name in ("lines", "pages"):
        del told[name]
    older = Rendering.from_json(json.dumps(told))
    assert older.lines == ()
    assert older.fields()["view"] is not None
