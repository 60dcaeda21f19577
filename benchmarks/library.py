"""How long each question takes in a library of some size.

    python -m benchmarks.library FILE [FILE …]     (made by benchmarks.generate)

Each question is asked many times through the product's storage, one hop to a reader's thread
included. The reference is the bare `sqlite3` module running the very SQL that the question runs,
with its values, on the same file, in turns with it.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.generate import LAST
from bot.answers.questions import answer, parse
from bot.answers.values import Context
from bot.app import open_catalogue
from bot.model import FIRM_KINDS, HOUSE
from bot.storage.sqlite import SqliteShelf, SqliteStorage

ROUNDS = 40
SERVER = 7
LIBRARIES = (SERVER, HOUSE)


class Row(NamedTuple):
    question: str
    ours: list[float]
    bare: list[float]

    def line(self) -> str:
        median, slow = statistics.median(self.ours), _p99(self.ours)
        bare, bare_slow = statistics.median(self.bare), _p99(self.bare)
        return (
            f"{self.question:<44}{median * 1e3:>9.2f}{slow * 1e3:>9.2f}"
            f"{bare * 1e3:>9.2f}{bare_slow * 1e3:>9.2f}{slow / max(bare_slow, 1e-9):>7.1f}"
        )


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99) - 1]


def questions(most: str, other: str, least: str) -> list[str]:
    return [
        *("today", "latest", "briefing 2025-05-05", "week", "month", "companies"),
        *(f"company {most}", f"company {least}", f"timeline {most}", f"timeline {least}"),
        *("upcoming", f"upcoming {most}", f"compare {most}, {other}"),
        *("search employs", "search employs sort:best", "search zeppelin"),
        *('search "signed an agreement"', "search employs after:2025-01-01"),
        f"search company:{least} plant",
        f"company {most[:4]}x{most[4:]}",
    ]


def statements(file: Path, work: Callable[[SqliteShelf], object]) -> list[str]:
    """The SQL of a question, values filled in."""
    told: list[str] = []
    connection = _open(file)
    connection.execute("BEGIN")
    connection.set_trace_callback(told.append)
    work(SqliteShelf(connection))
    connection.set_trace_callback(None)
    connection.close()
    return [sql for sql in told if not sql.startswith("--")]


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA cache_size = -16000")
    return connection


async def measure(file: Path) -> list[Row]:
    catalogue, context = open_catalogue(), Context(today=LAST, libraries=LIBRARIES)
    storage = await SqliteStorage.open(file)
    bare = _open(file)
    try:
        known = await storage.read(lambda shelf: shelf.known_topics(LIBRARIES))
        firms = [item.topic.name for item in known if item.topic.kind in FIRM_KINDS]
        rows = []
        for line in questions(firms[0], firms[1], firms[-1]):

            def work(shelf: object, line: str = line) -> object:
                return answer(shelf, catalogue, context, parse(line))  # type: ignore[arg-type]

            sql = statements(file, work)
            row = Row(line, [], [])
            for _ in range(ROUNDS):
                began = time.perf_counter()
                await storage.read(work)
                row.ours.append(time.perf_counter() - began)
                began = time.perf_counter()
                bare.execute("BEGIN")
                for one in sql:
                    bare.execute(one).fetchall()
                bare.execute("COMMIT")
                row.bare.append(time.perf_counter() - began)
            print(row.line(), flush=True)
            rows.append(row)
        return rows
    finally:
        bare.close()
        await storage.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library")
    parser.add_argument("files", type=Path, nargs="+")
    for file in parser.parse_args().files:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as held:
            (count,) = held.execute("SELECT count(*) FROM briefing").fetchone()
        print(f"\n{count:,} briefings, {platform.machine()}, Python {platform.python_version()}")
        heads = ("median", "p99", "bare", "p99", "ratio")
        print(f"{'milliseconds':<44}" + "".join(f"{head:>9}" for head in heads[:4]) + "  ratio")
        asyncio.run(measure(file))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
