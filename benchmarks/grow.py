"""A library ten times as large as another, made by SQL alone.

    python -m benchmarks.grow 100k.db 1m.db --times 10

To write a million briefings one by one takes an hour. Here the servers' briefings of a generated
library (all but the house's and `READER`'s) are put in again and again, on other days and under
other titles, with all that was read out of them, and the full-text index is built anew. What comes
out holds to the same schema and passes the same checks; it is only packed more closely than a file
that has grown.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.generate import LAST, READER, YEARS
from bot.model import HOUSE
from bot.storage.search import first_place

_SHIFT = 397
"""Days by which each copy lies apart, around the ten years."""
_BEHIND = 1000
"""How far a copy's places stand behind the one before on a day; a server has fewer on one."""

_BRIEFINGS = """
INSERT INTO briefing (id, library, day, title, title_key, author, source, url, state, revision,
    body_hash, place, added_at, updated_at)
SELECT b.id + :k * :step, b.library, d.other, b.title || ', again ' || :k,
    b.title_key || ' again ' || :k, b.author, b.source, b.url, b.state, b.revision, b.body_hash,
    (l.ordinal << 43) + d.place + (b.place & 2097151) + :k * :behind, b.added_at, b.updated_at
FROM briefing AS b JOIN moved AS d ON d.k = :k AND d.day = b.day
JOIN library AS l ON l.id = b.library
WHERE b.id <= :step AND b.library NOT IN (:house, :reader)
"""
_REVISIONS = """
INSERT INTO revision (briefing, number, added_at, day, title, author, source, url, body, sentences,
    summary, original)
SELECT b.id, r.number, r.added_at, b.day, b.title, r.author, r.source, r.url, r.body, r.sentences,
    r.summary, r.original
FROM revision AS r JOIN briefing AS b ON b.id = r.briefing + :k * :step
WHERE r.briefing <= :step
"""
_MENTIONS = """
INSERT INTO mention (topic, day, briefing, ordinal, subject, forms, "start", "end", sentence,
    sentence_start, sentence_end, carried, rule)
SELECT o.topic, b.day, b.id, o.ordinal, o.subject, o.forms, o."start", o."end", o.sentence,
    o.sentence_start, o.sentence_end, o.carried, o.rule
FROM mention AS o CROSS JOIN copies AS c JOIN briefing AS b ON b.id = o.briefing + c.k * :step
ORDER BY 1, 2 DESC, 3 DESC
"""
_EVENT_TOPICS = """
INSERT INTO event_topic (topic, earliest, latest, day, briefing, ordinal)
SELECT o.topic, o.earliest, o.latest, b.day, b.id, o.ordinal FROM event_topic AS o
CROSS JOIN copies AS c
JOIN briefing AS b ON b.id = o.briefing + c.k * :step
ORDER BY 1, 2, 3 DESC, 4
"""
_PLANS = """
INSERT INTO plan (library, latest, briefing, ordinal)
SELECT o.library, o.latest, b.id, o.ordinal FROM plan AS o
CROSS JOIN copies AS c JOIN briefing AS b ON b.id = o.briefing + c.k * :step ORDER BY 1, 2, 3, 4
"""


def grow(small: Path, large: Path, times: int) -> None:
    """Raises `sqlite3.Error` where `small` is no generated library."""
    shutil.copyfile(small, large)
    connection = sqlite3.connect(large, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    (step,) = connection.execute("SELECT max(id) FROM briefing").fetchone()
    connection.execute("BEGIN")
    _prepare(connection, times)
    fixed = {"step": step, "house": HOUSE, "reader": READER, "behind": _BEHIND}
    for k in range(1, times):
        connection.execute(_BRIEFINGS, fixed | {"k": k})
        connection.execute(_REVISIONS, {"step": step, "k": k})
        for table in ("fact", "event"):
            connection.execute(_of_briefing(connection, table), {"step": step, "k": k})
        _tell(f"copy {k}")
    for sql in (_MENTIONS, _EVENT_TOPICS, _PLANS):
        connection.execute(sql, {"step": step})
    _count(connection, times)
    _tell("counts")
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    _tell("full text")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _prepare(connection: sqlite3.Connection, times: int) -> None:
    connection.execute("CREATE TEMP TABLE copies (k INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO copies VALUES (?)", ((k,) for k in range(1, times)))
    connection.execute("CREATE TEMP TABLE moved (k, day, other, place, PRIMARY KEY (k, day))")
    days = [LAST - timedelta(days=back) for back in range(YEARS.days)]
    rows = (
        (k, day.isoformat(), other.isoformat(), first_place(0, other))
        for k in range(1, times)
        for back, day in enumerate(days)
        for other in (days[(back + k * _SHIFT) % len(days)],)
    )
    connection.executemany("INSERT INTO moved VALUES (?, ?, ?, ?)", rows)


def _of_briefing(connection: sqlite3.Connection, table: str) -> str:
    names = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
    rest = ", ".join(f"o.{name}" for name in names if name != '"briefing"')
    return (
        f"INSERT INTO {table} (briefing, {rest.replace('o.', '')}) "
        f"SELECT b.id, {rest} FROM {table} AS o JOIN briefing AS b "
        "ON b.id = o.briefing + :k * :step WHERE o.briefing <= :step"
    )


def _count(connection: sqlite3.Connection, times: int) -> None:
    """The counters, as the product keeps them."""
    others = f"NOT IN ({HOUSE}, {READER})"
    for sql in (
        f"UPDATE library SET briefings = briefings * :times WHERE id {others}",
        f"UPDATE topic SET briefings = briefings * :times WHERE library {others}",
        f"UPDATE topic_form SET briefings = briefings * :times WHERE library {others}",
    ):
        connection.execute(sql, {"times": times})


_BEGAN = time.perf_counter()


def _tell(what: str) -> None:
    print(f"{what} after {time.perf_counter() - _BEGAN:,.0f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grow")
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--times", type=int, default=10)
    chosen = parser.parse_args()
    grow(chosen.small, chosen.large, chosen.times)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
