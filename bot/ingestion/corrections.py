"""Changes to what is stored: edited, withdrawn, restored, and all of it taken back for ten minutes.

Each is one transaction with its line in the audit log. A text is read before it, in a thread; where
somebody else has changed the briefing meanwhile, nothing is written and the moderator is told.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.errors import BadBriefing, BadQuestion
from bot.extraction.companies import Catalogue
from bot.extraction.reading import annotate
from bot.ingestion.edits import Edits, carried, edited
from bot.ingestion.intake import catalogue_of, check_day, tells
from bot.ingestion.logged import changed_words, standing
from bot.model import BriefingRef, Change, Held, Page, Reading, Revision, State
from bot.storage.protocol import Desk, Shelf, Storage

UNDO = timedelta(minutes=10)
"""How long the last change can be taken back."""

_UNDONE = "undo"
_MEANWHILE = "Somebody else has changed it meanwhile; look at it again with /desk history."


class Standing(NamedTuple):
    """A briefing's state and its newest revision's number, as the audit log has them."""

    state: State
    revision: int


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made: the briefing as it stands now, and the log's number of the change."""

    ref: BriefingRef
    state: State
    change: int


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something, in which library, and when."""

    library: int
    person: int
    now: datetime


def kept_of(shelf: Shelf, library: int, number: int) -> Held:
    """Raises `BadQuestion` where the library has no such briefing of its own."""
    found = shelf.held((library,), number)
    if found is None:
        raise BadQuestion(f"This library has no briefing {number}; nothing was changed.")
    return found


def revision_of(shelf: Shelf, briefing: int, number: int) -> Revision:
    found = shelf.revision(briefing, number)
    if found is None:
        raise BadQuestion(f"Briefing {briefing} has no revision {number}; see /desk history.")
    return found


def decided(shelf: Shelf, library: int, revision: Revision) -> Edits:
    """The facts and dates that were decided by hand when it was approved, of those lines whose
    sentences stand in this revision, too."""
    draft = shelf.approved(library, revision.briefing)
    log = shelf.changes_of(library, f"briefing {revision.briefing}")
    stood = [standing_in(one.after) for one in log if one.action == "approve"]
    if draft is None or not stood or stood[-1] is None:
        return Edits()
    approved = shelf.revision(revision.briefing, stood[-1].revision)
    if approved is None:
        return Edits()
    edits = Edits.from_json(draft.edits)
    by_hand = Edits(left_out=edits.left_out, redated=edits.redated)
    if approved.body == revision.body or by_hand == Edits():
        return by_hand
    return carried(by_hand, approved.body, revision.body)


def read_again(revision: Revision, catalogue: Catalogue, by_hand: Edits) -> Reading:
    """A kept revision, read as the catalogue has it now, and with what was decided by hand."""
    assert revision.day is not None
    page = Page(
        title=revision.title,
        body=revision.body,
        day=revision.day,
        author=revision.author,
        source=revision.source,
        url=revision.url,
    )
    return edited(annotate(page, revision.day, catalogue), by_hand, catalogue)


# --- editing -------------------------------------------------------------------------------------


async def edit(
    storage: Storage,
    catalogue: Catalogue,
    number: int,
    edits: Edits,
    by: By,
    *,
    today: date,
    seen: int = 0,
) -> Done:
    """Make the edits the next revision of a published briefing. `seen` is the revision that the
    moderator looked at, 0 for the newest. Raises `BadBriefing`, `BadQuestion`; then nothing was
    changed."""

    def look(shelf: Shelf) -> tuple[Held, Revision]:
        found = kept_of(shelf, by.library, number)
        return found, revision_of(shelf, number, found.ref.revision)

    found, newest = await storage.read(look)
    if found.state is not State.PUBLISHED:
        raise BadQuestion(f"Briefing {number} is withdrawn; restore it first.")
    if seen and seen != newest.number:
        raise BadQuestion(_MEANWHILE)
    changed = _with(newest, edits)
    if changed == newest:
        raise BadQuestion("Nothing is different; nothing was changed.")
    catalogue = await catalogue_of(storage, catalogue, by.library)
    by_hand = await storage.read(lambda shelf: decided(shelf, by.library, changed))
    reading = await asyncio.to_thread(read_again, changed, catalogue, by_hand)
    if not tells(reading):
        raise BadBriefing("There is no sentence in it; put its text back.", reason="furniture")
    if changed.day != newest.day:
        check_day(reading, today)
    at = Standing(found.state, newest.number)
    return await storage.write(_revising(number, reading, at, by, action="edit"))


def _with(revision: Revision, edits: Edits) -> Revision:
    return replace(
        revision,
        title=revision.title if edits.title is None else " ".join(edits.title.split()),
        author=revision.author if edits.author is None else " ".join(edits.author.split()),
        day=edits.day or revision.day,
        body=_paragraphs(edits.body) or revision.body if edits.body is not None else revision.body,
    )


def _paragraphs(text: str) -> str:
    """As a page's body is: one paragraph a line."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def _revising(
    number: int, reading: Reading, seen: Standing, by: By, *, action: str
) -> Callable[[Desk], Done]:
    def revise(desk: Desk) -> Done:
        _must_stand(desk, number, seen, by)
        desk.revise(by.library, number, reading, now=by.now)
        return _noted(desk, number, seen, by, action)

    return revise


def _must_stand(desk: Desk, number: int, seen: Standing, by: By) -> None:
    found = kept_of(desk, by.library, number)
    if (found.state, found.ref.revision) != seen:
        raise BadQuestion(_MEANWHILE)


def _noted(desk: Desk, number: int, was: Standing, by: By, action: str) -> Done:
    now = kept_of(desk, by.library, number)
    told, tells = changed_words(desk, number, was.revision, now.ref.revision)
    before = standing(was.state, was.revision, **told)
    named = {"day": now.ref.day.isoformat(), "title": now.ref.title}
    after = standing(now.state, now.ref.revision, **named, **tells)
    change = Change(by.library, by.person, action, f"briefing {number}", before, after)
    return Done(now.ref, now.state, desk.note(change, now=by.now))


# --- withdrawing and restoring -------------------------------------------------------------------


def withdrawing(number: int, by: By, *, action: str = "withdraw") -> Callable[[Desk], Done]:
    """Take a briefing of the library out of all answers. The change raises `BadQuestion` where it
    is not there, or withdrawn already."""

    def withdraw(desk: Desk) -> Done:
        found = kept_of(desk, by.library, number)
        if not desk.withdraw(number, now=by.now):
            raise BadQuestion(f"Briefing {number} is withdrawn already.")
        return _noted(desk, number, Standing(found.state, found.ref.revision), by, action)

    return withdraw


async def restore(
    storage: Storage, catalogue: Catalogue, number: int, by: By, *, revision: int = 0
) -> Done:
    """Publish an earlier revision again (0: the newest one, of a withdrawn briefing). Raises
    `BadQuestion`; then nothing was changed."""

    def look(shelf: Shelf) -> tuple[Held, Revision]:
        found = kept_of(shelf, by.library, number)
        return found, revision_of(shelf, number, revision or found.ref.revision)

    found, wanted = await storage.read(look)
    if found.state is State.PUBLISHED and wanted.number == found.ref.revision:
        raise BadQuestion(f"That is how briefing {number} stands; say an earlier revision.")
    catalogue = await catalogue_of(storage, catalogue, by.library)
    by_hand = await storage.read(lambda shelf: decided(shelf, by.library, wanted))
    reading = await asyncio.to_thread(read_again, wanted, catalogue, by_hand)
    seen = Standing(found.state, found.ref.revision)
    return await storage.write(_revising(number, reading, seen, by, action="restore"))


# --- taking back ---------------------------------------------------------------------------------


async def undo(storage: Storage, catalogue: Catalogue, by: By, *, change: int = 0) -> Done:
    """Take a change of the library back (0: its last one), while it is the last one of its briefing
    and not ten minutes old. Raises `BadQuestion`; then nothing was changed."""
    last = await storage.read(lambda shelf: _last(shelf, by.library, change))
    if last is None:
        raise BadQuestion("There is nothing to be undone.")
    if last.action == _UNDONE:
        raise BadQuestion("The last change was undone already; /desk history shows how it stands.")
    if last.at is None or by.now - last.at > UNDO:
        raise BadQuestion(
            "That is more than ten minutes ago; /desk history leads to the revision to restore."
        )
    number = int(last.object.split()[1])
    before, after = standing_in(last.before), standing_in(last.after)
    assert after is not None
    if before is None or before.state is not State.PUBLISHED:
        return await storage.write(_taking_back(number, after, by))
    wanted = await storage.read(lambda shelf: revision_of(shelf, number, before.revision))
    catalogue = await catalogue_of(storage, catalogue, by.library)
    by_hand = await storage.read(lambda shelf: decided(shelf, by.library, wanted))
    reading = await asyncio.to_thread(read_again, wanted, catalogue, by_hand)
    return await storage.write(_revising(number, reading, after, by, action=_UNDONE))


def _taking_back(number: int, seen: Standing, by: By) -> Callable[[Desk], Done]:
    """For what was not published before the change."""

    def take_back(desk: Desk) -> Done:
        _must_stand(desk, number, seen, by)
        return withdrawing(number, by, action=_UNDONE)(desk)

    return take_back


_LOOKED_AT = 50


def _last(shelf: Shelf, library: int, change: int) -> Change | None:
    """The change of that number, or the last one of a briefing."""
    found = shelf.changes(library, change + 1 if change else None, 1 if change else _LOOKED_AT)
    told = (one for one in found if standing_in(one.after) is not None)
    return next((one for one in told if not change or one.number == change), None)


def standing_in(text: str) -> Standing | None:
    """What a line of the audit log says of a briefing; None where it says nothing of one."""
    try:
        told = json.loads(text)
        return Standing(State(told["state"]), int(told["revision"]))
    except (ValueError, KeyError, TypeError):
        return None
