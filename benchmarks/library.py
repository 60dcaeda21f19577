"""How long each question takes in a library of some size.

    python -m benchmarks.library FILE [FILE …]     (made by benchmarks.generate)

Each question is asked many times through the product's storage, one hop to a reader's thread
included. The reference is the bare `sqlite3` module running the very SQL that the question runs
where nothing of it is kept, with its values, on the same file, in turns with it. "First" is how
long the question took when it was asked for the first time, with whatever of it earlier questions
had left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from benchmarks.generate import LARGEST, LAST, READER
from benchmarks.machine import p99, print_machine
from bot.answers.questions import answer, parse
from bot.answers.values import Context
from bot.app import open_catalogue
from bot.discord_front.process import answer_first
from bot.model import FIRM_KINDS, HOUSE
from bot.storage.protocol import Shelf
from bot.storage.shelf import SqliteShelf
from bot.storage.sqlite import SqliteStorage

ROUNDS = 100
Statement = tuple[str, tuple[Any, ...]]
READERS = {"a small server": (READER, HOUSE), "the largest server": (LARGEST, HOUSE)}


class Row(NamedTuple):
    """Seconds of each round, ours and the bare SQL's; of ours also before the rounds."""

    question: str
    first: float
    ours: list[float]
    bare: list[float]

    def line(self) -> str:
        median, slow = statistics.median(self.ours), p99(self.ours)
        bare, bare_slow = statistics.median(self.bare), p99(self.bare)
        held = "" if self.is_search or slow <= max(3 * bare_slow, bare_slow + 0.002) else "  SHORT"
        return (
            f"{self.question:<40}{self.first * 1e3:>9.2f}{median * 1e3:>9.2f}{slow * 1e3:>9.2f}"
            f"{bare * 1e3:>9.2f}{bare_slow * 1e3:>9.2f}{slow / max(bare_slow, 1e-9):>7.1f}{held}"
        )

    @property
    def is_search(self) -> bool:
        return self.question.startswith("search")


def questions(most: str, other: str, least: str) -> list[str]:
    """What is asked: of the most and of the least named, words that are common, rare and none."""
    return [
        *("today", "latest", "briefing 2025-05-05", "week", "month", "companies"),
        *(f"company {most}", f"company {least}", f"company {most[:4]}x{most[4:]}"),
        *(f"timeline {most}", f"timeline {least}"),
        *("upcoming", f"upcoming {most}", f"compare {most}, {other}"),
        *("search employs", "search employs sort:best", "search zeppelin"),
        *('search "signed an agreement"', "search employs after:2025-01-01"),
        *(f'search company:"{name}" employs' for name in (most, least)),
        *(f'search company:"{name}" employs sort:best' for name in (most, least)),
        f"search {most.split(maxsplit=1)[0]} employs",
        "search employs signed sort:best",
    ]


class _Noting:
    """A connection that notes what `rows.run` asks of it, through which all reading goes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.told: list[Statement] = []

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        self.told.append((sql, tuple(values)))
        return self._connection.execute(sql, values)


def statements(file: Path, work: Callable[[SqliteShelf], object]) -> list[Statement]:
    """The SQL of a question with its values."""
    connection = _open(file)
    noting = _Noting(connection)
    connection.execute("BEGIN")
    work(SqliteShelf(cast("sqlite3.Connection", noting)))
    connection.close()
    return noting.told


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA cache_size = -16000")
    return connection


async def measure(file: Path, libraries: tuple[int, ...], rounds: int, only: str = "") -> list[Row]:
    """Each question of one reader that begins so, ours and the bare SQL in turns."""
    catalogue, context = open_catalogue(), Context(today=LAST, libraries=libraries)
    storage = await SqliteStorage.open(file)
    bare = _open(file)
    rows = []
    try:
        known = await storage.read(lambda shelf: shelf.known_topics(libraries))
        firms = [item.topic.name for item in known if item.topic.kind in FIRM_KINDS]
        lines = questions(firms[0], firms[1], firms[-1])
        for line in [line for line in lines if line.startswith(only)]:

            def work(shelf: Shelf, line: str = line) -> object:
                return answer(shelf, catalogue, context, parse(line))

            sql = statements(file, work)
            row = Row(line, await _seconds(storage, work), [], [])
            for _ in range(rounds):
                row.ours.append(await _seconds(storage, work))
                row.bare.append(_run(bare, sql))
            print(row.line(), flush=True)
            rows.append(row)
    finally:
        bare.close()
        await storage.close()
    return rows


async def _seconds(storage: SqliteStorage, work: Callable[[Shelf], object]) -> float:
    began = time.perf_counter()
    await storage.read(work)
    return time.perf_counter() - began


def _run(bare: sqlite3.Connection, sql: list[Statement]) -> float:
    began = time.perf_counter()
    bare.execute("BEGIN")
    for one, values in sql:
        bare.execute(one, values).fetchall()
    bare.execute("COMMIT")
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="questions that begin so, such as search")
    chosen = parser.parse_args()
    print_machine()
    answer_first()  # as the bot does
    found: dict[tuple[Path, str], list[Row]] = {}
    for reader, libraries in READERS.items():
        for file in chosen.files:
            print(f"\n{reader}, {_size(file)}; milliseconds")
            print(f"{'':<40}{'first':>9}{'median':>9}{'p99':>9}{'bare':>9}{'p99':>9}  ratio")
            found[file, reader] = asyncio.run(measure(file, libraries, chosen.rounds, chosen.only))
    if len(chosen.files) > 1:
        for reader in READERS:
            _compare(reader, found[chosen.files[0], reader], found[chosen.files[-1], reader])
    return 0


def _size(file: Path) -> str:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as held:
        (count,) = held.execute("SELECT count(*) FROM briefing").fetchone()
    return f"{count:,} briefings"


def _compare(reader: str, small: list[Row], large: list[Row]) -> None:
    """How much longer each takes in the last file than in the first; names differ by file, so the
    questions are paired by their place."""
    print(f"\n{reader}: the last file over the first, median and p99")
    for one, other in zip(small, large, strict=True):
        middle = statistics.median(other.ours) / statistics.median(one.ours)
        print(f"{other.question:<40}{middle:>9.2f}{p99(other.ours) / p99(one.ours):>9.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
