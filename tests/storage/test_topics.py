"""Names found by an index, who is named with whom, and a library that says when it changed."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import HOUSE, Query, Topic, TopicKind
from bot.storage.migrate import shipped
from bot.storage.protocol import Storage
from bot.storage.sqlite import SqliteStorage
from tests.storage.builders import DAY, NOW, read
from tests.storage.conftest import made_by_schema

SERVER = 7
BOTH = (SERVER, HOUSE)
NAMES = ("Tallow", "Quill", "Orrin", "Pember", "Brisk", "Harrow", "Selby", "Ludlow")
TOPICS = {name.lower(): Topic(name.lower(), name, TopicKind.COMPANY) for name in NAMES}


async def put(storage: Storage, number: int, names: set[str], library: int) -> int:
    told = read(
        f"{', '.join(sorted(names))} met.",
        title=f"no. {number}",
        day=DAY + timedelta(days=number),
        topics=TOPICS,
    )
    stored = await storage.write(lambda desk: desk.put(library, told, original=b"x", now=NOW))
    return stored.ref.id


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    told=st.lists(
        st.tuples(st.sampled_from(BOTH), st.sets(st.sampled_from(NAMES), min_size=1)),
        min_size=1,
        max_size=14,
    ),
    limit=st.integers(1, 4),
)
async def test_the_most_named_beside_a_topic_are_those_that_counting_finds(
    tmp_path_factory: object, told: list[tuple[int, set[str]]], limit: int
) -> None:
    folder = tmp_path_factory.mktemp("library")  # type: ignore[attr-defined]
    storage = await SqliteStorage.open(folder / "library.db")
    try:
        for number, (library, names) in enumerate(told):
            await put(storage, number, names, library)
        counts = {name: Counter[str]() for name in NAMES}
        for _, names in told:
            for one, other in permutations(names, 2):
                counts[one][other.lower()] += 1
        for name, met in counts.items():
            key = name.lower()
            most = sorted(met.items(), key=lambda item: (-item[1], item[0]))[:limit]
            found = await storage.read(
                lambda shelf, key=key: shelf.named_with(BOTH, [key], 99, limit)
            )
            assert [(item.topic.key, item.briefings) for item in found] == most
            for other, count in met.items():
                pair = key, other
                together = await storage.read(
                    lambda shelf, pair=pair: shelf.count_together(BOTH, *pair)
                )
                assert together == count
    finally:
        await storage.close()


async def test_only_the_newest_briefings_tell_who_is_named_with_whom(storage: Storage) -> None:
    told = ({"Tallow", "Orrin"}, {"Tallow", "Quill"}, {"Brisk", "Quill"}, {"Tallow", "Quill"})
    for number, names in enumerate(told):
        await put(storage, number, names, SERVER if number % 2 else HOUSE)
    for newest, expected in ((1, {"quill": 1}), (2, {"quill": 2}), (3, {"quill": 2, "orrin": 1})):
        found = await storage.read(
            lambda shelf, newest=newest: shelf.named_with(BOTH, ["tallow"], newest, 9)
        )
        assert {item.topic.key: item.briefings for item in found} == expected


async def test_a_topic_is_found_by_any_of_its_forms_however_typed(storage: Storage) -> None:
    told = Topic("tallow", "Tallow", TopicKind.COMPANY, aliases=("Tallow & Söhne",))
    for library in BOTH:
        reading = read("Tallow met.", topics={"tallow": told})
        await storage.write(
            lambda desk, library=library, reading=reading: desk.put(
                library, reading, original=b"x", now=NOW
            )
        )
    for sought in ("tallow", "tallow and sohne"):
        (found,) = await storage.read(
            lambda shelf, sought=sought: shelf.topics_called(BOTH, sought)
        )
        assert (found.topic.key, found.topic.aliases, found.briefings) == (
            "tallow",
            ("Tallow & Söhne",),
            2,
        )
    assert await storage.read(lambda shelf: shelf.topics_called((9,), "tallow")) == ()
    assert await storage.read(lambda shelf: shelf.topic(BOTH, "quill")) is None


async def test_a_library_says_when_it_has_changed_and_names_are_read_once(
    storage: Storage,
) -> None:
    first = await put(storage, 1, {"Tallow"}, SERVER)
    seen = []
    for change in (
        lambda desk: desk.withdraw(first, now=NOW),
        lambda desk: desk.put(SERVER, read(), original=b"x", now=NOW),
        lambda desk: desk.put(HOUSE, read(), original=b"x", now=NOW),
    ):
        before, again = [
            await storage.read(lambda shelf: (shelf.stand(BOTH), shelf.known_topics(BOTH)))
            for _ in range(2)
        ]
        assert before[0] == again[0]
        assert before[1] is again[1]
        seen.append(before[0])
        await storage.write(change)
    seen.append(await storage.read(lambda shelf: shelf.stand(BOTH)))
    assert len(set(seen)) == 4


async def test_a_library_of_the_schema_before_is_brought_along(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A briefing stored before names had an index is found by name, and within its company; so
    are its facts, and who is named with whom, which had tables of their own. The log says why a
    large library takes a while."""
    caplog.set_level(logging.INFO, "bot")
    path = tmp_path / "library.db"
    await made_by_schema(path, 10, _OLD)
    assert not caplog.messages
    storage = await SqliteStorage.open(path)
    assert caplog.messages == [f"bringing {path} from schema 10 to {len(shipped())}"]
    try:
        assert not await storage.check()
        (found,) = await storage.read(lambda shelf: shelf.topics_called((HOUSE,), "tallow"))
        assert found.topic.name == "Tallow"
        query = Query(("met",), topics=("tallow",))
        (hit,) = await storage.read(lambda shelf: shelf.search((HOUSE,), query, 5))
        assert hit.title == "A title"
        (fact,) = await storage.read(lambda shelf: shelf.facts_about((HOUSE,), ["quill"], 5))
        assert fact.quote.text == "Quill met"
        (other,) = await storage.read(lambda shelf: shelf.named_with((HOUSE,), ["quill"], 9, 9))
        assert (other.topic.key, other.briefings) == ("tallow", 1)
        assert await storage.read(lambda s: s.count_together((HOUSE,), "quill", "tallow")) == 1
    finally:
        await storage.close()


_OLD = """
INSERT INTO library (id, ordinal, briefings) VALUES (0, 0, 1);
INSERT INTO briefing (id, library, day, title, title_key, author, source, url, state, revision,
    body_hash, place, added_at, updated_at)
VALUES (1, 0, '2025-12-09', 'A title', 'a title', '', '', '', 'published', 1, x'00',
    739594 << 21, '2025-12-09T12:00:00+00:00', '2025-12-09T12:00:00+00:00');
INSERT INTO original (id, bytes) VALUES (1, x'00');
INSERT INTO revision (briefing, number, added_at, day, title, author, source, url, body, sentences,
    summary, original)
VALUES (1, 1, '2025-12-09T12:00:00+00:00', '2025-12-09', 'A title', '', '', '',
    'Tallow and Quill met.', '[[0,21,0,0]]', '[[0,21]]', 1);
INSERT INTO topic (library, id, key, name, kind, listed, briefings)
VALUES (0, 1, 'tallow', 'Tallow', 'company', 0, 1), (0, 2, 'quill', 'Quill', 'company', 0, 1);
INSERT INTO topic_form (library, topic, form, briefings)
VALUES (0, 1, 'Tallow', 1), (0, 2, 'Quill', 1);
INSERT INTO mention (topic, day, briefing, ordinal, forms, "start", "end", sentence,
    sentence_start, sentence_end, carried, rule)
VALUES (1, '2025-12-09', 1, 0, '["Tallow"]', 0, 6, 0, 0, 21, 0, 'test'),
    (2, '2025-12-09', 1, 1, '["Quill"]', 11, 16, 0, 0, 21, 0, 'test');
INSERT INTO neighbour (topic, other, briefings) VALUES (1, 2, 1), (2, 1, 1);
INSERT INTO fact (briefing, rank, "start", "end", sentence, sentence_start, sentence_end, kind,
    unit, qualifier, "when", topics, score, rule)
VALUES (1, 0, 11, 20, 0, 0, 21, 'event', '', '', '', '["quill"]', 1.0, 'test');
INSERT INTO fact_topic (topic, day, briefing, rank) VALUES (2, '2025-12-09', 1, 0);
INSERT INTO search (rowid, title, body) SELECT place, title, body FROM newest;
"""
