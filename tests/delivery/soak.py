"""Kill the bot again and again while posts fall due, and count what arrives.

    python -m tests.delivery.soak --kills 300

A real process of the bot is killed with SIGKILL at random moments against the loopback Discord, and
started again. The server's own count decides: each post must be there exactly once. A share of the
restarts waits until the nonces' life has run out. With --faults the network is bad, too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import open_desk
from bot.delivery.port import Place
from bot.delivery.schedule import Schedule, WithoutBriefing
from bot.discord_front.rendering import ASK_WHY
from bot.model import StoredSchedule
from tests.delivery import soak_child
from tests.delivery.forked import Forked
from tests.delivery.soak_child import FastClock
from tests.discord_server import loopback
from tests.discord_server.answers import walk
from tests.discord_server.permissions import Permission

SEND = "POST /channels/*/messages"
SPEED = 60.0
"""A minute of the bot's clock in a second of ours."""
NONCE_LIFE = timedelta(minutes=4)
A_MINUTE = 3
"""Posts that fall due in each minute."""
CHANNELS = 5
GRACE = timedelta(days=1)
"""Hours of kills a second apart hold posts up, the more so on a busy machine; what counts here is
that each comes once, not how late."""
BEGINS = datetime(2027, 3, 9, 6, tzinfo=UTC)


@dataclass
class Tally:
    """What a soak has seen. `between`: kills after which a row stood claimed and unfinished."""

    kills: int = 0
    between: int = 0
    after_nonce: int = 0
    due: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0
    states: Counter[str] = field(default_factory=Counter)
    unsent: list[str] = field(default_factory=list)
    """What the ledger says of each post that was not sent."""

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.kills} kills, {self.between} between claim and finish, {self.after_nonce} "
            f"restarts after the nonces' life; {self.due} posts due: {self.lost} lost, "
            f"{self.doubled} doubled, {self.refused} times 429; ledger: {states}"
            + "".join(f"\n  {told}" for told in self.unsent)
        )


class Soak:
    """One library, one loopback Discord, one bot process after the other."""

    def __init__(self, here: Any, library: Path, chance: random.Random, *, faults: bool) -> None:
        self.here = here
        self.library = library
        self.chance = chance
        self.faults = faults
        self.tally = Tally()
        self.began = time.time()
        self.guild = here.guild("Soak")
        self.channels = [self.guild.channel(f"news-{n}") for n in range(CHANNELS)]
        here.nonce_life = NONCE_LIFE
        for channel in self.channels:
            self.guild.overwrite(channel, self.guild.everyone, allow=Permission.VIEW_CHANNEL)

    def now(self) -> datetime:
        return BEGINS + timedelta(seconds=(time.time() - self.began) * SPEED)

    async def furnish(self, minutes: int) -> None:
        """A schedule for each post: `A_MINUTE` of them in every minute."""
        desk = await open_desk(self.library)
        try:
            await desk.storage.write(lambda shelves: self._schedules(shelves, minutes))
        finally:
            await desk.close()

    def _schedules(self, desk: Any, minutes: int) -> None:
        for minute in range(1, minutes + 1):
            for part in range(A_MINUTE):
                at = (BEGINS + timedelta(minutes=minute)).time().replace(tzinfo=None)
                rule = Schedule(
                    at=at, zone="UTC", since=BEGINS, without=WithoutBriefing.LINE, grace=GRACE
                )
                desk.put_schedule(
                    StoredSchedule(
                        key=f"{minute}-{part}",
                        library=self.guild.id,
                        channel=self.channels[(minute + part) % CHANNELS].id,
                        place=Place.TEXT.value,
                        kind="day",
                        rule=rule.as_json(),
                        next_at=BEGINS + timedelta(minutes=minute),
                    )
                )

    async def keep_time(self) -> None:
        """The server's clock stands still until told; here it is told all the time."""
        while True:
            behind = (self.now() - self.here.clock.now()).total_seconds()
            self.here.clock.advance(behind)
            await asyncio.sleep(0.01)

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncIterator[Forked]:
        clock = FastClock(self.began, BEGINS, SPEED)
        process = Forked(soak_child.run, self.here.url, self.here.token, self.library, clock)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def plan_faults(self) -> None:
        """Every send is slow, so that kills fall into it; and at times the network is worse."""
        faults = self.here.faults
        faults.clear()
        if self.faults:
            match self.chance.randrange(8):
                case 0:
                    faults.status(503, SEND, times=2)
                case 1:
                    faults.status(500, SEND)
                case 2:
                    faults.timeout_after(SEND, status=503)
                case 3:
                    faults.lost_answer(SEND, times=2)
                case 4:
                    faults.cut(SEND)
                case 5:
                    faults.too_many(0.2, SEND)
                case 6:
                    faults.timeout_after(SEND)
        faults.slow(self.chance.uniform(0.2, 0.6), SEND, times=10**9)

    async def kill_once(self) -> None:
        """One life of the bot: from its start to a random moment after its first look."""
        self.plan_faults()
        before = len(self.here.door.seen)
        async with self.bot() as process:
            await self.here.until(lambda: self._has_posted(before) or process.returncode, within=30)
            await asyncio.sleep(self.chance.uniform(0.0, 0.9))
            assert process.returncode is None, "it ended by itself"
            process.kill()
            await process.wait()
        self.tally.kills += 1
        self.tally.between += self._claimed() > 0
        if self.chance.random() < 0.15:
            await asyncio.sleep(NONCE_LIFE.total_seconds() / SPEED)
            self.tally.after_nonce += 1

    def _has_posted(self, before: int) -> bool:
        """A send has arrived at the server since."""
        sends = (one for one in self.here.door.seen[before:] if one.method == "POST")
        busy = self.here.door.in_flight > 0
        return busy or any("/messages" in one.path for one in sends)

    def _claimed(self) -> int:
        with contextlib.closing(sqlite3.connect(self.library)) as library:
            sql = "SELECT count(*) FROM delivery WHERE state = 'claimed'"
            (count,) = library.execute(sql).fetchone()
        return int(count)

    async def settle(self, minutes: int) -> None:
        """Let the bot run on until all that is due has been tried."""
        self.here.faults.clear()
        end = BEGINS + timedelta(minutes=minutes)
        async with self.bot() as process:
            while self.now() < end or self._unfinished(end):
                assert process.returncode is None, "it ended by itself"
                await asyncio.sleep(0.2)
            process.terminate()
            await asyncio.wait_for(process.wait(), 10)
        self._count(end)

    def _unfinished(self, end: datetime) -> int:
        sql = (
            "SELECT count(*) FROM schedule WHERE next_at <= ? OR id IN "
            "(SELECT schedule FROM delivery WHERE state IN ('claimed', 'held'))"
        )
        with contextlib.closing(sqlite3.connect(self.library)) as library:
            (count,) = library.execute(sql, (end.isoformat(),)).fetchone()
        return int(count)

    def _count(self, end: datetime) -> None:
        posted = Counter(
            component["custom_id"].removeprefix(ASK_WHY)
            for channel in self.channels
            for message in self.here.bot_messages(channel)
            for component in walk(message.components)
            if str(component.get("custom_id", "")).startswith(ASK_WHY)
        )
        with contextlib.closing(sqlite3.connect(self.library)) as library:
            sql = "SELECT key, state FROM delivery WHERE due <= ?"
            rows = dict(library.execute(sql, (end.isoformat(),)).fetchall())
            sql = "SELECT * FROM delivery WHERE due <= ? AND state <> 'sent'"
            unsent = library.execute(sql, (end.isoformat(),)).fetchall()
        due = int((end - BEGINS) / timedelta(minutes=1)) * A_MINUTE
        self.tally.due = due
        self.tally.unsent = [str(row) for row in unsent]
        self.tally.states = Counter(rows.values())
        self.tally.lost = due - sum(posted[key] > 0 for key in rows)
        self.tally.doubled = sum(count - 1 for count in posted.values())
        self.tally.refused = sum(one.status == 429 for one in self.here.door.seen)


async def soak(kills: int, library: Path, *, seed: int = 1, faults: bool = False) -> Tally:
    """Run the whole thing; the tally tells."""
    async with loopback() as here:
        here.clock.advance((BEGINS - here.clock.now()).total_seconds())
        this = Soak(here, library, random.Random(seed), faults=faults)
        await this.furnish(24 * 60 - 1)
        this.began = time.time()
        clock = asyncio.create_task(this.keep_time())
        try:
            for _ in range(kills):
                await this.kill_once()
            last = int((this.now() - BEGINS) / timedelta(minutes=1)) + 3
            await this.settle(last)
        finally:
            clock.cancel()
    return this.tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.delivery.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.db"
        tally = asyncio.run(soak(chosen.kills, library, seed=chosen.seed, faults=chosen.faults))
    print(tally)
    return 1 if tally.lost or tally.doubled else 0


if __name__ == "__main__":
    raise SystemExit(main())
