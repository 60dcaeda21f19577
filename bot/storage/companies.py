"""What the briefings tell about topics: mentions, facts, neighbours.

Every question goes topic by topic through a table that is clustered by topic and then by what the
answer is ordered by, reads as many rows as it may show and no more, and merges the few lists here:
one IN over several topics would make SQLite sort all their rows instead.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from bot.model import Fact, KnownTopic, Mention, Span, StoredFact, StoredMention
from bot.storage.rows import Row, days_of, texts
from bot.storage.snapshot import Page, Snapshot, topic_of, unique

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
    snapshot.gather_pages(briefing for _, briefing in newest)
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
    newest = pairs[:limit]
    snapshot.gather_pages(left[1] for left, _ in newest)
    return tuple((_mention(snapshot, left), _mention(snapshot, right)) for left, right in newest)


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
    snapshot.gather_pages(briefing for _, briefing, _ in newest)
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


# --- neighbours --------------------------------------------------------------------------------


def named_with(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], limit: int
) -> tuple[KnownTopic, ...]:
    """For one topic the counts that every put keeps; for several at once, whose briefings may be
    the same ones, the briefings themselves are counted."""
    asked = unique(topics)
    numbers = snapshot.topic_ids(libraries, asked)
    if len(asked) == 1:
        return _kept_counts(snapshot, numbers, limit)
    met, seen = _counts(snapshot, numbers)
    return _most(met, seen, asked, limit)


def _most(
    met: Mapping[str, int], seen: Mapping[str, Row], asked: Sequence[str], limit: int
) -> tuple[KnownTopic, ...]:
    others = (key for key in met if key not in asked)
    most = heapq.nsmallest(limit, others, key=lambda key: (-met[key], key))
    return tuple(KnownTopic(topic_of(seen[key]), met[key]) for key in most)


def _kept_counts(snapshot: Snapshot, numbers: Sequence[int], limit: int) -> tuple[KnownTopic, ...]:
    """Of each library (`numbers` are the topic's in each) the most are read, and twice as many
    until nobody else can be among the most: a well-known firm has thousands of others beside it,
    of which an answer shows a dozen."""
    size = 2 * limit
    while True:
        met, seen, unread = Counter[str](), dict[str, Row](), 0
        for topic in numbers:
            rows = snapshot.rows(_NEIGHBOURS, topic, size)
            for count, *other in rows:
                met[other[0]] += count
                seen.setdefault(other[0], tuple(other))
            unread += rows[-1][0] if len(rows) == size else 0
        if unread and len(numbers) > 1:
            met = Counter({key: _together(snapshot, numbers, key) for key in met})
        most = _most(met, seen, (), limit)
        if not unread or (len(most) == limit and most[-1].briefings > unread):
            return most
        size *= 2


def count_together(snapshot: Snapshot, libraries: Sequence[int], one: str, other: str) -> int:
    return _together(snapshot, snapshot.topic_ids(libraries, [one]), other)


def _together(snapshot: Snapshot, numbers: Sequence[int], other: str) -> int:
    rows = (snapshot.row(_PAIR, other, topic) for topic in numbers)
    return sum(row[0] for row in rows if row is not None)


_NEIGHBOURS = """
SELECT n.briefings, t.key, t.name, t.kind, t.listed
FROM (
    SELECT other, briefings FROM neighbour
    WHERE topic = ? AND briefings > 0 ORDER BY briefings DESC LIMIT ?
) AS n JOIN topic AS t ON t.id = n.other
ORDER BY n.briefings DESC
"""
_PAIR = """
SELECT n.briefings FROM topic AS t
JOIN topic AS o ON o.library = t.library AND o.key = ?
JOIN neighbour AS n ON n.topic = t.id AND n.other = o.id
WHERE t.id = ?
"""


def _counts(snapshot: Snapshot, numbers: Sequence[int]) -> tuple[Counter[str], dict[str, Row]]:
    seen, pairs = dict[str, Row](), set[tuple[str, int]]()
    for topic in numbers:
        for briefing, *other in snapshot.rows(_NAMED_WITH, topic):
            pairs.add((other[0], briefing))
            seen.setdefault(other[0], tuple(other))
    return Counter(key for key, _ in pairs), seen


_NAMED_WITH = """
SELECT o.briefing, t.key, t.name, t.kind, t.listed
FROM mention AS m JOIN mention AS o ON o.briefing = m.briefing JOIN topic AS t ON t.id = o.topic
WHERE m.topic = ? AND o.topic <> m.topic
"""
