"""A layout as PNG bytes.

Everything is painted into a tile of its own place's size, so that nothing reaches beyond it. The
tiles hold numbers of a palette: for each ink, a row of shades from the ground to the full colour.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from bot.model import Status
from bot.pictures.letters import font
from bot.pictures.palette import Palette
from bot.pictures.parts import WIDTH, Box, Ink, Label, Layout, Line, Mark

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_SHADES = 32
"""Of each ink; eight inks fill the 256 entries of a palette."""
_FINER = 4
"""Shapes are painted so many times larger and then reduced, which smooths their edges."""
_STROKE = 6
_FULL = 255
_COMPRESSION = 3


def paint(layout: Layout, palette: Palette) -> bytes:
    """The picture as a PNG file."""
    from PIL import Image

    canvas = Image.new("L", (WIDTH, layout.height), 0)
    for line in layout.lines:
        _line(canvas, line)
    for mark in layout.marks:
        _mark(canvas, mark)
    for label in layout.labels:
        _label(canvas, label)
    canvas.putpalette(bytes(_colours(palette)))
    made = io.BytesIO()
    canvas.save(made, "PNG", compress_level=_COMPRESSION)
    return made.getvalue()


def _colours(palette: Palette) -> Iterator[int]:
    for ink in Ink:
        for shade in range(_SHADES):
            for ground, full in zip(palette.ground, palette.inks[ink], strict=True):
                yield round(ground + (full - ground) * shade / (_SHADES - 1))


@cache
def _shades(ink: Ink) -> list[int]:
    """For each grey of a tile, the number of the ink's shade; black is the common ground."""
    first = list(Ink).index(ink) * _SHADES
    return [
        first + shade if (shade := round(grey * (_SHADES - 1) / _FULL)) else 0
        for grey in range(_FULL + 1)
    ]


def _put(canvas: Image, tile: Image, box: Box, ink: Ink) -> None:
    canvas.paste(tile.point(_shades(ink)), (box.left, box.top))


def _label(canvas: Image, label: Label) -> None:
    from PIL import Image, ImageDraw

    box = label.box
    tile = Image.new("L", (box.right - box.left, box.bottom - box.top), 0)
    face = font(label.style)
    ImageDraw.Draw(tile).text((0, label.style.base), label.text, _FULL, face, anchor="ls")
    _put(canvas, tile, box, label.ink)


def _line(canvas: Image, line: Line) -> None:
    """A dashed line is drawn in pieces twice as long as the gaps between them."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(canvas)
    colour = list(Ink).index(line.ink) * _SHADES + _SHADES - 1
    left, top, right, bottom = line.box
    if not line.dashed:
        draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)
        return
    piece, gap = 12, 6
    upright = bottom - top > right - left
    for at in range(top if upright else left, bottom if upright else right, piece + gap):
        if upright:
            draw.rectangle((left, at, right - 1, min(at + piece, bottom) - 1), fill=colour)
        else:
            draw.rectangle((at, top, min(at + piece, right) - 1, bottom - 1), fill=colour)


# --- marks ---------------------------------------------------------------------------------------


def _mark(canvas: Image, mark: Mark) -> None:
    from PIL import Image, ImageDraw

    wide, high = mark.box.right - mark.box.left, mark.box.bottom - mark.box.top
    large = Image.new("L", (wide * _FINER, high * _FINER), 0)
    _shape(ImageDraw.Draw(large), mark, wide * _FINER, high * _FINER)
    _put(canvas, large.reduce(_FINER), mark.box, mark.ink)


def _shape(draw: ImageDraw, mark: Mark, wide: int, high: int) -> None:
    """A day is a circle, a range a bar with round ends; filled, hollow, dotted or crossed."""
    stroke = _STROKE * _FINER
    if mark.deadline:
        draw.rectangle((wide - stroke, 0, wide, high), fill=_FULL)
        wide -= 2 * stroke
    inset = high // 5 if mark.is_range else 0
    frame = (0, inset, wide - 1, high - 1 - inset)
    radius = (high - 2 * inset) // 2
    if mark.status is Status.PAST:
        draw.rounded_rectangle(frame, radius, fill=_FULL)
    elif mark.status is not Status.CANCELLED or wide > 2 * high:
        draw.rounded_rectangle(frame, radius, outline=_FULL, width=stroke)
    if mark.status is Status.DELAYED:
        _gaps(draw, wide, high, is_range=mark.is_range)
    elif mark.status is Status.CANCELLED:
        _cross(draw, wide, high)


def _gaps(draw: ImageDraw, wide: int, high: int, *, is_range: bool) -> None:
    """Cuts that make a dotted outline."""
    if is_range:
        step = high // 2
        for at in range(step // 2, wide, step):
            draw.rectangle((at, 0, at + step // 3, high), fill=0)
        return
    for turn in range(0, 360, 45):
        draw.pieslice((-4, -4, wide + 4, high + 4), turn, turn + 20, fill=0)


def _cross(draw: ImageDraw, wide: int, high: int) -> None:
    """An ✕ in the middle, on a ground of its own."""
    stroke = _STROKE * _FINER
    left = (wide - high) // 2
    draw.rectangle((left - stroke, 0, left + high + stroke, high), fill=0)
    near, far = stroke // 2, high - stroke // 2
    draw.line((left + near, near, left + far, far), fill=_FULL, width=stroke)
    draw.line((left + near, far, left + far, near), fill=_FULL, width=stroke)
