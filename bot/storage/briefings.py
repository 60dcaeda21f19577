"""Whole briefings: by day, by number, their revisions, and how many there are."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.model import BriefingRef, Coverage, Days, Revision, StoredBriefing, StoredText, Topic
from bot.storage.companies import facts_of
from bot.storage.rows import as_json, spans
from bot.storage.snapshot import Snapshot, topic_of, unique


def coverage(snapshot: Snapshot, libraries: Sequence[int]) -> Coverage:
    count, days = 0, list[str]()
    for library in dict.fromkeys(libraries):
        row = snapshot.row("SELECT briefings FROM library WHERE id = ?", library)
        if row is None or not row[0]:
            continue
        count += row[0]
        # One end of an index each; asked for both at once, SQLite would walk all of it.
        days += [day for end in (_FIRST, _LAST) for (day,) in snapshot.rows(end, library)]
    if not days:
        return Coverage(0)
    return Coverage(count, date.fromisoformat(min(days)), date.fromisoformat(max(days)))


_FIRST = "SELECT min(day) FROM briefing WHERE library = ? AND state = 'published'"
_LAST = "SELECT max(day) FROM briefing WHERE library = ? AND state = 'published'"


def latest_day(snapshot: Snapshot, libraries: Sequence[int], until: date) -> date | None:
    days = [
        day
        for library in dict.fromkeys(libraries)
        for (day,) in snapshot.rows(_LAST + " AND day <= ?", library, until.isoformat())
        if day is not None
    ]
    return date.fromisoformat(max(days)) if days else None


def first_day(snapshot: Snapshot, libraries: Sequence[int], since: date) -> date | None:
    days = [
        day
        for library in dict.fromkeys(libraries)
        for (day,) in snapshot.rows(_FIRST + " AND day >= ?", library, since.isoformat())
        if day is not None
    ]
    return date.fromisoformat(min(days)) if days else None


def newest(
    snapshot: Snapshot, libraries: Sequence[int], first: date, last: date, limit: int
) -> tuple[BriefingRef, ...]:
    found = [
        row
        for library in dict.fromkeys(libraries)
        for row in snapshot.rows(_NEWEST, library, first.isoformat(), last.isoformat(), limit)
    ]
    found.sort(reverse=True)
    return tuple(snapshot.ref(number) for _, number in found[:limit])


_NEWEST = """
SELECT day, id FROM briefing
WHERE library = ? AND day BETWEEN ? AND ? AND state = 'published'
ORDER BY day DESC, id DESC LIMIT ?
"""


GAP = 7
"""Days without a briefing that are worth a word: a weekend or a holiday is none."""


def gaps(snapshot: Snapshot, libraries: Sequence[int], limit: int) -> tuple[Days, ...]:
    held = {
        date.fromisoformat(day)
        for library in dict.fromkeys(libraries)
        for (day,) in snapshot.rows(_DAYS_HELD, library, library)
    }
    between = (
        Days(before + timedelta(days=1), after - timedelta(days=1))
        for before, after in pairwise(sorted(held))
        if (after - before).days > GAP
    )
    return tuple(
        heapq.nsmallest(limit, between, key=lambda gap: gap[0].toordinal() - gap[1].toordinal())
    )


# From day to day by the index: SELECT DISTINCT would read a row for each briefing.
_DAYS_HELD = """
WITH RECURSIVE held (day) AS (
    SELECT min(day) FROM briefing WHERE library = ? AND state = 'published'
    UNION ALL
    SELECT (
        SELECT min(day) FROM briefing
        WHERE library = ? AND state = 'published' AND day > held.day
    ) FROM held WHERE held.day IS NOT NULL
)
SELECT day FROM held WHERE day IS NOT NULL
"""


def briefings_of(
    snapshot: Snapshot, libraries: Sequence[int], day: date
) -> tuple[StoredBriefing, ...]:
    numbers = [
        number
        for library in dict.fromkeys(libraries)
        for (number,) in snapshot.rows(_OF_DAY, library, day.isoformat())
    ]
    return tuple(_whole(snapshot, number) for number in numbers)


_OF_DAY = """
SELECT id FROM briefing WHERE library = ? AND day = ? AND state = 'published' ORDER BY id
"""


def briefing(snapshot: Snapshot, libraries: Sequence[int], number: int) -> StoredBriefing | None:
    row = snapshot.row("SELECT library FROM briefing WHERE id = ? AND state = 'published'", number)
    return _whole(snapshot, number) if row is not None and row[0] in libraries else None


def _whole(snapshot: Snapshot, number: int) -> StoredBriefing:
    page = snapshot.page(number)
    topics, subjects = _topics(snapshot, number)
    snapshot.note_topics(page.ref.library, topics)  # its facts are about them
    return StoredBriefing(
        page.ref,
        page.body,
        summary=tuple(page.quote(span, span) for span in spans(page.summary)),
        facts=facts_of(snapshot, page),
        topics=topics,
        subjects=subjects,
    )


def _topics(snapshot: Snapshot, number: int) -> tuple[tuple[Topic, ...], tuple[str, ...]]:
    """Every topic of a briefing, and the keys of its subjects."""
    rows = snapshot.rows(_TOPICS, number)
    topics = tuple(topic_of(row[1:]) for row in rows)
    return topics, tuple(row[1] for row in rows if row[0] is not None)


_TOPICS = """
SELECT m.subject, t.key, t.name, t.kind, t.listed
FROM mention AS m JOIN topic AS t ON t.id = m.topic
WHERE m.briefing = ?
ORDER BY m.subject IS NULL, m.subject, m.ordinal
"""


def texts(
    snapshot: Snapshot, libraries: Sequence[int], numbers: Sequence[int]
) -> tuple[StoredText, ...]:
    """In the order of the numbers."""
    rows = snapshot.rows(_SENTENCES, as_json(unique(numbers)))
    told = {number: spans(sentences) for number, library, sentences in rows if library in libraries}
    snapshot.gather_pages(told)
    return tuple(
        StoredText(page.ref, tuple(page.quote(span, span) for span in told[number]))
        for number in told
        for page in [snapshot.page(number)]
    )


_SENTENCES = """
SELECT b.id, b.library, r.sentences
FROM json_each(?) AS asked CROSS JOIN briefing AS b ON b.id = asked.value
JOIN revision AS r ON r.briefing = b.id AND r.number = b.revision
WHERE b.state = 'published'
"""


def body(snapshot: Snapshot, number: int) -> str | None:
    row = snapshot.row(
        "SELECT r.body FROM briefing AS b JOIN revision AS r "
        "ON r.briefing = b.id AND r.number = b.revision WHERE b.id = ?",
        number,
    )
    return None if row is None else str(row[0])


def revisions(snapshot: Snapshot, number: int) -> tuple[Revision, ...]:
    return tuple(
        Revision(
            *(number, order, datetime.fromisoformat(added), original, title, text),
            *(date.fromisoformat(day), author, source, url),
        )
        for order, added, original, title, text, day, author, source, url in snapshot.rows(
            _REVISIONS, number
        )
    )


_REVISIONS = """
SELECT r.number, r.added_at, o.bytes, r.title, r.body, r.day, r.author, r.source, r.url
FROM revision AS r JOIN original AS o ON o.id = r.original
WHERE r.briefing = ? ORDER BY r.number
"""
