"""The embedded engine: `protocol.Storage` over one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from bot.model import (
    Behind,
    BriefingRef,
    Change,
    Correction,
    Coverage,
    Days,
    Delivery,
    Draft,
    Follow,
    Kept,
    KnownTopic,
    Match,
    Named,
    NameRule,
    Outcome,
    Passage,
    Posted,
    Query,
    Reading,
    Rereading,
    Revision,
    Settings,
    Span,
    Stored,
    StoredBriefing,
    StoredEvent,
    StoredFact,
    StoredMention,
    StoredSchedule,
    StoredText,
)
from bot.storage import (
    audit,
    briefings,
    companies,
    corrections,
    deletion,
    deliveries,
    drafts,
    follows,
    memos,
    names,
    passages,
    protocol,
    search,
    settings,
)
from bot.storage.checks import problems_of
from bot.storage.database import PATIENCE, Database
from bot.storage.shelving import Shelver, match
from bot.storage.snapshot import Snapshot

T = TypeVar("T")


class SqliteShelf:
    """`protocol.Shelf` over one transaction. Topics inside mentions, facts, events and briefings
    come without aliases; `known_topics` gives them with all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._snapshot = Snapshot(connection)

    def coverage(self, libraries: Sequence[int]) -> Coverage:
        return briefings.coverage(self._snapshot, libraries)

    def briefings_of(self, libraries: Sequence[int], day: date) -> tuple[StoredBriefing, ...]:
        return briefings.briefings_of(self._snapshot, libraries, day)

    def latest_day(self, libraries: Sequence[int], until: date) -> date | None:
        return briefings.latest_day(self._snapshot, libraries, until)

    def first_day(self, libraries: Sequence[int], since: date) -> date | None:
        return briefings.first_day(self._snapshot, libraries, since)

    def newest(
        self, libraries: Sequence[int], first: date, last: date, limit: int
    ) -> tuple[BriefingRef, ...]:
        return briefings.newest(self._snapshot, libraries, first, last, limit)

    def gaps(self, libraries: Sequence[int], limit: int) -> tuple[Days, ...]:
        return briefings.gaps(self._snapshot, libraries, limit)

    def text(self, libraries: Sequence[int], number: int) -> StoredText | None:
        return briefings.text(self._snapshot, libraries, number)

    def briefing(self, libraries: Sequence[int], number: int) -> StoredBriefing | None:
        return briefings.briefing(self._snapshot, libraries, number)

    def passage(
        self, libraries: Sequence[int], number: int, span: Span, revision: int = 0
    ) -> Passage | None:
        return passages.passage(self._snapshot, libraries, number, span, revision)

    def body(self, briefing: int) -> str | None:
        return briefings.body(self._snapshot, briefing)

    def revisions(self, briefing: int) -> tuple[Revision, ...]:
        return briefings.revisions(self._snapshot, briefing)

    def known_topics(self, libraries: Sequence[int]) -> tuple[KnownTopic, ...]:
        return companies.known_topics(self._snapshot, libraries)

    def mentions_of(
        self, libraries: Sequence[int], topics: Sequence[str], limit: int
    ) -> tuple[StoredMention, ...]:
        return companies.mentions_of(self._snapshot, libraries, topics, limit)

    def facts_about(
        self, libraries: Sequence[int], topics: Sequence[str], limit: int
    ) -> tuple[StoredFact, ...]:
        return companies.facts_about(self._snapshot, libraries, topics, limit)

    def events_about(
        self, libraries: Sequence[int], topics: Sequence[str], around: date, limit: int
    ) -> tuple[StoredEvent, ...]:
        return companies.events_about(self._snapshot, libraries, topics, around, limit)

    def events_of(self, libraries: Sequence[int], number: int) -> tuple[StoredEvent, ...]:
        return companies.events_of(self._snapshot, libraries, number)

    def plans(
        self, libraries: Sequence[int], first: date, last: date, limit: int
    ) -> tuple[StoredEvent, ...]:
        return companies.plans(self._snapshot, libraries, first, last, limit)

    def mentions_by_month(
        self, libraries: Sequence[int], topics: Sequence[str], since: date
    ) -> dict[str, int]:
        return companies.mentions_by_month(self._snapshot, libraries, topics, since)

    def named_together(
        self, libraries: Sequence[int], one: str, other: str, limit: int
    ) -> tuple[tuple[StoredMention, StoredMention], ...]:
        return companies.named_together(self._snapshot, libraries, one, other, limit)

    def named_with(
        self, libraries: Sequence[int], topics: Sequence[str], limit: int
    ) -> tuple[KnownTopic, ...]:
        return companies.named_with(self._snapshot, libraries, topics, limit)

    def search(self, libraries: Sequence[int], query: Query, limit: int) -> tuple[BriefingRef, ...]:
        return search.search(self._snapshot, libraries, query, limit)

    def settings(self, library: int) -> Settings:
        return settings.settings(self._snapshot, library)

    def servers(self) -> tuple[int, ...]:
        return deletion.servers(self._snapshot)

    def schedules(self, library: int) -> tuple[StoredSchedule, ...]:
        return deliveries.schedules(self._snapshot, library)

    def schedule(self, number: int) -> StoredSchedule | None:
        return deliveries.schedule(self._snapshot, number)

    def schedules_due(self, now: datetime, limit: int) -> tuple[StoredSchedule, ...]:
        return deliveries.schedules_due(self._snapshot, now, limit)

    def deliveries(self, schedules: Sequence[int], since: date) -> tuple[Delivery, ...]:
        return deliveries.deliveries(self._snapshot, schedules, since)

    def delivery(self, key: str) -> Delivery | None:
        return deliveries.delivery(self._snapshot, key)

    def recall(self, library: int, key: str, now: datetime) -> str | None:
        return memos.recall(self._snapshot, library, key, now)

    def last_briefings(self, libraries: Sequence[int], limit: int) -> tuple[BriefingRef, ...]:
        return follows.last_briefings(self._snapshot, libraries, limit)

    def mailboxes(self, person: int) -> tuple[StoredSchedule, ...]:
        return follows.mailboxes(self._snapshot, person)

    def schedules_by(self, person: int) -> tuple[StoredSchedule, ...]:
        return follows.schedules_by(self._snapshot, person)

    def follows_in(self, mailbox: int) -> tuple[Follow, ...]:
        return follows.follows_in(self._snapshot, mailbox)

    def follow(self, key: str) -> Follow | None:
        return follows.follow(self._snapshot, key)

    def draft(self, library: int, number: int) -> Draft | None:
        return drafts.draft(self._snapshot, library, number)

    def drafts(self, library: int, after: int, limit: int) -> tuple[Draft, ...]:
        return drafts.drafts(self._snapshot, library, after, limit)

    def approved(self, library: int, briefing: int) -> Draft | None:
        return drafts.approved(self._snapshot, library, briefing)

    def match(self, library: int, reading: Reading) -> Match:
        return match(self._snapshot, library, reading)

    def changes(self, library: int, before: int | None, limit: int) -> tuple[Change, ...]:
        return audit.changes(self._snapshot, library, before, limit)

    def changes_of(self, library: int, thing: str) -> tuple[Change, ...]:
        return audit.changes_of(self._snapshot, library, thing)

    def kept(self, libraries: Sequence[int], number: int) -> Kept | None:
        return corrections.kept(self._snapshot, libraries, number)

    def withdrawn(self, library: int, limit: int) -> tuple[Kept, ...]:
        return corrections.withdrawn(self._snapshot, library, limit)

    def revision(self, briefing: int, number: int) -> Revision | None:
        return corrections.revision(self._snapshot, briefing, number)

    def corrections(self, libraries: Sequence[int], limit: int) -> tuple[Correction, ...]:
        return corrections.corrections(self._snapshot, libraries, limit)

    def name_rules(self, libraries: Sequence[int]) -> tuple[NameRule, ...]:
        return names.name_rules(self._snapshot, libraries)

    def rereadings(self) -> tuple[Rereading, ...]:
        return names.rereadings(self._snapshot)

    def next_unread(self, library: int, after: int, limit: int) -> tuple[int, ...]:
        return names.next_unread(self._snapshot, library, after, limit)

    def behind(self, now: datetime, limit: int) -> tuple[Behind, ...]:
        return corrections.behind(self._snapshot, now, limit)

    def changes_by(self, person: int) -> tuple[Change, ...]:
        return audit.changes_by(self._snapshot, person)

    def named_in(
        self, mailbox: int, *, after: datetime, until: datetime, since: date
    ) -> tuple[Named, ...]:
        return follows.named_in(self._snapshot, mailbox, after, until, since)


class SqliteDesk(SqliteShelf):
    """`protocol.Desk` over one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._connection = connection
        self._shelver = Shelver(connection)

    def put(self, library: int, reading: Reading, *, original: bytes, now: datetime) -> Stored:
        stored = self._shelver.put(library, reading, original, now)
        if stored.outcome is not Outcome.SAME:
            follows.wake(self._connection, stored.ref.id, library, now)
            corrections.leave_behind(self._connection, stored.ref.id)
        self._look_again()
        return stored

    def revise(self, library: int, briefing: int, reading: Reading, *, now: datetime) -> int:
        number = self._shelver.revise(library, briefing, reading, now)
        if number:
            corrections.leave_behind(self._connection, briefing)
        self._look_again()
        return number

    def withdraw(self, briefing: int, *, now: datetime) -> bool:
        withdrawn = self._shelver.withdraw(briefing, now)
        if withdrawn:
            corrections.leave_behind(self._connection, briefing)
        self._look_again()
        return withdrawn

    def set_settings(self, settings: Settings) -> None:
        _set_settings(self._connection, settings)

    def add_draft(self, draft: Draft) -> int:
        return drafts.add_draft(self._connection, draft)

    def save_draft(self, changed: Draft) -> bool:
        return drafts.save_draft(self._connection, changed)

    def note(self, change: Change, *, now: datetime) -> int:
        return audit.note(self._connection, change, now)

    def add_name_rule(self, rule: NameRule) -> int:
        return names.add_name_rule(self._connection, rule)

    def drop_name_rule(self, library: int, number: int) -> bool:
        return names.drop_name_rule(self._connection, library, number)

    def relearn(self, briefing: int, revision: int, reading: Reading) -> bool:
        done = self._shelver.relearn(briefing, revision, reading)
        self._look_again()
        return done

    def set_reread(self, library: int, done: int | None) -> None:
        names.set_reread(self._connection, library, done)

    def note_posted(self, posted: Posted) -> None:
        corrections.note_posted(self._connection, posted)

    def caught_up(self, told: Behind, said: str) -> None:
        corrections.caught_up(self._connection, told, said)

    def put_off(self, message: int, until: datetime, said: str) -> None:
        corrections.put_off(self._connection, message, until, said)

    def delete_some(self, library: int, *, briefings: int) -> bool:
        done = deletion.delete_some(self._connection, library, briefings)
        self._look_again()
        return done

    def put_schedule(self, schedule: StoredSchedule) -> StoredSchedule:
        return deliveries.put_schedule(self._connection, schedule)

    def remove_schedule(self, number: int, *, now: datetime) -> bool:
        return deliveries.remove_schedule(self._connection, number, now)

    def set_next(self, number: int, next_at: datetime) -> None:
        deliveries.set_next(self._connection, number, next_at)

    def remember(self, library: int, text: str, now: datetime) -> str:
        return memos.remember(self._connection, library, text, now)

    def look_again(self, now: datetime) -> None:
        deliveries.look_again(self._connection, now)

    def save_delivery(self, changed: Delivery, seen: Delivery | None) -> bool:
        return deliveries.save_delivery(self._connection, changed, seen)

    def put_follow(self, follow: Follow) -> None:
        follows.put_follow(self._connection, follow)

    def remove_follow(self, key: str) -> bool:
        return follows.remove_follow(self._connection, key)

    def forget_person(self, person: int, *, choices: int) -> None:
        follows.forget_person(self._connection, person, choices)
        audit.forget_person(self._connection, person)

    def tidy_mailboxes(self, *, off_before: datetime, sent_before: datetime) -> None:
        follows.tidy_mailboxes(self._connection, off_before, sent_before)

    def _look_again(self) -> None:
        self._snapshot = Snapshot(self._connection)


_set_settings = settings.set_settings


class SqliteStorage:
    """`protocol.Storage` over one file; made by `open`, to be closed once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, path: Path, *, patience: float = PATIENCE) -> SqliteStorage:
        """Open the library at `path`, made anew where there is none.

        `patience` is how many seconds a write waits for another process.
        Raises a `StorageError` whose text says what to do; then nothing stays open, and a file
        that is not ours, newer or damaged is left as it was.
        """
        return cls(await Database.open(path, patience=patience))

    async def read(self, question: Callable[[protocol.Shelf], T]) -> T:
        return await self._database.read(lambda connection: question(SqliteShelf(connection)))

    async def write(self, change: Callable[[protocol.Desk], T]) -> T:
        return await self._database.write(lambda connection: change(SqliteDesk(connection)))

    async def check(self) -> Iterable[str]:
        return await problems_of(self._database)

    async def close(self) -> None:
        await self._database.close()
