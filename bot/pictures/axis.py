"""Days on a line: true to scale, but for long stretches without any event, which are cut out and
marked as cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from bot import locales
from bot.model import Days

CUT_SHARE = 0.6
"""A stretch without events is cut where it would take more of the line than this."""
CUT_WIDTH = 24
"""Units of the line that stand for a cut stretch."""
_MOST_CUTS = 3
_LEAST_DAYS = 3
"""A line that shows less would have no dates to read it by."""

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_LAST = date.max.toordinal() + 1
_DAYS_IN_MONTH, _DAYS_IN_YEAR = 28, 365


class Stretch(NamedTuple):
    """A piece of the line: from the begin of a day (its ordinal) to that of another, and where it
    is drawn. A cut one is not true to scale."""

    first: int
    last: int
    left: float
    right: float
    cut: bool = False

    def place(self, day: float) -> float:
        return self.left + (self.right - self.left) * (day - self.first) / (self.last - self.first)


class Tick(NamedTuple):
    """A date to read the line by: a day, or where a month or a year begins."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of time, its stretches from left to right."""

    stretches: tuple[Stretch, ...]

    def place(self, day: date) -> float:
        """The middle of a day; a later day never lies further left."""
        return self._at(day.toordinal() + 0.5)

    def span(self, days: Days) -> tuple[float, float]:
        """From the begin of the first day to the end of the last."""
        return self._at(days.earliest.toordinal()), self._at(days.latest.toordinal() + 1)

    def cuts(self) -> tuple[Days, ...]:
        """The days that are left out, from the first to the last."""
        return tuple(
            Days(date.fromordinal(stretch.first), date.fromordinal(stretch.last - 1))
            for stretch in self.stretches
            if stretch.cut
        )

    def ticks(self, room: float, room_for_year: float) -> tuple[Tick, ...]:
        """Dates so far apart that their labels have room, as many as that allows."""
        unit = self._days_a_unit()
        found: list[Tick] = []
        for stretch in self.stretches:
            if stretch.cut:
                continue
            for day, label in _dates(stretch, room * unit, room_for_year * unit):
                place = stretch.place(day)
                if not found or place - found[-1].place >= room_for_year:
                    found.append(Tick(place, label))
        return tuple(found)

    def _at(self, moment: float) -> float:
        for stretch in self.stretches:
            if moment <= stretch.last:
                return stretch.place(max(moment, stretch.first))
        return self.stretches[-1].right

    def _days_a_unit(self) -> float:
        whole = next(stretch for stretch in self.stretches if not stretch.cut)
        return (whole.last - whole.first) / (whole.right - whole.left)


def axis_of(spans: Iterable[Days], today: date, left: float, right: float) -> Axis:
    """The line that holds all spans and today, drawn from `left` to `right`."""
    days = sorted([*spans, Days(today, today)])
    busy = _joined([(first.toordinal(), last.toordinal() + 1) for first, last in days])
    busy = _widened(busy)
    cut = _cuts([(one[1], other[0]) for one, other in pairwise(busy)], busy[-1][1] - busy[0][0])
    return Axis(tuple(_laid_out(busy[0][0], busy[-1][1], cut, left, right)))


def _joined(days: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch, as one; the spans are sorted."""
    joined: list[tuple[int, int]] = []
    for first, last in days:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _widened(busy: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A line of one or two days, with the days about them."""
    first, last = busy[0][0], busy[-1][1]
    if last - first >= _LEAST_DAYS:
        return busy
    return [(max(first - 1, 1), min(last + 1, _LAST))]


def _cuts(gaps: Iterable[tuple[int, int]], total: int) -> list[tuple[int, int]]:
    """The stretches to cut, the longest first for as long as one takes too much of the rest."""
    cut: list[tuple[int, int]] = []
    for gap in sorted(gaps, key=lambda gap: gap[0] - gap[1])[:_MOST_CUTS]:
        length = gap[1] - gap[0]
        if length <= CUT_SHARE * total:
            break
        cut.append(gap)
        total -= length
    return sorted(cut)


def _laid_out(
    first: int, last: int, cut: Sequence[tuple[int, int]], left: float, right: float
) -> Iterator[Stretch]:
    days = last - first - sum(end - begin for begin, end in cut)
    unit = (right - left - CUT_WIDTH * len(cut)) / days
    place, since = left, first
    for begin, end in cut:
        here = place + (begin - since) * unit
        yield Stretch(since, begin, place, here)
        yield Stretch(begin, end, here, here + CUT_WIDTH, cut=True)
        place, since = here + CUT_WIDTH, end
    yield Stretch(since, last, place, right)


# --- dates to read it by -------------------------------------------------------------------------


def _dates(stretch: Stretch, apart: float, years_apart: float) -> Iterator[tuple[float, str]]:
    """Middles of days, or begins of months or years, inside a stretch: in the shortest steps that
    are long enough, in days."""
    for days in _DAY_STEPS:
        if days >= apart:
            return _days(stretch, days)
    for months in _MONTH_STEPS:
        if months * _DAYS_IN_MONTH >= apart:
            return _months(stretch, months)
    steps = (step for step in _YEAR_STEPS if step * _DAYS_IN_YEAR >= years_apart)
    return _years(stretch, next(steps, _YEAR_STEPS[-1]))


def _days(stretch: Stretch, step: int) -> Iterator[tuple[float, str]]:
    for day in range(stretch.first + (1 - stretch.first) % step, stretch.last, step):
        told = date.fromordinal(day)  # ordinal 1 is a Monday: so are the steps of a week
        yield day + 0.5, locales.day_of_month(told)


def _months(stretch: Stretch, step: int) -> Iterator[tuple[float, str]]:
    for year in _years_of(stretch):
        for month in range(1, 13, step):
            begin = date(year, month, 1)
            if stretch.first <= begin.toordinal() < stretch.last:
                yield begin.toordinal(), locales.month(begin, short=True)


def _years(stretch: Stretch, step: int) -> Iterator[tuple[float, str]]:
    for year in _years_of(stretch):
        day = date(year, 1, 1).toordinal()
        if year % step == 0 and stretch.first <= day < stretch.last:
            yield day, str(year)


def _years_of(stretch: Stretch) -> range:
    last = date.fromordinal(min(stretch.last, _LAST - 1)).year
    return range(date.fromordinal(stretch.first).year, last + 1)
