"""Many channels due at one minute: how fast posts go out, and what readers notice meanwhile.

    python -m benchmarks.posts --posts 10000

The bot runs in a process of its own against the loopback Discord, whose sliding window allows 50
requests a second and answers 429 beyond. The reference is what the window allows: posts / 50 s.
`/today` is asked all the while; its reference is its own latency before, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.machine import p99, print_machine
from benchmarks.staging import NEVER, ask, bot_at, discord
from bot.app import Desk, open_desk
from bot.delivery.port import Place
from bot.delivery.schedule import Schedule
from bot.ingestion.intake import take_in
from bot.model import HOUSE, StoredSchedule
from tests.delivery import soak_child
from tests.delivery.soak_child import FastClock

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "samples" / "2025-12-09-ford-renault.txt"
A_SERVER = 50
"""Channels, and schedules, of one server."""
WINDOW = 50


class Result(NamedTuple):
    posts: int
    seconds: float
    doubled: int
    lost: int
    refused: int
    idle: list[float]
    busy: list[float]


async def furnish(desk: Desk, channels: dict[int, list[int]], due: datetime) -> None:
    """The day's briefing, and a schedule for each channel."""
    await take_in(
        desk.storage,
        desk.catalogue,
        SAMPLE.read_bytes(),
        library=HOUSE,
        now=due,
        today=due.date(),
        day=due.date(),
    )
    rule = Schedule(at=due.time().replace(tzinfo=None), zone="UTC", since=due - timedelta(hours=1))

    def add(shelves: Any) -> None:
        for guild, numbers in channels.items():
            for number in numbers:
                shelves.put_schedule(
                    StoredSchedule(
                        key=f"{guild}-{number}",
                        library=guild,
                        channel=number,
                        place=Place.TEXT.value,
                        kind="day",
                        rule=rule.as_json(),
                        next_at=due,
                    )
                )

    await desk.storage.write(add)


async def waited(person: Any, channel: Any) -> float:
    """Seconds for an answer."""
    seconds = await ask(person, channel, "today")
    return NEVER if seconds is None else seconds


async def measure(posts: int, library: Path) -> Result:
    async with discord() as here:
        guilds = [here.guild(f"Server {n}") for n in range(-(-posts // A_SERVER))]
        channels = {
            guild.id: [
                guild.channel(f"news-{n}").id for n in range(min(A_SERVER, posts - k * A_SERVER))
            ]
            for k, guild in enumerate(guilds)
        }
        readers = here.guild("Readers")
        chat, alice = readers.channel("chat"), readers.member("alice")
        due = (datetime.now(UTC) + timedelta(seconds=40 + posts / 300)).replace(
            second=0, microsecond=0
        ) + timedelta(minutes=1)
        desk = await open_desk(library)
        await furnish(desk, channels, due)
        await desk.close()
        now = datetime.now(UTC)
        clock = FastClock(now.timestamp(), now, speed=1)
        async with bot_at(here, soak_child.run, library, clock):
            here.rate_limits.whole_bot(WINDOW)
            idle = [await waited(alice, chat) for _ in range(100)]
            await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
            began, busy = time.perf_counter(), []
            wanted = [
                guild.model.channels[number] for guild in guilds for number in channels[guild.id]
            ]
            while any(not channel.messages for channel in wanted):
                busy.append(await waited(alice, chat))
                await asyncio.sleep(0.1)
                assert time.perf_counter() - began < posts / WINDOW * 3 + 60, "it takes too long"
            seconds = time.perf_counter() - began
        counts = Counter(len(here.bot_messages(channel)) for channel in wanted)
        refused = sum(one.status == 429 for one in here.door.seen)
    doubled = sum((n - 1) * count for n, count in counts.items() if n > 1)
    return Result(posts, seconds, doubled, counts[0], refused, idle, busy)


def told(result: Result) -> str:
    """The table, with each figure beside its reference."""
    least = result.posts / WINDOW
    return "\n".join(
        (
            f"posts                {result.posts}, {result.lost} lost, {result.doubled} doubled, "
            f"{result.refused} times 429",
            f"seconds              {result.seconds:.1f}; the window allows {least:.1f}: "
            f"{result.seconds / least:.3f} of it",
            f"/today, idle         median {statistics.median(result.idle) * 1000:.1f} ms, "
            f"99th percentile {p99(result.idle) * 1000:.1f} ms ({len(result.idle)})",
            f"/today, meanwhile    median {statistics.median(result.busy) * 1000:.1f} ms, "
            f"99th percentile {p99(result.busy) * 1000:.1f} ms ({len(result.busy)}): "
            f"{p99(result.busy) / p99(result.idle):.2f} of idle",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.posts", description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    chosen = parser.parse_args()
    print_machine()
    with tempfile.TemporaryDirectory() as folder:
        print(told(asyncio.run(measure(chosen.posts, Path(folder) / "library.db"))))


if __name__ == "__main__":
    main()
