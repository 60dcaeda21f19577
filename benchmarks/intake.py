"""How fast briefings come in: one by one, and many files in one command.

    python -m benchmarks.intake [--files 20000] [--into LIBRARY]

Every text is read whole (page, names, times, figures, facts, events, summary) and stored with all
that was read. `ingest` is timed as a whole process, start and end included. The reference is
dateparser's `search_dates` alone on the same texts, on one core as it runs, once told that they are
English and once not. `--into` takes as many files into a copy of a large library, too.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from dateparser.search import search_dates

from benchmarks.generate import LAST, Writer
from benchmarks.machine import print_machine
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


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Texts a second."""
    work(texts[0])
    began = time.perf_counter()
    for text in texts:
        work(text)
    return len(texts) / (time.perf_counter() - began)


async def one_by_one(library: Path, texts: list[str]) -> float:
    """Texts a second, each stored before the next is read: as moderators paste them."""
    desk = await open_desk(library)
    now = datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC)
    began = time.perf_counter()
    for text in texts:
        data = text.encode()
        await take_in(desk.storage, desk.catalogue, data, library=HOUSE, now=now, today=LAST)
    seconds = time.perf_counter() - began
    await desk.close()
    return len(texts) / seconds


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
        english = rate(lambda text: search_dates(text, languages=["en"]), texts[:REFERENCE])
        any_language = rate(lambda text: search_dates(text), texts[: REFERENCE // 5])
        print(f"dateparser, English   {english:8.1f} a second")
        print(f"dateparser, any       {any_language:8.1f} a second")
        single = asyncio.run(one_by_one(folder / "single.db", texts[:ONE_BY_ONE]))
        print(f"one by one            {single:8.1f} a second", flush=True)
        seconds, said = ingest(folder / "empty.db", folder / "files")
        empty = chosen.files / seconds
        print(f"into an empty library {empty:8.1f} a second ({said})")
        over = f"{empty / english:.1f} (English), {empty / any_language:.0f} (any)"
        print(f"    over dateparser: {over}")
        if chosen.into:
            shutil.copyfile(chosen.into, folder / "large.db")
            seconds, said = ingest(folder / "large.db", folder / "files")
            large = chosen.files / seconds
            print(f"into {chosen.into.name:<16} {large:8.1f} a second ({said})")
            print(f"    over the empty one: {large / empty:.2f}")
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
