"""`!week` and `!month`: what a stretch of days told, firm by firm, and what falls due next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.answers.asked import days_off
from bot.answers.card import Card, Section, filled, sourced, story_block, text_block, topic_name
from bot.answers.upcoming import due_between
from bot.answers.values import Context, DigestAnswer, FirmNews, TimelineLine
from bot.answers.wording import say_count, say_coverage, say_day, say_span, say_weekday
from bot.model import FIRM_KINDS, BriefingRef, StoredBriefing, StoredFact, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext

DAYS = {"week": 7, "month": 30}
"""Days of a digest, its last one included; as many are looked ahead."""
BRIEFINGS = 120
"""Briefings that a digest reads at most, the newest."""
FIRMS = {"week": 8, "month": 12}
FACTS = 3
"""Facts of a firm."""
DUE = 8


def digest(shelf: Shelf, context: Context, question: str) -> DigestAnswer:
    """The last 7 or 30 days up to the reader's day."""
    last = context.today
    first = days_off(last, 1 - DAYS[question])
    until = days_off(last, DAYS[question])
    refs = shelf.newest(context.libraries, first, last, BRIEFINGS + 1)
    read = [shelf.briefing(context.libraries, ref.id) for ref in refs[:BRIEFINGS]]
    briefings = [item for item in read if item]
    return DigestAnswer(
        question=question,
        first=first,
        last=last,
        briefings=refs[:BRIEFINGS],
        firms=_firms(briefings, FIRMS[question]),
        due=due_between(shelf, context, last, until, 4 * DUE)[:DUE],
        until=until,
        coverage=shelf.coverage(context.libraries),
        more=len(refs) > BRIEFINGS,
    )


def due_today(shelf: Shelf, context: Context) -> tuple[TimelineLine, ...]:
    """What falls due on the reader's day itself."""
    return due_between(shelf, context, context.today, context.today)


def _firms(briefings: Sequence[StoredBriefing], most: int) -> tuple[FirmNews, ...]:
    """The firms that most briefings name, each fact under the first of its firms."""
    topics: dict[str, Topic] = {}
    named, told = Counter[str](), dict[str, list[StoredFact]]()
    for item in briefings:
        firms = [topic for topic in item.topics if topic.kind in FIRM_KINDS]
        topics |= {topic.key: topic for topic in reversed(firms)} | topics
        named.update(topic.key for topic in firms)
        for fact in item.facts:
            key = next((key for key in fact.fact.topics if key in topics), None)
            if key:
                told.setdefault(key, []).append(fact)
    order = sorted(told, key=lambda key: (-named[key], key))
    return tuple(FirmNews(topics[key], named[key], _best(told[key])) for key in order[:most])


def _best(facts: Iterable[StoredFact]) -> tuple[StoredFact, ...]:
    """The most telling, a sentence once."""
    seen: set[tuple[int, int]] = set()
    kept: list[StoredFact] = []
    for item in sorted(facts, key=lambda item: -item.fact.score):
        place = item.quote.briefing.id, item.fact.sentence
        if place not in seen:
            seen.add(place)
            kept.append(item)
    return tuple(kept[:FACTS])


# --- as cards ------------------------------------------------------------------------------------


def digest_card(answer: DigestAnswer) -> Card:
    """Firm by firm; then what falls due; then which briefings were read."""
    days = say_span(answer.first, answer.last)
    if not answer.briefings:
        words = text_block(gettext("No briefing from {days}.", days=days))
        foot = gettext("Searched {briefings}", briefings=say_coverage(answer.coverage))
        return Card(_title(answer), days, filled(Section("", (words,)), *_due(answer)), foot)
    firms = (
        Section(
            f"{topic_name(one.topic)} · {say_count(one.briefings, 'briefing')}",
            sourced(item.quote for item in one.facts),
        )
        for one in answer.firms
    )
    read = say_count(len(answer.briefings), "briefing")
    if answer.more:
        read = gettext("the newest {number}", number=BRIEFINGS)
    return Card(
        title=_title(answer),
        subtitle=days,
        sections=filled(*firms, *_due(answer), _read(answer.briefings)),
        foot=gettext("Read from {briefings}", briefings=read),
    )


def _title(answer: DigestAnswer) -> str:
    return gettext("The week") if answer.question == "week" else gettext("The month")


def _due(answer: DigestAnswer) -> tuple[Section, ...]:
    lines = tuple(story_block(line, answer.last) for line in answer.due)
    return (Section(gettext("Falls due by {day}", day=say_day(answer.until)), lines),)


def _read(refs: Sequence[BriefingRef]) -> Section:
    lines = tuple(text_block(f"{say_day(ref.day)} · {ref.title}") for ref in refs)
    return Section(gettext("Briefings"), lines)


def due_card(lines: Sequence[TimelineLine], day: date) -> Card:
    """A scheduled post's card of what falls due on its day."""
    return Card(
        title=gettext("Falls due today"),
        subtitle=say_weekday(day),
        sections=filled(Section("", tuple(story_block(line, day) for line in lines))),
        foot=gettext("As the briefings told it; whether it comes is not known yet"),
    )
