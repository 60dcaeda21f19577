"""Answers that stand are not read again; whatever could change one is seen at once."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import date
from typing import Any

from bot.answers.questions import Question, answer
from bot.answers.standing import KeptAnswers
from bot.answers.values import Context
from bot.app import Desk
from bot.errors import BadQuestion
from bot.ingestion.intake import take_in
from bot.model import HOUSE, NameKind, NameRule
from tests.conftest import NOW, TODAY

ASKED = Question("company", "Tallowbrook Motors")
CONTEXT = Context(today=TODAY)


async def put(desk: Desk, title: str) -> None:
    told = f"{title}\n{TODAY}\n\nTallowbrook Motors will build 4,000 vans in Ludlow.\n"
    data = told.encode()
    await take_in(desk.storage, desk.catalogue, data, library=HOUSE, now=NOW, today=TODAY)


async def ask(desk: Desk, kept: KeptAnswers) -> Any:
    def find(shelf: Any) -> Any:
        return kept.find(
            shelf, ASKED, CONTEXT, lambda: answer(shelf, desk.catalogue, CONTEXT, ASKED)
        )

    return await desk.storage.read(find)


async def test_an_answer_is_read_once_for_as_long_as_it_stands(desk: Desk) -> None:
    await put(desk, "A Van")
    kept = KeptAnswers()
    first = await ask(desk, kept)
    assert await ask(desk, kept) is first
    await put(desk, "Another Van")
    second = await ask(desk, kept)
    assert (first.answer.briefings, second.answer.briefings) == (1, 2)


async def test_a_withdrawal_and_a_name_change_the_answer(desk: Desk) -> None:
    await put(desk, "A Van")
    await put(desk, "Another Van")
    kept = KeptAnswers()
    first = await ask(desk, kept)
    number = first.answer.latest[0].quote.briefing.id
    await desk.storage.write(lambda shelves: shelves.withdraw(number, now=NOW))
    assert (await ask(desk, kept)).answer.briefings == 1
    rule = NameRule(
        HOUSE, NameKind.PARENT, "~tallowbrook-motors", "Tallowbrook Motors", text="Ford"
    )
    second = await ask(desk, kept)
    await desk.storage.write(lambda shelves: shelves.add_name_rule(rule))
    assert await ask(desk, kept) is not second


async def test_where_nothing_was_written_nobody_looks(desk: Desk) -> None:
    await put(desk, "A Van")
    kept, mark = KeptAnswers(), desk.storage.mark()

    def find(shelf: Any) -> Any:
        return kept.find(
            shelf, ASKED, CONTEXT, lambda: answer(shelf, desk.catalogue, CONTEXT, ASKED), mark=mark
        )

    assert kept.recall(mark, ASKED, CONTEXT) is None
    first = await desk.storage.read(find)
    assert kept.recall(desk.storage.mark(), ASKED, CONTEXT) is first
    assert kept.recall(desk.storage.mark(), ASKED, Context(today=date(2025, 1, 1))) is None
    assert kept.recall(None, ASKED, CONTEXT) is None, "not told is not the same"
    await put(desk, "Another Van")
    assert kept.recall(desk.storage.mark(), ASKED, CONTEXT) is None


async def test_there_is_room_for_so_many_lines_and_the_oldest_goes(desk: Desk) -> None:
    await put(desk, "A Van")
    kept = KeptAnswers(most=10)
    assert await ask(desk, kept) is not await ask(desk, kept)


async def test_what_is_asked_again_stays(desk: Desk) -> None:
    await put(desk, "A Van")
    kept = KeptAnswers(most=45)  # two answers, before pages are made of them

    async def found(words: str) -> Any:
        asked = Question("search", words)
        return await desk.storage.read(
            lambda shelf: kept.find(
                shelf, asked, CONTEXT, lambda: answer(shelf, desk.catalogue, CONTEXT, asked)
            )
        )

    van, plant = await found("van"), await found("plant")
    assert await found("van") is van
    await found("bus")
    assert await found("van") is van
    assert await found("plant") is not plant


async def test_what_many_ask_at_once_is_read_once(desk: Desk) -> None:
    await put(desk, "A Van")
    kept, read = KeptAnswers(), list[int]()

    def find(shelf: Any) -> Any:
        def slowly() -> Any:
            read.append(1)
            time.sleep(0.2)  # in a reader's thread; the others have come by then
            return answer(shelf, desk.catalogue, CONTEXT, asked)

        return kept.find(shelf, asked, CONTEXT, slowly)

    asked = Question("company", "Ford")
    found = await asyncio.gather(*(desk.storage.read(find) for _ in range(8)))
    assert len(read) == 1
    assert all(one is found[0] for one in found)


async def test_those_who_wait_for_what_fails_ask_themselves(desk: Desk) -> None:
    await put(desk, "A Van")
    kept, tried = KeptAnswers(), list[int]()
    asked = Question("company", "Ford")

    def find(shelf: Any) -> Any:
        def slowly() -> Any:
            tried.append(1)
            time.sleep(0.1)
            raise BadQuestion("Whom?")

        return kept.find(shelf, asked, CONTEXT, slowly)

    failed = await asyncio.gather(
        *(desk.storage.read(find) for _ in range(3)), return_exceptions=True
    )
    assert [str(one) for one in failed] == ["Whom?"] * 3
    assert len(tried) == 3


async def test_many_readers_at_once_find_room(
    desk: Desk,
) -> None:
    await put(desk, "A Van")
    kept = KeptAnswers(most=1000)
    hurry = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads by turns as often as can be

    def find(shelf: Any, number: int) -> str:
        asked = Question("search", f"vans {number % 97}")
        found = kept.find(
            shelf, asked, CONTEXT, lambda: answer(shelf, desk.catalogue, CONTEXT, asked)
        )
        return str(found.answer.asked)

    try:
        names = await asyncio.gather(
            *(desk.storage.read(lambda shelf, n=n: find(shelf, n)) for n in range(600))
        )
    finally:
        sys.setswitchinterval(hurry)
    assert names == [f"vans {n % 97}" for n in range(600)]
