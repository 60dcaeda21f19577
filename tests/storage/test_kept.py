"""Events that a reader keeps in memory: never another answer than the file's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import HOUSE, Reading, StoredEvent, Topic, TopicKind
from bot.storage.kept import KeptEvent, KeptEvents, Place
from bot.storage.protocol import Desk, Shelf, Storage
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import DAY, NOW, read, year
from tests.storage.conftest import Opening

SERVER = 7
BOTH = (SERVER, HOUSE)
KEY = "tallowbrook"
NAMES = ("Tallowbrook", "Tallowbrook Group")
VERSIONS = 3


def told(title: str, version: int, name: str = NAMES[0]) -> Reading:
    """A text with one plan; its versions tell it in other words and for another year, and call its
    firm by one name or another."""
    body = f"{name} plans {version} plants by {2030 + version}."
    plan = (f"plans {version} plants by {2030 + version}", [KEY], year(2030 + version))
    topics = {KEY: Topic(KEY, name, TopicKind.COMPANY)}
    return read(body, title=title, topics=topics, events=[plan])


def events(shelf: Shelf) -> tuple[Sequence[StoredEvent], ...]:
    plans = shelf.plans(BOTH, DAY, date.max, 50)
    return shelf.events_about(BOTH, (KEY,), DAY, 50), plans


async def test_what_is_kept_gives_way_to_what_another_process_writes(
    tmp_path: Path, opening: Opening
) -> None:
    reader, writer = await opening(tmp_path / "library.db"), await opening(tmp_path / "library.db")

    async def lines() -> list[str]:
        about, plans = await reader.read(events)
        assert [item.quote.text for item in plans] == [item.quote.text for item in about]
        return [f"{item.topics[0].name} {item.quote.text}" for item in about]

    def put(desk: Desk, version: int, name: str = NAMES[0]) -> int:
        reading = told("one", version, name)
        return desk.put(HOUSE, reading, original=b"x", now=NOW).ref.id

    number = await writer.write(lambda desk: put(desk, 1))
    assert await lines() == ["Tallowbrook plans 1 plants by 2031"]
    await writer.write(lambda desk: put(desk, 2))
    assert await lines() == ["Tallowbrook plans 2 plants by 2032"]
    renamed = told("one", 2, NAMES[1])  # the same version, read anew
    plan = told("one", 2).events[0]._replace(days=year(2040))
    moved = replace(told("one", 2), events=(plan,), topics=renamed.topics)
    assert await writer.write(lambda desk: desk.relearn(number, 2, moved))
    (item,) = (await reader.read(events))[0]
    assert (item.topics[0].name, item.event.days) == (NAMES[1], year(2040))
    await writer.write(lambda desk: desk.withdraw(number, now=NOW))
    assert await lines() == []


Step = tuple[str, int, int, int]
"""What is done, to which text, in which version, under which name of the firm."""


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("put", "put", "relearn", "withdraw", "delete")),
            st.integers(0, 3),
            st.integers(1, VERSIONS),
            st.integers(0, 1),
        ),
        min_size=1,
        max_size=12,
    )
)
async def test_a_reader_who_keeps_answers_as_one_who_does_not(
    tmp_path_factory: object, steps: list[Step]
) -> None:
    folder = tmp_path_factory.mktemp("library")  # type: ignore[attr-defined]
    reader, writer = [await SqliteStorage.open(folder / "library.db") for _ in range(2)]
    try:
        for step in steps:
            await writer.write(lambda desk, step=step: _do(desk, *step))
            await _same(reader, folder / "library.db")
    finally:
        await reader.close()
        await writer.close()


def _do(desk: Desk, what: str, text: int, version: int, name: int) -> None:
    library = SERVER if text % 2 else HOUSE
    reading = told(f"no. {text}", version, NAMES[name])
    stored = desk.briefings_of((library,), DAY)
    ours = next((one.ref for one in stored if one.ref.title == f"no. {text}"), None)
    if what == "put":
        desk.put(library, reading, original=b"x", now=NOW)
    elif what == "delete":
        desk.delete_some(SERVER, briefings=1)  # its number may come again
    elif ours is not None and what == "withdraw":
        desk.withdraw(ours.id, now=NOW + timedelta(minutes=1))
    elif ours is not None and desk.body(ours.id) == reading.body:
        later = reading.events[0]._replace(days=year(2050 + version))
        desk.relearn(ours.id, ours.revision, replace(reading, events=(later,)))


async def _same(reader: Storage, file: Path) -> None:
    fresh = await SqliteStorage.open(file)
    try:
        assert await reader.read(events) == await fresh.read(events)
    finally:
        await fresh.close()


def kept(learnt: int) -> KeptEvent:
    reading = told("one", learnt)
    return KeptEvent(learnt, None, reading.events[0])  # type: ignore[arg-type]


def test_what_is_asked_for_again_stays_and_the_rest_goes() -> None:
    held = KeptEvents(most=8)
    first, *others = [Place(1, ordinal) for ordinal in range(60)]
    held.keep({first: kept(1)})
    for place in others:
        held.keep({place: kept(1)})
        assert held.standing({first: 1}), place
    found = held.standing(dict.fromkeys(others, 1))
    assert 0 < len(found) <= 8
    assert not held.standing({first: 2})


def test_more_than_is_ever_kept_is_kept_by_nobody() -> None:
    held = KeptEvents(most=8)
    held.keep({Place(1, ordinal): kept(1) for ordinal in range(5)})
    assert not held.standing({Place(1, 0): 1})
