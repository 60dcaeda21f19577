"""What is read back: by day, by topic, by words; never out of a library that was not handed in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.model import HOUSE, Coverage, Days, KnownTopic, Query, Reading, Settings, Topic, TopicKind
from bot.storage.protocol import Desk, Storage
from tests.storage.builders import BODY, DAY, FIRMS, NOW, read, year
from tests.storage.conftest import ENGINES

SERVER = 1_044_291_007_562_555_433
"""A server's number is as long as this."""
NEXT_DAY = DAY + timedelta(days=1)


async def fill(storage: Storage, *readings: Reading, library: int = HOUSE) -> list[int]:
    """Put the readings in; the numbers they got."""

    def put_all(desk: Desk) -> list[int]:
        stored = (desk.put(library, one, original=b"x", now=NOW) for one in readings)
        return [item.ref.id for item in stored]

    return await storage.write(put_all)


# --- by day ------------------------------------------------------------------------------------


async def test_an_empty_library_answers_with_nothing(storage: Storage) -> None:
    houses, keys = (HOUSE, SERVER), ("tallowbrook",)
    empty = await storage.read(
        lambda shelf: [
            shelf.coverage(houses) == Coverage(0),
            shelf.briefings_of(houses, DAY) == (),
            shelf.latest_day(houses, DAY) is None,
            shelf.briefing(houses, 1) is None,
            shelf.body(1) is None,
            shelf.revisions(1) == (),
            shelf.known_topics(houses) == (),
            shelf.mentions_of(houses, keys, 5) == (),
            shelf.facts_about(houses, keys, 5) == (),
            shelf.events_about(houses, keys, DAY, 99) == (),
            shelf.named_with(houses, keys, 9, 5) == (),
            shelf.search(houses, Query(("jobs",)), 5) == (),
            shelf.settings(SERVER) == Settings(SERVER),
        ]
    )
    assert all(empty)
    assert not await storage.check()


async def test_a_day_shows_the_readers_own_library_first_then_as_added(storage: Storage) -> None:
    await fill(storage, read(title="house one"), read(title="house two"))
    await fill(storage, read(title="own"), library=SERVER)
    found = await storage.read(lambda shelf: shelf.briefings_of((SERVER, HOUSE), DAY))
    assert [item.ref.title for item in found] == ["own", "house one", "house two"]


async def test_a_whole_briefing_is_read_back(storage: Storage) -> None:
    reading = read(
        facts=[("sold 5,000 vans", ["orrin"]), ("cut 200 jobs", ["tallowbrook", "orrin"])],
        subjects=["orrin", "tallowbrook"],
    )
    (number,) = await fill(storage, reading)
    found = await storage.read(lambda shelf: shelf.briefing((HOUSE,), number))
    assert found is not None
    assert found.body == BODY
    assert [quote.text for quote in found.summary] == ["Tallowbrook cut 200 jobs on Monday."]
    assert [item.fact for item in found.facts] == list(reading.facts)
    assert [item.quote.text for item in found.facts] == ["sold 5,000 vans", "cut 200 jobs"]
    assert [topic.name for topic in found.facts[1].topics] == ["Tallowbrook", "Orrin Vale"]
    assert found.subjects == ("orrin", "tallowbrook")
    assert [topic.key for topic in found.topics] == ["orrin", "tallowbrook", "~brisling"]
    assert not found.topics[2].listed


@pytest.mark.parametrize(
    ("until", "found"),
    [(DAY, DAY), (NEXT_DAY, DAY), (date(9999, 12, 31), date(2031, 1, 1)), (date(1, 1, 1), None)],
    ids=str,
)
async def test_the_latest_day_is_not_after_the_one_asked_for(
    storage: Storage, until: date, found: date | None
) -> None:
    await fill(storage, read(day=date(2026, 1, 1)), read(day=DAY))
    await fill(storage, read(day=date(2031, 1, 1)), library=SERVER)
    assert await storage.read(lambda shelf: shelf.latest_day((HOUSE, SERVER), until)) == found


async def test_coverage_counts_each_library_once(storage: Storage) -> None:
    await fill(storage, read(day=DAY), read(day=NEXT_DAY))
    await fill(storage, read(day=date(999, 1, 2)), library=SERVER)
    covered = await storage.read(lambda shelf: shelf.coverage((SERVER, HOUSE, HOUSE)))
    assert covered == Coverage(3, date(999, 1, 2), NEXT_DAY)


# --- by topic ----------------------------------------------------------------------------------


async def test_known_topics_come_with_all_forms_and_the_most_named_first(storage: Storage) -> None:
    vans = {"orrin": Topic("orrin", "Orrin Vale", TopicKind.BRAND, aliases=("Orrin", "OV"))}
    await fill(storage, read(), read("Orrin Vale sold 3 vans.", title="b", topics=vans))
    known = await storage.read(lambda shelf: shelf.known_topics((HOUSE,)))
    assert known == (
        KnownTopic(Topic("orrin", "Orrin Vale", TopicKind.BRAND, aliases=("Orrin", "OV")), 2),
        KnownTopic(FIRMS["tallowbrook"], 1),
        KnownTopic(FIRMS["~brisling"], 1),
    )


async def test_a_form_goes_with_the_last_briefing_that_told_it(storage: Storage) -> None:
    wrong = {"orrin": Topic("orrin", "Orrin Vale Ltd", TopicKind.BRAND, aliases=("Orrin",))}
    await fill(storage, read(title="right"))
    body = "Orrin Vale Ltd sold 3 vans."
    (number,) = await fill(storage, read(body, title="wrong", topics=wrong))
    known = await storage.read(lambda shelf: shelf.known_topics((HOUSE,)))
    assert known[0].topic.aliases == ("Orrin", "Orrin Vale")
    await storage.write(lambda desk: desk.withdraw(number, now=NOW))
    known = await storage.read(lambda shelf: shelf.known_topics((HOUSE,)))
    assert {item.topic for item in known} >= {
        Topic("orrin", known[0].topic.name, TopicKind.BRAND, aliases=known[0].topic.aliases)
    }
    forms = {known[0].topic.name, *known[0].topic.aliases}
    assert forms == {"Orrin", "Orrin Vale"}


async def test_mentions_are_one_a_briefing_newest_first_the_outright_before_the_carried(
    storage: Storage,
) -> None:
    stood_for = read(
        "It grew. Tallowbrook cut jobs.",
        title="b",
        day=NEXT_DAY,
        carried={"It": "tallowbrook"},
        subjects=["tallowbrook"],
    )
    only_it = read(
        "It grew.", title="c", carried={"It": "tallowbrook"}, topics=FIRMS, day=date(2026, 3, 9)
    )
    await fill(storage, read(), stood_for, only_it)
    found = await storage.read(lambda shelf: shelf.mentions_of((HOUSE,), ["tallowbrook"], 9))
    assert [(m.quote.text, m.quote.sentence_text, m.subject) for m in found] == [
        ("It", "It grew.", False),
        ("Tallowbrook", "Tallowbrook cut jobs.", True),
        ("Tallowbrook", "Tallowbrook cut 200 jobs on Monday.", False),
    ]
    assert [m.mention.carried for m in found] == [True, False, False]
    assert (await storage.read(lambda shelf: shelf.mentions_of((HOUSE,), ["tallowbrook"], 1))) == (
        found[0],
    )


async def test_a_heading_is_not_shown_for_a_mention(storage: Storage) -> None:
    body = "Tallowbrook news\nAgain Tallowbrook cut jobs."
    await fill(storage, read(body, headings=[0]))
    (found,) = await storage.read(lambda shelf: shelf.mentions_of((HOUSE,), ["tallowbrook"], 9))
    assert found.quote.sentence_text == "Again Tallowbrook cut jobs."


async def test_a_topic_that_only_a_heading_names_is_known_and_has_no_line(
    storage: Storage,
) -> None:
    await fill(storage, read("Tallowbrook news\nJobs go.", headings=[0]))
    known, shown = await storage.read(
        lambda shelf: (
            shelf.known_topics((HOUSE,)),
            shelf.mentions_of((HOUSE,), ["tallowbrook"], 9),
        )
    )
    assert [item.topic.key for item in known] == ["tallowbrook"]
    assert shown == ()


async def test_mentions_of_several_topics_stand_once_a_briefing(storage: Storage) -> None:
    await fill(storage, read())
    found = await storage.read(
        lambda shelf: shelf.mentions_of((HOUSE,), ["orrin", "tallowbrook", "orrin"], 9)
    )
    assert [m.mention.topic for m in found] == ["tallowbrook"]


async def test_facts_are_newest_first_and_in_their_order_within_a_briefing(
    storage: Storage,
) -> None:
    facts = [("sold 5,000 vans", ["orrin"]), ("cut 200 jobs", ["orrin", "tallowbrook"])]
    await fill(storage, read(facts=facts), read(facts=facts[1:], day=NEXT_DAY))
    found = await storage.read(lambda shelf: shelf.facts_about((HOUSE,), ["orrin"], 9))
    assert [(f.quote.briefing.day, f.quote.text) for f in found] == [
        (NEXT_DAY, "cut 200 jobs"),
        (DAY, "sold 5,000 vans"),
        (DAY, "cut 200 jobs"),
    ]
    keys = ["tallowbrook", "orrin"]
    both = await storage.read(lambda shelf: shelf.facts_about((HOUSE,), keys, 2))
    assert both == found[:2]


async def test_a_fact_is_found_by_the_very_key_of_its_topic(storage: Storage) -> None:
    keys = ("vale", 'tall"vale', 'vale"', "vale\\", "Väle", "%vale", "allvale", "v")
    topics = {key: Topic(key, "Orrin Vale", TopicKind.COMPANY) for key in keys}
    body = " ".join(f"Orrin Vale sold {number} vans." for number in range(len(keys)))
    facts = [(f"sold {number} vans", [key]) for number, key in enumerate(keys)]
    await fill(storage, read(body, topics=topics, facts=facts))
    for key in keys:
        found = await storage.read(lambda shelf, key=key: shelf.facts_about((HOUSE,), [key], 9))
        assert [item.fact.topics for item in found] == [(key,)]


async def test_events_stand_by_their_own_days_the_wider_first_then_by_report(
    storage: Storage,
) -> None:
    plan, sale = "plans a plant with Brisling Cells by 2028", "sold 5,000 vans"
    first_day = Days(date(2028, 1, 1), date(2028, 1, 1))
    early = read(events=[(plan, ["tallowbrook"], first_day), (sale, ["tallowbrook"], year(2020))])
    late = read(day=NEXT_DAY, events=[(plan, ["tallowbrook", "orrin"], year(2028))])
    again = read(day=NEXT_DAY, title="b", events=[(sale, ["tallowbrook"], first_day)])
    await fill(storage, again, late, early)
    keys = ["tallowbrook", "orrin"]
    found = await storage.read(lambda shelf: shelf.events_about((HOUSE,), keys, DAY, 99))
    assert [(e.event.days, e.quote.briefing.day) for e in found] == [
        (year(2020), DAY),
        (year(2028), NEXT_DAY),
        (first_day, DAY),
        (first_day, NEXT_DAY),
    ]
    assert found[0].event == early.events[1]


async def test_neighbours_are_counted_by_briefings_most_first(storage: Storage) -> None:
    body = "Orrin Vale met Tallowbrook. Orrin Vale left."
    await fill(storage, read(), read(body, title="b"), read("Orrin Vale left.", title="c"))
    found = await storage.read(lambda shelf: shelf.named_with((HOUSE,), ["tallowbrook"], 9, 9))
    assert [(item.topic.key, item.briefings) for item in found] == [("orrin", 2), ("~brisling", 1)]
    pair = ["tallowbrook", "orrin"]
    found = await storage.read(lambda shelf: shelf.named_with((HOUSE,), pair, 9, 9))
    assert [(item.topic.key, item.briefings) for item in found] == [("~brisling", 1)]


async def test_of_several_topics_the_one_named_outright_stands_for_the_briefing(
    storage: Storage,
) -> None:
    meant = {key: FIRMS[key] for key in ("orrin", "tallowbrook")}
    body = "It grew. Orrin Vale sold vans."
    reading = read(body, carried={"It": "tallowbrook"}, topics=meant)
    await fill(storage, reading)
    found = await storage.read(
        lambda shelf: shelf.mentions_of((HOUSE,), ["tallowbrook", "orrin"], 9)
    )
    assert [m.quote.text for m in found] == ["Orrin Vale"]


# --- apart -------------------------------------------------------------------------------------


async def test_nothing_leaks_out_of_another_library(storage: Storage) -> None:
    (number,) = await fill(
        storage,
        read(
            facts=[("cut 200 jobs", ["tallowbrook"])],
            events=[("plans a plant", ["tallowbrook"], year(2028))],
        ),
        library=SERVER,
    )
    await fill(storage, read("Tallowbrook waits.", title="house"))
    others, keys = (HOUSE, SERVER + 1), ["tallowbrook", "orrin", "~brisling"]
    seen = await storage.read(
        lambda shelf: (
            shelf.briefing(others, number),
            [item.ref.title for item in shelf.briefings_of(others, DAY)],
            [item.topic.key for item in shelf.known_topics(others)],
            [item.quote.briefing.title for item in shelf.mentions_of(others, keys, 9)],
            shelf.facts_about(others, keys, 9),
            shelf.events_about(others, keys, DAY, 99),
            shelf.named_with(others, keys, 9, 9),
            shelf.search(others, Query(("jobs",)), 9),
            shelf.coverage(others).briefings,
            shelf.search((), Query(("jobs",)), 9),
        )
    )
    assert seen == (None, ["house"], ["tallowbrook"], ["house"], (), (), (), (), 1, ())


# --- by words ----------------------------------------------------------------------------------


async def test_search_wants_all_words_and_gives_the_newest_first(storage: Storage) -> None:
    await fill(
        storage,
        read("Citroën showed the F-150's rival.", title="a", topics={}),
        read("Vans and a Citroen.", title="Orrin's day", day=NEXT_DAY, topics={}),
    )
    asked: dict[str, Sequence[str]] = {
        "one": ["citroen"],
        "both": ["Citroën", "VANS"],
        "a title": ["orrin's"],
        "a name with a dash": ["F-150"],
        "none": ["citroen", "tram"],
        "a word beside nothing to look for": ["vans", "*"],
    }
    found = {name: await _titles(storage, words) for name, words in asked.items()}
    assert found == {
        "one": ["Orrin's day", "a"],
        "both": ["Orrin's day"],
        "a title": ["Orrin's day"],
        "a name with a dash": ["a"],
        "none": [],
        "a word beside nothing to look for": ["Orrin's day"],
    }
    first = await storage.read(lambda shelf: shelf.search((HOUSE,), Query(("citroen",)), 1))
    assert [ref.title for ref in first] == ["Orrin's day"]


async def _titles(storage: Storage, words: Sequence[str]) -> list[str]:
    found = await storage.read(lambda shelf: shelf.search((HOUSE,), Query(tuple(words)), 9))
    return [ref.title for ref in found]


HOSTILE = [
    '"Ford',
    "Ford'; DROP TABLE briefing; --",
    "AND OR NEAR(",
    "body:jobs",
    "{title body}: jobs",
    "^jobs",
    "jobs*",
    "jobs -cut",
    "NOT",
    "*",
    "(((",
    "",
    " \t\n",
    "🚗",
    "\0jobs",
    "\ud800",
    "x" * 5_000,
    "jobs " * 1_000,
    "%_\\",
    "\u0301",
    "\ue000",
]


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_character_of_a_word_is_read_as_a_query(storage: Storage, word: str) -> None:
    await fill(storage, read("A tram. NOT for jobs.", title="", topics={}))
    for words in ([word], ["jobs", word], [word] * 400, word.split(" ")):
        query = Query(tuple(words), unwanted=tuple(words[1:]), best_first=True)
        await storage.read(lambda shelf, query=query: shelf.search((HOUSE,), query, 9))
        await storage.read(lambda shelf, words=words: shelf.mentions_of((HOUSE,), words, 9))
    assert not await storage.check()


async def test_as_many_words_as_fit_a_message_are_searched_for(storage: Storage) -> None:
    words = [f"w{number}" for number in range(1_000)]
    await fill(storage, read(" ".join(words), title="long", topics={}))
    assert await _titles(storage, words) == ["long"]
    assert await _titles(storage, [*words, "more"]) == []


async def test_a_beginning_stands_for_all_words_or_for_its_own_forms(storage: Storage) -> None:
    for told in ("plants", "planting", "planter", "plantation", "planned"):
        await fill(storage, read(f"A {told} of 10 vans.", title=told, topics={}))

    async def found(*words: str, inflected: bool) -> set[str]:
        query = Query(words, inflected=inflected)
        refs = await storage.read(lambda shelf: shelf.search((HOUSE,), query, 9))
        return {ref.title for ref in refs}

    forms = {"plants", "planting", "planter"}
    assert await found("plant*", inflected=True) == forms
    assert await found("plant*", inflected=False) == {*forms, "plantation"}
    assert await found("plan*", "vans", inflected=True) == {"planned"}
    assert await found("plant", inflected=True) == set()


# --- settings ----------------------------------------------------------------------------------


async def test_settings_are_kept_for_each_library(storage: Storage) -> None:
    chosen = Settings(SERVER, "Europe/Madrid", {"colour": "grün", "quote": "'\""})
    await storage.write(lambda desk: desk.set_settings(Settings(SERVER, "UTC")))
    await storage.write(lambda desk: desk.set_settings(chosen))
    seen = await storage.read(lambda shelf: (shelf.settings(SERVER), shelf.settings(HOUSE)))
    assert seen == (chosen, Settings(HOUSE))


# --- anything ----------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(), min_size=1, max_size=60)


@examples(max_examples=20, deadline=None)
@given(texts=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=4), day=st.dates())
async def test_any_text_comes_back_with_its_lines(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], day: date
) -> None:
    for engine in ENGINES:
        storage = await engine(tmp_path_factory.mktemp("any") / "library.db")
        try:
            await _round_trip(storage, texts, day)
        finally:
            await storage.close()


async def _round_trip(storage: Storage, texts: list[tuple[str, str]], day: date) -> None:
    for title, tail in texts:
        body = f"Tallowbrook {tail}"
        reading = read(body, title=title, day=day)
        (number,) = await fill(storage, reading)
        kept = await storage.read(lambda shelf, number=number: shelf.briefing((HOUSE,), number))
        assert kept is not None
        assert (kept.ref.day, len(kept.body)) == (day, len(body))
        (summary,) = kept.summary
        assert summary.text == summary.span.of(kept.body)
        assert json.dumps(kept.ref.title)
    assert not await storage.check()
