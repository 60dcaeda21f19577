"""Key facts: the most telling sentences and clauses of a briefing, the most telling first.

What makes a line telling is a rule of the trade: money, volumes, prices, jobs, capacity and plan
dates, about the firms that the piece is about, in its lead before its asides; and a card with six
lines should reach into every story of a digest. No two lines tell the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heapreplace

from bot.extraction.facts.clauses import LONGEST, pieces
from bot.extraction.facts.weights import of_dates, of_figure, of_figures, of_words
from bot.extraction.text import Text
from bot.model import Fact, Mention, Quantity, Sentence, Span, TimeExpression, TimeType

__all__ = ["LONGEST", "rank", "talks_to_us"]

_TO_US = re.compile(
    r"(?:welcome|hello|hi|hey|good (?:morning|afternoon|evening|day)|thank|thanks|this is (?:the )?"
    r"[A-Z]|i[’']m |i am |see you|that[’']s (?:all|it) |until (?:next|tomorrow)|subscribe|sign up|"
    r"join us|follow us|click|read more|for more information|stay tuned|about the author)",
    re.I,
)
_OUR_OWN = (
    "this is the ", "i'm ", "i’m ", "forward-looking statement", "all rights reserved", "copyright",
    "our newsletter", "registered trademark", "http://", "https://", "www.",
)  # fmt: skip
"""Greetings, sign-offs and a page's small print: talk with the reader, no news."""

_SAME_STORY = 0.6
"""What each line before from the same paragraph takes from a line's worth."""


def talks_to_us(words: str) -> bool:
    """Whether a sentence greets, takes leave, asks or is small print."""
    if words.endswith("?") or _TO_US.match(words):
        return True
    folded = words.casefold()
    return any(phrase in folded for phrase in _OUR_OWN)


def rank(text: Text) -> tuple[Fact, ...]:
    """All facts of `text`, the most telling first. Each lies in one sentence, holds a figure or a
    date, and is at most `LONGEST` characters where the sentence has a joint to cut it at."""
    lines = sorted(_lines(text), key=lambda line: (-line.score, line.span))
    return tuple(_fact(text, line) for line in _spread(list(_telling_anew(lines))))


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of a sentence with what stands in it; `who` are the whole sentence's names."""

    span: Span
    sentence: Sentence
    figures: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    who: tuple[Mention, ...]
    score: float = 0.0

    @property
    def dates(self) -> tuple[TimeExpression, ...]:
        return tuple(
            time
            for time in self.times
            if time.days is not None and time.type in (TimeType.DATE, TimeType.TIME)
        )

    def tells(self) -> frozenset[tuple[float | str, str]]:
        """What no two lines should both tell: values with their units, dates."""
        values: set[tuple[float | str, str]] = {(item.value, item.unit) for item in self.figures}
        return frozenset(values | {(item.value, "date") for item in self.dates})


class _Finder:
    """What lies inside a span, by bisection: the annotations stand in text order."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._quantities = [item.span.start for item in text.quantities]
        self._times = [item.span.start for item in text.times]
        self._mentions = [item.span.start for item in text.names.mentions]

    def quantities(self, span: Span) -> tuple[Quantity, ...]:
        found = self._text.quantities[_slice(self._quantities, span)]
        return tuple(item for item in found if span.holds(item.span))

    def times(self, span: Span) -> tuple[TimeExpression, ...]:
        found = self._text.times[_slice(self._times, span)]
        return tuple(item for item in found if span.holds(item.span))

    def mentions(self, span: Span) -> tuple[Mention, ...]:
        found = self._text.names.mentions[_slice(self._mentions, span)]
        return tuple(item for item in found if span.holds(item.span))


def _slice(starts: Sequence[int], span: Span) -> slice:
    return slice(bisect_left(starts, span.start), bisect_left(starts, span.end))


def _lines(text: Text) -> Iterator[_Line]:
    finder = _Finder(text)
    lead = next((item.paragraph for item in text.sentences if not item.heading), 0)
    for sentence in text.sentences:
        figures, times = finder.quantities(sentence.span), finder.times(sentence.span)
        if sentence.heading or not (figures or times):
            continue
        if talks_to_us(sentence.span.of(text.body)):
            continue
        who = finder.mentions(sentence.span)
        whole = sorted(
            [item.span for item in figures] + [item.span for item in times] + [m.span for m in who]
        )
        for span in pieces(text.body, sentence.span, whole):
            if span != sentence.span:
                figures, times = finder.quantities(span), finder.times(span)
            line = _Line(span, sentence, figures, times, who)
            if line.figures or line.dates:
                yield replace(line, score=_score(text, line, lead))


# --- how telling ---------------------------------------------------------------------------------


def _score(text: Text, line: _Line, lead: int) -> float:
    alone = not line.figures
    worth = of_figures(line.figures) + of_dates(line.times, text.day, alone)
    worth += of_words(line.span.of(text.body)) + _who(text, line)
    worth += 0.5 if line.sentence.paragraph == lead else 0.0
    return max(0.05, worth + 0.5 * (1 - line.span.start / max(1, len(text.body))))


def _who(text: Text, line: _Line) -> float:
    """The firms that the piece is about before others, and those before nobody."""
    keys = {item.topic for item in line.who}
    if keys.intersection(text.names.subjects):
        return 0.7
    return 0.3 if keys else 0.0


# --- once each, and all stories ------------------------------------------------------------------


def _telling_anew(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Those lines, the best first, that tell something no better one has told."""
    told: set[tuple[float | str, str]] = set()
    for line in lines:
        tells = line.tells()
        if not tells <= told:
            told |= tells
            yield line


def _spread(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The same lines, each story's later ones a little back, so that none takes the whole card.

    A line's worth falls by the lines of its paragraph told before; a heap finds the best next.
    """
    told: Counter[int] = Counter()
    heap = [(-line.score, line.span, 0, line) for line in lines]
    heapify(heap)
    while heap:
        _, span, known, line = heap[0]
        before = told[line.sentence.paragraph]
        if before == known:
            heappop(heap)
            told[line.sentence.paragraph] += 1
            yield line
        else:
            heapreplace(heap, (-line.score + _SAME_STORY * before, span, before, line))


def _fact(text: Text, line: _Line) -> Fact:
    figure = max(line.figures, key=of_figure, default=None)
    date = _nearest(text.body, line, figure)
    found = dict.fromkeys(item.topic for item in line.who)
    subjects = [key for key in text.names.subjects if key in found]
    is_date = figure is None or (date is not None and of_figure(figure) < 1.0)
    return Fact(
        span=line.span,
        sentence=line.sentence.ordinal,
        kind="date" if is_date or not figure else figure.kind,
        value=None if is_date or not figure else figure.value,
        unit="date" if is_date or not figure else figure.unit,
        qualifier="" if is_date or not figure else figure.qualifier,
        when=date.value if date else "",
        days=date.days if date else None,
        topics=tuple(dict.fromkeys((*subjects, *found))),
        score=round(line.score, 3),
        rule="date" if is_date or not figure else figure.rule,
    )


_BREAK = re.compile(r"[;:]|,\s(?:and|but|or|while|which|who|where|since)\b")


def _nearest(body: str, line: _Line, figure: Quantity | None) -> TimeExpression | None:
    """The date that belongs to the figure: in its clause before beyond it, then by distance.
    Without a figure, the date furthest ahead: a plan tells more than the day of its telling."""
    if figure is None:
        return max(line.dates, key=lambda item: item.days or (), default=None)

    def apart(item: TimeExpression) -> tuple[int, int]:
        low, high = sorted((figure.span, item.span))
        return len(_BREAK.findall(body, low.end, high.start)), high.start - low.end

    return min(line.dates, key=apart, default=None)
