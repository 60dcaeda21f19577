"""Briefings from files and folders, one or a hundred thousand, and what became of each.

Files are read side by side and stored in their order, some in each transaction. Each transaction
also notes which files it was, so that a run that was cut off goes on where it stopped, and ends
with the very library that an undisturbed run would have left.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeGuard

from bot.extraction.companies import Catalogue
from bot.ingestion.finding import TAKEN
from bot.ingestion.isolated import MOST
from bot.ingestion.logged import put_all
from bot.ingestion.workers import Read, Reads, Refused, Unread, in_a_thread
from bot.model import OPERATOR, BriefingRef, NameRule, Outcome, Reading, Stored, TextKind
from bot.storage.protocol import Desk, Shelf, Storage

_FILES, _BYTES = 48, 200_000
"""How much is read at one time: enough that handing it over costs little."""
_AHEAD = 12
"""How many of these may be on their way: each is held in memory until its turn comes."""
_FILES_AT_ONCE, _CHARACTERS_AT_ONCE = 192, 100_000
"""How much of what is read by then is stored at one time: SQLite writes a page once that several of
them change, yet a bot on the same library waits for some tenths of a second only."""


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
    """What became of many: briefings by outcome, and how many files were rejected."""

    new: int = 0
    same: int = 0
    changed: int = 0
    rejected: int = 0

    def plus(self, taken: Taken) -> Tally:
        outcomes = [one.outcome for one in taken.stored]
        return Tally(
            self.new + outcomes.count(Outcome.NEW),
            self.same + outcomes.count(Outcome.SAME),
            self.changed + outcomes.count(Outcome.CHANGED),
            self.rejected + taken.rejected,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How files are to be taken in: into which library, as of which day.

    `clock` tells when each is stored: who follows something hears of what came since the last
    look, so that the last file of a long run must not bear the time of the first. `day` goes before
    what the texts say. `again`: also what was taken in already. `rehearsal`: nothing is written,
    and each is judged by the library as it stands now. `rules` are the library's own, of names.
    """

    library: int
    clock: Callable[[], datetime]
    today: date
    day: date | None = None
    again: bool = False
    rehearsal: bool = False
    rules: tuple[NameRule, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedText:
    """One text among many: its bytes, or else why there are none."""

    name: str
    data: bytes = b""
    kind: TextKind | None = None
    refused: Refused | None = None


async def take_in_files(
    storage: Storage,
    catalogue: Catalogue,
    files: Iterable[Path],
    order: Order,
    reads: Reads | None = None,
) -> AsyncIterator[Taken]:
    """Take files in, in their order; see `take_in_texts`."""
    texts = map(opened, files)
    async for taken in take_in_texts(storage, texts, order, reads or in_a_thread(catalogue)):
        yield taken


async def take_in_texts(
    storage: Storage, texts: Iterable[NamedText], order: Order, reads: Reads
) -> AsyncIterator[Taken]:
    """Take texts in, in their order, and tell of each once it is stored. What is rejected is told
    as a value, so that the next may follow.

    Raises `StorageError`: with a full disk the next would fare no better.
    """
    batches = _batches(texts, order)
    under_way = deque[asyncio.Future[list[_Came]]]()
    more = True
    try:
        while more or under_way:
            while more and len(under_way) < _AHEAD:
                items = await asyncio.to_thread(next, batches, None)
                more = items is not None
                if items is not None:
                    known = await _known(storage, items, order)
                    reading = _read(items, known, order, reads)
                    under_way.append(asyncio.ensure_future(reading))
            if under_way:
                group = _Group(await _read_next(under_way), order)
                for taken in await _stored(storage, group):
                    yield taken
    finally:
        for one in under_way:
            one.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _known(storage: Storage, items: Iterable[_Item], order: Order) -> Collection[bytes]:
    """Digests of those that were taken in already and need no reading."""
    if order.again:
        return ()
    digests = tuple(item.digest for item in items)
    return await storage.read(lambda shelf: shelf.taken(order.library, digests))


async def _read(
    items: Sequence[_Item], known: Collection[bytes], order: Order, reads: Reads
) -> list[_Came]:
    unread = {
        at: item.unread(order)
        for at, item in enumerate(items)
        if item.text.refused is None and item.digest not in known
    }
    readings = dict(zip(unread, await reads(list(unread.values())), strict=True))
    return [(item, item.text.refused or readings.get(at)) for at, item in enumerate(items)]


async def _read_next(under_way: deque[asyncio.Future[list[_Came]]]) -> list[_Came]:
    """What comes next once it is read, with what is read by then of that behind it."""
    came = await under_way.popleft()
    while under_way and under_way[0].done() and not under_way[0].exception():
        both = came + under_way[0].result()
        if len(both) > _FILES_AT_ONCE or _characters(both) > _CHARACTERS_AT_ONCE:
            break
        came = both
        under_way.popleft()
    return came


def _characters(came: Iterable[_Came]) -> int:
    return sum(len(one.body) for _, read in came if _is_read(read) for one in read)


async def _stored(storage: Storage, group: _Group) -> list[Taken]:
    if group.order.rehearsal:
        return await storage.read(group.rehearse)
    return await storage.write(group.put)


@dataclass(frozen=True, slots=True)
class _Item:
    """A text, known by all that decides what it becomes but the day on which it is read: "1 day
    ago" means the same on a second run."""

    text: NamedText
    digest: bytes

    @classmethod
    def of(cls, text: NamedText, order: Order) -> _Item:
        how = f"{order.day or ''} {text.kind or ''}".encode()
        return cls(text, hashlib.sha256(how + b"\0" + text.data).digest()[:16])

    def unread(self, order: Order) -> Unread:
        return Unread(self.text.data, self.text.kind, order.today, order.day, order.rules)

    def rejected(self, why: Refused) -> Taken:
        return Taken(self.text.name, reason=why.reason, message=why.message)


_Came = tuple[_Item, Read | None]
"""A text and its reading; None where it was taken in before and needed none."""


def _is_read(read: Read | None) -> TypeGuard[tuple[Reading, ...]]:
    return isinstance(read, tuple)


@dataclass(frozen=True, slots=True)
class _Group:
    """Some texts that go through one transaction."""

    came: Sequence[_Came]
    order: Order

    def put(self, desk: Desk) -> list[Taken]:
        """All that is new in one go; the same bytes twice are stored once."""
        library, now = self.order.library, self.order.clock()
        before = self._taken_before(desk)
        fresh = self._fresh(before)
        arriving = ((one, item.text.data) for item, told in fresh.values() for one in told)
        stored = iter(put_all(desk, library, arriving, now=now, by=OPERATOR, action="ingest"))
        became = {at: tuple(islice(stored, len(told))) for at, (_, told) in fresh.items()}
        noted = {fresh[at][0].digest: [one.ref for one in new] for at, new in became.items()}
        numbers = {digest: [ref.id for ref in refs] for digest, refs in noted.items()}
        desk.note_taken(library, numbers)
        before |= noted
        return [
            Taken(item.text.name, became[at]) if at in became else _told(item, read, before)
            for at, (item, read) in enumerate(self.came)
        ]

    def _taken_before(self, shelf: Shelf) -> dict[bytes, Sequence[BriefingRef]]:
        """Looked up again: the same bytes may have come in just before."""
        if self.order.again:
            return {}
        digests = [item.digest for item, _ in self.came]
        return dict(shelf.taken(self.order.library, digests))

    def _fresh(self, before: Collection[bytes]) -> dict[int, tuple[_Item, tuple[Reading, ...]]]:
        """What is to be stored, by its place in the group."""
        fresh: dict[int, tuple[_Item, tuple[Reading, ...]]] = {}
        met = set(before)
        for at, (item, read) in enumerate(self.came):
            if _is_read(read) and item.digest not in met:
                fresh[at] = item, read
                if not self.order.again:
                    met.add(item.digest)
        return fresh

    def rehearse(self, shelf: Shelf) -> list[Taken]:
        before = self._taken_before(shelf)
        return [
            self._judged(shelf, item, read)
            if _is_read(read) and item.digest not in before
            else _told(item, read, before)
            for item, read in self.came
        ]

    def _judged(self, shelf: Shelf, item: _Item, read: Iterable[Reading]) -> Taken:
        library = self.order.library
        judged = ((shelf.match(library, one).outcome, _ref(library, one)) for one in read)
        return Taken(item.text.name, tuple(Stored(*one) for one in judged))


def _told(item: _Item, read: Read | None, before: Mapping[bytes, Iterable[BriefingRef]]) -> Taken:
    """What becomes of one that is not stored: it was refused, or its bytes came in before."""
    if isinstance(read, Refused):
        return item.rejected(read)
    refs = before.get(item.digest)
    return item.rejected(_DELETED) if refs is None else Taken(item.text.name, _same(refs))


_DELETED = Refused("deleted", "Its briefings were deleted just now; try again.")


def _same(refs: Iterable[BriefingRef]) -> tuple[Stored, ...]:
    return tuple(Stored(Outcome.SAME, ref) for ref in refs)


def _ref(library: int, reading: Reading) -> BriefingRef:
    """Of a briefing that is in no library."""
    page = reading.page
    return BriefingRef(0, library, reading.day, page.title, page.author, page.source, page.url)


def _batches(texts: Iterable[NamedText], order: Order) -> Iterator[list[_Item]]:
    items, size = list[_Item](), 0
    for text in texts:
        items.append(_Item.of(text, order))
        size += len(text.data)
        if len(items) >= _FILES or size >= _BYTES:
            yield items
            items, size = [], 0
    if items:
        yield items


def opened(path: Path) -> NamedText:
    """A file's bytes, no more of them than show that they are too many."""
    try:
        with path.open("rb") as file:
            data = file.read(_USUAL)
            if len(data) == _USUAL:
                data += file.read(MOST + 1 - _USUAL)
        return NamedText(str(path), data)
    except OSError as error:
        if path.is_dir():
            where = ", ".join(TAKEN)
            why = Refused("no text", f"There is no text in this folder ({where}).")
        else:
            why = Refused("unreadable", f"It cannot be read: {error.strerror or 'unknown reason'}.")
        return NamedText(str(path), refused=why)


_USUAL = 65_536
"""Bytes that nearly every file keeps to. Room for `MOST` would be asked of the system for each."""
