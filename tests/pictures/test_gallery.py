"""Pictures are painted once for the same content, and beside the event loop."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadQuestion
from bot.pictures.gallery import Gallery, Picture, draw
from bot.pictures.sketch import Sketch
from tests.pictures.rows_help import TODAY, answer, day, evenly


class Painter:
    """Paints, and notes in which thread."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def __call__(self, shown: Sketch, dark: bool) -> Picture:
        self.threads.append(threading.current_thread())
        return draw(shown, dark)


@pytest.fixture
def painter() -> Painter:
    return Painter()


async def test_the_same_timeline_is_painted_once(painter: Painter) -> None:
    kept = Gallery(painter=painter)
    first = await kept.picture_of(evenly(8))
    assert await kept.picture_of(evenly(8)) is first
    assert len(painter.threads) == 1


async def test_two_askers_share_one_painting(painter: Painter) -> None:
    kept = Gallery(painter=painter)
    one, other = await asyncio.gather(kept.picture_of(evenly(8)), kept.picture_of(evenly(8)))
    assert one is other
    assert len(painter.threads) == 1


async def test_it_is_not_painted_in_the_event_loop(painter: Painter) -> None:
    await Gallery(painter=painter).picture_of(evenly(8))
    assert painter.threads != [threading.current_thread()]


async def test_an_asker_who_leaves_takes_it_from_nobody(painter: Painter) -> None:
    kept = Gallery(painter=painter)
    leaving = asyncio.create_task(kept.picture_of(evenly(60)))
    await asyncio.sleep(0)
    staying = asyncio.create_task(kept.picture_of(evenly(60)))
    await asyncio.sleep(0)
    leaving.cancel()
    assert (await staying).png
    assert len(painter.threads) == 1


async def test_all_that_is_drawn_makes_another_picture(painter: Painter) -> None:
    """The same name in another library, another day, another look."""
    timeline = evenly(8)
    others = (
        evenly(8, text="Hartwell Mobility opened a battery line in Ludlow."),
        replace(timeline, today=TODAY + timedelta(days=1)),
        replace(timeline, coverage=replace(timeline.coverage, briefings=13)),
        replace(timeline, lines=timeline.lines[:-1]),
    )
    kept = Gallery(painter=painter)
    pictures = [await kept.picture_of(one) for one in (timeline, *others)]
    pictures.append(await kept.picture_of(timeline, dark=False))
    assert len({picture.png for picture in pictures}) == len(pictures)


async def test_what_is_not_drawn_makes_no_other_picture(painter: Painter) -> None:
    kept = Gallery(painter=painter)
    await kept.picture_of(evenly(8))
    await kept.picture_of(replace(evenly(8), asked="tallowbrook"))
    assert len(painter.threads) == 1


async def test_the_oldest_makes_room(painter: Painter) -> None:
    kept = Gallery(2, painter=painter)
    for number in (2, 3, 2, 4, 2, 3):
        await kept.picture_of(evenly(number))
    assert len(painter.threads) == 4  # 3 had to make room for 4; 2 had been asked for in between


async def test_a_painting_that_failed_is_tried_again(painter: Painter) -> None:
    tries = 0

    def failing_once(shown: Sketch, dark: bool) -> Picture:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("cannot open resource")
        return painter(shown, dark)

    kept = Gallery(painter=failing_once)
    with pytest.raises(OSError, match="cannot open"):
        await kept.picture_of(evenly(3))
    assert (await kept.picture_of(evenly(3))).png


async def test_nothing_dated_is_no_picture() -> None:
    with pytest.raises(BadQuestion, match="nothing dated about Tallowbrook Motors"):
        await Gallery().picture_of(answer())
    assert (await Gallery().picture_of(answer(day(TODAY)))).png
