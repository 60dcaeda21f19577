"""Edited, withdrawn, restored, undone: the library against a plain model of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_catalogue
from bot.errors import BadQuestion
from bot.ingestion.corrections import By, edit, restore, undo, withdrawing
from bot.ingestion.edits import Edits
from bot.ingestion.intake import take_in
from bot.model import State
from bot.storage.protocol import Storage
from bot.storage.sqlite import SqliteStorage

SERVER, MOD = 7, 70
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
BODIES = (
    "Tallowbrook Motors spent $40 million on its plant in Ludlow.",
    "Tallowbrook Motors spent $50 million on its plant in Ludlow.",
    "Hartwell Mobility will hire 300 people in 2027.",
)
TITLES = ("A Van", "A Bus")
DAYS = (date(2026, 11, 20), date(2026, 11, 21))


def text(day: date, title: str, body: str) -> bytes:
    return f"{title}\n{day}\n\n{body}\n".encode()


async def stored(storage: Storage, title: str = "A Van", body: str = BODIES[0]) -> int:
    (one,) = await take_in(
        storage,
        open_catalogue(),
        text(DAYS[0], title, body),
        library=SERVER,
        now=NOW,
        today=TODAY,
        by=MOD,
    )
    return one.ref.id


def by(minutes: float = 0, library: int = SERVER) -> By:
    return By(library, MOD, NOW + timedelta(minutes=minutes))


@pytest.fixture
async def storage(tmp_path: Path) -> Any:
    opened = await SqliteStorage.open(tmp_path / "library.db")
    yield opened
    await opened.close()


async def body_of(storage: Storage, number: int) -> str:
    found = await storage.read(lambda shelf: shelf.briefing((SERVER,), number))
    return found.body if found else ""


async def test_an_edit_is_a_new_revision_and_read_again(storage: Storage) -> None:
    number = await stored(storage)
    edits = Edits(body=BODIES[1], day=DAYS[1], author="Maren  Tilbrook")
    done = await edit(storage, open_catalogue(), number, edits, by(), today=TODAY)
    assert (done.ref.revision, done.ref.day, done.ref.author) == (2, DAYS[1], "Maren Tilbrook")
    found = await storage.read(lambda shelf: shelf.briefing((SERVER,), number))
    assert found is not None
    assert [fact.quote.text for fact in found.facts if fact.fact.value == 5e7]
    kept = await storage.read(lambda shelf: shelf.revisions(number))
    assert [(one.number, one.body, one.day) for one in kept] == [
        (1, BODIES[0], DAYS[0]),
        (2, BODIES[1], DAYS[1]),
    ]


async def test_what_a_moderator_did_not_see_is_not_overwritten(storage: Storage) -> None:
    number = await stored(storage)
    catalogue = open_catalogue()
    await edit(storage, catalogue, number, Edits(title="A Bus"), by(), today=TODAY)
    with pytest.raises(BadQuestion, match="Somebody else"):
        late = Edits(title="A Car")
        await edit(storage, catalogue, number, late, by(), today=TODAY, seen=1)
    with pytest.raises(BadQuestion, match="Nothing is different"):
        await edit(storage, catalogue, number, Edits(title="A Bus"), by(), today=TODAY)


async def test_another_servers_briefing_is_not_there(storage: Storage) -> None:
    number = await stored(storage)
    catalogue, other = open_catalogue(), by(library=8)
    with pytest.raises(BadQuestion, match="has no briefing"):
        await edit(storage, catalogue, number, Edits(title="X"), other, today=TODAY)
    with pytest.raises(BadQuestion, match="has no briefing"):
        await storage.write(withdrawing(number, other))
    with pytest.raises(BadQuestion, match="has no briefing"):
        await restore(storage, catalogue, number, other)
    with pytest.raises(BadQuestion, match="nothing to be undone"):
        await undo(storage, catalogue, other, change=1)
    assert await body_of(storage, number) == BODIES[0]


async def test_each_kind_of_change_is_undone_for_ten_minutes(storage: Storage) -> None:
    number = await stored(storage)
    catalogue = open_catalogue()
    await edit(storage, catalogue, number, Edits(body=BODIES[1]), by(), today=TODAY)
    done = await undo(storage, catalogue, by(10))
    assert (await body_of(storage, number), done.ref.revision) == (BODIES[0], 3)
    with pytest.raises(BadQuestion, match="undone already"):
        await undo(storage, catalogue, by(10))
    gone = await storage.write(withdrawing(number, by(20)))
    assert await body_of(storage, number) == ""
    with pytest.raises(BadQuestion, match="more than ten minutes"):
        await undo(storage, catalogue, by(31))
    await undo(storage, catalogue, by(30), change=gone.change)
    assert await body_of(storage, number) == BODIES[0]
    await storage.write(withdrawing(number, by(40)))
    await restore(storage, catalogue, number, by(41), revision=2)
    assert await body_of(storage, number) == BODIES[1]
    undone = await undo(storage, catalogue, by(42))
    assert undone.state is State.WITHDRAWN


async def test_undoing_what_was_just_taken_in_withdraws_it(storage: Storage) -> None:
    number = await stored(storage)
    done = await undo(storage, open_catalogue(), by(1))
    assert (done.ref.id, done.state) == (number, State.WITHDRAWN)


async def test_only_a_briefings_last_change_is_undone(storage: Storage) -> None:
    number = await stored(storage)
    catalogue = open_catalogue()
    first = await edit(storage, catalogue, number, Edits(title="A Bus"), by(), today=TODAY)
    await edit(storage, catalogue, number, Edits(title="A Car"), by(), today=TODAY)
    with pytest.raises(BadQuestion, match="Somebody else"):
        await undo(storage, catalogue, by(), change=first.change)
