"""`!company Ford`: who it is, the latest, key figures, whom it is named with, what is planned."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.answers.topics import find_topic
from bot.answers.values import (
    FIGURES,
    LATEST_ITEMS,
    NAMED_AMONG,
    NEIGHBOURS,
    CompanyAnswer,
    Context,
    NothingFound,
)
from bot.extraction.companies import Catalogue
from bot.model import FIRM_KINDS, KnownTopic, Quote, Status, StoredEvent, StoredFact, StoredMention
from bot.storage.protocol import Shelf

_MENTIONS_READ = 40  # enough briefings to find a sentence that says who the firm is
_EVENTS_READ = 100  # nearest to today; the plans that are shown are among them
_PLANNED = 5


def company(
    shelf: Shelf, catalogue: Catalogue, context: Context, asked: str
) -> CompanyAnswer | NothingFound:
    """What the briefings say about the firm (or anything else they name) that `asked` means."""
    meant = find_topic(shelf, catalogue, context, "company", asked)
    if isinstance(meant, NothingFound):
        return meant
    keys = (meant.topic.key,)
    mentions = shelf.mentions_of(context.libraries, keys, _MENTIONS_READ)
    return CompanyAnswer(
        asked=asked,
        topic=meant.topic,
        entry=catalogue.entry(meant.topic.key),
        today=context.today,
        coverage=shelf.coverage(context.libraries),
        briefings=meant.briefings,
        about=_who_it_is(mentions),
        latest=tuple(_in_its_sentence(mention) for mention in mentions[:LATEST_ITEMS]),
        figures=_figures(shelf.facts_about(context.libraries, keys, FIGURES * 4)),
        planned=_ahead(
            shelf.events_about(context.libraries, keys, context.today, _EVENTS_READ), context
        ),
        trend=_trend(shelf, context, keys),
        named_with=_firms(shelf.named_with(context.libraries, keys, NAMED_AMONG, NEIGHBOURS * 3)),
    )


_MONTHS = 12


def _trend(shelf: Shelf, context: Context, keys: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Every one of the last twelve months, this one among them, with the briefings that name it."""
    now = context.today.year * 12 + context.today.month - 1
    months = [
        f"{at // 12:04}-{at % 12 + 1:02}" for at in range(max(now - _MONTHS + 1, 12), now + 1)
    ]
    since = date.fromisoformat(f"{months[0]}-01")
    counts = shelf.mentions_by_month(context.libraries, keys, since)
    return tuple((month, counts.get(month, 0)) for month in months)


def _in_its_sentence(mention: StoredMention) -> StoredMention:
    """A name alone tells nothing: the line is the whole sentence it stands in."""
    quote = mention.quote
    return replace(mention, quote=replace(quote, span=quote.sentence, text=quote.sentence_text))


_COPULA = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?"
    r"(?:(?:is|was|are|were)\s+(?:a|an|the|one\s+of|established|founded|created|set\s+up)\b"
    r"|,\s+(?:a|an|the)\s+[a-z])"
)


def _who_it_is(mentions: tuple[StoredMention, ...]) -> tuple[Quote, ...]:
    """The newest sentence that defines the topic: its name, then "is a …", "was established …" or
    an apposition ("Scout, the brand that …"), the two ways in which news English introduces a
    firm."""
    for mention in mentions:
        quote = mention.quote
        after = quote.sentence_text[mention.mention.span.end - quote.sentence.start :]
        if not mention.mention.carried and _COPULA.match(after):
            return (_in_its_sentence(mention).quote,)
    return ()


def _figures(facts: tuple[StoredFact, ...]) -> tuple[StoredFact, ...]:
    return tuple(item for item in facts if item.fact.value is not None)[:FIGURES]


def _ahead(events: tuple[StoredEvent, ...], context: Context) -> tuple[StoredEvent, ...]:
    return tuple(
        item
        for item in events
        if item.event.status in (Status.PLANNED, Status.DELAYED)
        and item.event.days.latest >= context.today
    )[:_PLANNED]


def _firms(known: tuple[KnownTopic, ...]) -> tuple[KnownTopic, ...]:
    return tuple(item for item in known if item.topic.kind in FIRM_KINDS)[:NEIGHBOURS]
