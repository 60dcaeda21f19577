"""Notices when the event loop is held up, and says by what.

While one callback runs, nothing else does: no answer, no heartbeat. A thread of its own looks on,
so that the log can name the line at which a long one stands.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator

log = logging.getLogger(__name__)

PERIOD = 0.02
"""Seconds between two beats; a stall is measured that exactly."""
LIMIT = 0.1
"""Seconds from which on a stall is logged: what a reader feels."""
PAUSE = 10.0
"""Seconds between two lines of the log; what comes in between is counted in the next."""
_FRAMES = 4


class Watchdog:
    """Watches the loop that `run` runs in. `longest` is the longest stall so far, in seconds."""

    def __init__(self, *, period: float = PERIOD, limit: float = LIMIT) -> None:
        self._period = period
        self._limit = limit
        self._thread = threading.get_ident()
        self._ended = threading.Event()
        self._due = 0.0
        self._seen = ""
        self._told_at = float("-inf")
        self._untold = 0
        self.longest = 0.0

    async def run(self) -> None:
        """Until cancelled, from the thread of the loop."""
        self._thread = threading.get_ident()
        self._due = time.monotonic() + self._period
        looking = threading.Thread(target=self._look_on, name="watchdog", daemon=True)
        looking.start()
        try:
            while True:
                self._due = time.monotonic() + self._period
                await asyncio.sleep(self._period)
                self._beat(time.monotonic() - self._due)
        finally:
            self._ended.set()

    def _beat(self, late: float) -> None:
        self.longest = max(self.longest, late)
        seen, self._seen = self._seen, ""
        if late < self._limit:
            return
        self._untold += 1
        now = time.monotonic()
        if now - self._told_at < PAUSE:
            return
        times = f"; {self._untold} times since the last line" if self._untold > 1 else ""
        where = f" at {seen}" if seen else ""
        log.warning("the event loop was held up for %.0f ms%s%s", late * 1000, where, times)
        self._told_at, self._untold = now, 0

    def _look_on(self) -> None:
        """In a thread: what runs while the loop is late."""
        while not self._ended.wait(self._limit / 2):
            if time.monotonic() > self._due + self._limit / 2 and not self._seen:
                self._seen = self._standing()

    def _standing(self) -> str:
        """Where the loop's thread is just now, the innermost line first."""
        frame = sys._current_frames().get(self._thread)
        if frame is None:
            return ""
        lines = traceback.extract_stack(frame)[-_FRAMES:]
        return " < ".join(f"{line.name} ({line.filename}:{line.lineno})" for line in lines[::-1])


@contextlib.asynccontextmanager
async def watched(watchdog: Watchdog) -> AsyncIterator[Watchdog]:
    """Let it watch the running loop for as long as the block goes on."""
    task = asyncio.create_task(watchdog.run())
    try:
        yield watchdog
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
