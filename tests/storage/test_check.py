"""`check` finds what a stranger's hand has changed in the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.model import HOUSE
from tests.storage.builders import NOW, read, year
from tests.storage.conftest import Opening
from tests.storage.mailboxes import mailbox

HANDS = {
    "UPDATE revision SET sentences = '[[0,9999,0,0]]'": "a sentence lies outside its text",
    "UPDATE revision SET summary = '[[-1,3]]'": "a sentence lies outside its text",
    'UPDATE fact SET "end" = 9999': "its fact lies outside its text",
    "UPDATE event SET sentence_end = 0": "its event lies outside its text",
    'UPDATE mention SET "start" = 500, "end" = 510': "its mention lies outside its text",
    "UPDATE library SET briefings = 5": "count of briefings is wrong for library 0",
    "UPDATE topic SET briefings = 9 WHERE key = 'orrin'": "is wrong for topic orrin",
    "UPDATE topic_form SET briefings = 9 WHERE form = 'Orrin'": "is wrong for form Orrin",
    "UPDATE briefing SET state = 'withdrawn'": "not published is still answered from",
    "UPDATE briefing SET revision = 7": "the text is missing of briefing 1",
    "DELETE FROM follow": "nothing is followed in mailbox 1",
    "UPDATE schedule SET place = 'text'": "what is followed has no mailbox, follow 1",
    "UPDATE follow SET schedule = 7": "points to one of schedule that is not there",
    "DELETE FROM event": "points to an event that is not there",
    "DELETE FROM original": "points to one of original that is not there",
    "UPDATE revision SET body = 'x' || body": "the full-text index does not fit",
}


@pytest.mark.parametrize(("sql", "found"), HANDS.items(), ids=HANDS)
async def test_a_strangers_hand_is_found(
    opening: Opening, tmp_path: Path, sql: str, found: str
) -> None:
    path = tmp_path / "library.db"
    storage = await opening(path)
    reading = read(
        facts=[("cut 200 jobs", ["tallowbrook"])],
        events=[("plans a plant", ["tallowbrook"], year(2028))],
    )
    await storage.write(lambda desk: desk.put(HOUSE, reading, original=b"x", now=NOW))
    await mailbox(storage, person=9)
    assert not await storage.check()
    hand = sqlite3.connect(path)
    hand.execute(sql)
    hand.commit()
    hand.close()
    problems = list(await storage.check())
    assert any(found in line for line in problems), problems
    assert not any("\n" in line for line in problems)
