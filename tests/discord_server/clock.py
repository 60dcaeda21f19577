"""The server's clock: real time, plus what a test has added to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def wall_time() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Tells the time that tokens, nonces and old edits are judged by.

    It runs with the wall clock, so that ids and timestamps look real to the client; a test moves it
    on with ``advance`` instead of sleeping for fifteen minutes.
    """

    def __init__(self, base: Callable[[], datetime] = wall_time) -> None:
        self._base = base
        self._added = timedelta()
        self._on_advance: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._base() + self._added

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass at once; whoever waits for a deadline looks again."""
        self._added += timedelta(seconds=seconds)
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
