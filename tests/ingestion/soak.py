"""A long run of `ingest`, killed and begun again, against one that nobody disturbs.

    python -m tests.ingestion.soak [--count 100000] [--kills 3] [--folder DIR]

Both exports must be the same bytes, and the memory of the process that writes and of those that
read must not grow with the count: in the last quarter they may hold a tenth and 16 MB more than in
the first. It prints how fast it went, part by part, and what they held. Each run is a process of
its own:

    python -m tests.ingestion.soak run LIBRARY TEXTS REPORT
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_catalogue, open_desk
from bot.archive.writing import write_archive
from bot.ingestion.files import Order, Tally, take_in_files
from bot.ingestion.finding import find_files
from bot.ingestion.workers import Reads, in_processes
from bot.model import HOUSE
from bot.storage.protocol import Shelf
from tests.ingestion.texts import plant

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVERY = 1000


async def run(library: Path, texts: Path, reads: Reads, tell: Callable[[int], object]) -> Tally:
    """One run over all the texts, which tells how many it has done."""
    desk = await open_desk(library)
    order = Order(library=HOUSE, clock=lambda: NOW, today=NOW.date())
    tally, done = Tally(), 0
    try:
        files = find_files([texts])
        async for taken in take_in_files(desk.storage, desk.catalogue, files, order, reads):
            tally, done = tally.plus(taken), done + 1
            tell(done)
    finally:
        await desk.close()
    return tally


async def run_and_report(library: Path, texts: Path, report: Path) -> None:
    """A run on all cores; a line of the report for each few thousand."""
    began = time.monotonic()

    def tell(done: int) -> None:
        nonlocal began
        if done % EVERY == 0:
            spent, began = time.monotonic() - began, time.monotonic()
            print(done, f"{EVERY / spent:.0f}/s", memory(), file=told, flush=True)

    with report.open("a") as told:
        async with in_processes(open_catalogue) as reads:
            print(await run(library, texts, reads, tell), file=told, flush=True)


def memory() -> str:
    """What this process and its readers hold now (Linux), in megabytes."""
    held = []
    children = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=False,
    )
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        held.append(pages * os.sysconf("SC_PAGE_SIZE") // 2**20)
    held += sorted(int(line) // 1024 for line in children.stdout.split())[-8:]
    return "MB " + " ".join(map(str, held))


def start(library: Path, texts: Path, report: Path) -> subprocess.Popen[bytes]:
    words = (sys.executable, "-m", "tests.ingestion.soak", "run", library, texts, report)
    return subprocess.Popen([str(word) for word in words], start_new_session=True)


async def held(library: Path) -> int:
    desk = await open_desk(library)
    try:
        return (await desk.storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings
    finally:
        await desk.close()


async def exported(library: Path, file: Path) -> str:
    """Export, and return the digest of what came out."""
    desk = await open_desk(library)

    def write(shelf: Shelf) -> int:
        with file.open("wb") as target:
            return write_archive(shelf, target)

    try:
        await desk.storage.read(write)
    finally:
        await desk.close()
    with file.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()


def kill_sometime(library: Path, texts: Path, report: Path, until: int) -> None:
    """Let it run until the library holds so many, and then end it as a power cut would."""
    process = start(library, texts, report)
    while process.poll() is None and not (library.exists() and asyncio.run(held(library)) >= until):
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()


def soak(folder: Path, count: int, kills: int) -> bool:
    texts, calm, torn = folder / "texts", folder / "calm.db", folder / "torn.db"
    plant(texts, count)
    began = time.monotonic()
    assert start(calm, texts, folder / "calm.txt").wait() == 0
    print(f"undisturbed: {count / (time.monotonic() - began):.0f} a second")
    wanted = asyncio.run(held(calm))
    chance = random.Random(count)
    for part in range(kills):
        upto = wanted * (part + chance.random()) / kills
        kill_sometime(torn, texts, folder / "torn.txt", int(upto))
        print(f"killed, {asyncio.run(held(torn))} briefings held")
    assert start(torn, texts, folder / "torn.txt").wait() == 0
    began = time.monotonic()
    first = asyncio.run(exported(calm, folder / "calm.zip"))
    print(f"exported {wanted} briefings in {time.monotonic() - began:.0f} s")
    second = asyncio.run(exported(torn, folder / "torn.zip"))
    told = (folder / "calm.txt").read_text()
    print(told, "the same bytes:", first == second, " memory grew:", grew(told))
    return first == second and not grew(told)


def grew(report: str) -> bool:
    """Whether more was held in the end than in the beginning, all processes together."""
    parts = [line.partition(" MB ")[2].split() for line in report.splitlines() if " MB " in line]
    held = [sum(map(int, part)) for part in parts]
    quarter = max(1, len(held) // 4)
    return bool(held) and max(held[-quarter:]) > 1.1 * max(held[:quarter]) + 16


def main(words: list[str]) -> int:
    if words[:1] == ["run"]:
        library, texts, report = map(Path, words[1:])
        asyncio.run(run_and_report(library, texts, report))
        return 0
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        return 0 if soak(asked.folder or Path(folder), asked.count, asked.kills) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
