"""`ingest`: briefings from files, folders and standard input, counted and told."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.app import Desk
from bot.ingestion.files import Taken, Tally, find_files, take_in_files, take_in_named
from bot.model import HOUSE
from bot.terminal_front.commands import DONE, UNWELL, context_of, now, open_library, read_input
from bot.terminal_front.console import make_console

_MANY = 8
"""Files from which on a progress bar stands in for a line each."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be taken in, and as of when."""

    files: tuple[Path, ...]
    stdin: bool
    day: date | None
    today: date
    now: datetime


def ingest(db: Path | None, names: Sequence[str], day: date | None) -> int:
    """Take briefings into the house library; UNWELL if any was rejected."""
    files = find_files(Path(name) for name in names if name != "-")
    console = make_console()
    with open_library(db, make=True) as (runner, desk, settings):
        today = context_of(runner, desk, settings, None).today
        order = _Order(files, "-" in names, day, today, now())
        results = runner.run(_take_all(desk, order, console))
    tally = Tally.of(results)
    _tell(console, results, tally)
    return UNWELL if tally.rejected else DONE


async def _take_all(desk: Desk, order: _Order, console: Console) -> list[Taken]:
    total = len(order.files) + order.stdin
    results: list[Taken] = []
    with _progress(total) as progress:
        task = progress.add_task("Taking in", total=total)
        async for taken in _each(desk, order):
            results.append(taken)
            progress.advance(task)
    return results


def _progress(total: int) -> Progress:
    """On standard error, and only for many files at a terminal, so that output stays clean."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=total < _MANY or not console.is_terminal,
    )


async def _each(desk: Desk, order: _Order) -> AsyncIterator[Taken]:
    if order.stdin:
        yield await take_in_named(
            desk.storage,
            desk.catalogue,
            "standard input",
            read_input("-"),
            library=HOUSE,
            now=order.now,
            today=order.today,
            day=order.day,
        )
    async for taken in take_in_files(
        desk.storage,
        desk.catalogue,
        order.files,
        library=HOUSE,
        now=order.now,
        today=order.today,
        day=order.day,
    ):
        yield taken


def _tell(console: Console, results: Sequence[Taken], tally: Tally) -> None:
    if len(results) < _MANY:
        for stored in (one for taken in results for one in taken.stored):
            ref = stored.ref
            console.print(Text(f"{stored.outcome.value:8} {ref.day.isoformat()}  {ref.title}"))
    for taken in tally.rejected:
        print(f"rejected {taken.name}: {taken.message}", file=sys.stderr)  # noqa: T201
    counts = f"new {tally.new}, same {tally.same}, changed {tally.changed}"
    console.print(Text(f"{counts}, rejected {len(tally.rejected)}"))
