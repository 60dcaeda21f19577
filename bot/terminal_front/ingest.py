"""`ingest`: briefings from files, folders and standard input, counted and told."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot.app import Desk, open_catalogue, today_in
from bot.ingestion.files import NamedText, Order, Taken, Tally, opened, take_in_texts
from bot.ingestion.finding import find_files
from bot.ingestion.workers import Reads, in_a_thread, in_processes
from bot.model import HOUSE
from bot.settings import DeskSettings
from bot.terminal_front.commands import DONE, UNWELL, now, open_library, read_input
from bot.terminal_front.console import make_console, make_progress, print_line

Library = tuple[asyncio.Runner, Desk, DeskSettings]

_MANY = 8
"""Files from which on a progress bar stands in for a line each."""
_MANY_MORE = 100
"""Files from which on it is worth while to start processes that read them."""


_NICE = 10
"""How far a long run stands back behind other processes, those that it starts with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for at the command line; see `Order`."""

    names: Sequence[str]
    day: date | None = None
    library: int = HOUSE
    again: bool = False
    dry_run: bool = False

    def files(self) -> Iterator[Path]:
        return find_files(Path(name) for name in self.names if name != "-")

    def texts(self) -> Iterator[NamedText]:
        stdin = (NamedText("standard input", read_input("-")) for _ in range("-" in self.names))
        return chain(stdin, map(opened, self.files()))

    def count(self) -> int:
        """How many there will be; walked twice instead of being held in memory."""
        return ("-" in self.names) + sum(1 for _ in self.files())


def ingest(db: Path | None, wanted: Wanted) -> int:
    """Take briefings into a library; UNWELL if any was rejected. Nothing is posted by it."""
    console = make_console()
    total = wanted.count()
    with (
        _library(db, wanted, bulk=total >= _MANY_MORE) as (runner, desk, settings),
        make_progress(total) as progress,
    ):
        zone = runner.run(desk.zone(settings.zone, wanted.library))
        order = Order(
            library=wanted.library,
            clock=now,
            today=today_in(zone, now()),
            day=wanted.day,
            again=wanted.again,
            rehearsal=wanted.dry_run,
            rules=runner.run(desk.storage.read(lambda shelf: shelf.name_rules((wanted.library,)))),
        )
        telling = _Telling(console, progress, total)
        try:
            tally = runner.run(_take_all(desk, wanted, order, telling))
        except KeyboardInterrupt:
            print_line("Stopped; the same command goes on where it stopped.", error=True)
            raise
    counts = f"new {tally.new}, same {tally.same}, changed {tally.changed}"
    ending = " (dry run: nothing was written)" if wanted.dry_run else ""
    console.print(Text(f"{counts}, rejected {tally.rejected}{ending}"))
    return UNWELL if tally.rejected else DONE


@contextlib.contextmanager
def _library(db: Path | None, wanted: Wanted, *, bulk: bool) -> Iterator[Library]:
    """The library to write to; a dry run where there is none yet makes none that stays."""
    with contextlib.ExitStack() as stack:
        path = db or DeskSettings.load().database
        if wanted.dry_run and not path.exists():
            path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "library.db"
        yield stack.enter_context(open_library(path, make=True, bulk=bulk))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is told while it goes on: rejected files always, the others one by one if few."""

    console: Console
    progress: Progress
    total: int

    def tell(self, taken: Taken) -> None:
        if taken.rejected:
            line = Text(f"rejected {taken.name}: {taken.message}")
            self.progress.console.print(line, soft_wrap=True)
        elif self.total < _MANY:
            for stored in taken.stored:
                ref = stored.ref
                told = f"{stored.outcome.value:8} {ref.day.isoformat()}  {ref.title}"
                self.console.print(Text(told))


async def _take_all(desk: Desk, wanted: Wanted, order: Order, telling: _Telling) -> Tally:
    tally = Tally()
    task = telling.progress.add_task("Taking in", total=telling.total)
    async with _readers(desk, telling.total) as reads:
        async for taken in take_in_texts(desk.storage, wanted.texts(), order, reads):
            tally = tally.plus(taken)
            telling.tell(taken)
            telling.progress.advance(task)
    return tally


def _readers(desk: Desk, total: int) -> AbstractAsyncContextManager[Reads]:
    if total < _MANY_MORE:
        return contextlib.nullcontext(in_a_thread(desk.catalogue))
    if hasattr(os, "nice"):  # a bot on the same machine has readers who wait
        os.nice(_NICE)
    # Readings come and go by the ten thousand values: to look for cycles among them every 700
    # values took a sixth of the time of the thread that receives them.
    gc.set_threshold(50_000, 20, 100)
    # A reader imports the module of its function: this one takes longer than reading can wait.
    return in_processes(open_catalogue)
