"""Putting briefings in and taking them out, each kept with all its revisions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.model import BriefingRef, KeptBriefing, Match, Outcome, Reading, State, Stored
from bot.storage.drafts import original_of
from bot.storage.identity import body_hash, digest_of, title_key
from bot.storage.learning import Lesson, learn
from bot.storage.live import Shelved, check_spans, forget
from bot.storage.rows import Column, as_json, insert, instant, row_of, run, storable
from bot.storage.search import next_place
from bot.storage.snapshot import Snapshot


class Found(NamedTuple):
    """The stored briefing that a text turned out to be."""

    at: Shelved
    state: State
    revision: int
    body_hash: bytes


class Shelver:
    """Writes within one transaction; remembers which original bytes it has already stored, since
    all briefings of one feed come in the same bytes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._originals: dict[bytes, int] = {}
        self._ensured: set[int] = set()

    def put(
        self, library: int, readings: Iterable[tuple[Reading, bytes]], now: datetime
    ) -> tuple[Stored, ...]:
        """See `protocol.Desk.put_all`. A withdrawn briefing put again is published again: its text
        becomes the next revision even if it is the same, and the outcome is CHANGED."""
        told = tuple(readings)
        for reading, _ in told:
            check_spans(reading)
        if told:
            self._ensure_library(library)
        lessons: dict[int, Lesson] = {}
        stored = tuple([self._put(library, *one, now, lessons) for one in told])
        learn(self._connection, tuple(lessons.values()))
        return stored

    def _put(
        self,
        library: int,
        reading: Reading,
        original: bytes,
        now: datetime,
        lessons: dict[int, Lesson],
    ) -> Stored:
        """Write the row and the revision; `lessons` are what is still to be learnt."""
        seen = Snapshot(self._connection)
        found = _find(seen, library, reading)
        if found is None:
            at, number = self._add(library, reading, now), 1
            stored = Stored(Outcome.NEW, _ref(at, reading, number))
        elif _is_same(found, reading):
            return Stored(Outcome.SAME, seen.ref(found.at.briefing), found.state)
        else:
            if lessons.pop(found.at.briefing, None) is None and found.state is State.PUBLISHED:
                forget(self._connection, found.at)
            at, number = self._change(found, reading, now), found.revision + 1
            stored = Stored(Outcome.CHANGED, _ref(at, reading, number), found.state)
        self._keep(at.briefing, number, reading, self._original(library, original), now)
        lessons[at.briefing] = Lesson(at, reading)
        return stored

    def add_whole(self, carried: KeptBriefing, readings: Sequence[Reading]) -> int:
        """Add a briefing with all its versions and their days; each comes with its reading. What
        is published answers questions from now on. Its number comes back."""
        for reading in readings:
            check_spans(reading)
        self._ensure_library(carried.library)
        newest, last = readings[-1], len(readings)
        place = next_place(Snapshot(self._connection), carried.library, newest.day)
        columns = (carried.library, *_told(newest), carried.state, last, body_hash(newest.body))
        instants = (instant(carried.added_at), instant(carried.updated_at))
        added = run(self._connection, _NEW_BRIEFING, *columns, place, *instants)
        at = Shelved(row_of(added), carried.library, newest.day.isoformat(), place)
        versions = zip(carried.revisions, readings, strict=True)
        for number, (kept, reading) in enumerate(versions, start=1):
            original = self._original(carried.library, kept.original)
            self._keep(at.briefing, number, reading, original, kept.added_at)
        if carried.state is State.PUBLISHED:
            learn(self._connection, (Lesson(at, newest),))
        return at.briefing

    def revise(self, library: int, briefing: int, reading: Reading, now: datetime) -> int:
        """See `protocol.Desk.revise`."""
        check_spans(reading)
        found = _found(Snapshot(self._connection), "id = ? AND library = ?", briefing, library)
        if found is None:
            return 0
        if found.state is State.PUBLISHED:
            forget(self._connection, found.at)
        row = run(self._connection, _ORIGINAL_OF, briefing, found.revision).fetchone()
        at, number = self._change(found, reading, now), found.revision + 1
        self._keep(briefing, number, reading, row[0], now)
        learn(self._connection, (Lesson(at, reading),))
        return number

    def relearn(self, briefing: int, revision: int, reading: Reading) -> bool:
        """See `protocol.Desk.relearn`."""
        check_spans(reading)
        found = _found(Snapshot(self._connection), "id = ?", briefing)
        stands = found is not None and found.state is State.PUBLISHED
        if found is None or not stands or found.revision != revision:
            return False
        forget(self._connection, found.at)
        told = (_sentences(reading), as_json(reading.summary))
        run(self._connection, _READ_AGAIN, *told, briefing, revision)
        learn(self._connection, (Lesson(found.at, reading),))
        return True

    def withdraw(self, briefing: int, now: datetime) -> bool:
        found = _found(Snapshot(self._connection), "id = ?", briefing)
        if found is None or found.state is not State.PUBLISHED:
            return False
        forget(self._connection, found.at)
        run(
            self._connection,
            "UPDATE briefing SET state = ?, updated_at = ? WHERE id = ?",
            *(State.WITHDRAWN, instant(now), briefing),
        )
        return True

    def _ensure_library(self, library: int) -> None:
        if library not in self._ensured:
            run(self._connection, _ENSURE_LIBRARY, library)
            self._ensured.add(library)

    def _add(self, library: int, reading: Reading, now: datetime) -> Shelved:
        place = next_place(Snapshot(self._connection), library, reading.day)
        columns = (library, *_told(reading), State.PUBLISHED, 1, body_hash(reading.body), place)
        added = run(self._connection, _NEW_BRIEFING, *columns, instant(now), instant(now))
        return Shelved(row_of(added), library, reading.day.isoformat(), place)

    def _change(self, found: Found, reading: Reading, now: datetime) -> Shelved:
        at, day = found.at, reading.day.isoformat()
        if at.day != day:
            place = next_place(Snapshot(self._connection), at.library, reading.day)
            at = at._replace(day=day, place=place)
        columns = (*_told(reading), State.PUBLISHED, found.revision + 1, body_hash(reading.body))
        run(self._connection, _CHANGE_BRIEFING, *columns, at.place, instant(now), at.briefing)
        return at

    def _keep(
        self, briefing: int, number: int, reading: Reading, original: int, now: datetime
    ) -> None:
        page = reading.page
        run(
            self._connection,
            _NEW_REVISION,
            *(briefing, number, instant(now), reading.day.isoformat()),
            *(page.title, page.author, page.source, page.url, page.body),
            *(_sentences(reading), as_json(reading.summary), original),
        )

    def _original(self, library: int, data: bytes) -> int:
        if data not in self._originals:
            digest = digest_of(data)
            self._originals[data] = original_of(self._connection, library, data, digest)
        return self._originals[data]


_READ_AGAIN = "UPDATE revision SET sentences = ?, summary = ? WHERE briefing = ? AND number = ?"
_ORIGINAL_OF = "SELECT original FROM revision WHERE briefing = ? AND number = ?"
# A library that was deleted and made again must not seem to stand: its count begins anywhere.
_ENSURE_LIBRARY = """
INSERT INTO library (id, ordinal, changed)
SELECT ?, coalesce(max(ordinal) + 1, 0), abs(random() / 2) FROM library
WHERE true ON CONFLICT (id) DO NOTHING
"""
_NEW_BRIEFING = insert(
    "briefing",
    "library, day, title, title_key, author, source, url, state, revision, body_hash, place, "
    "added_at, updated_at",
)
_CHANGE_BRIEFING = """
UPDATE briefing SET day = ?, title = ?, title_key = ?, author = ?, source = ?, url = ?, state = ?,
    revision = ?, body_hash = ?, place = ?, updated_at = ?
WHERE id = ?
"""
_NEW_REVISION = insert(
    "revision",
    "briefing, number, added_at, day, title, author, source, url, body, sentences, summary, "
    "original",
)


def _told(reading: Reading) -> tuple[Column, ...]:
    page = reading.page
    named = (page.title, title_key(page.title), page.author, page.source, page.url.strip())
    return reading.day.isoformat(), *named


def _ref(at: Shelved, reading: Reading, revision: int) -> BriefingRef:
    """As it will be read back."""
    page = reading.page
    told = (page.title, page.author, page.source, page.url.strip())
    title, author, source, url = map(storable, told)
    where = (at.briefing, at.library, reading.day)
    return BriefingRef(*where, title, author, source, url, revision)


def _sentences(reading: Reading) -> str:
    return as_json([[*item.span, item.paragraph, int(item.heading)] for item in reading.sentences])


def _find(seen: Snapshot, library: int, reading: Reading) -> Found | None:
    """The same URL; else the same day and title. Where a text has no title, only the same words
    make it the same: two untitled stories of one day stay two."""
    url = reading.page.url.strip()
    if url and (found := _found(seen, "library = ? AND url = ? AND url <> ''", library, url)):
        return found
    key, day = title_key(reading.page.title), reading.day.isoformat()
    if key:
        return _found(seen, "library = ? AND day = ? AND title_key = ?", library, day, key)
    untitled = "library = ? AND day = ? AND title_key = '' AND body_hash = ?"
    return _found(seen, untitled, library, day, body_hash(reading.body))


def _found(seen: Snapshot, condition: str, *values: Column) -> Found | None:
    """The briefing under a condition in our own words; a published one before others."""
    row = run(seen.connection, _FIND.format(condition), *values).fetchone()
    if row is None:
        return None
    at, state, revision, digest = row[:4], row[4], row[5], row[6]
    return Found(Shelved(*at), State(state), revision, digest)


_FIND = """
SELECT id, library, day, place, state, revision, body_hash FROM briefing WHERE {}
ORDER BY state = 'published' DESC, id LIMIT 1
"""


def match(seen: Snapshot, library: int, reading: Reading) -> Match:
    """See `protocol.Shelf.match`."""
    found = _find(seen, library, reading)
    if found is None:
        return Match(Outcome.NEW)
    same = _is_same(found, reading)
    return Match(Outcome.SAME if same else Outcome.CHANGED, found.at.briefing)


def _is_same(found: Found, reading: Reading) -> bool:
    return found.state is State.PUBLISHED and found.body_hash == body_hash(reading.body)
