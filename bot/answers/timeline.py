"""`!timeline Ampere`: dated events, past and planned, each under its own date."""

from __future__ import annotations

import re
from itertools import groupby

from bot.answers.topics import find_topic
from bot.answers.values import Context, NothingFound, TimelineAnswer, TimelineLine
from bot.extraction.companies import Catalogue
from bot.model import StoredEvent
from bot.storage.protocol import Shelf


def timeline(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> TimelineAnswer | NothingFound:
    """Every dated event of the topic, oldest first; told twice, it stands once."""
    meant = find_topic(shelf, catalogue, context, "timeline", asked)
    if isinstance(meant, NothingFound):
        return meant
    events = shelf.events_about(context.libraries, (meant.topic.key,))
    return TimelineAnswer(
        asked=asked,
        topic=meant.topic,
        entry=catalogue.entry(meant.topic.key),
        today=context.today,
        coverage=shelf.coverage(context.libraries),
        lines=_told_once(events),
    )


def _told_once(events: tuple[StoredEvent, ...]) -> tuple[TimelineLine, ...]:
    """Fold later accounts of a happening into the first one's line. Events come ordered by their
    own days, so that equal days stand side by side."""
    lines: list[TimelineLine] = []
    for _, same_days in groupby(events, key=lambda item: item.event.days):
        lines += _folded(sorted(same_days, key=lambda item: item.quote.briefing.day))
    return tuple(lines)


def _folded(events: list[StoredEvent]) -> list[TimelineLine]:
    lines: list[list[StoredEvent]] = []
    for event in events:
        told = next((line for line in lines if _same_happening(line[0], event)), None)
        if told is None:
            lines.append([event])
        else:
            told.append(event)
    return [TimelineLine(first, tuple(repeats)) for first, *repeats in lines]


def _same_happening(first: StoredEvent, second: StoredEvent) -> bool:
    """Two briefings tell the same when half of their longer words agree (Jaccard's index); two
    events of one briefing are two, since its reading has already told them apart."""
    if first.quote.briefing.id == second.quote.briefing.id:
        return False
    ours, theirs = _long_words(first.quote.text), _long_words(second.quote.text)
    shared = len(ours & theirs)
    return bool(shared) and shared / len(ours | theirs) >= _SAME


_SAME = 0.5
_LONG_WORD = re.compile(r"\w{4,}")


def _long_words(text: str) -> frozenset[str]:
    return frozenset(_LONG_WORD.findall(text.casefold()))
