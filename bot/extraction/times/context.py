"""What a rule gets to see, and what it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from bot.extraction.times.calendar import Period, a_day, unit_of
from bot.extraction.times.tense import Tense, tense_at
from bot.extraction.times.tokens import SIGN, Tokens
from bot.extraction.times.words import UNIT
from bot.model import Days, Precision, TimeType


class Sense(NamedTuple):
    """What an expression means. `first` and `last` (excluded) are tokens where the expression
    is not the whole of what the rule's pattern matched."""

    type: TimeType
    value: str
    days: Days | None = None
    precision: Precision | None = None
    mod: str = ""
    first: int | None = None
    last: int | None = None


_DATE = TimeType.DATE
ON_CALENDAR = (_DATE, TimeType.TIME)
"""The types of what lies on certain days."""

_SIZE = {
    "D": Precision.DAY,
    "W": Precision.WEEK,
    "M": Precision.MONTH,
    "Q": Precision.QUARTER,
    "Y": Precision.YEAR,
    "E": Precision.DECADE,
}


@dataclass(slots=True)
class Context:
    """The text, the report's day, and what the expressions before have told.

    `anchor` is the last stretch of the calendar that was named: "a week later" counts from it.
    `named` holds the last one of each precision, with its turn.
    """

    tokens: Tokens
    day: date
    anchor: Period | None = None
    last_end: int = 0
    last_rule: str = ""
    may_is_a_name: bool = False
    cues: dict[int, Tense] = field(default_factory=dict)
    past: Period | None = None
    named: dict[Precision, tuple[int, Period]] = field(default_factory=dict)

    def name(self, period: Period) -> None:
        """Takes note of a dated expression."""
        self.anchor = period
        if period.days.earliest <= self.day:
            self.past = period
        self.named[period.precision] = (self.last_end, period)

    def told_within(self, unit: str) -> Period:
        """What was last told of this unit's size or finer: "the same day" asks for a day."""
        sizes = list(Precision)
        limit = sizes.index(_SIZE[unit]) if unit in _SIZE else len(sizes)
        fitting = [entry for size, entry in self.named.items() if sizes.index(size) <= limit]
        return max(fitting, key=lambda entry: entry[0])[1] if fitting else self.told

    def tense(self, first: int, last: int) -> Tense:
        return tense_at(self.tokens, first, last, self.cues)

    @property
    def told(self) -> Period:
        """The anchor, or the report's day where nothing has been dated yet."""
        return self.anchor or a_day(self.day)


@dataclass(slots=True)  # not frozen, as that makes each of them twice as dear
class Hit:
    """A rule's match: groups by name, in tokens."""

    found: re.Match[str]
    context: Context

    @property
    def first(self) -> int:
        return self.found.start()

    @property
    def last(self) -> int:
        return self.found.end()

    @property
    def tokens(self) -> Tokens:
        return self.context.tokens

    @property
    def day(self) -> date:
        return self.context.day

    def has(self, name: str) -> bool:
        return self._span(name)[0] >= 0

    def at(self, name: str) -> int:
        """The index of a group's first token, -1 where the group took no part."""
        return self._span(name)[0]

    def low(self, name: str) -> str:
        """A group's first token in lower case, "" where the group took no part."""
        first, last = self._span(name)
        return self.context.tokens.lows[first] if first < last else ""

    def words(self, name: str) -> list[str]:
        """All tokens of a group in lower case."""
        first, last = self._span(name)
        return self.context.tokens.lows[first:last] if first < last else []

    def _span(self, name: str) -> tuple[int, int]:
        """Of a group's tokens, (-1, -1) where the rule has no such group or it took no part."""
        return self.found.span(name) if name in self.found.re.groupindex else (-1, -1)

    def tense(self) -> Tense:
        return self.context.tense(self.first, self.last)

    def before(self, step: int = 1) -> str:
        """The token so many steps before the match, in lower case."""
        return self.context.tokens.low(self.found.start() - step)

    def after(self, step: int = 0) -> str:
        return self.context.tokens.low(self.found.end() + step)

    def raw_after(self, step: int = 0) -> str:
        return self.context.tokens.raw(self.found.end() + step)

    def pass_over(self) -> None:
        """The match is no time, nor is any part of it."""
        self.context.last_end = self.last


class Reader(Protocol):
    def __call__(self, hit: Hit) -> Sense | None: ...


class Rule(NamedTuple):
    """A name, a pattern over token classes, and the function that reads what it matches. A match
    begins with a token of the classes `starts`, and is looked for in a text only that has tokens
    of each of the `needs`: most texts have no halves."""

    name: str
    pattern: re.Pattern[str]
    read: Reader
    starts: frozenset[str]
    needs: tuple[frozenset[str], ...]


def starts(names: str) -> frozenset[str]:
    """The signs of classes, parted by "|" as in a pattern."""
    return frozenset(SIGN[name] for name in names.split("|"))


def needs(*choices: str) -> tuple[frozenset[str], ...]:
    """The signs of several choices of classes, the rarest first; one of each has to be there."""
    return tuple(starts(names) for names in choices)


UNITS = "unit|annum|units|quarters|shortunit"


def a_date(period: Period | None, mod: str = "") -> Sense | None:
    if period is None:
        return None
    return Sense(_DATE, period.value, period.days, period.precision, mod)


def reference(value: str) -> Sense:
    return Sense(TimeType.DATE, value)


def year_number(token: str, day: date) -> int | None:
    """The year that "2027", "'27" or "27" stands for; two digits mean the nearest century."""
    digits = token if token.isdigit() else "".join(char for char in token if char.isdigit())
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        return None
    year = day.year - day.year % 100 + int(digits)
    return year - 100 if year > day.year + 30 else year


YEARISH = (
    "(?: {this|last|next} {fiscal}? {annum} | {the} {last|next|current|same|past} {annum}"
    " | {the|that} {annum} )"
)
"""A year by its place: "last year", "this year", "the same year", "the year"."""


def yearish(words: list[str], context: Context) -> int | None:
    """The year that the words of a YEARISH match stand for."""
    shifts = {"last": -1, "previous": -1, "prior": -1, "preceding": -1, "past": -1}
    shifts |= {"next": 1, "coming": 1, "upcoming": 1, "following": 1}
    for word in words:
        if word in ("same", "that"):
            return context.told.days.earliest.year
        if word in ("following", "previous", "preceding", "prior") and context.anchor:
            return context.told.days.earliest.year + shifts[word]
        if word in shifts:
            return context.day.year + shifts[word]
    return context.day.year


def unit_letter(token: str) -> str:
    return UNIT.get(token, "")


def step(day: date, unit: str, count: int) -> Period | None:
    return unit_of(day, unit, count)
