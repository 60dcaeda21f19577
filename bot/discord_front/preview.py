"""What a draft will become, as a card: all that would be stored, and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.answers.card import MARKS, Block, Card, Line, LineKind, Section, filled, text_block
from bot.answers.wording import say_count, say_day, say_when
from bot.ingestion.edits import Edits
from bot.model import (
    FIRM_KINDS,
    HOUSE,
    BriefingRef,
    Days,
    Draft,
    Event,
    Match,
    Outcome,
    Reading,
    StoredEvent,
)
from bot.storage.protocol import Shelf

MOST_FACTS = 6
"""As many as a card of the briefing shows."""
MOST_EVENTS = 12
_NEAR = timedelta(days=3)
_LOOKED_AT = 20
"""Briefings of the days around that a draft is held against."""
_ALIKE = 80.0
"""Of 100, by rapidfuzz's ratio of the bodies: the same story told again."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it would be stored; `near` is a briefing that tells nearly the same."""

    draft: Draft
    reading: Reading
    match: Match
    near: BriefingRef | None = None
    known: frozenset[str] = frozenset()
    """Keys of topics that the library has told of before."""
    before: tuple[StoredEvent, ...] = ()
    """Dated events of the version that it would take the place of."""


def look_at(shelf: Shelf, draft: Draft, reading: Reading) -> Preview:
    """Hold the reading against what the library has."""
    library = (draft.library,)
    match = shelf.match(draft.library, reading)
    named = (topic.key for topic in reading.topics)
    known = frozenset(key for key in named if shelf.topic(library, key))
    near = None if match.briefing else _nearly_the_same(shelf, draft.library, reading)
    before = shelf.events_of(library, match.briefing) if match.briefing else ()
    return Preview(draft, reading, match, near, known, before)


def _nearly_the_same(shelf: Shelf, library: int, reading: Reading) -> BriefingRef | None:
    """Of the library's own, or of the house's, which its readers see as well."""
    first, last = _around(reading.day)
    for ref in shelf.newest((library, HOUSE), first, last, _LOOKED_AT):
        body = shelf.body(ref.id) or ""
        if fuzz.ratio(body, reading.body, score_cutoff=_ALIKE):
            return ref
    return None


def _around(day: date) -> tuple[date, date]:
    first = max(day.toordinal() - _NEAR.days, 1)
    last = min(day.toordinal() + _NEAR.days, date.max.toordinal())
    return date.fromordinal(first), date.fromordinal(last)


def preview_card(told: Preview) -> Card:
    """Title, day, author, what it would be; facts, events, names, timelines."""
    reading, page = told.reading, told.reading.page
    by = " · ".join(words for words in (page.author, page.source) if words)
    subtitle = f"Draft {told.draft.number} · {say_day(reading.day)}" + (f" · {by}" if by else "")
    return Card(
        page.title or "(untitled)",
        subtitle,
        filled(
            Section("", tuple(text_block(words) for words in _becomes(told))),
            Section("Key facts", tuple(_facts(reading))),
            Section("Dated events", tuple(_events(reading))),
            Section("Companies", _names(reading, listed=True)),
            Section("Names that no list has", _names(reading, listed=False)),
            Section("Changes in timelines", tuple(_timelines(told))),
        ),
        "Nothing of it is shown to anyone before it is approved.",
    )


def _becomes(told: Preview) -> Iterable[str]:
    match told.match.outcome:
        case Outcome.NEW:
            yield "A new briefing."
        case Outcome.SAME:
            yield f"The same as briefing {told.match.briefing}: approving it changes nothing."
        case Outcome.CHANGED:
            yield (f"A new version of briefing {told.match.briefing}; the version before is kept.")
    if told.near is not None:
        near = told.near
        whose = " of the house library" if near.library == HOUSE else ""
        yield f"Nearly the same as briefing {near.id}{whose}: {near.title}, {say_day(near.day)}."
    edits = Edits.from_json(told.draft.edits)
    if edits.left_out:
        yield f"Left out: {say_count(len(edits.left_out), 'line')}."


def _facts(reading: Reading) -> Iterable[Block]:
    for number, fact in enumerate(reading.facts[:MOST_FACTS], 1):
        yield Block((Line(LineKind.ITEM, fact.span.of(reading.body), mark=str(number)),))
    yield from _more(len(reading.facts) - MOST_FACTS, "fact")


def _events(reading: Reading) -> Iterable[Block]:
    for event in reading.events[:MOST_EVENTS]:
        aside = "" if event.status == "past" else str(event.status)
        when = Line(LineKind.WHEN, say_when(event), mark=MARKS[event.status], aside=aside)
        yield Block((when, Line(LineKind.QUOTE, event.span.of(reading.body))))
    yield from _more(len(reading.events) - MOST_EVENTS, "event")


def _more(count: int, noun: str) -> Iterable[Block]:
    if count > 0:
        yield text_block(f"… and {say_count(count, noun)} more.")


def _names(reading: Reading, *, listed: bool) -> tuple[Block, ...]:
    wanted = (topic.kind in FIRM_KINDS if listed else True for topic in reading.topics)
    names = [
        topic.name
        for topic, fits in zip(reading.topics, wanted, strict=True)
        if fits and topic.listed == listed
    ]
    return (text_block(" · ".join(names)),) if names else ()


def _timelines(told: Preview) -> Iterator[Block]:
    """How many dated lines each topic's timeline would gain and lose; of a new version, which."""
    was = {_line(item.event, item.quote.text) for item in told.before}
    now = {_line(event, event.span.of(told.reading.body)) for event in told.reading.events}
    if said := _counted(told, now - was, was - now):
        yield text_block(" · ".join(said))
    elif was:
        yield text_block("None changes.")
    if was:
        for mark, lines in (("−", was - now), ("+", now - was)):
            for line in sorted(lines)[:MOST_FACTS]:
                yield text_block(f"{mark} {line.when}: {line.words}")


class _Line(NamedTuple):
    """A dated line as a timeline tells it."""

    days: Days
    words: str
    when: str
    topics: frozenset[str]


def _line(event: Event, words: str) -> _Line:
    return _Line(event.days, words, say_when(event), frozenset(event.topics))


def _counted(told: Preview, gained: set[_Line], lost: set[_Line]) -> list[str]:
    """ "Ford +2 −1", the most changed first."""
    names = {topic.key: topic.name for topic in told.reading.topics}
    names |= {topic.key: topic.name for item in told.before for topic in item.topics}
    more, less = (Counter(key for one in lines for key in one.topics) for lines in (gained, lost))
    keys = sorted((more | less).keys() & names.keys(), key=lambda key: (-more[key], key))
    return [
        names[key]
        + (f" +{more[key]}" if more[key] else "")
        + (f" −{less[key]}" if less[key] else "")
        + ("" if key in told.known else " (its first)")
        for key in keys[:MOST_EVENTS]
    ]
