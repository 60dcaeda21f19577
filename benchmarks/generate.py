"""A library that looks like a real one, of any size.

    python -m benchmarks.generate FILE --briefings 100000

Ten years of briefings of 500 servers; a few have many and most have few. The house library and one
more server, `READER`, have as many in a file of any size (300, or a third of a small file), so that
a question asked there tells what all the other servers' briefings cost it. Firms by Zipf's law,
everyday words everywhere. Texts of a pool are really read, and then put under other days and
titles: what is stored is what the product stores, by the product's own writing. A million is made
from a hundred thousand by benchmarks.grow.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from bot.app import open_catalogue
from bot.extraction.companies import Catalogue
from bot.extraction.reading import read
from bot.model import HOUSE, Reading
from bot.storage.protocol import Desk
from bot.storage.sqlite import SqliteStorage

POOL = 3000
"""Texts that are really read."""
SERVERS = 500
LARGEST = 1
"""The server with the most briefings: a twentieth of a large file."""
READER = 1001
"""The server that has as many in a file of any size."""
SENTENCES = 6
LAST = date(2026, 1, 1)
YEARS = timedelta(days=3650)
_BATCH = 500
_NOW = datetime(2026, 1, 2, tzinfo=UTC)

_FIRST = (
    "Pember Quill Tallow Harrow Brisk Alder Dun Lark Sand Thorn Fen Marl Ash Birch Cald Dray "
    "Ember Farrow Gorse Hazel Iver Jarrow Kest Linden Mossel Nettle Orrel Pell Quarr Rowan "
    "Sedge Tarn Ulver Vell Wether Yarrow Zell Bramble Copper Drover"
).split()
_SECOND = (
    "lock haven brook wood field moor marrow spur hollow wick ford gate bank beck cliff combe "
    "croft dale dean fell garth hurst ing keld leigh mere ness over pool quay ridge shaw stead "
    "thwaite vale ward yard holm grove cross"
).split()
_KINDS = "Motors Trucks Energy Mobility Batteries".split()
_TOWNS = "Ludlow Ashcombe Corbury Fenwick Marlow Tarrant Wexcombe Holt Ambry Selby".split()
_THINGS = "van truck battery pickup bus ferry charger motor chip sensor".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_TOLD = (
    "{firm} will open a {thing} plant in {town} in {month} {ahead}.",
    "{firm} sold {count:,} {thing}s in {before}, up {share} percent.",
    "{firm} and {other} signed an agreement on {thing}s today.",
    "{firm} spent ${money} million on its {thing} line in {town}.",
    "{other} bought a stake of {share} percent in {firm}.",
    "The {thing} plant in {town} employs {count:,} people.",
    "{firm} will hire {money} people in {town} by {month} {ahead}.",
    "{firm} closed its works in {town} in {month} {before}.",
)


class Writer:
    """Writes texts by chance; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._firms = [f"{one}{two} {kind}" for kind in _KINDS for one in _FIRST for two in _SECOND]
        self._chance.shuffle(self._firms)
        self._firm_shares = tuple(accumulate(1 / rank for rank, _ in enumerate(self._firms, 1)))
        self._server_shares = tuple(accumulate(rank**-0.7 for rank in range(1, SERVERS + 1)))

    def firm(self) -> str:
        return self._chance.choices(self._firms, cum_weights=self._firm_shares)[0]

    def day(self) -> date:
        return LAST - timedelta(days=self._chance.randrange(YEARS.days))

    def text(self) -> tuple[str, date]:
        day = self.day()
        told = " ".join(self._sentence(day) for _ in range(SENTENCES))
        return f"{self.title()}\n{day.isoformat()}\n\n{told}\n", day

    def title(self) -> str:
        return f"{self.firm()} and the {self._chance.choice(_THINGS)}s"

    def server(self) -> int:
        servers = range(LARGEST, LARGEST + SERVERS)
        return self._chance.choices(servers, cum_weights=self._server_shares)[0]

    def libraries(self, count: int) -> list[int]:
        """Whose each of so many briefings is, in the order in which they come in."""
        steady = min(300, count // 3)
        found = [HOUSE, READER] * steady
        found += [self.server() for _ in range(count - len(found))]
        self._chance.shuffle(found)
        return found

    def _sentence(self, day: date) -> str:
        chance = self._chance
        return chance.choice(_TOLD).format(
            firm=self.firm(),
            other=self.firm(),
            thing=chance.choice(_THINGS),
            town=chance.choice(_TOWNS),
            month=chance.choice(_MONTHS),
            ahead=day.year + chance.randint(1, 4),
            before=day.year - chance.randint(1, 5),
            count=chance.randrange(1_000, 99_000),
            money=chance.randrange(10, 990),
            share=chance.randrange(1, 60),
        )


def pool(writer: Writer, size: int, catalogue: Catalogue) -> list[tuple[bytes, Reading]]:
    texts = [writer.text() for _ in range(size)]
    return [(text.encode(), read(text, catalogue, day=day)) for text, day in texts]


def briefings(
    writer: Writer, count: int, catalogue: Catalogue
) -> Iterator[tuple[int, bytes, Reading]]:
    """Library, original and reading of each; titles are numbered, so that none is another's."""
    texts = pool(writer, min(POOL, count), catalogue)
    for number, library in enumerate(writer.libraries(count)):
        original, reading = texts[number % len(texts)]
        title = f"{writer.title()}, no. {number}"
        moved = replace(reading, page=replace(reading.page, title=title), day=writer.day())
        yield library, original, moved


async def fill(file: Path, count: int, seed: int) -> float:
    """Write the library; returns seconds."""
    began = time.perf_counter()
    storage = await SqliteStorage.open(file)
    try:
        batch: list[tuple[int, bytes, Reading]] = []
        for number, one in enumerate(briefings(Writer(seed), count, open_catalogue()), 1):
            batch.append(one)
            if len(batch) == _BATCH or number == count:
                await storage.write(lambda desk, batch=batch: _put(desk, batch))
                batch = []
            if number % 50_000 == 0:
                print(f"{number:,} after {time.perf_counter() - began:,.0f} s", flush=True)
    finally:
        await storage.close()
    return time.perf_counter() - began


def _put(desk: Desk, batch: list[tuple[int, bytes, Reading]]) -> None:
    for library, original, reading in batch:
        desk.put(library, reading, original=original, now=_NOW)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate")
    parser.add_argument("file", type=Path)
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    seconds = asyncio.run(fill(chosen.file, chosen.briefings, chosen.seed))
    size = chosen.file.stat().st_size
    print(
        f"{chosen.briefings:,} briefings in {seconds:,.0f} s ({chosen.briefings / seconds:,.0f} a "
        f"second), {size / 1e6:,.0f} MB, {size / chosen.briefings:,.0f} bytes each"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
