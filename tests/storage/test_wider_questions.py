"""Days, plans, neighbours and words over many briefings; never out of another's library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model import HOUSE, Days, Query, Reading, Status
from bot.storage.protocol import Desk, Storage
from tests.storage.builders import DAY, NOW, read, year

SERVER = 1_044_291_007_562_555_433
OTHER = SERVER + 1
MINE = (SERVER, HOUSE)
PLAN = "It plans a plant with Brisling Cells by 2028"


def planned(until: date, *, title: str = "A Plan", status: Status = Status.PLANNED) -> Reading:
    told = read(title=title, events=[(PLAN, ["tallowbrook"], Days(DAY, until))])
    return replace(told, events=tuple(event._replace(status=status) for event in told.events))


async def put(storage: Storage, reading: Reading, library: int = HOUSE) -> int:
    def change(desk: Desk) -> int:
        return desk.put(library, reading, original=b"x", now=NOW).ref.id

    return await storage.write(change)


async def test_days_around_a_day_are_found(storage: Storage) -> None:
    for ago, library in ((9, HOUSE), (5, SERVER), (5, HOUSE), (2, OTHER), (1, HOUSE)):
        await put(storage, read(title=f"T{ago}", day=DAY - timedelta(days=ago)), library)

    async def first(since: date) -> date | None:
        return await storage.read(lambda shelf: shelf.first_day(MINE, since))

    assert await first(DAY - timedelta(days=8)) == DAY - timedelta(days=5)
    assert await first(DAY - timedelta(days=5)) == DAY - timedelta(days=5)
    assert await first(DAY - timedelta(days=4)) == DAY - timedelta(days=1)
    assert await first(DAY) is None
    found = await storage.read(lambda s: s.newest(MINE, DAY - timedelta(days=5), DAY, 9))
    assert [ref.title for ref in found] == ["T1", "T5", "T5"]
    assert len(await storage.read(lambda s: s.newest(MINE, date.min, date.max, 2))) == 2


async def test_gaps_are_the_longest_stretches_without_a_briefing(storage: Storage) -> None:
    for ago, library in (
        (60, HOUSE),
        (50, SERVER),
        (30, HOUSE),
        (30, SERVER),
        (23, OTHER),
        (23, HOUSE),
    ):
        await put(storage, read(title=f"T{ago}", day=DAY - timedelta(days=ago)), library)

    def stretch(first: int, last: int) -> Days:
        return Days(DAY - timedelta(days=first), DAY - timedelta(days=last))

    gaps = await storage.read(lambda shelf: shelf.gaps(MINE, 9))
    assert gaps == (stretch(49, 31), stretch(59, 51))
    assert await storage.read(lambda shelf: shelf.gaps(MINE, 1)) == gaps[:1]
    assert await storage.read(lambda shelf: shelf.gaps((77,), 9)) == ()


async def test_plans_come_by_the_day_they_fall_due(storage: Storage) -> None:
    soon, late, far = (DAY + timedelta(days=days) for days in (3, 90, 900))
    await put(storage, planned(late, title="late"))
    await put(storage, planned(soon, title="soon", status=Status.DELAYED), SERVER)
    await put(storage, planned(soon, title="not ours"), OTHER)
    await put(storage, planned(soon, title="done", status=Status.PAST))
    await put(storage, planned(soon, title="off", status=Status.CANCELLED))
    gone = await put(storage, planned(soon, title="gone"))
    await put(storage, planned(far, title="far"))
    await storage.write(lambda desk: desk.withdraw(gone, now=NOW))
    found = await storage.read(lambda shelf: shelf.plans(MINE, DAY, late, 9))
    assert [item.quote.briefing.title for item in found] == ["soon", "late"]
    assert found[0].quote.text == PLAN
    assert [len(await storage.read(lambda s, n=n: s.plans(MINE, DAY, far, n))) for n in (1, 9)] == [
        1,
        3,
    ]
    assert not await storage.check()


@pytest.mark.parametrize(
    ("around", "limit", "years"),
    [
        (2026, 4, [2024, 2025, 2026, 2027]),
        (2026, 3, [2025, 2026, 2027]),
        (2021, 4, [2020, 2021, 2022, 2023]),
        (2029, 4, [2026, 2027, 2028, 2029]),
        (2035, 2, [2028, 2029]),
        (2000, 99, list(range(2020, 2030))),
    ],
)
async def test_of_many_events_those_next_to_a_day_are_read(
    storage: Storage, around: int, limit: int, years: list[int]
) -> None:
    for number in range(2020, 2030):
        await put(storage, read(title=str(number), events=[(PLAN, ["tallowbrook"], year(number))]))
    found = await storage.read(
        lambda shelf: shelf.events_about(MINE, ("tallowbrook",), date(around, 1, 1), limit)
    )
    assert [item.event.days.earliest.year for item in found] == years


async def test_the_events_of_one_briefing(storage: Storage) -> None:
    told = read(events=[(PLAN, ["tallowbrook"], year(2028)), ("sold 5,000 vans", [], year(2020))])
    ours, theirs = await put(storage, told), await put(storage, told, OTHER)
    found = await storage.read(lambda shelf: shelf.events_of(MINE, ours))
    assert [item.quote.text for item in found] == [PLAN, "sold 5,000 vans"]
    assert await storage.read(lambda shelf: shelf.events_of(MINE, theirs)) == ()


async def test_a_moved_plan_stands_under_its_new_day_only(storage: Storage) -> None:
    await put(storage, planned(DAY + timedelta(days=3)))
    moved = planned(DAY + timedelta(days=30))
    await put(storage, replace(moved, page=replace(moved.page, body=moved.body + " ")))
    again = replace(moved, page=replace(moved.page, body=moved.body + " It is new."))
    await put(storage, again)
    found = await storage.read(lambda shelf: shelf.plans(MINE, DAY, date.max, 9))
    assert [item.event.days.latest for item in found] == [DAY + timedelta(days=30)]
    assert not await storage.check()


async def test_mentions_are_counted_by_month(storage: Storage) -> None:
    for day in (date(2026, 1, 5), date(2026, 3, 1), date(2026, 3, 2), date(2025, 2, 1)):
        await put(storage, read(title=str(day), day=day))
    await put(storage, read(day=DAY), OTHER)
    counts = await storage.read(
        lambda shelf: shelf.mentions_by_month(MINE, ("tallowbrook",), date(2025, 3, 1))
    )
    assert counts == {"2026-01": 1, "2026-03": 2}


async def test_briefings_that_name_both_come_newest_first(storage: Storage) -> None:
    await put(storage, read(title="both", day=DAY - timedelta(days=1)))
    await put(storage, read("Orrin Vale sold 5,000 vans.", title="one"))
    await put(storage, read(title="newer"), SERVER)
    await put(storage, read(title="not ours"), OTHER)
    pairs = await storage.read(lambda s: s.named_together(MINE, "tallowbrook", "orrin", 9))
    assert [(a.quote.briefing.title, a.quote.text, b.quote.text) for a, b in pairs] == [
        ("newer", "Tallowbrook", "Orrin Vale"),
        ("both", "Tallowbrook", "Orrin Vale"),
    ]


async def test_a_text_comes_sentence_by_sentence(storage: Storage) -> None:
    ours, theirs = await put(storage, read()), await put(storage, read(), OTHER)
    (told,) = await storage.read(lambda shelf: shelf.texts(MINE, [theirs, ours, ours, 999]))
    assert [quote.text for quote in told.sentences] == [
        "Tallowbrook cut 200 jobs on Monday.",
        "It plans a plant with Brisling Cells by 2028.",
        "Orrin Vale sold 5,000 vans.",
    ]
    other = await put(storage, read(title="another", day=DAY - timedelta(days=1)))
    both = await storage.read(lambda shelf: shelf.texts(MINE, [other, ours]))
    assert [one.ref.id for one in both] == [other, ours]
    await storage.write(lambda desk: desk.withdraw(ours, now=NOW))
    assert await storage.read(lambda shelf: shelf.texts(MINE, [ours])) == ()


QUERIES = {
    "a phrase": (Query(("plant with",)), ["new", "old"]),
    "words apart are no phrase": (Query(("plant brisling",)), []),
    "not a word": (Query(("jobs",), unwanted=("tram",)), ["new", "old"]),
    "nor two": (Query(("jobs",), unwanted=("tram", "brisling")), []),
    "since": (Query(("jobs",), since=DAY), ["tram", "new"]),
    "until": (Query(("jobs",), until=DAY - timedelta(days=1)), ["old"]),
    "until the end of time": (Query(("vans",), until=date.max), ["new", "old"]),
    "named": (Query(("jobs",), topics=("tallowbrook",)), ["new", "old"]),
    "named nowhere": (Query(("jobs",), topics=("nobody",)), []),
    "best": (Query(("tram",), best_first=True), ["tram"]),
}


@pytest.mark.parametrize(("query", "titles"), QUERIES.values(), ids=QUERIES.keys())
async def test_a_query_wants_and_leaves_out(
    storage: Storage, query: Query, titles: list[str]
) -> None:
    await put(storage, read(title="old", day=DAY - timedelta(days=3)))
    await put(storage, read(title="new"))
    await put(storage, read("No jobs in a tram, said nobody.", title="tram", topics={}))
    await put(storage, read(title="not ours"), OTHER)
    found = await storage.read(lambda shelf: shelf.search(MINE, query, 9))
    assert [ref.title for ref in found] == titles


@pytest.mark.parametrize("query", [query for query, _ in QUERIES.values()], ids=QUERIES.keys())
async def test_the_best_are_the_same_hits_in_another_order(storage: Storage, query: Query) -> None:
    """Of the house's and the server's own; what lies between and behind is passed by."""
    for library in (HOUSE, OTHER, SERVER, OTHER + 1):
        for days in (9, 0):
            told = read(title=f"{library} {days}", day=DAY - timedelta(days=days))
            await put(storage, told, library)
        told = read("No jobs in a tram, said nobody.", title=f"{library} tram", topics={})
        await put(storage, told, library)
    newest = await storage.read(lambda shelf: shelf.search(MINE, query, 99))
    best = await storage.read(lambda shelf: shelf.search(MINE, replace(query, best_first=True), 99))
    assert sorted(best, key=lambda ref: ref.id) == sorted(newest, key=lambda ref: ref.id)
    assert {ref.library for ref in best} <= set(MINE)


async def test_the_best_of_both_libraries_are_held_against_each_other(storage: Storage) -> None:
    filler = " and more of it" * 9
    for library, number in ((HOUSE, 1), (OTHER, 2), (SERVER, 3), (HOUSE, 5), (SERVER, 6)):
        told = read(f"A{' tram' * number}{filler}.", title=str(number), topics={})
        await put(storage, told, library)
    query = Query(("tram",), best_first=True)
    best = await storage.read(lambda shelf: shelf.search(MINE, query, 9))
    assert [ref.title for ref in best] == ["6", "5", "3", "1"]


async def test_the_best_hit_has_the_word_in_its_title(storage: Storage) -> None:
    await put(storage, read("A tram and many other words of no use.", title="Trams", topics={}))
    await put(storage, read("A tram on a tram.", title="Tram", day=DAY - timedelta(days=9)))
    query = Query(("tram",))
    newest = await storage.read(lambda shelf: shelf.search(MINE, query, 9))
    best = await storage.read(lambda shelf: shelf.search(MINE, replace(query, best_first=True), 9))
    assert ([ref.title for ref in newest], [ref.title for ref in best]) == (
        ["Trams", "Tram"],
        ["Tram", "Trams"],
    )
