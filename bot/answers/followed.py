"""What some briefings say of the topics that one person follows, as one card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.answers.card import Block, Card, Line, LineKind, Section, sourced
from bot.answers.news import in_its_sentence, once, topic_of
from bot.answers.wording import say_day, say_span
from bot.extraction.companies import Catalogue
from bot.extraction.companies.overlay import overlaid
from bot.model import Quote, StoredFact, StoredMention, Topic
from bot.storage.protocol import Shelf
from bot.translations import gettext

_READ = 200
"""Mentions and facts of a topic that are looked through, newest first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A followed topic with the name it was followed by, and the briefings that name it."""

    key: str
    name: str
    briefings: frozenset[int]


@dataclass(frozen=True, slots=True)
class Followed:
    topic: Topic
    mentions: tuple[StoredMention, ...]
    facts: tuple[StoredFact, ...]


def followed(
    shelf: Shelf, catalogue: Catalogue, libraries: Sequence[int], wanted: Iterable[Wanted]
) -> tuple[Followed, ...]:
    """What the briefings say, topic by topic; topics of which they say nothing are left out."""
    catalogue = overlaid(catalogue, shelf.name_rules(libraries))
    found = (_one(shelf, catalogue, libraries, item) for item in wanted)
    return tuple(item for item in found if item.mentions)


def _one(shelf: Shelf, catalogue: Catalogue, libraries: Sequence[int], item: Wanted) -> Followed:
    mentions = shelf.mentions_of(libraries, (item.key,), _READ)
    facts = shelf.facts_about(libraries, (item.key,), _READ)
    entry = catalogue.entry(item.key)
    return Followed(
        topic=entry.topic if entry else topic_of(facts, item.key, item.name),
        mentions=tuple(one for one in mentions if one.quote.briefing.id in item.briefings),
        facts=tuple(one for one in facts if one.quote.briefing.id in item.briefings),
    )


def followed_card(items: Sequence[Followed], foot: str, *, most: int) -> Card:
    """Each sentence once, each with its source, a heading for each topic where there are several;
    `foot` is our own line below. Of more than `most` quoted lines it says how many there are."""
    shown: set[tuple[int, object]] = set()
    room, share = most, max(1, most // len(items))
    sections = []
    for item in items:
        quotes = [quote for quote in _quotes(item) if _place(quote) not in shown]
        some = quotes[: min(share, room)]
        room -= len(some)
        shown |= {_place(quote) for quote in some}
        more = _more(item, len(quotes) - len(some), said=bool(some))
        heading = item.topic.name if len(items) > 1 else ""
        sections.append(Section(heading, (*sourced(some), *more)))
    days = sorted({one.quote.briefing.day for item in items for one in item.mentions})
    return Card(
        title=gettext("News of {names}", names=", ".join(item.topic.name for item in items)),
        subtitle=say_day(days[0]) if days[0] == days[-1] else say_span(days[0], days[-1]),
        sections=tuple(sections),
        foot=foot,
    )


def _quotes(item: Followed) -> tuple[Quote, ...]:
    """Where each briefing names it, then its facts in other sentences."""
    named = once(in_its_sentence(one) for one in item.mentions)
    places = {_place(quote) for quote in named}
    facts = once(one.quote for one in item.facts)
    return (*named, *[quote for quote in facts if _place(quote) not in places])


def _place(quote: Quote) -> tuple[int, object]:
    return quote.briefing.id, quote.sentence


def _more(item: Followed, left: int, *, said: bool) -> Collection[Block]:
    if said and left <= 0:
        return ()
    words = gettext("Named above.")
    if left > 0:
        words = gettext("And {number} more; ask for timeline or company.", number=left)
    return (Block((Line(LineKind.TEXT, words),)),)
