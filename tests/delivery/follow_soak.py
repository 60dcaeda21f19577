"""The same as `soak`, for what people follow: a real process of the bot is killed at random moments
while briefings come in through another one, and Discord's own count of direct messages decides."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path
from typing import Any

from bot.app import Desk, open_desk
from bot.delivery import follows
from bot.delivery.follows import Rhythm, Wish
from bot.discord_front.rendering import ASK_WHY
from bot.ingestion.intake import take_in
from bot.model import HOUSE
from tests.delivery.soak import BEGINS, Soak, Tally
from tests.discord_server import loopback
from tests.discord_server.answers import walk

PEOPLE = 4
NEWS = "Vans {number}\n{day}\n\nPemberlock Motors sold {number}00 vans in Toledo."


class FollowSoak(Soak):
    """Members of one server who all follow the same, at once."""

    def __init__(self, here: Any, library: Path, chance: random.Random, *, faults: bool) -> None:
        super().__init__(here, library, chance, faults=faults)
        self.members = [self.guild.member(f"reader-{n}") for n in range(PEOPLE)]
        self.briefings = 0

    async def follow(self, desk: Desk) -> None:
        def change(shelves: Any) -> None:
            for number, member in enumerate(self.members):
                wish = Wish(
                    person=member.id,
                    library=self.guild.id,
                    topic="~pemberlock-motors",
                    name="Pemberlock Motors",
                    rhythm=Rhythm(),
                    channel=0,
                    keys=(f"box-{number}", f"follow-{number}"),
                )
                follows.keep(shelves, wish, BEGINS)

        await desk.storage.write(change)

    async def brief(self, desk: Desk, times: int) -> None:
        """Briefings come in, by a process that is not the bot's."""
        for _ in range(times):
            self.briefings += 1
            now = self.now()
            text = NEWS.format(number=self.briefings, day=now.date())
            await take_in(
                desk.storage,
                desk.catalogue,
                text.encode(),
                library=(HOUSE, self.guild.id)[self.briefings % 2],
                now=now,
                today=now.date(),
            )

    def arrived(self) -> list[Counter[str]]:
        """How often each message has come, by person."""
        return [
            Counter(
                component["custom_id"].removeprefix(ASK_WHY)
                for message in self.here.bot_messages(member.dm_channel)
                for component in walk(message.components)
                if str(component.get("custom_id", "")).startswith(ASK_WHY)
            )
            for member in self.members
        ]

    async def settle_letters(self) -> None:
        """Let the bot run on until everybody has all, or nothing comes any more."""
        self.here.faults.clear()
        async with self.bot() as process:
            async with asyncio.timeout(60):
                while not all(len(one) >= self.briefings for one in self.arrived()):
                    assert process.returncode is None, "it ended by itself"
                    await asyncio.sleep(0.2)
            await asyncio.sleep(5)  # five minutes of the bot's clock, for one that comes twice
            process.terminate()
            await asyncio.wait_for(process.wait(), 10)
        letters = self.arrived()
        self.tally.due = PEOPLE * self.briefings
        self.tally.lost = self.tally.due - sum(len(one) for one in letters)
        self.tally.doubled = sum(one.total() - len(one) for one in letters)


async def follow_soak(kills: int, library: Path, *, seed: int = 1) -> Tally:
    async with loopback() as here:
        here.clock.advance((BEGINS - here.clock.now()).total_seconds())
        this = FollowSoak(here, library, random.Random(seed), faults=True)
        desk = await open_desk(library)
        await this.follow(desk)
        clock = asyncio.create_task(this.keep_time())
        try:
            for _ in range(kills):
                await this.brief(desk, 2)
                await this.kill_once()
            await this.settle_letters()
        finally:
            clock.cancel()
            await desk.close()
    return this.tally
