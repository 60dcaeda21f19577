"""What an answer is, before any front has drawn it: plain values with their receipts.

Every shown line is a `Quote` inside one of these values: the span, the sentence and the briefing
behind it. What comes from the catalogue stands in `entry` and is labelled so by the fronts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model import (
    HOUSE,
    CatalogueEntry,
    Coverage,
    KnownTopic,
    Passage,
    Quote,
    StoredBriefing,
    StoredEvent,
    StoredFact,
    StoredMention,
    Topic,
)

CARD_FACTS = 6
"""Facts on a card; the full ordered list is kept in the library."""
CARD_COMPANIES = 12
LATEST_ITEMS = 5
FIGURES = 5
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks: the libraries they may read, their own first, and what day it is for them.

    `zone` is the IANA name of the zone in which `today` was taken; "" where nobody has chosen one.
    """

    today: date
    libraries: tuple[int, ...] = (HOUSE,)
    zone: str = ""


@dataclass(frozen=True, slots=True)
class TodayAnswer:
    """The briefings of `shown`, which is `day` itself or, with none that day, the latest before."""

    day: date
    zone: str
    shown: date | None
    briefings: tuple[StoredBriefing, ...]
    coverage: Coverage

    @property
    def is_latest_instead(self) -> bool:
        return self.shown is not None and self.shown != self.day


@dataclass(frozen=True, slots=True)
class CompanyAnswer:
    """What the briefings say about one topic, the newest first.

    `about` tells who it is in a briefing's words; `planned` what is still ahead of `today`;
    `named_with` the firms that share its briefings, with the count of those briefings.
    """

    asked: str
    topic: Topic
    entry: CatalogueEntry | None
    today: date
    coverage: Coverage
    briefings: int
    about: tuple[Quote, ...] = ()
    latest: tuple[StoredMention, ...] = ()
    figures: tuple[StoredFact, ...] = ()
    planned: tuple[StoredEvent, ...] = ()
    named_with: tuple[KnownTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One happening under the date at which it stands now. `repeats` are later briefings' words
    for the same; `before` how it stood before that, the oldest first."""

    event: StoredEvent
    repeats: tuple[StoredEvent, ...] = ()
    before: tuple[StoredEvent, ...] = ()

    @property
    def reported(self) -> date:
        """The day of the first briefing that told it."""
        return self.event.quote.briefing.day


@dataclass(frozen=True, slots=True)
class TimelineAnswer:
    """Everything dated about one topic, oldest first."""

    asked: str
    topic: Topic
    entry: CatalogueEntry | None
    today: date
    coverage: Coverage
    lines: tuple[TimelineLine, ...]


@dataclass(frozen=True, slots=True)
class NothingFound:
    """An honest empty answer: what was looked for, in how much, and what lies near.

    `topic` is set where the name is known (to the catalogue, say) but no briefing holds anything;
    then `entry` may tell what the catalogue knows.
    """

    question: str
    asked: str
    coverage: Coverage
    topic: Topic | None = None
    entry: CatalogueEntry | None = None
    suggestions: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """What stands behind one shown line; `asked` names it, as in "12:120-180"."""

    asked: str
    passage: Passage
    coverage: Coverage


Answer = TodayAnswer | CompanyAnswer | TimelineAnswer | ReceiptAnswer | NothingFound
