"""Dated events, past and planned: of a topic, of a briefing, or falling due.

Which events an answer shows is found first, in tables that are clustered by what is asked for; then
those that are not kept are read, all in one statement, and their briefings and topics in one each.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from datetime import date

from bot.model import Event, Precision, Span, Status, StoredEvent
from bot.storage.kept import KeptEvent, Place
from bot.storage.rows import Row, as_json, days_of, run, texts
from bot.storage.snapshot import Page, Snapshot, unique


def events_about(
    snapshot: Snapshot,
    libraries: Sequence[int],
    topics: Sequence[str],
    around: date,
    limit: int,
) -> tuple[StoredEvent, ...]:
    numbers, day = snapshot.topic_ids(libraries, topics), around.isoformat()
    before = _nearest(snapshot, _EVENTS_BEFORE, numbers, day, limit)
    after = _nearest(snapshot, _EVENTS_FROM, numbers, day, limit)
    back = max(limit // 2, limit - len(after))
    ahead = limit - min(len(before), back)
    events = _events_at(snapshot, (*before[:back], *after[:ahead]))
    return tuple(sorted(events, key=_by_own_days))


def _nearest(
    snapshot: Snapshot, sql: str, topics: Sequence[int], day: str, limit: int
) -> list[Place]:
    """The places of the events nearest to a day on one side of it, each once however many of the
    topics it is about. One row is read of a topic until its turn comes."""
    told = heapq.merge(
        *(run(snapshot.connection, sql, topic, day, limit) for topic in topics),
        key=lambda row: row[0],
        reverse=sql is _EVENTS_BEFORE,
    )
    places: dict[Place, None] = {}
    for _, briefing, ordinal in told:
        places[Place(briefing, ordinal)] = None
        if len(places) == limit:
            break
    return list(places)


_EVENTS_BEFORE = """
SELECT earliest, briefing, ordinal FROM event_topic WHERE topic = ? AND earliest < ?
ORDER BY earliest DESC LIMIT ?
"""
_EVENTS_FROM = """
SELECT earliest, briefing, ordinal FROM event_topic WHERE topic = ? AND earliest >= ?
ORDER BY earliest LIMIT ?
"""


def events_of(snapshot: Snapshot, libraries: Sequence[int], number: int) -> tuple[StoredEvent, ...]:
    """Only published briefings have events in the table."""
    events = _events_at(snapshot, map(Place._make, snapshot.rows(_EVENTS_OF, number)))
    return tuple(item for item in events if item.quote.briefing.library in libraries)


_EVENTS_OF = "SELECT briefing, ordinal FROM event WHERE briefing = ? ORDER BY ordinal"


def plans(
    snapshot: Snapshot, libraries: Sequence[int], first: date, last: date, limit: int
) -> tuple[StoredEvent, ...]:
    rows = [
        row
        for library in dict.fromkeys(libraries)
        for row in snapshot.rows(_PLANS, library, first.isoformat(), last.isoformat(), limit)
    ]
    return tuple(_events_at(snapshot, [Place(*place) for _, *place in sorted(rows)[:limit]]))


_PLANS = """
SELECT latest, briefing, ordinal FROM plan
WHERE library = ? AND latest BETWEEN ? AND ? ORDER BY latest, briefing, ordinal LIMIT ?
"""


def _by_own_days(item: StoredEvent) -> tuple[int, int, int, int, int]:
    days, ref = item.event.days, item.quote.briefing
    wider_first = -days.latest.toordinal()
    first, report = days.earliest.toordinal(), ref.day.toordinal()
    return first, wider_first, report, ref.id, item.event.span.start


# --- read at their places ------------------------------------------------------------------------


def _events_at(snapshot: Snapshot, places: Iterable[Place]) -> list[StoredEvent]:
    """The events at these places, in their order; what is kept and still stands is not read."""
    asked = tuple(places)
    found = _standing(snapshot, asked)
    found |= _read(snapshot, [place for place in asked if place not in found])
    told = [found[place] for place in asked]
    named = {(one.quote.briefing.library, one.event.topics) for one in told}
    snapshot.gather_topics((library, key) for library, keys in named for key in keys)
    topics = {
        (library, keys): snapshot.topics(library, keys) for library, keys in named
    }  # the same few, again and again
    return [
        StoredEvent(quote, event, topics[quote.briefing.library, event.topics])
        for _, quote, event in told
    ]


def _standing(snapshot: Snapshot, places: Sequence[Place]) -> dict[Place, KeptEvent]:
    if not snapshot.kept:
        return {}
    asked = as_json(unique(briefing for briefing, _ in places))
    learnt: dict[int, int] = dict(snapshot.rows(_LEARNT, asked))
    return snapshot.kept.standing({place: learnt[place.briefing] for place in places})


def _read(snapshot: Snapshot, places: Sequence[Place]) -> dict[Place, KeptEvent]:
    if not places:
        return {}
    asked = as_json([briefing << _ORDINAL_BITS | ordinal for briefing, ordinal in places])
    rows = snapshot.rows(_EVENTS_AT, asked)
    snapshot.gather_pages(row[0] for row in rows)
    found = {Place(row[0], row[1]): _event(snapshot.page(row[0]), row) for row in rows}
    if snapshot.kept:
        snapshot.kept.keep(found)
    return found


_LEARNT = """
SELECT b.id, b.learnt FROM json_each(?) AS asked CROSS JOIN briefing AS b ON b.id = asked.value
"""
_ORDINAL_BITS = 20
"""Both numbers in one, which SQLite takes apart faster than a list in JSON."""
_EVENTS_AT = f"""
SELECT e.briefing, e.ordinal, e."start", e."end", e.sentence, e.sentence_start, e.sentence_end,
    e.earliest, e.latest, e."precision", e.value, e.status, e.topics, e.time_start, e.time_end,
    e.deadline, e.reported, e.rule
FROM json_each(?) AS asked
CROSS JOIN event AS e ON e.briefing = asked.value >> {_ORDINAL_BITS}
    AND e.ordinal = asked.value & {(1 << _ORDINAL_BITS) - 1}
"""
_PRECISIONS = {one.value: one for one in Precision}
_STATUSES = {one.value: one for one in Status}
"""Both found faster so than by calling the class, which counts for some hundred events."""


def _event(page: Page, row: Row) -> KeptEvent:
    _, _, start, end, sentence, first, last, earliest, latest, *rest = row
    precision, value, status, keys, time_start, time_end, deadline, reported, rule = rest
    span, days = Span(start, end), days_of(earliest, latest)
    assert days is not None  # both columns are NOT NULL
    event = Event(
        span,
        sentence,
        days,
        _PRECISIONS[precision],
        value,
        _STATUSES[status],
        topics=texts(keys),
        time=None if time_start is None else Span(time_start, time_end),
        deadline=bool(deadline),
        reported=bool(reported),
        rule=rule,
    )
    return KeptEvent(page.learnt, page.quote(span, Span(first, last)), event)
