"""Corrections on their way to the messages that the bot sent of its own accord.

A message is told how things stand now, never what happened in between: telling it again changes
nothing, so that a process that dies on the way leaves nothing half done. That it is still to be
told is kept in the library until it was.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.delivery.port import Trouble
from bot.delivery.runner import TICK
from bot.model import Behind, Posted
from bot.storage.protocol import Shelf, Storage

log = logging.getLogger(__name__)

_AT_ONCE = 20
_WAITS = (5, 15, 60, 300, 600)
"""Seconds before each new try, the last one again and again."""
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a message is to say now. `rendering` is how it was first sent, where that is kept;
    `lines` stand below it, and alone where it is `gone`."""

    posted: Posted
    lines: tuple[str, ...]
    gone: bool
    rendering: str = ""


class Messages(Protocol):
    """Messages that were sent."""

    def amendment(self, shelf: Shelf, posted: Posted) -> Amendment:
        """What a message is to say, as the library stands."""

    async def amend(self, told: Amendment) -> str:
        """Say it, by an edit, or by an answer to the message where an edit is refused; what became
        of it in a word or two. Raises `Trouble` where it may go better later."""

    def stopped_for(self) -> float:
        """Seconds for which nothing may be sent, after a run of refusals."""


class Amender:
    """`clock` gives the present as an aware datetime."""

    def __init__(self, storage: Storage, messages: Messages, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._messages = messages
        self._clock = clock
        self._ticking = asyncio.Lock()

    async def run(self) -> None:
        """Tick until cancelled. An exception ends its tick and nothing else."""
        while True:
            try:
                await self.tick()
            except Exception:
                log.exception("a look at what is to be corrected failed; the next one is near")
            await asyncio.sleep(TICK)

    async def tick(self) -> None:
        """Tell every message that has to hear of something; one look after the other, so that no
        change counts as told twice."""
        async with self._ticking:
            while not self._messages.stopped_for():
                behind = await self._storage.read(self._look)
                for item, amendment in behind:
                    await self._tell(item, amendment)
                if len(behind) < _AT_ONCE:
                    return

    def _look(self, shelf: Shelf) -> list[tuple[Behind, Amendment]]:
        found = shelf.behind(self._clock(), _AT_ONCE)
        return [(item, self._messages.amendment(shelf, item.posted)) for item in found]

    async def _tell(self, item: Behind, amendment: Amendment) -> None:
        message = item.posted.message
        try:
            said = await self._messages.amend(amendment)
        except Trouble as trouble:
            said = trouble.reason
            if item.tries < _TRIES:
                wait = timedelta(seconds=_WAITS[min(item.tries, len(_WAITS) - 1)])
                until = self._clock() + wait
                await self._storage.write(lambda desk: desk.put_off(message, until, said))
                return
            said = f"given up: {said}"
        log.info("message %d was told of a correction: %s", message, said)
        await self._storage.write(lambda desk: desk.caught_up(item, said))
