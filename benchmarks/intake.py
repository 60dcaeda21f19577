"""How fast briefings come in: one by one, and many files in one command.

    python -m benchmarks.intake [--files 20000] [--into LIBRARY]

Every text is read whole (page, names, times, figures, facts, events, summary) and stored with all
that was read. `ingest` is timed as a whole process, start and end included; how evenly it goes, its
library tells: what was stored in one go bears the same time. The reference is dateparser's
`search_dates` alone on some of the same texts, on one core as it runs, once told that they are
English and once not; it is measured before, between and after, since a shared machine's pace
changes within minutes. `--into` takes as many files into a copy of a large library, too.
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
from itertools import islice, pairwise
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
REFERENCE = 60
"""So many texts each time for dateparser told English, a sixth of them for any language."""


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
    """Seconds from what is stored in one go to the next, over the last `count` briefings."""
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


class Reference:
    """dateparser alone, some texts now and then."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = iter(texts)
        self.english = list[float]()
        self.any_language = list[float]()

    def measure(self) -> None:
        texts = list(islice(self._texts, REFERENCE))
        some = texts[: REFERENCE // 6]
        self.english += each(lambda text: search_dates(text, languages=["en"]), texts)
        self.any_language += each(lambda text: search_dates(text), some)

    def told(self) -> str:
        return (
            f"dateparser, English   {rate(self.english):8.1f} a second; {in_ms(self.english)}\n"
            f"dateparser, any       {rate(self.any_language):8.1f} a second; "
            f"{in_ms(self.any_language)}"
        )

    def under(self, ours: float) -> str:
        english, any_language = ours / rate(self.english), ours / rate(self.any_language)
        return f"{english:.1f} (English), {any_language:.0f} (any)"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--into", type=Path)
    chosen = parser.parse_args()
    print_machine()
    folder = Path(tempfile.mkdtemp(dir=chosen.into.parent if chosen.into else None))
    try:
        (folder / "files").mkdir()
        measure(folder, chosen.files, chosen.into)
    finally:
        shutil.rmtree(folder)
    return 0


def measure(folder: Path, count: int, into: Path | None) -> None:
    texts = write(folder / "files", count)
    size = sum(map(len, texts)) / len(texts)
    print(f"{count:,} texts of {size:,.0f} characters on average")
    reference = Reference(texts)
    reference.measure()
    single = asyncio.run(one_by_one(folder / "single.db", texts[:ONE_BY_ONE]))
    print(f"one by one            {rate(single):8.1f} a second; {in_ms(single)}", flush=True)
    reference.measure()
    empty = bulk(folder / "empty.db", folder / "files", count, "an empty library")
    reference.measure()
    if into:
        shutil.copyfile(into, folder / "large.db")
        large = bulk(folder / "large.db", folder / "files", count, into.name)
        print(f"    over the empty one: {large / empty:.2f}")
        reference.measure()
    print(reference.told())
    print(f"over dateparser, one by one: {reference.under(rate(single))}")
    print(f"over dateparser, into an empty library: {reference.under(empty)}")


def bulk(library: Path, folder: Path, count: int, called: str) -> float:
    """How many a second; how evenly is printed."""
    seconds, said = ingest(library, folder)
    evenly = in_ms(batches(library, count))
    print(
        f"into {called:<16} {count / seconds:8.1f} a second; at one go {evenly} ({said})",
        flush=True,
    )
    return count / seconds


if __name__ == "__main__":
    raise SystemExit(main())
