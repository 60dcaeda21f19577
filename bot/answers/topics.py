"""Which topic a reader means, out of what the library names and what the catalogue lists."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.values import Context, NothingFound
from bot.extraction.companies import Catalogue, look_up
from bot.model import KnownTopic, Topic
from bot.storage.protocol import Shelf

GAPS = 3
"""Stretches without a briefing that an empty answer names."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The topic a reader means, and in how many briefings it is named (0: only listed)."""

    topic: Topic
    briefings: int


def find_topic(
    shelf: Shelf, catalogue: Catalogue, context: Context, question: str, asked: str
) -> Meant | NothingFound:
    """The topic that `asked` names, forgiving slips; `NothingFound` with the nearest when unsure,
    and with the topic itself when it is listed but no briefing names it."""
    known = shelf.known_topics(context.libraries)
    counts = {item.topic.key: item.briefings for item in known}
    by_key = next((item for item in known if item.topic.key == asked), None)
    if by_key is not None:  # a button or an autocompleted choice hands the key itself
        return Meant(_as_listed(by_key.topic, catalogue), by_key.briefings)
    found = look_up(asked, known, catalogue)
    if found.best is not None and counts.get(found.best.key):
        return Meant(_as_listed(found.best, catalogue), counts[found.best.key])
    return NothingFound(
        question=question,
        asked=asked,
        coverage=shelf.coverage(context.libraries),
        topic=found.best,
        entry=catalogue.entry(found.best.key) if found.best else None,
        suggestions=_in_library_first(found.suggestions, known),
        gaps=shelf.gaps(context.libraries, GAPS),
    )


def _as_listed(topic: Topic, catalogue: Catalogue) -> Topic:
    entry = catalogue.entry(topic.key)
    return entry.topic if entry else topic


def _in_library_first(
    suggestions: tuple[Topic, ...], known: tuple[KnownTopic, ...]
) -> tuple[Topic, ...]:
    held = {item.topic.key for item in known}
    return tuple(sorted(suggestions, key=lambda topic: topic.key not in held))
