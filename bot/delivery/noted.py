"""Changes of schedules, each with its line in the audit log: how it stood, how it stands now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.delivery.manage import rule_in
from bot.delivery.words import CLOCK_RULE, rule, what
from bot.model import Change, StoredSchedule
from bot.storage.protocol import Desk, Shelf


def noted(
    change: Callable[[Desk], StoredSchedule],
    action: str,
    *,
    library: int,
    by: int,
    now: datetime,
) -> Callable[[Desk], StoredSchedule]:
    """The change with its line. What was asked for and changes nothing leaves none."""

    def write(desk: Desk) -> StoredSchedule:
        before = _standing(desk, library)
        made = change(desk)
        was, stands = before.get(made.id, ""), _standing(desk, library).get(made.id, "")
        if was != stands:
            line = Change(library, by, action, f"schedule {made.id}", was, stands)
            desk.note(line, now=now)
        return made

    return write


def _standing(shelf: Shelf, library: int) -> dict[int, str]:
    return {one.id: _stands(one) for one in shelf.schedules(library)}


def _stands(schedule: StoredSchedule) -> str:
    known = rule_in(schedule)
    told = rule(known).removesuffix(CLOCK_RULE).strip()
    state = schedule.off or ("paused" if known.paused else "")
    return f"{what(schedule)} in <#{schedule.channel}>: {told}" + (f" ({state})" if state else "")
