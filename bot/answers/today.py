"""`!today`: the briefings of the reader's day, or the latest ones, saying so."""

from __future__ import annotations

from bot.answers.values import Context, TodayAnswer
from bot.storage.protocol import Shelf


def today(shelf: Shelf, context: Context) -> TodayAnswer:
    """All briefings of `context.today`, the reader's own library first; with none that day, those
    of the latest day before it."""
    shown = shelf.latest_day(context.libraries, context.today)
    return TodayAnswer(
        day=context.today,
        zone=context.zone,
        shown=shown,
        briefings=shelf.briefings_of(context.libraries, shown) if shown else (),
        coverage=shelf.coverage(context.libraries),
    )
