"""Key facts: the most telling sentences and clauses of a briefing, the most telling first.

What makes a line telling is a rule of the trade: money, volumes, jobs, shares and plan dates about
the firms that the piece is about, in its lead before its asides. No two lines tell the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.extraction.clauses import joints
from bot.extraction.text import Text
from bot.model import (
    Fact,
    Mention,
    Precision,
    Quantity,
    Sentence,
    Span,
    TimeExpression,
    TimeType,
)

LONGEST = 200
"""Characters of a fact on a card; a longer sentence is cut at its joints."""

_KIND_WEIGHT = {
    "money": 3.0,
    "count": 2.0,
    "share": 1.8,
    "change": 1.8,
    "energy": 1.8,
    "power": 1.6,
    "distance": 1.4,
    "weight": 1.6,
    "area": 1.2,
    "speed": 1.0,
}
_ASIDE = re.compile(
    r"(?:nobody|no one|that is the lesson|of all people|as once|perhaps|what (?:is|was)|why)\b",
    re.I,
)
_TALKS_TO_US = re.compile(
    r"(?:welcome|hello|good (?:morning|evening|day)|thank|this is the)\b", re.I
)


def rank(text: Text) -> tuple[Fact, ...]:
    """All facts of a text, the most telling first; those that tell the same come once."""
    lines = [line for line in _lines(text) if line.score > 0]
    lines.sort(key=lambda line: (-line.score, line.span.start))
    return tuple(_fact(text, line) for line in _telling_anew(lines))


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of a sentence with what stands in it."""

    span: Span
    sentence: Sentence
    figures: tuple[Quantity, ...]
    dates: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    score: float = 0.0

    def tells(self) -> frozenset[tuple[float | str, str]]:
        """What two lines must not both tell: values with their units, dates."""
        values: set[tuple[float | str, str]] = {(item.value, item.unit) for item in self.figures}
        return frozenset(values | {(item.value, "date") for item in self.dates})


def _lines(text: Text) -> Iterator[_Line]:
    for sentence in text.sentences:
        words = sentence.span.of(text.body)
        if sentence.heading or words.endswith("?") or _TALKS_TO_US.match(words):
            continue
        for span in _stretches(text, sentence):
            line = _line(text, sentence, span)
            yield replace(line, score=_score(text, line))


def _line(text: Text, sentence: Sentence, span: Span) -> _Line:
    return _Line(
        span=span,
        sentence=sentence,
        figures=tuple(item for item in text.quantities if span.holds(item.span)),
        dates=tuple(
            item
            for item in text.times
            if item.days is not None and item.type is TimeType.DATE and span.holds(item.span)
        ),
        mentions=tuple(
            item
            for item in text.names.mentions
            if item.sentence == sentence.ordinal and span.holds(item.span)
        ),
    )


def _stretches(text: Text, sentence: Sentence) -> Iterator[Span]:
    """The sentence, or its clauses joined to stretches no longer than a card takes."""
    if sentence.span.end - sentence.span.start <= LONGEST:
        yield sentence.span
        return
    cuts = [*joints(text.body, sentence.span), sentence.span.end]
    start = sentence.span.start
    last = start
    for cut in cuts:
        if cut - start > LONGEST and last > start:
            yield _trimmed(text.body, Span(start, last))
            start = last
        last = cut
    yield _trimmed(text.body, Span(start, sentence.span.end))


def _trimmed(body: str, span: Span) -> Span:
    words = span.of(body)
    end = span.end - (len(words) - len(words.rstrip(" ,;:–—")))
    return Span(span.start + len(words) - len(words.lstrip()), end)


# --- how telling ---------------------------------------------------------------------------------


def _score(text: Text, line: _Line) -> float:
    told = sorted((_figure_weight(item) for item in line.figures), reverse=True)
    worth = sum(weight / (1 + 0.5 * place) for place, weight in enumerate(told))
    worth += min(2.4, sum(_date_weight(text, item) for item in line.dates))
    if not worth:
        return 0.0
    worth += _who(text, line) + _where(text, line)
    if _ASIDE.search(line.span.of(text.body)):
        worth -= 1.0
    return max(worth, 0.05)


def _figure_weight(figure: Quantity) -> float:
    """Money and volumes weigh by their size: a billion tells more than a hundred."""
    weight = _KIND_WEIGHT.get(figure.kind, 0.8)
    if figure.kind in ("money", "count") and figure.value > 0:
        weight += min(1.2, max(0.0, math.log10(figure.value) - 2) / 6)
    if figure.kind == "count" and figure.value < 10:
        weight -= 0.9
    return weight + (0.3 if figure.qualifier else 0.0)


def _date_weight(text: Text, time: TimeExpression) -> float:
    """A date ahead is a promise; the report's day tells nothing but that it is news."""
    assert time.days is not None
    if time.days.earliest > text.day:
        return 1.6
    if time.days == (text.day, text.day):
        return 0.3
    if time.relation == "by" or time.precision in (Precision.YEAR, Precision.MONTH):
        return 0.9
    return 0.6


def _who(text: Text, line: _Line) -> float:
    keys = {item.topic for item in line.mentions}
    if keys & set(text.names.subjects[:3]):
        return 1.0
    return 0.4 if keys else -0.4


def _where(text: Text, line: _Line) -> float:
    """News stands first; each paragraph's first sentence carries it."""
    lead = 0.8 if line.sentence.paragraph == 0 else 0.0
    share = line.span.start / max(1, len(text.body))
    return lead + 0.5 * (1 - share)


# --- once each -----------------------------------------------------------------------------------


def _telling_anew(lines: Sequence[_Line]) -> Iterator[_Line]:
    told: set[tuple[float | str, str]] = set()
    for line in lines:
        anew = line.tells() - told
        if anew:
            told |= line.tells()
            yield line


def _fact(text: Text, line: _Line) -> Fact:
    figure = max(line.figures, key=_figure_weight, default=None)
    date = _nearest(line, figure)
    subject = [key for key in text.names.subjects if key in {item.topic for item in line.mentions}]
    topics = dict.fromkeys((*subject, *(item.topic for item in line.mentions)))
    is_date = figure is None or _figure_weight(figure) < 1.2
    return Fact(
        span=line.span,
        sentence=line.sentence.ordinal,
        kind="date" if is_date and date else figure.kind if figure else "date",
        value=figure.value if figure else None,
        unit=figure.unit if figure else "date",
        qualifier=figure.qualifier if figure else "",
        when=date.value if date else "",
        days=date.days if date else None,
        topics=tuple(topics),
        score=round(line.score, 3),
        rule=figure.rule if figure else "date",
    )


def _nearest(line: _Line, figure: Quantity | None) -> TimeExpression | None:
    """The date that stands nearest to the figure."""
    at = figure.span.start if figure else line.span.start
    return min(line.dates, key=lambda item: abs(item.span.start - at), default=None)
