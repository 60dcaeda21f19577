"""Briefings that wait for a moderator's yes: read, corrected, decided once.

A draft keeps the bytes as they came in and, apart from them, what a moderator changed; what will be
stored is read from both whenever it is shown, so that a preview never differs from what is kept.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.reading import annotate, read_pages
from bot.ingestion import isolated
from bot.ingestion.intake import catalogue_of, check_day, read, tells
from bot.ingestion.logged import put as put_logged
from bot.model import (
    Change,
    Days,
    Draft,
    DraftState,
    Event,
    Outcome,
    Precision,
    Reading,
    Span,
    Stored,
    TextKind,
)
from bot.storage.protocol import Desk, Storage

MODERATOR = "moderator"
"""The rule of an event whose date a moderator gave."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What a moderator changed; None and nothing where they did not. `left_out` are spans of facts
    and events, `redated` the days of an event, by its span."""

    title: str | None = None
    author: str | None = None
    day: date | None = None
    body: str | None = None
    url: str = ""
    """Where the text was fetched."""
    left_out: frozenset[Span] = frozenset()
    redated: Mapping[Span, Days] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> str:
        told: dict[str, Any] = {
            "title": self.title,
            "author": self.author,
            "day": self.day.isoformat() if self.day else None,
            "body": self.body,
            "url": self.url,
            "left_out": sorted(self.left_out),
            "redated": [
                [*span, *(day.isoformat() for day in days)]
                for span, days in sorted(self.redated.items())
            ],
        }
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Edits:
        told = json.loads(text)
        day = told.get("day")
        return cls(
            title=told.get("title"),
            author=told.get("author"),
            day=date.fromisoformat(day) if day else None,
            body=told.get("body"),
            url=told.get("url", ""),
            left_out=frozenset(Span(*span) for span in told.get("left_out", ())),
            redated={
                Span(start, end): Days(date.fromisoformat(first), date.fromisoformat(last))
                for start, end, first, last in told.get("redated", ())
            },
        )


def reading_of(draft: Draft, catalogue: Catalogue) -> Reading:
    """What the draft will store. Raises `BadBriefing`."""
    edits = Edits.from_json(draft.edits)
    if draft.entry:
        pages = isolated.pages_of(draft.original, kind=TextKind.FEED, pasted_on=draft.pasted_on)
        page = pages[min(draft.part, len(pages) - 1)]
        return edited(read_pages((page,), catalogue, day=edits.day)[0], edits, catalogue)
    readings = read(
        draft.original,
        catalogue,
        today=draft.pasted_on,
        day=edits.day,
        url=edits.url,
        isolate=True,
    )
    return edited(readings[min(draft.part, len(readings) - 1)], edits, catalogue)


def edited(reading: Reading, edits: Edits, catalogue: Catalogue) -> Reading:
    """The reading with a moderator's changes; read again where its words changed."""
    page = reading.page
    changed = replace(
        page,
        title=page.title if edits.title is None else edits.title,
        author=page.author if edits.author is None else edits.author,
        body=edits.body or page.body,
    )
    if changed != page:
        reading = annotate(changed, reading.day, catalogue)
    if not tells(reading):
        raise BadBriefing("There is no sentence in it; put its text back.", reason="furniture")
    return replace(
        reading,
        facts=tuple(fact for fact in reading.facts if fact.span not in edits.left_out),
        events=tuple(
            _redated(event, edits) for event in reading.events if event.span not in edits.left_out
        ),
    )


def _redated(event: Event, edits: Edits) -> Event:
    days = edits.redated.get(event.span)
    if days is None:
        return event
    precision = Precision.DAY if days.earliest == days.latest else event.precision
    value = days.earliest.isoformat() if precision is Precision.DAY else ""
    return replace(
        event, days=days, precision=precision, value=value, rule=MODERATOR, deadline=False
    )


async def draft_in(
    storage: Storage,
    catalogue: Catalogue,
    data: bytes,
    *,
    library: int,
    by: int,
    now: datetime,
    today: date,
    day: date | None = None,
    url: str = "",
) -> tuple[Draft, ...]:
    """Keep the briefings in the bytes as drafts, all or none of them; those that the library has
    already are left out. Raises `BadBriefing`; then nothing
    was kept."""
    catalogue = await catalogue_of(storage, catalogue, library)
    readings = await asyncio.to_thread(
        read, data, catalogue, today=today, day=day, url=url, isolate=True
    )
    edits = Edits(day=day, url=url).as_json()

    def keep(desk: Desk) -> tuple[Draft, ...]:
        news = [
            Draft(library, now, by, data, today, part, edits)
            for part, reading in enumerate(readings)
            if desk.match(library, reading).outcome is not Outcome.SAME
        ]
        return tuple(replace(draft, number=desk.add_draft(draft)) for draft in news)

    return await storage.write(keep)


async def edit(storage: Storage, draft: Draft, edits: Edits, catalogue: Catalogue) -> Draft | None:
    """Keep a moderator's changes; returns the draft as it stands then, None if somebody else was
    quicker. Raises `BadBriefing` where nothing readable would be left; then nothing was changed."""
    changed = replace(draft, edits=edits.as_json())
    catalogue = await catalogue_of(storage, catalogue, draft.library)
    reading = await asyncio.to_thread(reading_of, changed, catalogue)
    check_day(reading, draft.pasted_on)
    if await storage.write(lambda desk: desk.save_draft(changed)):
        return replace(changed, version=draft.version + 1)
    return None


async def approve(
    storage: Storage, catalogue: Catalogue, draft: Draft, *, by: int, now: datetime
) -> Stored | None:
    """Store it as it stands, once; None if somebody else was quicker."""
    catalogue = await catalogue_of(storage, catalogue, draft.library)
    reading = await asyncio.to_thread(reading_of, draft, catalogue)

    def put(desk: Desk) -> Stored | None:
        stored = put_logged(
            desk,
            draft.library,
            reading,
            original=draft.original,
            now=now,
            by=by,
            action="approve",
        )
        done = replace(draft, state=DraftState.APPROVED, decided_by=by, briefing=stored.ref.id)
        if not desk.save_draft(done):
            raise _Decided
        return stored

    try:
        return await storage.write(put)
    except _Decided:
        return None


class _Decided(Exception):
    """Somebody else was quicker: what was written is rolled back."""


async def reject(storage: Storage, draft: Draft, *, by: int, now: datetime) -> bool:
    """Let it go, once; False if somebody else was quicker. Its text is kept."""

    def write(desk: Desk) -> bool:
        if not desk.save_draft(replace(draft, state=DraftState.REJECTED, decided_by=by)):
            return False
        desk.note(Change(draft.library, by, "reject", f"draft {draft.number}"), now=now)
        return True

    return await storage.write(write)
