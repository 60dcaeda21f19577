"""What was decided by hand at an approval (facts left out, events given another date), on its way
from one library to another."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from bot.extraction.companies import Catalogue
from bot.ingestion.corrections import decided, kept_of, revision_of
from bot.ingestion.edits import Edits, edited
from bot.ingestion.logged import standing
from bot.model import OPERATOR, Change, Draft, DraftState, KeptBriefing, Reading
from bot.storage.protocol import Desk, Shelf


def told(shelf: Shelf, library: int, briefing: int) -> str:
    """As JSON, of the briefing's newest version; "" where nothing was decided."""
    if shelf.approved(library, briefing) is None:
        return ""
    newest = kept_of(shelf, library, briefing).ref.revision
    edits = decided(shelf, library, revision_of(shelf, briefing, newest))
    return edits.as_json() if edits.left_out or edits.redated else ""


def checked(told: object) -> str:
    """What `told` gave and somebody may have changed since, as JSON again. Raises `ValueError`,
    `LookupError` or `TypeError` for what is none of ours."""
    edits = Edits.from_json(json.dumps(told))
    for span in (*edits.left_out, *edits.redated):
        if not all(isinstance(at, int) for at in span):
            raise TypeError("a place in a text was expected")
    if any(days.latest < days.earliest for days in edits.redated.values()):
        raise ValueError("an event ends before it begins")
    return Edits(left_out=edits.left_out, redated=edits.redated).as_json()


def applied(reading: Reading, by_hand: str, catalogue: Catalogue) -> Reading:
    """The reading with what was decided."""
    return edited(reading, Edits.from_json(by_hand), catalogue) if by_hand else reading


def keep(desk: Desk, carried: KeptBriefing, reading: Reading, now: datetime) -> None:
    """So that it counts whenever the text is read again in its new library, too."""
    briefing = desk.match(carried.library, reading).briefing
    if not briefing:
        return
    newest = carried.revisions[-1]
    made = Draft(carried.library, now, OPERATOR, newest.original, newest.day, 0, carried.by_hand)
    made = replace(made, number=desk.add_draft(made))
    done = replace(made, state=DraftState.APPROVED, decided_by=OPERATOR, briefing=briefing)
    desk.save_draft(done)
    stands = standing(carried.state, len(carried.revisions))
    change = Change(carried.library, OPERATOR, "approve", f"briefing {briefing}", "", stands)
    desk.note(change, now=now)
