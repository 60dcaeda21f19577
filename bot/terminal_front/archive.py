"""`export` and `import`: libraries as one file, and back again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.progress import Progress

from bot.answers.wording import say_count
from bot.app import Desk
from bot.archive.reading import bring_back, check
from bot.archive.writing import write_archive
from bot.model import Outcome
from bot.storage.protocol import Shelf
from bot.terminal_front.commands import DONE, UNWELL, now, open_library
from bot.terminal_front.console import make_progress, print_line
from bot.whole import new_file


def export(db: Path | None, file: Path, library: int | None) -> int:
    """Write all libraries, or one, to a new file."""
    chosen = None if library is None else (library,)
    with open_library(db) as (runner, desk, _), new_file(file) as part:

        def write(shelf: Shelf) -> int:
            with part.open("wb") as target:
                return write_archive(shelf, target, chosen)

        count = runner.run(desk.storage.read(write))
    print_line(f"{say_count(count, 'briefing')} in {file}")
    return DONE


def import_(db: Path | None, file: Path) -> int:
    """Bring the briefings of an export back, each to its library; UNWELL if one was left out."""
    total = sum(check(file).values())
    with (
        open_library(db, make=True, bulk=True) as (runner, desk, _),
        make_progress(total) as progress,
    ):
        became = runner.run(_bring_back(desk, file, progress, total))
    left_out = became[Outcome.CHANGED]
    told = f"new {became[Outcome.NEW]}, same {became[Outcome.SAME]}"
    if left_out:
        told += f", left out {left_out}: the library holds them with other versions"
    print_line(told)
    return UNWELL if left_out else DONE


async def _bring_back(desk: Desk, file: Path, progress: Progress, total: int) -> Counter[Outcome]:
    became = Counter[Outcome]()
    task = progress.add_task("Bringing back", total=total)
    async for few in bring_back(desk.storage, desk.catalogue, file, now):
        became += few
        progress.advance(task, few.total())
    return became
