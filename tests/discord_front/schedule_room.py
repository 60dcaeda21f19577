"""A server with a moderator, a running bot and a clock set by hand, for scheduled posts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.delivery.runner import Runner
from bot.discord_front.client import BriefingBot
from bot.discord_front.schedules import Schedules
from tests.conftest import put
from tests.discord_front.conftest import Stage
from tests.discord_server.answers import Answer, read
from tests.discord_server.permissions import Permission

MORNING = datetime(2027, 3, 9, 12, 29, 30, tzinfo=UTC)  # 07:29:30 in Detroit, a Tuesday
DAY = MORNING.date()
VANS = (
    "Vans\n{}\n\nPemberlock Motors opened a van plant in Toledo. The plant will employ 300 people. "
    "Quillhaven Trucks builds none.\n"
)


def bare(text: str) -> str:
    """As it is read: Discord shows no backslash before a mark."""
    return text.replace("\\", "")


@dataclass
class Room:
    """A server with a moderator and a running bot; bot and Discord go by one clock."""

    stage: Stage
    bot: BriefingBot
    guild: Any
    news: Any
    mod: Any

    @property
    def runner(self) -> Runner:
        cog = self.bot.get_cog("Schedules")
        assert isinstance(cog, Schedules)
        return cog.runner

    async def tick(self, **length: float) -> None:
        """Let time pass, and what is due be sent."""
        self.stage.here.clock.advance(timedelta(**length).total_seconds())
        await self.runner.tick()
        await self.runner.idle()

    def posts(self, channel: Any = None) -> list[str]:
        """What the bot has posted in a channel that everybody sees."""
        seen = self.mod.sees(channel or self.news)
        ours = [message for message in seen if message.author.bot and not message.only_for]
        return [bare(read(message)) for message in ours]

    async def add(self, **options: Any) -> Answer:
        chosen = {"at": "07:30", "zone": "America/Detroit", **options}
        answer: Answer = await self.mod.slash(self.news, "schedule add", **chosen)
        return answer

    async def asks(self, command: str, **options: Any) -> str:
        answer = await self.mod.slash(self.news, f"schedule {command}", **options)
        assert answer.ephemeral
        return bare(answer.text)

    async def briefing(self, day: date = DAY, text: str = VANS) -> None:
        await put(self.stage.desk, text.format(day), pasted=day, day=day)


@asynccontextmanager
async def opened(stage: Stage, **options: Any) -> AsyncIterator[Room]:
    here = stage.here
    here.clock.advance((MORNING - here.clock.now()).total_seconds())
    guild = here.guild("Cars")
    news = guild.channel("news")
    mod = guild.member("mod", guild.role("mods", Permission.MANAGE_GUILD))
    async with stage.bot(clock=here.clock.now, message_content=False, **options) as bot:
        yield Room(stage, bot, guild, news, mod)


@pytest.fixture
async def room(stage: Stage) -> AsyncIterator[Room]:
    async with opened(stage) as room:
        yield room
