"""The watchdog: a loop that is held up is noticed, measured, and the culprit named."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.watchdog import Watchdog, watched


def hold_up(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


async def test_a_stall_is_logged_with_the_line_that_caused_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "bot.watchdog"):
        async with watched(Watchdog(limit=0.2)) as watchdog:
            await asyncio.sleep(0.05)
            hold_up(0.6)
            await asyncio.sleep(0.05)
    assert watchdog.longest >= 0.5
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("the event loop was held up for ")
    assert "hold_up (" in line
    assert "test_watchdog.py:" in line


async def test_many_stalls_are_not_a_line_each(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bot.watchdog"):
        async with watched(Watchdog(period=0.01, limit=0.05)):
            for _ in range(4):
                await asyncio.sleep(0.03)
                hold_up(0.15)
                await asyncio.sleep(0.03)
    assert len(caplog.records) == 1


async def test_waiting_is_no_stall(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bot.watchdog"):
        async with watched(Watchdog(limit=30.0)) as watchdog:
            await asyncio.sleep(0.3)
    assert watchdog.longest < 30
    assert not caplog.records
