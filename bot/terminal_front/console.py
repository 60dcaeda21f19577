"""The prompt of `console` and `demo`: the same questions, typed at a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.answers.questions import COMMANDS
from bot.answers.values import Answer
from bot.errors import DeskError
from bot.terminal_front.render import WIDTH, render

_LEAVE = frozenset({"quit", "exit", "bye", "q"})


def make_console() -> Console:
    """Standard output as rich sees it, no wider than a card reads well."""
    console = Console(highlight=False)
    if console.width > WIDTH:
        console.width = WIDTH
    return console


def show(console: Console, answer: Answer) -> None:
    console.print(render(answer))


def show_help(console: Console) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for command in COMMANDS:
        table.add_row(Text(f"!{command.usage}", style="bold"), Text(command.about))
    table.add_row(Text("help, quit", style="bold"), Text("these lines; leave (or Ctrl-D)"))
    console.print(table)


def converse(console: Console, ask: Callable[[str], Answer]) -> None:
    """Read questions until the reader leaves; a bad one gets its line and the prompt comes back."""
    _enable_line_editing()
    show_help(console)
    while True:
        try:
            line = input("\n› ").strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        word = line.strip("!/ ").casefold()
        if word in _LEAVE:
            return
        if word in ("", "help", "?"):
            show_help(console)
            continue
        _answer(console, ask, line)


def _answer(console: Console, ask: Callable[[str], Answer], line: str) -> None:
    try:
        show(console, ask(line))
    except DeskError as error:
        console.print(Text(str(error), style="yellow"))


def _enable_line_editing() -> None:
    """Arrow keys and history, where the platform has GNU readline."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
