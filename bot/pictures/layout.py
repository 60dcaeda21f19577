"""Where everything stands in a picture: each label in a place of its own, whatever it says.

From top to bottom: the name, the axis with today, a row an event, the axis again where the rows
are many, what the marks stand for, what was searched. A row is as high as what is in it, and
labels are cut to their places, so that no label can meet another.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.wording import say_day, say_span
from bot.model import Status
from bot.pictures import letters
from bot.pictures.axis import axis_of
from bot.pictures.letters import Style
from bot.pictures.parts import MARGIN, WIDTH, Box, Ink, Layout, Mark, inside
from bot.pictures.rows import BEGIN, END, GAP, MARK, STOP, Density, Scale, divide, place_row
from bot.pictures.sketch import Sketch
from bot.translations import gettext, gettext_noop

STANDINGS = {
    Status.PAST: gettext_noop("happened"),
    Status.PLANNED: gettext_noop("planned"),
    Status.DELAYED: gettext_noop("delayed"),
    Status.CANCELLED: gettext_noop("cancelled"),
}
_AXIS_AGAIN = 9
"""From so many events on, the axis stands below them, too."""
_BETWEEN = 36
_WIDEST = ("May 2028", "2028")
"""Labels of the axis that take the most room: of a month, and of a year."""
_TITLE_LINES, _NOTE_LINES = 2, 3


def lay_out(sketch: Sketch) -> Layout:
    """Everything in its place."""
    made = Layout()
    scale = _scale(sketch)
    made.paragraph(
        gettext("Timeline: {name}", name=sketch.name), Style.TITLE, Ink.INK, _TITLE_LINES
    )
    made.height += GAP
    _tick_labels(made, scale)
    _axis(made, scale)
    _today(made, scale)
    _rows(made, scale, sketch)
    if len(sketch.rows) >= _AXIS_AGAIN:
        _axis(made, scale)
        _tick_labels(made, scale)
    made.height += GAP
    _legend(made, sketch)
    for note in (*notes(sketch), *_left_out(scale), *_not_drawn(made)):
        made.paragraph(note, Style.SMALL, Ink.MUTED, _NOTE_LINES)
    made.height += MARGIN
    return made


def notes(sketch: Sketch) -> Iterator[str]:
    """What is said below the picture, and in its alt text."""
    if sketch.of > len(sketch.rows):
        yield gettext(
            "Shown are the {number} events nearest to today, of {all}.",
            number=len(sketch.rows),
            all=sketch.of,
        )
    yield gettext("Searched {briefings}.", briefings=sketch.searched)


def _left_out(scale: Scale) -> Iterator[str]:
    for earliest, latest in scale.axis.cuts():
        days = say_span(earliest, latest)
        yield gettext("‖ on the axis: {days}, without events, left out.", days=days)


def _not_drawn(made: Layout) -> Iterator[str]:
    if any(letters.UNKNOWN in label.text for label in made.labels):
        yield gettext(
            "{mark} letters that this picture cannot draw; the text has them.", mark=letters.UNKNOWN
        )


def _rows(made: Layout, scale: Scale, sketch: Sketch) -> None:
    density = Density.of(len(sketch.rows))
    divided = False
    for row in sketch.rows:
        if row.ahead and not divided:
            divided = True
            divide(made)
        place_row(made, scale, row, density)


# --- the axis ------------------------------------------------------------------------------------


def _scale(sketch: Sketch) -> Scale:
    axis = axis_of((row.days for row in sketch.rows), sketch.today, BEGIN, END)
    room, room_for_year = (letters.width(one, Style.SMALL) + 2 * GAP for one in _WIDEST)
    return Scale(axis, axis.ticks(room, room_for_year), sketch.today)


def _tick_labels(made: Layout, scale: Scale) -> None:
    free = 0
    for tick in scale.ticks:
        wide = letters.width(tick.label, Style.SMALL)
        left = inside(tick.place - wide / 2, wide)
        if left >= free:
            free = made.write(tick.label, left, Style.SMALL, Ink.MUTED).right + GAP
    made.height += Style.SMALL.line


def _axis(made: Layout, scale: Scale) -> None:
    middle = made.height + GAP
    for stretch in scale.axis.stretches:
        if not stretch.cut:
            made.rule(round(stretch.left), round(stretch.right), middle, Ink.MUTED)
            continue
        for at in (round(stretch.left) + 6, round(stretch.right) - 6):
            made.post(at, middle, 12, Ink.MUTED)
    for tick in scale.ticks:
        made.post(round(tick.place), middle, 10, Ink.MUTED)
    made.post(round(scale.axis.place(scale.today)), middle, GAP, Ink.TODAY)
    made.height = middle + GAP


def _today(made: Layout, scale: Scale) -> None:
    text = gettext("today, {day}", day=say_day(scale.today))
    wide = letters.width(text, Style.SMALL)
    place = scale.axis.place(scale.today)
    box = made.write(text, inside(place - wide / 2, wide), Style.SMALL, Ink.TODAY)
    made.height = box.bottom + GAP


# --- what the marks stand for --------------------------------------------------------------------


def _legend(made: Layout, sketch: Sketch) -> None:
    made.rule(MARGIN, WIDTH - MARGIN, made.height, Ink.FAINT)
    made.height += GAP + 3
    left = MARGIN
    for mark, text in _explained(sketch):
        wide = mark.box.right + GAP + letters.width(text, Style.SMALL)
        if left > MARGIN and left + wide > WIDTH - MARGIN:
            left = MARGIN
            made.height += Style.SMALL.line
        top = made.height + (Style.SMALL.line - MARK) // 2
        box = Box(left, top, left + mark.box.right, top + MARK)
        made.marks.append(Mark(box, mark.status, mark.ink, mark.is_range, mark.deadline))
        left = made.write(text, box.right + GAP, Style.SMALL, Ink.MUTED).right + _BETWEEN
    made.height += Style.SMALL.line + GAP // 2


def _explained(sketch: Sketch) -> Iterator[tuple[Mark, str]]:
    """Each kind of mark that is drawn, not yet in its place, and what it stands for."""
    used = {row.status for row in sketch.rows}
    for status, text in STANDINGS.items():
        if status in used:
            yield Mark(Box(0, 0, MARK, MARK), status, Ink(status.value)), gettext(text)
    day, span = Box(0, 0, MARK + STOP, MARK), Box(0, 0, 2 * MARK, MARK)
    if any(row.is_range for row in sketch.rows):
        yield Mark(span, Status.PLANNED, Ink.MUTED, is_range=True), gettext("some time within")
    if any(row.deadline for row in sketch.rows):
        yield Mark(day, Status.PLANNED, Ink.MUTED, deadline=True), gettext("by then")
