"""Is the file whole, and does it keep the promise that every line is a stretch of its briefing?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from bot.errors import DamagedDatabase
from bot.model import Span
from bot.storage.database import Database
from bot.storage.rows import spans


async def problems_of(database: Database) -> tuple[str, ...]:
    """All problems found, one a line; none is well. Reads the whole file."""
    try:
        found = await database.read(_problems)
        return (*found, *await database.write(_index_problems))
    except DamagedDatabase as error:
        return (str(error),)


def _problems(connection: sqlite3.Connection) -> tuple[str, ...]:
    lost = tuple(_integrity(connection))
    if lost:
        return lost  # what stands in torn pages cannot be judged any further
    return (*_dangling(connection), *_spans_outside(connection), *_wrong_counts(connection))


def _integrity(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is torn: {line}"


def _dangling(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"a row of {table} ({row}) points to one of {parent} that is not there"


def _spans_outside(connection: sqlite3.Connection) -> Iterator[str]:
    for number, revision, body, sentences, summary in connection.execute(_REVISIONS):
        whole = Span(0, len(body))
        if not all(_within(span, whole) for span in (*spans(sentences), *spans(summary))):
            yield f"briefing {number}, revision {revision}: a sentence lies outside its text"
    for table in ("mention", "fact", "event"):
        for number, length, *columns in connection.execute(_LINES.format(table)):
            whole, line, sentence = Span(0, length), Span(*columns[:2]), Span(*columns[2:])
            if not (_within(line, whole) and _within(sentence, whole)):
                yield f"briefing {number}: its {table} lies outside its text"


def _within(span: Span, whole: Span) -> bool:
    return span.start < span.end and whole.holds(span)


_REVISIONS = "SELECT briefing, number, body, sentences, summary FROM revision ORDER BY id"
_LINES = """
SELECT b.id, length(r.body), l."start", l."end", l.sentence_start, l.sentence_end
FROM {} AS l JOIN briefing AS b ON b.id = l.briefing
JOIN revision AS r ON r.briefing = b.id AND r.number = b.revision
WHERE l."start" IS NOT NULL
"""


def _wrong_counts(connection: sqlite3.Connection) -> Iterator[str]:
    for what, sql in _COUNTS.items():
        for (row,) in connection.execute(sql):
            yield f"{what} {row}"


_COUNTS = {
    "the count of briefings is wrong for library": """
        SELECT id FROM library AS l WHERE briefings <> (
            SELECT count(*) FROM briefing AS b WHERE b.library = l.id AND b.state = 'published')""",
    "the count of briefings is wrong for topic": """
        SELECT t.key FROM topic AS t LEFT JOIN mention AS m ON m.topic = t.id
        GROUP BY t.id HAVING t.briefings <> count(m.briefing)""",
    "the count of briefings is wrong for form": """
        SELECT f.form FROM topic_form AS f LEFT JOIN (
            SELECT m.topic AS topic, told.value AS form
            FROM mention AS m, json_each(m.forms) AS told
        ) AS used ON used.topic = f.topic AND used.form = f.form
        GROUP BY f.topic, f.form HAVING f.briefings <> count(used.topic)""",
    "what is not published is still answered from, briefing": """
        SELECT DISTINCT b.id FROM briefing AS b JOIN mention AS m ON m.briefing = b.id
        WHERE b.state <> 'published'""",
    "a topic points to an event that is not there, briefing": """
        SELECT DISTINCT p.briefing FROM event_topic AS p LEFT JOIN event AS e
        ON e.briefing = p.briefing AND e.ordinal = p.ordinal WHERE e.briefing IS NULL""",
    "a plan has no event, or an event ahead no plan, briefing": """
        SELECT briefing FROM (
            SELECT b.library AS library, e.latest AS latest, e.briefing AS briefing,
                e.ordinal AS ordinal
            FROM event AS e JOIN briefing AS b ON b.id = e.briefing
            WHERE e.status IN ('planned', 'delayed')
            EXCEPT SELECT library, latest, briefing, ordinal FROM plan)
        UNION SELECT briefing FROM (
            SELECT library, latest, briefing, ordinal FROM plan
            EXCEPT SELECT b.library, e.latest, e.briefing, e.ordinal
            FROM event AS e JOIN briefing AS b ON b.id = e.briefing
            WHERE e.status IN ('planned', 'delayed'))""",
    "what is followed has no mailbox, follow": """
        SELECT f.id FROM follow AS f JOIN schedule AS s ON s.id = f.schedule
        WHERE s.place <> 'dm' OR s.removed_at IS NOT NULL""",
    "nothing is followed in mailbox": """
        SELECT s.id FROM schedule AS s LEFT JOIN follow AS f ON f.schedule = s.id
        WHERE s.place = 'dm' AND f.id IS NULL""",
    "the text is missing of briefing": """
        SELECT b.id FROM briefing AS b LEFT JOIN revision AS r
        ON r.briefing = b.id AND r.number = b.revision WHERE r.id IS NULL""",
}


def _index_problems(connection: sqlite3.Connection) -> tuple[str, ...]:
    """FTS5's own check of the index against the texts; it is worded as a write."""
    try:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return ("the full-text index does not fit the texts",)
    return ()
