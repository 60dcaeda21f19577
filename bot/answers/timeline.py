"""`!timeline Ampere`: dated events, past and planned, each under its own date.

`!timeline Ampere from:2026 until:2028 only:planned` leaves out what is not asked for.
"""

from __future__ import annotations

from bot.answers.asked import days_named, filtered
from bot.answers.chains import lines_of
from bot.answers.topics import find_topic
from bot.answers.values import Context, Filters, NothingFound, TimelineAnswer, TimelineLine
from bot.errors import BadQuestion
from bot.extraction.companies import Catalogue
from bot.model import AHEAD
from bot.storage.protocol import Shelf
from bot.translations import gettext

EVENTS = 600
"""Events that a timeline reads at most, those nearest to its day: forty pages. `from:` leads to
others."""
_NAMES = frozenset({"from", "since", "until", "only"})
_ONLY = ("planned", "past")


def timeline(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> TimelineAnswer | NothingFound:
    """Every dated event of the topic, oldest first; a story that several tell is one line. Raises
    `BadQuestion` for a filter that says nothing."""
    name, wanted = _read(asked, context)
    meant = find_topic(shelf, catalogue, context, "timeline", name)
    if isinstance(meant, NothingFound):
        return meant
    around = wanted.since or wanted.until or context.today
    events = shelf.events_about(context.libraries, (meant.topic.key,), around, EVENTS + 1)
    lines = lines_of(events)
    kept = tuple(line for line in lines if _passes(line, wanted))
    return TimelineAnswer(
        asked=name,
        topic=meant.topic,
        entry=catalogue.entry(meant.topic.key),
        today=context.today,
        coverage=shelf.coverage(context.libraries),
        lines=kept,
        asked_for=wanted,
        left_out=len(lines) - len(kept),
        around=around if len(events) > EVENTS else None,
    )


def _read(asked: str, context: Context) -> tuple[str, Filters]:
    line = filtered(asked, _NAMES)
    given = line.filters
    since = given.get("from") or given.get("since")
    until, only = given.get("until"), given.get("only", "").casefold()
    if not line.words:
        raise BadQuestion(
            gettext("Whose timeline? Type for example: timeline Ford from:2026 only:planned")
        )
    if only not in ("", *_ONLY):
        raise BadQuestion(gettext("Only what? Type only:planned or only:past."))
    return line.words, Filters(
        since=days_named(since, context.today).earliest if since else None,
        until=days_named(until, context.today).latest if until else None,
        only=only,
    )


def _passes(line: TimelineLine, wanted: Filters) -> bool:
    days, ahead = line.event.event.days, line.event.event.status in AHEAD
    return (
        (wanted.since is None or days.latest >= wanted.since)
        and (wanted.until is None or days.earliest <= wanted.until)
        and (not wanted.only or ahead == (wanted.only == "planned"))
    )
