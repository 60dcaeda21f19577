"""The terminal's commands: read the arguments, one call, paint, an exit code."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from bot.answers.values import Answer, Context
from bot.app import Desk, open_catalogue, open_desk, today_in
from bot.errors import BadBriefing, StorageError
from bot.locales import speak
from bot.settings import DeskSettings
from bot.terminal_front.as_json import answer_as_json, reading_as_json
from bot.terminal_front.console import converse, make_console, save_svg, show

DONE, UNWELL = 0, 1


@contextmanager
def open_library(
    db: Path | None, *, make: bool = False, bulk: bool = False
) -> Iterator[tuple[asyncio.Runner, Desk, DeskSettings]]:
    """The library at `db`, else the settings', with a runner; closed on every path. Only `make`
    makes a new one: a slip in a path must not. `bulk`: many thousand briefings are to be put in.

    The event loop runs only while it is asked something: between questions the terminal may wait
    for a person, and Ctrl-C ends that wait at once.
    """
    settings = DeskSettings.load()
    speak(settings.locale)
    path = db or settings.database
    if not make and not path.exists():
        raise StorageError(f"There is no library at {path} yet; ingest a briefing to begin one.")
    with asyncio.Runner() as runner:
        desk = runner.run(open_desk(path, bulk=bulk))
        try:
            yield runner, desk, settings
        finally:
            runner.run(desk.close())


def now() -> datetime:
    return datetime.now().astimezone()


def context_of(
    runner: asyncio.Runner, desk: Desk, settings: DeskSettings, today: date | None
) -> Context:
    """The house library, on `today` or else on the day it is in the library's zone."""
    zone = runner.run(desk.zone(settings.zone))
    return Context(today=today or today_in(zone, now()), zone=zone)


def ask(
    db: Path | None, line: str, today: date | None, *, as_json: bool, svg: Path | None = None
) -> int:
    """Answer one question on standard output, or into `svg` as a picture of the card."""
    with open_library(db) as (runner, desk, settings):
        answer = runner.run(desk.ask(line, context_of(runner, desk, settings, today)))
    if svg is not None:
        save_svg(svg, line, answer)
    elif as_json:
        print_json(answer_as_json(answer))
    else:
        show(make_console(), answer)
    return DONE


def console(db: Path | None, today: date | None) -> int:
    """Answer questions at a prompt."""
    with open_library(db) as (runner, desk, settings):
        talk(runner, desk, context_of(runner, desk, settings, today))
    return DONE


def talk(runner: asyncio.Runner, desk: Desk, context: Context) -> None:
    def ask_now(line: str) -> Answer:
        return runner.run(desk.ask(line, context))

    converse(make_console(), ask_now)


def extract(file: str, day: date | None) -> int:
    """Print all that is understood of one text, as JSON; several briefings as a list."""
    from bot.ingestion.intake import read

    data = read_input(file)
    readings = read(data, open_catalogue(), today=now().date(), day=day)
    told = [reading_as_json(reading) for reading in readings]
    print_json(told[0] if len(told) == 1 else told)
    return DONE


def read_input(file: str) -> bytes:
    """A named file's bytes, or standard input's for "-"; no more than shows they are too many."""
    from bot.ingestion.isolated import MOST

    if file == "-":
        return sys.stdin.buffer.read(MOST + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MOST + 1)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadBriefing(f"{file} cannot be read: {why}.", reason="unreadable") from error


def print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
