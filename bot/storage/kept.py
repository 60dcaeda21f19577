"""What a reader keeps in memory of events that it has read, for as long as they stand.

A question about a busy firm reads some hundred events, and nearly all of them are those of the
question before: a new briefing brings a few. A briefing's row tells by its `learnt` whether what
was read out of it still holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.model import Event, Quote


class Place(NamedTuple):
    """Where an event stands: its briefing's number, and its own among the briefing's events."""

    briefing: int
    ordinal: int


class KeptEvent(NamedTuple):
    """An event without its topics, whose names other briefings may change; `learnt` tells which
    reading of its briefing it comes from."""

    learnt: int
    quote: Quote
    event: Event


class KeptEvents:
    """Events in two halves: what is asked for again moves into the new half, and the old one goes
    when the new one is full. For readers alone, since what a writer has not committed may still be
    taken back. Threads may use one at once: at worst two of them read the same events."""

    def __init__(self, most: int = 8192) -> None:
        self._half = most // 2
        """Events, about a kilobyte each."""
        self._new: dict[Place, KeptEvent] = {}
        self._old: dict[Place, KeptEvent] = {}

    def standing(self, learnt: Mapping[Place, int]) -> dict[Place, KeptEvent]:
        """Those that are kept and still hold, of places with what their briefings now tell."""
        new, old = self._new, self._old
        found: dict[Place, KeptEvent] = {}
        again: dict[Place, KeptEvent] = {}
        for place, stands in learnt.items():
            one = new.get(place)
            if one is None:
                one = old.get(place)
                if one is None:
                    continue
                again[place] = one
            if one.learnt == stands:
                found[place] = one
        self.keep(again)
        return found

    def keep(self, events: Mapping[Place, KeptEvent]) -> None:
        if len(self._new) + len(events) > self._half:
            self._old, self._new = self._new, {}
        if len(events) <= self._half:
            self._new.update(events)
