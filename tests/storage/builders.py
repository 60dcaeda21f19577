"""Readings by hand, without the extraction: say the words, the spans are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from bot.model import (
    Days,
    Event,
    Fact,
    Mention,
    Page,
    Precision,
    Reading,
    Sentence,
    Span,
    Status,
    Topic,
    TopicKind,
)

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)

FIRMS = {
    "tallowbrook": Topic("tallowbrook", "Tallowbrook", TopicKind.COMPANY),
    "orrin": Topic("orrin", "Orrin Vale", TopicKind.BRAND, aliases=("Orrin",)),
    "~brisling": Topic("~brisling", "Brisling Cells", TopicKind.COMPANY, listed=False),
}
"""Plainly invented firms."""

BODY = (
    "Tallowbrook cut 200 jobs on Monday. It plans a plant with Brisling Cells by 2028.\n"
    "Orrin Vale sold 5,000 vans."
)

Told = tuple[str, Sequence[str]]
"""Words of the body, and the keys of the topics they are about."""


def read(
    body: str = BODY,
    *,
    title: str = "Jobs go at Tallowbrook",
    day: date = DAY,
    author: str = "",
    source: str = "",
    url: str = "",
    topics: Mapping[str, Topic] = FIRMS,
    carried: Mapping[str, str] | None = None,
    subjects: Sequence[str] = (),
    facts: Sequence[Told] = (),
    events: Sequence[tuple[str, Sequence[str], Days]] = (),
    headings: Sequence[int] = (),
) -> Reading:
    """A reading of `body`: topics are named where their names stand, and stood for by the words
    of `carried`; the summary is the first sentence; `headings` are ordinals of sentences."""
    sentences = tuple(_sentences(body, headings))
    mentions = sorted(_mentions(body, sentences, topics, carried or {}), key=lambda m: m.span)
    named = {mention.topic for mention in mentions}
    return Reading(
        Page(title, body, day, author, source, url),
        day,
        sentences,
        topics=tuple(topic for key, topic in topics.items() if key in named),
        subjects=tuple(subjects),
        mentions=tuple(mentions),
        facts=tuple(_fact(body, sentences, *told) for told in facts),
        events=tuple(_event(body, sentences, *told) for told in events),
        summary=tuple(sentence.span for sentence in sentences[:1]),
    )


def _sentences(body: str, headings: Sequence[int]) -> Iterator[Sentence]:
    for ordinal, found in enumerate(re.finditer(r"[^\s.][^.\n]*\.?", body)):
        paragraph = body.count("\n", 0, found.start())
        yield Sentence(ordinal, Span(*found.span()), paragraph, ordinal in headings)


def _mentions(
    body: str,
    sentences: Sequence[Sentence],
    topics: Mapping[str, Topic],
    carried: Mapping[str, str],
) -> Iterator[Mention]:
    named = ((topic.name, key, False) for key, topic in topics.items())
    meant = ((words, key, True) for words, key in carried.items())
    for words, key, is_carried in (*named, *meant):
        for found in re.finditer(rf"\b{re.escape(words)}\b", body):
            span = Span(*found.span())
            yield Mention(span, key, _sentence_of(sentences, span), is_carried, "test")


def _sentence_of(sentences: Sequence[Sentence], span: Span) -> int:
    return next(item.ordinal for item in sentences if item.span.holds(span))


def _span(body: str, words: str) -> Span:
    start = body.index(words)
    return Span(start, start + len(words))


def _fact(body: str, sentences: Sequence[Sentence], words: str, topics: Sequence[str]) -> Fact:
    span = _span(body, words)
    figure = re.search(r"\d[\d,]*", words)
    value = float(figure[0].replace(",", "")) if figure else None
    where = _sentence_of(sentences, span)
    return Fact(span, where, "count", value, "things", topics=tuple(topics), score=1.5, rule="test")


def _event(
    body: str, sentences: Sequence[Sentence], words: str, topics: Sequence[str], days: Days
) -> Event:
    span = _span(body, words)
    return Event(
        span,
        _sentence_of(sentences, span),
        days,
        Precision.YEAR,
        str(days.earliest.year),
        Status.PLANNED,
        tuple(topics),
        rule="test",
    )


def year(number: int) -> Days:
    return Days(date(number, 1, 1), date(number, 12, 31))
