"""How fast requests may go out: one pacer for all that the bot sends, people's answers first.

Discord allows a bot 50 requests in any second (topics/rate-limits), and counts them as they arrive,
which we cannot see. What we know is that a request arrives after it was let go and before its
answer came back. So a place is held from the release of a request until one second after its
answer: whenever Discord looks back over a second, it finds no more requests than there are places.
No estimate of the way there is needed, and no burst makes up for a pause. What the bot sends of its
own accord keeps a little apart besides: a person's answer never stands behind a burst of it.

A run of 401, 403 or 429 stops what the bot sends of its own accord: Discord bars an address that
makes 10,000 such requests in ten minutes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

PLACES = 50
"""Requests a second and a bot, by Discord's documentation."""

KEPT_FREE = 1
"""Places that only people's answers may take, so that one never waits for a whole queue."""

HELD_FOR = 1.0
"""Seconds for which a place is held after the answer."""

GAP = 0.75 * HELD_FOR / PLACES
"""Seconds between two of our own requests: less than a place's share, so places are what limits."""

INVALID = frozenset({401, 403, 429})
RUN_OF_INVALID = 20
"""So many in a row are no accident of one channel: nearly all other requests succeed."""

STOP = 600.0
"""Seconds: Discord's own window for invalid requests."""


class Pacer:
    """Places for requests. `now` is a monotonic clock in seconds (the event loop's).

    Not safe for threads; one for each bot.
    """

    def __init__(
        self,
        now: Callable[[], float],
        *,
        places: int = PLACES,
        kept_free: int = KEPT_FREE,
        held_for: float = HELD_FOR,
        gap: float = GAP,
    ) -> None:
        self._now = now
        self._free = places
        self._kept_free = kept_free
        self._held_for = held_for
        self._gap = gap
        self._next_own = now()
        self._opens: asyncio.TimerHandle | None = None
        self._people: deque[asyncio.Future[None]] = deque()
        self._own: deque[asyncio.Future[None]] = deque()
        self._invalid = 0
        self._stopped_until = 0.0

    async def enter(self, *, own: bool) -> None:
        """Wait for a place. `own`: sent of the bot's own accord, and not for somebody who waits."""
        if (self._own if own else self._people) or not self._may_go(own):
            await self._wait(own)
        else:
            self._take(own)

    def leave(self) -> None:
        """The request's answer is here, or it has failed: its place is free a while later."""
        asyncio.get_running_loop().call_later(self._held_for, self._give_back)

    def told(self, status: int) -> None:
        """Discord's answer to any request; a run of refusals stops what is our own."""
        self._invalid = self._invalid + 1 if status in INVALID else 0
        if self._invalid >= RUN_OF_INVALID:
            self._invalid = 0
            self._stopped_until = self._now() + STOP

    @property
    def stopped_for(self) -> float:
        """Seconds until own requests may go out again; 0 when they may."""
        return max(0.0, self._stopped_until - self._now())

    def _may_go(self, own: bool) -> bool:
        if not own:
            return self._free > 0
        return self._free > self._kept_free and self._now() >= self._next_own

    def _take(self, own: bool) -> None:
        self._free -= 1
        if own:
            self._next_own = self._now() + self._gap

    async def _wait(self, own: bool) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._own if own else self._people).append(turn)
        self._open_in_time()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # let in and called off in one moment
                self._give_back()
            raise

    def _give_back(self) -> None:
        self._free += 1
        self._let_in()

    def _let_in(self) -> None:
        while self._people and self._may_go(own=False):
            self._admit(own=False)
        while self._own and self._may_go(own=True):
            self._admit(own=True)
        self._open_in_time()

    def _admit(self, *, own: bool) -> None:
        turn = (self._own if own else self._people).popleft()
        if not turn.done():
            self._take(own)
            turn.set_result(None)

    def _open_in_time(self) -> None:
        """Where only the gap keeps our own waiting, no answer will come to let them in."""
        if self._own and self._opens is None and self._free > self._kept_free:
            wait = max(0.0, self._next_own - self._now())
            self._opens = asyncio.get_running_loop().call_later(wait, self._open)

    def _open(self) -> None:
        self._opens = None
        self._let_in()
