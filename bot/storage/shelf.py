"""`protocol.Shelf` over one transaction of an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.model import (
    Behind,
    BriefingRef,
    Change,
    Correction,
    Coverage,
    Days,
    Delivery,
    Draft,
    Feed,
    Follow,
    Held,
    KeptBriefing,
    KnownTopic,
    Match,
    Named,
    NameRule,
    Passage,
    Query,
    Reading,
    Rereading,
    Revision,
    Roll,
    Settings,
    Span,
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
    carrying,
    companies,
    corrections,
    deletion,
    deliveries,
    drafts,
    events,
    feeds,
    follows,
    memos,
    names,
    passages,
    search,
    settings,
    taken,
    topics,
)
from bot.storage.kept import KeptEvents
from bot.storage.shelving import match
from bot.storage.snapshot import Snapshot
from bot.storage.topics import Rolls


class SqliteShelf:
    """`protocol.Shelf` over one transaction. Topics inside mentions, facts, events and briefings
    come without aliases; `known_topics` gives them with all."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rolls: Rolls | None = None,
        kept: KeptEvents | None = None,
    ) -> None:
        self._snapshot = Snapshot(connection, kept)
        self._rolls = rolls or Rolls(most=0)

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

    def texts(self, libraries: Sequence[int], numbers: Sequence[int]) -> tuple[StoredText, ...]:
        return briefings.texts(self._snapshot, libraries, numbers)

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

    def known_topics(self, libraries: Sequence[int]) -> Roll:
        return self._rolls.of(self._snapshot, libraries)

    def stand(self, libraries: Sequence[int]) -> tuple[tuple[int, int | None, str], ...]:
        return topics.stand(self._snapshot, libraries)

    def topic(self, libraries: Sequence[int], key: str) -> KnownTopic | None:
        return topics.topic(self._snapshot, libraries, key)

    def topics_called(self, libraries: Sequence[int], sought: str) -> tuple[KnownTopic, ...]:
        return topics.topics_called(self._snapshot, libraries, sought)

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
        return events.events_about(self._snapshot, libraries, topics, around, limit)

    def events_of(self, libraries: Sequence[int], number: int) -> tuple[StoredEvent, ...]:
        return events.events_of(self._snapshot, libraries, number)

    def plans(
        self, libraries: Sequence[int], first: date, last: date, limit: int
    ) -> tuple[StoredEvent, ...]:
        return events.plans(self._snapshot, libraries, first, last, limit)

    def mentions_by_month(
        self, libraries: Sequence[int], topics: Sequence[str], since: date
    ) -> dict[str, int]:
        return companies.mentions_by_month(self._snapshot, libraries, topics, since)

    def named_together(
        self, libraries: Sequence[int], one: str, other: str, limit: int
    ) -> tuple[tuple[StoredMention, StoredMention], ...]:
        return companies.named_together(self._snapshot, libraries, one, other, limit)

    def named_with(
        self, libraries: Sequence[int], topics: Sequence[str], newest: int, limit: int
    ) -> tuple[KnownTopic, ...]:
        return companies.named_with(self._snapshot, libraries, topics, newest, limit)

    def count_together(self, libraries: Sequence[int], one: str, other: str) -> int:
        return companies.count_together(self._snapshot, libraries, one, other)

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

    def drafts_of(self, library: int, original: bytes) -> tuple[Draft, ...]:
        return drafts.drafts_of(self._snapshot, library, original)

    def drafts(self, library: int, after: int, limit: int) -> tuple[Draft, ...]:
        return drafts.drafts(self._snapshot, library, after, limit)

    def approved(self, library: int, briefing: int) -> Draft | None:
        return drafts.approved(self._snapshot, library, briefing)

    def feeds(self, library: int) -> tuple[Feed, ...]:
        return feeds.feeds(self._snapshot, library)

    def feeds_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        return feeds.feeds_due(self._snapshot, now, limit)

    def feeds_untold(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        return feeds.feeds_untold(self._snapshot, now, limit)

    def match(self, library: int, reading: Reading) -> Match:
        return match(self._snapshot, library, reading)

    def changes(self, library: int, before: int | None, limit: int) -> tuple[Change, ...]:
        return audit.changes(self._snapshot, library, before, limit)

    def changes_of(self, library: int, thing: str) -> tuple[Change, ...]:
        return audit.changes_of(self._snapshot, library, thing)

    def held(self, libraries: Sequence[int], number: int) -> Held | None:
        return corrections.held(self._snapshot, libraries, number)

    def withdrawn(self, library: int, limit: int) -> tuple[Held, ...]:
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

    def taken(self, library: int, digests: Iterable[bytes]) -> dict[bytes, tuple[BriefingRef, ...]]:
        return taken.taken(self._snapshot, library, digests)

    def libraries(self) -> tuple[int, ...]:
        return carrying.libraries(self._snapshot)

    def kept(self, library: int, after: int, limit: int) -> tuple[KeptBriefing, ...]:
        return carrying.kept(self._fresh(), library, after, limit)

    def published(
        self, library: int, after: int, limit: int
    ) -> tuple[tuple[StoredBriefing, tuple[StoredEvent, ...]], ...]:
        return carrying.published(self._fresh(), library, after, limit)

    def _fresh(self) -> Snapshot:
        """The same transaction without what it has seen: a walk must not gather a library."""
        return Snapshot(self._snapshot.connection)
