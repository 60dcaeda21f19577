"""Looks at what is to be corrected do not run into one another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_catalogue
from bot.delivery.amending import Amender, Amendment
from bot.ingestion.corrections import By, edit
from bot.ingestion.edits import Edits
from bot.ingestion.intake import take_in
from bot.model import Posted, Span
from bot.storage.protocol import Shelf, Storage
from bot.storage.sqlite import SqliteStorage

SERVER = 7
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEXT = b"A Van\n2026-11-23\n\nTallowbrook Motors spent $40 million on its plant.\n"


class Slow:
    """Messages whose telling takes a while."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def amendment(self, shelf: Shelf, posted: Posted) -> Amendment:
        return Amendment(posted, (), gone=False)

    async def amend(self, told: Amendment) -> str:
        await asyncio.sleep(0.05)  # long enough for the other look to see the same
        self.told.append(told.posted.message)
        return "edited"

    def stopped_for(self) -> float:
        return 0.0


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await SqliteStorage.open(tmp_path / "library.db")
    yield opened
    await opened.close()


async def test_two_looks_at_once_tell_a_change_once(storage: Storage) -> None:
    await take_in(storage, open_catalogue(), TEXT, library=SERVER, now=NOW, today=NOW.date())
    posted = Posted(99, SERVER, 5, 0, "", NOW, ((1, 1, (Span(0, 9),)),))
    await storage.write(lambda desk: desk.note_posted(posted))
    by = By(SERVER, 70, NOW)
    await edit(storage, open_catalogue(), 1, Edits(title="A Bus"), by, today=NOW.date())
    slow = Slow()
    amender = Amender(storage, slow, lambda: NOW)
    await asyncio.gather(amender.tick(), amender.tick())
    assert slow.told == [99]
    assert await storage.read(lambda shelf: shelf.behind(NOW, 9)) == ()
