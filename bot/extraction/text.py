"""The annotated text that the later steps of a reading work on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from bot.model import Mention, Quantity, Sentence, Span, TimeExpression, Topic


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what a text names. `topics` holds every topic that a mention points to, in the order
    of first mention; `subjects` the keys of those that the piece is about, the first first."""

    topics: tuple[Topic, ...] = ()
    subjects: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


class Shares(NamedTuple):
    """What each sentence of a text has, by its ordinal. What begins behind it counts for its own
    until the next one begins: a figure may stand between two, or reach into a second."""

    words: Sequence[str]
    times: Sequence[Sequence[TimeExpression]]
    quantities: Sequence[Sequence[Quantity]]
    mentions: Sequence[Sequence[Mention]]
    """By the sentence that each of them tells."""


@dataclass(frozen=True)
class Text:
    """A clean body with all that the first steps found in it; every span is one of `body`.

    `times`, `names.mentions` and `quantities` are in text order and do not overlap among
    themselves; but where words stand for several firms ("the two companies"), a carried mention
    of each has the same span.
    """

    title: str
    body: str
    day: date
    sentences: tuple[Sentence, ...]
    times: tuple[TimeExpression, ...]
    names: Names
    quantities: tuple[Quantity, ...]

    @cached_property
    def shares(self) -> Shares:
        """Its parts, shared out among its sentences once for all the steps that ask."""
        body, sentences = self.body, self.sentences
        spans = [sentence.span for sentence in sentences]
        mentions: list[list[Mention]] = [[] for _ in sentences]
        if sentences:  # in a text of mere bullets a name stands in none
            for mention in self.names.mentions:
                mentions[mention.sentence].append(mention)
        return Shares(
            [body[start:end] for start, end in spans],
            shared_out(spans, self.times),
            shared_out(spans, self.quantities),
            mentions,
        )


class _HasSpan(Protocol):
    @property
    def span(self) -> Span: ...


Spanned = TypeVar("Spanned", bound=_HasSpan)
"""Whatever stands somewhere in a text."""


def shared_out(spans: Sequence[Span], items: Iterable[Spanned]) -> Sequence[Sequence[Spanned]]:
    """For each of the spans the items that begin in it or between it and the next one; both stand
    in text order."""
    found: list[list[Spanned]] = [[] for _ in spans]
    starts = [start for start, _ in spans]
    place, last = 0, len(spans) - 1
    for item in items:
        start = item.span[0]
        while place < last and starts[place + 1] <= start:
            place += 1
        if spans and starts[place] <= start:
            found[place].append(item)
    return found
