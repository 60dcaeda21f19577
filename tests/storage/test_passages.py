"""What stands behind a shown line, whatever has become of its briefing since."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from bot.model import HOUSE, Passage, Span, Standing
from bot.storage.protocol import Storage
from tests.storage.builders import BODY, NOW, read, year
from tests.storage.conftest import Opening

CARS, VANS = 71, 72
JOBS, PLANT = "cut 200 jobs", "plans a plant with Brisling Cells by 2028"


def told(body: str = BODY, headings: tuple[int, ...] = ()) -> object:
    return read(
        body,
        facts=[(JOBS, ["tallowbrook"])] if JOBS in body else [],
        events=[(PLANT, ["tallowbrook", "~brisling"], year(2028))] if PLANT in body else [],
        headings=headings,
    )


def span_of(words: str, body: str = BODY) -> Span:
    return Span(body.index(words), body.index(words) + len(words))


async def keep(storage: Storage, reading: object, library: int = CARS) -> int:
    stored = await storage.write(
        lambda desk: desk.put(library, reading, original=b"", now=NOW)  # type: ignore[arg-type]
    )
    return stored.ref.id


async def behind(
    storage: Storage, number: int, span: Span, revision: int = 0, libraries: tuple[int, ...] = (71,)
) -> Passage | None:
    return await storage.read(lambda shelf: shelf.passage(libraries, number, span, revision))


async def test_a_fact_with_its_sentence_neighbours_and_reading(storage: Storage) -> None:
    number = await keep(storage, told())
    found = await behind(storage, number, span_of(JOBS))
    assert found is not None
    assert found.quote is not None
    assert (found.quote.text, found.quote.sentence_text) == (
        JOBS,
        "Tallowbrook cut 200 jobs on Monday.",
    )
    assert found.before is None
    assert found.after is not None
    assert found.after.text == "It plans a plant with Brisling Cells by 2028."
    assert [item.fact.rule for item in found.facts] == ["test"]
    assert (found.events, found.summary, found.standing) == ((), False, Standing.STANDS)


async def test_an_event_a_summary_sentence_and_the_names_in_it(storage: Storage) -> None:
    number = await keep(storage, told())
    event = await behind(storage, number, span_of(PLANT))
    assert event is not None
    assert [item.quote.text for item in event.events] == [PLANT]
    assert [topic.key for topic, _ in event.named] == ["~brisling"]
    first = await behind(storage, number, span_of("Tallowbrook cut 200 jobs on Monday."))
    assert first is not None
    assert first.summary
    assert [(topic.key, item.quote.text) for topic, item in first.named] == [
        ("tallowbrook", "Tallowbrook")
    ]


async def test_a_heading_is_no_neighbour(storage: Storage) -> None:
    number = await keep(storage, told(headings=(1,)))
    found = await behind(storage, number, span_of(JOBS))
    assert found is not None
    assert found.after is not None
    assert found.after.text == "Orrin Vale sold 5,000 vans."


async def test_a_stretch_over_two_sentences_stands_in_both(storage: Storage) -> None:
    number = await keep(storage, told())
    found = await behind(storage, number, span_of("on Monday. It plans"))
    assert found is not None
    assert found.quote is not None
    assert found.quote.sentence_text == BODY.partition("\n")[0]


async def test_another_library_or_no_sentence_is_unknown(storage: Storage) -> None:
    number = await keep(storage, told())
    nowhere = [Span(0, 0), Span(5, 2), Span(-5, 3), Span(0, len(BODY) + 1), Span(9**9, 9**9 + 1)]
    between = BODY.index("\n")
    for span in [*nowhere, Span(between, between + 1)]:
        assert await behind(storage, number, span) is None
    assert await behind(storage, number, span_of(JOBS), libraries=(VANS, HOUSE)) is None
    assert await behind(storage, number + 1, span_of(JOBS)) is None
    assert await behind(storage, number, span_of(JOBS), revision=2) is None


async def test_a_withdrawn_briefing_says_so_and_shows_nothing(storage: Storage) -> None:
    number = await keep(storage, told())
    await storage.write(lambda desk: desk.withdraw(number, now=NOW))
    found = await behind(storage, number, span_of(JOBS), 1)
    assert found is not None
    assert (found.standing, found.quote) == (Standing.WITHDRAWN, None)


async def test_a_revised_briefing_shows_the_very_words_where_they_stand_now(
    storage: Storage,
) -> None:
    number = await keep(storage, told())
    newer = "Nothing else. " + BODY.replace("Orrin", "Later, Orrin")
    assert await keep(storage, told(newer)) == number
    found = await behind(storage, number, span_of(JOBS), 1)
    assert found is not None
    assert found.quote is not None
    assert (found.standing, found.asked, found.ref.revision) == (Standing.REVISED, 1, 2)
    assert found.quote.span == span_of(JOBS, newer)
    assert found.quote.text == JOBS
    assert [item.quote.text for item in found.facts] == [JOBS]


async def test_a_revision_without_the_words_shows_nothing(storage: Storage) -> None:
    number = await keep(storage, told())
    await keep(storage, told(BODY.replace("200", "300")))
    found = await behind(storage, number, span_of(JOBS), 1)
    assert found is not None
    assert (found.standing, found.quote) == (Standing.GONE, None)


async def test_every_stretch_is_the_stored_body_at_its_offsets(
    opening: Opening, tmp_path: Path
) -> None:
    storage = await opening(tmp_path / "library.db")
    body = "Škoda 🚗 built 5 vans in Łódź. Orrin Vale sold \u202e9 cars\u202c. It cost €4."
    number = await keep(storage, read(body))
    with sqlite3.connect(tmp_path / "library.db") as file:
        ((stored, sentences),) = file.execute("SELECT body, sentences FROM revision")
    file.close()
    for start, end, *_ in json.loads(sentences):
        for first in range(start, end):
            found = await behind(storage, number, Span(first, end))
            assert found is not None
            assert found.quote is not None
            assert found.quote.text.encode() == stored[first:end].encode()
            assert found.quote.sentence_text.encode() == stored[start:end].encode()
