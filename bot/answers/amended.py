"""What a message has to say of the briefings that were changed since it was sent."""

from __future__ import annotations

from typing import NamedTuple

from bot.answers.changed import differences, say_difference
from bot.answers.wording import say_day
from bot.model import HOUSE, BriefingRef, Posted, Span, State
from bot.storage.protocol import Shelf
from bot.translations import gettext

_MOST = 6


class Amended(NamedTuple):
    """Lines to stand below the message, none where it stands as it was sent; `gone`: nothing of
    what it shows is published any more."""

    lines: tuple[str, ...] = ()
    gone: bool = False


def amended(shelf: Shelf, posted: Posted) -> Amended:
    """Only what it shows itself: words of its lines, and the title, date and author behind them."""
    libraries = (posted.library, HOUSE)
    lines: list[str] = []
    standing = False
    for briefing, revision, spans in posted.shows:
        kept = shelf.held(libraries, briefing)
        if kept is None or kept.state is not State.PUBLISHED:
            lines += [_withdrawn(kept.ref)] if kept else []
            continue
        standing = True
        lines += _corrected(shelf, briefing, revision, kept.ref.revision, spans)
    more = len(lines) - _MOST
    told = (
        *lines[:_MOST],
        *((gettext("{number} more: /corrections", number=more),) if more > 0 else ()),
    )
    return Amended(told, gone=not standing)


def _withdrawn(ref: BriefingRef) -> str:
    return gettext("Withdrawn: “{title}”, {day}", title=ref.title, day=say_day(ref.day))


def _corrected(
    shelf: Shelf, briefing: int, was: int, now: int, spans: tuple[Span, ...]
) -> list[str]:
    before, after = shelf.revision(briefing, was), shelf.revision(briefing, now)
    if before is None or after is None:
        return []
    return [
        gettext("Corrected: {change}", change=say_difference(one))
        for one in differences(before, after)
        if one.at is None or any(one.at.meets(span) for span in spans)
    ]
