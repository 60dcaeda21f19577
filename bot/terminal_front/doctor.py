"""`doctor`: is everything here that the desk needs, and is the library well?"""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from bot import __version__
from bot.answers.wording import say_coverage, say_weekday
from bot.app import Desk, open_catalogue
from bot.errors import DeskError
from bot.model import HOUSE
from bot.settings import DeskSettings
from bot.terminal_front.commands import DONE, UNWELL, context_of, open_library
from bot.terminal_front.console import make_console

_LIBRARIES = ("discord.py", "aiosqlite", "python-dateutil", "rich", "rapidfuzz", "trafilatura")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` says what to do where it is not well."""

    what: str
    well: bool
    told: str
    mend: str = ""


def doctor(db: Path | None) -> int:
    """Print what was looked at; UNWELL if anything needs mending."""
    console = make_console()
    unwell = False
    for finding in _findings(db):
        unwell = unwell or not finding.well
        mark = "ok " if finding.well else "BAD"
        line = Text.assemble((f"{mark} ", "green" if finding.well else "bold red"), finding.what)
        console.print(line.append(f": {finding.told}", style="default"))
        if finding.mend:
            console.print(Text(f"    {finding.mend}", style="yellow"))
    return UNWELL if unwell else DONE


def _findings(db: Path | None) -> Iterator[Finding]:
    yield _program()
    yield from _checked("catalogue", lambda: [f"{len(open_catalogue().entries):,} names"])
    try:
        settings = DeskSettings.load()
    except DeskError as error:
        for line in str(error).splitlines():
            yield Finding("settings", False, line)
        return
    yield _token(settings)
    yield from _library(db, settings)


def _program() -> Finding:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    return Finding(
        "program",
        sys.version_info >= (3, 11),
        f"briefing-desk {__version__}, Python {platform.python_version()}, {versions}",
    )


def _token(settings: DeskSettings) -> Finding:
    told = "set" if settings.token else "not set; only needed to run in Discord"
    return Finding("token", True, told)


def _checked(what: str, look: Callable[[], list[str]]) -> Iterator[Finding]:
    try:
        yield from (Finding(what, True, told) for told in look())
    except DeskError as error:
        yield Finding(what, False, str(error))


def _library(db: Path | None, settings: DeskSettings) -> Iterator[Finding]:
    path = db or settings.database
    if not path.exists():
        yield Finding("library", True, f"{path} does not exist yet; the first ingest makes it")
        return
    try:
        with open_library(db) as (runner, desk, _):
            problems = tuple(runner.run(desk.storage.check()))
            today = context_of(runner, desk, settings, None)
            yield Finding("library", not problems, f"{path}: {runner.run(_coverage(desk))}")
    except DeskError as error:
        yield Finding("library", False, str(error))
        return
    for problem in problems:
        yield Finding("library", False, problem, "restore a backup, or take the briefings in anew")
    zone = today.zone or "this machine's zone"
    yield Finding("day", True, f"today is {say_weekday(today.today)} in {zone}")


async def _coverage(desk: Desk) -> str:
    return say_coverage(await desk.storage.read(lambda shelf: shelf.coverage((HOUSE,))))
