"""What moderators say of names changes what their library's texts are read as, and no other's."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answers.questions import ask
from bot.answers.values import CompanyAnswer, Context, ReceiptAnswer
from bot.app import open_catalogue
from bot.errors import BadQuestion
from bot.extraction.companies.overlay import new_key, overlaid
from bot.extraction.reading import read
from bot.ingestion import drafts
from bot.ingestion.corrections import By, edit
from bot.ingestion.drafts import approve, draft_in, reading_of
from bot.ingestion.edits import Edits
from bot.ingestion.intake import take_in
from bot.ingestion.names import Rereader, dropping, ruling
from bot.model import NameKind, NameRule
from bot.storage.protocol import Shelf, Storage
from bot.storage.sqlite import SqliteDesk, SqliteStorage
from tests.delivery.forked import Forked

SERVER, OTHER = 7, 8
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BY = By(SERVER, 70, NOW)
TEXT = (
    "Vans {n}\n2026-11-{day:02}\n\nTallowbrook Motors opened a van plant in Toledo. "
    "Earlier, TBM had hired {n} people. Ford builds none.\n"
)
FIRM = new_key("Tallowbrook Motors")


def rule(kind: NameKind, text: str = "", *, key: str = FIRM, other: str = "") -> NameRule:
    name = "Tallowbrook Motors" if key == FIRM else "TBM"
    return NameRule(SERVER, kind, key, name, other, text)


ALIAS = rule(NameKind.ALIAS, "TBM")
MERGED = rule(NameKind.MERGE, "Ford", other="ford")


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await SqliteStorage.open(tmp_path / "library.db")
    yield opened
    await opened.close()


async def fill(storage: Storage, count: int, library: int = SERVER) -> None:
    for n in range(count):
        text = TEXT.format(n=n + 2, day=n % 20 + 1).encode()
        await take_in(storage, open_catalogue(), text, library=library, now=NOW, today=NOW.date())


async def reread(storage: Storage) -> None:
    await Rereader(storage, open_catalogue()).all()


def names_in(*rules: NameRule) -> dict[str, str]:
    """The words that name something, with its key."""
    catalogue = overlaid(open_catalogue(), rules)
    reading = read(TEXT.format(n=2, day=1), catalogue)
    return {item.span.of(reading.body): item.topic for item in reading.mentions}


def test_each_rule_changes_what_a_text_names() -> None:
    before = names_in()
    assert before["Tallowbrook Motors"] == FIRM
    assert before["Ford"] == "ford"
    assert names_in(ALIAS)["TBM"] == FIRM
    assert names_in(MERGED)["Tallowbrook Motors"] == "ford"
    doubted = NameRule(SERVER, NameKind.AMBIGUOUS, "ford", "Ford", text="Ford")
    assert "Ford" not in names_in(doubted)
    listed = overlaid(open_catalogue(), (rule(NameKind.ADOPT), rule(NameKind.PARENT, "Ford")))
    entry = listed.entry(FIRM)
    assert entry is not None
    assert (entry.topic.listed, entry.parents) == (True, ("Ford",))


def test_a_merge_of_two_that_are_listed_moves_all_their_forms() -> None:
    merged = NameRule(SERVER, NameKind.MERGE, "ford", "Ford", other="gm", text="General Motors")
    catalogue = overlaid(open_catalogue(), (merged,))
    assert catalogue.entry("ford") is None
    assert "ford" not in {form.key for forms in catalogue.openings.values() for form in forms}
    assert names_in(merged)["Ford"] == "gm"


def test_names_in_other_letters_are_firms_of_their_own() -> None:
    names = ("比亚迪", "Лада")
    rules = tuple(NameRule(SERVER, NameKind.COMPANY, new_key(name), name) for name in names)
    text = "A Van\n2026-11-23\n\nLast year 比亚迪 opened a plant, and Лада sold 300 cars in 2024."
    reading = read(text, overlaid(open_catalogue(), rules))
    assert {topic.name for topic in reading.topics} == set(names)


async def test_the_library_is_read_again_and_no_other(storage: Storage) -> None:
    await fill(storage, 3)
    await fill(storage, 1, OTHER)
    await storage.write(ruling(ALIAS, BY))
    (waiting,) = await storage.read(lambda shelf: shelf.rereadings())
    assert (waiting.library, waiting.left) == (SERVER, 3)
    await reread(storage)
    assert await storage.read(lambda shelf: shelf.rereadings()) == ()

    def forms(shelf: Shelf, library: int) -> set[str]:
        known = {item.topic.key: item.topic for item in shelf.known_topics((library,))}
        return {known[FIRM].name, *known[FIRM].aliases}

    assert "TBM" in await storage.read(lambda shelf: forms(shelf, SERVER))
    assert "TBM" not in await storage.read(lambda shelf: forms(shelf, OTHER))
    (told,) = await storage.read(lambda shelf: shelf.changes_of(SERVER, f"name {FIRM}"))
    assert (told.action, told.after) == ("name alias", "“TBM” means Tallowbrook Motors")
    assert not list(await storage.check())


async def test_what_comes_in_afterwards_is_read_so_too(storage: Storage) -> None:
    await storage.write(ruling(MERGED, BY))
    await fill(storage, 1)
    keys = await storage.read(
        lambda shelf: {item.topic.key for item in shelf.known_topics((SERVER,))}
    )
    assert FIRM not in keys
    fixed = Edits(body="Tallowbrook Motors hired 90 people.")
    await edit(storage, open_catalogue(), 1, fixed, BY, today=NOW.date())
    answer = await ask(storage, open_catalogue(), Context(NOW.date(), (SERVER,)), "!company Ford")
    assert isinstance(answer, CompanyAnswer)
    assert answer.latest[0].quote.text.startswith("Tallowbrook Motors hired 90")


async def test_why_it_was_tagged_has_an_answer(storage: Storage) -> None:
    await fill(storage, 1)
    await storage.write(ruling(MERGED, BY))
    await reread(storage)
    answer = await ask(storage, open_catalogue(), Context(NOW.date(), (SERVER,)), "!why 1:0-18")
    assert isinstance(answer, ReceiptAnswer)
    assert answer.passage is not None
    rules = {topic.key: found.mention.rule for topic, found in answer.passage.named}
    assert rules["ford"] == "moderator's merge"


async def test_a_rule_that_is_dropped_leaves_all_as_it_was(storage: Storage) -> None:
    await fill(storage, 2)
    before = await storage.read(lambda shelf: shelf.known_topics((SERVER,)))
    number = await storage.write(ruling(MERGED, BY))
    await reread(storage)
    assert await storage.read(lambda shelf: shelf.known_topics((SERVER,))) != before
    with pytest.raises(BadQuestion, match="no rule"):
        await storage.write(dropping(number, By(OTHER, 70, NOW)))
    await storage.write(dropping(number, BY))
    await reread(storage)
    assert await storage.read(lambda shelf: shelf.known_topics((SERVER,))) == before


async def test_what_was_decided_by_hand_outlives_a_reading_again(storage: Storage) -> None:
    text = TEXT.format(n=2, day=1).encode()
    (draft,) = await draft_in(
        storage, open_catalogue(), text, library=SERVER, by=70, now=NOW, today=NOW.date()
    )
    reading = reading_of(draft, open_catalogue())
    out = {fact.span for fact in reading.facts}
    assert out
    left = Edits(left_out=frozenset(out))
    kept = await drafts.edit(storage, draft, left, open_catalogue(), by=70, now=NOW)
    assert kept is not None
    await approve(storage, open_catalogue(), kept, by=70, now=NOW)

    async def facts() -> int:
        found = await storage.read(lambda shelf: shelf.briefing((SERVER,), 1))
        return len(found.facts) if found else -1

    assert await facts() == 0
    await storage.write(ruling(MERGED, BY))
    await reread(storage)
    assert await facts() == 0
    await edit(storage, open_catalogue(), 1, Edits(title="Lorries"), BY, today=NOW.date())
    assert await facts() == 0


async def test_the_same_rule_is_kept_once(storage: Storage) -> None:
    await storage.write(ruling(ALIAS, BY))
    with pytest.raises(BadQuestion, match="kept already"):
        await storage.write(ruling(ALIAS, BY))


# --- killed --------------------------------------------------------------------------------------


def changes_until_killed(path: Path, step: str, count: int) -> None:
    """A process: merges and takes it back, reads again, corrects, approves, over and over; killed
    inside of a transaction, behind the `count`-th such step of it."""
    done = getattr(SqliteDesk, step)
    left = [count]

    def last(desk: SqliteDesk, *told: Any, **more: Any) -> Any:
        found = done(desk, *told, **more)
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    setattr(SqliteDesk, step, last)
    try:
        asyncio.run(_changes(path))
    finally:
        os._exit(1)  # no such step: an open library would keep the process for ever


async def _changes(path: Path) -> None:
    storage = await SqliteStorage.open(path)
    for turn in range(1000):
        number = await storage.write(ruling(MERGED, BY))
        await reread(storage)
        body = f"Tallowbrook Motors hired {turn + 100} people. Ford hired none."
        body += f" {secrets.token_hex(4)}"
        await edit(storage, open_catalogue(), 1, Edits(body=body), BY, today=NOW.date())
        text = TEXT.format(n=2, day=1) + f"TBM hired {secrets.token_hex(4)}."
        (draft,) = await draft_in(
            *(storage, open_catalogue(), text.encode()),
            library=SERVER,
            by=70,
            now=NOW,
            today=NOW.date(),
        )
        await approve(storage, open_catalogue(), draft, by=70, now=NOW)
        await storage.write(dropping(number, BY))
        await reread(storage)


KILLS = (
    *(("add_name_rule", 1), ("note", 1), ("relearn", 4), ("relearn", 11), ("set_reread", 1)),
    *(("revise", 1), ("note", 2), ("drop_name_rule", 1), ("note", 3), ("set_reread", 4)),
    *(("add_draft", 1), ("put_all", 1), ("save_draft", 1), ("note", 4), ("note", 5)),
)
BRIEFINGS = 12


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.long
async def test_killed_in_the_middle_of_anything_nothing_is_half_done(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    storage = await SqliteStorage.open(path)
    await fill(storage, BRIEFINGS)
    await storage.close()
    for step, count in KILLS:
        process = Forked(changes_until_killed, path, step, count)
        assert await process.wait() == -signal.SIGKILL
        storage = await SqliteStorage.open(path)
        await reread(storage)
        await storage.read(_whole)
        assert not list(await storage.check())
        for one in await storage.read(lambda shelf: shelf.name_rules((SERVER,))):
            await storage.write(dropping(one.number, BY))
        await storage.close()


def _whole(shelf: Shelf) -> None:
    """Every briefing is read by the rules as they are; every change has its line."""
    rules = shelf.name_rules((SERVER,))
    known = {item.topic.key: item.briefings for item in shelf.known_topics((SERVER,))}
    assert shelf.rereadings() == ()
    assert known.get(FIRM, 0) == (0 if rules else BRIEFINGS)
    assert known["ford"] == BRIEFINGS
    log = shelf.changes(SERVER, None, 100_000)
    told = [one.action for one in log]
    assert told.count("name merge") - told.count("name drop") == len(rules)
    found = shelf.briefing((SERVER,), 1)
    assert found is not None
    changed = told.count("edit") + told.count("approve")
    assert changed == found.ref.revision - 1 == len(shelf.revisions(1)) - 1
    drafts = [shelf.draft(SERVER, number) for number in range(1, told.count("draft") + 1)]
    assert [one.state for one in drafts if one].count("approved") == told.count("approve")
    assert shelf.draft(SERVER, len(drafts) + 1) is None
