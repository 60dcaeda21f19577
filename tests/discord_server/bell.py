"""Waiting for things to happen, by events and not by sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Bell:
    """Rung on every change of the server; wakes whoever waits, who then looks again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, true: Callable[[], object], within: float = 5.0) -> bool:
        """Wait until ``true()``; False after ``within`` real seconds without it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not true():
            event = self._event
            try:
                await asyncio.wait_for(event.wait(), deadline - loop.time())
            except TimeoutError:
                return bool(true())
        return True
