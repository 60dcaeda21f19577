"""Briefings from files and folders, and the count of what became of them."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.ingestion.decoding import MAX_BYTES
from bot.ingestion.intake import take_in
from bot.model import Outcome, Stored, TextKind
from bot.storage.protocol import Storage

KINDS: dict[str, TextKind | None] = {
    ".txt": None,  # may hold a paste or a page's source: the reading looks for itself
    ".xml": None,
    ".md": TextKind.MARKDOWN,
    ".html": TextKind.HTML,
    ".htm": TextKind.HTML,
    ".rss": TextKind.FEED,
    ".atom": TextKind.FEED,
}
"""Suffixes of the files that are taken from a folder. A file named outright may bear any."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: `stored`, or else why it was rejected (`reason` in one word)."""

    name: str
    stored: tuple[Stored, ...] = ()
    reason: str = ""
    message: str = ""

    @property
    def rejected(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of many: briefings by outcome, and the rejected files in order."""

    new: int = 0
    same: int = 0
    changed: int = 0
    rejected: tuple[Taken, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Taken]) -> Tally:
        every = tuple(results)
        by = Counter(one.outcome for taken in every for one in taken.stored)
        return cls(
            new=by[Outcome.NEW],
            same=by[Outcome.SAME],
            changed=by[Outcome.CHANGED],
            rejected=tuple(taken for taken in every if taken.rejected),
        )


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that are meant: a file itself, of a folder all texts below it in name order.

    Hidden ones and links to folders are passed over; what is named twice comes once. A path that
    does not exist and a folder without a text stay in the list, so that they are told of.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_texts_below(path) if path.is_dir() else [path]))
    return tuple(found)


def _texts_below(folder: Path) -> Sequence[Path]:
    texts = [
        Path(where, name)
        for where, folders, names in _walk(folder)
        for name in names
        if not name.startswith(".") and Path(name).suffix.lower() in KINDS
    ]
    return sorted(filter(Path.is_file, texts)) or [folder]


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield where, folders, names


async def take_in_files(
    storage: Storage,
    catalogue: Catalogue,
    files: Iterable[Path],
    *,
    library: int,
    now: datetime,
    today: date,
    day: date | None = None,
) -> AsyncIterator[Taken]:
    """Take the files in one by one and tell of each as it is done; see `take_in_named`."""
    for path in files:
        try:
            data = await asyncio.to_thread(_bytes_of, path)
        except BadBriefing as error:
            yield Taken(str(path), reason=error.reason, message=str(error))
            continue
        yield await take_in_named(
            storage,
            catalogue,
            str(path),
            data,
            library=library,
            now=now,
            today=today,
            day=day,
            kind=KINDS.get(path.suffix.lower()),
        )


async def take_in_named(
    storage: Storage,
    catalogue: Catalogue,
    name: str,
    data: bytes,
    *,
    library: int,
    now: datetime,
    today: date,
    day: date | None = None,
    kind: TextKind | None = None,
) -> Taken:
    """`take_in` for one of many: what is rejected is told as a value, so that the next may follow.

    Raises `StorageError`: with a full disk the next would fare no better.
    """
    try:
        stored = await take_in(
            storage, catalogue, data, library=library, now=now, today=today, day=day, kind=kind
        )
    except BadBriefing as error:
        return Taken(name, reason=error.reason, message=str(error))
    return Taken(name, stored)


def _bytes_of(path: Path) -> bytes:
    """A file's bytes, no more of them than show that they are too many."""
    if path.is_dir():
        raise BadBriefing(
            f"There is no text in this folder ({', '.join(KINDS)}).", reason="no text"
        )
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise BadBriefing(f"It cannot be read: {why}.", reason="unreadable") from error
