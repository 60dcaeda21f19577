"""The embedded engine: `protocol.Storage` over one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.model import (
    Behind,
    Change,
    Delivery,
    Draft,
    Feed,
    Follow,
    KeptBriefing,
    NameRule,
    Outcome,
    Posted,
    Reading,
    Settings,
    Stored,
    StoredSchedule,
)
from bot.storage import (
    audit,
    carrying,
    corrections,
    deletion,
    deliveries,
    drafts,
    feeds,
    follows,
    memos,
    names,
    protocol,
    settings,
)
from bot.storage.checks import problems_of
from bot.storage.database import PATIENCE, Database
from bot.storage.kept import KeptEvents
from bot.storage.shelf import SqliteShelf
from bot.storage.shelving import Shelver
from bot.storage.snapshot import Snapshot
from bot.storage.taken import note_taken
from bot.storage.topics import Rolls

T = TypeVar("T")


class SqliteDesk(SqliteShelf):
    """`protocol.Desk` over one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._connection = connection
        self._shelver = Shelver(connection)

    def put(self, library: int, reading: Reading, *, original: bytes, now: datetime) -> Stored:
        (stored,) = self.put_all(library, ((reading, original),), now=now)
        return stored

    def put_all(
        self, library: int, readings: Iterable[tuple[Reading, bytes]], *, now: datetime
    ) -> tuple[Stored, ...]:
        stored = self._shelver.put(library, readings, now)
        written = [one for one in stored if one.outcome is not Outcome.SAME]
        follows.wake(self._connection, [one.ref.id for one in written], library, now)
        for one in written:
            if one.outcome is Outcome.CHANGED:  # no message shows what is new
                corrections.leave_behind(self._connection, one.ref.id)
        self._look_again()
        return stored

    def note_taken(self, library: int, taken: Mapping[bytes, Sequence[int]]) -> None:
        note_taken(self._connection, library, taken)

    def bring_back(self, carried: KeptBriefing, readings: Sequence[Reading]) -> Outcome:
        outcome = carrying.bring_back(self._connection, self._shelver, carried, readings)
        self._look_again()
        return outcome

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

    def add_feed(self, feed: Feed) -> int:
        return feeds.add_feed(self._connection, feed)

    def save_feed(self, feed: Feed) -> bool:
        return feeds.save_feed(self._connection, feed)

    def remove_feed(self, library: int, number: int) -> bool:
        return feeds.remove_feed(self._connection, library, number)

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
        self._rolls = Rolls()
        self._kept = KeptEvents()

    @classmethod
    async def open(
        cls, path: Path, *, patience: float = PATIENCE, bulk: bool = False
    ) -> SqliteStorage:
        """Open the library at `path`, made anew where there is none.

        `patience` is how many seconds a write waits for another process; `bulk`: thousands of
        writes are to come.
        Raises a `StorageError` whose text says what to do; then nothing stays open, and a file
        that is not ours, newer or damaged is left as it was.
        """
        return cls(await Database.open(path, patience=patience, bulk=bulk))

    async def read(self, question: Callable[[protocol.Shelf], T]) -> T:
        return await self._database.read(
            lambda connection: question(SqliteShelf(connection, self._rolls, self._kept))
        )

    async def write(self, change: Callable[[protocol.Desk], T]) -> T:
        return await self._database.write(lambda connection: change(SqliteDesk(connection)))

    def mark(self) -> object:
        return self._database.version()

    async def check(self) -> Iterable[str]:
        return await problems_of(self._database)

    async def close(self) -> None:
        await self._database.close()
