"""Cards painted for a terminal of any width. Texts are painted as they are, never as mark-up, and
nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.box import ROUNDED
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.answers.outline import outline
from bot.answers.values import Answer

WIDTH = 92
"""Columns of a card at most: longer lines tire the eye."""


_CORNERS = 6
"""Columns of a frame's lower edge that its foot leaves free."""


def render(answer: Answer) -> RenderableType:
    """All cards of an answer, one below the other."""
    return render_cards(outline(answer))


def render_cards(cards: Iterable[Card]) -> RenderableType:
    return Group(*map(_Framed, cards))


@dataclass(frozen=True, slots=True)
class _Framed:
    """A card in its frame. A foot that is wider than the frame stands inside, uncut."""

    card: Card

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        foot = Text(f" {self.card.foot} ", style="dim")
        fits = foot.cell_len <= options.max_width - _CORNERS
        inside = () if fits else (Text(), Text(self.card.foot, style="dim"))
        yield Panel(
            Group(*_parts(self.card), *inside),
            title=Text(f" {self.card.title} ", style="bold"),
            title_align="left",
            subtitle=foot if fits else None,
            subtitle_align="right",
            box=ROUNDED,
            padding=(1, 2),
        )


def _parts(card: Card) -> Iterator[RenderableType]:
    if card.subtitle:
        yield Text(card.subtitle, style="dim")
    for number, section in enumerate(card.sections):
        if number or card.subtitle:
            yield Text()
        yield from _section(section)


def _section(section: Section) -> Iterator[RenderableType]:
    if section.divider:
        yield Rule(Text(section.heading, style="dim"), style="dim")
        yield Text()
    elif section.heading:
        yield Text(section.heading, style="bold cyan")
    for number, block in enumerate(section.blocks):
        if number and (len(block.lines) > 1 or not section.heading):
            yield Text()
        yield from _block(block)


def _block(block: Block) -> Iterator[RenderableType]:
    indent = 2 if block.lines[0].kind is LineKind.WHEN else 0
    for line in block.lines:
        columns = 0 if line.kind is LineKind.WHEN else indent
        yield Padding(_line(line), (0, 0, 0, columns))


def _line(line: Line) -> RenderableType:
    match line.kind:
        case LineKind.ITEM:
            return _numbered(line)
        case LineKind.WHEN:
            head = Text.assemble(f"{line.mark} ", (line.text, "bold"))
            return head.append(f"  {line.aside}", style="yellow") if line.aside else head
        case LineKind.SOURCE:
            return Text(f"— {line.text}", style="dim")
        case LineKind.CATALOGUE:
            return Text(line.text, style="italic dim")
        case _:
            return _words(line)


def _words(line: Line) -> Text:
    text = Text(line.text)
    for start, end in line.bold:
        text.stylize("bold", start, end)
    return text


def _numbered(line: Line) -> Table:
    """The number hangs in a column of its own, so that long facts wrap beside it."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(Text(line.mark, style="dim"), Text(line.text))
    return table
