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

from bot.extraction.companies import Catalogue
from bot.ingestion.finding import TAKEN
from bot.ingestion.isolated import MOST
from bot.ingestion.logged import put_all
from bot.ingestion.workers import Read, Reads, Refused, Unread, in_a_thread
from bot.model import OPERATOR, BriefingRef, NameRule, Outcome, Reading, Stored, TextKind
from bot.storage.protocol import Desk, Shelf, Storage

_FILES, _BYTES = 48, 2_000_000
"""How much is read and stored at one time: enough that starting costs little, and so little that a
bot on the same library waits for less than a blink."""
_AHEAD = 8
"""How many of these may be on their way: each is held in memory until its turn comes."""


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
    under_way = deque[tuple[_Batch, asyncio.Future[list[Read]]]]()
    more = True
    try:
        while more or under_way:
            while more and len(under_way) < _AHEAD:
                batch = await asyncio.to_thread(next, batches, None)
                more = batch is not None
                if batch is not None:
                    await _look_up(storage, batch)
                    under_way.append((batch, asyncio.ensure_future(reads(batch.unread()))))
            if under_way:
                batch, reading = under_way.popleft()
                for taken in await _stored(storage, batch, await reading):
                    yield taken
    finally:
        for _, reading in under_way:
            reading.cancel()
        await asyncio.gather(*(reading for _, reading in under_way), return_exceptions=True)


async def _look_up(storage: Storage, batch: _Batch) -> None:
    """Leave out of the reading what was taken in already."""
    order = batch.order
    if not order.again:
        digests = tuple(item.digest for item in batch.items)
        batch.known = set(await storage.read(lambda shelf: shelf.taken(order.library, digests)))


async def _stored(storage: Storage, batch: _Batch, readings: list[Read]) -> list[Taken]:
    if batch.order.rehearsal:
        return await storage.read(lambda shelf: batch.rehearse(shelf, readings))
    return await storage.write(lambda desk: batch.put(desk, readings))


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

    def rejected(self, why: Refused) -> Taken:
        return Taken(self.text.name, reason=why.reason, message=why.message)


class _Batch:
    """Some texts on their way through one transaction."""

    def __init__(self, items: Sequence[_Item], order: Order) -> None:
        self.items = items
        self.order = order
        self.known: set[bytes] = set()
        """Digests of those that were taken in already and need no reading."""

    def unread(self) -> list[Unread]:
        today, day, rules = self.order.today, self.order.day, self.order.rules
        return [
            Unread(item.text.data, item.text.kind, today, day, rules)
            for item in self.items
            if self._is_unread(item)
        ]

    def _is_unread(self, item: _Item) -> bool:
        return item.text.refused is None and item.digest not in self.known

    def _is_fresh(self, item: _Item, before: Collection[bytes]) -> bool:
        return self._is_unread(item) and item.digest not in before

    def _with_readings(self, readings: Iterable[Read]) -> Iterator[tuple[_Item, Read]]:
        """What is known comes without any."""
        left = iter(readings)
        for item in self.items:
            yield item, item.text.refused or (next(left) if self._is_unread(item) else ())

    def put(self, desk: Desk, readings: Iterable[Read]) -> list[Taken]:
        """All that is new in one go; the same bytes twice are stored once."""
        library, now = self.order.library, self.order.clock()
        came = list(self._with_readings(readings))
        before = self._taken_before(desk)
        fresh = self._fresh(came, before)
        arriving = ((one, item.text.data) for item, told in fresh.values() for one in told)
        stored = iter(put_all(desk, library, arriving, now=now, by=OPERATOR, action="ingest"))
        became = {at: tuple(islice(stored, len(told))) for at, (_, told) in fresh.items()}
        noted = {fresh[at][0].digest: [one.ref for one in new] for at, new in became.items()}
        numbers = {digest: [ref.id for ref in refs] for digest, refs in noted.items()}
        desk.note_taken(library, numbers)
        before |= noted
        return [
            Taken(item.text.name, became[at]) if at in became else _told(item, read, before)
            for at, (item, read) in enumerate(came)
        ]

    def _taken_before(self, shelf: Shelf) -> dict[bytes, Sequence[BriefingRef]]:
        """Looked up again: the same bytes may have come in just before."""
        if self.order.again:
            return {}
        return dict(shelf.taken(self.order.library, [item.digest for item in self.items]))

    def _fresh(
        self, came: Sequence[tuple[_Item, Read]], before: Collection[bytes]
    ) -> dict[int, tuple[_Item, tuple[Reading, ...]]]:
        """What is to be stored, by its place in the batch."""
        fresh: dict[int, tuple[_Item, tuple[Reading, ...]]] = {}
        met = set(before)
        for at, (item, read) in enumerate(came):
            if not isinstance(read, Refused) and self._is_fresh(item, met):
                fresh[at] = item, read
                if not self.order.again:
                    met.add(item.digest)
        return fresh

    def rehearse(self, shelf: Shelf, readings: Iterable[Read]) -> list[Taken]:
        before = self._taken_before(shelf)
        return [
            self._judged(shelf, item, read)
            if not isinstance(read, Refused) and self._is_fresh(item, before)
            else _told(item, read, before)
            for item, read in self._with_readings(readings)
        ]

    def _judged(self, shelf: Shelf, item: _Item, read: Iterable[Reading]) -> Taken:
        library = self.order.library
        judged = ((shelf.match(library, one).outcome, _ref(library, one)) for one in read)
        return Taken(item.text.name, tuple(Stored(*one) for one in judged))


def _told(item: _Item, read: Read, before: Mapping[bytes, Iterable[BriefingRef]]) -> Taken:
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


def _batches(texts: Iterable[NamedText], order: Order) -> Iterator[_Batch]:
    items, size = list[_Item](), 0
    for text in texts:
        items.append(_Item.of(text, order))
        size += len(text.data)
        if len(items) >= _FILES or size >= _BYTES:
            yield _Batch(items, order)
            items, size = [], 0
    if items:
        yield _Batch(items, order)


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
