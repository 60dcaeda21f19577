"""A bot of ours on a loopback Discord, with a library of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.app import Desk
from bot.discord_front.client import BriefingBot
from bot.discord_front.cooldown import Limits
from bot.settings import DeskSettings
from tests.discord_server import running
from tests.discord_server.fixtures import loopback_discord

__all__ = ["loopback_discord"]

NOON = datetime(2025, 12, 9, 12, tzinfo=UTC)
UNHURRIED = Limits(reader=1000, channel=1000)
"""The clock stands still, so a cooldown would never be over; its own tests set their own."""


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> DeskSettings:
    monkeypatch.setenv("BRIEFING_DESK_DATABASE", str(tmp_path / "library.db"))
    monkeypatch.setenv("BRIEFING_DESK_APPROVAL", "off")  # what is asked first has its own tests
    return DeskSettings.load(None)


@dataclass(frozen=True)
class Stage:
    """Everything a scenario needs: the loopback Discord, the desk, the settings."""

    here: Any
    desk: Desk
    settings: DeskSettings

    @asynccontextmanager
    async def bot(
        self,
        *,
        message_content: bool = False,
        clock: Callable[[], datetime] = lambda: NOON,
        limits: Limits = UNHURRIED,
        **more: Any,
    ) -> AsyncIterator[BriefingBot]:
        bot = BriefingBot(
            self.desk,
            self.settings,
            message_content=message_content,
            clock=clock,
            limits=limits,
            guild_ready_timeout=0.01,
            **more,
        )
        async with running(bot, self.here):
            yield bot


@pytest.fixture
async def stage(loopback_discord: Any, desk: Desk, settings: DeskSettings) -> Stage:
    return Stage(loopback_discord, desk, settings)
