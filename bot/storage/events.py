"""Dated events, past and planned: of a topic, of a briefing, or falling due.

Which events an answer shows is found first, in tables that are clustered by what is asked for; then
they are read, all in one statement, and their briefings and topics in one each.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from datetime import date

from bot.model import Event, Precision, Span, Status, StoredEvent, Topic
from bot.storage.rows import Row, as_json, days_of, run, texts
from bot.storage.snapshot import Page, Snapshot


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
) -> list[tuple[int, int]]:
    """The places of the events nearest to a day on one side of it, each once however many of the
    topics it is about. One row is read of a topic until its turn comes."""
    told = heapq.merge(
        *(run(snapshot.connection, sql, topic, day, limit) for topic in topics),
        key=lambda row: row[0],
        reverse=sql is _EVENTS_BEFORE,
    )
    places: dict[tuple[int, int], None] = {}
    for _, briefing, ordinal in told:
        places[briefing, ordinal] = None
        if len(places) == limit:
            break
    return list(places)


_EVENT = """
SELECT e.briefing, e.ordinal, e."start", e."end", e.sentence, e.sentence_start, e.sentence_end,
    e.earliest, e.latest, e."precision", e.value, e.status, e.topics, e.time_start, e.time_end,
    e.deadline, e.reported, e.rule
"""
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
    rows = snapshot.rows(f"{_EVENT} FROM event AS e WHERE e.briefing = ? ORDER BY 2", number)
    events = _events(snapshot, rows)
    return tuple(item for item in events if item.quote.briefing.library in libraries)


def _events_at(snapshot: Snapshot, places: Iterable[tuple[int, int]]) -> list[StoredEvent]:
    """The events of briefings' numbers and their own ordinals there."""
    asked = as_json([briefing << _ORDINAL_BITS | ordinal for briefing, ordinal in places])
    return _events(snapshot, snapshot.rows(_EVENTS_AT, asked))


_ORDINAL_BITS = 20
"""Both numbers in one, which SQLite takes apart faster than a list in JSON."""
_EVENTS_AT = f"""{_EVENT}
FROM json_each(?) AS asked
CROSS JOIN event AS e ON e.briefing = asked.value >> {_ORDINAL_BITS}
    AND e.ordinal = asked.value & {(1 << _ORDINAL_BITS) - 1}
"""


def plans(
    snapshot: Snapshot, libraries: Sequence[int], first: date, last: date, limit: int
) -> tuple[StoredEvent, ...]:
    rows = [
        row
        for library in dict.fromkeys(libraries)
        for row in snapshot.rows(_PLANS, library, first.isoformat(), last.isoformat(), limit)
    ]
    return tuple(_events(snapshot, sorted(rows, key=_by_due_day)[:limit]))


_PLANS = f"""{_EVENT}
FROM plan AS p JOIN event AS e ON e.briefing = p.briefing AND e.ordinal = p.ordinal
WHERE p.library = ? AND p.latest BETWEEN ? AND ? ORDER BY p.latest LIMIT ?
"""


def _by_due_day(row: Row) -> tuple[str, int, int]:
    """The latest day, the briefing, where it stands there."""
    return row[8], row[0], row[2]


def _by_own_days(item: StoredEvent) -> tuple[int, int, int, int, int]:
    days, ref = item.event.days, item.quote.briefing
    wider_first = -days.latest.toordinal()
    first, report = days.earliest.toordinal(), ref.day.toordinal()
    return first, wider_first, report, ref.id, item.event.span.start


def _events(snapshot: Snapshot, rows: Sequence[Row]) -> list[StoredEvent]:
    snapshot.gather_pages(row[0] for row in rows)
    pages = [snapshot.page(row[0]) for row in rows]
    named = {(page.ref.library, row[12]) for page, row in zip(pages, rows, strict=True)}
    snapshot.gather_topics((library, key) for library, keys in named for key in texts(keys))
    topics = {
        (library, keys): snapshot.topics(library, texts(keys)) for library, keys in named
    }  # the same few, again and again
    return [
        _event(page, row, topics[page.ref.library, row[12]])
        for page, row in zip(pages, rows, strict=True)
    ]


_PRECISIONS = {one.value: one for one in Precision}
_STATUSES = {one.value: one for one in Status}
"""Both found faster so than by calling the class, which counts for some hundred events."""


def _event(page: Page, row: Row, topics: tuple[Topic, ...]) -> StoredEvent:
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
    return StoredEvent(page.quote(span, Span(first, last)), event, topics)
