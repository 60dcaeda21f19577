"""Two servers with libraries of their own, people who follow things, and a clock set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.app import Desk
from bot.delivery.runner import Runner
from bot.discord_front.client import BriefingBot
from bot.discord_front.schedules import Schedules
from bot.ingestion.intake import take_in
from bot.model import HOUSE, StoredSchedule
from tests.discord_front.conftest import Stage
from tests.discord_front.schedule_room import bare
from tests.discord_server.answers import Answer, read

MORNING = datetime(2027, 3, 9, 12, 30, tzinfo=UTC)  # 08:30 in New York, a Tuesday
DAY = MORNING.date()
PEMBERLOCK = (
    "{title}\n{day}\n\nPemberlock Motors opened a van plant in Toledo. The plant will employ "
    "{jobs} people."
)
TWO = PEMBERLOCK + " Quillhaven Trucks builds none."


@dataclass
class FollowRoom:
    """Alice is in Cars and in Vans, bob in Cars alone."""

    stage: Stage
    bot: BriefingBot
    cars: Any
    vans: Any
    news: Any
    alice: Any
    bob: Any

    @property
    def runner(self) -> Runner:
        cog = self.bot.get_cog("Schedules")
        assert isinstance(cog, Schedules)
        return cog.runner

    def now(self) -> datetime:
        now: datetime = self.stage.here.clock.now()
        return now

    def until(self, when: datetime) -> float:
        return (when - self.now()).total_seconds()

    async def tick(self, **length: float) -> None:
        """Let time pass, and what is due be sent."""
        self.stage.here.clock.advance(timedelta(**length).total_seconds())
        await self.runner.tick()
        await self.runner.idle()

    async def at(self, when: datetime) -> None:
        await self.tick(seconds=self.until(when))

    async def brief(
        self,
        library: int = HOUSE,
        *,
        jobs: int = 300,
        day: date | None = None,
        text: str = PEMBERLOCK,
        title: str = "",
        desk: Desk | None = None,
    ) -> None:
        """A briefing comes in a second from now, by this process or through another's `desk`."""
        self.stage.here.clock.advance(1)
        of = day or self.now().date()
        text = text.format(title=title or f"Vans, {jobs} of them", day=of, jobs=jobs)
        desk = desk or self.stage.desk
        await take_in(
            desk.storage,
            desk.catalogue,
            text.encode(),
            library=library,
            now=self.now(),
            today=of,
            day=of,
        )

    async def follow(
        self, who: Any = None, name: str = "Pemberlock Motors", place: Any = None, **options: str
    ) -> Answer:
        """Ask, and press the button."""
        who = who or self.alice
        answer: Answer = await who.slash(place or self.news, "follow", name=name, **options)
        if "Follow" in answer.buttons:
            await who.clicks(answer, "Follow")
        return answer

    def letters(self, who: Any = None) -> list[str]:
        """What the bot has written to somebody of its own accord."""
        return [bare(read(message)) for message in self.messages(who)]

    def messages(self, who: Any = None) -> list[Any]:
        seen = (who or self.alice).dm_channel.messages
        return [m for m in seen if m.author.bot and m.only_for is None and "News of" in read(m)]

    async def lists(self, who: Any = None, place: Any = None) -> str:
        answer = await (who or self.alice).slash(place or self.news, "following")
        assert answer.ephemeral
        return bare(answer.text)

    async def boxes(self, who: Any = None) -> tuple[StoredSchedule, ...]:
        person = (who or self.alice).id
        return await self.stage.desk.storage.read(lambda shelf: shelf.mailboxes(person))

    async def states(self, who: Any = None) -> list[str]:
        """The ledger of somebody's messages."""
        ids = [box.id for box in await self.boxes(who)]
        rows = await self.stage.desk.storage.read(lambda s: s.deliveries(ids, date.min))
        return [row.state.value for row in rows]


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[FollowRoom]:
    here = stage.here
    here.clock.advance((MORNING - here.clock.now()).total_seconds())
    cars, vans = here.guild("Cars"), here.guild("Vans & More")
    news = cars.channel("news")
    vans.channel("news")
    alice, bob = cars.member("alice"), cars.member("bob")
    vans.add(alice)
    async with stage.bot(clock=here.clock.now, message_content=False) as bot:
        room = FollowRoom(stage, bot, cars, vans, news, alice, bob)
        # So that the names are known; what came before a follow is never written about.
        await room.brief(day=DAY - timedelta(days=9), text=TWO, jobs=100)
        yield room


@pytest.fixture
async def room(stage: Stage) -> AsyncIterator[FollowRoom]:
    async with opened(stage) as room:
        yield room
