"""How fast briefings come in: one by one, and many files in one command.

    python -m benchmarks.intake [--files 20000] [--into LIBRARY]

Every text is read whole (page, names, times, figures, facts, events, summary) and stored with all
that was read. `ingest` is timed as a whole process, start and end included; how evenly it goes, its
library tells, where each batch bears the time at which it was stored. The reference is dateparser's
`search_dates` alone on the same texts, on one core as it runs, once told that they are English and
once not. `--into` takes as many files into a copy of a large library, too.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from dateparser.search import search_dates

from benchmarks.generate import LAST, Writer
from benchmarks.machine import in_ms, print_machine
from bot.app import open_desk
from bot.ingestion.intake import take_in
from bot.model import HOUSE

SEED = 77
"""Another one than the generator's, so that no text is in its library already."""
ONE_BY_ONE = 300
REFERENCE = 100


def write(folder: Path, count: int) -> list[str]:
    """So many files; their texts come back."""
    writer, texts = Writer(SEED), []
    for number in range(count):
        text, _ = writer.text()
        title, _, rest = text.partition("\n")
        texts.append(f"{title}, file {number}\n{rest}")
        (folder / f"{number:06}.txt").write_text(texts[-1])
    return texts


def each(work: Callable[[str], object], texts: list[str]) -> list[float]:
    """Seconds of each text."""
    work(texts[0])
    took = []
    for text in texts:
        began = time.perf_counter()
        work(text)
        took.append(time.perf_counter() - began)
    return took


def rate(seconds: list[float]) -> float:
    """How many a second."""
    return len(seconds) / sum(seconds)


async def one_by_one(library: Path, texts: list[str]) -> list[float]:
    """Seconds of each text, stored before the next is read: as moderators paste them."""
    desk = await open_desk(library)
    now = datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC)
    took = []
    for text in texts:
        began = time.perf_counter()
        await take_in(
            desk.storage, desk.catalogue, text.encode(), library=HOUSE, now=now, today=LAST
        )
        took.append(time.perf_counter() - began)
    await desk.close()
    return took


def batches(library: Path, count: int) -> list[float]:
    """Seconds from each batch of the last `count` briefings to the next."""
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as held:
        rows = held.execute(
            "SELECT DISTINCT added_at FROM (SELECT added_at FROM briefing ORDER BY id DESC LIMIT ?)"
            " ORDER BY 1",
            (count,),
        )
        times = [datetime.fromisoformat(told) for (told,) in rows]
    return [(after - before).total_seconds() for before, after in pairwise(times)]


def ingest(library: Path, folder: Path) -> tuple[float, str]:
    """Seconds of the whole command, and what it said at last."""
    command = [sys.executable, "-m", "bot", "ingest", "--db", str(library), str(folder)]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, done.stdout.strip().splitlines()[-1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--into", type=Path)
    chosen = parser.parse_args()
    print_machine()
    folder = Path(tempfile.mkdtemp(dir=chosen.into.parent if chosen.into else None))
    try:
        (folder / "files").mkdir()
        texts = write(folder / "files", chosen.files)
        size = sum(map(len, texts)) / len(texts)
        print(f"{chosen.files:,} texts of {size:,.0f} characters on average")
        in_english = each(lambda text: search_dates(text, languages=["en"]), texts[:REFERENCE])
        in_any = each(lambda text: search_dates(text), texts[: REFERENCE // 5])
        english, any_language = rate(in_english), rate(in_any)
        print(f"dateparser, English   {english:8.1f} a second; {in_ms(in_english)}")
        print(f"dateparser, any       {any_language:8.1f} a second; {in_ms(in_any)}")

        def over(ours: float) -> str:
            told = f"{ours / english:.1f} (English), {ours / any_language:.0f} (any)"
            return f"    over dateparser: {told}"

        single = asyncio.run(one_by_one(folder / "single.db", texts[:ONE_BY_ONE]))
        print(f"one by one            {rate(single):8.1f} a second; {in_ms(single)}")
        print(over(rate(single)), flush=True)
        seconds, said = ingest(folder / "empty.db", folder / "files")
        empty = chosen.files / seconds
        evenly = in_ms(batches(folder / "empty.db", chosen.files))
        print(f"into an empty library {empty:8.1f} a second; a batch {evenly} ({said})")
        print(over(empty), flush=True)
        if chosen.into:
            shutil.copyfile(chosen.into, folder / "large.db")
            seconds, said = ingest(folder / "large.db", folder / "files")
            large = chosen.files / seconds
            evenly = in_ms(batches(folder / "large.db", chosen.files))
            print(f"into {chosen.into.name:<16} {large:8.1f} a second; a batch {evenly} ({said})")
            print(f"    over the empty one: {large / empty:.2f}")
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
