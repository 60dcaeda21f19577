"""One story over several briefings, about plainly invented firms."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.outline import outline
from bot.answers.values import Context, TimelineAnswer, TimelineLine
from bot.answers.wording import say_when
from bot.app import Desk
from bot.model import Status
from tests.conftest import put

PLAN = "Pemberlock Motors announced a van plant in Toledo. Production in Toledo will begin in {}."
MOVED = "Pemberlock Motors said on Monday that production in Toledo has been moved to late 2027."
GIVEN_UP = "Pemberlock Motors cancelled the production in Toledo that it had planned for late 2027."
BEGUN = "Pemberlock Motors started production in Toledo today. About 300 people work there."


def briefing(day: date, text: str, title: str = "Vans") -> str:
    return f"{title}\n{day.isoformat()}\n\n{text} Nobody else builds vans in the city so far.\n"


async def lines(desk: Desk, *told: tuple[date, str]) -> tuple[TimelineLine, ...]:
    for number, (day, text) in enumerate(told):
        await put(desk, briefing(day, text, f"Vans {number}"))
    answer = await desk.ask("!timeline Pemberlock", Context(today=date(2026, 11, 23)))
    assert isinstance(answer, TimelineAnswer)
    return answer.lines


def story(told: tuple[TimelineLine, ...], when: str) -> TimelineLine:
    [found] = [line for line in told if say_when(line.event.event) == when]
    return found


FIRST, SECOND, THIRD = date(2026, 1, 6), date(2026, 3, 3), date(2026, 6, 9)


async def test_a_moved_plan_stands_once_with_its_history(desk: Desk) -> None:
    told = await lines(desk, (FIRST, PLAN.format("late 2026")), (SECOND, MOVED))
    moved = story(told, "late 2027")
    assert moved.event.event.status is Status.DELAYED
    assert [say_when(item.event) for item in moved.before] == ["late 2026"]
    assert not [line for line in told if say_when(line.event.event) == "late 2026"]


async def test_a_plan_that_came_true_tells_what_was_promised(desk: Desk) -> None:
    told = await lines(desk, (FIRST, PLAN.format("June 2026")), (THIRD, BEGUN))
    begun = story(told, "9 June 2026")
    assert begun.event.event.status is Status.PAST
    assert [say_when(item.event) for item in begun.before] == ["June 2026"]


async def test_a_plan_moved_and_then_given_up_keeps_both_steps(desk: Desk) -> None:
    told = await lines(desk, (FIRST, PLAN.format("late 2026")), (SECOND, MOVED), (THIRD, GIVEN_UP))
    ended = story(told, "late 2027")
    assert ended.event.event.status is Status.CANCELLED
    assert [item.event.status for item in ended.before] == [Status.PLANNED, Status.DELAYED]


async def test_a_plan_told_again_is_one_line_that_says_so(desk: Desk) -> None:
    told = await lines(desk, (FIRST, PLAN.format("late 2026")), (SECOND, PLAN.format("late 2026")))
    again = story(told, "late 2026")
    assert [item.quote.briefing.day for item in again.repeats] == [SECOND]
    assert again.reported == FIRST


@pytest.mark.parametrize(
    "other",
    [
        "Pemberlock Motors will close its office in Dayton in 2028.",
        "Pemberlock Motors raised $40 million on Monday.",
        "Pemberlock Motors will deliver buses to Fargo in March 2028.",
    ],
)
async def test_another_story_of_the_same_firm_stays_apart(desk: Desk, other: str) -> None:
    told = await lines(desk, (FIRST, PLAN.format("late 2026")), (SECOND, other))
    assert not any(line.before for line in told)
    assert story(told, "late 2026").event.event.status is Status.PLANNED


async def test_the_card_tells_the_history_in_words(desk: Desk) -> None:
    await lines(desk, (FIRST, PLAN.format("late 2026")), (SECOND, MOVED))
    answer = await desk.ask("!timeline Pemberlock", Context(today=date(2026, 11, 23)))
    words = [
        line.text
        for card in outline(answer)
        for section in card.sections
        for block in section.blocks
        for line in block.lines
    ]
    assert "before: late 2026, planned, told 6 January 2026" in words
