"""The server's clock. It stands still until a test moves it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Clock:
    """Tells the time that tokens, nonces and old edits are judged by.

    It starts at the real time, so that ids and timestamps look real to the client, and then stands:
    a busy machine never makes an answer late, and a test passes fifteen minutes with ``advance``.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._on_advance: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass at once; whoever waits for a deadline looks again."""
        self._now += timedelta(seconds=seconds)
        for listener in self._on_advance:
            listener()

    def when_advanced(self, listener: Callable[[], None]) -> None:
        self._on_advance.append(listener)


class Snowflakes:
    """Ids as Discord makes them: 42 bits of milliseconds since 2015, then a counter.

    They rise strictly, so that comparing ids compares ages, as ``before=`` and ``after=`` do.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> int:
        milliseconds = int((self._clock.now() - DISCORD_EPOCH) / timedelta(milliseconds=1))
        self._last = max(milliseconds << 22, self._last + 1)
        return self._last
