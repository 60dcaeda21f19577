"""`demo`: the three questions, answered from the sample briefings in a throw-away library."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import resources
from bot.answers.values import Context
from bot.answers.wording import say_count, say_day
from bot.app import Desk, open_desk
from bot.ingestion.files import Order, take_in_files
from bot.model import HOUSE
from bot.terminal_front.commands import DONE, now, talk
from bot.terminal_front.console import make_console, show

_ANY_DAY = date.max - timedelta(days=366)
QUESTIONS = ("!today", "!company Ford", "!timeline Ampere")


def demo() -> int:
    """Answer `QUESTIONS` as on the last sample's day; then, at a terminal, whatever is typed."""
    with tempfile.TemporaryDirectory(prefix="briefing-desk-") as folder, asyncio.Runner() as runner:
        desk = runner.run(open_desk(Path(folder) / "demo.db"))
        try:
            _show_all(runner, desk)
        finally:
            runner.run(desk.close())
    return DONE


def _show_all(runner: asyncio.Runner, desk: Desk) -> None:
    context = runner.run(_fill(desk))
    console = make_console()
    _introduce(console, context)
    for question in QUESTIONS:
        console.print(Text(f"\n› {question}\n", style="bold"))
        show(console, runner.run(desk.ask(question, context)))
    if sys.stdin.isatty() and sys.stdout.isatty():
        console.print(Text("\nYour turn.\n", style="bold"))
        talk(runner, desk, context)


def _introduce(console: Console, context: Context) -> None:
    many = say_count(len(resources.samples()), "sample briefing")
    console.print(
        Text(
            f"Briefing Desk, a demonstration: {many} in a throw-away library, "
            f"asked as on {say_day(context.today)}. No token, no network."
        )
    )


async def _fill(desk: Desk) -> Context:
    """Take the samples in; the clock of the demonstration is the last one's day."""
    days = []
    async for taken in take_in_files(
        desk.storage,
        desk.catalogue,
        resources.samples(),
        # A machine whose clock is behind shows the demonstration, too.
        Order(library=HOUSE, clock=now, today=_ANY_DAY),
    ):
        days += [stored.ref.day for stored in taken.stored]
    return Context(today=max(days))
