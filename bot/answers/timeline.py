"""`!timeline Ampere`: dated events, past and planned, each under its own date."""

from __future__ import annotations

from bot.answers.chains import lines_of
from bot.answers.topics import find_topic
from bot.answers.values import Context, NothingFound, TimelineAnswer
from bot.extraction.companies import Catalogue
from bot.storage.protocol import Shelf


def timeline(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> TimelineAnswer | NothingFound:
    """Every dated event of the topic, oldest first; a story that several tell is one line."""
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
        lines=lines_of(events),
    )
