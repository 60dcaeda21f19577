"""What one read has seen so far, and how a quote is cut out of a stored body."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from bot.model import BriefingRef, Quote, Span, Topic, TopicKind
from bot.storage.kept import KeptEvents
from bot.storage.rows import Column, Row, as_json, run

T = TypeVar("T")
_UNREAD: Any = object()


@dataclass(frozen=True, slots=True)
class Page:
    """A briefing's name and its newest body, read once for all its lines."""

    ref: BriefingRef
    learnt: int
    body: str
    summary: str

    def quote(self, span: Span, sentence: Span) -> Quote:
        """The line, cut out of the body here and nowhere else."""
        text = span.of(self.body)
        whole = text if span == sentence else sentence.of(self.body)
        return Quote(self.ref, span, text, sentence, whole)


class Snapshot:
    """A connection inside a transaction, with what was read in it; thrown away with it, so that
    the next answer sees what another process has written since."""

    def __init__(self, connection: sqlite3.Connection, kept: KeptEvents | None = None) -> None:
        self.connection = connection
        self.kept = kept
        self._pages: dict[int, Page] = {}
        self._topics: dict[tuple[int, str], Topic | None] = {}

    def rows(self, sql: str, *values: Column) -> list[Row]:
        return run(self.connection, sql, *values).fetchall()

    def row(self, sql: str, *values: Column) -> Row | None:
        row: Row | None = run(self.connection, sql, *values).fetchone()
        return row

    def page(self, briefing: int) -> Page:
        """A stored briefing's newest revision, whatever its state."""
        page = self._pages.get(briefing)
        if page is None:
            page = self._pages[briefing] = self._read_page(briefing)
        return page

    def _read_page(self, briefing: int) -> Page:
        row = self.row(_PAGE, briefing)
        if row is None:
            raise LookupError(f"no briefing {briefing}")
        return Page(_ref(row[:8]), *row[8:])

    def gather_pages(self, briefings: Iterable[int]) -> None:
        """Read many at once, so that `page` needs no statement for each."""
        missing = tuple(number for number in unique(briefings) if number not in self._pages)
        for number, *row in self.rows(_PAGES, as_json(missing)) if missing else ():
            self._pages[number] = Page(_ref((number, *row[:7])), *row[7:])

    def ref(self, briefing: int) -> BriefingRef:
        """A stored briefing's name alone, without its text."""
        row = self.row(f"SELECT {_REF} FROM briefing WHERE id = ?", briefing)
        if row is None:
            raise LookupError(f"no briefing {briefing}")
        return _ref(row)

    def topics(self, library: int, keys: Iterable[str]) -> tuple[Topic, ...]:
        """The topics behind keys, without their aliases, as one library tells them."""
        return tuple([one for key in keys if (one := self._topic(library, key)) is not None])

    def gather_topics(self, keys: Iterable[tuple[int, str]]) -> None:
        """Read many libraries' topics at once, so that `topics` needs no statement for each."""
        missing: dict[int, list[str]] = {}
        for library, key in unique(keys):
            if (library, key) not in self._topics:
                missing.setdefault(library, []).append(key)
        for library, sought in missing.items():
            rows = self.rows(_TOPICS, library, as_json(sought))
            self.note_topics(library, map(topic_of, rows))

    def note_topics(self, library: int, topics: Iterable[Topic]) -> None:
        """What was read of a library's topics on another way need not be read again."""
        self._topics |= {(library, topic.key): topic for topic in topics}

    def _topic(self, library: int, key: str) -> Topic | None:
        found: Topic | None = self._topics.get((library, key), _UNREAD)
        if found is _UNREAD:
            row = self.row(_TOPIC, library, key)
            found = self._topics[library, key] = None if row is None else topic_of(row)
        return found

    def topic_ids(self, libraries: Sequence[int], keys: Sequence[str]) -> tuple[int, ...]:
        """The topics that the keys stand for in the libraries; topics of one library only are
        reached through here, so that nothing leaks out of another."""
        sought = as_json(unique(keys))
        asked = (self.rows(_TOPIC_IDS, library, sought) for library in unique(libraries))
        return tuple(number for rows in asked for (number,) in rows)


def unique(keys: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(keys))


_REF = "id, library, day, title, author, source, url, revision"
_WHOLE = """
SELECT b.id, b.library, b.day, b.title, b.author, b.source, b.url, b.revision,
    b.learnt, r.body, r.summary
"""
_PAGE = f"""{_WHOLE}
FROM briefing AS b JOIN revision AS r ON r.briefing = b.id AND r.number = b.revision
WHERE b.id = ?
"""
_PAGES = f"""{_WHOLE}
FROM json_each(?) AS asked CROSS JOIN briefing AS b ON b.id = asked.value
JOIN revision AS r ON r.briefing = b.id AND r.number = b.revision
"""
_TOPICS = """
SELECT t.key, t.name, t.kind, t.listed
FROM json_each(?2) AS asked CROSS JOIN topic AS t ON t.library = ?1 AND t.key = asked.value
"""
_TOPIC_IDS = """
SELECT t.id FROM json_each(?2) AS asked
CROSS JOIN topic AS t ON t.library = ?1 AND t.key = asked.value
"""
_TOPIC = "SELECT key, name, kind, listed FROM topic WHERE library = ? AND key = ?"


def _ref(row: Row) -> BriefingRef:
    number, library, day, *rest = row
    return BriefingRef(number, library, date.fromisoformat(day), *rest)


def topic_of(row: Row, aliases: tuple[str, ...] = ()) -> Topic:
    key, name, kind, listed = row
    return Topic(key, name, _KINDS[kind], bool(listed), aliases)


_KINDS = {one.value: one for one in TopicKind}
"""Found faster so than by calling the class, which counts for some hundred topics."""
