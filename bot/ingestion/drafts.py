"""Briefings that wait for a moderator's yes: read, corrected, decided once.

A draft keeps the bytes as they came in and, apart from them, what a moderator changed; what will be
stored is read from both whenever it is shown, so that a preview never differs from what is kept.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime

from bot.extraction.companies import Catalogue
from bot.extraction.reading import read_pages
from bot.ingestion import isolated
from bot.ingestion.edits import Edits, edited, told_edits
from bot.ingestion.intake import catalogue_of, check_day, read
from bot.ingestion.logged import put as put_logged
from bot.ingestion.logged import waiting
from bot.model import Change, Draft, DraftState, Outcome, Reading, Stored, TextKind
from bot.storage.protocol import Desk, Storage


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
    already are left out, and what waits already comes back as it waits, whoever brought it. Raises
    `BadBriefing`; then nothing was kept."""
    catalogue = await catalogue_of(storage, catalogue, library)
    readings = await asyncio.to_thread(
        read, data, catalogue, today=today, day=day, url=url, isolate=True
    )
    edits = Edits(day=day, url=url).as_json()

    def keep(desk: Desk) -> tuple[Draft, ...]:
        there = {one.part: one for one in desk.drafts_of(library, data) if _asks(one, day)}
        return tuple(
            there.get(part) or _kept(desk, Draft(library, now, by, data, today, part, edits), one)
            for part, one in enumerate(readings)
            if desk.match(library, one).outcome is not Outcome.SAME
        )

    return await storage.write(keep)


def _asks(draft: Draft, day: date | None) -> bool:
    """Whether a draft of the same bytes is what would be brought again with that day."""
    return day is None or Edits.from_json(draft.edits).day == day


def _kept(desk: Desk, draft: Draft, reading: Reading) -> Draft:
    kept = replace(draft, number=desk.add_draft(draft))
    desk.note(waiting(kept, reading, "draft"), now=draft.made_at)
    return kept


async def edit(
    storage: Storage, draft: Draft, edits: Edits, catalogue: Catalogue, *, by: int, now: datetime
) -> Draft | None:
    """Keep a moderator's changes; returns the draft as it stands then, None if somebody else was
    quicker. Raises `BadBriefing` where nothing readable would be left; then nothing was changed."""
    changed = replace(draft, edits=edits.as_json())
    catalogue = await catalogue_of(storage, catalogue, draft.library)
    was, reading = await asyncio.to_thread(
        lambda: (reading_of(draft, catalogue), reading_of(changed, catalogue))
    )
    check_day(reading, draft.pasted_on)
    told = told_edits(was, reading, Edits.from_json(draft.edits), edits)

    def write(desk: Desk) -> bool:
        if not desk.save_draft(changed):
            return False
        desk.note(Change(draft.library, by, "edit", f"draft {draft.number}", *told), now=now)
        return True

    if await storage.write(write):
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
        if not stored.change:
            told = f"approved: the same as briefing {stored.ref.id}"
            desk.note(_line(draft, by, "approve", told), now=now)
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
        desk.note(_line(draft, by, "reject", "rejected"), now=now)
        return True

    return await storage.write(write)


def _line(draft: Draft, by: int, action: str, after: str) -> Change:
    return Change(draft.library, by, action, f"draft {draft.number}", "waiting", after)
