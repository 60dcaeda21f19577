"""What readers notice while the library is written to.

    python -m benchmarks.meanwhile LIBRARY        (it is written to: give a copy)

The bot answers questions through the loopback Discord (no timelines: one that has changed is drawn
anew, which benchmarks.picture times) while, one after the other, the `ingest` command takes in
files, `backup` copies the file, and the bot itself reads a library again by a new name and pulls
feeds for the first time. The reference is the latency of the same questions in the same run with
nothing else going on; beside the bot's longest stall of its event loop stands that of an idle loop
in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from datetime import time as datetime_time
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks import children
from benchmarks.chat import stage
from benchmarks.generate import LARGEST, Writer
from benchmarks.intake import write
from benchmarks.machine import p99, print_machine
from benchmarks.staging import NEVER, ask, bot_at, discord
from bot.app import open_desk
from bot.ingestion.feeds import followed
from bot.model import HOUSE, NameKind, NameRule
from bot.storage.protocol import Desk
from tests.delivery.forked import Forked

FILES = 2000
FEEDS, ENTRIES = 8, 50
SEED = 78
AT_LEAST = 100
"""Answers of each stretch of time."""
_QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("today", {}),
    ("company", {"name": "Farrowspur Motors"}),
    ("upcoming", {"name": "Farrowspur Motors"}),
    ("search", {"words": "employs"}),
)


async def answers(readers: list[tuple[Any, Any]], over: Callable[[], bool]) -> list[float]:
    """Seconds of answers, one asked after the other with a breath between, until it is over."""
    took: list[float] = []
    while not over() or len(took) < AT_LEAST:
        command, options = _QUESTIONS[len(took) % len(_QUESTIONS)]
        seconds = await ask(*readers[len(took) % len(readers)], command, **options)
        took.append(NEVER if seconds is None else seconds)
        await asyncio.sleep(0.02)
    return took


def told(what: str, took: list[float], idle: list[float]) -> str:
    slow, before = p99(took) * 1e3, p99(idle) * 1e3
    return (
        f"{what:<16} {len(took):>6} answers, median {statistics.median(took) * 1e3:6.1f} ms, "
        f"99th percentile {slow:6.1f} ms: {slow / before:5.2f} of idle, "
        f"{slow - before:+.0f} ms"
    )


async def command(*arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments), stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait():
        raise RuntimeError(f"{arguments[0]} failed")


async def read_again(library: Path) -> None:
    """A new rule of a server; the bot takes up reading its library again. For ten seconds."""
    rule = NameRule(LARGEST, NameKind.COMPANY, "~nowhere-motors", "Nowhere Motors")
    desk = await open_desk(library)
    await desk.storage.write(lambda shelves: shelves.add_name_rule(rule))
    await asyncio.sleep(10)
    left = await desk.storage.read(lambda shelf: shelf.rereadings())
    await desk.close()
    print(f"    read again so far: all but {sum(one.left for one in left):,}", flush=True)


class FeedServer:
    """Feeds of 127.0.0.1, none like another, as many as are asked for."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._writer = Writer(SEED)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        """Its port."""
        app = web.Application()
        app.router.add_get("/{feed}", self._feed)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()

    async def _feed(self, request: web.Request) -> web.Response:
        self.asked.set()
        entries = (self._entry(f"{request.match_info['feed']}, {n}") for n in range(ENTRIES))
        text = f'<rss version="2.0"><channel>{"".join(entries)}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml")

    def _entry(self, name: str) -> str:
        text, day = self._writer.text()
        title, _, body = text.partition("\n")
        told = format_datetime(datetime.combine(day, datetime_time(8), UTC))
        return (
            f"<item><title>{escape(title)}, {name}</title><pubDate>{told}</pubDate>"
            f"<description>{escape(body)}</description></item>"
        )


async def pull(library: Path, port: int) -> None:
    """Feeds of the house library, each pulled for the first time; done with the last."""
    now = datetime.now(UTC)

    def add(shelves: Desk) -> None:
        for number in range(FEEDS):
            url = f"http://127.0.0.1:{port}/{number}"
            shelves.add_feed(followed(HOUSE, url, by=1, now=now, trusted=True))

    desk = await open_desk(library)
    try:
        await desk.storage.write(add)
        while not all(  # noqa: ASYNC110 - another process pulls them
            one.pulled_at for one in await desk.storage.read(lambda shelf: shelf.feeds(HOUSE))
        ):
            await asyncio.sleep(0.1)
    finally:
        await desk.close()


async def measure(library: Path, files: int) -> None:
    folder = Path(tempfile.mkdtemp(dir=library.parent))
    (folder / "files").mkdir()
    await asyncio.to_thread(write, folder / "files", files)
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "bulk ingest": lambda: command("ingest", "--db", str(library), str(folder / "files")),
        "backup": lambda: command("backup", "--db", str(library), str(folder / "copy.db")),
        "reading again": lambda: read_again(library),
    }
    feeds = FeedServer()
    idler = Forked(children.idle, folder / "idle.json")
    try:
        async with feeds.open() as port, discord() as here:
            readers = stage(here)
            async with bot_at(here, children.product, library, folder / "report.json", port):
                await answers(readers, lambda: True)  # what the first answers cost is over
                until = time.perf_counter() + 8
                idle = await answers(readers, lambda: time.perf_counter() > until)
                print(told("nothing else", idle, idle), flush=True)
                for what, run in work.items():
                    task = asyncio.ensure_future(run())
                    took = await answers(readers, task.done)
                    await task
                    print(told(what, took, idle), flush=True)
                task = asyncio.ensure_future(pull(library, port))
                await feeds.asked.wait()  # the bot looks for feeds that are due twice a minute
                print(told("a feed pull", await answers(readers, task.done), idle), flush=True)
        idler.terminate()
        await idler.wait()
        ours = json.loads((folder / "report.json").read_text())
        bare = json.loads((folder / "idle.json").read_text())
        print(
            f"longest stall: {ours['stall'] * 1e3:.0f} ms, of an idle loop "
            f"{bare['stall'] * 1e3:.0f} ms; memory {ours['memory']:.0f} MB at most"
        )
    finally:
        shutil.rmtree(folder)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.meanwhile")
    parser.add_argument("library", type=Path)
    parser.add_argument("--files", type=int, default=FILES)
    chosen = parser.parse_args()
    print_machine()
    asyncio.run(measure(chosen.library, chosen.files))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
