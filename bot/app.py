"""Composition root: catalogue and library, wired once and closed on every path."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import resources
from bot.answers.questions import ask
from bot.answers.values import Answer, Context
from bot.extraction.companies import Catalogue
from bot.model import HOUSE
from bot.storage.backups import back_up, restore
from bot.storage.protocol import Storage
from bot.storage.sqlite import SqliteStorage

__all__ = ["Desk", "back_up", "open_catalogue", "open_desk", "restore", "today_in"]


@dataclass(frozen=True, slots=True)
class Desk:
    """An open library with the catalogue it is read by."""

    storage: Storage
    catalogue: Catalogue

    async def ask(self, line: str, context: Context) -> Answer:
        """Answer a typed line ("!timeline Ampere"); raises `BadQuestion`, `StorageError`."""
        return await ask(self.storage, self.catalogue, context, line)

    async def zone(self, default: str | None, library: int = HOUSE) -> str:
        """The library's zone, else the house's, the operator's default, "" (the machine's own)."""
        chosen = await self.storage.read(
            lambda shelf: shelf.settings(library).zone or shelf.settings(HOUSE).zone
        )
        return chosen or default or ""

    async def close(self) -> None:
        await self.storage.close()


async def open_desk(path: Path, *, bulk: bool = False) -> Desk:
    """Open the library at `path`, made anew where there is none; `bulk` where many thousand
    briefings are to be put in.

    Raises a `StorageError` whose text says what to do; nothing stays open then.
    """
    catalogue = open_catalogue()
    return Desk(await SqliteStorage.open(path, bulk=bulk), catalogue)


@cache
def open_catalogue() -> Catalogue:
    """The shipped catalogue of companies; nothing changes it, so a process reads it once.

    The garbage collector is told to leave it alone, and all that was there before it: looking at
    its ten thousands of lasting objects again and again took an eighth of the time to read a text.
    """
    catalogue = Catalogue.parse(resources.catalogue_text())
    gc.freeze()
    return catalogue


def today_in(zone: str, now: datetime) -> date:
    """The calendar day of the aware instant `now` in an IANA zone; "" is the machine's own."""
    return now.astimezone(ZoneInfo(zone) if zone else None).date()
