"""What becomes of a text that is put: new, the same, or the next revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.model import HOUSE, Fact, Outcome, Query, Reading, Span, State, Stored
from bot.storage.protocol import Desk, Shelf, Storage
from tests.storage.builders import BODY, DAY, FIRMS, NOW, read, year
from tests.storage.conftest import ENGINES

LATER = NOW + timedelta(hours=1)


async def put(
    storage: Storage,
    reading: Reading,
    *,
    library: int = HOUSE,
    original: bytes = b"as pasted",
    now: datetime = NOW,
) -> Stored:
    return await storage.write(lambda desk: desk.put(library, reading, original=original, now=now))


async def test_a_first_text_is_new(storage: Storage) -> None:
    stored = await put(storage, read(author="A. Writer", source="The Van", url="https://a.test/1"))
    assert stored.outcome is Outcome.NEW
    assert stored.ref.title == "Jobs go at Tallowbrook"
    assert (stored.ref.library, stored.ref.day, stored.ref.revision) == (HOUSE, DAY, 1)
    assert (stored.ref.author, stored.ref.source) == ("A. Writer", "The Van")
    assert stored.ref.url == "https://a.test/1"


SAME = {
    "the very same": read(),
    "white space apart": read(BODY.replace(". ", ".  \u00a0").replace("\n", "\n\n")),
    "title in other letters": read(title="JOBS GO  at Tallowbrook "),
}


@pytest.mark.parametrize("again", SAME.values(), ids=SAME)
async def test_the_same_text_again_writes_nothing(storage: Storage, again: Reading) -> None:
    first = await put(storage, read())
    second = await put(storage, again, original=b"another paste", now=LATER)
    assert first.was is None
    assert second == replace(first, outcome=Outcome.SAME, was=State.PUBLISHED)
    revisions = await storage.read(lambda shelf: shelf.revisions(first.ref.id))
    assert [revision.original for revision in revisions] == [b"as pasted"]


async def test_typographic_quotes_and_dashes_do_not_make_another_title(storage: Storage) -> None:
    await put(storage, read(title="Orrin's new van - at last"))
    again = await put(storage, read(title="Orrin’s new van – at last"))
    assert again.outcome is Outcome.SAME


async def test_the_same_address_is_the_same_briefing_under_another_title(storage: Storage) -> None:
    first = await put(storage, read(url="https://a.test/1"))
    moved = read(BODY + " More.", title="Changed", day=date(2026, 3, 3), url=" https://a.test/1 ")
    second = await put(storage, moved)
    assert second.outcome is Outcome.CHANGED
    assert second.ref.id == first.ref.id
    assert (second.ref.day, second.ref.title) == (date(2026, 3, 3), "Changed")
    assert await storage.read(lambda shelf: shelf.briefings_of((HOUSE,), DAY)) == ()


OTHERS = {
    "another title": read("Orrin Vale sold 7 vans.", title="Vans"),
    "another day": read(day=date(2026, 3, 3)),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
async def test_two_stories_stay_two(storage: Storage, other: Reading) -> None:
    await put(storage, read())
    assert (await put(storage, other)).outcome is Outcome.NEW
    assert (await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings == 2


async def test_two_untitled_stories_of_a_day_stay_two(storage: Storage) -> None:
    first = await put(storage, read("Orrin Vale sold 7 vans.", title=" "))
    second = await put(storage, read("Tallowbrook sold 8 vans.", title=""))
    again = await put(storage, read("Orrin Vale sold 7 vans.", title=""))
    assert second.outcome is Outcome.NEW
    assert (again.outcome, again.ref.id) == (Outcome.SAME, first.ref.id)


async def test_a_library_does_not_know_anothers_briefing(storage: Storage) -> None:
    await put(storage, read(url="https://a.test/1"))
    assert (await put(storage, read(url="https://a.test/1"), library=77)).outcome is Outcome.NEW


async def test_a_changed_text_is_the_next_revision_and_both_are_kept(storage: Storage) -> None:
    first = await put(storage, read(), original=b"\xef\xbb\xbffirst\r\n\x00\xff")
    changed = read("Orrin Vale sold 6,000 vans.")
    second = await put(storage, changed, original=b"second", now=LATER)
    assert second.outcome is Outcome.CHANGED
    assert (second.ref.id, second.ref.revision) == (first.ref.id, 2)
    kept = await storage.read(lambda shelf: shelf.revisions(first.ref.id))
    assert [(item.number, item.original) for item in kept] == [
        (1, b"\xef\xbb\xbffirst\r\n\x00\xff"),
        (2, b"second"),
    ]
    assert [item.body for item in kept] == [BODY, changed.body]
    assert [item.added_at for item in kept] == [NOW, LATER]
    assert await storage.read(lambda shelf: shelf.body(first.ref.id)) == changed.body


async def test_a_changed_text_takes_its_old_lines_out_of_all_answers(storage: Storage) -> None:
    old = read(
        facts=[("cut 200 jobs", ["tallowbrook"])],
        events=[("plans a plant", ["tallowbrook"], year(2028))],
    )
    await put(storage, old)
    await put(storage, read("Orrin Vale sold 6,000 vans."))
    houses, gone = (HOUSE,), ("tallowbrook", "~brisling")
    left = await storage.read(
        lambda shelf: (
            shelf.mentions_of(houses, gone, 9),
            shelf.facts_about(houses, gone, 9),
            shelf.events_about(houses, gone, DAY, 99),
            shelf.search(houses, Query(("plant",)), 9),
            shelf.named_with(houses, ["orrin"], 9, 9),
        )
    )
    assert left == ((), (), (), (), ())
    known = await storage.read(lambda shelf: shelf.known_topics(houses))
    assert [(item.topic.key, item.briefings) for item in known] == [("orrin", 1)]
    assert not await storage.check()


async def test_a_withdrawn_briefing_is_in_no_answer_and_keeps_its_revisions(
    storage: Storage,
) -> None:
    number = (await put(storage, read(facts=[("cut 200 jobs", ["tallowbrook"])]))).ref.id
    assert await storage.write(lambda desk: desk.withdraw(number, now=LATER))
    assert not await storage.write(lambda desk: desk.withdraw(number, now=LATER))
    houses = (HOUSE,)
    left = await storage.read(
        lambda shelf: (
            shelf.briefing(houses, number),
            shelf.latest_day(houses, DAY),
            shelf.known_topics(houses),
            shelf.mentions_of(houses, ["tallowbrook"], 9),
            shelf.facts_about(houses, ["tallowbrook"], 9),
            shelf.search(houses, Query(("plant",)), 9),
            shelf.coverage(houses).briefings,
        )
    )
    assert left == (None, None, (), (), (), (), 0)
    assert len(await storage.read(lambda shelf: shelf.revisions(number))) == 1
    assert not await storage.check()


async def test_a_withdrawn_briefing_put_again_is_published_as_its_next_revision(
    storage: Storage,
) -> None:
    number = (await put(storage, read())).ref.id
    await storage.write(lambda desk: desk.withdraw(number, now=LATER))
    again = await put(storage, read(), now=LATER)
    assert (again.outcome, again.ref.id, again.ref.revision) == (Outcome.CHANGED, number, 2)
    assert (await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings == 1
    assert not await storage.check()


async def test_nobody_can_withdraw_what_is_not_there(storage: Storage) -> None:
    assert not await storage.write(lambda desk: desk.withdraw(12, now=NOW))


OUTSIDE = {
    "behind the end": Span(5, len(BODY) + 1),
    "before the start": Span(-1, 4),
    "empty": Span(4, 4),
}


@pytest.mark.parametrize("span", OUTSIDE.values(), ids=OUTSIDE)
async def test_a_span_outside_the_body_is_a_bug_and_stores_nothing(
    storage: Storage, span: Span
) -> None:
    reading = replace(read(), facts=(Fact(span, 0, "count"),))
    with pytest.raises(ValueError, match="no stretch"):
        await put(storage, reading)
    assert (await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings == 0


async def test_a_line_in_a_sentence_that_is_not_there_is_a_bug_and_stores_nothing(
    storage: Storage,
) -> None:
    reading = replace(read(), facts=(Fact(Span(0, 4), 99, "count"),))
    with pytest.raises(ValueError, match="not there"):
        await put(storage, reading)
    assert (await storage.read(lambda shelf: shelf.coverage((HOUSE,)))).briefings == 0


async def test_a_naive_clock_is_a_bug(storage: Storage) -> None:
    with pytest.raises(ValueError, match="aware"):
        await put(storage, read(), now=datetime(2026, 3, 2))


async def test_instants_are_kept_whatever_zone_they_come_in(storage: Storage) -> None:
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    number = (await put(storage, read(), now=east)).ref.id
    (kept,) = await storage.read(lambda shelf: shelf.revisions(number))
    assert kept.added_at == NOW
    assert kept.added_at.tzinfo is UTC


async def test_a_lone_surrogate_or_a_nul_becomes_one_replacement_character(
    storage: Storage,
) -> None:
    body = "Tallowbrook\ud800 cut\0 200 jobs."
    reading = read(body, title="A\udfff", facts=[("200 jobs", ["tallowbrook"])])
    number = (await put(storage, reading)).ref.id
    kept = await storage.read(lambda shelf: shelf.briefing((HOUSE,), number))
    assert kept is not None
    assert kept.body == "Tallowbrook\ufffd cut\ufffd 200 jobs."
    assert kept.facts[0].quote.text == "200 jobs"
    assert (await put(storage, reading)).outcome is Outcome.SAME
    assert not await storage.check()


BODIES = [BODY, "Orrin Vale met Tallowbrook.", "Brisling Cells rests. It waits.", "Jobs go."]
PUTS = st.tuples(
    st.just("put"),
    st.sampled_from([HOUSE, 7]),
    st.sampled_from(["a", "b", ""]),
    st.sampled_from(BODIES),
    st.sampled_from([DAY, date(2026, 3, 3)]),
    st.sampled_from(["", "https://a.test/1"]),
)
WITHDRAWALS = st.tuples(st.just("withdraw"), st.integers(1, 4))


@examples(max_examples=15, deadline=None)
@given(steps=st.lists(PUTS | WITHDRAWALS, min_size=1, max_size=12))
async def test_whatever_is_put_and_withdrawn_every_count_stays_true(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    for engine in ENGINES:
        storage = await engine(tmp_path_factory.mktemp("any") / "library.db")
        try:
            await storage.write(lambda desk: _take_all(desk, steps))
            assert not await storage.check()
        finally:
            await storage.close()


def _take_all(desk: Desk, steps: list[tuple[Any, ...]]) -> None:
    for step in steps:
        _take(desk, *step)


def _take(desk: Desk, step: str, *told: Any) -> None:
    if step == "withdraw":
        desk.withdraw(*told, now=NOW)
        return
    library, *rest = told
    desk.put(library, _reading(*rest), original=b"x", now=NOW)


def _reading(title: str, body: str, day: date, url: str) -> Reading:
    return read(
        body,
        title=title,
        day=day,
        url=url,
        facts=[(body[:9], ["tallowbrook", "orrin"])],
        events=[(body[:9], ["orrin"], year(2028)), (body[:8], ["~brisling", "orrin"], year(2029))],
    )


TOLD = st.lists(PUTS, min_size=1, max_size=12)


@examples(max_examples=25, deadline=None)
@given(told=TOLD, cuts=st.sets(st.integers(1, 11)))
async def test_many_together_become_what_they_become_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[Any, ...]], cuts: set[int]
) -> None:
    """Also where one of them changes, or is, another of them. `cuts` are where a transaction ends
    and the next begins."""
    edges = [0, *sorted(cut for cut in cuts if cut < len(told)), len(told)]
    for engine in ENGINES:
        folder = tmp_path_factory.mktemp("many")
        single, together = await engine(folder / "single.db"), await engine(folder / "many.db")
        try:
            one_by_one = [
                await put(single, _reading(*one), original=one[1].encode()) for _, _, *one in told
            ]
            at_once = [
                stored
                for first, last in pairwise(edges)
                for stored in await together.write(
                    lambda desk, some=told[first:last]: desk.put_all(  # type: ignore[misc]
                        HOUSE, [(_reading(*one), one[1].encode()) for _, _, *one in some], now=NOW
                    )
                )
            ]
            assert at_once == one_by_one
            assert await together.read(_answers) == await single.read(_answers)
            assert not await together.check()
        finally:
            await single.close()
            await together.close()


def _answers(shelf: Shelf) -> list[object]:
    """All that is read out of briefings, and their versions."""
    house, keys = (HOUSE,), tuple(FIRMS)
    numbers = range(1, 13)
    return [
        [shelf.briefing(house, number) for number in numbers],
        [shelf.revisions(number) for number in numbers],
        [shelf.topic(house, key) for key in keys],
        [shelf.mentions_of(house, (key,), 99) for key in keys],
        [shelf.facts_about(house, (key,), 99) for key in keys],
        [shelf.events_about(house, (key,), DAY, 99) for key in keys],
        [shelf.named_with(house, (key,), 99, 99) for key in keys],
        [shelf.search(house, Query((word,)), 99) for word in ("orrin", "jobs", "waits", "sold")],
        shelf.coverage(house),
    ]


async def test_a_name_is_kept_as_the_last_of_many_tells_it(storage: Storage) -> None:
    told = [
        read(title="One"),
        read("Tallowbrook plc rests.", title="Two", topics=RENAMED),
        read("It waits.", title="Three"),
    ]
    pairs = [(one, b"x") for one in told]
    await storage.write(lambda desk: desk.put_all(HOUSE, pairs, now=NOW))
    kept = await storage.read(lambda shelf: shelf.topic((HOUSE,), "tallowbrook"))
    assert kept is not None
    assert (kept.topic.name, kept.briefings) == ("Tallowbrook plc", 2)


RENAMED = {"tallowbrook": FIRMS["tallowbrook"]._replace(name="Tallowbrook plc")}


async def test_what_a_change_reads_after_it_wrote_is_what_it_wrote(storage: Storage) -> None:
    def change(desk: Desk) -> list[str | None]:
        number = desk.put(HOUSE, read(), original=b"1", now=NOW).ref.id
        seen = [_body(desk, number)]
        desk.put(HOUSE, read("Orrin Vale sold 1."), original=b"2", now=NOW)
        return [*seen, _body(desk, number)]

    assert await storage.write(change) == [BODY, "Orrin Vale sold 1."]


def _body(desk: Desk, number: int) -> str | None:
    found = desk.briefing((HOUSE,), number)
    return None if found is None else found.body
