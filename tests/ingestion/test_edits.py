"""What a moderator decides of a draft by hand: kept whole, carried along, told in the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import open_catalogue
from bot.extraction.reading import read
from bot.ingestion import drafts
from bot.ingestion.corrections import By, edit, restore
from bot.ingestion.drafts import approve, draft_in, reading_of, reject
from bot.ingestion.edits import Edits, carried, edited, with_sentence
from bot.ingestion.names import ruling
from bot.model import Days, Draft, NameKind, NameRule, Precision, Reading, Span
from bot.storage.protocol import Storage
from bot.storage.sqlite import SqliteStorage

SERVER, MOD = 7, 70
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
SPENT = "Tallowbrook Motors spent $40 million on its plant in Ludlow in 2024."
SOLD = "The first van will be sold in March 2027."
HIRED = "Hartwell Mobility will hire 300 people by June 2028."
TEXT = f"A Van\n2026-11-23\nBy Maren Tilbrook\n\n{SPENT} {SOLD} {HIRED}\n"


def reading(text: str = TEXT) -> Reading:
    return read(text, open_catalogue())


def place_of(words: str, body: str) -> Span:
    at = body.index(words)
    return Span(at, at + len(words))


# --- kept --------------------------------------------------------------------------------------

_SPANS = st.builds(lambda at, n: Span(at, at + n), st.integers(0, 999), st.integers(1, 99))
_DAYS = st.builds(lambda at: Days(at, at), st.dates())


@given(
    title=st.none() | st.text(max_size=9),
    author=st.none() | st.text(max_size=9),
    day=st.none() | st.dates(),
    left_out=st.frozensets(_SPANS, max_size=3),
    redated=st.dictionaries(_SPANS, _DAYS, max_size=3),
)
def test_edits_come_back_as_they_were_kept(
    title: str | None,
    author: str | None,
    day: date | None,
    left_out: frozenset[Span],
    redated: dict[Span, Days],
) -> None:
    """An emptied title or author among them, which is not the same as an untouched one."""
    edits = Edits(title, author, day, left_out=left_out, redated=redated)
    assert Edits.from_json(edits.as_json()) == edits


def test_an_author_that_was_none_can_be_emptied() -> None:
    found = edited(reading(), Edits.from_json(Edits(author="").as_json()), open_catalogue())
    assert reading().page.author == "Maren Tilbrook"
    assert found.page.author == ""


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        (date(2027, 4, 2), date(2027, 4, 2), Precision.DAY),
        (date(2027, 4, 1), date(2027, 4, 30), Precision.MONTH),
        (date(2027, 4, 1), date(2027, 6, 30), Precision.QUARTER),
        (date(2027, 7, 1), date(2027, 12, 31), Precision.HALF),
        (date(2028, 1, 1), date(2028, 12, 31), Precision.YEAR),
        (date(2027, 5, 1), date(2027, 7, 31), Precision.MONTH),  # no quarter: as it was
    ],
)
def test_another_date_is_as_exact_as_it_was_given(
    first: date, last: date, precision: Precision
) -> None:
    found = reading()
    (sale,) = [event for event in found.events if "van will be sold" in event.span.of(found.body)]
    changed = edited(found, Edits(redated={sale.span: Days(first, last)}), open_catalogue())
    (event,) = [one for one in changed.events if one.span == sale.span]
    assert (event.days, event.precision) == (Days(first, last), precision)


def test_a_deadline_that_is_moved_stays_one() -> None:
    found = reading()
    (due,) = [event for event in found.events if event.deadline]
    moved = Days(date(2029, 1, 31), date(2029, 1, 31))
    changed = edited(found, Edits(redated={due.span: moved}), open_catalogue())
    assert [event.days for event in changed.events if event.deadline] == [moved]


# --- carried along -----------------------------------------------------------------------------


def test_other_words_for_one_sentence_leave_what_was_decided_of_the_others() -> None:
    found = reading()
    body = found.body
    sold, hired = place_of(SOLD, body), place_of(HIRED, body)
    days = Days(date(2028, 1, 1), date(2028, 1, 1))
    edits = Edits(left_out=frozenset({hired}), redated={sold: days})
    spent = place_of("$40 million", body)
    new, there = with_sentence(edits, found, spent, "It spent\n $9.")
    assert new.body == f"It spent $9. {SOLD} {HIRED}"
    assert there.of(new.body) == "It spent $9."
    assert [span.of(new.body) for span in new.left_out] == [HIRED]
    assert [span.of(new.body) for span in new.redated] == [SOLD]
    gone, _ = with_sentence(new, edited(found, new, open_catalogue()), there, "")
    assert gone.body == f" {SOLD} {HIRED}"


def test_a_sentence_that_stands_twice_is_not_guessed_at() -> None:
    edits = Edits(left_out=frozenset({place_of(SOLD, SOLD)}))
    assert carried(edits, SOLD, f"{SOLD} {SOLD}").left_out == frozenset()
    assert carried(edits, SOLD, SPENT).left_out == frozenset()


# --- stored and told ---------------------------------------------------------------------------


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await SqliteStorage.open(tmp_path / "library.db")
    yield opened
    await opened.close()


async def drafted(storage: Storage, text: str = TEXT, by: int = MOD) -> Draft:
    (draft,) = await draft_in(
        *(storage, open_catalogue(), text.encode()), library=SERVER, by=by, now=NOW, today=TODAY
    )
    return draft


async def kept(storage: Storage, draft: Draft, edits: Edits) -> Draft:
    found = await drafts.edit(storage, draft, edits, open_catalogue(), by=MOD, now=NOW)
    assert found is not None
    return found


async def texts_of_facts(storage: Storage) -> str:
    found = await storage.read(lambda shelf: shelf.briefing((SERVER,), 1))
    return " | ".join(fact.quote.text for fact in found.facts) if found else ""


async def test_a_line_that_was_left_out_stays_out_when_another_is_corrected(
    storage: Storage,
) -> None:
    draft = await drafted(storage)
    found = reading_of(draft, open_catalogue())
    out = {fact.span for fact in found.facts if "300" in fact.span.of(found.body)}
    assert out
    draft = await kept(storage, draft, Edits(left_out=frozenset(out)))
    await approve(storage, open_catalogue(), draft, by=MOD, now=NOW)
    assert "300" not in await texts_of_facts(storage)
    by = By(SERVER, MOD, NOW)
    fixed = Edits(body=found.body.replace("$40", "$50"))
    await edit(storage, open_catalogue(), 1, fixed, by, today=TODAY)
    assert "$50 million" in await texts_of_facts(storage)
    assert "300" not in await texts_of_facts(storage)
    await restore(storage, open_catalogue(), 1, by, revision=1)
    assert "300" not in await texts_of_facts(storage)


async def test_every_step_of_a_draft_is_in_the_log_before_and_after(storage: Storage) -> None:
    draft = await drafted(storage)
    body = reading_of(draft, open_catalogue()).body
    sold = next(
        event.span
        for event in reading_of(draft, open_catalogue()).events
        if "van will be sold" in event.span.of(body)
    )
    draft = await kept(storage, draft, Edits(title="A Bus", left_out=frozenset({sold})))
    days = Days(date(2027, 4, 1), date(2027, 4, 30))
    draft = await kept(storage, draft, Edits(title="A Bus", redated={sold: days}))
    fixed = Edits(title="A Bus", body=body.replace("$40", "$50"))
    draft = await kept(storage, draft, fixed)
    assert await reject(storage, draft, by=MOD, now=NOW)
    log = await storage.read(lambda shelf: shelf.changes(SERVER, None, 9))
    told = [(one.action, one.before, one.after) for one in reversed(log)]
    words = sold.of(body)
    assert told[0] == ("draft", "", "waiting: 2026-11-23 A Van")
    assert told[1] == ("edit", f"title: A Van; “{words}”", f"title: A Bus; left out: “{words}”")
    assert told[2] == (
        "edit",
        f"left out: “{words}”; “{words}”: ",
        f"“{words}”; “{words}”: 2027-04-01 to 2027-04-30",
    )
    assert told[3][0] == "edit"
    assert "spent $40 million on its plant" in told[3][1]
    assert "spent $50 million on its plant" in told[3][2]
    assert told[4] == ("reject", "waiting", "rejected")
    assert {one.who for one in log} == {MOD}
    assert {one.object for one in log} == {"draft 1"}


async def test_the_same_bytes_wait_once_whoever_brings_them(storage: Storage) -> None:
    first = await drafted(storage)
    assert (await drafted(storage, by=71)).number == first.number
    assert (await drafted(storage, TEXT + "Another sentence was added.")).number != first.number
    await reject(storage, first, by=MOD, now=NOW)
    assert (await drafted(storage)).number not in (first.number, 0)


async def test_what_names_mean_makes_an_older_preview_old(storage: Storage) -> None:
    """What is approved is what was seen: a rule about names changes how a draft reads."""
    draft = await drafted(storage)
    rule = NameRule(SERVER, NameKind.COMPANY, "~ludlow", "Ludlow")
    await storage.write(ruling(rule, By(SERVER, MOD, NOW)))
    assert await approve(storage, open_catalogue(), draft, by=MOD, now=NOW) is None
    newest = await storage.read(lambda shelf: shelf.draft(SERVER, draft.number))
    assert newest is not None
    assert await approve(storage, open_catalogue(), newest, by=MOD, now=NOW) is not None


async def test_who_was_forgotten_is_not_taken_for_the_operator(storage: Storage) -> None:
    await drafted(storage)
    await drafted(storage, TEXT.replace("Van", "Bus"), by=0)
    await storage.write(lambda desk: desk.forget_person(MOD, choices=1))
    log = await storage.read(lambda shelf: shelf.changes(SERVER, None, 9))
    assert [one.who for one in log] == [0, -1]
