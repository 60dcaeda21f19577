"""The prompt of `console` and `demo`: the same questions, typed at a terminal."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.answers.questions import COMMANDS
from bot.answers.values import Answer
from bot.errors import BadQuestion, DeskError
from bot.terminal_front.render import WIDTH, render
from bot.translations import gettext

_WEB_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_LEAVE = frozenset({"quit", "exit", "bye", "q"})


def make_console() -> Console:
    """Standard output as rich sees it, no wider than a card reads well."""
    console = Console(highlight=False)
    if console.width > WIDTH:
        console.width = WIDTH
    return console


def print_line(text: str, *, error: bool = False) -> None:
    """One line as it is, however wide: a path must not be broken."""
    Console(stderr=error, highlight=False).print(Text(text), soft_wrap=True)


def make_progress(total: int) -> Progress:
    """On standard error, and only for many steps at a terminal, so that output stays clean."""
    console = Console(stderr=True, highlight=False)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=total < _MANY or not console.is_terminal,
    )


_MANY = 8
"""Steps from which on people wait long enough to look at a bar."""


def show(console: Console, answer: Answer) -> None:
    console.print(render(answer))


def save_svg(path: Path, line: str, answer: Answer) -> None:
    """The card as a picture that browsers show, titled by its question. It asks the network for
    nothing: rich's own frame would fetch a font."""
    paper = Console(record=True, file=io.StringIO(), width=WIDTH, highlight=False)
    show(paper, answer)
    name = hashlib.sha256(line.encode()).hexdigest()[:8]
    drawn = _WEB_FONT.sub("", paper.export_svg(title=line, unique_id=f"card-{name}"))
    try:
        path.write_text(drawn, encoding="utf-8")
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise BadQuestion(f"{path} cannot be written: {why}.") from error


def show_help(console: Console) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for command in COMMANDS:
        table.add_row(Text(f"!{command.usage}", style="bold"), Text(gettext(command.about)))
    table.add_row(Text("help, quit", style="bold"), Text(gettext("these lines; leave (or Ctrl-D)")))
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
