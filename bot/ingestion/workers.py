"""Texts read side by side: in processes of their own, so that a long run uses every core."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, fields
from datetime import date
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from bot.errors import BadBriefing, DeskError
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.extraction.reading import Dated, annotate_all
from bot.ingestion.intake import checked, open_dated
from bot.model import (
    Event,
    Fact,
    Mention,
    NameRule,
    Page,
    Reading,
    Sentence,
    Span,
    TextKind,
    Topic,
)

T = TypeVar("T")

_MOST = 8
"""One process writes what the others read; more readers than this would wait for it."""

_BEHIND = 5
"""By how much readers are nicer than the one who writes, for whom all of them wait."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The bytes of one file and how they are to be read."""

    data: bytes
    kind: TextKind | None
    today: date
    day: date | None
    rules: tuple[NameRule, ...] = ()
    """What the library's moderators say of names."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no reading."""

    reason: str
    message: str


Read = tuple[Reading, ...] | Refused


class Reads(Protocol):
    """Reads some texts and comes back with as many results, in their order."""

    def __call__(self, texts: Sequence[Unread]) -> Awaitable[list[Read]]: ...


def read_each(texts: Sequence[Unread], catalogue: Catalogue) -> list[Read]:
    opened = [_opened(text, catalogue) for text in texts]
    pages = chain.from_iterable(told for told in opened if not isinstance(told, Refused))
    readings = iter(annotate_all(list(pages)))
    return [
        told if isinstance(told, Refused) else _checked(list(islice(readings, len(told))), text)
        for text, told in zip(texts, opened, strict=True)
    ]


def _opened(text: Unread, catalogue: Catalogue) -> tuple[Dated, ...] | Refused:
    own = overlaid(catalogue, text.rules)
    try:
        return open_dated(text.data, own, today=text.today, day=text.day, kind=text.kind)
    except BadBriefing as error:
        return Refused(error.reason, str(error))


def _checked(readings: Sequence[Reading], text: Unread) -> Read:
    try:
        return tuple(checked(readings, text.today))
    except BadBriefing as error:
        return Refused(error.reason, str(error))


def in_a_thread(catalogue: Catalogue) -> Reads:
    """For a few texts, which are not worth the start of a process. One after the other: threads
    side by side would only make the first ones late."""
    turn = asyncio.Lock()

    async def reads(texts: Sequence[Unread]) -> list[Read]:
        async with turn:
            return await asyncio.to_thread(read_each, texts, catalogue)

    return reads


@contextlib.asynccontextmanager
async def in_processes(
    open_catalogue: Callable[[], Catalogue], count: int | None = None
) -> AsyncIterator[Reads]:
    """Readers on all cores, gone with this process however it ends. Each opens the catalogue for
    itself, by a function that a new process can import."""
    # Spawned, not forked: a fork of a process with threads may inherit a lock that nobody frees.
    pool = ProcessPoolExecutor(
        count or min(os.cpu_count() or 1, _MOST),
        multiprocessing.get_context("spawn"),
        _begin,
        (open_catalogue,),
    )

    async def reads(texts: Sequence[Unread]) -> list[Read]:
        # Shielded: a pool that breaks tells each future of it, and stumbles over one that was
        # cancelled meanwhile: the process would never end. Leaving cancels them all.
        sending = asyncio.wrap_future(pool.submit(_read_in_worker, tuple(texts)))
        try:
            sent = await asyncio.shield(sending)
        except BrokenProcessPool as error:
            raise DeskError(
                "A reading process was ended from outside, perhaps for want of memory; the same "
                "command goes on where it stopped."
            ) from error
        return list(map(_unpacked, pickle.loads(sent)))

    try:
        yield reads
    finally:
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)


# --- inside a worker -----------------------------------------------------------------------------

_catalogues: list[Catalogue] = []
"""A worker's own, opened once when it begins."""


def _begin(open_catalogue: Callable[[], Catalogue]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us
    _stand_back()
    _catalogues.append(open_catalogue())
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _stand_back() -> None:
    """Behind whoever waits: on Linux any other process gets the core at once when it wakes, where
    one that is merely nicer would go on for some milliseconds, several times in one answer of a bot
    on the same machine. The one that writes holds the library's lock and stays as it is."""
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(_BEHIND)


def _end_with_parent() -> None:
    """Without this, a worker would wait for ever for a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_in_worker(texts: Sequence[Unread]) -> bytes:
    """Pickled here: the pool's own pickler asks Python code about every value."""
    found = [_packed(one) for one in read_each(texts, _catalogues[-1])]
    return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)


# --- on the way back -----------------------------------------------------------------------------

_Columns = tuple[Any, ...]
_Sent = tuple[_Columns, ...] | Refused


def _packed(found: Read) -> _Sent:
    """As bare columns: a value of ours is pickled, and made again, by a call of Python for each."""
    return found if isinstance(found, Refused) else tuple(map(_columns, found))


def _columns(reading: Reading) -> _Columns:
    """All but what no library keeps (times, quantities)."""
    return (
        _PAGE(reading.page),
        reading.day,
        reading.subjects,
        [tuple(span) for span in reading.summary],
        [tuple(topic) for topic in reading.topics],
        [(one.ordinal, *one.span, one.paragraph, one.heading) for one in reading.sentences],
        [one.span + one[1:] for one in reading.mentions],
        [one.span + one[1:] for one in reading.facts],
        [one.span + one[1:] for one in reading.events],
    )


_PAGE = attrgetter(*(one.name for one in fields(Page)))


def _unpacked(sent: _Sent) -> Read:
    return sent if isinstance(sent, Refused) else tuple(map(_reading, sent))


def _reading(columns: _Columns) -> Reading:
    page, day, subjects, summary, topics, sentences, mentions, facts, events = columns
    return Reading(
        Page(*page),
        day,
        subjects=subjects,
        summary=tuple([_new(Span, span) for span in summary]),
        topics=tuple([_new(Topic, topic) for topic in topics]),
        sentences=tuple(
            [
                _new(Sentence, (at, _new(Span, (first, last)), *rest))
                for at, first, last, *rest in sentences
            ]
        ),
        mentions=_lines(Mention, mentions),
        facts=_lines(Fact, facts),
        events=_lines(Event, events),
    )


def _lines(kind: type[T], rows: Iterable[_Columns]) -> tuple[T, ...]:
    """Values that begin with their span."""
    return tuple([_new(kind, (_new(Span, (first, last)), *rest)) for first, last, *rest in rows])


_new: Callable[..., Any] = tuple.__new__
"""Makes a named tuple of all its parts at half the cost of a call of its class: for each line."""
