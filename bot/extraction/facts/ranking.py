"""Key facts: the most telling sentences and clauses of a briefing, the most telling first.

What makes a line telling is a rule of the trade: money, volumes, prices, jobs, capacity and plan
dates, about the firms that the piece is about, in its lead before its asides; and a card with six
lines should reach into every story of a digest. No two lines tell the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple

from bot.extraction.facts.clauses import LONGEST, pieces
from bot.extraction.facts.weights import (
    ASIDES,
    of_dates,
    of_figure,
    of_weights,
    of_words,
    phrases_of,
    tells_any,
)
from bot.extraction.text import Spanned, Text, shared_out
from bot.model import Fact, Mention, Quantity, Sentence, Span, TimeExpression, TimeType

__all__ = ["LONGEST", "rank", "small_print_of", "talks_to_us"]

_TO_US = re.compile(
    r"(?:welcome|hello|hi|hey|good (?:morning|afternoon|evening|day)|thank|thanks|this is (?:the )?"
    r"[A-Z]|i[’']m |i am |see you|that[’']s (?:all|it) |until (?:next|tomorrow)|subscribe|sign up|"
    r"join us|follow us|click|read more|for more information|stay tuned|about the author)",
    re.I,
)
_BEGINNINGS = frozenset(
    (
        "we", "he", "hi", "go", "th", "i'", "i ", "se", "un", "su", "si", "jo", "fo", "cl", "re",
        "st", "ab",
    )
)  # fmt: skip
"""The first two letters of such talk: what begins otherwise need not be matched."""
_OUR_OWN = (
    "this is the ", "i'm ", "i’m ", "forward-looking statement", "all rights reserved", "copyright",
    "our newsletter", "registered trademark", "http://", "https://", "www.",
)  # fmt: skip
"""Greetings, sign-offs and a page's small print: talk with the reader, no news."""

_SAME_STORY = 0.6
"""What each line before from the same paragraph takes from a line's worth."""


@lru_cache(maxsize=1)  # the facts and the summary of a text ask for the same
def small_print_of(body: str) -> Sequence[str]:
    """The phrases of small print that a text has at all, for `talks_to_us`."""
    return phrases_of(body, _OUR_OWN)


def talks_to_us(words: str, small_print: Sequence[str]) -> bool:
    """Whether a sentence greets, takes leave, asks or is small print: has one of those phrases."""
    first = words[:2]
    # Beside the English letters there are some that pass for them.
    if (first.lower() in _BEGINNINGS or not first.isascii()) and _TO_US.match(words):
        return True
    return words.endswith("?") or (bool(small_print) and tells_any(words, small_print))


def rank(text: Text) -> tuple[Fact, ...]:
    """All facts of `text`, the most telling first. Each lies in one sentence, holds a figure or a
    date, and is at most `LONGEST` characters where the sentence has a joint to cut it at."""
    lines = sorted(_lines(text), key=lambda line: (-line.score, line.span))
    return tuple([_fact(text.body, line) for line in _spread(_telling_anew(lines))])


class _Story(NamedTuple):
    """What all lines of a sentence share."""

    sentence: Sentence
    topics: tuple[str, ...]
    """The piece's subjects first."""
    named: float
    """The worth of whom it names …"""
    place: float
    """… and of where it stands."""
    asides: Sequence[str]
    """Phrases that a line may be told aside with."""


class _Line(NamedTuple):
    """A stretch of a sentence with what stands in it."""

    span: Span
    story: _Story
    figures: Sequence[Quantity]
    weights: Sequence[float]
    """What each of the figures weighs."""
    dates: Sequence[TimeExpression]
    score: float

    def tells(self) -> set[tuple[float | str, str]]:
        """What no two lines should both tell: values with their units, dates."""
        values: set[tuple[float | str, str]] = {(item.value, item.unit) for item in self.figures}
        if self.dates:
            values.update([(item.value, "date") for item in self.dates])
        return values


def _within(span: Span, items: Sequence[Spanned]) -> Sequence[Spanned]:
    """Those of some items in text order, none before the span, that end in it."""
    if items and items[-1].span.end > span.end:  # none overlaps another: the last ends last
        return [item for item in items if item.span.end <= span.end]
    return items


class _Placed(Generic[Spanned]):
    """What lies inside a span, by bisection: the annotations stand in text order."""

    def __init__(self, items: Sequence[Spanned]) -> None:
        self._items = items
        self._starts = [item.span.start for item in items]

    def inside(self, span: Span) -> Sequence[Spanned]:
        first = bisect_left(self._starts, span.start)
        return _within(span, self._items[first : bisect_left(self._starts, span.end, first)])


def _lines(text: Text) -> Iterator[_Line]:
    body, shares = text.body, text.shares
    small_print, asides = small_print_of(body), phrases_of(body, ASIDES)
    lead = next((item.paragraph for item in text.sentences if not item.heading), 0)
    mentions = shared_out([item.span for item in text.sentences], text.names.mentions)
    for sentence, words, near, figures, who in zip(
        text.sentences, shares.words, shares.times, shares.quantities, mentions, strict=True
    ):
        if sentence.heading or not (figures or near):
            continue
        whole = sentence.span
        figures, near, who = _within(whole, figures), _within(whole, near), _within(whole, who)
        if not (figures or near) or talks_to_us(words, small_print):
            continue
        place = 0.5 if sentence.paragraph == lead else 0.0
        story = _Story(sentence, *_topics(text, who), place, asides)
        if len(words) <= LONGEST:
            if line := _line(text, story, whole, figures, near):
                yield line
            continue
        keep = [item.span for item in figures] + [item.span for item in near]
        keep += [item.span for item in who]
        quantities, times = _Placed(figures), _Placed(near)
        for span in pieces(body, whole, sorted(keep)):
            if line := _line(text, story, span, quantities.inside(span), times.inside(span)):
                yield line


def _topics(text: Text, who: Sequence[Mention]) -> tuple[tuple[str, ...], float]:
    """Whom a sentence names and what that is worth: the firms that the piece is about before
    others, and those before nobody."""
    found = tuple(dict.fromkeys([item.topic for item in who])) if who else ()
    if not found:
        return found, 0.0
    if len(found) == 1:
        return found, 0.7 if found[0] in text.names.subjects else 0.3
    subjects = [key for key in text.names.subjects if key in found]
    if not subjects:
        return found, 0.3
    return tuple(dict.fromkeys([*subjects, *found])), 0.7


_DATING = (TimeType.DATE, TimeType.TIME)
_LEAST = 0.05
"""What every line is worth."""


def _line(
    text: Text,
    story: _Story,
    span: Span,
    figures: Sequence[Quantity],
    times: Sequence[TimeExpression],
) -> _Line | None:
    """The line of a stretch, if there is a figure or a date in it."""
    dates: Sequence[TimeExpression] = ()
    if times:
        dates = [time for time in times if time.days is not None and time.type in _DATING]
    if not (figures or dates):
        return None
    weights = [of_figure(item) for item in figures]
    worth = of_weights(weights) + of_dates(times, text.day, alone=not figures)
    worth += of_words(span.of(text.body), story.asides) + story.named
    worth += story.place
    score = worth + 0.5 * (1 - span.start / len(text.body))
    if score < _LEAST:
        score = _LEAST
    return _Line(span, story, figures, weights, dates, score)


# --- once each, and all stories ------------------------------------------------------------------


def _telling_anew(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Those lines, the best first, that tell something no better one has told."""
    told: set[tuple[float | str, str]] = set()
    for line in lines:
        tells = line.tells()
        if not tells <= told:
            told |= tells
            yield line


def _spread(lines: Iterable[_Line]) -> list[_Line]:
    """Lines, the best first, with each story's later ones a little back, so that none takes the
    whole card: a line's worth falls by each line of its paragraph that is better."""
    better: dict[int, int] = {}
    placed = []
    for line in lines:
        paragraph = line.story.sentence.paragraph
        before = better.get(paragraph, 0)
        better[paragraph] = before + 1
        placed.append((_SAME_STORY * before - line.score, line.span, line))
    placed.sort()
    return [line for _, _, line in placed]


def _fact(body: str, line: _Line) -> Fact:
    span, story, figures, weights, dates, score = line
    weight, figure = 0.0, None
    if figures:
        weight = weights[0] if len(weights) == 1 else max(weights)
        figure = figures[weights.index(weight)]
    date = _nearest(body, dates, figure)
    if date is not None and weight < 1.0:
        figure = None  # its date says more
    when, days = (date.value, date.days) if date is not None else ("", None)
    ordinal, topics, score = story.sentence.ordinal, story.topics, round(score, 3)
    if figure is None:
        return Fact(span, ordinal, "date", None, "date", "", when, days, topics, score, "date")
    _, kind, value, unit, _, qualifier, _, rule = figure
    return Fact(span, ordinal, kind, value, unit, qualifier, when, days, topics, score, rule)


_BREAK = re.compile(r"[;:]|,\s(?:and|but|or|while|which|who|where|since)\b")


def _nearest(
    body: str, dates: Sequence[TimeExpression], figure: Quantity | None
) -> TimeExpression | None:
    """The date that belongs to the figure: in its clause before beyond it, then by distance.
    Without a figure, the date furthest ahead: a plan tells more than the day of its telling."""
    if len(dates) < 2:
        return dates[0] if dates else None
    if figure is None:
        return max(dates, key=lambda item: item.days or ())

    def apart(item: TimeExpression) -> tuple[int, int]:
        low, high = sorted((figure.span, item.span))
        return len(_BREAK.findall(body, low.end, high.start)), high.start - low.end

    return min(dates, key=apart)
