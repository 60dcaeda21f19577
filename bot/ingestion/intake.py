"""One text on its way into a library: bytes → checked text → readings → stored.

Whatever is refused is refused before anything is written, with one line that says what to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.extraction.page import open_pages
from bot.extraction.reading import Dated, annotate_all, dated
from bot.ingestion import isolated
from bot.ingestion.decoding import MAX_BYTES, decode
from bot.ingestion.logged import put_all
from bot.model import OPERATOR, Page, Reading, Stored, TextKind
from bot.storage.protocol import Desk, Storage

__all__ = ["MAX_BYTES", "check_day", "decode", "read", "take_in", "tells"]

_AHEAD = timedelta(days=1)
"""A briefing may bear tomorrow's day: it is tomorrow already somewhere."""


def read(
    data: bytes,
    catalogue: Catalogue,
    *,
    today: date,
    day: date | None = None,
    source: str = "",
    kind: TextKind | None = None,
    url: str = "",
    isolate: bool = False,
) -> tuple[Reading, ...]:
    """What the bytes tell: one reading for each briefing in them, at least one.

    `today` is the day of pasting: "1 day ago" counts back from it. `day` is the briefing's own and
    goes before what its text says. `url` is where the bytes were fetched. `isolate`: they
    are a stranger's, and opened in a process of their own (see `isolated`). Raises `BadBriefing`
    ("large", "binary", "empty", "furniture", "undated", "ahead").
    """
    opened = open_dated(data, catalogue, today=today, day=day, kind=kind, isolate=isolate)
    readings = checked(annotate_all(opened), today)
    return tuple([_with_origin(reading, source, url) for reading in readings])


def open_dated(
    data: bytes,
    catalogue: Catalogue,
    *,
    today: date,
    day: date | None = None,
    kind: TextKind | None = None,
    isolate: bool = False,
) -> tuple[Dated, ...]:
    """The pages that are in the bytes, ready to be read. Raises `BadBriefing` as `read`."""
    return dated(_pages(data, kind, today, isolate=isolate), catalogue, day=day)


def checked(readings: Sequence[Reading], today: date) -> list[Reading]:
    """Those that tell something. Raises `BadBriefing` as `read`."""
    told = [reading for reading in readings if tells(reading)]
    if not told:
        raise BadBriefing(
            "There is no sentence in it but headings; paste the text itself.", reason="furniture"
        )
    for reading in told:
        check_day(reading, today)
    return told


def _pages(data: bytes, kind: TextKind | None, today: date, *, isolate: bool) -> tuple[Page, ...]:
    if isolated.needs_worker(data, strange=isolate):
        return isolated.pages_of(data, kind=kind, pasted_on=today)
    return open_pages(decode(data), kind=kind, pasted_on=today)


def tells(reading: Reading) -> bool:
    return any(not sentence.heading for sentence in reading.sentences)


def check_day(reading: Reading, today: date) -> None:
    if reading.day > today + _AHEAD:
        raise BadBriefing(
            f"{_name(reading)} is dated {reading.day.isoformat()}, but today is "
            f"{today.isoformat()}; correct its date, or give its day with --date.",
            reason="ahead",
        )


def _name(reading: Reading) -> str:
    title = reading.page.title
    return f"“{title[:60]}{'…' if len(title) > 60 else ''}”" if title else "The text"


def _with_origin(reading: Reading, source: str, url: str) -> Reading:
    page = reading.page
    told = (page.source or source, page.url or url)
    if told == (page.source, page.url):
        return reading
    return replace(reading, page=replace(page, source=told[0], url=told[1]))


async def catalogue_of(storage: Storage, catalogue: Catalogue, library: int) -> Catalogue:
    """The catalogue as a library's moderators have it."""
    return overlaid(catalogue, await storage.read(lambda shelf: shelf.name_rules((library,))))


async def take_in(
    storage: Storage,
    catalogue: Catalogue,
    data: bytes,
    *,
    library: int,
    now: datetime,
    today: date,
    day: date | None = None,
    source: str = "",
    kind: TextKind | None = None,
    by: int = OPERATOR,
    url: str = "",
    isolate: bool = False,
) -> tuple[Stored, ...]:
    """Read the bytes (see `read`) and put every briefing in them into `library`: all or none.

    The reading runs in a thread, so that a chat goes on meanwhile. `now` is aware and becomes the
    time of taking in; `by` is who does it, for the audit log. Raises `BadBriefing` and
    `StorageError`; then nothing was written.
    """
    catalogue = await catalogue_of(storage, catalogue, library)
    readings = await asyncio.to_thread(
        read,
        data,
        catalogue,
        today=today,
        day=day,
        source=source,
        kind=kind,
        url=url,
        isolate=isolate,
    )

    def put(desk: Desk) -> tuple[Stored, ...]:
        told = ((one, data) for one in readings)
        return put_all(desk, library, told, now=now, by=by, action="ingest")

    return await storage.write(put)
