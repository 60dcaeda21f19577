"""`!upcoming` and `!upcoming Ford`: what has been promised, and when it falls due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.answers.asked import days_off
from bot.answers.card import Block, Card, Section, filled, story_block, text_block, topic_name
from bot.answers.chains import lines_of
from bot.answers.topics import find_topic
from bot.answers.values import Context, NothingFound, TimelineLine, UpcomingAnswer
from bot.answers.wording import say_coverage, say_day
from bot.extraction.companies import Catalogue
from bot.model import AHEAD, StoredEvent, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext

LOOKED_BACK = 365
"""Days: overdue promises older than this are history, and stand in the timeline."""
_PLANS_READ = 80
_EVENTS_READ = 240
SHOWN = 60
"""Lines of an answer at most."""


def upcoming(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> UpcomingAnswer | NothingFound:
    """What is planned or delayed, about what `asked` names or about anything for "". A promise that
    a later briefing tells as kept or called off is none any more."""
    topic: Topic | None = None
    if asked:
        meant = find_topic(shelf, catalogue, context, "upcoming", asked)
        if isinstance(meant, NothingFound):
            return meant
        topic = meant.topic
        events = shelf.events_about(context.libraries, (topic.key,), context.today, _EVENTS_READ)
    else:
        since = days_off(context.today, -LOOKED_BACK)
        plans = plans_from(shelf, context, since, date.max, _PLANS_READ)
        events = _with_their_topics(shelf, context, plans)
    overdue, ahead = _standing(lines_of(_once(events)), context.today)
    return UpcomingAnswer(
        asked=asked,
        topic=topic,
        today=context.today,
        coverage=shelf.coverage(context.libraries),
        overdue=overdue[:SHOWN],
        ahead=ahead[: SHOWN - len(overdue[:SHOWN])],
        more=len(overdue) + len(ahead) > SHOWN,
    )


def due_between(
    shelf: Shelf, context: Context, first: date, last: date, most: int = _PLANS_READ
) -> tuple[TimelineLine, ...]:
    """What falls due from one day to another, as it stands now: `most` plans are looked at."""
    plans = plans_from(shelf, context, first, last, most)
    events = _with_their_topics(shelf, context, plans)
    lines = (line for line in lines_of(_once(events)) if line.event.event.status in AHEAD)
    due = (line for line in lines if first <= line.event.event.days.latest <= last)
    return tuple(sorted(due, key=_by_due_day))


def plans_from(
    shelf: Shelf, context: Context, first: date, last: date, most: int
) -> tuple[StoredEvent, ...]:
    """The plans that fall due then: those already overdue and those ahead by themselves, so that
    many of the one do not hide the other."""
    past = min(last, days_off(context.today, -1))
    overdue = shelf.plans(context.libraries, first, past, most) if first <= past else ()
    ahead = shelf.plans(context.libraries, max(first, context.today), last, most)
    return overdue + ahead


def _with_their_topics(
    shelf: Shelf, context: Context, plans: tuple[StoredEvent, ...]
) -> tuple[StoredEvent, ...]:
    """The plans, and the other events of their first actors, which may tell what became of them."""
    topics = tuple(dict.fromkeys(key for item in plans for key in item.event.topics[:1]))
    return shelf.events_about(context.libraries, topics, context.today, _EVENTS_READ) + plans


def _once(events: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
    return tuple({(item.quote.briefing.id, item.event.span): item for item in events}.values())


def _standing(
    lines: Iterable[TimelineLine], today: date
) -> tuple[tuple[TimelineLine, ...], tuple[TimelineLine, ...]]:
    """Overdue ones, and those ahead, each by the day it falls due."""
    kept = sorted((one for one in lines if one.event.event.status in AHEAD), key=_by_due_day)
    first = days_off(today, -LOOKED_BACK)
    overdue = [one for one in kept if first <= one.event.event.days.latest < today]
    ahead = [one for one in kept if one.event.event.days.latest >= today]
    return tuple(overdue), tuple(ahead)


def _by_due_day(line: TimelineLine) -> tuple[date, date, int]:
    event = line.event
    return event.event.days.latest, event.event.days.earliest, event.quote.briefing.id


def upcoming_card(answer: UpcomingAnswer) -> Card:
    """Overdue first; each with its sentence, its source and how it was moved."""
    said = gettext("as of {day}", day=say_day(answer.today))
    if answer.more:
        said = gettext("as of {day}; the nearest are shown", day=say_day(answer.today))
    overdue = tuple(story_block(line, answer.today) for line in answer.overdue)
    ahead = tuple(story_block(line, answer.today) for line in answer.ahead)
    return Card(
        title=_title(answer),
        subtitle=said,
        sections=filled(
            Section("", () if overdue or ahead else (_nothing(answer),)),
            Section(
                gettext("Overdue: its day has passed, and no briefing says that it came"), overdue
            ),
            Section(gettext("Ahead"), ahead),
        ),
        foot=gettext("Searched {briefings}", briefings=say_coverage(answer.coverage)),
    )


def _title(answer: UpcomingAnswer) -> str:
    if answer.topic is None:
        return gettext("Upcoming")
    return gettext("Upcoming: {name}", name=topic_name(answer.topic))


def _nothing(answer: UpcomingAnswer) -> Block:
    if answer.topic is None:
        return text_block(gettext("The briefings promise nothing that is still to come."))
    words = gettext(
        "The briefings promise nothing about {name} that is still to come.",
        name=topic_name(answer.topic),
    )
    return text_block(words)
