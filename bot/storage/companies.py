"""What the briefings tell about topics: mentions, facts, who is named with whom.

Every question goes topic by topic through a table that is clustered by topic and then by what the
answer is ordered by, reads as many rows as it may show and no more, and merges the few lists here:
one IN over several topics would make SQLite sort all their rows instead.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

from bot.model import Fact, KnownTopic, Mention, Span, StoredFact, StoredMention
from bot.storage.rows import Row, as_json, days_of, texts, texts_json
from bot.storage.search import naming_all, newest_naming
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


_WALKED = 2_000
"""Newest briefings that are looked through for facts of a topic: a place may be named in half of a
million of them, and figure in none."""


def facts_about(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], limit: int
) -> tuple[StoredFact, ...]:
    """Found by the briefings that name a topic: nearly each of them has a fact about it."""
    found: dict[tuple[str, int, int], Row] = {}
    for key in unique(topics):
        told = "," + texts_json((key,))[1:-1]
        for topic in snapshot.topic_ids(libraries, [key]):
            for day, briefing, rank, *row in snapshot.rows(_FACTS_ABOUT, topic, told, limit):
                found[day, briefing, -rank] = tuple(row)
    newest = sorted(found, reverse=True)[:limit]
    snapshot.gather_pages(briefing for _, briefing, _ in newest)
    return tuple(_fact(snapshot, snapshot.page(place[1]), found[place]) for place in newest)


_COLUMNS = (
    'f."start", f."end", f.sentence, f.sentence_start, f.sentence_end, f.kind, f.value, f.unit, '
    'f.qualifier, f."when", f.earliest, f.latest, f.topics, f.score, f.rule'
)
# In JSON a quote that follows a comma begins a text of the list: inside of one it is escaped.
_FACTS_ABOUT = f"""
SELECT m.day, m.briefing, f.rank, {_COLUMNS}
FROM mention AS m
CROSS JOIN fact AS f ON f.briefing = m.briefing AND instr(',' || substr(f.topics, 2), ?2) > 0
WHERE m.topic = ?1 AND m.day >= coalesce((
    SELECT day FROM mention WHERE topic = ?1 ORDER BY day DESC, briefing DESC
    LIMIT 1 OFFSET {_WALKED}
), '')
ORDER BY m.day DESC, m.briefing DESC, f.rank LIMIT ?3
"""
_FACTS_OF = f"SELECT {_COLUMNS} FROM fact AS f WHERE f.briefing = ? ORDER BY f.rank"


def facts_of(snapshot: Snapshot, page: Page) -> tuple[StoredFact, ...]:
    """All facts of one briefing, the most telling first."""
    rows = snapshot.rows(_FACTS_OF, page.ref.id)
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


# --- named together ------------------------------------------------------------------------------


def named_with(
    snapshot: Snapshot, libraries: Sequence[int], topics: Sequence[str], newest: int, limit: int
) -> tuple[KnownTopic, ...]:
    """Counted when asked: to keep the count of every pair was a fifth of all that storing a
    briefing costs, for one line of one answer."""
    numbers = snapshot.topic_ids(libraries, unique(topics))
    counts = _met(snapshot, numbers, newest)
    if len(numbers) == 1:  # else one that is in several libraries may yet be among the most
        least = min(heapq.nlargest(limit, counts.values()), default=0)
        counts = {topic: count for topic, count in counts.items() if count >= least}
    met, seen = Counter[str](), dict[str, Row]()
    rows = snapshot.rows(_TOPICS, as_json(list(counts)))
    for _, topic, *told in sorted(rows, key=lambda row: libraries.index(row[0])):
        met[told[0]] += counts[topic]
        seen.setdefault(told[0], tuple(told))
    most = heapq.nsmallest(limit, met, key=lambda key: (-met[key], key))
    return tuple(KnownTopic(topic_of(seen[key]), met[key]) for key in most)


def _met(snapshot: Snapshot, topics: Sequence[int], newest: int) -> dict[int, int]:
    """How many of the newest briefings of these topics name each other one."""
    briefings = newest_naming(snapshot, topics, newest)
    counts = snapshot.rows(_NAMED_IN, as_json(briefings))
    return {topic: count for topic, count in counts if topic not in topics}


_NAMED_IN = """
SELECT m.topic, count(*)
FROM json_each(?) AS asked CROSS JOIN mention AS m ON m.briefing = asked.value GROUP BY m.topic
"""
_TOPICS = """
SELECT t.library, t.id, t.key, t.name, t.kind, t.listed
FROM json_each(?) AS asked CROSS JOIN topic AS t ON t.id = asked.value
"""


def count_together(snapshot: Snapshot, libraries: Sequence[int], one: str, other: str) -> int:
    """By the full-text index, which holds every briefing's topics and meets two of them several
    times faster than two walks through mentions."""
    pairs = (
        (snapshot.topic_ids([library], [one]), snapshot.topic_ids([library], [other]))
        for library in unique(libraries)
    )
    asked = (naming_all(*pair) for pair in pairs if all(pair))
    return sum(snapshot.rows(_HOW_MANY, words)[0][0] for words in asked)


_HOW_MANY = "SELECT count(*) FROM search WHERE search MATCH ?"
