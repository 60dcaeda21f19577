"""Schedules and the ledger: a row is written by one hand only, whoever else tries."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.model import FINAL, Delivery, DeliveryState, StoredSchedule
from bot.storage.protocol import Storage
from tests.storage.conftest import Opening

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
DAY = date(2026, 11, 23)
SCHEDULE = StoredSchedule(
    key="k1", library=7, channel=70, place="text", kind="day", rule="{}", next_at=NOW
)


async def made(storage: Storage, **changes: object) -> StoredSchedule:
    wanted = replace(SCHEDULE, **changes)  # type: ignore[arg-type]
    return await storage.write(lambda desk: desk.put_schedule(wanted))


def row(schedule: StoredSchedule, **changes: object) -> Delivery:
    claimed = Delivery(
        schedule=schedule.id,
        day=DAY,
        key=f"{schedule.key}:{DAY}",
        due=NOW,
        state=DeliveryState.CLAIMED,
        changed=NOW,
        since=NOW,
        owner="me",
        rendering='{"head":"Ünïcode 🚗"}',
    )
    return replace(claimed, **changes)  # type: ignore[arg-type]


async def save(storage: Storage, changed: Delivery, seen: Delivery | None) -> bool:
    return await storage.write(lambda desk: desk.save_delivery(changed, seen))


async def test_a_schedule_comes_back_as_it_was_given(storage: Storage) -> None:
    first = await made(storage, topic="ford", name="Ford", role=9, publish=True, made_by=3)
    second = await made(storage, key="k2", library=8)
    assert first.id != second.id
    assert await storage.read(lambda shelf: shelf.schedule(first.id)) == first
    assert await storage.read(lambda shelf: shelf.schedules(7)) == (first,)
    changed = replace(first, off="the channel is gone", told="gone", rule='{"at":"07:30"}')
    await storage.write(lambda desk: desk.put_schedule(changed))
    assert await storage.read(lambda shelf: shelf.schedules(7)) == (changed,)


async def test_only_what_runs_and_whose_moment_has_come_is_due(storage: Storage) -> None:
    now = await made(storage)
    await made(storage, key="later", next_at=NOW + timedelta(seconds=1))
    await made(storage, key="off", off="paused by trouble")
    gone = await made(storage, key="gone")
    assert await storage.write(lambda desk: desk.remove_schedule(gone.id, now=NOW))
    assert not await storage.write(lambda desk: desk.remove_schedule(gone.id, now=NOW))
    assert await storage.read(lambda shelf: shelf.schedule(gone.id)) is None
    assert await storage.read(lambda shelf: shelf.schedules_due(NOW, 10)) == (now,)
    await storage.write(lambda desk: desk.set_next(now.id, NOW + timedelta(days=1)))
    assert await storage.read(lambda shelf: shelf.schedules_due(NOW, 10)) == ()
    await storage.write(lambda desk: desk.look_again(NOW))
    due = await storage.read(lambda shelf: shelf.schedules_due(NOW, 10))
    assert {item.key for item in due} == {"k1", "later"}


async def test_a_look_at_all_holds_up_none_that_waits(storage: Storage) -> None:
    waits = await made(storage, key="waits", next_at=NOW - timedelta(seconds=1))
    for number in range(120):
        await made(storage, key=f"tomorrow {number}", next_at=NOW + timedelta(days=1))
    await storage.write(lambda desk: desk.look_again(NOW))
    due = await storage.read(lambda shelf: shelf.schedules_due(NOW, 1000))
    assert due[0].key == waits.key
    assert 20 < len(due) <= 51
    soon = await storage.read(lambda s: s.schedules_due(NOW + timedelta(seconds=3), 1000))
    assert len(soon) == 121


async def test_a_look_at_all_begins_with_what_is_unfinished(storage: Storage) -> None:
    await made(storage, key="waits", next_at=NOW - timedelta(seconds=1))
    for number in range(120):
        await made(storage, key=f"tomorrow {number}", next_at=NOW + timedelta(days=1))
    for key, state, hours in (("held", DeliveryState.HELD, 1), ("old", DeliveryState.CLAIMED, 2)):
        schedule = await made(storage, key=key, next_at=NOW + timedelta(days=1))
        due = NOW - timedelta(hours=hours)
        assert await save(storage, row(schedule, key=key, due=due, state=state), None)
    await storage.write(lambda desk: desk.look_again(NOW))
    first = await storage.read(lambda shelf: shelf.schedules_due(NOW, 3))
    assert [item.key for item in first] == ["old", "held", "waits"]


async def test_a_row_comes_back_as_it_was_written(storage: Storage) -> None:
    schedule = await made(storage)
    claimed = row(schedule, attempts=2, retry_at=NOW + timedelta(minutes=5), reason="due")
    assert await save(storage, claimed, None)
    assert await storage.read(lambda shelf: shelf.delivery(claimed.key)) == claimed
    assert await storage.read(lambda shelf: shelf.deliveries([schedule.id], DAY)) == (claimed,)


async def test_unfinished_rows_are_told_however_old_they_are(storage: Storage) -> None:
    schedule = await made(storage)
    for age, state in enumerate(DeliveryState, 1):
        day = DAY - timedelta(days=age)
        assert await save(storage, row(schedule, day=day, key=str(age), state=state), None)
    told = await storage.read(lambda shelf: shelf.deliveries([schedule.id], DAY))
    assert {item.state for item in told} == set(DeliveryState) - FINAL


async def test_a_row_is_changed_only_by_who_has_seen_it_as_it_is(storage: Storage) -> None:
    schedule = await made(storage)
    claimed = row(schedule)
    assert await save(storage, claimed, None)
    assert not await save(storage, row(schedule, owner="another"), None), "it is there already"
    held = replace(claimed, state=DeliveryState.HELD, changed=NOW + timedelta(seconds=5))
    assert await save(storage, held, claimed)
    sent = replace(claimed, state=DeliveryState.SENT, message=99)
    assert not await save(storage, sent, claimed), "it has been held since"
    assert await save(storage, sent, held)
    assert await storage.read(lambda shelf: shelf.delivery(claimed.key)) == sent


async def test_of_two_processes_one_claims(opening: Opening, tmp_path: Path) -> None:
    one, two = await opening(tmp_path / "library.db"), await opening(tmp_path / "library.db")
    schedule = await made(one)
    rows = [row(schedule, day=DAY + timedelta(days=n), key=str(n)) for n in range(40)]
    won = await asyncio.gather(
        *(
            save(storage, replace(item, owner=name), None)
            for item in rows
            for storage, name in ((one, "one"), (two, "two"))
        )
    )
    pairs = list(zip(won[::2], won[1::2], strict=True))
    assert all(first != second for first, second in pairs), "each row has one winner"
