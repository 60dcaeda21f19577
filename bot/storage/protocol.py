"""What a library engine must offer. SQLite stands behind it here; another engine may, too.

A question is a plain function of a `Shelf`: it runs as a whole on a reader, in one consistent
snapshot and one thread hop, and returns a value. A change is a plain function of a `Desk`: it
runs as a whole in one transaction, and is rolled back if it raises. Neither may keep the Shelf
or Desk it was given, nor call anything asynchronous.

    found = await storage.read(lambda shelf: shelf.briefings_of((HOUSE,), day))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

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
    Outcome,
    Passage,
    Posted,
    Query,
    Reading,
    Rereading,
    Revision,
    Roll,
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

T = TypeVar("T")

Libraries = Sequence[int]
"""Ids of the libraries that may be read, the reader's own first."""


class Shelf(Protocol):
    """Read access; only published briefings are seen, unless a docstring says otherwise."""

    def coverage(self, libraries: Libraries) -> Coverage: ...

    def briefings_of(self, libraries: Libraries, day: date) -> tuple[StoredBriefing, ...]:
        """All briefings of a day, in the order of `libraries`, then as they were added."""

    def latest_day(self, libraries: Libraries, until: date) -> date | None:
        """The last day not after `until` that has a briefing; None if there is none."""

    def first_day(self, libraries: Libraries, since: date) -> date | None:
        """The first day not before `since` that has a briefing; None if there is none."""

    def newest(
        self, libraries: Libraries, first: date, last: date, limit: int
    ) -> tuple[BriefingRef, ...]:
        """Briefings from one day to another, both included, the newest first."""

    def gaps(self, libraries: Libraries, limit: int) -> tuple[Days, ...]:
        """Stretches of `GAP` days and more without a briefing, the longest first."""

    def briefing(self, libraries: Libraries, number: int) -> StoredBriefing | None: ...

    def texts(self, libraries: Libraries, numbers: Sequence[int]) -> tuple[StoredText, ...]:
        """The newest revisions of those that are published, sentence by sentence."""

    def passage(
        self, libraries: Libraries, number: int, span: Span, revision: int = 0
    ) -> Passage | None:
        """What stands behind a line that was shown from a revision (0: the newest) of a briefing,
        also of one withdrawn since. None where the libraries hold no such briefing or sentence."""

    def body(self, briefing: int) -> str | None:
        """The clean body of a briefing's newest revision, whatever its state."""

    def revisions(self, briefing: int) -> tuple[Revision, ...]:
        """All kept versions, the oldest first, whatever the briefing's state."""

    def known_topics(self, libraries: Libraries) -> Roll:
        """Every topic the briefings name, with all forms under which they do, most named first."""

    def stand(self, libraries: Libraries) -> tuple[tuple[int, int | None, str], ...]:
        """Another one after whatever changes an answer: published briefings and rules of names."""

    def topic(self, libraries: Libraries, key: str) -> KnownTopic | None:
        """The one of that key, with all its forms; None where no briefing names it."""

    def topics_called(self, libraries: Libraries, sought: str) -> tuple[KnownTopic, ...]:
        """Those told in a form whose `search_key` is `sought`, most named first."""

    def mentions_of(
        self, libraries: Libraries, topics: Sequence[str], limit: int
    ) -> tuple[StoredMention, ...]:
        """The first telling mention in each briefing, the newest briefing first: where the piece
        names the topic outright, else where a carried word stands for it."""

    def facts_about(
        self, libraries: Libraries, topics: Sequence[str], limit: int
    ) -> tuple[StoredFact, ...]:
        """In the newest 2,000 that name them: newest first, the most telling first within one."""

    def events_about(
        self, libraries: Libraries, topics: Sequence[str], around: date, limit: int
    ) -> tuple[StoredEvent, ...]:
        """Events of the topics, by their own earliest day, the wider first, then by report. Where
        there are more than `limit`, those that begin next to `around`, on either side of it."""

    def events_of(self, libraries: Libraries, number: int) -> tuple[StoredEvent, ...]:
        """All events of a published briefing, in text order."""

    def plans(
        self, libraries: Libraries, first: date, last: date, limit: int
    ) -> tuple[StoredEvent, ...]:
        """What is planned or delayed and falls due (`days.latest`) in these days, nearest first."""

    def mentions_by_month(
        self, libraries: Libraries, topics: Sequence[str], since: date
    ) -> dict[str, int]:
        """How many briefings name the topics since a day, of each month ("2025-12") with any."""

    def named_together(
        self, libraries: Libraries, one: str, other: str, limit: int
    ) -> tuple[tuple[StoredMention, StoredMention], ...]:
        """Where briefings name both topics, the newest briefing first."""

    def named_with(
        self, libraries: Libraries, topics: Sequence[str], newest: int, limit: int
    ) -> tuple[KnownTopic, ...]:
        """Topics named in the newest so many briefings of these, with their count, most first."""

    def count_together(self, libraries: Libraries, one: str, other: str) -> int:
        """How many briefings name both."""

    def search(self, libraries: Libraries, query: Query, limit: int) -> tuple[BriefingRef, ...]:
        """Briefings that fit the query, whose words may hold any characters: none is read as an
        operator but a star at a word's end, which asks for all words that begin so. Without words,
        those that name the topics. The newest first, or the best of the newest 20,000."""

    def settings(self, library: int) -> Settings: ...

    def servers(self) -> tuple[int, ...]:
        """Every server of which anything is kept (briefings, settings, schedules)."""

    def schedules(self, library: int) -> tuple[StoredSchedule, ...]:
        """A server's schedules, those switched off among them, in the order they were made."""

    def schedule(self, number: int) -> StoredSchedule | None: ...

    def schedules_due(self, now: datetime, limit: int) -> tuple[StoredSchedule, ...]:
        """Those that run and whose `next_at` has come, longest waiting first; mailboxes last."""

    def deliveries(self, schedules: Sequence[int], since: date) -> tuple[Delivery, ...]:
        """The ledger's rows of these schedules from a local date on, and all unfinished ones, by
        schedule, day and part."""

    def delivery(self, key: str) -> Delivery | None: ...

    def recall(self, library: int, key: str, now: datetime) -> str | None:
        """The text behind a key of `Desk.remember`; None for another library's and an old one."""

    def last_briefings(self, libraries: Libraries, limit: int) -> tuple[BriefingRef, ...]:
        """The newest briefings by their day."""

    def mailboxes(self, person: int) -> tuple[StoredSchedule, ...]:
        """What a person gets by direct message, in all servers, those switched off among them."""

    def schedules_by(self, person: int) -> tuple[StoredSchedule, ...]:
        """The servers' schedules that a person made, removed ones too."""

    def follows_in(self, mailbox: int) -> tuple[Follow, ...]: ...

    def follow(self, key: str) -> Follow | None: ...

    def named_in(
        self, mailbox: int, *, after: datetime, until: datetime, since: date
    ) -> tuple[Named, ...]:
        """The briefings that name what is followed in a mailbox, once for each topic: added after
        `after` (and after the follow was made) and not after `until`, dated `since` or later, and
        only of the mailbox's own server or of the house. Oldest day first."""

    def taken(self, library: int, digests: Iterable[bytes]) -> dict[bytes, tuple[BriefingRef, ...]]:
        """Of these files (see `Desk.note_taken`) those that a library has, with their briefings."""

    def libraries(self) -> tuple[int, ...]:
        """All that hold a briefing, whatever its state."""

    def kept(self, library: int, after: int, limit: int) -> tuple[KeptBriefing, ...]:
        """A library's briefings of any state with all their versions, in the order they were added:
        the first so many whose number is above `after`. Nothing of it is kept in memory."""

    def published(
        self, library: int, after: int, limit: int
    ) -> tuple[tuple[StoredBriefing, tuple[StoredEvent, ...]], ...]:
        """The published ones, each with its events, walked as by `kept`."""

    def draft(self, library: int, number: int) -> Draft | None:
        """One of the library's own, whatever its state."""

    def drafts(self, library: int, after: int, limit: int) -> tuple[Draft, ...]:
        """Those that wait, the oldest first, from the one after number `after` on."""

    def drafts_of(self, library: int, original: bytes) -> tuple[Draft, ...]:
        """Those that wait and came in with these very bytes, but not from a feed."""

    def feeds(self, library: int) -> tuple[Feed, ...]:
        """The feeds that a library follows, in the order they were added."""

    def feeds_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Active ones whose `next_at` has come, the longest waiting first."""

    def feeds_untold(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Stopped ones whose `next_at` has come."""

    def approved(self, library: int, briefing: int) -> Draft | None:
        """The draft that last became a briefing of the library."""

    def match(self, library: int, reading: Reading) -> Match:
        """What `Desk.put` would do with a reading, and the briefing that it would be."""

    def changes(self, library: int, before: int | None, limit: int) -> tuple[Change, ...]:
        """The audit log, the newest first, from the one before number `before` on (None: all)."""

    def changes_of(self, library: int, thing: str) -> tuple[Change, ...]:
        """All that the audit log has about one object of a library, the oldest first."""

    def held(self, libraries: Libraries, number: int) -> Held | None:
        """A briefing of whatever state."""

    def withdrawn(self, library: int, limit: int) -> tuple[Held, ...]:
        """The library's withdrawn briefings, the last withdrawn first."""

    def revision(self, briefing: int, number: int) -> Revision | None:
        """One kept version without its original, whatever the briefing's state."""

    def corrections(self, libraries: Libraries, limit: int) -> tuple[Correction, ...]:
        """Newer revisions of published briefings, each with the one before, the newest first."""

    def name_rules(self, libraries: Libraries) -> tuple[NameRule, ...]:
        """What moderators say of names, in the order in which they said it."""

    def rereadings(self) -> tuple[Rereading, ...]:
        """Libraries that are to be read again, since what is said of names has changed."""

    def next_unread(self, library: int, after: int, limit: int) -> tuple[int, ...]:
        """The published briefings behind a number, by their numbers."""

    def behind(self, now: datetime, limit: int) -> tuple[Behind, ...]:
        """Messages that have to hear of a change to what they show, and may be tried now."""

    def changes_by(self, person: int) -> tuple[Change, ...]:
        """All that a person has changed, in all libraries, the oldest first."""


class Desk(Shelf, Protocol):
    """Write access, inside one transaction."""

    def put(self, library: int, reading: Reading, *, original: bytes, now: datetime) -> Stored:
        """Store a reading. The same briefing is the one with the same URL, else the same library,
        day and normalised title: then an equal clean body (white space and furniture aside) is
        SAME and writes nothing, another is CHANGED and becomes the next revision."""

    def put_all(
        self, library: int, readings: Iterable[tuple[Reading, bytes]], *, now: datetime
    ) -> tuple[Stored, ...]:
        """As `put` of each reading and the bytes that it came in, one after the other, in a
        fraction of the time: what they tell is written together."""

    def note_taken(self, library: int, taken: Mapping[bytes, Sequence[int]]) -> None:
        """Remember what files, known by digests of their bytes, became: these briefings."""

    def bring_back(self, carried: KeptBriefing, readings: Sequence[Reading]) -> Outcome:
        """Add a carried briefing to its library with all its versions (a reading for each) and
        their days, waking nobody. SAME if it is there with the same history; CHANGED if it is there
        with another one, and then nothing is written."""

    def revise(self, library: int, briefing: int, reading: Reading, *, now: datetime) -> int:
        """Make a reading the next revision of one of the library's own briefings, whatever its
        title and day, and publish it; the bytes that it came in stay. Returns the revision's
        number, 0 where there is no such briefing."""

    def withdraw(self, briefing: int, *, now: datetime) -> bool:
        """Take a briefing out of all answers; its revisions stay. False if it was not published."""

    def set_settings(self, settings: Settings) -> None: ...

    def add_draft(self, draft: Draft) -> int:
        """Keep one (number 0) until somebody decides; returns its number, 0 where there was a draft
        of the same entry of a feed already, whatever became of it."""

    def save_draft(self, changed: Draft) -> bool:
        """Write the edits, the state and what it became, if it still waits in the version that
        `changed` bears. False, and nothing is written, if somebody else was quicker."""

    def add_feed(self, feed: Feed) -> int:
        """Follow one (number 0); returns its number, 0 where the library follows it already."""

    def save_feed(self, feed: Feed) -> bool:
        """Write how a feed stands; False where it was removed meanwhile."""

    def remove_feed(self, library: int, number: int) -> bool:
        """Follow it no longer; False if the library follows no such feed."""

    def note(self, change: Change, *, now: datetime) -> int:
        """Write a line of the audit log, in the transaction of the change; returns its number."""

    def add_name_rule(self, rule: NameRule) -> int:
        """Keep one (number 0), and have its library read again; returns its number."""

    def drop_name_rule(self, library: int, number: int) -> bool:
        """Let one go, and have the library read again. False if there was none."""

    def relearn(self, briefing: int, revision: int, reading: Reading) -> bool:
        """Let a new reading of the very same text answer questions. False, and nothing is written,
        where that revision is not the published one any more."""

    def set_reread(self, library: int, done: int | None) -> None:
        """A library has been read again up to a briefing; None: whole."""

    def note_posted(self, posted: Posted) -> None:
        """A message stands: keep what it shows, so that it hears of changes to that."""

    def caught_up(self, told: Behind, said: str) -> None:
        """The message was told of the changes that `told` names; more may have come since."""

    def put_off(self, message: int, until: datetime, said: str) -> None:
        """Try the message again at an instant; `said` is what stands in the way."""

    def delete_some(self, library: int, *, briefings: int) -> bool:
        """Delete at most so many briefings of a server for good, with all that was read out of
        them; with the last ones its settings, schedules and what people follow there, too, and then
        True.
        To be called until it is: one short change at a time lets others write in between."""

    def put_schedule(self, schedule: StoredSchedule) -> StoredSchedule:
        """Add one (id 0), or change the one of this id; it comes back with its id."""

    def remove_schedule(self, number: int, *, now: datetime) -> bool:
        """Take a schedule away; its ledger stays. False if there was none."""

    def set_next(self, number: int, next_at: datetime) -> None:
        """Nothing is to be done for a schedule before this instant."""

    def remember(self, library: int, text: str, now: datetime) -> str:
        """Keep a text for 30 days, for this library alone, under a key of 16 characters that
        nobody can guess. The same text has the same key, and its 30 days begin anew."""

    def look_again(self, now: datetime) -> None:
        """Let all schedules be looked at soon, whatever their `next_at`."""

    def save_delivery(self, changed: Delivery, seen: Delivery | None) -> bool:
        """Write a row of the ledger if it still stands as it was seen (None: there was none yet).
        False, and nothing is written, if somebody else was quicker."""

    def put_follow(self, follow: Follow) -> None:
        """Add one to its mailbox; where it holds the topic already, that counts from now on."""

    def remove_follow(self, key: str) -> bool:
        """Take one away for good; with the last one its mailbox and the ledger of that."""

    def forget_person(self, person: int, *, choices: int) -> None:
        """Delete what a person follows with the ledger of it, and their own choices (the settings
        of that number). Schedules that they made for a server stay, without their name."""

    def tidy_mailboxes(self, *, off_before: datetime, sent_before: datetime) -> None:
        """Delete what people follow where it was switched off before an instant, and the ledger of
        messages that were done with before another."""


class Storage(Protocol):
    """A library engine: opened by its own class, closed once."""

    async def read(self, question: Callable[[Shelf], T]) -> T: ...
    async def write(self, change: Callable[[Desk], T]) -> T: ...

    def mark(self) -> object:
        """Another one after any write, of whichever process; told at once, or None."""

    async def check(self) -> Iterable[str]:
        """Problems of the file (integrity, foreign keys, offsets), one a line; empty is well."""

    async def close(self) -> None: ...
