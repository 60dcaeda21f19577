"""Putting a briefing into a library together with its line in the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.ingestion.differing import differing
from bot.model import FORGOTTEN, ITSELF, OPERATOR, Change, Draft, Outcome, Reading, State, Stored
from bot.storage.protocol import Desk


def put(
    desk: Desk,
    library: int,
    reading: Reading,
    *,
    original: bytes,
    now: datetime,
    by: int,
    action: str,
) -> Stored:
    """As `Desk.put`; where it changes anything, the log tells how the briefing stood before and
    how it stands now."""
    (stored,) = put_all(desk, library, ((reading, original),), now=now, by=by, action=action)
    return stored


def put_all(
    desk: Desk,
    library: int,
    readings: Iterable[tuple[Reading, bytes]],
    *,
    now: datetime,
    by: int,
    action: str,
) -> tuple[Stored, ...]:
    """As `Desk.put_all`, with a line of the log for each that changes anything."""
    stored = desk.put_all(library, readings, now=now)
    return tuple([_noted(desk, library, one, now, by, action) for one in stored])


def _noted(desk: Desk, library: int, stored: Stored, now: datetime, by: int, action: str) -> Stored:
    ref = stored.ref
    if stored.outcome is Outcome.SAME:
        return stored
    was, tells = "", dict[str, str]()
    if stored.was is not None:
        told, tells = changed_words(desk, ref.id, ref.revision - 1, ref.revision)
        was = standing(stored.was, ref.revision - 1, **told)
    named = {"day": ref.day.isoformat(), "title": ref.title}
    is_now = standing(State.PUBLISHED, ref.revision, **named, **tells)
    line = Change(library, by, action, f"briefing {ref.id}", was, is_now)
    return replace(stored, change=desk.note(line, now=now))


def waiting(draft: Draft, reading: Reading, action: str) -> Change:
    """The line for a draft that waits for its decision from now on."""
    told = f"waiting: {reading.day.isoformat()} {reading.page.title}".strip()
    return Change(draft.library, draft.made_by, action, f"draft {draft.number}", "", told)


def standing(state: State, revision: int, **more: str) -> str:
    """How a briefing stands, as `Change.before` and `Change.after` have it."""
    return json.dumps({"state": state, "revision": revision, **more}, ensure_ascii=False)


def changed_words(
    desk: Desk, briefing: int, before: int, after: int
) -> tuple[dict[str, str], dict[str, str]]:
    """What differs between two revisions, for `standing` of either; nothing where nothing does."""
    old, new = desk.revision(briefing, before), desk.revision(briefing, after)
    was, now = differing(old, new) if old and new else ("", "")
    return ({"words": was} if was else {}), ({"words": now} if now else {})


def say_standing(words: str) -> str:
    """How a briefing stands, in words: "revision 2, published"; anything else as it is."""
    try:
        told = json.loads(words)
    except ValueError:
        return words
    if not isinstance(told, dict) or "revision" not in told:
        return words
    named = " ".join(str(told[name]) for name in ("day", "title") if told.get(name))
    stands = f"revision {told['revision']}, {told.get('state', '')}".strip(", ")
    words = f": {told['words']}" if told.get("words") else ""
    return (f"{stands} ({named})" if named else stands) + words


NAMELESS = {OPERATOR: "the operator", FORGOTTEN: "somebody forgotten", ITSELF: "the bot itself"}
"""Who changed something, in words, where it is no person's number."""


def cells(change: Change) -> tuple[str, ...]:
    """A line of the log for a table: when, who, what, of what, before, after. A cell that a
    spreadsheet would take for a formula begins with an apostrophe."""
    at = change.at.isoformat() if change.at else ""
    nameless = {OPERATOR: "operator", FORGOTTEN: "forgotten", ITSELF: "bot"}
    who = nameless.get(change.who) or str(change.who)
    told = (at, who, change.action, change.object, change.before, change.after)
    formula = ("=", "+", "-", "@", "\t", "\r")
    return tuple("'" + cell if cell.startswith(formula) else cell for cell in told)
