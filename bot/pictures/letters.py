"""Letters that can be drawn: how wide they are, where a line of them ends, and what to do with
those that the font has not.

The font is Source Sans 3 (Latin with every accent, Greek, Cyrillic). Letters are set one after the
other, by the same engine on every machine: the scripts that would need more are not in the font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "Source Sans 3"
MARK = "…"
"""Stands where words of a label were left out."""
UNKNOWN = "[…]"
"""Stands for letters that cannot be drawn."""
_NO_LETTER = "\uffff"
"""Unicode promises never to give this one a shape, so that the font shows its box for it."""
_MOST_LETTERS = 8192
"""Letters that are remembered: more than the font has shapes for."""


class Style(Enum):
    """Weight, and the height of the letters in pixels."""

    TITLE = (650, 60)
    DATE = (650, 45)
    TEXT = (400, 45)
    SMALL = (400, 39)

    @property
    def weight(self) -> int:
        return self.value[0]

    @property
    def size(self) -> int:
        return self.value[1]

    @property
    def line(self) -> int:
        """Height of a line: room for an accent above a capital and for a tail below."""
        return round(self.size * 1.25)

    @property
    def base(self) -> int:
        """From the top of a line to the foot of its letters."""
        return round(self.size * 0.97)


@cache
def font(style: Style) -> FreeTypeFont:
    """The font of a style. Raises `OSError` where its package is damaged."""
    import fontpkg
    from PIL import ImageFont

    face = ImageFont.truetype(
        str(fontpkg.path(FAMILY)), style.size, layout_engine=ImageFont.Layout.BASIC
    )
    face.set_variation_by_axes([style.weight])
    return face


@lru_cache(maxsize=_MOST_LETTERS)
def _advance(char: str, style: Style) -> float:
    return float(font(style).getlength(char))


@lru_cache(maxsize=_MOST_LETTERS)
def _shape(char: str) -> tuple[tuple[int, int], bytes]:
    mask = font(Style.SMALL).getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=_MOST_LETTERS)
def _has(char: str) -> bool:
    return _shape(char) != _shape(_NO_LETTER)


def width(text: str, style: Style) -> int:
    """Pixels from the first letter's begin to the last one's end."""
    return ceil(sum(_advance(char, style) for char in text))


def drawable(text: str) -> str:
    """The text with a mark in place of each run of letters that the font has not; an accent that
    it has not leaves its letter bare."""
    told: list[str] = []
    for char in text:
        if _has(char):
            told.append(char)
        elif unicodedata.category(char)[0] != "M" and (not told or told[-1] != UNKNOWN):
            told.append(UNKNOWN)
    return "".join(told)


def lines(text: str, style: Style, room: float, most: int) -> tuple[str, ...]:
    """The text on at most `most` lines of `room` pixels. What does not fit is left out from a
    blank on, and marked; only a word longer than a line is broken inside."""
    made: list[str] = []
    rest = text.split()
    while rest and len(made) < most:
        last = len(made) == most - 1
        line, rest = _fill(rest, style, room, last=last)
        made.append(line)
    return tuple(made)


def _fill(rest: list[str], style: Style, room: float, *, last: bool) -> tuple[str, list[str]]:
    """The next line and the words that are left. The last line ends in a mark if any are."""
    used, count = 0.0, 0
    blank = _advance(" ", style)
    end = blank + _advance(MARK, style)
    fits = 0  # words behind which the mark has room as well
    for word in rest:
        used += width(word, style) + (blank if count else 0)
        if used > room:
            break
        count += 1
        if used + end <= room:
            fits = count
    if count == len(rest):
        return " ".join(rest), []
    if last:
        count = fits
    if count == 0:
        return _broken(rest, style, room, last=last)
    return " ".join([*rest[:count], MARK] if last else rest[:count]), rest[count:]


def _broken(rest: list[str], style: Style, room: float, *, last: bool) -> tuple[str, list[str]]:
    """As much of a long first word as a line holds, an accent never parted from its letter."""
    room -= _advance(MARK, style) if last else 0
    head, used = "", 0.0
    for cluster in _clusters(rest[0]):
        used += width(cluster, style)
        if head and used > room:
            break
        head += cluster
    tail = rest[0][len(head) :]
    return head + (MARK if last else ""), [*([tail] if tail else []), *rest[1:]]


def _clusters(word: str) -> Iterator[str]:
    """Letters, each with the accents that follow it."""
    cluster = ""
    for char in word:
        if cluster and unicodedata.category(char)[0] != "M":
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster
