"""One day's news about one topic, as a scheduled post tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answers.card import Card, Section, filled, sourced
from bot.answers.values import CARD_FACTS, Context
from bot.answers.wording import say_count, say_weekday
from bot.extraction.companies import Catalogue
from bot.model import Quote, StoredFact, StoredMention, Topic, TopicKind
from bot.storage.protocol import Shelf
from bot.translations import gettext

_MENTIONS_READ = 60  # newest first; a day's briefings are few


@dataclass(frozen=True, slots=True)
class NewsAnswer:
    """The briefings of `context.today` that name the topic: where each names it, and its facts."""

    topic: Topic
    context: Context
    mentions: tuple[StoredMention, ...]
    facts: tuple[StoredFact, ...]


def news(
    shelf: Shelf, catalogue: Catalogue, context: Context, key: str, name: str
) -> NewsAnswer | None:
    """The day's news of the topic with this key; None if no briefing of the day names it. `name` is
    shown where the catalogue has none."""
    day = context.today
    mentions = [
        item
        for item in shelf.mentions_of(context.libraries, (key,), _MENTIONS_READ)
        if item.quote.briefing.day == day
    ]
    if not mentions:
        return None
    facts = shelf.facts_about(context.libraries, (key,), _MENTIONS_READ)
    entry = catalogue.entry(key)
    return NewsAnswer(
        topic=entry.topic if entry else topic_of(facts, key, name),
        context=context,
        mentions=tuple(mentions),
        facts=tuple(item for item in facts if item.quote.briefing.day == day),
    )


def topic_of(facts: Iterable[StoredFact], key: str, name: str) -> Topic:
    known = (topic for item in facts for topic in item.topics if topic.key == key)
    return next(known, Topic(key, name, TopicKind.COMPANY, listed=False))


def news_card(answer: NewsAnswer) -> Card:
    """What a reader sees: each sentence once, each with its source."""
    named = once(in_its_sentence(item) for item in answer.mentions)
    shown = {(quote.briefing.id, quote.sentence) for quote in named}
    facts = [
        item.quote
        for item in answer.facts
        if (item.quote.briefing.id, item.quote.sentence) not in shown
    ]
    sections = (
        Section("", sourced(named)),
        Section(gettext("Key facts"), sourced(once(facts)[:CARD_FACTS])),
    )
    briefings = len({item.quote.briefing.id for item in answer.mentions})
    return Card(
        title=answer.topic.name,
        subtitle=say_weekday(answer.context.today),
        sections=filled(*sections),
        foot=gettext(
            "Named in {briefings} of this day", briefings=say_count(briefings, "briefing")
        ),
    )


def in_its_sentence(mention: StoredMention) -> Quote:
    quote = mention.quote
    return replace(quote, span=quote.sentence, text=quote.sentence_text)


def once(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple({(quote.briefing.id, quote.span): quote for quote in quotes}.values())
