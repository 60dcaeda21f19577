"""An event's row: a track of time through the whole width with the event's mark at its days, its
date beside the mark, and the words that tell it below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model import Status
from bot.pictures import letters
from bot.pictures.axis import Axis, Tick
from bot.pictures.letters import Style
from bot.pictures.parts import MARGIN, ROOM, WIDTH, Box, Ink, Layout, Mark
from bot.pictures.sketch import Row
from bot.translations import gettext

MARK = 36
"""Width and height of a day's mark; a range's is flatter, and as wide at least."""
STOP = 12
"""What the bar of a deadline adds to the width of a day's mark."""
BEGIN, END = MARGIN + MARK // 2, WIDTH - MARGIN - MARK // 2 - STOP
"""Where the axis lies: a mark at either end keeps the margin."""
STRIP = 63
"""Height of a track, which has room for the date."""
GAP = 15

_WORD_LINES = ((5, 3), (20, 2))
"""Up to so many events, so many lines of words each; one line above."""
_ROW_GAPS = ((20, 27), (30, 21))


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis as every row shows it, and where today is on it."""

    axis: Axis
    ticks: tuple[Tick, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Density:
    """How much room a row has, by how many there are."""

    lines: int
    gap: int

    @classmethod
    def of(cls, rows: int) -> Density:
        lines = next((most for up_to, most in _WORD_LINES if rows <= up_to), 1)
        return cls(lines, next((gap for up_to, gap in _ROW_GAPS if rows <= up_to), 15))


def place_row(made: Layout, scale: Scale, row: Row, density: Density) -> None:
    """The row below what is there."""
    top = made.height
    middle = top + STRIP // 2
    mark = _mark(middle, scale.axis, row)
    made.marks.append(mark)
    taken = _date(made, mark.box, row)
    track(made, scale, middle, taken)
    made.paragraph(row.words, Style.TEXT, Ink.INK, density.lines)
    made.height += density.gap


def divide(made: Layout) -> None:
    """The line between what had begun by today and what lies ahead."""
    text = gettext("after today")
    wide = letters.width(text, Style.SMALL)
    box = made.write(text, (WIDTH - wide) // 2, Style.SMALL, Ink.TODAY)
    middle = (box.top + box.bottom) // 2
    made.rule(MARGIN, box.left - GAP, middle, Ink.TODAY, dashed=True)
    made.rule(box.right + GAP, WIDTH - MARGIN, middle, Ink.TODAY, dashed=True)
    made.height = box.bottom + GAP


def track(made: Layout, scale: Scale, middle: int, taken: tuple[int, int] = (0, 0)) -> None:
    """The level line with its ticks and today, but for the pixels that are taken; it is broken
    where the axis is cut."""
    left, right = taken
    for stretch in scale.axis.stretches:
        if not stretch.cut:
            begin, end = round(stretch.left), round(stretch.right)
            made.rule(begin, min(end, left) if right else end, middle, Ink.FAINT)
            if right:
                made.rule(max(begin, right), end, middle, Ink.FAINT)
            continue
        for at in (round(stretch.left) + 6, round(stretch.right) - 6):
            if not left <= at < right:
                made.post(at, middle, 10, Ink.MUTED)
    for tick in scale.ticks:
        if not left <= round(tick.place) < right:
            made.post(round(tick.place), middle, 9, Ink.FAINT)
    now = round(scale.axis.place(scale.today))
    if not left <= now < right:
        made.post(now, middle, STRIP // 2, Ink.TODAY, dashed=True)


def _mark(middle: int, axis: Axis, row: Row) -> Mark:
    """The mark at its days; one that would be too small to see lies about their middle."""
    begin, end = axis.span(row.days) if row.is_range else (axis.place(row.days.earliest),) * 2
    least = MARK + (STOP if row.deadline else 0)
    if end - begin < least:
        begin = (begin + end - MARK) / 2
        end = begin + least
    box = Box(round(begin), middle - MARK // 2, round(end), middle + MARK // 2)
    return Mark(box, row.status, Ink(row.status.value), row.is_range, row.deadline)


def _date(made: Layout, mark: Box, row: Row) -> tuple[int, int]:
    """The date beside the mark, or below it where it has no room. Returns what mark and date take
    of the track; the layout's height is then below the date."""
    top = made.height
    when, standing = letters.drawable(row.when), f"· {row.standing}" if row.standing else ""
    blank = letters.width(" ", Style.TEXT)
    wide = letters.width(when, Style.DATE)
    if standing:
        wide += blank + letters.width(standing, Style.TEXT)
    left = _beside(mark, wide)
    if left is None:
        made.height = top + STRIP
        _below(made, when, standing, row.status)
        return mark.left - GAP, mark.right + GAP
    made.height = top + (STRIP - Style.DATE.line) // 2
    date = made.write(when, left, Style.DATE, Ink.INK)
    if standing:
        made.write(standing, date.right + blank, Style.TEXT, Ink(row.status.value))
    made.height = top + STRIP
    return min(mark.left, left) - GAP, max(mark.right, left + wide) + GAP


def _beside(mark: Box, wide: int) -> int | None:
    """Where a label so wide stands beside a mark: behind it, else before it, if at all."""
    if mark.right + GAP + wide <= WIDTH - MARGIN:
        return mark.right + GAP
    left = mark.left - GAP - wide
    return left if left >= MARGIN else None


def _below(made: Layout, when: str, standing: str, status: Status) -> None:
    """The date on a line of its own, with its standing behind it or on the next."""
    (told,) = letters.lines(when, Style.DATE, ROOM, 1) or ("",)
    box = made.write(told, MARGIN, Style.DATE, Ink.INK)
    left = box.right + letters.width(" ", Style.TEXT)
    if standing and left + letters.width(standing, Style.TEXT) > WIDTH - MARGIN:
        made.height += Style.DATE.line
        left, standing = MARGIN, standing.removeprefix("· ")
    if standing:
        made.write(standing, left, Style.TEXT, Ink(status.value))
    made.height += Style.DATE.line
