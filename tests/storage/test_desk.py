"""Drafts, the audit log, and revisions by number: what the moderators' desk asks of storage."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import open_catalogue
from bot.extraction.reading import read
from bot.model import FORGOTTEN, Change, Draft, DraftState, Outcome, Reading
from bot.storage.protocol import Desk, Storage
from bot.storage.sqlite import SqliteStorage
from tests.storage.conftest import made_by_schema

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SERVER, OTHER = 7, 8
VAN = "December 9, 2025 - Tallowbrook Builds a Van\nTallowbrook Motors spent $40 million in 2024."


def reading(text: str = VAN) -> Reading:
    return read(text, open_catalogue())


def waiting(**more: object) -> Draft:
    made = Draft(SERVER, NOW, made_by=1, original=VAN.encode(), pasted_on=date(2025, 12, 9))
    return replace(made, **more)  # type: ignore[arg-type]


async def test_a_draft_waits_until_somebody_decides(storage: Storage) -> None:
    number = await storage.write(lambda desk: desk.add_draft(waiting()))
    (draft,) = await storage.read(lambda shelf: shelf.drafts(SERVER, 0, 10))
    assert draft == waiting(number=number)
    done = replace(draft, state=DraftState.APPROVED, decided_by=2, briefing=5)
    assert await storage.write(lambda desk: desk.save_draft(done))
    assert not await storage.read(lambda shelf: shelf.drafts(SERVER, 0, 10))
    kept = await storage.read(lambda shelf: shelf.draft(SERVER, number))
    assert kept == replace(done, version=2)


async def test_of_two_who_decide_one_does(storage: Storage) -> None:
    number = await storage.write(lambda desk: desk.add_draft(waiting()))
    seen = waiting(number=number)
    edited = replace(seen, edits='{"title":"x"}')
    assert await storage.write(lambda desk: desk.save_draft(edited))
    rejected = replace(seen, state=DraftState.REJECTED, decided_by=3)
    assert not await storage.write(lambda desk: desk.save_draft(rejected))
    again = replace(rejected, version=2)
    assert await storage.write(lambda desk: desk.save_draft(again))
    assert not await storage.write(lambda desk: desk.save_draft(replace(again, version=3)))


async def test_a_draft_is_its_own_servers(storage: Storage) -> None:
    number = await storage.write(lambda desk: desk.add_draft(waiting()))
    assert await storage.read(lambda shelf: shelf.draft(OTHER, number)) is None
    assert not await storage.read(lambda shelf: shelf.drafts(OTHER, 0, 10))
    stolen = waiting(number=number, library=OTHER, state=DraftState.REJECTED)
    assert not await storage.write(lambda desk: desk.save_draft(stolen))


ENTRIES = 50


async def test_a_feeds_bytes_are_kept_once_for_all_its_entries(
    storage: Storage, tmp_path: Path
) -> None:
    """While they wait, and when they are approved; and they go with the last that needs them."""
    feed = VAN.encode() * 2_000
    drafts = [waiting(original=feed, part=part, entry=f"#{part}") for part in range(ENTRIES)]
    await storage.write(lambda desk: [desk.add_draft(one) for one in drafts])
    await storage.write(lambda desk: desk.add_draft(waiting(original=feed, library=OTHER)))
    held = await storage.read(lambda shelf: shelf.drafts(SERVER, 0, 99))
    assert [one.part for one in held] == list(range(ENTRIES))
    assert {one.original for one in held} == {feed}
    assert _originals(tmp_path) == [feed, feed], "one for each server"
    for body in ("It waits.", "It went."):
        other = reading(VAN.replace("Tallowbrook Motors spent", body))
        await storage.write(
            lambda desk, other=other: desk.put(  # type: ignore[misc]
                SERVER, other, original=feed, now=NOW
            )
        )
    assert len(_originals(tmp_path)) == 2
    while not await storage.write(lambda desk: desk.delete_some(SERVER, briefings=1)):
        assert len(_originals(tmp_path)) == 2
    assert _originals(tmp_path) == [feed], "the other server's stays"
    (left,) = await storage.read(lambda shelf: shelf.drafts(OTHER, 0, 99))
    assert left.original == feed
    assert not await storage.check()


def _originals(folder: Path) -> list[bytes]:
    with closing(sqlite3.connect(folder / "library.db")) as held:
        return [data for (data,) in held.execute("SELECT bytes FROM original ORDER BY id")]


async def test_drafts_of_the_schema_before_keep_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    await made_by_schema(path, 13, _OLD)
    storage = await SqliteStorage.open(path)
    try:
        assert not await storage.check()
        mine = await storage.read(lambda shelf: shelf.drafts(SERVER, 0, 9))
        assert [(one.number, one.original) for one in mine] == [(4, b"a"), (5, b"b"), (7, b"a")]
        (its,) = await storage.read(lambda shelf: shelf.drafts(OTHER, 0, 9))
        assert (its.number, its.original, its.entry) == (6, b"a", "e")
        assert await storage.read(lambda shelf: shelf.drafts_of(SERVER, b"b")) == (mine[1],)
        assert _originals(tmp_path) == [b"older", b"a", b"b", b"a"]
    finally:
        await storage.close()


_OLD = "INSERT INTO original (id, bytes) VALUES (9, CAST('older' AS BLOB));" + "".join(
    f"""
    INSERT INTO draft (id, library, made_at, made_by, original, pasted_on, part, edits, entry)
    VALUES ({number}, {library}, '2026-11-23T12:00:00+00:00', 1, CAST('{text}' AS BLOB),
        '2025-12-09', 0, '{{}}', '{entry}');
    """
    for number, library, text, entry in [
        *((4, SERVER, "a", ""), (5, SERVER, "b", "")),
        *((6, OTHER, "a", "e"), (7, SERVER, "a", "f")),
    ]
)


async def test_the_log_is_read_newest_first_from_any_line_on(storage: Storage) -> None:
    def write(desk: Desk) -> list[int]:
        told = [Change(SERVER, 1, "ingest", f"briefing {n}") for n in range(5)]
        return [desk.note(change, now=NOW) for change in told]

    numbers = await storage.write(write)
    await storage.write(lambda desk: desk.note(Change(OTHER, 1, "remove", "briefing 9"), now=NOW))
    first = await storage.read(lambda shelf: shelf.changes(SERVER, None, 3))
    rest = await storage.read(lambda shelf: shelf.changes(SERVER, first[-1].number, 3))
    assert [one.number for one in (*first, *rest)] == numbers[::-1]
    assert first[0] == Change(SERVER, 1, "ingest", "briefing 4", number=numbers[-1], at=NOW)


async def test_a_line_is_written_with_its_change_or_not_at_all(storage: Storage) -> None:
    def change(desk: Desk) -> None:
        desk.note(Change(SERVER, 1, "ingest", "briefing 1"), now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await storage.write(change)
    assert not await storage.read(lambda shelf: shelf.changes(SERVER, None, 10))


async def test_who_is_forgotten_leaves_what_they_changed(storage: Storage) -> None:
    await storage.write(lambda desk: desk.note(Change(SERVER, 1, "ingest", "briefing 1"), now=NOW))
    (mine,) = await storage.read(lambda shelf: shelf.changes_by(1))
    assert mine.object == "briefing 1"
    await storage.write(lambda desk: desk.forget_person(1, choices=-1))
    assert not await storage.read(lambda shelf: shelf.changes_by(1))
    (left,) = await storage.read(lambda shelf: shelf.changes(SERVER, None, 10))
    assert left.who == FORGOTTEN


async def test_a_match_says_what_putting_would_do(storage: Storage) -> None:
    def outcome(text: str) -> object:
        return storage.read(lambda shelf: shelf.match(SERVER, reading(text)))

    assert (await outcome(VAN)).outcome is Outcome.NEW  # type: ignore[misc]
    stored = await storage.write(
        lambda desk: desk.put(SERVER, reading(), original=VAN.encode(), now=NOW)
    )
    assert await outcome(VAN) == (Outcome.SAME, stored.ref.id)  # type: ignore[misc]
    changed = VAN.replace("$40", "$41")
    assert await outcome(changed) == (Outcome.CHANGED, stored.ref.id)  # type: ignore[misc]


async def test_a_briefing_is_revised_by_its_number(storage: Storage) -> None:
    stored = await storage.write(
        lambda desk: desk.put(SERVER, reading(), original=VAN.encode(), now=NOW)
    )
    number = stored.ref.id
    other = reading(VAN.replace("a Van", "a Bus").replace("December 9", "December 8"))
    assert not await storage.write(lambda desk: desk.revise(OTHER, number, other, now=NOW))
    assert await storage.write(lambda desk: desk.revise(SERVER, number, other, now=NOW)) == 2
    found = await storage.read(lambda shelf: shelf.briefing((SERVER,), number))
    assert found is not None
    assert (found.ref.title, found.ref.day) == ("Tallowbrook Builds a Bus", date(2025, 12, 8))
    kept = await storage.read(lambda shelf: shelf.revisions(number))
    assert [one.original for one in kept] == [VAN.encode()] * 2
    await storage.write(lambda desk: desk.withdraw(number, now=NOW))
    assert await storage.write(lambda desk: desk.revise(SERVER, number, other, now=NOW)) == 3
    again = await storage.read(lambda shelf: shelf.briefing((SERVER,), number))
    assert again is not None
    assert (again.ref, again.topics) == (replace(found.ref, revision=3), found.topics)
    assert not await storage.check()
