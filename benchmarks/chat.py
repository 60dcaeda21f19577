"""Commands through Discord: how many a second, how long each takes, what else waits meanwhile.

    python -m benchmarks.chat LIBRARY

The bot runs in a process of its own against the loopback Discord, and readers ask side by side. The
reference is a bare discord.py bot that answers `/today` by a constant card of the same size, on the
same server, in turns with ours in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import children
from benchmarks.machine import p99, print_machine
from benchmarks.staging import ask, bot_at, discord
from tests.discord_server import read

_CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"
READERS = 8
SECONDS = 8.0
TURNS = 5


class Served(NamedTuple):
    """Seconds of each answer, and how long all of it took."""

    answers: list[float]
    seconds: float
    lost: int

    @property
    def rate(self) -> float:
        return len(self.answers) / self.seconds

    def told(self) -> str:
        middle = statistics.median(self.answers)
        lost = f", {self.lost} without an answer" if self.lost else ""
        return (
            f"{self.rate:7.0f} a second, median {middle * 1e3:6.1f} ms, "
            f"99th percentile {p99(self.answers) * 1e3:6.1f} ms{lost}"
        )


def stage(here: Any) -> list[tuple[Any, Any]]:
    """Readers of the house library, each in a channel of their own."""
    here.rate_limits.bucket(_CALLBACK, 1_000_000, 1.0)  # answers have no limit of Discord's
    guild = here.guild("Readers")
    return [(guild.member(f"reader{n}"), guild.channel(f"chat-{n}")) for n in range(READERS)]


async def serve(
    readers: list[tuple[Any, Any]], seconds: float, command: str, **options: str
) -> Served:
    """All readers ask, each anew as soon as they are answered."""
    began, answers, lost = time.perf_counter(), list[float](), 0

    async def go_on(person: Any, channel: Any) -> None:
        nonlocal lost
        while time.perf_counter() - began < seconds:
            took = await ask(person, channel, command, **options)
            if took is None:
                lost += 1
            else:
                answers.append(took)

    await asyncio.gather(*(go_on(*reader) for reader in readers))
    return Served(answers, time.perf_counter() - began, lost)


async def measure(library: Path, seconds: float) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        report, ours, bare = folder / "report.json", [], []
        for _ in range(TURNS):
            async with discord() as here:
                readers = stage(here)
                async with bot_at(here, children.product, library, report):
                    await ask(*readers[0], "today")
                    ours.append(await serve(readers, seconds, "today"))
                    card = read(here.bot_messages(readers[0][1])[-1])
                    company = await serve(readers, seconds / 2, "company", name=_name(card))
            print(f"ours      {ours[-1].told()}", flush=True)
            print(f"company   {company.told()}; {_stall(report)}", flush=True)
            async with discord() as here:
                readers = stage(here)
                async with bot_at(here, children.bare, card, report):
                    await ask(*readers[0], "today")
                    bare.append(await serve(readers, seconds, "today"))
            print(f"bare bot  {bare[-1].told()}", flush=True)
        ratios = [one.rate / other.rate for one, other in zip(ours, bare, strict=True)]
        told = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(
            f"commands a second, ours over the bare bot's: {statistics.median(ratios):.2f} ({told})"
        )
    finally:
        shutil.rmtree(folder)


def _name(card: str) -> str:
    """A firm that the card names: the first of its last section."""
    return next((line for line in card.splitlines() if " · " in line), "Farrowspur Motors").split(
        " · "
    )[0]


def _stall(report: Path) -> str:
    told = json.loads(report.read_text())
    return f"longest stall {told['stall'] * 1e3:.0f} ms, memory {told['memory']:.0f} MB at most"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chat")
    parser.add_argument("library", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    chosen = parser.parse_args()
    print_machine()
    asyncio.run(measure(chosen.library, chosen.seconds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
