"""What a timeline's picture shows, before any letter has a place: plain values that compare equal
exactly where the pictures would be the same."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.answers.card import quoted
from bot.answers.values import TimelineAnswer, TimelineLine
from bot.answers.wording import say_coverage, say_status, say_when
from bot.locales import HOUSE_STYLE, speaking, spoken, weekday
from bot.model import Days, Status

MOST = 60
"""Events that one picture holds; of more, those nearest to today are drawn."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode's controls, format characters (marks of direction among them) and lone surrogates."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event: its days on the axis, and what is written beside them."""

    days: Days
    status: Status
    when: str
    """Its date in words."""
    standing: str
    """How it stands today, in words; "" for what has happened."""
    words: str
    """The quoted words; a picture may end them earlier, at a blank, with a mark."""
    ahead: bool = False
    """It begins after today."""
    deadline: bool = False

    @property
    def is_range(self) -> bool:
        return self.days.earliest != self.days.latest


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture's whole content; `of` counts the events that there are, drawn or not."""

    name: str
    today: date
    rows: tuple[Row, ...]
    of: int
    searched: str
    locale: str = HOUSE_STYLE


def sketch(answer: TimelineAnswer) -> Sketch:
    """The answer as it is drawn: oldest first, at most `MOST` events; in the reader's locale where
    the font has its letters."""
    with speaking("" if _in_letters_of_the_font() else HOUSE_STYLE):
        return Sketch(
            name=plain(answer.topic.name),
            today=answer.today,
            rows=tuple(_row(line, answer.today) for line in _nearest(answer)),
            of=len(answer.lines),
            searched=say_coverage(answer.coverage),
            locale=spoken(),
        )


def _in_letters_of_the_font() -> bool:
    """Whether days are told in Latin, Greek or Cyrillic letters, which Unicode has first."""
    return max(map(ord, weekday(date(2026, 2, 1)))) < 0x530


def plain(text: str) -> str:
    """The text with accents joined to their letters, on one line, without what nobody sees."""
    shown = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    kept = "".join(char for char in shown if unicodedata.category(char) not in _UNSEEN)
    return " ".join(kept.split())


def _nearest(answer: TimelineAnswer) -> tuple[TimelineLine, ...]:
    if len(answer.lines) <= MOST:
        return answer.lines

    def days_away(number: int) -> int:
        earliest, latest = answer.lines[number].event.event.days
        return max((earliest - answer.today).days, (answer.today - latest).days, 0)

    near = sorted(range(len(answer.lines)), key=days_away)[:MOST]
    return tuple(answer.lines[number] for number in sorted(near))


def _row(line: TimelineLine, today: date) -> Row:
    event = line.event.event
    return Row(
        days=event.days,
        status=event.status,
        when=plain(say_when(event)),
        standing=say_status(line.event, today),
        words=plain(quoted(line.event.quote)),
        ahead=event.days.earliest > today,
        deadline=event.deadline,
    )
