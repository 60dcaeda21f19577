"""What the briefings tell about topics: mentions, facts, events, neighbours.

Every question goes topic by topic through a table that is clustered by topic and then by what the
answer is ordered by, reads as many rows as it may show and no more, and merges the few lists here:
one IN over several topics would make SQLite sort all their rows instead.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from typing import Any

from bot.model import (
    Event,
    Fact,
    KnownTopic,
    Mention,
    Precision,
    Span,
    Status,
    StoredEvent,
    StoredFact,
    StoredMention,
)
from bot.storage.rows import Row, days_of, texts
from bot.storage.snapshot import Page, Snapshot, topic_of, unique


def known_topics(snapshot: Snapshot, libraries: Sequence[int]) -> tuple[KnownTopic, ...]:
    """Counts are kept by every put, so this reads a row a topic and none of the briefings. Of
    libraries that name a topic differently, the first one's name stands."""
    first: dict[str, Row] = {}
    counts, forms = Counter[str](), dict[str, dict[str, int]]()
    for library in dict.fromkeys(libraries):
        told = _forms(snapshot, library)
        for number, count, *topic in snapshot.rows(_KNOWN, library):
            key = topic[0]
            first.setdefault(key, tuple(topic))
            counts[key] += count
            _add(forms.setdefault(key, {}), told.get(number, ()))
    known = (
        KnownTopic(topic_of(row, _aliases(row[1], forms[key])), counts[key])
        for key, row in first.items()
    )
    return tuple(sorted(known, key=_most_first))


_KNOWN = "SELECT id, briefings, key, name, kind, listed FROM topic WHERE library = ?"


def _forms(snapshot: Snapshot, library: int) -> dict[int, list[tuple[str, int]]]:
    forms: dict[int, list[tuple[str, int]]] = {}
    sql = "SELECT topic, form, briefings FROM topic_form WHERE library = ?"
    for topic, form, count in snapshot.rows(sql, library):
        forms.setdefault(topic, []).append((form, count))
    return forms


def _add(counts: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    for form, count in more:
        counts[form] = counts.get(form, 0) + count


def _aliases(name: str, forms: dict[str, int]) -> tuple[str, ...]:
    """The other forms, the most told first."""
    others = [form for form in forms if form != name]
    return tuple(sorted(others, key=lambda form: (-forms[form], form))) if others else ()


def _most_first(known: KnownTopic) -> tuple[int, str]:
    return -known.briefings, known.topic.key


# --- mentions ----------------------------------------------------------------------------------


def mentions_of(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], limit: int
) -> tuple[StoredMention, ...]:
    best: dict[tuple[str, int], Row] = {}
    for topic in snapshot.topic_ids(libraries, topics):
        for row in snapshot.rows(_MENTIONS, topic, limit):
            place = (row[0], row[1])
            if place not in best or _telling(row) < _telling(best[place]):
                best[place] = row
    newest = sorted(best, reverse=True)[:limit]
    return tuple(_mention(snapshot, best[place]) for place in newest)


_MENTIONS = """
SELECT m.day, m.briefing, m."start", m."end", m.sentence, m.sentence_start, m.sentence_end,
    m.carried, m.rule, m.subject, t.key
FROM mention AS m JOIN topic AS t ON t.id = m.topic
WHERE m.topic = ? AND m."start" IS NOT NULL
ORDER BY m.day DESC, m.briefing DESC LIMIT ?
"""


def _telling(row: Row) -> tuple[Any, Any]:
    """By which of several topics' mentions in one briefing stands for it: named outright first."""
    return row[7], row[2]


def _mention(snapshot: Snapshot, row: Row) -> StoredMention:
    _, briefing, start, end, sentence, first, last, carried, rule, subject, key = row
    span = Span(start, end)
    return StoredMention(
        snapshot.page(briefing).quote(span, Span(first, last)),
        Mention(span, key, sentence, bool(carried), rule),
        subject=subject is not None,
    )


def mentions_by_month(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], since: date
) -> dict[str, int]:
    counts = Counter[str]()
    for topic in snapshot.topic_ids(libraries, topics):
        for month, count in snapshot.rows(_BY_MONTH, topic, since.isoformat()):
            counts[month] += count
    return dict(sorted(counts.items()))


_BY_MONTH = """
SELECT substr(day, 1, 7) AS month, count(*) FROM mention
WHERE topic = ? AND day >= ? GROUP BY month
"""


def named_together(
    snapshot: Snapshot, libraries: Sequence[int], one: str, other: str, limit: int
) -> tuple[tuple[StoredMention, StoredMention], ...]:
    """The pairs of one library: a briefing stands in one."""
    pairs: list[tuple[Row, Row]] = []
    for library in dict.fromkeys(libraries):
        ours, theirs = (snapshot.topic_ids([library], [key]) for key in (one, other))
        for left, right in product(ours, theirs):
            rows = snapshot.rows(_TOGETHER, left, right, limit)
            pairs += [(row[:11], row[11:]) for row in rows]
    pairs.sort(key=lambda pair: pair[0][:2], reverse=True)
    return tuple(
        (_mention(snapshot, left), _mention(snapshot, right)) for left, right in pairs[:limit]
    )


_MENTION = (
    '{0}.day, {0}.briefing, {0}."start", {0}."end", {0}.sentence, {0}.sentence_start, '
    "{0}.sentence_end, {0}.carried, {0}.rule, {0}.subject, {0}t.key"
)
_TOGETHER = f"""
SELECT {_MENTION.format("m")}, {_MENTION.format("o")}
FROM mention AS m
JOIN mention AS o ON o.topic = ?2 AND o.day = m.day AND o.briefing = m.briefing
JOIN topic AS mt ON mt.id = m.topic JOIN topic AS ot ON ot.id = o.topic
WHERE m.topic = ?1 AND m."start" IS NOT NULL AND o."start" IS NOT NULL
ORDER BY m.day DESC, m.briefing DESC LIMIT ?3
"""


# --- facts -------------------------------------------------------------------------------------


def facts_about(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], limit: int
) -> tuple[StoredFact, ...]:
    places = {
        (row[0], row[1], -row[2])
        for topic in snapshot.topic_ids(libraries, topics)
        for row in snapshot.rows(_FACTS_ABOUT, topic, limit)
    }
    newest = sorted(places, reverse=True)[:limit]
    return tuple(_fact_at(snapshot, briefing, -order) for _, briefing, order in newest)


_FACTS_ABOUT = """
SELECT day, briefing, rank FROM fact_topic WHERE topic = ?
ORDER BY day DESC, briefing DESC, rank LIMIT ?
"""
_FACT = """
SELECT "start", "end", sentence, sentence_start, sentence_end, kind, value, unit, qualifier,
    "when", earliest, latest, topics, score, rule
FROM fact WHERE briefing = ?
"""


def _fact_at(snapshot: Snapshot, briefing: int, rank: int) -> StoredFact:
    (row,) = snapshot.rows(_FACT + "AND rank = ?", briefing, rank)
    return _fact(snapshot, snapshot.page(briefing), row)


def facts_of(snapshot: Snapshot, page: Page) -> tuple[StoredFact, ...]:
    """All facts of one briefing, the most telling first."""
    rows = snapshot.rows(_FACT + "ORDER BY rank", page.ref.id)
    return tuple(_fact(snapshot, page, row) for row in rows)


def _fact(snapshot: Snapshot, page: Page, row: Row) -> StoredFact:
    start, end, sentence, first, last, kind, value, unit, qualifier, when, *rest = row
    earliest, latest, topics, score, rule = rest
    span, keys = Span(start, end), texts(topics)
    fact = Fact(
        span,
        sentence,
        kind,
        value,
        unit,
        qualifier,
        when,
        days_of(earliest, latest),
        keys,
        score,
        rule,
    )
    topics_told = snapshot.topics(page.ref.library, keys)
    return StoredFact(page.quote(span, Span(first, last)), fact, topics_told)


# --- events ------------------------------------------------------------------------------------


def events_about(
    snapshot: Snapshot,
    libraries: Sequence[int],
    topics: Sequence[str],
    around: date,
    limit: int,
) -> tuple[StoredEvent, ...]:
    numbers = snapshot.topic_ids(libraries, topics)
    sides = [
        sorted(
            {row for one in numbers for row in snapshot.rows(sql, one, around.isoformat(), limit)}
        )
        for sql in (_EVENTS_BEFORE, _EVENTS_FROM)
    ]
    before, after = sides[0][::-1][:limit], sides[1][:limit]
    back = max(limit // 2, limit - len(after))
    ahead = limit - min(len(before), back)
    events = [_event_at(snapshot, *row[1:]) for row in (*before[:back], *after[:ahead])]
    return tuple(sorted(events, key=_by_own_days))


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
    events = (_event(snapshot, row) for row in rows)
    return tuple(item for item in events if item.quote.briefing.library in libraries)


def _event_at(snapshot: Snapshot, briefing: int, ordinal: int) -> StoredEvent:
    (row,) = snapshot.rows(
        f"{_EVENT} FROM event AS e WHERE e.briefing = ? AND e.ordinal = ?", briefing, ordinal
    )
    return _event(snapshot, row)


def plans(
    snapshot: Snapshot, libraries: Sequence[int], first: date, last: date, limit: int
) -> tuple[StoredEvent, ...]:
    rows = [
        row
        for library in dict.fromkeys(libraries)
        for row in snapshot.rows(_PLANS, library, first.isoformat(), last.isoformat(), limit)
    ]
    events = sorted((_event(snapshot, row) for row in rows), key=_by_due_day)
    return tuple(events[:limit])


_PLANS = f"""{_EVENT}
FROM plan AS p JOIN event AS e ON e.briefing = p.briefing AND e.ordinal = p.ordinal
WHERE p.library = ? AND p.latest BETWEEN ? AND ? ORDER BY p.latest LIMIT ?
"""


def _by_due_day(item: StoredEvent) -> tuple[date, int, int]:
    return item.event.days.latest, item.quote.briefing.id, item.event.span.start


def _by_own_days(item: StoredEvent) -> tuple[int, int, int, int, int]:
    days, ref = item.event.days, item.quote.briefing
    wider_first = -days.latest.toordinal()
    first, report = days.earliest.toordinal(), ref.day.toordinal()
    return first, wider_first, report, ref.id, item.event.span.start


def _event(snapshot: Snapshot, row: Row) -> StoredEvent:
    briefing, _, start, end, sentence, first, last, earliest, latest, *rest = row
    precision, value, status, topics, time_start, time_end, deadline, reported, rule = rest
    page, span, keys, days = (
        snapshot.page(briefing),
        Span(start, end),
        texts(topics),
        days_of(earliest, latest),
    )
    assert days is not None  # both columns are NOT NULL
    event = Event(
        span,
        sentence,
        days,
        Precision(precision),
        value,
        Status(status),
        topics=keys,
        time=None if time_start is None else Span(time_start, time_end),
        deadline=bool(deadline),
        reported=bool(reported),
        rule=rule,
    )
    topics_told = snapshot.topics(page.ref.library, keys)
    return StoredEvent(page.quote(span, Span(first, last)), event, topics_told)


# --- neighbours --------------------------------------------------------------------------------


def named_with(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], limit: int
) -> tuple[KnownTopic, ...]:
    """For one topic the counts that every put keeps; for several at once, whose briefings may be
    the same ones, the briefings themselves are counted."""
    asked = unique(topics)
    numbers = snapshot.topic_ids(libraries, asked)
    counts = _kept_counts if len(asked) == 1 else _counts
    met, seen = counts(snapshot, numbers)
    others = (key for key in met if key not in asked)
    most = heapq.nsmallest(limit, others, key=lambda key: (-met[key], key))
    return tuple(KnownTopic(topic_of(seen[key]), met[key]) for key in most)


def _kept_counts(snapshot: Snapshot, numbers: Sequence[int]) -> tuple[Counter[str], dict[str, Row]]:
    met, seen = Counter[str](), dict[str, Row]()
    for topic in numbers:
        for count, *other in snapshot.rows(_NEIGHBOURS, topic):
            met[other[0]] += count
            seen.setdefault(other[0], tuple(other))
    return met, seen


def _counts(snapshot: Snapshot, numbers: Sequence[int]) -> tuple[Counter[str], dict[str, Row]]:
    seen, pairs = dict[str, Row](), set[tuple[str, int]]()
    for topic in numbers:
        for briefing, *other in snapshot.rows(_NAMED_WITH, topic):
            pairs.add((other[0], briefing))
            seen.setdefault(other[0], tuple(other))
    return Counter(key for key, _ in pairs), seen


_NEIGHBOURS = """
SELECT n.briefings, t.key, t.name, t.kind, t.listed
FROM neighbour AS n JOIN topic AS t ON t.id = n.other
WHERE n.topic = ?
"""
_NAMED_WITH = """
SELECT o.briefing, t.key, t.name, t.kind, t.listed
FROM mention AS m JOIN mention AS o ON o.briefing = m.briefing JOIN topic AS t ON t.id = o.topic
WHERE m.topic = ? AND o.topic <> m.topic
"""
