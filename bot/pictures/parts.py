"""The parts of a laid-out picture: labels, marks and lines, each with its place in pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.model import Status
from bot.pictures import letters
from bot.pictures.letters import Style

WIDTH = 1080
"""A phone shows the picture at about a third of its size."""
MARGIN = 42
ROOM = WIDTH - 2 * MARGIN


class Ink(StrEnum):
    """What a colour is for; a status has the ink of its name."""

    INK = "ink"
    MUTED = "muted"
    FAINT = "faint"
    TODAY = "today"
    PAST = "past"
    PLANNED = "planned"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


class Box(NamedTuple):
    """Pixels from the upper left; right and bottom are excluded."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: Box) -> bool:
        """Whether the two share at least one pixel."""
        beside = self.right <= other.left or other.right <= self.left
        below = self.bottom <= other.top or other.bottom <= self.top
        return not (beside or below)


@dataclass(frozen=True, slots=True)
class Label:
    box: Box
    text: str
    style: Style
    ink: Ink


@dataclass(frozen=True, slots=True)
class Mark:
    """An event at its days; one that falls due at its end has a bar there (`deadline`)."""

    box: Box
    status: Status
    ink: Ink
    is_range: bool = False
    deadline: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight upright or level line, dashed or whole."""

    box: Box
    ink: Ink
    dashed: bool = False


@dataclass(slots=True)
class Layout:
    """A picture's parts; `height` grows while they are placed from top to bottom."""

    height: int = MARGIN
    labels: list[Label] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def write(self, text: str, left: int, style: Style, ink: Ink) -> Box:
        """A label at the present height, which stays as it is."""
        wide = min(letters.width(text, style), WIDTH - MARGIN - left)
        box = Box(left, self.height, left + wide, self.height + style.line)
        self.labels.append(Label(box, text, style, ink))
        return box

    def paragraph(self, text: str, style: Style, ink: Ink, most: int) -> None:
        """At most so many lines from the left margin on, below what is there."""
        for line in letters.lines(letters.drawable(text), style, ROOM, most):
            self.write(line, MARGIN, style, ink)
            self.height += style.line

    def rule(self, left: int, right: int, middle: int, ink: Ink, *, dashed: bool = False) -> None:
        """A level line, if there is room for one."""
        if right > left:
            self.lines.append(Line(Box(left, middle - 1, right, middle + 2), ink, dashed))

    def post(self, at: int, middle: int, half: int, ink: Ink, *, dashed: bool = False) -> None:
        """An upright line of twice the height `half`."""
        box = Box(at - 1, middle - half, at + 2, middle + half)
        self.lines.append(Line(box, ink, dashed))


def inside(left: float, wide: float) -> int:
    """The place nearest to `left` at which a part so wide lies between the margins."""
    return round(min(max(left, MARGIN), WIDTH - MARGIN - wide))
