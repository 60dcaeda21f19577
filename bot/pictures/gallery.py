"""Pictures as they are asked for: painted beside the event loop, kept by what they show."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.answers.values import TimelineAnswer
from bot.errors import BadQuestion
from bot.locales import speaking
from bot.pictures.alt import alt_text
from bot.pictures.sketch import Sketch, sketch

KEPT = 64
"""Pictures; the largest is about half a megabyte."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file, and its words for those who cannot see it."""

    png: bytes
    alt: str


def draw(shown: Sketch, dark: bool) -> Picture:
    """The picture of a sketch, which holds at least one event; about 150 ms for the largest."""
    from bot.pictures.layout import lay_out
    from bot.pictures.painting import paint
    from bot.pictures.palette import DARK, LIGHT

    with speaking(shown.locale):
        return Picture(paint(lay_out(shown), DARK if dark else LIGHT), alt_text(shown))


class Gallery:
    """Keeps the pictures asked for last. A picture is known by all that is drawn in it, so that
    another library's topic of the same name never meets it."""

    def __init__(
        self, kept: int = KEPT, *, painter: Callable[[Sketch, bool], Picture] = draw
    ) -> None:
        self._most = kept
        self._painter = painter
        self._pictures: OrderedDict[tuple[Sketch, bool], asyncio.Task[Picture]] = OrderedDict()
        self._brush = asyncio.Lock()  # painters would only take the interpreter from each other

    async def picture_of(self, answer: TimelineAnswer, *, dark: bool = True) -> Picture:
        """The picture of a timeline with at least one event; simultaneous askers share one
        painting. Raises `BadQuestion` where there is nothing to draw."""
        if not answer.lines:
            raise BadQuestion(f"The briefings tell nothing dated about {answer.topic.name}.")
        key = sketch(answer), dark
        task = self._pictures.get(key)
        if task is None or _failed(task):
            task = self._pictures[key] = asyncio.create_task(self._painted(*key), name="picture")
        self._pictures.move_to_end(key)
        while len(self._pictures) > self._most:
            self._pictures.popitem(last=False)
        return await asyncio.shield(task)  # an asker who leaves takes it from nobody

    async def _painted(self, shown: Sketch, dark: bool) -> Picture:
        async with self._brush:
            return await asyncio.to_thread(self._painter, shown, dark)


def _failed(task: asyncio.Task[Picture]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
