"""Edited, withdrawn, restored, undone: the library against a plain model of it."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.app import open_catalogue
from bot.errors import BadQuestion
from bot.ingestion.corrections import By, edit, restore, standing_in, undo, withdrawing
from bot.ingestion.edits import Edits
from bot.ingestion.intake import take_in
from bot.model import State
from bot.storage.protocol import Shelf, Storage
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


MEMORY = Path("/dev/shm")
"""Two hundred small libraries, each change waited for: a real disk would make most of the test."""


class Moderators(RuleBasedStateMachine):
    """Random changes to three briefings, and a plain dictionary that says what they should be."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        path = Path(self.folder.name) / "library.db"
        self.storage: Storage = self.loop.run_until_complete(SqliteStorage.open(path))
        self.minutes = 0
        # By briefing: whether it is published, and its revisions as (title, day, body).
        self.state: dict[int, bool] = {}
        self.revisions: dict[int, list[tuple[str, date, str]]] = {}
        self.log: list[tuple[str, int, tuple[bool, int] | None, int]] = []

    def teardown(self) -> None:
        self.loop.run_until_complete(self.storage.close())
        self.loop.close()
        self.folder.cleanup()

    @initialize()
    def take_in(self) -> None:
        for title in ("A Van", "A Tram"):
            number = self.loop.run_until_complete(stored(self.storage, title))
            self.state[number], self.revisions[number] = True, [(title, DAYS[0], BODIES[0])]
            self.log.append(("ingest", number, None, 0))

    def number(self, pick: int) -> int:
        return sorted(self.state)[pick % len(self.state)]

    def standing(self, number: int) -> tuple[bool, int]:
        return self.state[number], len(self.revisions[number])

    def does(self, change: Any) -> bool:
        try:
            self.loop.run_until_complete(change)
        except BadQuestion:
            return False
        return True

    def changed(self, action: str, number: int, now: tuple[str, date, str] | None) -> None:
        was = self.standing(number)
        self.state[number] = now is not None
        if now is not None:
            self.revisions[number].append(now)
        self.log.append((action, number, was, self.minutes))

    @rule(minutes=st.sampled_from((1, 4, 11)))
    def wait(self, minutes: int) -> None:
        self.minutes += minutes

    @rule(
        pick=st.integers(0, 1),
        title=st.none() | st.sampled_from(TITLES),
        day=st.none() | st.sampled_from(DAYS),
        body=st.none() | st.sampled_from(BODIES),
    )
    def edit(self, pick: int, title: str | None, day: date | None, body: str | None) -> None:
        number = self.number(pick)
        old = self.revisions[number][-1]
        new = (title or old[0], day or old[1], body or old[2])
        change = edit(
            self.storage,
            open_catalogue(),
            number,
            Edits(title=title, day=day, body=body),
            by(self.minutes),
            today=TODAY,
        )
        assert self.does(change) is (self.state[number] and new != old)
        if self.state[number] and new != old:
            self.changed("edit", number, new)

    @rule(pick=st.integers(0, 1))
    def withdraw(self, pick: int) -> None:
        number = self.number(pick)
        done = self.does(self.storage.write(withdrawing(number, by(self.minutes))))
        assert done is self.state[number]
        if done:
            self.changed("withdraw", number, None)

    @rule(pick=st.integers(0, 1), revision=st.integers(0, 5))
    def restore(self, pick: int, revision: int) -> None:
        number = self.number(pick)
        kept = self.revisions[number]
        wanted = revision or len(kept)
        there = wanted <= len(kept) and not (self.state[number] and wanted == len(kept))
        change = restore(
            self.storage, open_catalogue(), number, by(self.minutes), revision=revision
        )
        assert self.does(change) is there
        if there:
            self.changed("restore", number, kept[wanted - 1])

    @rule()
    def undo(self) -> None:
        action, number, was, at = self.log[-1]
        there = action != "undo" and self.minutes - at <= 10
        assert self.does(undo(self.storage, open_catalogue(), by(self.minutes))) is there
        if there:
            published = was is not None and was[0]
            back = self.revisions[number][was[1] - 1] if published and was else None
            self.changed("undo", number, back)

    @invariant()
    def the_library_is_as_the_model_has_it(self) -> None:
        self.loop.run_until_complete(self.storage.read(self._agree))

    def _agree(self, shelf: Shelf) -> None:
        for number, wanted in self.revisions.items():
            kept = [(one.title, one.day, one.body) for one in shelf.revisions(number)]
            assert kept == wanted
            found = shelf.briefing((SERVER,), number)
            assert (found is not None) is self.state[number]
            if found is not None:
                assert (found.ref.title, found.ref.day, found.body) == wanted[-1]
        told = shelf.changes(SERVER, None, 1000)[::-1]
        assert [(one.action, int(one.object.split()[1])) for one in told] == [
            line[:2] for line in self.log
        ]
        for one, (_, _, was, _) in zip(told, self.log, strict=True):
            before = standing_in(one.before)
            assert (before and (before.state is State.PUBLISHED, before.revision)) == was

    @rule()
    def the_file_is_well(self) -> None:
        assert not list(self.loop.run_until_complete(self.storage.check()))


TestModerators = pytest.mark.long(Moderators.TestCase)
TestModerators.settings = settings(
    max_examples=200,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
