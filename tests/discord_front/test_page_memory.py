"""Pages of many: to any of them, a week later, and where the question has no room in a button."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.answers.questions import Question
from bot.discord_front.jumping import offered
from bot.discord_front.memory import fitted
from bot.discord_front.page_state import PageState
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.parity_reading import seen_in
from tests.discord_front.parity_stage import Place
from tests.discord_front.test_hostile import (
    FIRM,
    assert_nobody_pinged,
    at_work,
    body_of,
    briefing,
    take_in,
    turned,
)
from tests.discord_front.test_receipts import took_in
from tests.discord_server import Answer
from tests.discord_server.answers import walk
from tests.discord_server.world import Message

LONG = "what the makers of electric vans said about their plants and about " * 3


def jump(message: Message) -> dict[str, Any]:
    return next(
        part
        for part in walk(message.components)
        if part["type"] == 3 and part["custom_id"].startswith("desk:j:")
    )


async def goes_to(who: Any, answer: Answer, page: int) -> Answer:
    select = jump(answer.message)
    value = select["options"][page - 1]["value"]
    told: Answer = await who.selects(answer, select["custom_id"], value)
    return told


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_any_page_of_many_is_gone_to_after_a_restart(stage: Stage, plain: bool) -> None:
    place = Place.made(stage)
    async with at_work(place, plain=plain):
        await took_in(place, briefing("Plants", *(f"{number + 7} lines" for number in range(140))))
        answer = await place.alice.says(place.news, f"!timeline {FIRM}")
        bodies, _ = await turned(place.alice, answer)
    async with at_work(place):
        many = len(bodies)
        assert many > 3
        labels = [option["label"] for option in jump(answer.message)["options"]]
        assert labels == [f"Page {number} of {many}" for number in range(1, many + 1)]
        for page in (2, many, 1):
            await goes_to(place.alice, answer, page)
            assert body_of(answer.message) == bodies[page - 1]
            assert f"page {page} of {many}" in seen_in(answer)
        own = await goes_to(place.carol, answer, 3)
        assert own.ephemeral
        assert body_of(own.message) == bodies[2]
        assert body_of(answer.message) == bodies[0]
        assert_nobody_pinged(place)


async def test_few_pages_have_buttons_alone(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place):
        await took_in(place)
        answer = await place.alice.says(place.news, f"!timeline {FIRM}")
        assert "desk:j:" not in str(answer.message.components)


def test_of_very_many_pages_evenly_spread_ones_are_offered() -> None:
    for pages in (25, 26, 60, 9999):
        chosen = offered(pages)
        assert len(chosen) == len(set(chosen)) == 25
        assert (chosen[0], chosen[-1]) == (0, pages - 1)
        gaps = {after - before for before, after in pairwise(chosen)}
        assert max(gaps) - min(gaps) <= 1


# --- briefings that come in meanwhile ------------------------------------------------------------


def told_on(day: int, many: int = 1) -> str:
    lines = (f"{FIRM} built {number + 300} vans in Ludlow in May." for number in range(many))
    return "\n".join([f"November {day}, 2025 - Vans of {day}", *lines])


async def read_on(place: Place, answer: Answer) -> list[str]:
    """The pages from the one shown to the last."""
    return (await turned(place.alice, answer))[0]


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_what_comes_in_meanwhile_moves_no_line_over_a_page(stage: Stage, plain: bool) -> None:
    """A search tells the newest first: a page number would show the last lines of the page before
    once more."""
    place = Place.made(stage)
    async with at_work(place, plain=plain):
        for day in range(1, 16):
            await took_in(place, told_on(day).replace("vans in", f"{'very good ' * 30}vans in"))
        answer = await place.alice.says(place.news, "!search vans")
        pages = [body_of(answer.message)]
        await took_in(place, told_on(20).replace("vans in", f"{'very good ' * 30}vans in"))
        await place.alice.clicks(answer, "Next ▶")
        pages += await read_on(place, answer)
        days = re.findall(r"Vans of (\d+)", "\n".join(pages))
        assert days == [str(day) for day in range(15, 0, -1)]
        while "◀ Previous" in answer.buttons:
            await place.alice.clicks(answer, "◀ Previous")
        assert "Vans of 20" in body_of(answer.message)


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_a_page_whose_first_line_is_gone_begins_behind_the_last_one_read(
    stage: Stage, plain: bool
) -> None:
    place = Place.made(stage)
    async with at_work(place, plain=plain):
        numbers = {
            await took_in(
                place, told_on(day).replace("vans in", f"{'very good ' * 30}vans in")
            ): day
            for day in range(1, 16)
        }
        answer = await place.alice.says(place.news, "!search vans")
        first = re.findall(r"Vans of (\d+)", body_of(answer.message))
        gone = int(first[-1]) - 1
        for number in (number for number, day in numbers.items() if day in (gone, 15)):
            await place.mod.slash(place.news, "desk withdraw", briefing=str(number))
        await place.alice.clicks(answer, "Next ▶")
        pages = await read_on(place, answer)
        days = re.findall(r"Vans of (\d+)", "\n".join(pages))
        assert days == [str(day) for day in range(gone - 1, 0, -1)]


async def test_buttons_from_before_pages_had_keys_still_turn(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place):
        await take_in(place, "60 events")
        answer = await place.alice.says(place.news, f"!timeline {FIRM}")
        bodies = await read_on(place, answer)
        old = f"desk:p:l:1:20251209:{place.alice.id}:L:~tallowbrook-motors"
        for part in walk(answer.message.components):
            if part.get("label") == "◀ Previous":
                part["custom_id"] = old
        await place.alice.clicks(answer, old)
        assert body_of(answer.message) == bodies[1]


# --- what does not fit ---------------------------------------------------------------------------


async def remembered(place: Place, bot: Any, argument: str, command: str = "company") -> str:
    """The custom id of a page button for a question that has no room in it."""
    state = PageState(Question(command, argument), NOON.date(), place.alice.id)
    kept = await fitted(bot, state, place.guild.id)
    return kept.custom_id("n")


async def pressed(place: Place, custom_id: str) -> Answer:
    """Press the button on a message of the bot's."""
    answer = await place.alice.says(place.news, f"!timeline {FIRM}")
    for part in walk(answer.message.components):
        if part.get("label") == "Next ▶":
            part["custom_id"] = custom_id
    told = await place.alice.clicks(answer, custom_id)
    return told if told.messages else answer


async def test_a_long_question_is_found_again_in_its_own_library(stage: Stage) -> None:
    place, other = Place.made(stage), Place.made(stage, "Vans")
    async with at_work(place) as bot:
        for one in (place, other):
            await take_in(one, "60 events")
        custom_id = await remembered(place, bot, LONG)
        assert len(custom_id) <= 100
        assert LONG[:20] not in custom_id
        assert await remembered(place, bot, LONG) == custom_id
        told = seen_in(await pressed(place, custom_id))
        assert f"No briefing names “{LONG[:60]}”" in told
        theirs = custom_id.replace(str(place.alice.id), str(other.alice.id))
        told = seen_in(await pressed(other, theirs))
        assert told == "That page has been forgotten after 30 days; ask again."


async def test_it_is_kept_for_thirty_days_and_over_a_restart(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place) as bot:
        await take_in(place, "60 events")
        custom_id = await remembered(place, bot, LONG)

    async def told_at(now: datetime) -> str:
        async with stage.bot(message_content=True, clock=lambda: now) as bot:
            bot.before_identify_hook = _at_once
            return seen_in(await pressed(place, custom_id))

    assert "No briefing names" in await told_at(NOON + timedelta(days=7))
    # Found again at that press, it was shown again, and its days begin anew.
    assert "No briefing names" in await told_at(NOON + timedelta(days=36))
    gone = await told_at(NOON + timedelta(days=36 + 31))
    assert gone == "That page has been forgotten after 30 days; ask again."


async def _at_once(shard: int | None, *, initial: bool = False) -> None:
    """Discord's five seconds between two connections are not these tests'."""


async def test_what_fits_is_not_kept(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place) as bot:
        custom_id = await remembered(place, bot, "ford", "timeline")
        assert custom_id.endswith(":L:ford")
        assert await stage.desk.storage.read(lambda shelf: shelf.servers()) == ()


async def test_a_long_question_with_one_page_is_not_kept(stage: Stage) -> None:
    """Nothing below its answer asks it again; but "Share here" does."""
    place = Place.made(stage)
    words = f"Tallowbrook Ludlow {'-nothing ' * 12}".strip()

    async def kept() -> str | None:
        return await stage.desk.storage.read(lambda shelf: first_memo(shelf))

    async with at_work(place):
        await took_in(place, told_on(3))
        assert "Vans of 3" in seen_in(await place.alice.says(place.news, f"!search {words}"))
        assert await kept() is None
        private = await place.alice.slash(place.news, "search", words=words, private=True)
        assert await kept() == words
        shared = await place.alice.clicks(private, "Share here")
        assert "Vans of 3" in seen_in(shared.messages[-1] if shared.messages else private)


def first_memo(shelf: Any) -> str | None:
    rows = shelf._snapshot.rows("SELECT text FROM memo")  # what is kept, with no way to ask for it
    return str(rows[0][0]) if rows else None


@pytest.mark.parametrize("argument", ["#ford", "~ford", "L", "a:b", "x" * 60, "é" * 90, "😀" * 40])
async def test_no_argument_is_taken_for_a_key(stage: Stage, argument: str) -> None:
    """Whatever a reader types, the button reads back that very question, or its key."""
    place = Place.made(stage)
    async with at_work(place) as bot:
        state = PageState(Question("company", argument), NOON.date(), place.alice.id, page=12)
        for plain in (False, True):
            kept = await fitted(bot, replace(state, plain=plain), place.guild.id)
            custom_id = kept.custom_id("n")
            assert len(custom_id.encode("utf-16-le")) // 2 <= 100
            match = bot_template().fullmatch(custom_id)
            assert match is not None
            read = PageState.read(match)
            assert read is not None
            assert (read.memo, read.plain) == (kept.memo, plain)
            if not read.memo:
                assert read.question.argument == argument


def bot_template() -> Any:
    from bot.discord_front.paging import PageButton

    return PageButton.__discord_ui_compiled_template__


async def test_a_long_search_is_turned_after_a_restart(stage: Stage) -> None:
    place = Place.made(stage)
    words = " ".join(["plant", "Tallowbrook", "Motors", "opened", "cost", "million", "lines"] * 4)
    for day in range(1, 29):
        text = briefing("Plants", f"{'very many ' * 40}lines").replace("December 9", f"May {day}")
        await took_in(place, text)
    async with at_work(place):
        answer = await place.alice.says(place.news, f"!search {words}")
        assert "page 1 of" in seen_in(answer)
        assert words not in answer.buttons["Next ▶"]
    async with at_work(place):
        await place.alice.clicks(answer, "Next ▶")
        assert "page 2 of" in seen_in(answer)
        assert_nobody_pinged(place)
